"""Sharing panels out among pages."""

import pytest

from wallboard.ui.grouping import breaks, groups, neighbours


def test_neighbours_stay_beside_each_other():
    assert list(neighbours([0, 1, 2, 3], 2)) == [((0,), (1, 2, 3)), ((0, 1), (2, 3)), ((0, 1, 2), (3,))]
    assert list(neighbours([5], 1)) == [((5,),)]


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
