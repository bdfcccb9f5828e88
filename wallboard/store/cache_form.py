"""The cache's tables: how they are made, and what of those that another version of the program has made will do."""

import hashlib
import sqlite3
from contextlib import closing
from functools import cache
from typing import NamedTuple

from wallboard.core.records import SCHEMAS
from wallboard.store import rows
from wallboard.store.sqlite import NewerForm, Unsound

# Raised when what stands in the columns means something else: then nothing of it will do.
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


class _Kind(NamedTuple):
    """What SQLite tells of a column: its type, whether it takes no null, its default, its place in the key."""

    type: str
    takes_no_null: int
    default: str | None
    place_in_key: int

    @property
    def may_be_missing(self) -> bool:
        """Whether rows can be read and written without it."""
        return not self.takes_no_null and self.default is None and not self.place_in_key


_Columns = dict[str, dict[str, _Kind]]


def make_tables(connection: sqlite3.Connection) -> None:
    """Make them in a new file, inside the caller's transaction."""
    if connection.execute("PRAGMA user_version").fetchone()[0] != 0:
        return  # another process was quicker
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO store VALUES (1, ?, 0)", (_FORM,))
    connection.execute(f"PRAGMA user_version={_VERSION}")


def judge(connection: sqlite3.Connection) -> None:
    """Raise NewerForm unless the file's tables will do, and Unsound where they are not what the file says they are.

    Those of another version do where they lack whole resources, or columns of them, or have columns more: what is
    lacking is read as null until something is written (`complete`), and what is more is left null.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    lacks_some = _lacks_some(_columns(connection)) if version == _VERSION else None
    if lacks_some is None:
        msg = "it is of another version"
        raise NewerForm(msg)
    form = connection.execute("SELECT form FROM store").fetchone()
    if form is None or (lacks_some and form == (_FORM,)):
        msg = "its tables are not those that were made"
        raise Unsound(msg)


def complete(connection: sqlite3.Connection) -> None:
    """Add what tables of another version lack, inside the caller's transaction, which is about to write rows.

    Not before: reading needs no room on the disk.
    """
    if connection.execute("SELECT form FROM store").fetchone() == (_FORM,):
        return
    found = _columns(connection)
    if not _lacks_some(found):
        return
    for resource, statement in zip(SCHEMAS, rows.table_texts(), strict=True):
        if resource not in found:
            connection.execute(statement)
            continue
        for name, kind in _own_columns()[resource].items():
            if name not in found[resource]:
                connection.execute(f'ALTER TABLE "{resource}" ADD COLUMN "{name}" {kind.type}')
    connection.execute("UPDATE store SET form=?", (_FORM,))


def _lacks_some(found: _Columns) -> bool | None:
    """Whether tables lack resources or columns; None where they differ in anything but that and columns more."""
    own = _own_columns()
    if not own.keys() - SCHEMAS.keys() <= found.keys() <= own.keys():
        return None
    for table, columns in found.items():
        differing = dict(columns.items() ^ own[table].items())
        are_named_alike = bool(differing.keys() & columns.keys() & own[table].keys())
        will_do = table in SCHEMAS and all(kind.may_be_missing for kind in differing.values())
        if differing and (are_named_alike or not will_do):
            return None
    return any(own[table].keys() - found.get(table, {}).keys() for table in own)


def _columns(connection: sqlite3.Connection) -> _Columns:
    text = (
        'SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_schema AS t '
        "JOIN pragma_table_xinfo(t.name) AS c WHERE t.type='table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    )
    found: _Columns = {}
    for table, name, *kind in connection.execute(text):
        found.setdefault(table, {})[name] = _Kind(*kind)
    return found


@cache
def _own_columns() -> _Columns:
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in _TABLES:
            connection.execute(statement)
        return _columns(connection)
