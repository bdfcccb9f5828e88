"""What a damaged journal still tells that its copies do not: weeks, stand-ups and answers since the last one."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final

from wallboard.clocks import is_instant
from wallboard.store.answers import is_whole_answer
from wallboard.store.plausible import are_numbers, is_date, is_text
from wallboard.store.sqlite import FAULTS, opened, writing

_COUNTS: Final = ("value", "numerator", "denominator", "cases", "without_target", "without_hours")

Row = dict[str, Any]


def salvage(damaged: Path, connection: sqlite3.Connection) -> int:
    """Append to the healed journal the rows that came after its own last ones; how many there were.

    SQLite notices a broken page and no broken letter, so a row whose dates, instants or words cannot be is left behind.
    Views are not asked for: the next picture brings them. Raises sqlite3.Error where the healed one cannot be written.
    """
    found = _found(damaged, {table: _last(connection, table) for table in _TABLES})
    with writing(connection):
        return sum(_appended(connection, table, rows) for table, rows in found.items())


def _last(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608 - own names


def _found(damaged: Path, after: Mapping[str, int]) -> dict[str, list[Row]]:
    """The rows of each table that are whole, as far as they can be read."""
    found: dict[str, list[Row]] = {}
    # the right to write, to read its log as well, which moved along with it
    with suppress(*FAULTS), closing(opened(damaged)) as source:
        for table, is_whole in _TABLES.items():
            found[table] = [row for row in _rows(source, table, after[table]) if _is_sound(row, is_whole)]
    return found


def _is_sound(row: Row, is_whole: Callable[[Row], bool]) -> bool:
    with suppress(KeyError):  # a broken letter in a column's name
        return is_whole(row)
    return False


def _rows(source: sqlite3.Connection, table: str, after: int) -> Iterator[Row]:
    """The rows that can be read, up to the first that cannot."""
    # A byte that is no letter is of its own row: `is_text` refuses what this makes of it.
    source.text_factory = lambda text: text.decode(errors="surrogateescape")
    with suppress(*FAULTS):
        cursor = source.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (after,))  # noqa: S608 - own names
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def _appended(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> int:
    """How many rows are added as they were; one that the table's form does not take is left behind."""
    known, count = {column[1] for column in connection.execute(f"PRAGMA table_info({table})")}, 0
    for row in rows:
        if not known.issuperset(row):
            continue
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        text = f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of our own tables
        with suppress(sqlite3.IntegrityError, sqlite3.ProgrammingError, UnicodeEncodeError):
            count += connection.execute(text, tuple(row.values())).rowcount
    return count


def _is_week(row: Row) -> bool:
    texts, counts = (row["board"], row["measure"], row["scope"]), (row[name] for name in _COUNTS if name in row)
    is_named = all(map(is_text, texts)) and is_date(row["week_on"])
    return is_named and are_numbers(counts) and is_instant(row["computed_at_us"])


def _is_standup(row: Row) -> bool:
    return is_text(row["board"]) and is_instant(row["at_us"]) and isinstance(row["content"], bytes)


def _is_answer(row: Row) -> bool:
    names = ("number", "queue", "reason", "promise", "source")
    texts = [row[name] for name in names if row.get(name) is not None]
    return is_whole_answer(row) and all(map(is_text, (row["board"], *texts)))


_TABLES: Final[Mapping[str, Callable[[Row], bool]]] = {
    "weeks": _is_week,
    "standups": _is_standup,
    "answers": _is_answer,
}
