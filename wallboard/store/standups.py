"""Stand-ups in the journal: agendas as they were frozen, and what was answered, for whoever may read alone."""

import sqlite3
from contextlib import closing, suppress

from wallboard.core.local_time import DAY_US
from wallboard.core.views.agenda import Agenda, GivenAnswer
from wallboard.store.answers import last_answers
from wallboard.store.journal_file import WITH_STANDUPS
from wallboard.store.packed import pack
from wallboard.store.places import Places
from wallboard.store.sqlite import FAULTS, connect_to_read, writing

SAME_US = 5_000_000
"""Who asks so soon after a stand-up was frozen asks for that one: another screen, or the same key again."""


def freeze(connection: sqlite3.Connection, board: str, agenda: Agenda) -> bool:
    """Append an agenda; whoever waits for one finds it by its number. Raises sqlite3.Error.

    False where one was frozen within SAME_US before: that one stands, for all who asked.
    """
    with writing(connection):
        text = "SELECT 1 FROM standups WHERE board=? AND at_us > ? AND at_us <= ?"
        if connection.execute(text, (board, agenda.at_us - SAME_US, agenda.at_us)).fetchone():
            return False
        text = "INSERT INTO standups (board, at_us, content) VALUES (?, ?, ?)"
        connection.execute(text, (board, agenda.at_us, pack(agenda)))
    return True


def thin_standups(connection: sqlite3.Connection, fully_us: int, before_us: int) -> None:
    """Of stand-ups before `fully_us` keep the last of each day (UTC), of those before `before_us` none.

    What was answered is kept until `before_us`. Raises sqlite3.Error.
    """
    connection.execute(
        "DELETE FROM standups WHERE at_us < ?1 AND id NOT IN "
        "(SELECT max(id) FROM standups WHERE at_us < ?1 GROUP BY board, at_us / ?2)",
        (fully_us, DAY_US),
    )
    connection.execute("DELETE FROM standups WHERE at_us < ?", (before_us,))
    connection.execute("DELETE FROM answers WHERE standup_at_us < ?", (before_us,))


def stored_answers(places: Places, board: str) -> list[GivenAnswer] | None:
    """A board's answers for a command, which needs no right to write; None where there is a journal that cannot be
    read."""
    if not places.journal.exists():
        return []
    with suppress(*FAULTS), closing(connect_to_read(places.journal)) as connection:
        # a command reads, and may not change, a file whose collector has not begun anew since
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        return last_answers(connection, board) if version >= WITH_STANDUPS else []
    return None
