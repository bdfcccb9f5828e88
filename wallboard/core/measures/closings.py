"""Every entry into closed, and the re-open rate (rule 5)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.worktime import NEVER_US

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Closings:
    """Every entry into closed within a window: its case (row of the book), and whether the case has resumed since."""

    rows: Int64s
    is_reopened: Bools

    @property
    def reopened(self) -> int:
        """How many of the closings were undone within rule 5's limit."""
        return int(np.count_nonzero(self.is_reopened))


def closings(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> Closings:
    """The closings in [from, to], both ends in, of the cases of a mask; two of one case are two."""
    chosen = (book.closing_us >= from_us) & (book.closing_us <= to_us) & mask[book.closing_case]
    return Closings(book.closing_case[chosen], book.reopened_us[chosen] != NEVER_US)
