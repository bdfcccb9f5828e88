"""Other places or more pages for panels without room: whole, in order, few pages, honest where it cannot be."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, case, lanes_of, layout_of, open_cases, picture_of, view
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import CaseRows, SourceRow, SourceRows
from wallboard.core.words import verbatim
from wallboard.ui.fits import fits
from wallboard.ui.split import split_of

WIDE, UPRIGHT = (1920, 1080), (1080, 1920)


def split(views, distance, size=WIDE, places=samples.PLACES):
    layout = layout_of(views, places=places, screen=Screen(distance=distance))
    return split_of(layout, picture_of(views), 0, size, NOW)


def graves(views, found, distance, size=WIDE):
    """The panels that still lack more than notes when the board has these pages."""
    layout = layout_of(views, screen=Screen(distance=distance))
    panels = layout.pages[0].panels
    pages = tuple(
        replace(
            layout.pages[0],
            grid=found.grid,
            panels=tuple(replace(panels[panel], place=place) for panel, place in places.items()),
        )
        for places in found.pages
    )
    shown = picture_of(*(tuple(views[panel] for panel in places) for places in found.pages))
    return {one.panel for one in fits(replace(layout, pages=pages), shown, size, NOW) if one.is_grave}


@pytest.mark.parametrize("size", [WIDE, UPRIGHT])
@pytest.mark.parametrize("distance", [4.0, 5.0, 6.0, 7.0, 9.0])
def test_every_panel_stands_once_within_the_grid_over_no_other_and_has_room(qapp, distance, size):
    found = split(samples.SERVICE, distance, size)
    assert sorted(panel for places in found.pages for panel in places) == [0, 1, 2, 3]
    assert found.grid == ((12, 8) if size == WIDE else (8, 12))
    for places in found.pages:
        cells = [(x, y) for c, r, w, h in places.values() for x in range(c, c + w) for y in range(r, r + h)]
        assert len(cells) == len(set(cells)) == found.grid[0] * found.grid[1]
    short = {samples.SERVICE[one.panel].title for one in found.short}
    assert graves(samples.SERVICE, found, distance, size) == short


def test_the_same_board_gives_the_same_pages(qapp):
    assert split(samples.SERVICE, 5.0) == split(samples.SERVICE, 5.0)


def test_pages_keep_the_order_of_the_panels_and_the_hero_comes_first(qapp):
    for distance in (5.0, 7.0):
        order = [panel for places in split(samples.SERVICE, distance).pages for panel in places]
        assert order == [0, 1, 2, 3]


def test_farther_away_there_are_more_pages(qapp):
    counts = [len(split(samples.SERVICE, distance).pages) for distance in (3.0, 5.0, 7.0)]
    assert counts == sorted(counts)
    assert (counts[0], counts[1] > 1) == (1, True)


def test_where_other_places_are_enough_no_page_is_added(qapp):
    views = samples.SERVICE[:2]
    needy = split(views, 3.0, places=((0, 0, 2, 8), (2, 0, 10, 8)))
    assert len(needy.pages) == 1
    assert needy.pages[0][0][2] >= 4
    assert graves(views, needy, 3.0) == set()


def test_lanes_that_are_there_today_do_not_pay_for_the_others(qapp):
    found = split(samples.SERVICE, 5.0)
    assert found.pages[0] == {0: (0, 0, 12, 8)}


def test_no_panel_becomes_a_strip(qapp):
    for distance in (4.0, 5.0, 6.0):
        for places in split(samples.SERVICE, distance).pages:
            assert all(wide >= 3 and high >= 2 for _, _, wide, high in places.values())


def endless():
    rows = tuple(SourceRow(f"System {n}", verbatim("64 cases")) for n in range(14))
    return view("sources", "Sources", SourceRows(rows))


def test_a_panel_without_room_even_alone_stands_alone_and_says_from_how_near_it_has_it(qapp):
    views = (endless(), samples.SERVICE[1], samples.SERVICE[2])
    places = ((0, 0, 6, 8), (6, 0, 6, 4), (6, 4, 6, 4))
    found = split(views, 6.0, places=places)
    (short,) = found.short
    assert (short.panel, short.lacks) == (0, ("fits.rows",))
    assert found.pages == ({0: (0, 0, 12, 8)}, found.pages[1])
    assert short.distance is not None
    alone = ((0, 0, 12, 8),)
    near = split((endless(),), short.distance, places=alone)
    far = split((endless(),), round(short.distance + 0.1, 1), places=alone)
    assert (near.short, [one.panel for one in far.short]) == ((), [0])


def test_what_has_room_from_nowhere_says_so(qapp):
    rows = tuple(SourceRow(f"System {n}", verbatim("")) for n in range(400))
    found = split((view("sources", "Sources", SourceRows(rows)),), 6.0, places=((0, 0, 12, 8),))
    assert [one.distance for one in found.short] == [None]


def test_many_panels_are_parted_between_neighbours(qapp):
    ugly = CaseRows(tuple(case(f"C-{n}", "Quote", 2.0) for n in range(9)), 9, 9, 0)
    views = tuple(
        replace(shown, title=f"{shown.title} {n}")
        for n in range(2)
        for shown in (open_cases(lanes_of()), view("late-list", "Late", ugly), *samples.SERVICE[1:3])
    )
    found = split(views, 5.0, places=tuple((3 * (n % 4), 4 * (n // 4), 3, 4) for n in range(8)))
    order = [panel for places in found.pages for panel in places]
    assert order == list(range(8))
    assert graves(views, found, 5.0) == set()
