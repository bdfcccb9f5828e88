"""The cache's file: its tables, how it is opened, and what is done about damage."""

import hashlib
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import polars as pl

from wallboard.store import rows
from wallboard.store.kept_file import Failure, FileKind
from wallboard.store.locks import wait_for
from wallboard.store.places import Places
from wallboard.store.sqlite import (
    FAULTS,
    NewerForm,
    connect,
    connect_to_read,
    identity,
    is_damage,
    is_sound,
    set_aside,
    writing,
)

log = logging.getLogger(__name__)

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


def cache_kind(places: Places, *, is_read_only: bool = False) -> FileKind:
    """The cache as a file that is kept: a damaged one is set aside, and a new one begun.

    With `is_read_only` nothing is written, and what is damaged is left where it lies.
    """
    path = places.cache

    def is_to_blame(failure: Failure) -> bool:
        return not is_read_only and (isinstance(failure.fault, _NOT_OURS) or is_damage(failure.fault, path))

    def begin_anew(failure: Failure) -> None:
        log.warning("the cache is damaged (%s) and is rebuilt", failure.fault)
        with wait_for(places.locks / "cache.lock"):
            if failure.file in (identity(path), None):  # else another process has done so
                set_aside(path)

    return FileKind(
        "cache",
        path,
        partial(_open, path, is_read_only=is_read_only),
        is_to_blame,
        begin_anew,
        # Rows out of order, or changed, are found by their digests.
        partial(is_sound, path, _QUESTIONS, check="quick"),
        "" if is_read_only else "rows are kept in memory",
        (*FAULTS, *_NOT_OURS),
    )


def _open(path: Path, *, is_read_only: bool) -> sqlite3.Connection:
    connection = connect_to_read(path) if is_read_only else connect(path, "NORMAL")
    try:
        if not is_read_only and connection.execute("PRAGMA user_version").fetchone()[0] == 0:
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
