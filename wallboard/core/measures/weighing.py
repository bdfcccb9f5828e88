"""What a named measure is reckoned over, and what it comes to: value, n, and what is left out (rules 3 and 10)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import Evidence, reckoned
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT
from wallboard.core.measures.shares import Shares, shares_of
from wallboard.core.organisation import Clock
from wallboard.core.views.figures import Figure, Zone
from wallboard.core.worktime import WorkCalendar

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Cases of a book, and a window [from, to) of instants in µs.

    `days` are the last work days of `calendar` that a mean looks back on, or of which each is counted by itself, as
    known at its end (`is_by_day`), for the sum. `is_week`: the book is as known at the end of the
    week that is the window (rule 7). `lacking` are the sources that do not map a field, by field; `covered_us` is the
    beginning of the first work day that was read as a whole, 0 for all.
    """

    book: CaseBook
    mask: Bools
    from_us: int
    to_us: int
    calendar: WorkCalendar
    days: int = 1
    clock: Clock = "organisation"
    is_week: bool = False
    is_by_day: bool = False
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    covered_us: int = 0

    @property
    def lead_us(self) -> Int64s:
        """The work time of each case on the clock asked for."""
        return self.book.customer_us if self.clock == "customer" else self.book.organisation_us

    def is_told(self, name: str) -> Bools:
        """Which cases have a source that maps a field: of the others nobody knows whether they have a value."""
        lacking = self.lacking.get(name, frozenset())
        bits = sum(1 << rank for rank, source in enumerate(self.book.history.sources) if source not in lacking)
        is_told: Bools = (self.book.history.source_bits[self.book.entity] & bits) != 0
        return is_told


@dataclass(frozen=True, slots=True, eq=False)
class Reckoned:
    """What a measure comes to; None: it cannot be told. The counts are those of Figure.

    `shares` tell of how many cases a share of target is known, where the measure rests on shares; `week_on` and
    `is_stored` of a finished week are those of Figure.
    """

    value: float | None
    n: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    undecided: int | None = None
    without_target: int | None = None
    without_hours: int | None = None
    is_grey: bool = False
    shares: Shares | None = None
    week_on: str | None = None
    is_stored: bool = False

    def figure(self, name: str, unit: str, target: float | None = None, zone: Zone | None = None) -> Figure:
        """The figure of a report."""
        return Figure(
            name,
            self.value,
            unit,
            n=self.n,
            numerator=self.numerator,
            denominator=self.denominator,
            target=target,
            zone=zone,
            without_target=self.without_target,
            without_hours=self.without_hours,
            undecided=self.undecided,
            is_grey=self.is_grey,
            week_on=self.week_on,
            is_stored=self.is_stored,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The cases weighed for a measure with what each gives to it; a group of them is weighed by taking its part.

    `needs_share` are the rows that should have a share of a target, where the measure rests on shares; `is_unknown` and
    `is_undecided` tell, of the evidence's rows, those left out because nobody knows their hours, or how they stand.
    `a_day` turns the evidence into a number of days: of open cases (amount 1) and closings (amount 0), as many as were
    closed in that many work days make one day.
    """

    evidence: Evidence
    needs_share: Int64s | None = None
    is_unknown: Bools | None = None
    is_undecided: Bools | None = None
    a_day: float | None = None

    def of(self, cases: Bools) -> "Weighed":
        """The part of some cases, given as a mask over the book's."""
        whole = self.evidence
        keeps = cases[whole.rows]
        evidence = replace(
            whole,
            rows=whole.rows[keeps],
            is_in=whole.is_in[keeps],
            reason=whole.reason[keeps],
            amounts=None if whole.amounts is None else whole.amounts[keeps],
        )
        return Weighed(
            evidence,
            None if self.needs_share is None else self.needs_share[cases[self.needs_share]],
            None if self.is_unknown is None else self.is_unknown[keeps],
            None if self.is_undecided is None else self.is_undecided[keeps],
            self.a_day,
        )

    @property
    def untold(self) -> "Weighed":
        """The same, of which nobody can tell what it comes to."""
        return replace(self, evidence=_untold(self.evidence), a_day=None)

    @property
    def shares(self) -> Shares | None:
        """Of how many cases a share is known; None where the measure needs none."""
        if self.needs_share is None:
            return None
        mask = np.zeros(self.evidence.book.size, dtype=np.bool_)
        mask[self.needs_share] = True
        return shares_of(self.evidence.book, mask)

    @property
    def unknown(self) -> int:
        """How many are left out because nobody knows their hours."""
        return 0 if self.is_unknown is None else int(np.count_nonzero(self.is_unknown))

    @property
    def explained(self) -> Evidence:
        """The evidence that adds up to the value."""
        shares = self.shares
        if shares is not None and shares.blank:
            return _untold(self.evidence)
        return self.evidence if self.a_day is None else _in_days(self.evidence, self.a_day)

    def reckon(self) -> Reckoned:
        """The value and what stands beside it: what `explained` adds up to."""
        evidence, shares = self.explained, self.shares
        n = int(np.count_nonzero(evidence.is_in))
        is_percent, is_count = evidence.how == "percent", evidence.how == "sum"
        value = reckoned(evidence)
        if value is not None and is_count and self.a_day is None:
            value = round(value)
        is_few_shares = shares is not None and shares.is_few
        is_few = evidence.how in ("percent", "median", "p85") and n < FEW_FOR_WEIGHT
        return Reckoned(
            value,
            n=None if is_count else n,
            numerator=_ones(evidence) if is_percent else None,
            denominator=n if is_percent else None,
            undecided=None if self.is_undecided is None else int(np.count_nonzero(self.is_undecided)),
            without_target=(shares.without_target or None) if shares is not None else None,
            without_hours=(shares.without_hours if shares is not None else self.unknown) or None,
            is_grey=is_few or is_few_shares,
            shares=shares,
        )


Weigh = Callable[[Scope], Weighed]


def _ones(evidence: Evidence) -> int:
    amounts = evidence.amounts if evidence.amounts is not None else np.ones(evidence.rows.size)
    return round(float(amounts[evidence.is_in].sum()))


def _untold(evidence: Evidence) -> Evidence:
    """Evidence of a figure that nobody can tell: no case is in, and so it adds up to nothing, not to nought."""
    return replace(evidence, is_in=np.zeros(evidence.rows.size, dtype=np.bool_), how="highest")


def _in_days(evidence: Evidence, a_day: float) -> Evidence:
    """Each open case is the part of a work day in which one is closed; without closings there is no telling."""
    amounts = evidence.amounts if evidence.amounts is not None else np.ones(evidence.rows.size)
    closed = int(np.count_nonzero(amounts == 0))
    return replace(evidence, amounts=amounts * a_day / closed) if closed and a_day else _untold(evidence)
