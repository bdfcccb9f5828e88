"""Batches: whether two reads tell the same."""

from dataclasses import replace

import pytest

from wallboard.core.records import Batch, Unusable
from wallboard.core.words import words

READ = Batch({}, {"cases": frozenset({"number"})}, 5, 5, token="a", reach_us=(0, 10))


def test_a_read_tells_the_same_as_a_later_one_that_brought_no_more():
    assert READ.tells_as(replace(READ, as_of_us=6, clock_us=6, token="b"))


@pytest.mark.parametrize(
    "other",
    [
        {"mapped": {"cases": frozenset({"number", "owner"})}},
        {"is_cut_short": True},
        {"is_behind": True},
        {"diaries_of": ()},
        {"diaries_of": ("amira",)},
        {"unusable": (Unusable("cases", words("unusable.in-future", n=1), 1),)},
        {"remarks": (words("diaries.unread", n=1),)},
        {"reach_us": (1, 11)},
    ],
)
def test_what_a_read_says_beside_its_rows_may_differ(other):
    assert not READ.tells_as(replace(READ, **other))
