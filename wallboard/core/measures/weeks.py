"""Rule 7: finished weeks, what a measure counts in one, and the key under which a figure is stored."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from wallboard.core.local_time import date_of, day_in, local_time, monday_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.shares import Shares
from wallboard.core.organisation import Organisation
from wallboard.core.scope import Condition, Where

WEEKS = 12

Also: TypeAlias = Mapping[str, str | float | None]
"""What a figure depends on beside its measure, `where` and the time zone: a clock, a calendar's days, a group."""


class WeekKey(NamedTuple):
    """What names a week's figure: its measure, its scope as canonical text, and its Monday, ISO."""

    measure: str
    scope: str
    week_on: str


@dataclass(frozen=True, slots=True)
class WeekCount:
    """What a measure counts in a week. `denominator` is the n of a figure that is no fraction; None: it has none.

    Of a measure that needs targets `cases` are those that should have one, `without_target` and `without_hours` those
    of them that are left out (rule 10); None where that was not asked, as in weeks stored before it was.
    """

    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    cases: int | None = None
    without_target: int | None = None
    without_hours: int | None = None

    @property
    def shares(self) -> Shares | None:
        """Of how many cases a share of target is known."""
        return None if self.cases is None else Shares(self.cases, self.without_target or 0, self.without_hours or 0)


@dataclass(frozen=True, slots=True)
class WeekFigure:
    """A finished week's figure; `begins` is its Monday in days since 1970-01-01."""

    begins: int
    count: WeekCount
    is_stored: bool = False

    @property
    def week_on(self) -> str:
        """The week's Monday, ISO."""
        return date_of(self.begins).isoformat()

    @property
    def value(self) -> float | None:
        """The figure itself."""
        return self.count.value


@dataclass(frozen=True, slots=True, eq=False)
class FinishedWeek:
    """A week that has ended: Monday to Sunday in the organisation's zone, `until_us` being no longer part of it.

    `settled` gives the book of the end of the week that begins on a Monday.
    """

    begins: int
    from_us: int
    until_us: int
    organisation: Organisation
    settled: Callable[[int], CaseBook]

    @property
    def last_us(self) -> int:
        """Its last microsecond: what comes at Monday's midnight is the new week's."""
        return self.until_us - 1

    @property
    def book(self) -> CaseBook:
        """The cases as known at its end; settled when first asked for, and shared by all measures."""
        return self.settled(self.begins)


Compute = Callable[[FinishedWeek], WeekCount]


@dataclass(frozen=True, slots=True, eq=False)
class WeekAsk:
    """A figure that some panel shows week by week. `sources` feed it; None: all of the board's. `dues` are the cases
    whose dues it counts; None: it counts by something else.
    """

    measure: str
    scope: str
    compute: Compute
    sources: tuple[str, ...] | None = None
    dues: Where | None = None

    def key(self, begins: int) -> WeekKey:
        """The name of one of its weeks."""
        return WeekKey(self.measure, self.scope, date_of(begins).isoformat())


def this_monday(time_zone: str, at_us: int) -> int:
    """The Monday of the week of an instant in a zone, as days since 1970-01-01."""
    return monday_of(day_in(time_zone, at_us))


@lru_cache(maxsize=1024)
def week_edges_us(time_zone: str, begins: int) -> tuple[int, int]:
    """The first instants of a week and of the next one."""
    zone = local_time(time_zone, date_of(begins), date_of(begins + 7))
    first_us, next_us = zone.midnights_us(np.array([begins, begins + 7], dtype=np.int64)).tolist()
    return first_us, next_us


def scope_text(where: Where, time_zone: str, also: Also | None = None) -> str:
    """A scope as one text: the same for conditions in another order, another one for whatever changes the figure.

    Targets and hours of calendars are no part of it: a change of them leaves the weeks before as they are.
    """
    plain = {**(also or {}), "where": _plain_where(where), "zone": time_zone}
    return _json(plain)


def _plain_where(where: Where) -> dict[str, object]:
    plain: dict[str, object] = {}
    if where.conditions:
        plain["all"] = sorted((_plain_condition(one) for one in where.conditions), key=_json)
    if where.any_of:
        plain["any"] = sorted((_plain_where(one) for one in where.any_of), key=_json)
    return plain


def _plain_condition(one: Condition) -> dict[str, object]:
    told = {
        "not" if one.is_negated else "in": sorted(set(one.values), key=lambda value: (value is not None, value or "")),
        "above": one.above,
        "below": one.below,
    }
    return {"field": one.field, **{name: value for name, value in told.items() if value not in ([], None)}}


def _json(plain: object) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
