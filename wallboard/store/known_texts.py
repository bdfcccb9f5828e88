"""The cache's texts that name somebody or something of a client's, so that they can be kept out of what leaves."""

import sqlite3
from contextlib import closing, suppress
from typing import Final

from wallboard.store.places import Places
from wallboard.store.sqlite import FAULTS, connect_to_read

# What stands here are names and numbers; types, queues and statuses are the organisation's own words.
_COLUMNS: Final = (
    ("cases", "number"),
    ("cases", "owner"),
    ("cases", "client"),
    ("cases", "shared_key"),
    ("events", "number"),
    ("activities", "number"),
    ("activities", "person"),
    ("opportunities", "number"),
    ("opportunities", "owner"),
    ("opportunities", "coordinator"),
    ("appointments", "id"),
    ("appointments", "person"),
    ("appointments", "opportunity"),
    ("absences", "person"),
)
_NAMED = 'SELECT DISTINCT "to" FROM events WHERE kind=\'owner\' AND "to" IS NOT NULL'


def known_texts(places: Places) -> frozenset[str] | None:
    """All of them; None where the cache is there and cannot be read. Standard library alone."""
    if not places.cache.exists():
        return frozenset()
    found: set[str] = set()
    try:
        with closing(connect_to_read(places.cache)) as connection:
            for table, column in _COLUMNS:
                question = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'  # noqa: S608 - own names
                found.update(str(row[0]) for row in connection.execute(question))
            found.update(str(row[0]) for row in connection.execute(_NAMED))
    except FAULTS:
        return None
    return frozenset(found)


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table of a database has. Raises sqlite3.Error."""
    names = "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    counts = {}
    for (name,) in connection.execute(names).fetchall():
        with suppress(sqlite3.OperationalError):
            counts[name] = int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
    return counts
