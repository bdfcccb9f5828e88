"""The demo company's appointments and opportunities: each slot of a salesperson's day drawn on its own."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from wallboard.core.local_time import HOUR_US, SECOND_US
from wallboard.core.worktime import NEVER_US
from wallboard.sources.demo_company.chance import Chance, Curve, Flags, Floats, Int64s
from wallboard.sources.demo_company.office import FRIDAY, days_of, is_work_day, later_us, local_us, office
from wallboard.sources.demo_company.staff import SALES_FROM, SALESPEOPLE, absences

_SLOTS: Final = 5  # the last one is beyond the plan and seldom used
_WORK_WEEK: Final = 5
_DAYS: Final = len(SALESPEOPLE) * _WORK_WEEK
_CELLS: Final = _DAYS * _SLOTS
_SERIALS: Final = 2 * _CELLS + _DAYS  # of a week: slots, refilled slots, opportunities without a visit

# A day's slots are mostly filled this many work days ahead, first to last, and some of them later.
_BOOKED_AHEAD: Final = np.array([11, 9, 6, 4, 3])
_NEVER_BOOKED: Final = np.array([0.0, 0.0, 0.0, 0.06, 0.97])
_LATER: Final[Curve] = ((0.0, -1.5), (0.08, -0.49), (0.66, 0.49), (0.86, 1.49), (0.95, 2.49), (1.0, 4.49))
_STARTS_H: Final = np.array([9.5, 11.25, 13.5, 15.0, 16.25])
_FRIDAY_STARTS_H: Final = np.array([9.25, 10.75, 13.0, 14.5, 8.0])
_LENGTH_H: Final = 1.0
_CALLED_OFF_AFTER_US: Final = 720 * SECOND_US
_CANCELLED: Final = 0.06
_REFILLED: Final = 0.5
_NO_SHOW: Final = 0.04
_NOTED_NEXT_DAY: Final = 0.05
_FIRST_VISIT: Final = 0.86
_NEVER_RELEASED: Final = 0.25  # opportunities a salesperson and day that are lost before any visit
_WAIT_H: Final[Curve] = ((0.0, 0.5), (0.3, 5.0), (0.7, 13.0), (0.92, 25.0), (1.0, 40.0))
_WON: Final = 0.22
_LOST: Final = 0.96  # won ones included; the rest stays undecided

BOOKED, PERFORMED, CANCELLED, NO_SHOW = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Appointments of a week: `serial` numbers them for good, `person` is an index of SALESPEOPLE.

    `state` is what each ends as, in force from `state_us`; `opportunity` is the serial of one, -1 for none.
    """

    serial: Int64s
    person: Int64s
    start_us: Int64s
    end_us: Int64s
    booked_us: Int64s
    state: Int64s
    state_us: Int64s
    opportunity: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """Opportunities first visited in a week; NEVER_US for what does not happen to one."""

    serial: Int64s
    person: Int64s
    created_us: Int64s
    released_us: Int64s
    won_us: Int64s
    lost_us: Int64s
    accepted_us: Int64s


@dataclass(frozen=True, slots=True, eq=False)
class _Slots:
    """The slots of a week, shape (cells,): whether one is planned, and when its salesperson calls in ill."""

    person: Int64s
    start_us: Int64s
    booked_us: Int64s
    is_planned: Flags
    ill_us: Int64s


