"""Every page of a stand-up at four geometries, in two themes and two languages, with ugly agendas."""

from dataclasses import dataclass, replace

import pytest

from tests.ui.samples import SERVICE, layout_of
from tests.ui.standup.samples import AGENDA, AT, BARE, SECOND, UGLY
from tests.ui.test_scenes import GEOMETRIES, assert_readable, assert_well_laid
from wallboard.core.views.layout import Screen
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Text
from wallboard.ui.standup.layout import StandupScene, lay_standup, lay_waiting
from wallboard.ui.standup.walk import Walk
from wallboard.ui.theme import THEMES

AGENDAS = {"as designed": AGENDA, "bare": BARE, "ugly": UGLY}
FULL_HD = (1920, 1080)


@dataclass(frozen=True)
class Frame:
    """What the checks of a page ask of its frame."""

    scale: object


@dataclass(frozen=True)
class Page:
    """A stand-up's scenes as the checks of a page know them."""

    frame: Frame
    scenes: tuple


def stage_at(minute=6.3, size=FULL_HD, distance=3.0, locale="en_GB"):
    layout = replace(layout_of(SERVICE, screen=Screen(distance=distance), locale=locale), time_zone="Europe/London")
    return stage_for(layout, size, AT + round(minute * 60 * SECOND))


def laid(walk, minute=6.3, size=FULL_HD, distance=3.0, locale="en_GB", **more):
    return lay_standup(walk, size, stage_at(minute, size, distance, locale), **more)


def checked(shown: StandupScene):
    page = Page(Frame(shown.stage.scale), shown.scenes)
    assert_well_laid(page)
    for theme in THEMES:
        assert_readable(page, theme)
    for scene in shown.scenes:
        assert scene.rect.x >= 0
        assert scene.rect.right <= shown.size[0] + 1
        assert scene.rect.bottom <= shown.size[1] + 1


def strings(shown):
    return [item.string for scene in shown.scenes for item in scene.items if isinstance(item, Text)]


def walk_of(agenda=AGENDA):
    return Walk(agenda, lambda _: None)


def at_segment(segment, agenda=AGENDA):
    walk = walk_of(agenda)
    while walk.stop.segment != segment:
        walk.press("right")
    return walk


def every_state(agenda):
    """A walk through an agenda, given out at each page and at each question of its first cases."""
    walk = walk_of(agenda)
    asked = 0
    for _ in walk.stops:
        yield walk
        if walk.case is not None and asked < 3:
            asked += 1
            walk.press("down")
            yield walk
            walk.press_digit(asked)
            yield walk
            walk.press_digit(4)
            yield walk
            walk.press("choose")
            yield walk
            walk.press("up")
            yield walk
            walk.press("down")
        walk.press("right")


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("name", AGENDAS)
def test_every_text_stands_in_its_panel_and_over_nothing_else(name, size):
    for walk in every_state(AGENDAS[name]):
        checked(laid(walk, size=size))


@pytest.mark.parametrize("distance", [1.5, 5.0, 8.0])
@pytest.mark.parametrize("name", AGENDAS)
def test_a_greater_distance_costs_room_but_never_size(name, distance):
    for walk in every_state(AGENDAS[name]):
        checked(laid(walk, distance=distance))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("name", AGENDAS)
def test_german_has_room_too(name, size):
    for walk in every_state(AGENDAS[name]):
        checked(laid(walk, size=size, locale="de_DE"))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("is_silent", [False, True])
def test_waiting_for_the_figures_has_room(size, is_silent):
    for distance in (3.0, 5.0):
        checked(lay_waiting(size, stage_at(size=size, distance=distance), is_silent=is_silent))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("distance", [3.0, 5.0])
@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_six_reasons_always_stand_there_whole(size, distance, locale):
    shown = laid(at_segment("late"), size=size, distance=distance, locale=locale)
    digits = [item for item in strings(shown) if item in "123456"]
    assert sorted(digits) == list("123456")
    assert not [item for item in strings(shown) if "…" in item and "wart" in item]
