"""The sources' rows as tables: their form in SQLite, what changed between two reads, and frames both ways."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.records import SCHEMAS, Batch, empty, in_form

Hashes = NDArray[np.uint64]

SLICE = 500
_FETCH = 20_000
# Rows of a key are numbered from 0 in the source's order; rows whose key is missing from here.
_KEYLESS = -(1 << 40)
N = "n"
_ODD = np.uint64(0x9E3779B97F4A7C15)


def key_of(resource: str) -> str:
    """The column by which a resource's rows belong together: its first."""
    return next(iter(SCHEMAS[resource]))


def in_order(batch: Batch) -> Batch:
    """The batch with frames in exactly the form of SCHEMAS, rows by key, in the source's order within a key.

    Rows come out of the cache like this; whoever reads without the cache gets the same order from here.
    Raises polars' errors and ValueError where a frame has another form: a source's mistake.
    """
    frames = {resource: sorted_by_key(resource, in_form(resource, frame)) for resource, frame in batch.frames.items()}
    return replace(batch, frames=frames)


def sorted_by_key(resource: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The rows by key, those without one first; in the order in which they came within a key."""
    key = frame.get_column(key_of(resource))
    # polars takes a column for sorted with its gaps at either end; here, as in SQLite, they come first
    is_in_order = key.is_sorted() and (not key.null_count() or key[0] is None)
    return frame if is_in_order else frame.sort(key.name, maintain_order=True)


def numbered_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame, whose rows lie in order, with each row's place within its key as `n`."""
    return frame.hstack([pl.Series(N, _places(frame.to_series(0)))])


def _places(key: pl.Series) -> NDArray[np.int64]:
    run = key.rle_id().to_numpy()
    place: NDArray[np.int64] = np.arange(run.size) - np.flatnonzero(np.diff(run, prepend=-1))[run]
    if key.null_count():
        place[key.is_null().to_numpy()] += _KEYLESS
    return place


def digest(frame: pl.DataFrame) -> str:
    """Tells a frame in order from any other; good for one version of polars.

    A sum over the rows, each with its place within its key: what changes some rows changes it by theirs alone.
    SQLite notices a broken tree, not a broken letter: this does, for a fiftieth of the time that reading takes.
    """
    return _digest(frame.height, _sum_of(_placed(_hashes(frame), _places(frame.to_series(0)))))


def digest_after(before: str | None, change: "Changes") -> str | None:
    """That of the rows after a change, from that of the rows before it (None: of no rows); None where another version
    of polars, or of this program, told that one, or one of rows in another form."""
    told = (before or _digest(0, 0)).split()
    if " ".join(told[:-2]) != _DIGESTS:
        return None
    return _digest(int(told[-2]) + change.more, int(told[-1]) + change.sum)


def _digest(count: int, total: int) -> str:
    return f"{_DIGESTS} {count} {total % (1 << 64)}"


def _hashes(frame: pl.DataFrame) -> Hashes:
    """One of each row, whatever its place."""
    return frame.hash_rows(seed=1).to_numpy() if frame.height else np.empty(0, dtype=np.uint64)


def _placed(hashes: Hashes, places: NDArray[np.int64]) -> Hashes:
    """Hashes that tell rows of one key apart which are alike but for their places."""
    return hashes ^ (places.astype(np.uint64) * _ODD)


def _sum_of(placed: Hashes) -> int:
    """A number that such hashes add up to, whatever their order."""
    mixed = placed * _ODD  # or two rows that change places would mostly add up to the same
    mixed ^= mixed >> np.uint64(29)
    return int(mixed.sum(dtype=np.uint64))


@dataclass(frozen=True, slots=True)
class Changes:
    """A resource's rows to write, and the places (key, n) of those that are gone, as the tables hold them.

    `more` and `sum` are by how much they change the digest; `hashes` those of all rows as they are after it, where
    they are known.
    """

    upserts: pl.DataFrame
    removals: pl.DataFrame
    more: int
    sum: int
    hashes: Hashes | None


def changes(
    resource: str, before: pl.DataFrame, now: pl.DataFrame, hashes_before: Hashes | None = None
) -> Changes | None:
    """What turns one frame into the other; None where they are equal. `hashes_before` are the first's, if known.

    Rows are told apart by hashes of 64 bits: an eighth of what joins over all columns cost. Were a changed row ever
    taken for an old one, it would stand in the file until the row changes again.
    """
    if before is now:
        return None
    hashes = _hashes(now)
    old_hashes = _hashes(before) if hashes_before is None else hashes_before
    if np.array_equal(hashes, old_hashes):
        return None
    key = key_of(resource)
    head, tail = _alike_around(now.get_column(key), old_hashes, hashes)
    old, of_old = _part(before, old_hashes, head, tail)
    new, of_new = _part(now, hashes, head, tail)
    come, gone = _missing(of_new, of_old), _missing(of_old, of_new)
    upserts = new[come]
    removals = old[gone].select(key, N) if gone.size else old.head(0).select(key, N)
    if gone.size and come.size:  # a row that took another's place replaces it
        removals = removals.join(upserts.select(key, N), on=[key, N], how="anti", nulls_equal=True)
    more, by = now.height - before.height, _sum_of(of_new) - _sum_of(of_old)
    return Changes(_stored_form(resource, upserts), _stored_form(resource, removals), more, by, hashes)


def _alike_around(key: pl.Series, before: Hashes, now: Hashes) -> tuple[int, int]:
    """How many rows at the head and at the tail are the same before and now, in whole keys; `key` is that of now.

    Most of what is there has long been there: what lies between is a part of it.
    """
    head = _alike(before, now)
    tail = _alike(before[head:][::-1], now[head:][::-1])
    if head:
        head -= int(key.head(head).eq_missing(key[head - 1]).sum())
    if tail:
        tail -= int(key.tail(tail).eq_missing(key[-tail]).sum())
    return head, tail


def _alike(one: Hashes, other: Hashes) -> int:
    """How many of both are the same from the first on."""
    least = min(one.size, other.size)
    differs = np.flatnonzero(one[:least] != other[:least])
    return int(differs[0]) if differs.size else least


def _missing(these: Hashes, others: Hashes) -> NDArray[np.intp]:
    """Which of these are not among the others."""
    if not others.size:
        return np.arange(these.size)
    ordered = np.sort(others)
    return np.flatnonzero(ordered.take(np.searchsorted(ordered, these), mode="clip") != these)


def _part(frame: pl.DataFrame, hashes: Hashes, head: int, tail: int) -> tuple[pl.DataFrame, Hashes]:
    """The rows between, numbered, and their hashes with their places."""
    numbered = numbered_rows(frame.slice(head, frame.height - head - tail))
    return numbered, _placed(hashes[head : hashes.size - tail], numbered.get_column(N).to_numpy())


def _stored_form(resource: str, frame: pl.DataFrame) -> pl.DataFrame:
    """As SQLite takes the columns; each by itself, since a query of polars would cost more than so few rows."""
    if frame.is_empty():
        return frame
    schema, key = SCHEMAS[resource], key_of(resource)
    return pl.DataFrame(
        [
            column if column.name == N else _stored_column(column, schema[column.name], is_key=column.name == key)
            for column in frame.get_columns()
        ]
    )


def _stored_column(column: pl.Series, kind: pl.DataType, *, is_key: bool) -> pl.Series:
    if isinstance(kind, pl.Datetime | pl.Date):
        return column.to_physical()
    if isinstance(kind, pl.Boolean):
        return column.cast(pl.Int8)
    if kind.is_numeric():
        return column
    text = column.cast(pl.String)
    return text.fill_null("") if is_key and text.null_count() else text


def table_texts() -> Iterator[str]:
    """The statements that create the resources' tables; instants are int64 microseconds UTC, dates days."""
    for resource, schema in SCHEMAS.items():
        key = key_of(resource)
        columns = [f'"{key}" TEXT NOT NULL', "n INTEGER NOT NULL"]
        columns += [f'"{name}" {_sql_type(kind)}' for name, kind in schema.items() if name != key]
        yield (
            f'CREATE TABLE "{resource}" (site INTEGER NOT NULL, {", ".join(columns)}, '
            f'PRIMARY KEY (site, "{key}", n)) STRICT, WITHOUT ROWID'
        )


def _sql_type(kind: pl.DataType) -> str:
    if kind.is_float():
        return "REAL"
    return "INTEGER" if _is_whole(kind) else "TEXT"


def _is_whole(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Datetime | pl.Date | pl.Boolean) or kind.is_integer()


FORM: Final = hashlib.blake2b("\n".join(table_texts()).encode(), digest_size=4).hexdigest()
"""Tells the columns that rows have now from those that rows of another version have."""
_DIGESTS = f"{pl.__version__}/3/{FORM}"


def write(connection: sqlite3.Connection, site: int, all_changes: Mapping[str, Changes]) -> None:
    """Put the changes of every resource into the tables, in slices, inside the caller's transaction."""
    for resource, change in all_changes.items():
        key = key_of(resource)
        remove = f'DELETE FROM "{resource}" WHERE site={site:d} AND "{key}"=? AND n=?'  # noqa: S608 - own names
        _in_slices(connection, remove, change.removals)
        columns = ", ".join(f'"{name}"' for name in change.upserts.columns)
        marks = ", ".join("?" * change.upserts.width)
        insert = f'INSERT OR REPLACE INTO "{resource}" (site, {columns}) VALUES ({site:d}, {marks})'  # noqa: S608
        _in_slices(connection, insert, change.upserts)


def _in_slices(connection: sqlite3.Connection, statement: str, frame: pl.DataFrame) -> None:
    rows = frame.iter_rows(buffer_size=_FETCH)
    while some := list(islice(rows, SLICE)):
        connection.executemany(statement, some)


def read(connection: sqlite3.Connection, site: int, resources: Iterable[str]) -> dict[str, pl.DataFrame]:
    """The rows of a site, resource by resource, in the forms of SCHEMAS; columns that the tables lack are null."""
    return {resource: _read_one(connection, site, resource) for resource in resources}


def _read_one(connection: sqlite3.Connection, site: int, resource: str) -> pl.DataFrame:
    schema, key = SCHEMAS[resource], key_of(resource)
    there = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (resource,))}
    # SQLite takes the name of a column that is not there for a text
    columns = ", ".join(f'"{name}"' if name in there else "NULL" for name in schema)
    text = f'SELECT n, {columns} FROM "{resource}" WHERE site=? ORDER BY "{key}", n'  # noqa: S608 - own names
    form = {N: pl.Int64(), **{name: _fetched_type(kind) for name, kind in schema.items()}}
    cursor = connection.execute(text, (site,))
    parts = []
    while some := cursor.fetchmany(_FETCH):
        parts.append(pl.DataFrame(some, schema=form, orient="row"))
    if not parts:
        return empty(resource)
    keyless = pl.when(pl.col(N) < 0).then(None).otherwise(pl.col(key)).alias(key)
    whole = pl.concat(parts, rechunk=True).with_columns(keyless)
    return whole.select(pl.col(name).cast(kind) for name, kind in schema.items())


def _fetched_type(kind: pl.DataType) -> pl.DataType:
    if kind.is_float():
        return kind
    return pl.Int64() if _is_whole(kind) else pl.String()
