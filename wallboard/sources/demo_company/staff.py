"""Who works for the demo company, what each system calls them, and when they are away."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from wallboard.core.local_time import DAY_US, SECOND_US
from wallboard.core.organisation import Role
from wallboard.sources.demo_company.chance import Chance, Flags, Floats, Int64s, along
from wallboard.sources.demo_company.office import WEEK_DAYS, days_of, is_work_day, local_us, week_of

_LEAVE_OF_A_WEEK: Final = 0.07
_LEAVE_OF_DAYS: Final = 0.06
_ILLNESS: Final = 0.012
_ILLNESS_ON_A_BAD_DAY: Final = 0.16
_BAD_DAY: Final = 0.035


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the company: the help desk knows a login, the ERP initials, the diaries a first name."""

    name: str
    role: Role
    coordinator: str | None = None

    @property
    def login(self) -> str:
        """The help desk's word: kmoore."""
        first, last = self.name.lower().split(" ")
        return first[0] + last.replace("ø", "o")

    @property
    def initials(self) -> str:
        """The ERP's word: KM."""
        return "".join(part[0] for part in self.name.split(" "))

    @property
    def diary(self) -> str:
        """The diaries' word: kim."""
        return self.name.split(" ")[0].lower()


CSRS: Final = (
    *(Colleague(name, "csr") for name in ("Kim Moore", "Jonas Weber", "Priya Nair", "Tom Baker")),
    *(Colleague(name, "csr") for name in ("Sofia Rossi", "Hana Sato", "Luca Meyer")),
    *(Colleague(name, "expert") for name in ("Ingrid Dahl", "Omar Aziz")),
)
COORDINATORS: Final = tuple(Colleague(name, "coordinator") for name in ("Lena Fuchs", "Marek Novak", "Ruth Ellis"))
SALESPEOPLE: Final = (
    Colleague("Amira Haddad", "salesperson", "Lena Fuchs"),
    Colleague("Ben Okafor", "salesperson", "Lena Fuchs"),
    Colleague("Chloe Martin", "salesperson", "Marek Novak"),
    Colleague("Dev Patel", "salesperson", "Marek Novak"),
    Colleague("Elin Sørby", "salesperson", "Ruth Ellis"),
    Colleague("Farid Nazari", "salesperson", "Ruth Ellis"),
)
STAFF: Final = (
    *CSRS,
    Colleague("Grace Allen", "supervisor"),
    Colleague("Henrik Olsen", "project leader"),
    *COORDINATORS,
    *SALESPEOPLE,
)
SALES_FROM: Final = len(STAFF) - len(SALESPEOPLE)
EXPERTS_FROM: Final = [person.role for person in CSRS].index("expert")


@dataclass(frozen=True, slots=True, eq=False)
class Absences:
    """Who is away in a week: `is_away` and `is_ill` have the shape (staff, 7).

    The rows: `person` is an index of STAFF, the instants are µs UTC; leave is known weeks ahead, illness in
    the morning.
    """

    is_away: Flags
    is_ill: Flags
    ill_known_us: Int64s
    person: Int64s
    start_us: Int64s
    end_us: Int64s
    known_us: Int64s


def bad_days(seed: int, week: int) -> Flags:
    """The days of a week on which more arrives and more people are ill, shape (7,)."""
    chance = Chance(seed, f"days {week}")
    return chance.happens("bad", _BAD_DAY, WEEK_DAYS) & is_work_day(days_of(week))


@lru_cache(maxsize=96)
def absences(seed: int, week: int) -> Absences:
    """Leave and illness of a week; no stretch of leave goes over its end."""
    chance = Chance(seed, f"absences {week}")
    count = len(STAFF)
    kind = chance.draws("leave", count)
    weekday = np.arange(WEEK_DAYS)
    first = np.where(kind < _LEAVE_OF_A_WEEK, 0, (chance.draws("first day", count) * 5).astype(np.int64))
    length = np.where(kind < _LEAVE_OF_A_WEEK, 5, 1 + (chance.draws("length", count) * 3).astype(np.int64))
    last = np.minimum(first + length - 1, 4)
    is_on_leave = kind < _LEAVE_OF_A_WEEK + _LEAVE_OF_DAYS
    in_leave = is_on_leave[:, None] & (first[:, None] <= weekday) & (weekday <= last[:, None])
    odds = np.where(bad_days(seed, week), _ILLNESS_ON_A_BAD_DAY, _ILLNESS) * is_work_day(days_of(week))
    is_ill = (chance.table("illness", count, WEEK_DAYS) < odds) & ~in_leave
    called_us = local_us(days_of(week), along(chance.table("call", count, WEEK_DAYS), ((0, 7.5), (1, 8.7))))
    return _rows(chance, week, np.flatnonzero(is_on_leave), first, last, (in_leave, is_ill, called_us))


def _rows(
    chance: Chance,
    week: int,
    on_leave: Int64s,
    first: Int64s,
    last: Int64s,
    by_day: tuple[Flags, Flags, Int64s],
) -> Absences:
    """The rows beside the days: a stretch of leave is one, a day of illness another."""
    in_leave, is_ill, called_us = by_day
    days = days_of(week)
    ill, ill_day = np.nonzero(is_ill)
    first_days = np.concatenate([days[first[on_leave]], days[ill_day]])
    last_days = np.concatenate([days[last[on_leave]], days[ill_day]])
    ahead = chance.along("known", ((0, 28), (1, 60)), len(STAFF))[on_leave]
    asked_us = local_us(days[first[on_leave]], 14.0) - np.rint(ahead * 24).astype(np.int64) * 3600 * SECOND_US
    return Absences(
        is_away=in_leave | is_ill,
        is_ill=is_ill,
        ill_known_us=called_us,
        person=np.concatenate([on_leave, ill]),
        start_us=local_us(first_days, 0.0),
        end_us=local_us(last_days + 1, 0.0),
        known_us=np.concatenate([asked_us, called_us[ill, ill_day]]),
    )


def on_duty(seed: int, at_us: Int64s, uniform: Floats, among: slice) -> Int64s:
    """One of CSRS[among] for each instant, who is there on its day, as an index of CSRS.

    Everybody counts as there on a day on which nobody is.
    """
    if not at_us.size:
        return np.zeros(0, dtype=np.int64)
    first_week = week_of(int(at_us.min()))
    weeks = range(first_week, week_of(int(at_us.max())) + 1)
    is_away = np.concatenate([absences(seed, week).is_away[among] for week in weeks], axis=1)
    is_there = (~is_away | is_away.all(axis=0)).T
    day = at_us // DAY_US - int(days_of(first_week)[0])
    order = np.argsort(~is_there, axis=1, kind="stable")
    place = (uniform * is_there.sum(axis=1)[day]).astype(np.int64)
    chosen: Int64s = order[day, place] + (among.start or 0)
    return chosen
