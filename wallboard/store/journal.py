"""The journal as its collectors write it: layouts, views as shown, and weeks; append-only, thinned as they age."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from time import monotonic

from wallboard.core.local_time import DAY_US, HOUR_US
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.views.agenda import Agenda, GivenAnswer
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Blank, Picture, View
from wallboard.core.words import Words, verbatim, words
from wallboard.store.answers import last_answers
from wallboard.store.journal_file import copy_daily, journal_kind
from wallboard.store.kept_file import KeptFile
from wallboard.store.packed import HEADER, UNREADABLE, Header, header_of, pack, unpack
from wallboard.store.places import Places
from wallboard.store.sqlite import checkpoint, writing
from wallboard.store.standups import freeze, thin_standups
from wallboard.store.weeks import Cause, Weeks, append_weeks, last_weeks, newest_week, thin_weeks

log = logging.getLogger(__name__)

HEARTBEAT_US = 30_000_000
_FORTNIGHT_US = 14 * DAY_US
_SILENCE_US = 40 * DAY_US
RETENTION_US = 760 * DAY_US
"""25 months."""


class Journal:
    """One collector's hold on the journal, for one thread. Never raises for the file's sake.

    What cannot be written now (a full disk) is written with the next picture; a damaged file is healed.
    """

    def __init__(self, places: Places, elapsed_s: Callable[[], float] = monotonic) -> None:
        self._places = places
        self._file = KeptFile(journal_kind(places), self._forget, elapsed_s=elapsed_s)
        self._layouts: dict[str, Layout] = {}
        self._shown: dict[str, dict[str, View | Header]] = {}
        self._beats_us: dict[str, int] = {}
        self._weeks: dict[str, tuple[tuple[int, int] | None, int, Weeks]] = {}
        self._thinned_us = 0

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def show(self, board: str, layout: Layout, picture: Picture) -> bool:
        """Write what changed of a board's layout and picture; True once it is on the disk.

        A picture that differs in nothing but its instant moves the heartbeat, at most every HEARTBEAT_US.
        """
        at_us = picture.composed_at_us
        if at_us is None:
            msg = "a picture of the past is not for the journal"
            raise ValueError(msg)

        def put(connection: sqlite3.Connection) -> bool:
            known = self._known(connection, board)
            parts: dict[str, View | Header] = {view.title: view for page in picture.pages for view in page}
            parts[HEADER] = header_of(picture)
            changed = {title: part for title, part in parts.items() if known.get(title) != part}
            is_new_layout = self._layouts.get(board) != layout
            if changed or is_new_layout or known.keys() != parts.keys():
                new_layout = layout if is_new_layout else None
                self._write(connection, board, at_us, new_layout, changed, gone=known.keys() - parts.keys())
                self._layouts[board], self._shown[board] = layout, parts
            elif abs(at_us - self._beats_us.get(board, 0)) >= HEARTBEAT_US:
                _beat(connection, board, at_us)
            else:
                return True
            self._beats_us[board] = at_us
            return True

        return self._file.safely(put, otherwise=False, is_write=True)

    def set_trouble(self, board: str, trouble: tuple[Words, ...], now_us: int) -> bool:
        """Put lines into the corner of the picture that is there; its views stay. False without a picture."""

        def put(connection: sqlite3.Connection) -> bool:
            header = self._known(connection, board).get(HEADER)
            if not isinstance(header, Header):
                return False
            with writing(connection):
                _append(connection, board, HEADER, now_us, replace(header, trouble=trouble))
                connection.execute("UPDATE boards SET change=change+1 WHERE board=?", (board,))
            self._shown.pop(board, None)
            return True

        return self._file.safely(put, otherwise=False, is_write=True)

    def weeks(self, board: str) -> Mapping[WeekKey, WeekCount]:
        """The board's stored weeks; read again only when some process has stored one since."""

        def look(connection: sqlite3.Connection) -> Weeks:
            stands = (self._file.identity, newest_week(connection))
            if board not in self._weeks or self._weeks[board][:2] != stands:
                self._weeks[board] = (*stands, last_weeks(connection, board))
            return self._weeks[board][2]

        known = self._file.safely(look, None)
        if known is None:  # what was last read still counts
            return self._weeks[board][2] if board in self._weeks else {}
        return known

    def store_weeks(self, board: str, weeks: Weeks, now_us: int) -> bool:
        """Store the figures of weeks that have none yet, as at the week's end; True once they are on the disk."""
        return self._append_weeks(board, weeks, now_us, "week end") is not None

    def recompute_weeks(self, board: str, weeks: Weeks, now_us: int) -> dict[WeekKey, WeekCount | None] | None:
        """Store the figures that are others than those that stand, and keep both.

        What stood before each that was stored (None: nothing); None where nothing could be written.
        """
        return self._append_weeks(board, weeks, now_us, "recompute")

    def freeze(self, board: str, agenda: Agenda) -> bool:
        """Append a stand-up's agenda, for the glass to walk through; True once it is on the disk.

        False also where one was frozen a moment before, which then is everybody's.
        """
        return self._file.safely(lambda found: freeze(found, board, agenda), otherwise=False, is_write=True)

    def answers(self, board: str) -> list[GivenAnswer]:
        """What stand-ups of a board were told, the last of each case at each of them, oldest first."""
        return self._file.safely(lambda found: last_answers(found, board), otherwise=[])

    def tidy(self, now_us: int, is_ending: Callable[[], bool] = lambda: False, *, thins: bool = True) -> None:
        """What is done between pictures: the checkpoint; the daily copy; thinning once an hour.

        The checkpoint alone with `thins` False: where the present is in doubt, so is what is old.
        """

        def work(connection: sqlite3.Connection) -> None:
            checkpoint(connection, self._places.journal)
            if not thins or abs(now_us - self._thinned_us) < HOUR_US:
                return
            self._thinned_us = now_us
            copy_daily(connection, self._places, now_us, is_ending)
            thin(connection, now_us)

            self.close()  # so that now and then what is known is what the file says

        self._file.safely(work, None)

    def check(self) -> None:
        """Read the whole file for damage, which is healed; the next picture is compared with what can be read."""

        self._file.check()
        self.close()

    # inside

    def _append_weeks(
        self, board: str, weeks: Weeks, now_us: int, cause: Cause
    ) -> dict[WeekKey, WeekCount | None] | None:
        return self._file.safely(lambda found: append_weeks(found, board, weeks, now_us, cause), None, is_write=True)

    def _known(self, connection: sqlite3.Connection, board: str) -> dict[str, View | Header]:
        """The parts of a board's picture as they stand in the file; unreadable ones are left out."""
        if board not in self._shown:
            self._shown[board] = known = {}
            text = "SELECT c.title, s.content FROM current c JOIN shown s ON s.id=c.id WHERE c.board=?"
            for title, content in connection.execute(text, (board,)):
                with suppress(*UNREADABLE):
                    known[title] = unpack(View if title != HEADER else Header, content)
        return self._shown[board]

    def _write(
        self,
        connection: sqlite3.Connection,
        board: str,
        at_us: int,
        layout: Layout | None,
        changed: dict[str, View | Header],
        *,
        gone: set[str],
    ) -> None:
        with writing(connection):
            if layout is not None:
                connection.execute(
                    "INSERT INTO boards VALUES (?, ?, ?, 0) ON CONFLICT (board) DO UPDATE SET layout=excluded.layout",
                    (board, pack(layout), at_us),
                )
            connection.execute("UPDATE boards SET composed_at_us=?, change=change+1 WHERE board=?", (at_us, board))
            for title, part in changed.items():
                _append(connection, board, title, at_us, part)
            for title in gone:
                connection.execute("DELETE FROM current WHERE board=? AND title=?", (board, title))

    def _forget(self) -> None:
        """Another file may be in hand: what it says is read again."""
        self._layouts.clear()
        self._shown.clear()


