"""What marks and stripes look like as pixels."""

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from wallboard.ui.paint import Painter
from wallboard.ui.scene import Box, Hatch, Mark, Rect, Scene
from wallboard.ui.theme import DARK

WHOLE = Rect(0, 0, 120, 60)


def painted(*items, is_vector=False):
    image = QImage(120, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    brush = Painter(DARK, is_vector=is_vector)
    brush.fill(painter, WHOLE, "page")
    brush.paint(painter, [Scene(WHOLE, items)])
    painter.end()
    return image


def runs(image, y, colour):
    """How many separate stretches of a row have (nearly) this colour."""
    wanted = QColor(colour)
    near = [
        max(abs(a - b) for a, b in zip(image.pixelColor(x, y).getRgb(), wanted.getRgb(), strict=True)) < 40
        for x in range(image.width())
    ]
    return sum(is_near and not before for is_near, before in zip(near, [False, *near], strict=False))


@pytest.mark.parametrize("is_vector", [False, True])
@pytest.mark.parametrize("is_filled", [False, True])
@pytest.mark.parametrize("shape", ["circle", "triangle", "diamond", "square"])
def test_marks_that_overlap_can_still_be_counted(qapp, shape, is_filled, is_vector):
    marks = [Mark(shape, 20 + 12 * n, 30, 18, "watch", is_filled, "band-watch") for n in range(4)]
    ground = Box(WHOLE, "band-watch")
    edges = 1 if is_filled else 2
    alone = runs(painted(ground, marks[0], is_vector=is_vector), 30, DARK["watch"])
    assert alone == edges
    assert runs(painted(ground, *marks, is_vector=is_vector), 30, DARK["watch"]) >= 4


def test_stripes_end_at_the_round_corners_of_their_card(qapp):
    image = painted(Box(WHOLE, "panel", 12), Hatch(Rect(0, 20, 120, 40), "hatch", 6.0, 12))
    for x in (0, 119):
        assert image.pixelColor(x, 59).name() == DARK["page"]
        assert image.pixelColor(x, 58).name() == DARK["page"]
    stripes = {image.pixelColor(x, 50).name() for x in range(20, 100)}
    assert DARK["hatch"] in stripes
