"""Numbers that cases of two sources have alike: they count twice unless a shared key says that they are one."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from wallboard.cli.boards import Moment

_MOST_PAIRS: Final = 5
_MOST_NAMED: Final = 3
_IF_SAME: Final = "if they are the same cases, map `shared_key` to what `number` has, in one of the two"


def shared_numbers(moment: Moment) -> Iterator[str]:
    """A sentence for each two sources with cases of the same numbers that are not joined, the most numbers first."""
    history = moment.composed.snapshot.history
    twice = history.members.filter(pl.col("number").is_duplicated())
    pairs = (
        twice.join(twice, on="number", suffix="_other")
        .filter(pl.col("source") < pl.col("source_other"), pl.col("entity") != pl.col("entity_other"))
        .group_by("source", "source_other")
        .agg(pl.col("number").n_unique().alias("n"), pl.col("number").unique().sort().head(_MOST_NAMED).alias("some"))
        .sort("n", "source", "source_other", descending=[True, False, False])
    )
    for one, other, n, some in pairs.head(_MOST_PAIRS).iter_rows():
        both = f"{history.sources[one]} and {history.sources[other]}"
        which = f"{n:,} numbers of cases" if n > 1 else "the number of a case"
        named = ", ".join(some) + (" …" if n > len(some) else "")
        counts = "each counts twice" if n > 1 else "it counts twice"
        yield f"{both} share {which} ({named}), and {counts}: {_IF_SAME}"
    if pairs.height > _MOST_PAIRS:
        yield f"pairs of sources that share numbers beside these: {pairs.height - _MOST_PAIRS:,}"
