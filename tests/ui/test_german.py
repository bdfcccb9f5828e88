"""Every panel in German, which takes more room than English: what must hold of a scene holds of it too."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.test_scenes import CASES, GROUPS, STATES, assert_well_laid
from wallboard.core.sentences import SENTENCES
from wallboard.core.views.layout import Screen
from wallboard.core.words import words
from wallboard.ui.commands import Setting, Signs
from wallboard.ui.help_overlay import KeyList
from wallboard.ui.menu import Menu
from wallboard.ui.overlay import lay_overlay
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Text

SIZES = ((1920, 1080), (3840, 2160), (1080, 1920))


def headed(view):
    """The view under its type's own heading, where the board gives no title."""
    key = f"heading.{view.type}"
    found = SENTENCES.get(key)
    return replace(view, heading=words(key)) if isinstance(found, str) and "{" not in found else view


def german_page(shown, place, size, notes=samples.NOTES, distance=3.0):
    """A page in German with this view in one of the design's places, or alone on it."""
    views = [replace(headed(item), title=f"{item.title} {n}") for n, item in enumerate(samples.SERVICE)]
    if place is None:
        views, places = [shown], ((0, 0, 12, 8),)
    else:
        views[place], places = shown, samples.PLACES
    layout = layout_of(tuple(views), places=places, locale="de_DE", screen=Screen(distance=distance))
    layout = replace(layout, time_zone="Europe/Berlin")
    picture = picture_of(tuple(views), sources=notes, shut_until_us=NOW)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, NOW))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(("group", "name"), CASES)
def test_every_panel_has_its_texts_apart_in_german(qapp, group, name, size):
    for place in (None, 0, 1, 3):
        assert_well_laid(german_page(headed(GROUPS[group][name]), place, size))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("group", GROUPS)
def test_every_state_stands_apart_in_german(qapp, group, state):
    for name in (next(iter(GROUPS[group])), list(GROUPS[group])[-1]):
        for place in (None, 0, 1, 3):
            assert_well_laid(german_page(headed(GROUPS[group][name]), place, (1920, 1080), STATES[state]))


@pytest.mark.parametrize(("group", "name"), CASES)
def test_from_afar_german_costs_room_but_never_size(qapp, group, name):
    for place in (None, 1, 3):
        assert_well_laid(german_page(headed(GROUPS[group][name]), place, (1920, 1080), distance=5.0))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_menu_and_list_of_keys_have_room_in_german(qapp, size):
    page = german_page(samples.SERVICE[0], 0, size)
    layout = replace(layout_of(samples.SERVICE, locale="de_DE"), time_zone="Europe/Berlin")
    stage = stage_for(layout, size, NOW)
    setting = Setting(Signs(), page=0, pages=3, is_full_screen=True, can_refresh=True)
    for listing in (Menu(setting).listing(stage), KeyList().listing(stage)):
        scene = lay_overlay(listing, page.frame.area, stage)
        assert_well_laid(replace(page, panels=(scene,)))
        said = {item.string for item in scene.items if isinstance(item, Text)}
        assert size[0] < size[1] or {row.said for row in listing.rows} <= said


def test_the_design_fits_in_german_without_giving_up_a_figure(qapp):
    page = german_page(headed(samples.SERVICE[0]), 0, (1920, 1080))
    assert [[lack for lack in scene.lacks if lack != "fits.secondary"] for scene in page.panels] == [[]] * 4
    said = {item.string for scene in page.scenes for item in scene.items if isinstance(item, Text)}
    assert {"Pünktlich", "Ziel 95 %", "115 von 132", "überfällig", "im Blick", "im Plan", "h drüber"} <= said
    assert {"Offene Fälle nach Zielzeit"} <= said


@pytest.mark.parametrize("distance", [3.0, 4.0])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_list_that_is_no_longer_true_keeps_its_cases_numbers_whole(qapp, size, distance):
    live, failed = (german_page(samples.SERVICE[3], 3, size, STATES[state], distance) for state in ("live", "failed"))
    numbers = [
        [item.string for item in page.panels[3].items if isinstance(item, Text) and item.is_private]
        for page in (live, failed)
    ]
    assert len(numbers[1]) >= min(3, len(numbers[0]))
    assert not [number for number in numbers[1] if "…" in number]
