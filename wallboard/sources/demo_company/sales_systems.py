"""What the ERP knows of opportunities, and the diaries of appointments and absences, at an instant."""

from typing import Final

import numpy as np
import polars as pl

from wallboard.core.records import APPOINTMENT_STATES, INSTANT, in_form
from wallboard.core.worktime import NEVER_US
from wallboard.sources.demo_company.chance import Flags, Int64s
from wallboard.sources.demo_company.staff import SALESPEOPLE, STAFF, absences
from wallboard.sources.demo_company.visits import BOOKED, Openings, Visits, opportunities, visits

_NUMBERS: Final = 1_000_000
_STATES: Final = pl.Series(APPOINTMENT_STATES, dtype=pl.String)


def appointment_rows(seed: int, weeks: range, until_us: int) -> tuple[pl.DataFrame, int]:
    """The appointments booked until an instant, as they stand then, and when that changes next."""
    parts = [visits(seed, week) for week in weeks]
    booked_us = _joined(parts, "booked_us")
    known = _by_instant(booked_us, until_us)
    state_us = _joined(parts, "state_us")[known]
    is_over = state_us <= until_us
    opportunity = _joined(parts, "opportunity")[known]
    frame = pl.DataFrame(
        {
            "id": _numbers("A", _joined(parts, "serial")[known]),
            "person": _people([person.diary for person in SALESPEOPLE], _joined(parts, "person")[known]),
            "opportunity": _numbers("O", opportunity, opportunity >= 0),
            "start_at": _instants(_joined(parts, "start_us")[known]),
            "end_at": _instants(_joined(parts, "end_us")[known]),
            "booked_at": _instants(booked_us[known]),
            "state": _STATES.gather(np.where(is_over, _joined(parts, "state")[known], BOOKED)),
            "state_at": _instants(np.where(is_over, state_us, booked_us[known])),
        }
    )
    return in_form("appointments", frame), _next_us(until_us, booked_us, _joined(parts, "state_us"))


def opportunity_rows(seed: int, weeks: range, until_us: int) -> tuple[pl.DataFrame, int]:
    """The opportunities generated until an instant, as they stand then, and when that changes next."""
    parts = [opportunities(seed, week) for week in weeks]
    created_us = _joined(parts, "created_us")
    known = _by_instant(created_us, until_us)
    person = _joined(parts, "person")[known]
    initials = {person.name: person.initials for person in STAFF}
    steps = {name: _joined(parts, f"{name}_us") for name in ("released", "won", "lost", "accepted")}
    frame = pl.DataFrame(
        {
            "number": _numbers("O", _joined(parts, "serial")[known]),
            "owner": _people([person.initials for person in SALESPEOPLE], person),
            "coordinator": _people([initials[person.coordinator or ""] for person in SALESPEOPLE], person),
            "created_at": _instants(created_us[known]),
            **{f"{name}_at": _instants(at_us[known], at_us[known] <= until_us) for name, at_us in steps.items()},
        }
    )
    return in_form("opportunities", frame), _next_us(until_us, created_us, *steps.values())


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
            "start_at": _instants(np.concatenate([part.start_us for part in parts])[known]),
            "end_at": _instants(np.concatenate([part.end_us for part in parts])[known]),
            "known_at": _instants(known_us[known]),
        }
    )
    return in_form("absences", frame), _next_us(until_us, known_us)


def _joined(parts: list[Visits] | list[Openings], name: str) -> Int64s:
    joined: Int64s = np.concatenate([getattr(part, name) for part in parts])
    return joined


def _by_instant(at_us: Int64s, until_us: int) -> Int64s:
    """The places of what is not later than an instant, the earliest first."""
    order = np.argsort(at_us, kind="stable")
    return order[at_us[order] <= until_us]


def _next_us(until_us: int, *columns_us: Int64s) -> int:
    return min(int(np.where(at_us > until_us, at_us, NEVER_US).min(initial=NEVER_US)) for at_us in columns_us)


def _numbers(letter: str, serials: Int64s, is_there: Flags | None = None) -> pl.Series:
    text = pl.concat_str(pl.lit(f"{letter}-"), pl.col("serial").cast(pl.String).str.zfill(6))
    if is_there is not None:
        text = pl.when(pl.Series(is_there)).then(text)
    return pl.DataFrame({"serial": serials % _NUMBERS}).select(text).to_series()


def _people(words: list[str], person: Int64s) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(person)


def _instants(at_us: Int64s, is_known: Flags | None = None) -> pl.Series:
    series = pl.Series("at", at_us, dtype=pl.Int64).cast(INSTANT)
    if is_known is None:
        return series
    return series.to_frame().select(pl.when(pl.Series(is_known)).then("at")).to_series()
