"""Sharing panels out among pages."""

from itertools import combinations, pairwise
from random import Random

import pytest

from wallboard.ui.grouping import Neighbours, breaks, groups


def by_trying_all(panels, count, most, cost, weight):
    """Every way to cut a row, weighed: the same sum as a page's, with the first of equals."""
    best = None
    for cuts in combinations(range(1, len(panels)), count - 1):
        way = tuple(tuple(panels[start:end]) for start, end in pairwise((0, *cuts, len(panels))))
        if all(len(group) <= most and cost(group) is not None for group in way):
            weighed = told(way, cost, weight)
            best = min(best or (weighed, way), (weighed, way), key=lambda one: one[0])
    return None if best is None else best[1]


def told(way, cost, weight):
    return sum(map(cost, way)) + 0.6 * sum(map(breaks, way)) + 3.0 * max(map(weight, way))


@pytest.mark.parametrize("seed", range(40))
def test_a_row_is_cut_as_if_every_way_had_been_weighed(seed):
    rng = Random(seed)
    panels = sorted(rng.sample(range(14), rng.randint(7, 11)))
    weights = [rng.choice([1, 1, 1, 2, 5]) for _ in range(14)]
    costs = {}

    def cost(group):
        return costs.setdefault(group, None if rng.random() < 0.15 else rng.choice([0.0, 0.25, 0.5, 2.0]))

    def weight(group):
        return sum(weights[panel] for panel in group)

    row = Neighbours(panels, 4, cost, weight)
    for count in range(1, len(panels) + 1):
        found = min(row.ways(count), key=lambda way: told(way, cost, weight), default=None)
        assert found == by_trying_all(panels, count, 4, cost, weight)


def test_a_row_of_two_hundred_is_cut_without_trying_every_way():
    asked = []

    def cost(group):
        asked.append(group)
        return abs(len(group) - 4) / 10

    way = next(Neighbours(range(200), 6, cost, len).ways(50))
    assert way == tuple(tuple(range(start, start + 4)) for start in range(0, 200, 4))
    assert len(asked) < 50 * 200 * 6


@pytest.mark.parametrize(("count", "ways"), [(1, 1), (2, 2), (3, 5), (4, 15), (5, 52), (6, 203)])
def test_groups_are_every_way_there_is(count, ways):
    found = [way for parts in range(1, count + 1) for way in groups(range(count), parts)]
    assert (len(found), len(set(found))) == (ways, ways)
    for way in found:
        assert sorted(panel for group in way for panel in group) == list(range(count))
        assert [group[0] for group in way] == sorted(group[0] for group in way)
        assert all(list(group) == sorted(group) for group in way)


def test_a_break_is_a_panel_of_another_group_between():
    assert [breaks(group) for group in ((0,), (0, 1), (0, 2), (1, 4, 5))] == [0, 0, 1, 2]
