"""The cache's file: its tables, and how damage, a full disk or another process's work on it are met."""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import TypeVar

import polars as pl

from wallboard.core.words import Words, words
from wallboard.store import rows
from wallboard.store.locks import wait_for
from wallboard.store.places import Places
from wallboard.store.sqlite import (
    FAULTS,
    NewerForm,
    Unsound,
    connect,
    connect_to_read,
    identity,
    is_damage,
    is_sound,
    set_aside,
    writing,
)
from wallboard.store.write_trouble import WriteTrouble

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

_VERSION = 1
_STORE_TABLE = (
    "CREATE TABLE store (one INTEGER PRIMARY KEY CHECK (one = 1), form TEXT NOT NULL, seq INTEGER NOT NULL) STRICT"
)
_SITES_TABLE = (
    "CREATE TABLE sites (site TEXT PRIMARY KEY, no INTEGER NOT NULL UNIQUE, seq INTEGER NOT NULL, "
    "turn INTEGER NOT NULL, batch TEXT, condition TEXT NOT NULL, image TEXT) STRICT, WITHOUT ROWID"
)
_TABLES = (_STORE_TABLE, _SITES_TABLE, *rows.table_texts())
_FORM = hashlib.blake2b("\n".join(_TABLES).encode(), digest_size=8).hexdigest()
_QUESTIONS = (
    "SELECT one, form, seq FROM store LIMIT 0",
    "SELECT site, no, seq, turn, batch, condition, image FROM sites LIMIT 0",
    *rows.questions(),
)
# What reading content that nobody here wrote ends in.
_NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, pl.exceptions.PolarsError)


class CacheFile:
    """The connection to the cache, opened when first needed and again whenever the file was replaced.

    `trouble` says what keeps it from being written. `on_opened` is called when another file is in hand than
    before, `on_rebuilt` with the new, empty one after damage, to write what is known. With `is_read_only` nothing is
    written, and what is damaged is left where it lies.
    """

    def __init__(
        self,
        places: Places,
        on_opened: Callable[[], None],
        on_rebuilt: Work[None],
        *,
        is_read_only: bool = False,
        elapsed_s: Callable[[], float] = monotonic,
    ) -> None:
        self.trouble: Words | None = None
        self._write_trouble = WriteTrouble(elapsed_s)
        self._is_read_only = is_read_only
        self._places = places
        self._on_opened = on_opened
        self._on_rebuilt = on_rebuilt
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    def close(self) -> None:
        """Let the file go."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None

    def safely(self, work: Work[T], otherwise: T, *, is_write: bool = False, is_proof: bool = False) -> T:
        """Do the work; damage is set aside and the work done again on a new file.

        Any other fault becomes `trouble`, and the answer `otherwise`. `is_proof` says that the work, a write, had
        failed before, and nothing else waits.
        """
        for is_last in (False, True):
            try:
                result = work(self._opened())
            except (*FAULTS, *_NOT_OURS) as fault:
                if not is_last and self._heal(fault):
                    continue
                self._complain(fault)
                return otherwise
            if is_write and self._write_trouble.succeeded(is_proof=is_proof):
                log.warning("the cache can be written again")
                self.trouble = None
            return result
        return otherwise

    def check(self) -> None:
        """Read the whole file for damage, and rebuild it if there is any."""
        self.safely(self._raise_unless_sound, None)

    def _raise_unless_sound(self, _: sqlite3.Connection) -> None:
        # Rows out of order, or changed, are found by their digests.
        if not is_sound(self._places.cache, _QUESTIONS, check="quick"):
            msg = "the quick check found damage"
            raise Unsound(msg)

    def _opened(self) -> sqlite3.Connection:
        path = self._places.cache
        if self._connection is not None and identity(path) != self._identity:
            self.close()  # deleted, or set aside by another process
        if self._connection is None:
            self._identity = identity(path)
            self._connection = self._open()
            self._identity = identity(path)
            self._on_opened()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        connection = (
            connect_to_read(self._places.cache) if self._is_read_only else connect(self._places.cache, "NORMAL")
        )
        try:
            if not self._is_read_only and connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                with writing(connection):
                    _make_tables(connection)
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            form = connection.execute("SELECT form FROM store").fetchone()
            if version != _VERSION or form != (_FORM,):
                msg = "it is of another version"
                raise NewerForm(msg)
        except BaseException:
            connection.close()
            raise
        return connection

    def _heal(self, fault: BaseException) -> bool:
        """Set a damaged file aside and begin a new one; False where the file is not to blame."""
        path = self._places.cache
        if self._is_read_only:
            return False
        if not isinstance(fault, _NOT_OURS) and not is_damage(fault, path):
            return False
        log.warning("the cache is damaged (%s) and is rebuilt", fault)
        self.close()
        try:
            with wait_for(self._places.locks / "cache.lock"):
                if self._identity in (identity(path), None):  # else another process has done so
                    set_aside(path)
            self._on_rebuilt(self._opened())
        except FAULTS as other:
            self._complain(other)
            return False
        return True

    def _complain(self, fault: BaseException) -> None:
        if self._write_trouble.failed():
            kept = "" if self._is_read_only else "; rows are kept in memory"
            log.warning("the cache cannot be used (%s)%s", fault, kept)
        self.trouble = words("trouble.cache", why=str(fault))


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """One view of the file over several reads; inside a transaction that is there already."""
    if connection.in_transaction:
        yield
        return
    connection.execute("BEGIN")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _make_tables(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] != 0:
        return  # another process was quicker
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO store VALUES (1, ?, 0)", (_FORM,))
    connection.execute(f"PRAGMA user_version={_VERSION}")
