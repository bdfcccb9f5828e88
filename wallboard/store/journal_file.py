"""The journal's file: its form and versions, its daily copies, and how it is healed from them."""

import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from wallboard.store.kept_file import Failure, FileKind
from wallboard.store.locks import wait_for
from wallboard.store.places import Places
from wallboard.store.plausible import is_date
from wallboard.store.salvage import salvage
from wallboard.store.sqlite import (
    FAULTS,
    NewerForm,
    Unsound,
    connect,
    identity,
    is_damage,
    is_sound,
    set_aside,
    writing,
)
from wallboard.store.whole_file import sync_folder, write_whole

log = logging.getLogger(__name__)

COPIES_KEPT = 7
_COPY = "journal-{day}.sqlite"

# `change` rises with everything that a reader has to look at again.
_BOARDS = (
    "CREATE TABLE boards (board TEXT PRIMARY KEY, layout BLOB, composed_at_us INTEGER NOT NULL, "
    "change INTEGER NOT NULL) STRICT, WITHOUT ROWID"
)
# Views and headers as shown, from `at_us` until the next one of the same title.
_SHOWN = (
    "CREATE TABLE shown (id INTEGER PRIMARY KEY, board TEXT NOT NULL, title TEXT NOT NULL, "
    "at_us INTEGER NOT NULL, content BLOB NOT NULL) STRICT"
)
# Those that make up the picture of now.
_CURRENT = (
    "CREATE TABLE current (board TEXT NOT NULL, title TEXT NOT NULL, id INTEGER NOT NULL, "
    "PRIMARY KEY (board, title)) STRICT, WITHOUT ROWID"
)
# Finished weeks (rule 7). Rows are never changed; AUTOINCREMENT lets the last number tell whether there are new ones.
# ANY keeps whole numbers whole.
_WEEKS = (
    "CREATE TABLE weeks (id INTEGER PRIMARY KEY AUTOINCREMENT, board TEXT NOT NULL, measure TEXT NOT NULL, "
    "scope TEXT NOT NULL, week_on TEXT NOT NULL, value ANY, numerator ANY, denominator ANY, "
    "computed_at_us INTEGER NOT NULL, cause TEXT NOT NULL CHECK (cause IN ('week end', 'recompute'))) STRICT"
)
# Agendas as they were frozen.
_STANDUPS = (
    "CREATE TABLE standups (id INTEGER PRIMARY KEY AUTOINCREMENT, board TEXT NOT NULL, at_us INTEGER NOT NULL, "
    "content BLOB NOT NULL) STRICT"
)
# What was said of a case; rows are never changed, and of several to a case at one stand-up the last counts. They name
# their stand-up by its instant and date, so that they tell all even where its agenda is gone.
_ANSWERS = (
    "CREATE TABLE answers (id INTEGER PRIMARY KEY AUTOINCREMENT, board TEXT NOT NULL, standup_at_us INTEGER NOT NULL, "
    "standup_on TEXT NOT NULL, number TEXT NOT NULL, queue TEXT, reason TEXT, promise TEXT, promised_on TEXT, "
    "given_at_us INTEGER NOT NULL) STRICT"
)
# One tuple of statements a version; a file of an earlier version runs those it lacks. One that was released
# is never changed: add another.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        _BOARDS,
        _SHOWN,
        "CREATE INDEX shown_by_panel ON shown (board, title, at_us)",
        "CREATE INDEX shown_by_age ON shown (at_us)",
        _CURRENT,
    ),
    (
        _WEEKS,
        "CREATE INDEX weeks_by_scope ON weeks (board, measure, scope, week_on)",
    ),
    (
        "ALTER TABLE weeks ADD COLUMN cases ANY",
        "ALTER TABLE weeks ADD COLUMN without_target ANY",
        "ALTER TABLE weeks ADD COLUMN without_hours ANY",
    ),
    (
        _STANDUPS,
        "CREATE INDEX standups_by_board ON standups (board, id)",
        _ANSWERS,
        "CREATE INDEX answers_by_standup ON answers (board, standup_at_us)",
    ),
    # without one, an answer is to every case of its number
    ("ALTER TABLE answers ADD COLUMN source TEXT",),
)
WITH_SHARES = 3
"""The version since which weeks say of how many cases a share of target was known."""
WITH_STANDUPS = 4
"""The version since which stand-ups and their answers are kept."""
# What a file must be able to answer, by the version that brought it.
_QUESTIONS = (
    (
        "SELECT board, layout, composed_at_us, change FROM boards LIMIT 0",
        "SELECT id, board, title, at_us, content FROM shown LIMIT 0",
        "SELECT board, title, id FROM current LIMIT 0",
    ),
    (
        "SELECT id, board, measure, scope, week_on, value, numerator, denominator FROM weeks LIMIT 0",
        "SELECT computed_at_us, cause FROM weeks LIMIT 0",
    ),
    ("SELECT cases, without_target, without_hours FROM weeks LIMIT 0",),
    (
        "SELECT id, board, at_us, content FROM standups LIMIT 0",
        "SELECT id, board, standup_at_us, standup_on, number, queue FROM answers LIMIT 0",
        "SELECT reason, promise, promised_on, given_at_us FROM answers LIMIT 0",
    ),
    ("SELECT source FROM answers LIMIT 0",),
)
QUESTIONS = tuple(question for questions in _QUESTIONS for question in questions)


