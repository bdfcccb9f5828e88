"""What panels give up as people stand farther away: notes, then rows, then columns, never size."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.ui import samples, samples_queues, samples_sales
from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.test_scenes import CASES, GROUPS, assert_well_laid
from wallboard.cli.boards import board_of, moment_of
from wallboard.core.views.layout import Screen
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Mark, Text

AT = "2026-03-12T10:42"
CONFIG = Path(__file__).parents[2] / "config"
WIDE, UPRIGHT = (1920, 1080), (1080, 1920)
GLASSES = [
    (WIDE, 55, 2),
    (WIDE, 55, 3),
    (WIDE, 55, 5),
    (WIDE, 55, 7),
    (WIDE, 32, 3),
    (UPRIGHT, 55, 3),
    (UPRIGHT, 55, 5),
]
COLUMNS = {"fits.columns": 3, "fits.bars": 3, "fits.line": 3}
RANKS = {"fits.secondary": 1, "fits.rows": 2, **COLUMNS, "fits.lanes": 4, "fits.value": 4}
"""How much is lost; without its lanes the hero is the counts of its legend. Headings are elided when they must."""
PIPS_FIRST = RANKS | {"fits.rows": 3, "fits.columns": 2}
"""Pips go before rows: the figure beside them tells most of the same, and everybody stays."""
DISTANCES = [step / 4 for step in range(6, 43)]
PLACES = ((0, 0, 12, 8), (0, 0, 7, 8), (0, 0, 5, 4), (0, 0, 5, 2))
DESIGNED = [
    *zip(samples.SERVICE, samples.PLACES, strict=True),
    *zip(samples_queues.QUEUES, samples_queues.QUEUES_PLACES, strict=True),
    *zip(samples_sales.SALES, samples_sales.SALES_PLACES, strict=True),
]


def lacks(shown, place, distance):
    """What a panel gives up that stands in a place of an otherwise empty page."""
    layout = layout_of((shown,), screen=Screen(distance=distance))
    (page,) = layout.pages
    layout = replace(layout, pages=(replace(page, panels=(replace(page.panels[0], place=place),)),))
    scene = lay_page(layout, picture_of((shown,)), 0, WIDE, stage_for(layout, WIDE, NOW))
    return scene.panels[0].lacks


@pytest.fixture(scope="module", params=["demo.yaml", "every-panel.yaml"])
def moment(request):
    return moment_of(board_of(str(CONFIG / request.param)), AT)


def pages_of(moment, size, diagonal, distance):
    """Every page of a board as laid out on a glass."""
    layout = moment.board.layout()
    layout = replace(layout, screen=replace(layout.screen, diagonal=float(diagonal), distance=float(distance)))
    stage = stage_for(layout, size, moment.at_us)
    return [lay_page(layout, moment.composed.picture, page, size, stage) for page in range(len(layout.pages))]


@pytest.mark.parametrize(("size", "diagonal", "distance"), GLASSES)
def test_nothing_is_too_small_or_lies_over_anything_on_any_glass(qapp, moment, size, diagonal, distance):
    for page in pages_of(moment, size, diagonal, distance):
        assert_well_laid(page)


@pytest.mark.parametrize("distance", [2, 3, 5, 7])
def test_texts_grow_with_the_distance(qapp, moment, distance):
    near, far = (
        [item.px for page in pages_of(moment, WIDE, 55, metres) for scene in page.scenes for item in scene.items
         if isinstance(item, Text)]
        for metres in (distance, distance + 1)
    )  # fmt: skip
    assert min(far) > min(near)


def test_the_hero_sums_lanes_at_five_metres_and_says_so(qapp):
    moment = moment_of(board_of(str(CONFIG / "demo.yaml")), AT)
    hero = pages_of(moment, WIDE, 55, 5)[0].panels[0]
    assert set(hero.lacks) == {"fits.secondary", "fits.columns"}
    body = moment.composed.picture.pages[0][0].body
    marks = [item for item in hero.items if isinstance(item, Mark) and item.halo]
    assert len(marks) == len(body.lane)
    assert "on hold" in [item.string for item in hero.items if isinstance(item, Text)]


@pytest.mark.parametrize(("shown", "place"), DESIGNED, ids=[shown.title for shown, _ in DESIGNED])
def test_notes_go_first_then_rows_then_columns_and_the_figure_last(qapp, shown, place):
    gone: dict[str, float] = {}
    for tenths in range(15, 121):
        for key in lacks(shown, place, tenths / 10):
            gone.setdefault(key, tenths / 10)
    ranks = PIPS_FIRST if shown.type == "appointments" else RANKS
    order = sorted(ranks.keys() - {"fits.lanes"}, key=ranks.__getitem__)
    assert [key for key in sorted(gone, key=gone.get) if key in order] == [key for key in order if key in gone]
    assert "fits.secondary" in gone


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("group", "name"), CASES)
def test_what_is_given_up_does_not_come_back_farther_away(qapp, group, name, place):
    ranks = PIPS_FIRST if group == "pips" else RANKS
    shown = GROUPS[group][name]
    lost = [max((ranks.get(key, 0) for key in lacks(shown, place, metres)), default=0) for metres in DISTANCES]
    assert [(near, far) for near, far in pairwise(lost) if far < near] == []
