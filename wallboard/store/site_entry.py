"""A site's entry in the cache's table of sites, under whose number its rows stand."""

import json
import sqlite3

from wallboard.core.views.wire import to_plain
from wallboard.store.condition import SourceCondition


def number_of(connection: sqlite3.Connection, site: str, condition: SourceCondition) -> tuple[int, int]:
    """A site's number in the tables, and that of its rows' last write.

    One that is new is entered without rows, and with a condition: that which this process told, where another file is
    in hand since. Within the caller's transaction. Raises sqlite3's errors.
    """
    row = connection.execute("SELECT no, seq FROM sites WHERE site=?", (site,)).fetchone()
    if row is not None:
        return row[0], row[1]
    number = connection.execute("SELECT coalesce(max(no), 0) + 1 FROM sites").fetchone()[0]
    text = json.dumps(to_plain(condition))
    connection.execute("INSERT INTO sites VALUES (?, ?, 0, 0, NULL, ?, NULL)", (site, number, text))
    return number, 0
