"""The cases or records behind a figure, why each is in or out, and how much each gives to the figure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import percentage

Int64s = NDArray[np.int64]
Float64s = NDArray[np.float64]
Bools = NDArray[np.bool_]
Value = str | float | int | None

How = Literal["sum", "percent", "highest", "median", "p85"]
"""How the amounts of those that are in make the figure: added to `base`, as a percentage of their number (the amount is
1 for those that count for it), the highest, or a nearest-rank percentile."""

Reasons = Mapping[str, tuple[Bools, bool]]


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The cases that were weighed for a figure: rows of a book, whether each counts, and the reason.

    `reason` indexes `reasons`, short phrases. `amounts` is what each row gives to the figure, in the figure's unit;
    None is one each. Of a percentage `is_in` are those of the denominator, and the amount tells the numerator.
    """

    book: CaseBook
    rows: Int64s
    is_in: Bools
    reason: NDArray[np.int8]
    reasons: tuple[str, ...]
    how: How = "sum"
    amounts: Float64s | None = None
    base: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """The same for a figure of other things than cases (appointments, slots, opportunities): one tuple of `columns` a
    record, plain values, instants as ISO 8601 in the organisation's zone."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    is_in: Bools
    reason: NDArray[np.int8]
    reasons: tuple[str, ...]
    how: How = "sum"
    amounts: Float64s | None = None
    base: float = 0.0


def weighed(
    book: CaseBook,
    rows: Int64s,
    reasons: Reasons,
    otherwise: str,
    *,
    how: How = "sum",
    amounts: Float64s | None = None,
    base: float = 0.0,
) -> Evidence:
    """Evidence from masks over the rows: the first reason that applies counts; each says whether it is in."""
    is_in, reason = _verdicts(rows.size, reasons)
    return Evidence(book, rows, is_in, reason, (*reasons, otherwise), how, amounts, base)


def weighed_records(
    columns: tuple[str, ...],
    rows: Sequence[tuple[Value, ...]],
    reasons: Reasons,
    otherwise: str,
    *,
    how: How = "sum",
    amounts: Float64s | None = None,
    base: float = 0.0,
) -> Records:
    """The same for records."""
    is_in, reason = _verdicts(len(rows), reasons)
    return Records(columns, tuple(rows), is_in, reason, (*reasons, otherwise), how, amounts, base)


def all_in(said: str, size: int) -> Reasons:
    """That all of so many rows count, and the one reason why."""
    return {said: (np.ones(size, dtype=np.bool_), True)}


def amounts_of(evidence: Evidence | Records) -> Float64s:
    """What each row gives to the figure; nan for one that is not in."""
    amounts = np.ones(evidence.is_in.size) if evidence.amounts is None else evidence.amounts
    return np.where(evidence.is_in, amounts, np.nan)


def reckoned(evidence: Evidence | Records) -> float | None:
    """The figure that the evidence adds up to; None where it can be none (no percentage of fewer than ten)."""
    amounts = amounts_of(evidence)[evidence.is_in]
    if evidence.how == "sum":
        return evidence.base + float(amounts.sum())
    if evidence.how == "percent":
        return percentage(float(amounts.sum()), amounts.size)
    if not amounts.size:
        return None
    percent = {"highest": 100, "p85": 85, "median": 50}[evidence.how]
    rank = max(1, -(-amounts.size * percent // 100))
    return float(np.sort(amounts)[rank - 1])


class OnDemand(Mapping[str, Evidence | Records]):
    """Evidence that is made when it is asked for: a wall draws a figure a thousand times for once that it is explained.

    `makers` make the evidence behind each figure's name.
    """

    def __init__(self, makers: Mapping[str, Callable[[], Evidence | Records]]) -> None:
        self._makers: Mapping[str, Callable[[], Evidence | Records]] = dict(makers)

    def __getitem__(self, name: str) -> Evidence | Records:
        return self._makers[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def _verdicts(size: int, reasons: Reasons) -> tuple[Bools, NDArray[np.int8]]:
    reason = np.full(size, len(reasons), dtype=np.int8)
    is_in = np.zeros(size, dtype=np.bool_)
    for index, (mask, counts) in reversed(list(enumerate(reasons.values()))):
        reason[mask] = index
        is_in[mask] = counts
    return is_in, reason
