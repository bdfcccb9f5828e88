"""A page that follows the clock keeps to what it can draw."""

import pytest

from tests.ui.samples import NOW, layout_of, picture_of, view
from wallboard.core.views.shapes import BarRow, Bars, Blank, ClockFace, View
from wallboard.core.words import verbatim, words
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.theme import THEMES


def drawn(*views: View) -> MovingPage:
    page = MovingPage((1920, 1080), (1920, 1080), THEMES["dark"])
    page.show(layout_of(views), picture_of(views), 0, NOW)
    return page


@pytest.mark.usefixtures("qapp")
def test_one_panel_that_cannot_be_drawn_says_so_and_takes_no_other_from_the_wall(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = view("clock", "Time", ClockFace("Europe/London"))
    broken = view("open-cases", "Odd", Bars((BarRow(verbatim("Order"), "many"),)))  # type: ignore[arg-type]
    told = view("open-cases", "Odd", Blank((words("trouble.panel", what="TypeError"),)))
    assert drawn(broken, clock).image == drawn(told, clock).image
    assert "panel Odd cannot be drawn" in caplog.text
