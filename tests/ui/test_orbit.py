"""A page wanders, slowly, over all of a small square, and nothing of it is cut."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.ui.samples import SERVICE, layout_of
from tests.ui.test_scenes import GEOMETRIES, STATES, page_of
from wallboard.ui.orbit import STEP_S, bared, orbit_at, reach_of
from wallboard.ui.scene import Rect

PLACES = [orbit_at(step * STEP_S, 4) for step in range(2 * 81 - 2)]


def test_it_moves_one_pixel_at_a_time():
    for one, other in pairwise([*PLACES, PLACES[0]]):
        assert abs(one[0] - other[0]) + abs(one[1] - other[1]) == 1


def test_every_place_of_the_square_has_its_turn_as_long_as_any_other():
    counts = Counter(PLACES)
    assert set(counts) == {(x, y) for x in range(-4, 5) for y in range(-4, 5)}
    assert set(counts.values()) <= {1, 2}


def test_it_stands_still_for_a_minute_and_comes_round_again():
    assert len({orbit_at(second, 4) for second in range(60)}) == 1
    assert orbit_at(len(PLACES) * STEP_S, 4) == PLACES[0]


def test_without_an_orbit_it_never_moves():
    assert {orbit_at(step * STEP_S, 0) for step in range(1000)} == {(0, 0)}


def test_the_reach_grows_with_the_screen_and_stays_within_the_margin():
    assert [reach_of(4, lines) for lines in (720, 1080, 2160)] == [3, 4, 8]
    assert reach_of(8, 1080) == 8
    assert reach_of(0, 2160) == 0


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("state", STATES)
def test_nothing_but_ground_stands_so_near_to_the_edge_that_it_could_be_cut(qapp, size, state):
    reach = reach_of(8, min(size))
    inner = Rect(0, 0, *size).inset(reach, reach)
    page = page_of(SERVICE[0], None, size, STATES[state])
    assert layout_of(SERVICE).screen.orbit_px <= 8
    for scene in page.scenes:
        for item in scene.items:
            rect = getattr(item, "rect", None)
            if rect is not None:
                assert rect.x >= inner.x and rect.y >= inner.y and rect.right <= inner.right, item  # noqa: PT018
                assert rect.bottom <= inner.bottom, item
            elif hasattr(item, "baseline"):
                assert item.baseline - item.px * 0.95 >= inner.y, item
                assert item.baseline + item.px * 0.25 <= inner.bottom, item
                assert item.x >= inner.x
                assert item.x + item.width <= inner.right


@pytest.mark.parametrize("offset", [(0, 0), (3, 0), (-3, 0), (2, -2), (-1, 4)])
def test_what_the_page_leaves_bare_is_all_of_it_and_nothing_else(offset):
    size = (40, 30)
    page = {(x + offset[0], y + offset[1]) for x in range(40) for y in range(30)}
    whole = {(x, y) for x in range(40) for y in range(30)}
    strips = bared(offset, size)
    covered = {
        (x, y)
        for strip in strips
        for x in range(int(strip.x), int(strip.right))
        for y in range(int(strip.y), int(strip.bottom))
    }
    assert covered == whole - page
