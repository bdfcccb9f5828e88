"""Rule 9: which rows of different systems are one case, matched on an explicit shared key only."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Int64s = NDArray[np.int64]


def same_cases(number: pl.Series, shared_key: pl.Series, source: Int64s) -> tuple[Int64s, list[int]]:
    """The case that each row belongs to: members 0…n−1 with their number, shared key and source (rank).

    Rows of different sources are one case where one's shared key is the other's shared key or number. A case takes
    at most one row of a source: where two rows of one source claim the same case, the first has it and the other
    stays a case of its own. Returns the case of each member (the least member of the case), and the members that were
    left apart in that way.
    """
    case = np.arange(source.size)
    if shared_key.null_count() == shared_key.len():
        return case, []
    members = pl.DataFrame({"number": number, "shared_key": shared_key, "source": source, "member": case})
    pairs = _pairs(members)
    low, high = pairs["low"].to_numpy(), pairs["high"].to_numpy()
    named = np.bincount(np.concatenate([low, high]), minlength=source.size)
    is_plain = (named[low] == 1) & (named[high] == 1)  # as nearly all are: nobody else claims either of the two
    case[high[is_plain]] = low[is_plain]
    joined, apart = _disputed(pairs.filter(pl.Series(~is_plain)))
    case[list(joined)] = list(joined.values())
    return case, apart


def _disputed(pairs: pl.DataFrame) -> tuple[dict[int, int], list[int]]:
    """The case of each member that several name, and the members that are left apart: the first pair goes first."""
    case_of: dict[int, int] = {}
    members_of: dict[int, dict[int, int]] = {}  # case → source → member
    apart: dict[int, None] = {}
    for low, high, low_source, high_source in pairs.iter_rows():
        kept, joined = sorted((case_of.get(low, low), case_of.get(high, high)))
        if kept == joined:
            continue
        into = members_of.setdefault(kept, {low_source if kept == case_of.get(low, low) else high_source: kept})
        other_source = high_source if joined == case_of.get(high, high) else low_source
        other = members_of.get(joined, {other_source: joined})
        if into.keys() & other.keys():
            apart[high] = None
            continue
        into.update(other)
        members_of.pop(joined, None)
        case_of.update((member, kept) for member in into.values())
    return case_of, list(apart)


def _pairs(members: pl.DataFrame) -> pl.DataFrame:
    """Every two rows of different sources that a shared key names, in a fixed order."""
    keyed = members.filter(pl.col("shared_key").is_not_null())
    left = keyed.select("member", "source", key="shared_key")
    by_key = keyed.select(other="member", other_source="source", key="shared_key")
    by_number = members.select(other="member", other_source="source", key="number")
    is_low = pl.col("member") < pl.col("other")
    return (
        left.join(pl.concat([by_key, by_number]), on="key")
        .filter(pl.col("source") != pl.col("other_source"))
        .select(
            low=pl.min_horizontal("member", "other"),
            high=pl.max_horizontal("member", "other"),
            low_source=pl.when(is_low).then("source").otherwise("other_source"),
            high_source=pl.when(is_low).then("other_source").otherwise("source"),
        )
        .unique()
        .sort("low", "high")
    )
