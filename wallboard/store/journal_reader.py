"""The journal as the glass reads it: with the standard library alone, and whatever state the file is in."""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from wallboard.clocks import is_instant
from wallboard.core.views.agenda import Agenda
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture, View
from wallboard.store.packed import HEADER, UNREADABLE, Header, picture_of, unpack
from wallboard.store.sqlite import FAULTS, connect_to_read, hinders_reading, opened

T = TypeVar("T")

_PATIENCE_S = 0.05  # the reader paints: it would rather ask again than wait
_GENERATION = 1 << 40


class JournalReader:
    """One board's layout and picture. Never raises: a missing, locked or damaged journal has nothing to say.

    A journal that was replaced is opened again. On a disk that is full or closed to writing it is read as it stands,
    opened anew for each look. Layout and views that did not change are the same objects as before.
    """

    def __init__(self, path: Path, board: str) -> None:
        self._path = path
        self._board = board
        self._connection: sqlite3.Connection | None = None
        self._is_for_one_look = False
        self._identity: tuple[int, int] | None = None
        self._generation = 0
        self._parts: dict[str, tuple[int, View | Header]] = {}
        self._known_layout: tuple[bytes, Layout] | None = None
        self._known_agenda: tuple[int, Agenda] | None = None

    def close(self) -> None:
        """Let the file go."""
        self._let_go()
        self._parts.clear()

    def change(self) -> int:
        """A number that differs from the last when there is something to look at; 0 for nothing."""
        rows = self._ask("SELECT change FROM boards WHERE board=?")
        is_there = bool(rows) and isinstance(rows[0][0], int)  # damage may have left anything
        return self._generation * _GENERATION + rows[0][0] if is_there else 0

    def composed_at_us(self) -> int | None:
        """When the collector last said that the picture holds; None as well where damage left no such instant."""
        rows = self._ask("SELECT composed_at_us FROM boards WHERE board=?")
        return rows[0][0] if rows and is_instant(rows[0][0]) else None

    def shown(self) -> tuple[Layout, Picture] | None:
        """Layout and picture of one moment, so that they are of the same board; None where one cannot be read."""

        def both(connection: sqlite3.Connection) -> tuple[Layout, Picture] | None:
            layout, picture = self._layout(connection), self._picture(connection)
            return (layout, picture) if layout is not None and picture is not None else None

        return self._read(both)

    def layout(self) -> Layout | None:
        """The board's layout; None where there is none that can be read."""
        return self._read(self._layout)

    def picture(self) -> Picture | None:
        """The picture, composed when the collector last said that it holds; None where it cannot be read."""
        return self._read(self._picture)

    def agenda_number(self) -> int:
        """A number that differs from the last when another agenda was frozen; 0 where there is none. One look-up."""
        rows = self._ask("SELECT coalesce(max(id), 0) FROM standups WHERE board=?")
        return self._generation * _GENERATION + int(rows[0][0]) if rows and rows[0][0] else 0

    def agenda(self) -> Agenda | None:
        """The agenda that was frozen last, the same object until there is another; None where none can be read."""
        return self._read(self._agenda)

    def _agenda(self, connection: sqlite3.Connection) -> Agenda | None:
        text = "SELECT id, content FROM standups WHERE board=? ORDER BY id DESC LIMIT 1"
        row = connection.execute(text, (self._board,)).fetchone()
        if row is None:
            return None
        number = self._generation * _GENERATION + row[0]
        if self._known_agenda is None or self._known_agenda[0] != number:
            self._known_agenda = number, unpack(Agenda, row[1])
        return self._known_agenda[1]

    def _read(self, read: Callable[[sqlite3.Connection], T | None]) -> T | None:
        """What is read within one transaction: no writer comes between."""
        try:
            connection = self._opened()
            connection.execute("BEGIN")
            try:
                return read(connection)
            finally:
                connection.execute("ROLLBACK")
        except FAULTS:
            self.close()
            return None
        except UNREADABLE:
            return None
        finally:
            self._end_look()

    def _layout(self, connection: sqlite3.Connection) -> Layout | None:
        row = connection.execute("SELECT layout FROM boards WHERE board=?", (self._board,)).fetchone()
        if row is None or row[0] is None:
            return None
        if self._known_layout is None or self._known_layout[0] != row[0]:
            self._known_layout = row[0], unpack(Layout, row[0])
        return self._known_layout[1]

    def _picture(self, connection: sqlite3.Connection) -> Picture | None:
        text = "SELECT composed_at_us FROM boards WHERE board=?"
        composed = connection.execute(text, (self._board,)).fetchone()
        if composed is None or not is_instant(composed[0]):  # SQLite notices no broken digit
            return None
        text = "SELECT title, id FROM current WHERE board=?"
        named = connection.execute(text, (self._board,)).fetchall()
        self._parts = {title: (number, self._part(connection, title, number)) for title, number in named}
        views = {title: part for title, (_, part) in self._parts.items() if isinstance(part, View)}
        header = self._parts[HEADER][1]
        return picture_of(header, views, composed[0]) if isinstance(header, Header) else None

    def _part(self, connection: sqlite3.Connection, title: str, number: int) -> View | Header:
        """A view or header; one that was read before is not read again. Raises one of UNREADABLE."""
        known = self._parts.get(title)
        if known is not None and known[0] == number:
            return known[1]
        content = connection.execute("SELECT content FROM shown WHERE id=?", (number,)).fetchone()
        # Where there is no such row, None has no items: a TypeError, as for one that cannot be read.
        return unpack(View, content[0]) if title != HEADER else unpack(Header, content[0])

    def _ask(self, question: str) -> list[tuple[Any, ...]]:
        try:
            return self._opened().execute(question, (self._board,)).fetchall()
        except FAULTS:
            self.close()
            return []
        finally:
            self._end_look()

    def _opened(self) -> sqlite3.Connection:
        status = self._path.stat()
        identity = (status.st_dev, status.st_ino)
        if identity != self._identity:
            self.close()
        if self._connection is None:
            self._connection = self._connected()
            if identity != self._identity:
                self._generation += 1
            self._identity = identity
        return self._connection

    def _connected(self) -> sqlite3.Connection:
        # To read what another process left in the log takes the right to write: so not `mode=ro`.
        connection = opened(self._path, busy_s=_PATIENCE_S)
        try:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.Error as fault:
            connection.close()
            if not hinders_reading(fault):
                raise
            self._is_for_one_look = True  # it would not see what is written later
            return connect_to_read(self._path)
        return connection

    def _end_look(self) -> None:
        if self._is_for_one_look:
            self._let_go()

    def _let_go(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection, self._is_for_one_look = None, False