def journal_kind(places: Places) -> FileKind:
    """The journal as a file that is kept: a damaged one is healed."""

    def is_to_blame(failure: Failure) -> bool:
        # while opening, `open_journal` has done what can be done
        return failure.was_open and failure.file is not None and is_damage(failure.fault, places.journal)

    return FileKind(
        "journal",
        places.journal,
        lambda: open_journal(places),
        is_to_blame,
        lambda failure: heal(places, str(failure.fault), only=failure.file),
        lambda: is_sound(places.journal, QUESTIONS, check="integrity"),
        "what it has stays as it is",
    )


def open_journal(places: Places) -> sqlite3.Connection:
    """The journal, healed from its newest sound copy if it is damaged or gone, in the present form.

    Raises sqlite3.Error or OSError where the disk or the rights do not allow it.
    """
    if _is_hollow(places.journal):
        heal(places, "gone or empty")
    found = identity(places.journal)
    try:
        return _opened(places.journal)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
        if not is_damage(fault, places.journal):
            raise
        heal(places, str(fault), only=found, why="newer" if isinstance(fault, NewerForm) else "damaged")
    return _opened(places.journal)


def heal(places: Places, cause: str, *, only: tuple[int, int] | None = None, why: str = "damaged") -> None:
    """Set the journal aside and put its newest sound copy in its place; with no copy it begins anew.

    `only` names the file that was found damaged: another one in its place has been healed by another process.
    """
    with wait_for(places.locks / "journal.lock"):
        if only is not None and identity(places.journal) != only:
            return
        if only is None and not _is_hollow(places.journal):
            return
        if only is None and not _has_log(places.journal):
            places.journal.unlink(missing_ok=True)  # killed while it was made: there is nothing to keep
        aside = set_aside(places.journal, why)
        is_healed = _from_copy(places, cause)
        if only is not None and not is_healed:
            log.warning("the journal begins anew: there is no sound copy (%s)", cause)
        if aside is not None and why == "damaged":
            _salvage(places, aside)


def _from_copy(places: Places, cause: str) -> bool:
    for copy in reversed(_copies(places)):
        if _is_good(copy):
            write_whole(places.journal, copy.read_bytes())
            log.warning("the journal goes on from %s (%s)", copy.name, cause)
            return True
    return False


def _salvage(places: Places, damaged: Path) -> None:
    try:
        with closing(_opened(places.journal)) as connection:
            count = salvage(damaged, connection)
    except FAULTS as fault:
        log.warning("what no copy has is still in %s, since it could not be written: %s", damaged.name, fault)
        return
    if count:
        log.warning("%d rows that no copy has were still to be read in %s", count, damaged.name)


def _copies(places: Places) -> list[Path]:
    """The daily copies, the newest last: by the rows that they hold, since a clock that leapt misnames its days."""
    return sorted(places.copies.glob(_COPY.format(day="*")), key=lambda copy: (_last_number(copy), copy.name))


def copied_us(places: Places) -> int | None:
    """The day of the newest daily copy, as the instant of its begin (UTC); None where there is none."""
    days = [copy.stem.removeprefix("journal-") for copy in _copies(places)]
    if not days or not is_date(days[-1]):
        return None
    return round(datetime.fromisoformat(days[-1]).replace(tzinfo=UTC).timestamp() * 1e6)


def _last_number(copy: Path) -> int:
    with suppress(*FAULTS), closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        return int(connection.execute("SELECT coalesce(max(id), 0) FROM shown").fetchone()[0])
    return -1


def copy_daily(connection: sqlite3.Connection, places: Places, now_us: int, is_ending: Callable[[], bool]) -> None:
    """Copy the journal once a day (UTC) and keep the last seven; given up when `is_ending`.

    Raises sqlite3.Error or OSError; Unsound when the journal turns out to be damaged.
    """
    day = datetime.fromtimestamp(now_us / 1e6, tz=UTC).date().isoformat()
    target = places.copies / _COPY.format(day=day)
    if target.exists():
        return
    temporary = places.copies / f".copy-{os.getpid()}"
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=FULL")
            connection.backup(copy, pages=512, progress=lambda *_: _end_if(is_ending()))
            copy.execute("PRAGMA journal_mode=DELETE")
        if not _is_good(temporary):
            msg = "its copy is not sound"
            raise Unsound(msg)
        temporary.replace(target)
        sync_folder(places.copies)
    except _EndingError:
        return
    finally:
        temporary.unlink(missing_ok=True)
    for old in _copies(places)[:-COPIES_KEPT]:
        old.unlink(missing_ok=True)


class _EndingError(Exception):
    pass


def _end_if(is_ending: bool) -> None:
    if is_ending:
        raise _EndingError


def _opened(path: Path) -> sqlite3.Connection:
    connection = connect(path, "FULL")
    try:
        with writing(connection):
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version > len(MIGRATIONS):
                msg = f"it is of version {version}, which is newer than this program"
                raise NewerForm(msg)
            for statements in MIGRATIONS[version:]:
                for statement in statements:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
        for question in QUESTIONS:
            connection.execute(question).fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_hollow(path: Path) -> bool:
    """Whether there is no journal, or one that was cut to nothing."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True


def _has_log(path: Path) -> bool:
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def _is_good(copy: Path) -> bool:
    with suppress(*FAULTS), closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        questions = [question for questions in _QUESTIONS[:version] for question in questions]
        return 0 < version <= len(MIGRATIONS) and is_sound(copy, questions, check="integrity")
    return False
