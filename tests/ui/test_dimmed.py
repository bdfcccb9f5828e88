"""Dimmed themes are held to the rules of the bright ones."""

from itertools import combinations

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.eyes import contrast, delta_e, linear, seen
from tests.ui.test_scenes import GROUPS, STATES, page_of
from wallboard.core.views.figures import ZONES
from wallboard.core.views.night import LEAST_LIGHT
from wallboard.ui.dimmed import colours_of
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Hatch, Image, Rect, Scene, Text
from wallboard.ui.theme import THEMES

LEVELS = [(theme, step / 20) for theme, least in LEAST_LIGHT.items() for step in range(round(least * 20), 20)]


def light(colour):
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


@pytest.fixture(scope="module")
def written(qapp):
    """Every pair of a text's colour and its ground that any panel draws in any state, and whether it is a value."""
    pairs = set()
    for shown in GROUPS.values():
        for name, state in ((name, state) for name in shown for state in (None, *STATES)):
            page = page_of(shown[name], None, (1920, 1080), *([] if state is None else [STATES[state]]))
            for scene in page.scenes:
                is_hatched = any(isinstance(item, Hatch) for item in scene.items)
                for text in (item for item in scene.items if isinstance(item, Text)):
                    pairs |= {(text.role, ground, text.is_value) for ground in (text.ground, *["hatch"] * is_hatched)}
    return pairs


@pytest.mark.parametrize(("theme", "part"), LEVELS)
def test_every_text_that_panels_write_stands_out_as_much_as_it_must(written, theme, part):
    colours = colours_of(theme, part)
    assert len(written) > 15
    for role, ground, is_value in written:
        assert contrast(colours[role], colours[ground]) >= (7.0 if is_value else 4.5), (role, ground)


@pytest.mark.parametrize(("theme", "part"), LEVELS)
@pytest.mark.parametrize("eyes", ["normal", "protan", "deutan", "tritan"])
def test_zones_stay_apart_for_every_eye(theme, part, eyes):
    colours = colours_of(theme, part)
    for one, other in combinations(ZONES, 2):
        assert delta_e(seen(colours[one], eyes), seen(colours[other], eyes)) >= 15, (one, other)


@pytest.mark.parametrize(("theme", "part"), LEVELS)
def test_marks_stand_out_from_the_bands_behind_them(theme, part):
    colours = colours_of(theme, part)
    for zone in ZONES:
        assert contrast(colours[zone], colours[f"band-{zone}"]) >= 1.8


@pytest.mark.parametrize("theme", THEMES)
def test_whole_light_is_the_theme_itself(theme):
    assert colours_of(theme) is THEMES[theme]


@pytest.mark.parametrize(("theme", "part"), LEVELS)
def test_grounds_give_the_part_of_light_that_was_asked_for_and_nothing_gives_more_than_before(theme, part):
    colours, bright = colours_of(theme, part), THEMES[theme]
    for ground in ("page", "panel"):
        assert light(colours[ground]) == pytest.approx(part * light(bright[ground]), rel=0.06)
    assert all(light(colours[role]) <= light(bright[role]) + 1e-9 for role in bright)


def test_white_text_on_a_dark_board_gives_less_than_half_of_its_light():
    assert light(colours_of("dark", 0.4)["text"]) < 0.45 * light(THEMES["dark"]["text"])


class OnePicture:
    """Sees the same picture everywhere: its left half white, its right half transparent."""

    def __init__(self):
        self.picture = QImage(20, 10, QImage.Format.Format_ARGB32_Premultiplied)
        self.picture.fill(QColor(0, 0, 0, 0))
        painter = QPainter(self.picture)
        painter.fillRect(0, 0, 10, 10, QColor("#ffffff"))
        painter.end()

    def image(self, wanted, stamp):
        return self.picture


def test_a_picture_gives_the_same_part_of_its_light_and_its_file_is_left_as_it_is(qapp):
    seen_, shown = OnePicture(), QImage(20, 10, QImage.Format.Format_RGB32)
    shown.fill(QColor("#808080"))
    painter = QPainter(shown)
    whole = Scene(Rect(0, 0, 20, 10), (Image(Rect(0, 0, 20, 10), "a.png", (1, 1), (20, 10)),))
    Painter(colours_of("dark", 0.5), images=seen_, light=0.5).paint(painter, [whole])
    painter.end()
    assert light(shown.pixelColor(5, 5).name()) == pytest.approx(0.5, abs=0.01)
    assert shown.pixelColor(15, 5).name() == "#808080"
    assert seen_.picture.pixelColor(5, 5).name() == "#ffffff"