def thin(connection: sqlite3.Connection, now_us: int) -> None:
    """Every change for a day, the last of each hour for 14 days, then the last of each day, for 25 months.

    Nothing on the first day after a long silence: it may be the clock that leapt, and what is deleted stays deleted.
    """
    if _follows_silence(connection, now_us):
        return
    with writing(connection):
        _keep_last(connection, now_us - _FORTNIGHT_US, now_us - DAY_US, HOUR_US)
        _keep_last(connection, now_us - RETENTION_US, now_us - _FORTNIGHT_US, DAY_US)
        connection.execute(
            "DELETE FROM shown WHERE at_us < ? AND id NOT IN (SELECT id FROM current)",
            (now_us - RETENTION_US,),
        )
        thin_weeks(connection, now_us - RETENTION_US)
        thin_standups(connection, now_us - _FORTNIGHT_US, now_us - RETENTION_US)


def _follows_silence(connection: sqlite3.Connection, now_us: int) -> bool:
    text = "SELECT max(at_us) FROM shown WHERE at_us < ?"
    before_us = connection.execute(text, (now_us - DAY_US,)).fetchone()[0]
    return before_us is not None and now_us - before_us > _SILENCE_US


def _keep_last(connection: sqlite3.Connection, from_us: int, to_us: int, span_us: int) -> None:
    connection.execute(
        "DELETE FROM shown WHERE at_us >= ?1 AND at_us < ?2 AND id NOT IN (SELECT id FROM current) "
        "AND id NOT IN (SELECT max(id) FROM shown WHERE at_us >= ?1 AND at_us < ?2 "
        "GROUP BY board, title, at_us / ?3)",
        (from_us, to_us, span_us),
    )


def _append(connection: sqlite3.Connection, board: str, title: str, at_us: int, part: View | Header) -> None:
    row = (board, title, at_us, _packed(part))
    number = connection.execute("INSERT INTO shown VALUES (NULL, ?, ?, ?, ?)", row).lastrowid
    connection.execute("INSERT OR REPLACE INTO current VALUES (?, ?, ?)", (board, title, number))


def _packed(part: View | Header) -> bytes:
    """The part as bytes; a view that is no plain data says so in its place, lest it keep the others from the wall."""
    try:
        return pack(part)
    except (TypeError, ValueError) as fault:
        if isinstance(part, Header):
            raise
        log.exception("panel %s shows what is no plain data", part.title)
        why = words("trouble.panel", what=type(fault).__name__)
        return pack(View(part.type, part.title, verbatim(part.title), Blank((why,)), sources=part.sources))


def _beat(connection: sqlite3.Connection, board: str, at_us: int) -> None:
    """Say that the collector lives: the one write that may be lost with the power, so it costs no sync."""
    connection.execute("PRAGMA synchronous=NORMAL")
    try:
        connection.execute("UPDATE boards SET composed_at_us=?, change=change+1 WHERE board=?", (at_us, board))
    finally:
        connection.execute("PRAGMA synchronous=FULL")
