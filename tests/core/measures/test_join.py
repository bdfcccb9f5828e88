"""Rows of several systems become one case by an explicit shared key, and by nothing else."""

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wallboard.core.measures.join import same_cases


def joined(*rows: tuple[int, str, str | None]) -> tuple[list[int], list[int]]:
    """The case of each row (source, number, shared key), and the rows left apart."""
    sources, numbers, keys = zip(*rows, strict=True) if rows else ((), (), ())
    number, shared_key = pl.Series(numbers, dtype=pl.String), pl.Series(keys, dtype=pl.String)
    cases, apart = same_cases(number, shared_key, np.array(sources, dtype=np.int64))
    return cases.tolist(), apart


def test_a_key_may_be_the_other_systems_number() -> None:
    assert joined((0, "H-1", None), (0, "H-2", None), (1, "E-1", "H-2")) == ([0, 1, 1], [])


def test_a_key_may_be_the_same_in_both() -> None:
    assert joined((0, "H-1", "K"), (1, "E-1", "K")) == ([0, 0], [])


def test_the_same_number_in_two_systems_is_no_key() -> None:
    assert joined((0, "1", None), (1, "1", None)) == ([0, 1], [])


def test_a_key_joins_nothing_within_one_system() -> None:
    assert joined((0, "H-1", "K"), (0, "H-2", "K")) == ([0, 1], [])


def test_three_systems_may_share_a_case() -> None:
    assert joined((0, "H", None), (1, "E", "H"), (2, "C", "H")) == ([0, 0, 0], [])


def test_two_rows_of_a_system_that_claim_one_case_leave_the_second_apart() -> None:
    assert joined((0, "H", None), (1, "E-1", "H"), (1, "E-2", "H")) == ([0, 0, 2], [2])


def test_without_keys_every_row_is_a_case() -> None:
    assert joined((0, "1", None), (1, "2", None)) == ([0, 1], [])
    assert joined() == ([], [])


rows = st.tuples(st.integers(0, 2), st.sampled_from("abcdef"), st.sampled_from("abcdef") | st.none())


@given(st.lists(rows, max_size=14))
def test_a_case_has_at_most_one_row_of_a_system_and_is_its_least(of: list[tuple[int, str, str | None]]) -> None:
    cases, _ = joined(*of)
    for case in set(cases):
        members = [index for index, one in enumerate(cases) if one == case]
        assert min(members) == case
        sources = [of[index][0] for index in members]
        assert len(set(sources)) == len(sources)
