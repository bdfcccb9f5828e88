"""A glow keeps to its panel's edge."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.test_picture import difference
from tests.ui.test_rotation import Clock
from wallboard.ui.glow import PanelGlow, border_of
from wallboard.ui.scene import Rect
from wallboard.ui.theme import THEMES
from wallboard.ui.type_scale import TypeScale

PANEL = Rect(40, 40, 200, 120)
SCALE = TypeScale(30, 38, 1080.0)


class Lit:
    """A glow over a plain ground, and the rectangles that it asked to have repainted."""

    def __init__(self, theme="dark"):
        self.clock, self.asked = Clock(), []
        self.glow = PanelGlow(self.clock, self.asked.append)
        self.theme = THEMES[theme]

    def begin(self, panel=PANEL):
        self.glow.begin(panel, SCALE, self.theme)

    def at(self, seconds):
        self.clock.s = 1000 + seconds
        image = QImage(280, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(self.theme["panel"]))
        painter = QPainter(image)
        self.glow.paint(painter)
        painter.end()
        return image


def light(image, x, y):
    return image.pixelColor(x, y).red()


@pytest.fixture
def lit(qapp):
    found = Lit()
    yield found
    found.glow.end()


def test_it_is_strongest_on_the_edge_and_gone_some_pixels_beside_it(lit):
    lit.begin()
    image = lit.at(0.6)
    row = [light(image, x, 100) for x in range(22, 59)]
    assert max(row) == row[18] or max(row) == row[17]
    assert row[:17] == sorted(row[:17])
    assert row[19:] == sorted(row[19:], reverse=True)
    assert {row[0], row[-1]} == {light(image, 140, 100)}


def test_it_is_alike_on_all_four_sides_and_round_the_corners(lit):
    lit.begin()
    image = lit.at(0.6)
    for way in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        assert difference(image, image.flipped(way)) < 0.005
    assert light(image, 30, 30) == light(image, 140, 100)


def test_before_and_after_there_is_nothing(lit):
    nothing = lit.at(0)
    lit.begin()
    assert lit.at(0) == nothing
    assert lit.at(1) != nothing
    assert lit.at(2) == nothing
    lit.glow.step()
    assert not lit.glow.is_on


def test_only_the_strips_along_the_edge_are_repainted_and_once_more_at_the_end(lit):
    lit.begin()
    for seconds in (0.5, 1.0, 2.0):
        lit.at(seconds)
        lit.glow.step()
    lit.glow.step()
    assert lit.asked == [border_of(PANEL, SCALE.gap)] * 3
    area = sum(rect.w * rect.h for rect in border_of(Rect(0, 0, 1100, 950), SCALE.gap))
    assert area < 0.1 * 1100 * 950


def test_a_second_panel_within_the_minute_does_not_glow(lit):
    lit.begin()
    lit.at(2)
    lit.glow.step()
    lit.begin(Rect(0, 0, 100, 100))
    assert not lit.glow.is_on
    lit.at(61)
    lit.begin(Rect(0, 0, 100, 100))
    assert lit.glow.is_on
