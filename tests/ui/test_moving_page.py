"""A page that follows the clock keeps to what it can draw."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, layout_of, picture_of, view
from wallboard.core.views.shapes import BarRow, Bars, Blank, ClockFace, View
from wallboard.core.words import verbatim, words
from wallboard.ui.commands import Signs
from wallboard.ui.laid_panels import LaidPanels
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


SIZE = (1280, 720)
CLOCK = (view("clock", "Time", ClockFace("Europe/London")),)
LAYOUT = layout_of(samples.SERVICE, CLOCK)
PICTURE = picture_of(samples.SERVICE, CLOCK)


def moving(laid: LaidPanels | None = None) -> MovingPage:
    return MovingPage(SIZE, SIZE, THEMES["dark"], laid=laid)


@pytest.mark.usefixtures("qapp")
def test_ages_move_on_every_five_seconds() -> None:
    page = moving()
    page.show(LAYOUT, PICTURE, 0, NOW)
    assert [bool(page.show(LAYOUT, PICTURE, 0, NOW + second * SECOND)) for second in range(1, 11)] == [
        *[False] * 4, True, *[False] * 4, True,
    ]  # fmt: skip


@pytest.mark.usefixtures("qapp")
def test_rows_of_another_age_are_no_reason_to_paint_before_that() -> None:
    page = moving()
    page.show(LAYOUT, PICTURE, 0, NOW)
    older = tuple(replace(note, as_of_us=(note.as_of_us or NOW) - 2 * SECOND) for note in PICTURE.sources)
    aged = replace(PICTURE, sources=older, composed_at_us=NOW)
    assert page.show(LAYOUT, aged, 0, NOW + SECOND) == []
    assert page.show(LAYOUT, aged, 0, NOW + 5 * SECOND) != []


@pytest.mark.usefixtures("qapp")
def test_what_turns_late_is_painted_at_its_second() -> None:
    page = moving()
    late = replace(PICTURE, sources=tuple(replace(note, late_at_us=NOW + SECOND) for note in PICTURE.sources))
    page.show(LAYOUT, late, 0, NOW)
    assert page.show(LAYOUT, late, 0, NOW + SECOND) == []
    assert page.show(LAYOUT, late, 0, NOW + 2 * SECOND) != []


@pytest.mark.usefixtures("qapp")
def test_other_figures_and_the_signs_of_a_hand_are_painted_at_once() -> None:
    page = moving()
    page.show(LAYOUT, PICTURE, 0, NOW)
    views = (*samples.SERVICE[:2], replace(samples.SERVICE[2], note=None), samples.SERVICE[3])
    other = picture_of(views, CLOCK)
    assert page.show(LAYOUT, other, 0, NOW) != []
    assert page.show(LAYOUT, other, 0, NOW, Signs(is_paused=True)) != []


class Counted(LaidPanels):
    """Counts the panels that are laid out."""

    number = 0

    def of(self, page, frame, keys, lay):  # type: ignore[no-untyped-def]
        def counted(place):  # type: ignore[no-untyped-def]
            self.number += 1
            return lay(place)

        return super().of(page, frame, keys, counted)


@pytest.mark.usefixtures("qapp")
def test_pages_that_take_turns_lay_out_only_what_changed_meanwhile() -> None:
    laid = Counted()
    pair = (moving(laid), moving(laid))
    for page in (0, 1):
        pair[page].show(LAYOUT, PICTURE, page, NOW)
    assert laid.number == len(samples.SERVICE) + len(CLOCK)
    fresh = (*samples.SERVICE[:2], replace(samples.SERVICE[2], note=None), samples.SERVICE[3])
    changed = picture_of(fresh, CLOCK)
    before = laid.number
    pair[1].show(LAYOUT, changed, 0, NOW)
    assert laid.number == before + 1
    alone = moving()
    alone.show(LAYOUT, changed, 0, NOW)
    assert pair[1].image == alone.image
