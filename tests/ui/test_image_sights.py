"""Pictures seen in passing: nobody waits for a file, and what was last seen stays until there is something new."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.samples_sales import view
from wallboard.core.views.shapes import ImageFile
from wallboard.ui.image_sights import AT_ONCE, SightsInPassing
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.theme import THEMES

ROOM = (300, 300)

pytestmark = pytest.mark.usefixtures("qapp")


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def painted(path: Path, colour="#aa0000", size=(200, 100)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return str(path)


def test_the_first_look_waits_and_the_next_one_knows(tmp_path):
    path = painted(tmp_path / "plan.png")
    sights = SightsInPassing(Clock())
    before = sights.state(path)
    assert sights.sight(path, ROOM, fills=False).word == "waiting"
    sights.settle()
    assert sights.state(path) != before
    assert sights.sight(path, ROOM, fills=False) == AT_ONCE.sight(path, ROOM, fills=False)
    assert sights.sight(path, ROOM, fills=False).size == (300, 150)


def test_a_changed_file_keeps_its_last_sight_until_the_new_one_is_ready(tmp_path):
    path, clock = painted(tmp_path / "plan.png"), Clock()
    sights = SightsInPassing(clock)
    sights.sight(path, ROOM, fills=False)
    sights.settle()
    first, state = sights.sight(path, ROOM, fills=False), sights.state(path)
    painted(tmp_path / "plan.png", size=(100, 100))
    os.utime(path, (1, 1))
    assert sights.sight(path, ROOM, fills=False) == first, "looked at a moment ago"
    clock.now_s += 2
    sights.state(path)
    sights.settle()
    assert sights.state(path) != state
    assert sights.sight(path, ROOM, fills=False).size == (300, 300)


def test_a_file_that_comes_and_goes_is_seen_to(tmp_path):
    path, clock = str(tmp_path / "plan.png"), Clock()
    sights = SightsInPassing(clock)
    words = []
    for make in (lambda: None, lambda: painted(tmp_path / "plan.png"), (tmp_path / "plan.png").unlink):
        make()
        clock.now_s += 2
        sights.sight(path, ROOM, fills=False)
        sights.settle()
        words.append(sights.sight(path, ROOM, fills=False).word)
    assert words == ["missing", "ready", "missing"]


def test_a_size_that_is_new_is_waited_for_by_nobody(tmp_path):
    sights = SightsInPassing(Clock())
    path = painted(tmp_path / "plan.png")
    for width in range(100, 120):
        assert sights.sight(path, (width, 100), fills=False).word == "waiting"
    sights.settle()


def test_a_page_draws_a_picture_as_soon_as_it_was_seen(tmp_path):
    path = painted(tmp_path / "plan.png")
    shown = view("picture", "Plan", ImageFile(path))
    layout, picture = layout_of((shown,)), picture_of((shown,))
    sights = SightsInPassing(Clock())
    page = MovingPage((960, 540), (960, 540), THEMES["dark"], sights)
    page.show(layout, picture, 0, NOW)
    assert page.image.pixelColor(480, 300).name() == THEMES["dark"]["panel"]
    sights.settle()
    assert page.show(layout, picture, 0, NOW)
    assert page.image.pixelColor(480, 300).name() == "#aa0000"
    assert page.show(layout, picture, 0, NOW) == []
