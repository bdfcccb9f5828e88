"""Work hours on one line: between two instants, or the instant at which some are through."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from wallboard.cli.calendars import calendar_of
from wallboard.cli.ends import ALL_WELL, Refused, give, tell
from wallboard.cli.finding import board_path
from wallboard.cli.instants import instant_us, local_text
from wallboard.config.find import sample_path
from wallboard.core.local_time import HOUR_US
from wallboard.core.worktime import NEVER_US, WorkCalendar

_MOST_HOURS = 1e6
"""More than all the hours of a calendar."""
_DECIMAL = re.compile(r"\d+(\.\d+)?|\.\d+", re.ASCII)

Hold = tuple[int, int | None]


def hours(
    calendar: str,
    from_at: str | None,
    to_at: str | None,
    *,
    holds: Sequence[str] = (),
    plus: str | None = None,
    csv: str | None = None,
    config: str | None = None,
) -> int:
    """Writes decimal hours, a due instant, or a whole table."""
    of = _calendar(calendar, config)
    if csv is not None:
        from wallboard.cli.hours_table import add_hours  # noqa: PLC0415 - polars takes longer than one line does

        if from_at is not None or plus is not None or holds:
            raise Refused("With --csv the instants and holds stand in the file; give nothing else.")
        return add_hours(of, csv)
    if from_at is None:
        raise Refused("Say from when, as in: wallboard hours office 2026-01-16T16:00 2026-01-19T10:00")
    from_us = in_range(of, instant_us(from_at, of.time_zone))
    if plus is not None:
        if to_at is not None or holds:
            raise Refused("With --plus there is no second instant and no hold: it asks when the hours are through.")
        give(local_text(due_us(of, from_us, plus), of.time_zone) + "\n")
    elif to_at is None:
        raise Refused("Say until when, or --plus how many work hours.")
    else:
        to_us = in_range(of, instant_us(to_at, of.time_zone))
        give(decimal_hours(net_us(of, from_us, to_us, [hold(text, of.time_zone) for text in holds])) + "\n")
    return ALL_WELL


def _calendar(name: str, config: str | None) -> WorkCalendar:
    """The calendar; where only the demo has one of this name, that is said: its hours are nobody's."""
    path = Path(config) if config else board_path(None)
    found = calendar_of(path, name)
    if not config and path == sample_path("demo"):
        tell(f"calendar {found.name} of the demo board: name yours with --config")
    return found


def net_us(calendar: WorkCalendar, from_us: int, to_us: int, holds: Sequence[Hold]) -> int:
    """Work time outside the holds, µs. Raises Refused where an end lies before its start."""
    try:
        return calendar.net_us(from_us, to_us, holds)
    except ValueError as fault:
        raise Refused(f"No work hours: {fault}.") from fault


def due_us(calendar: WorkCalendar, from_us: int, hours_text: str) -> int:
    """When so many work hours have passed. Raises Refused where that cannot be told."""
    if not _DECIMAL.fullmatch(hours_text.strip()):
        raise Refused(f"“{hours_text}” is no number of work hours; write it as in 12.5")
    need_us = round(min(float(hours_text), _MOST_HOURS) * HOUR_US)
    at_us = int(calendar.due_us(np.array([from_us]), np.array([need_us]))[0])
    if at_us == NEVER_US:
        until = local_text(calendar.last_us, calendar.time_zone)[:10]
        raise Refused(f"The calendar {calendar.name} has fewer work hours than that until {until}, where it ends.")
    return at_us


def hold(text: str, time_zone: str) -> Hold:
    """A hold written FROM/TO, or FROM/ while it lasts."""
    start, slash, end = text.partition("/")
    if not slash or not start.strip():
        raise Refused(f"“{text}” is no hold; write it as FROM/TO, or FROM/ while it lasts")
    return instant_us(start, time_zone), instant_us(end, time_zone) if end.strip() else None


def in_range(calendar: WorkCalendar, at_us: int) -> int:
    """The instant, where the calendar reaches it. Raises Refused where it does not: 0 hours would be a guess."""
    if calendar.first_us <= at_us <= calendar.last_us:
        return at_us
    zone = calendar.time_zone
    reach = f"{local_text(calendar.first_us, zone)[:10]} to {local_text(calendar.last_us, zone)[:10]}"
    raise Refused(f"The calendar {calendar.name} reaches from {reach}, and not to {local_text(at_us, zone)}.")


def decimal_hours(work_us: int) -> str:
    """Work time as decimal hours with every digit that a double has, without an exponent."""
    return np.format_float_positional(work_us / HOUR_US, trim="0")
