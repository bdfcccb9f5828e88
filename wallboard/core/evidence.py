"""The cases behind a figure, and why each is in or out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The cases that were weighed for a figure: rows of a book, whether each counts, and the reason.

    `reason` indexes `reasons`, short phrases. A figure that counts cases has as many rows in as its value; of a
    percentage `is_in` are those of the denominator, and the reason tells which are in the numerator.
    """

    book: CaseBook
    rows: Int64s
    is_in: Bools
    reason: NDArray[np.int8]
    reasons: tuple[str, ...]


def weighed(book: CaseBook, rows: Int64s, reasons: Mapping[str, tuple[Bools, bool]], otherwise: str) -> Evidence:
    """Evidence from masks over the rows: the first reason that applies counts; each says whether it is in."""
    reason = np.full(rows.size, len(reasons), dtype=np.int8)
    is_in = np.zeros(rows.size, dtype=np.bool_)
    for index, (mask, counts) in reversed(list(enumerate(reasons.values()))):
        reason[mask] = index
        is_in[mask] = counts
    return Evidence(book, rows, is_in, reason, (*reasons, otherwise))
