"""Cutting a page into places: every way in order, no panel with less than it needs, the rest by weight."""

import pytest

from wallboard.ui.slicing import Cut, Sharing, cuttings

GRID = (12, 8)


def sharing(needs, weights=None):
    """A panel needs its columns and rows, whatever else it gets."""

    def need(panel, wide):
        columns, rows = needs[panel]
        return rows if wide >= columns else None

    return Sharing(GRID, need, weights or dict.fromkeys(range(len(needs)), 1.0))


@pytest.mark.parametrize(("count", "ways"), [(1, 1), (2, 2), (3, 6), (4, 22), (5, 90), (6, 394)])
def test_the_ways_are_the_large_schroeder_numbers_and_no_two_are_alike(count, ways):
    found = list(cuttings(range(count)))
    assert (len(found), len(set(found))) == (ways, ways)


def test_what_is_left_over_goes_by_weight():
    beside = sharing([(1, 1), (1, 1)], {0: 7.0, 1: 5.0})
    assert beside.places(Cut("beside", 0, 1)) == {0: (0, 0, 7, 8), 1: (7, 0, 5, 8)}
    assert beside.places(Cut("below", 0, 1)) == {0: (0, 0, 12, 5), 1: (0, 5, 12, 3)}


def test_need_goes_before_weight():
    needy = sharing([(1, 1), (9, 8)], {0: 7.0, 1: 5.0})
    assert needy.places(Cut("beside", 0, 1)) == {0: (0, 0, 3, 8), 1: (3, 0, 9, 8)}
    assert needy.places(Cut("below", 0, 1)) is None


def test_a_panel_that_needs_fewer_rows_when_wide_may_get_either():
    need = {0: lambda wide: 8 if wide < 9 else 3, 1: lambda _: 5}
    share = Sharing(GRID, lambda panel, wide: need[panel](wide), {0: 1.0, 1: 1.0})
    assert share.places(Cut("below", 0, 1)) == {0: (0, 0, 12, 3), 1: (0, 3, 12, 5)}
    assert share.places(Cut("beside", 0, 1)) == {0: (0, 0, 6, 8), 1: (6, 0, 6, 8)}


@pytest.mark.parametrize("part", list(cuttings(range(4))), ids=str)
def test_places_fill_the_grid_and_lie_over_nothing(part):
    places = sharing([(3, 2), (2, 1), (2, 2), (1, 1)]).places(part)
    assert places is not None
    cells = [(x, y) for c, r, w, h in places.values() for x in range(c, c + w) for y in range(r, r + h)]
    assert sorted(cells) == [(x, y) for x in range(12) for y in range(8)]
    assert list(places) == [0, 1, 2, 3]
