"""What the ERP knows of opportunities, and the diaries of appointments and absences, at an instant."""

from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl

from wallboard.core.records import APPOINTMENT_STATES, in_form
from wallboard.core.worktime import NEVER_US
from wallboard.sources.demo_company.chance import Int64s
from wallboard.sources.demo_company.columns import instants, joined
from wallboard.sources.demo_company.staff import SALESPEOPLE, STAFF, absences
from wallboard.sources.demo_company.visits import BOOKED, Openings, Visits, opportunities, visits

_NUMBERS: Final = 1_000_000
_STATES: Final = pl.Series(APPOINTMENT_STATES, dtype=pl.String)


def appointment_rows(seed: int, weeks: range, until_us: int) -> tuple[pl.DataFrame, int]:
    """The appointments booked until an instant, as they stand then, by number; and when that changes next."""
    every, number, opportunity = _every_visit(seed, weeks)
    known = np.flatnonzero(every.booked_us <= until_us)
    booked_us, state_us = every.booked_us[known], every.state_us[known]
    is_over = state_us <= until_us
    nothing = pl.Series([None], dtype=pl.Date).new_from_index(0, known.size)
    frame = pl.DataFrame(
        {
            "id": number.gather(known),
            "person": _people([person.diary for person in SALESPEOPLE], every.person[known]),
            "opportunity": opportunity.gather(known),
            "start_at": instants(every.start_us[known]),
            "end_at": instants(every.end_us[known]),
            "start_on": nothing,
            "end_on": nothing,
            "booked_at": instants(booked_us),
            "state": _STATES.gather(np.where(is_over, every.state[known], BOOKED)),
            "state_at": instants(np.where(is_over, state_us, booked_us)),
        }
    )
    return frame, _next_us(until_us, every.booked_us, every.state_us)


def opportunity_rows(seed: int, weeks: range, until_us: int) -> tuple[pl.DataFrame, int]:
    """The opportunities generated until an instant, as they stand then, by number; and when that changes next."""
    every, number = _every_opening(seed, weeks)
    known = np.flatnonzero(every.created_us <= until_us)
    person = every.person[known]
    initials = {person.name: person.initials for person in STAFF}
    steps = {
        "released": every.released_us,
        "won": every.won_us,
        "lost": every.lost_us,
        "accepted": every.accepted_us,
    }
    frame = pl.DataFrame(
        {
            "number": number.gather(known),
            "owner": _people([person.initials for person in SALESPEOPLE], person),
            "coordinator": _people([initials[person.coordinator or ""] for person in SALESPEOPLE], person),
            "created_at": instants(every.created_us[known]),
            **{f"{name}_at": instants(at_us[known], at_us[known] <= until_us) for name, at_us in steps.items()},
        }
    )
    return frame, _next_us(until_us, every.created_us, *steps.values())


def absence_rows(seed: int, weeks: range, until_us: int) -> tuple[pl.DataFrame, int]:
    """The leave and illness known at an instant, and when more is known next."""
    parts = [absences(seed, week) for week in weeks]
    known_us = np.concatenate([part.known_us for part in parts])
    known = _by_instant(known_us, until_us)
    frame = pl.DataFrame(
        {
            "person": _people(
                [person.diary for person in STAFF], np.concatenate([part.person for part in parts])[known]
            ),
            "start_at": instants(np.concatenate([part.start_us for part in parts])[known]),
            "end_at": instants(np.concatenate([part.end_us for part in parts])[known]),
            "known_at": instants(known_us[known]),
        }
    )
    return in_form("absences", frame), _next_us(until_us, known_us)


@lru_cache(maxsize=2)
def _every_visit(seed: int, weeks: range) -> tuple[Visits, pl.Series, pl.Series]:
    """All appointments that there will be in these weeks, with their numbers and those of their opportunities."""
    every = joined([visits(seed, week) for week in weeks])
    return every, _numbers("A", every.serial), _numbers("O", every.opportunity)


@lru_cache(maxsize=2)
def _every_opening(seed: int, weeks: range) -> tuple[Openings, pl.Series]:
    """All opportunities that there will be in these weeks, with their numbers."""
    every = joined([opportunities(seed, week) for week in weeks])
    return every, _numbers("O", every.serial)


def _by_instant(at_us: Int64s, until_us: int) -> Int64s:
    """The places of what is not later than an instant, the earliest first."""
    order = np.argsort(at_us, kind="stable")
    return order[at_us[order] <= until_us]


def _next_us(until_us: int, *columns_us: Int64s) -> int:
    return min(int(np.where(at_us > until_us, at_us, NEVER_US).min(initial=NEVER_US)) for at_us in columns_us)


def _numbers(letter: str, serials: Int64s) -> pl.Series:
    """Numbers by serial, none for a negative one."""
    numbers = [f"{letter}-{serial % _NUMBERS:06d}" if serial >= 0 else None for serial in serials.tolist()]
    return pl.Series(numbers, dtype=pl.String)


def _people(words: list[str], person: Int64s) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(person)
