"""Every entry into closed, and the re-open rate (rule 5) with what stands behind it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import Evidence, weighed
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import percentage
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

    @property
    def rate(self) -> float | None:
        """The re-open rate in percent, where there are closings enough to speak of one."""
        return percentage(self.reopened, self.rows.size)


def closings(book: CaseBook, mask: Bools, from_us: int, to_us: int) -> Closings:
    """The closings in [from, to], both ends in, of the cases of a mask; two of one case are two."""
    chosen = (book.closing_us >= from_us) & (book.closing_us <= to_us) & mask[book.closing_case]
    return Closings(book.closing_case[chosen], book.reopened_us[chosen] != NEVER_US)


def reopenings_of(book: CaseBook, undone: Closings) -> Evidence:
    """The evidence behind the re-open rate: every closing, and whether it was undone in time."""
    reasons = {"closed and re-opened": (undone.is_reopened, True), "closed": (~undone.is_reopened, True)}
    return weighed(book, undone.rows, reasons, "", how="percent", amounts=undone.is_reopened.astype(np.float64))