@lru_cache(maxsize=32)
def visits(seed: int, week: int) -> Visits:
    """The appointments in a week's diaries: the planned ones, and those that refill a cancelled slot."""
    chance = Chance(seed, f"visits {week}")
    slots = _slots(chance, seed, week)
    cancelled_us = _cancelled_us(chance, slots)
    refilled_us = _refilled_us(chance, slots, cancelled_us)
    serial = np.arange(_CELLS) + week * _SERIALS
    end_us = slots.start_us + int(_LENGTH_H * HOUR_US)
    parts = []
    for name, offset, booked_us, off_us, is_used in (
        ("planned", 0, slots.booked_us, np.minimum(cancelled_us, slots.ill_us), slots.is_planned),
        ("refill", _CELLS, refilled_us, slots.ill_us, refilled_us < NEVER_US),
    ):
        state, state_us = _outcome(chance, name, slots.start_us, off_us)
        subject = _subjects(seed, week)[offset : offset + _CELLS]
        columns = (serial + offset, slots.person, slots.start_us, end_us, booked_us, state, state_us, subject)
        parts.append([column[is_used] for column in columns])
    return Visits(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _slots(chance: Chance, seed: int, week: int) -> _Slots:
    person, weekday, rank = (axis.ravel() for axis in np.indices((len(SALESPEOPLE), _WORK_WEEK, _SLOTS)))
    days = days_of(week)[weekday]
    # The order of the day is not the order of booking; the slot beyond the plan stays the last.
    order = np.argsort(chance.table("slot", _DAYS, _SLOTS)[:, :-1], axis=1, kind="stable")
    slot = np.hstack([order, np.full((_DAYS, 1), _SLOTS - 1)]).ravel()
    start_us = local_us(days, np.where(weekday == FRIDAY, _FRIDAY_STARTS_H[slot], _STARTS_H[slot]))
    booked_us = _booked_us(chance, days, rank)
    away = absences(seed, week)
    is_away, is_ill = (flags[SALES_FROM:][person, weekday] for flags in (away.is_away, away.is_ill))
    is_wanted = ~chance.happens("never booked", _NEVER_BOOKED[rank], _CELLS) & is_work_day(days)
    called_us = away.ill_known_us[SALES_FROM:][person, weekday] + _CALLED_OFF_AFTER_US
    return _Slots(
        person,
        start_us,
        booked_us,
        is_planned=is_wanted & (~is_away | is_ill) & (booked_us < start_us),
        ill_us=np.where(is_ill, called_us, NEVER_US),
    )


def _booked_us(chance: Chance, days: Int64s, rank: Int64s) -> Int64s:
    """When each slot is booked: so many work days before its own, at some time of that day."""
    late = np.rint(chance.along("later", _LATER, _CELLS)).astype(np.int64)
    ahead = np.maximum(_BOOKED_AHEAD[rank] - late, 1)
    work_days = office().work_days
    place = np.maximum(np.searchsorted(work_days, days) - ahead, 0)
    return local_us(work_days[place].astype(np.int64), chance.along("hour", ((0, 9.1), (1, 15.9)), _CELLS))


def _cancelled_us(chance: Chance, slots: _Slots) -> Int64s:
    """When the client calls a visit off, NEVER_US for most."""
    worked_us = office().worked_us(np.stack([slots.booked_us, slots.start_us]))
    span_h = (worked_us[1] - worked_us[0]) / HOUR_US
    share = chance.along("cancel", ((0, 0.4), (0.5, 0.9), (1, 0.99)), _CELLS)
    at_us = later_us(slots.booked_us, np.maximum(span_h * share, 0.01))
    is_cancelled = slots.is_planned & chance.happens("cancelled", _CANCELLED, _CELLS) & (at_us < slots.start_us)
    return np.where(is_cancelled, at_us, NEVER_US)


def _refilled_us(chance: Chance, slots: _Slots, cancelled_us: Int64s) -> Int64s:
    """When another client takes a slot that was called off, NEVER_US where none does in time."""
    at_us = later_us(cancelled_us, chance.along("refill", ((0, 0.5), (1, 8)), _CELLS))
    is_in_time = (at_us < slots.start_us - HOUR_US) & (at_us < slots.ill_us)
    return np.where(is_in_time & chance.happens("refilled", _REFILLED, _CELLS), at_us, NEVER_US)


def _outcome(chance: Chance, name: str, start_us: Int64s, off_us: Int64s) -> tuple[Int64s, Int64s]:
    """What becomes of visits, and when it is written down: mostly at once, some the next morning."""
    is_no_show = chance.happens(f"{name} no-show", _NO_SHOW, _CELLS)
    is_slow = chance.happens(f"{name} next day", _NOTED_NEXT_DAY, _CELLS)
    noted_h = chance.along(f"{name} noted", ((0, 0.03), (1, 0.4)), _CELLS) + np.where(is_slow, 17.0, 0.0)
    noted_us = start_us + np.rint((_LENGTH_H + noted_h) * 3600).astype(np.int64) * SECOND_US
    is_off = off_us < start_us
    state = np.where(is_off, CANCELLED, np.where(is_no_show, NO_SHOW, PERFORMED))
    return state, np.where(is_off, off_us, np.where(is_no_show, start_us + HOUR_US // 3, noted_us))


def _subjects(seed: int, week: int) -> Int64s:
    """The opportunity that each slot's visit, refills after them, is the first for; -1 for a later visit."""
    is_first = Chance(seed, f"opportunities {week}").happens("first", _FIRST_VISIT, 2 * _CELLS)
    return np.where(is_first, np.arange(2 * _CELLS) + week * _SERIALS, -1)


@lru_cache(maxsize=32)
def opportunities(seed: int, week: int) -> Openings:
    """The opportunities first visited in a week, and those of its days that are lost without a visit."""
    chance = Chance(seed, f"opportunities {week}")
    met = visits(seed, week)
    is_first = met.opportunity >= 0
    serial, person, released_us = met.opportunity[is_first], met.person[is_first], met.booked_us[is_first]
    place = serial - week * _SERIALS

    def draw(name: str, curve: Curve) -> Floats:
        return chance.along(name, curve, 2 * _CELLS)[place]

    created_us = _before_us(released_us, draw("wait", _WAIT_H))
    fate = chance.draws("fate", 2 * _CELLS)[place] + np.where(met.state[is_first] == PERFORMED, 0.0, _WON)
    decided_us = later_us(met.end_us[is_first], draw("decision", ((0, 6), (0.5, 60), (1, 150))))
    won_us = np.where(fate < _WON, decided_us, NEVER_US)
    lost_us = np.where((fate >= _WON) & (fate < _LOST), decided_us, NEVER_US)
    accepted_us = later_us(won_us, draw("acceptance", ((0, 1), (0.6, 9), (1, 34))))
    visited = (serial, person, created_us, released_us, won_us, lost_us, accepted_us)
    return Openings(*(np.concatenate(both) for both in zip(visited, _unvisited(chance, week), strict=True)))


def _unvisited(chance: Chance, week: int) -> list[Int64s]:
    """Opportunities that are lost while they wait for a first visit, column by column as in Openings."""
    person, weekday = (axis.ravel() for axis in np.indices((len(SALESPEOPLE), _WORK_WEEK)))
    days = days_of(week)[weekday]
    happens = chance.happens("unvisited", _NEVER_RELEASED, person.size) & is_work_day(days)
    created_us = local_us(days, chance.along("came", ((0, 9), (1, 16)), person.size))
    lost_us = later_us(created_us, chance.along("gave up", ((0, 2), (1, 30)), person.size))
    serial = np.arange(2 * _CELLS, _SERIALS) + week * _SERIALS
    never_us = np.full(person.size, NEVER_US)
    columns = (serial, person, created_us, never_us, never_us, lost_us, never_us)
    return [column[happens] for column in columns]


def _before_us(at_us: Int64s, hours: Floats) -> Int64s:
    """The instants before which so many work hours, to the second, had passed until others."""
    need_us = np.rint(hours * 3600).astype(np.int64) * SECOND_US
    return np.minimum(office().reach_us(office().worked_us(at_us) - need_us), at_us)
