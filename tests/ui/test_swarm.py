"""Marks make way for each other, the same however many there are and however they are looked up."""

import random

import pytest

from wallboard.ui.shapes.swarm import spread

GOLDEN = 0.6180339887498949


def plainly(heights, sizes, left, width):
    """The rule as it is said, every mark measured against all before it."""
    most = max(sizes, default=1.0)
    inner = max(1.0, width - 1.3 * most)
    start = left + (width - inner) / 2
    placed = []
    for number, (y, size) in enumerate(zip(heights, sizes, strict=True)):
        tried = []
        for attempt in range(10):
            x = start + inner * ((0.5 + (number + 1) * GOLDEN + attempt * GOLDEN * GOLDEN) % 1.0)
            rooms = [max(abs(x - ox), abs(y - oy)) - (size + osize) * 0.54 for ox, oy, osize in placed]
            tried.append((x, min(0.0, *rooms) if rooms else 0.0))
        most_room = max(room for _, room in tried)
        placed.append((next(x for x, room in tried if room == most_room), y, size))
    return [x for x, _, _ in placed]


@pytest.mark.parametrize("count", [0, 1, 12, 150])
@pytest.mark.parametrize("reach", [0.0, 30.0, 600.0], ids=["all at one height", "close", "far apart"])
def test_each_mark_takes_the_first_free_place_else_the_freest(count, reach):
    chance = random.Random(f"{count} {reach}")
    heights = [chance.random() * reach - 100.0 for _ in range(count)]
    sizes = [chance.choice([8.0, 9.5, 14.0]) for _ in range(count)]
    assert spread(heights, sizes, 40.0, 180.0) == plainly(heights, sizes, 40.0, 180.0)


def test_a_lane_with_room_has_no_two_marks_that_touch():
    heights = [20.0 * number for number in range(40)] * 3
    places = list(zip(spread(heights, [10.0] * 120, 0.0, 200.0), heights, strict=True))
    for number, (x, y) in enumerate(places):
        assert all(max(abs(x - ox), abs(y - oy)) >= 10.8 for ox, oy in places[:number])
