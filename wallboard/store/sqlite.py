"""SQLite as both stores use it: opening, transactions, telling damage from other faults, setting aside.

Standard library alone: the glass reads the journal with it.
"""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

log = logging.getLogger(__name__)

Identity = tuple[int, int]
"""Of a file: its device and its number there."""

BUSY_S = 5.0
_LOG_BYTES = 1 << 20
_BESIDE = ("-wal", "-shm")
# SQLITE_ERROR: a statement that is right does not fit what stands in the file.
_DAMAGE = (
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_FORMAT,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
)
_NO_INDEX = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL)
# Takes no lock: a reader that may write nothing keeps nobody from anything, and may see what is being moved.
_ALONE = "mode=ro&vfs=unix-none"

# What a file can answer with: where a damaged one is quoted in the message, that need not be text.
FAULTS = (sqlite3.Error, OSError, UnicodeDecodeError)


class Unsound(sqlite3.DatabaseError):
    """A check found damage that no statement has met yet."""


class NewerForm(sqlite3.DatabaseError):
    """The file was written by a later version of the program, or in another form."""


def opened(path: Path, how: str = "mode=rw", *, busy_s: float = BUSY_S) -> sqlite3.Connection:
    """A connection as SQLite makes it, to a file that is there already. Raises sqlite3.Error and OSError."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, timeout=busy_s, isolation_level=None)


def connect(path: Path, synchronous: Literal["NORMAL", "FULL"]) -> sqlite3.Connection:
    """A connection in WAL mode without automatic checkpoints, which grow with history (see `checkpoint`).

    Raises sqlite3.DatabaseError where the file is damaged, cannot be opened or is no database.
    """
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    os.chmod(path, 0o600)  # noqa: PTH101 - the same call works where the path is a link
    return connection


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that needs no right to write, neither to the file nor to its folder, and no room on the disk.

    Without a log beside the file nobody is writing, and the file is read as it stands. With one it is followed; where
    even that needs a right or room that is missing, file and log are read as they stand. Raises sqlite3.DatabaseError
    as `connect` does, and where there is no file.
    """
    if path.with_name(path.name + "-wal").exists():
        with suppress(sqlite3.OperationalError):
            return _connect_to_read(path, "mode=ro")
        with suppress(sqlite3.OperationalError):
            return _connect_to_read(path, _ALONE)
    return _connect_to_read(path, "mode=ro&immutable=1")


def hinders_reading(fault: BaseException) -> bool:
    """Whether the disk or a missing right keeps SQLite from the index of a log: `connect_to_read` needs none."""
    return (getattr(fault, "sqlite_errorcode", None) or 0) & 0xFF in _NO_INDEX


def _connect_to_read(path: Path, how: str) -> sqlite3.Connection:
    connection = opened(path, how)
    try:
        if how == _ALONE:
            # SQLite then keeps the log's index in memory; without it in a file that it shares with other processes.
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").fetchone()
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """One transaction that has the right to write from its start; undone by any exception."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has undone it already when the disk is full
            connection.execute("ROLLBACK")
        raise


def checkpoint(connection: sqlite3.Connection, path: Path) -> None:
    """Move what is in the log into the file, as far as no reader is in the way, once there is enough of it."""
    with suppress(FileNotFoundError):
        if path.with_name(path.name + "-wal").stat().st_size >= _LOG_BYTES:
            connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def emptied_log(connection: sqlite3.Connection) -> bool:
    """Move all of the log into the file and cut it to nothing; False where a reader is in the way for too long."""
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def is_sound(path: Path, questions: Sequence[str] = (), *, check: Literal["quick", "integrity"]) -> bool:
    """Whether SQLite's own check of the whole file finds nothing, and it can answer these questions.

    The quick one takes 0.1 s for 100,000 cases and passes over rows that are out of order; the other does not.
    Asked on a connection of its own: one in use would be content with the pages that it remembers.
    """
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as connection:
            rows = connection.execute(f"PRAGMA {check}_check(1)").fetchall()
            for question in questions:
                connection.execute(question).fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    return bool(rows == [("ok",)])


def is_damage(fault: BaseException, path: Path) -> bool:
    """Whether the file itself is at fault, rather than the disk, the rights or another process."""
    if isinstance(fault, NewerForm | Unsound | UnicodeDecodeError) or path.is_dir():
        return True
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None:  # the module's own: a text that is no UTF-8
        return isinstance(fault, sqlite3.OperationalError)
    return code & 0xFF in _DAMAGE


def identity(path: Path) -> Identity | None:
    """Tells a file from another one that later stands in its place; None where there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def set_aside(path: Path, why: str = "damaged") -> Path | None:
    """Move a file, with what SQLite keeps beside it, to `NAME.WHY-<n>`; only the last one set aside is kept.

    Returns where it lies now, None where there was nothing. Raises OSError where it cannot be moved.
    """
    pattern = f"{path.stem}.{why}-"
    older = [entry for entry in path.parent.iterdir() if entry.name.startswith(pattern)]
    numbers = [entry.name[len(pattern) :].partition("-")[0] for entry in older]
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    target = path.with_name(f"{pattern}{last + 1}")
    if not path.exists():
        _remove([path.with_name(path.name + end) for end in _BESIDE])
        return None
    path.rename(target)
    for end in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + end).rename(target.with_name(target.name + end))
    _remove(older)
    log.warning("%s was %s; it now lies at %s", path.name, why.replace("-", " "), target.name)
    return target


def _remove(entries: list[Path]) -> None:
    for entry in entries:
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
