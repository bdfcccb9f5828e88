"""The cache's texts that name somebody or something of a client's, so that they can be kept out of what leaves."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from typing import Final

from wallboard.store.places import Places
from wallboard.store.sqlite import FAULTS, connect_to_read

# What stands in these columns are names and numbers; types, queues and statuses are the organisation's own words.
CASE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("number", "shared_key"),
    "events": ("number",),
    "activities": ("number",),
    "opportunities": ("number",),
    "appointments": ("id", "opportunity"),
}
"""Whose row it is: a case's, an opportunity's or an appointment's, by resource."""
PERSON_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "cases": ("owner", "client"),
    "events": ("to",),
    "activities": ("person",),
    "opportunities": ("owner", "coordinator"),
    "appointments": ("person",),
}
"""Who is named in a row that is about something else, by resource."""
OWN_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {"absences": ("person",)}
"""Who a row is about that is about nobody else, by resource."""
_OF_PEOPLE: Final = {("events", "to"): "kind='owner'"}
"""Which rows of a column name people: what an event changes to may be a queue or a status."""


def known_texts(places: Places) -> frozenset[str] | None:
    """All of them; None where the cache is there and cannot be read. Standard library alone."""
    if not places.cache.exists():
        return frozenset()
    found: set[str] = set()
    try:
        with closing(connect_to_read(places.cache)) as connection:
            for question in _questions():
                found.update(str(row[0]) for row in connection.execute(question))
    except FAULTS:
        return None
    return frozenset(found)


def _questions() -> Iterator[str]:
    for columns in (CASE_COLUMNS, PERSON_COLUMNS, OWN_COLUMNS):
        for table, names in columns.items():
            for name in names:
                such = _OF_PEOPLE.get((table, name), "TRUE")
                yield f'SELECT DISTINCT "{name}" FROM "{table}" WHERE "{name}" IS NOT NULL AND {such}'  # noqa: S608 - own names


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table of a database has. Raises sqlite3.Error."""
    names = "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    counts = {}
    for (name,) in connection.execute(names).fetchall():
        with suppress(sqlite3.OperationalError):
            counts[name] = int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
    return counts
