"""Lead times of closed cases by type: median and 85th percentile by nearest rank, with n (rule 3)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import nearest_rank

Bools = NDArray[np.bool_]
Int64s = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class LeadTimes:
    """The closed cases of one type: rows of the book, and percentiles of their lead times in µs of work time."""

    type: str | None
    rows: Int64s
    median_us: int | None
    p85_us: int | None


def closed_in(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> Int64s:
    """The cases of a mask that stand closed since an instant in [from, to], both ends in."""
    return np.flatnonzero(mask & ~book.is_open & (book.closed_us >= from_us) & (book.closed_us <= to_us))


def lead_times(book: CaseBook, rows: Int64s, lead_us: Int64s) -> LeadTimes:
    """The lead times of all these rows together; `lead_us` is the book's, on the clock wanted."""
    rows = rows[book.has_hours[rows]]
    return LeadTimes(None, rows, nearest_rank(lead_us[rows], 50), nearest_rank(lead_us[rows], 85))


def lead_times_by_type(book: CaseBook, rows: Int64s, lead_us: Int64s) -> list[LeadTimes]:
    """The same for each type that occurs, in the order of the types."""
    result = []
    for code in np.unique(book.type[rows]).tolist():
        of_type = lead_times(book, rows[book.type[rows] == code], lead_us)
        name = None if code < 0 else book.history.fields["type"].names[code]
        result.append(LeadTimes(name, of_type.rows, of_type.median_us, of_type.p85_us))
    return result
