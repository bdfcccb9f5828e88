"""What a panel says of its figures: as many remarks as have room beside them, the gravest first."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of, view
from wallboard.core.words import words
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Text

REMARKS = (
    words("missing.statuses", n=1, first=words("missing.status", word="Fertig", n=97), second=None, more=""),
    words("hours-unknown", n=20),
    words("with-target", with_target=180, all=280),
)
SAID = (
    "1 status not mapped, counts as open: “Fertig”, 97 rows",
    "hours unknown for 20 cases",
    "180 of 280 have a target",
)


def remarks(height_px):
    """Which remarks stand in a list of late cases alone on a page so high, how many cases, and what had no room."""
    shown = view("late-list", "Late", samples.CASES, remarks=REMARKS)
    layout, size = layout_of((shown,)), (1920, height_px)
    stage = stage_for(layout, (1920, 1080), NOW)
    scene = lay_page(layout, picture_of((shown,)), 0, size, stage).panels[0]
    strings = [item.string for item in scene.items if isinstance(item, Text)]
    cases = [one for one in strings if one in {row.number for row in samples.CASES.rows}]
    return tuple(one for one in strings if one in SAID), len(cases), scene.lacks


@pytest.mark.parametrize("height_px", range(300, 1080, 20))
def test_the_gravest_remarks_stay_where_not_all_have_room(qapp, height_px):
    said, cases, lacks = remarks(height_px)
    assert said == SAID[: len(said)]
    assert ("fits.secondary" in lacks) == (len(said) < len(SAID))
    assert cases >= 3 or not said, "no remark costs the cases that a list has at least"


def test_from_a_low_panel_to_a_high_one_each_remark_finds_room_in_turn(qapp):
    counts = [len(remarks(height_px)[0]) for height_px in range(300, 1080, 10)]
    assert counts == sorted(counts)
    assert set(counts) == {0, 1, 2, 3}


@pytest.mark.parametrize(("locale", "said"), [("en_GB", "since 6 Nov"), ("de_DE", "seit 6. Nov.")])
def test_since_when_things_are_known_takes_nothing_from_the_share_on_time(qapp, locale, said):
    """As in a first read, on a panel that has no line of weeks yet."""
    since = (words("window.since", on="2026-11-06"),)
    bare = replace(samples.ON_TIME, weeks=())
    figures = []
    for remarks in ((), since):
        shown = view("on-time", "Pünktlich", bare, note=words("on-time.window", n=5), remarks=remarks)
        layout = layout_of((shown,), places=((7, 0, 5, 2),), locale=locale)
        stage = stage_for(layout, (1920, 1080), NOW)
        scene = lay_page(layout, picture_of((shown,)), 0, (1920, 1080), stage).panels[0]
        texts = [item for item in scene.items if isinstance(item, Text)]
        figures.append(max(texts, key=lambda item: item.px))
        assert any(said in item.string for item in texts) == bool(remarks)
    assert figures[0] == figures[1]
