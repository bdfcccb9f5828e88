"""What a panel gives up as people stand farther away."""

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of
from wallboard.core.views.layout import Screen
from wallboard.ui.fits import fits, fits_from

SIZE = (1920, 1080)


def complaints(distance):
    layout = layout_of(samples.SERVICE, screen=Screen(distance=distance))
    return fits(layout, picture_of(samples.SERVICE), SIZE, NOW)


def test_the_design_fits_at_three_metres(qapp):
    assert complaints(3) == []


def test_farther_away_notes_go_first_then_figures(qapp):
    at_five = complaints(5)
    assert at_five
    assert {complaint.what.key for complaint in at_five} >= {"fits.secondary"}
    assert not any(complaint.what.key == "fits.value" for complaint in at_five)
    at_twelve = complaints(12)
    assert {complaint.panel for complaint in at_twelve if complaint.is_grave} >= {"On time", "In and out today"}


def test_a_complaint_names_page_and_panel(qapp):
    first = complaints(12)[0]
    assert (first.page, first.panel) == (0, "Open cases by share of target")


def test_from_where_a_board_has_room_is_known_to_a_tenth(qapp):
    layout = layout_of(samples.SERVICE, screen=Screen(distance=9.0))
    metres = fits_from(layout, picture_of(samples.SERVICE), SIZE, NOW)
    assert metres is not None
    assert not any(complaint.is_grave for complaint in complaints(metres))
    assert any(complaint.is_grave for complaint in complaints(round(metres + 0.1, 1)))
    assert metres == fits_from(
        layout_of(samples.SERVICE, screen=Screen(distance=7.0)), picture_of(samples.SERVICE), SIZE, NOW
    )
