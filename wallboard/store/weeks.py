"""Finished weeks in the journal: appended, never changed; of several figures of one week the last counts."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from numbers import Integral
from typing import Literal

from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.store.journal_file import WITH_SHARES
from wallboard.store.places import Places
from wallboard.store.plausible import are_numbers, is_date
from wallboard.store.sqlite import FAULTS, connect_to_read, writing

Cause = Literal["week end", "recompute"]
Weeks = Mapping[WeekKey, WeekCount]

_COUNTS = "value, numerator, denominator, cases, without_target, without_hours"
_COUNTS_BEFORE = "value, numerator, denominator, NULL, NULL, NULL"
_LAST = (
    "SELECT measure, scope, week_on, {counts} FROM weeks "
    "WHERE id IN (SELECT max(id) FROM weeks WHERE board=? GROUP BY measure, scope, week_on)"
)
_INSERT = (
    "INSERT INTO weeks (board, measure, scope, week_on, value, numerator, denominator, cases, without_target, "
    "without_hours, computed_at_us, cause) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def last_weeks(connection: sqlite3.Connection, board: str) -> dict[WeekKey, WeekCount]:
    """A board's weeks, each with its last figure, without those that damage left no date or number.

    Raises sqlite3.Error.
    """
    # a command reads, and may not change, a file whose collector has not begun anew since
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    text = _LAST.format(counts=_COUNTS if version >= WITH_SHARES else _COUNTS_BEFORE)
    rows = connection.execute(text, (board,))
    return {WeekKey(*row[:3]): WeekCount(*row[3:]) for row in rows if is_date(row[2]) and are_numbers(row[3:])}


def newest_week(connection: sqlite3.Connection) -> int:
    """A number that differs from the last when any process has stored a week; costs one look-up."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM weeks").fetchone()[0])


def append_weeks(
    connection: sqlite3.Connection, board: str, weeks: Weeks, at_us: int, cause: Cause
) -> dict[WeekKey, WeekCount | None]:
    """Store figures in one transaction, and tell what stood before each that was stored (None: nothing).

    At a week's end only a week that has none gets one, whoever was faster; recomputed, a week whose figure is another.
    Raises sqlite3.Error.
    """
    with writing(connection):
        before = last_weeks(connection, board)
        new = {
            key: before.get(key)
            for key, count in weeks.items()
            if key not in before or (cause == "recompute" and before[key] != count)
        }
        for key in sorted(new):
            count = weeks[key]
            figures = [_plain(getattr(count, part.name)) for part in fields(count)]
            connection.execute(_INSERT, (board, *key, *figures, at_us, cause))
    return new


def _plain(number: float | None) -> float | None:
    """The number without what an array made of it; SQLite would refuse those that are whole."""
    return int(number) if isinstance(number, Integral) else number


def thin_weeks(connection: sqlite3.Connection, before_us: int) -> None:
    """Delete weeks that ended before an instant. Raises sqlite3.Error."""
    # to the day: a week is kept rather a day too long than too short
    ended_on = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=before_us)).date() - timedelta(days=8)
    connection.execute("DELETE FROM weeks WHERE week_on < ?", (ended_on.isoformat(),))


def stored_weeks(places: Places, board: str) -> dict[WeekKey, WeekCount]:
    """A board's weeks for a command, which needs no right to write; none where no journal can be read."""
    if places.journal.exists():
        with suppress(*FAULTS), closing(connect_to_read(places.journal)) as connection:
            return last_weeks(connection, board)
    return {}
