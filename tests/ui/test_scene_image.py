"""An image of scenes is painted where something changed, and looks as if drawn anew."""

from dataclasses import replace

import pytest

from tests.ui.samples import FAILED_NOTE, NOW, SERVICE, STALE_NOTE, layout_of, picture_of
from tests.ui.standup.samples import AGENDA, AT
from tests.ui.test_menu import SETTING
from wallboard.core.words import words
from wallboard.ui.fonts import MEDIUM
from wallboard.ui.menu import Menu
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.overlay import Overlay
from wallboard.ui.page import stage_for
from wallboard.ui.paint import Painter
from wallboard.ui.pin import PinBox
from wallboard.ui.pin_tries import PinTries
from wallboard.ui.scene import Box, Hatch, Rect, Scene, Text
from wallboard.ui.scene_image import SceneImage
from wallboard.ui.standup.layout import lay_standup
from wallboard.ui.standup.walk import Walk
from wallboard.ui.theme import DARK

SIZE = (320, 180)
WHOLE = Rect(0, 0, *SIZE)
LEFT, RIGHT, OVER = Rect(0, 0, 100, 180), Rect(110, 0, 100, 180), Rect(50, 50, 100, 50)

pytestmark = pytest.mark.usefixtures("qapp")


def boxed(rect: Rect, role: str, beyond: float = 0.0) -> Scene:
    return Scene(rect, (Box(rect.inset(-beyond, -beyond), role),))


def image(size: tuple[int, int] = SIZE) -> SceneImage:
    return SceneImage(size, Painter(DARK))


def colour(shown: SceneImage, x: int, y: int) -> str:
    return shown.image.pixelColor(x, y).name()


def test_the_first_time_all_of_it_is_painted_and_then_what_changed() -> None:
    shown = image()
    assert shown.show([boxed(LEFT, "late"), boxed(RIGHT, "watch")]) == [WHOLE]
    assert shown.show([boxed(LEFT, "late"), boxed(RIGHT, "watch")]) == []
    assert shown.show([boxed(LEFT, "late"), boxed(RIGHT, "urgent")]) == [RIGHT]
    assert (colour(shown, 10, 10), colour(shown, 150, 10), colour(shown, 105, 10)) == (
        DARK["late"], DARK["urgent"], DARK["page"],
    )  # fmt: skip


def test_scenes_in_other_places_are_painted_from_the_ground_up() -> None:
    shown = image()
    shown.show([boxed(LEFT, "late"), boxed(RIGHT, "watch")])
    assert shown.show([boxed(RIGHT, "watch")]) == [WHOLE]
    assert colour(shown, 10, 10) == DARK["page"]


def test_what_lies_over_all_comes_and_goes_in_its_own_place() -> None:
    shown, scenes = image(), [boxed(LEFT, "late"), boxed(RIGHT, "watch")]
    shown.show(scenes)
    assert shown.show(scenes, boxed(OVER, "strip")) == [OVER]
    assert (colour(shown, 60, 60), colour(shown, 60, 10)) == (DARK["strip"], DARK["late"])
    assert shown.show(scenes) == [OVER]
    assert (colour(shown, 60, 60), colour(shown, 105, 60), colour(shown, 120, 60)) == (
        DARK["late"], DARK["page"], DARK["watch"],
    )  # fmt: skip


def test_no_scene_paints_beyond_its_own_place() -> None:
    shown = image()
    shown.show([boxed(LEFT, "late", beyond=8), boxed(RIGHT, "watch")])
    assert colour(shown, 104, 10) == DARK["page"]


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (1024, 600)])
def test_a_stand_up_that_is_walked_through_looks_as_if_each_stop_were_drawn_anew(size: tuple[int, int]) -> None:
    stage = stage_for(replace(layout_of(SERVICE), time_zone="Europe/London"), size, AT)
    walk, walked = Walk(AGENDA, lambda _: None), image(size)
    for _ in walk.stops:
        fresh, scenes = image(size), lay_standup(walk, size, stage).scenes
        walked.show(scenes)
        fresh.show(scenes)
        assert walked.image == fresh.image
        walk.press("right")


@pytest.mark.parametrize("part", [OVER, Rect(50.5, 50.3, 33.3, 41.7)])
def test_stripes_stay_within_the_part_that_is_painted(part: Rect) -> None:
    over = Scene(part, (Box(part, "strip"),))
    texts = tuple(Text("Six late cases", 4, y, 80, 12, MEDIUM, "text") for y in range(40, 180, 16))
    striped = Scene(LEFT, (Box(LEFT, "panel", 8), Hatch(Rect(0, 20, 100, 160), "hatch", 6.0, 8), *texts))
    shown, without, fresh = image(), image(), image()
    shown.show([striped])
    without.show([striped])
    fresh.show([striped], over)
    shown.show([striped], over)
    assert shown.image == fresh.image
    shown.show([striped])
    assert shown.image == without.image


def menu() -> Overlay:
    return Menu(SETTING)


def pin_box() -> Overlay:
    return PinBox(words("pin.leave"), "no hash", PinTries(None, lambda: 0.0), lambda: None)


@pytest.mark.parametrize("over", [menu, pin_box])
@pytest.mark.parametrize("note", [FAILED_NOTE, STALE_NOTE])
def test_a_box_over_panels_of_old_rows_comes_and_goes_as_if_all_were_drawn_anew(note, over) -> None:  # type: ignore[no-untyped-def]
    size, layout = (1280, 720), layout_of(SERVICE)
    picture = picture_of(SERVICE, sources=(replace(note, name="Help desk"), replace(note, name="ERP export")))
    partly, without, fresh = (MovingPage(size, size, DARK) for _ in range(3))
    partly.show(layout, picture, 0, NOW)
    without.show(layout, picture, 0, NOW)
    box = over()
    fresh.show(layout, picture, 0, NOW, overlay=box)
    partly.show(layout, picture, 0, NOW, overlay=box)
    assert partly.image == fresh.image
    partly.show(layout, picture, 0, NOW)
    assert partly.image == without.image
