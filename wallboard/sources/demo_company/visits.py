"""The demo company's appointments and opportunities: each slot of a salesperson's day drawn on its own."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from wallboard.core.worktime import NEVER_US
from wallboard.sources.demo_company.chance import Chance, Curve, Flags, Floats, Int64s
from wallboard.sources.demo_company.office import FRIDAY, HOUR_US, days_of, later_us, local_us, office
from wallboard.sources.demo_company.staff import SALES_FROM, SALESPEOPLE, absences

SLOTS: Final = 4
_WORK_WEEK: Final = 5
_DAYS: Final = len(SALESPEOPLE) * _WORK_WEEK
_CELLS: Final = _DAYS * SLOTS
_SERIALS: Final = 2 * _CELLS + _DAYS  # of a week: slots, refilled slots, opportunities without a visit

# A day's four slots are mostly filled this many work days ahead, first to fourth, and some of them later.
_BOOKED_AHEAD: Final = np.array([11, 9, 6, 4])
_LATER: Final[Curve] = ((0.0, -1.5), (0.08, -0.49), (0.66, 0.49), (0.86, 1.49), (0.95, 2.49), (1.0, 4.49))
_STARTS_H: Final = np.array([9.5, 11.25, 13.5, 15.0])
_FRIDAY_STARTS_H: Final = np.array([9.25, 10.75, 13.0, 14.5])
_LENGTH_H: Final = 1.0
_NEVER_BOOKED: Final = 0.06  # of a day's last slot
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


@lru_cache(maxsize=64)
def visits(seed: int, week: int) -> Visits:
    """The appointments in a week's diaries: the planned ones, and those that refill a cancelled slot."""
    chance = Chance(seed, f"visits {week}")
    person, weekday, rank = (axis.ravel() for axis in np.indices((len(SALESPEOPLE), _WORK_WEEK, SLOTS)))
    days = days_of(week)[weekday]
    slot = np.argsort(chance.table("slot", _CELLS // SLOTS, SLOTS), axis=1).ravel()
    start_us = local_us(days, np.where(weekday == FRIDAY, _FRIDAY_STARTS_H[slot], _STARTS_H[slot]))
    booked_us = _booked_us(chance, days, rank)
    away = absences(seed, week)
    is_away, is_ill = (flags[SALES_FROM:][person, weekday] for flags in (away.is_away, away.is_ill))
    is_missing = (rank == SLOTS - 1) & chance.happens("never booked", _NEVER_BOOKED, _CELLS)
    is_planned = np.isin(days, office().work_days) & (~is_away | is_ill) & ~is_missing & (booked_us < start_us)

    cancelled_us = _cancelled_us(chance, booked_us, start_us)
    called_us = away.ill_known_us[SALES_FROM:][person, weekday] + HOUR_US // 5
    refilled_us = later_us(cancelled_us, chance.along("refill", ((0, 0.5), (1, 8)), _CELLS))
    is_refilled = chance.happens("refilled", _REFILLED, _CELLS) & (refilled_us < start_us - HOUR_US)
    is_refilled &= ~is_ill | (refilled_us < called_us)
    late_us = np.where(is_ill, np.minimum(cancelled_us, called_us), cancelled_us)
    planned = _outcome(chance, "planned", start_us, booked_us, late_us)
    refill = _outcome(chance, "refill", start_us, refilled_us, np.where(is_ill, called_us, NEVER_US))
    parts = (
        (planned, booked_us, 0, is_planned),
        (refill, refilled_us, _CELLS, is_planned & is_refilled & (cancelled_us < NEVER_US)),
    )
    serial = np.arange(_CELLS) + week * _SERIALS
    return Visits(
        serial=np.concatenate([(serial + offset)[kept] for _, _, offset, kept in parts]),
        person=np.concatenate([person[kept] for *_, kept in parts]),
        start_us=np.concatenate([start_us[kept] for *_, kept in parts]),
        end_us=np.concatenate([start_us[kept] for *_, kept in parts]) + int(_LENGTH_H * HOUR_US),
        booked_us=np.concatenate([at_us[kept] for _, at_us, _, kept in parts]),
        state=np.concatenate([state[kept] for (state, _), _, _, kept in parts]),
        state_us=np.concatenate([at_us[kept] for (_, at_us), _, _, kept in parts]),
        opportunity=np.concatenate([_subjects(seed, week, offset)[kept] for _, _, offset, kept in parts]),
    )


def _booked_us(chance: Chance, days: Int64s, rank: Int64s) -> Int64s:
    """When each slot is booked: so many work days before its own, at some time of that day."""
    late = np.rint(chance.along("later", _LATER, _CELLS)).astype(np.int64)
    ahead = np.maximum(_BOOKED_AHEAD[rank] - late, 1)
    work_days = office().work_days
    place = np.maximum(np.searchsorted(work_days, days) - ahead, 0)
    return local_us(work_days[place].astype(np.int64), chance.along("hour", ((0, 9.1), (1, 15.9)), _CELLS))


def _cancelled_us(chance: Chance, booked_us: Int64s, start_us: Int64s) -> Int64s:
    """When the client calls a visit off, NEVER_US for most."""
    worked_us = office().worked_us(np.stack([booked_us, start_us]))
    span_h = (worked_us[1] - worked_us[0]) / HOUR_US
    at_us = later_us(booked_us, span_h * chance.along("cancel", ((0, 0.4), (0.5, 0.9), (1, 0.99)), _CELLS))
    is_cancelled = chance.happens("cancelled", _CANCELLED, _CELLS) & (at_us < start_us)
    return np.where(is_cancelled, at_us, NEVER_US)


def _outcome(
    chance: Chance, which: str, start_us: Int64s, booked_us: Int64s, cancelled_us: Int64s
) -> tuple[Int64s, Int64s]:
    """What becomes of visits, and when it is written down: mostly at once, some the next morning."""
    is_no_show = chance.happens(f"{which} no-show", _NO_SHOW, _CELLS)
    after_h = chance.along(f"{which} noted", ((0, 0.03), (1, 0.4)), _CELLS)
    is_slow = chance.happens(f"{which} next day", _NOTED_NEXT_DAY, _CELLS)
    done_us = (
        start_us + np.rint((_LENGTH_H + after_h + np.where(is_slow, 17.0, 0.0)) * 3600).astype(np.int64) * 1_000_000
    )
    missed_us = start_us + HOUR_US // 3
    is_cancelled = (cancelled_us < start_us) & (cancelled_us > booked_us)
    state = np.where(is_cancelled, CANCELLED, np.where(is_no_show, NO_SHOW, PERFORMED))
    return state, np.where(is_cancelled, cancelled_us, np.where(is_no_show, missed_us, done_us))


def _is_first(seed: int, week: int) -> Flags:
    """Which slots of a week, refills after them, would see an opportunity for the first time."""
    return Chance(seed, f"opportunities {week}").happens("first", _FIRST_VISIT, 2 * _CELLS)


def _subjects(seed: int, week: int, offset: int) -> Int64s:
    """The opportunity of each slot's visit: its own, or for a later visit none that is on record."""
    part = slice(offset, offset + _CELLS)
    serial = np.arange(2 * _CELLS) + week * _SERIALS
    return np.where(_is_first(seed, week), serial, -1)[part]


@lru_cache(maxsize=64)
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
    never = _unvisited(chance, week)
    nothing_us = np.full(never.serial.size, NEVER_US)
    return Openings(
        np.concatenate([serial, never.serial]),
        np.concatenate([person, never.person]),
        np.concatenate([created_us, never.created_us]),
        np.concatenate([released_us, nothing_us]),
        np.concatenate([won_us, nothing_us]),
        np.concatenate([lost_us, never.lost_us]),
        np.concatenate([accepted_us, nothing_us]),
    )


def _unvisited(chance: Chance, week: int) -> Openings:
    """Opportunities that come to nothing before a first visit: lost while they wait."""
    person, weekday = (axis.ravel() for axis in np.indices((len(SALESPEOPLE), _WORK_WEEK)))
    days = days_of(week)[weekday]
    happens = chance.happens("unvisited", _NEVER_RELEASED, person.size) & np.isin(days, office().work_days)
    created_us = local_us(days, chance.along("came", ((0, 9), (1, 16)), person.size))
    lost_us = later_us(created_us, chance.along("gave up", ((0, 2), (1, 30)), person.size))
    serial = np.arange(2 * _CELLS, _SERIALS) + week * _SERIALS
    never_us = np.full(person.size, NEVER_US)
    columns = (serial, person, created_us, never_us, never_us, lost_us, never_us)
    return Openings(*(column[happens] for column in columns))


def _before_us(at_us: Int64s, hours: Floats) -> Int64s:
    """The instants before which so many work hours, to the second, had passed until others."""
    need_us = np.rint(hours * 3600).astype(np.int64) * 1_000_000
    return np.minimum(office().reach_us(office().worked_us(at_us) - need_us), at_us)
