"""The cache's file: how it is opened, and what is done about damage."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import polars as pl

from wallboard.store.cache_form import judge, make_tables
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
    opened,
    set_aside,
    writing,
)

log = logging.getLogger(__name__)

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
        is_damaged = not isinstance(failure.fault, NewerForm)
        if is_damaged:
            log.warning("the cache is damaged (%s) and is rebuilt", failure.fault)
        else:
            log.warning("the cache is of another version and is rebuilt")
        with wait_for(places.locks / "cache.lock"):
            if failure.file in (identity(path), None):  # else another process has done so
                set_aside(path, "damaged" if is_damaged else "of-another-version")

    return FileKind(
        "cache",
        path,
        partial(_open, path, is_read_only=is_read_only),
        is_to_blame,
        begin_anew,
        # Rows out of order, or changed, are found by their digests.
        partial(_is_sound, path),
        "" if is_read_only else "rows are kept in memory",
        (*FAULTS, *_NOT_OURS),
    )


def _open(path: Path, *, is_read_only: bool) -> sqlite3.Connection:
    connection = connect_to_read(path) if is_read_only else connect(path, "NORMAL")
    try:
        if not is_read_only and connection.execute("PRAGMA user_version").fetchone()[0] == 0:
            with writing(connection):
                make_tables(connection)
        judge(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_sound(path: Path) -> bool:
    """Whether SQLite finds nothing, and the tables are what they were when the file was opened."""
    if not is_sound(path, check="quick"):
        return False
    try:
        with closing(opened(path)) as connection:
            judge(connection)
    except sqlite3.DatabaseError:
        return False
    return True


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
