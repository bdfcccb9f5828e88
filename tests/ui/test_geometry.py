"""Panels on their grid, lying and upright."""

from tests.ui.samples import PLACES
from wallboard.core.views.layout import PageLayout, PanelPlace
from wallboard.ui.geometry import panel_rects
from wallboard.ui.scene import Rect


def page(*places, grid=(12, 8)):
    return PageLayout("A page", 30, grid, tuple(PanelPlace("clock", str(n), place) for n, place in enumerate(places)))


def test_a_lying_page_is_the_grid_as_drawn():
    rects = panel_rects(page(*PLACES), Rect(0, 0, 1180, 780), 20)
    assert rects[0] == Rect(0, 0, 680, 780)
    assert rects[1] == Rect(700, 0, 480, 180)
    assert rects[3] == Rect(700, 400, 480, 380)


def test_on_an_upright_screen_slices_are_stacked():
    rects = panel_rects(page(*PLACES), Rect(0, 0, 600, 1180), 20)
    assert [rect.w for rect in rects] == [600] * 4
    assert [rect.h for rect in rects] == [680, 105, 105, 230]
    assert [rect.y for rect in rects] == [0, 700, 825, 950]


def test_a_grid_drawn_upright_is_taken_as_it_is():
    upright = page((0, 0, 4, 6), (0, 6, 2, 6), (2, 6, 2, 6), grid=(4, 12))
    rects = panel_rects(upright, Rect(0, 0, 780, 1180), 20)
    assert rects[1].y == rects[2].y == 600
    assert rects[1].right < rects[2].x


def test_a_row_above_a_row_keeps_its_share_of_the_height():
    rects = panel_rects(page((0, 0, 6, 2), (6, 0, 6, 2), (0, 2, 12, 6)), Rect(0, 0, 600, 1580), 20)
    assert [rect.h for rect in rects] == [180, 180, 1180]


def test_a_pinwheel_that_no_cut_parts_is_stacked_by_area():
    pinwheel = page((0, 0, 8, 4), (8, 0, 4, 5), (4, 5, 8, 3), (0, 4, 4, 4))
    rects = panel_rects(pinwheel, Rect(0, 0, 600, 1200), 20)
    assert [rect.y for rect in sorted(rects, key=lambda rect: rect.y)] == sorted({rect.y for rect in rects})
    assert max(rect.bottom for rect in rects) <= 1200
