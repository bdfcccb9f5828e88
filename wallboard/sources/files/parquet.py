"""Tables in Parquet: columns that know their types, written as the texts that every other format has."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import polars as pl

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.files.footer import ENCRYPTED, claims
from wallboard.sources.files.table import Layout, Table, refuse_long, refuse_wide
from wallboard.sources.files.unpack import MOST_UNPACKED, Content, refuse_unpacked
from wallboard.sources.mapping.plain import LINE

# What is no plain value: lists, structures and bytes, and times that are no instant.
_NOT_PLAIN: Final = (pl.List, pl.Array, pl.Struct, pl.Object, pl.Binary, pl.Time, pl.Duration)
_WHOLE: Final = 2**53


def parquet_table(
    content: Content,
    layout: Layout,  # noqa: ARG001  as its siblings
    wanted: frozenset[str],
    keys: frozenset[str],
) -> Table:
    """The wanted columns; a name such as client.name leads into a structure.

    `keys` are those by which rows are known: true and false are no number and no name.

    Instants become ISO 8601 in UTC, times without a zone stay without one, dates are dates. Raises NeedsPerson for
    a column of lists and beyond bounds, Passing for a file that is cut off or damaged.
    """
    if content.data.endswith(ENCRYPTED):
        raise NeedsPerson(words("file.locked", file=content.name), words("file.remedy.password"))
    with _damage_told(content.name):
        schema = pl.read_parquet_schema(content.data)
        refuse_wide(content.name, len(schema))
        roots = frozenset(name if name in schema else name.split(".")[0] for name in wanted)
        said = claims(content.data, roots)
        refuse_long(content.name, said.rows)
        refuse_unpacked(content.name, said.unpacked, len(content.data))
        columns = {name: found for name in sorted(wanted) if (found := _column(name, schema)) is not None}
        _refuse_not_plain(content.name, columns, keys)
        rows = _read(content, columns, said.rows)
        cells = rows.select(*(_text(rows[name]).alias(name) for name in rows.columns))
        numbers = pl.int_range(1, said.rows + 1, eager=True, dtype=pl.Int64).alias(LINE)
        header = (*(name for name in schema if name not in cells.columns), *cells.columns)
        cells = cells.with_columns(numbers) if columns else numbers.to_frame()
        return Table(content.name, header, cells, strange_as="file.columns.few")


@contextmanager
def _damage_told(name: str) -> Iterator[None]:
    """Whatever a reader of untrusted bytes may raise, as the fault of a damaged file."""
    damaged = Passing(words("file.damaged", file=name), words("file.remedy.wait"))
    try:
        yield
    except SourceFault:
        raise
    except (pl.exceptions.PolarsError, ValueError, OSError) as fault:
        raise damaged from fault
    except BaseException as fault:
        # A panic of the reader is no Exception; it must not end the collector.
        if type(fault).__name__ != "PanicException":
            raise
        raise damaged from fault


def _read(content: Content, columns: dict[str, tuple[pl.Expr, pl.DataType]], rows: int) -> pl.DataFrame:
    if not columns or not rows:
        return pl.DataFrame(schema={name: kind for name, (_, kind) in columns.items()})
    lazy = pl.scan_parquet(content.data, glob=False).select(found.alias(name) for name, (found, _) in columns.items())
    # A text that is kept once and stands in every row is small only until the rows are written out.
    texts = [name for name, (_, kind) in columns.items() if kind == pl.String]
    if texts:
        sizes = lazy.select(pl.sum_horizontal(pl.col(texts).str.len_bytes().cast(pl.Int64).sum()))
        refuse_unpacked(content.name, int(sizes.collect().item() or 0), MOST_UNPACKED)
    found = lazy.collect()
    if found.height != rows:
        msg = "not all rows are there"
        raise ValueError(msg)
    return found


def _column(name: str, schema: Mapping[str, pl.DataType]) -> tuple[pl.Expr, pl.DataType] | None:
    """Where a name leads and of which type what is there is; None where it leads nowhere."""
    if name in schema:
        return pl.col(name), schema[name]
    first, *path = name.split(".")
    if first not in schema:
        return None
    found, kind = pl.col(first), schema[first]
    for part in path:
        fields = {field.name: field.dtype for field in kind.fields} if isinstance(kind, pl.Struct) else {}
        if part not in fields:
            return None
        inner = fields[part]
        found, kind = found.struct.field(part), inner if isinstance(inner, pl.DataType) else inner()
    return found, kind


def _refuse_not_plain(name: str, columns: dict[str, tuple[pl.Expr, pl.DataType]], keys: frozenset[str]) -> None:
    for column, (_, kind) in columns.items():
        if isinstance(kind, _NOT_PLAIN) or (column in keys and kind == pl.Boolean):
            inner = [f"{column}.{field.name}" for field in kind.fields] if isinstance(kind, pl.Struct) else []
            fault = words("file.column.not-plain", file=name, column=column, kind=type(kind).__name__.lower())
            if inner:
                detail = words("file.detail.inner", found=", ".join(inner[:40]))
                raise NeedsPerson(fault, words("file.remedy.inner", column=column), detail=detail)
            raise NeedsPerson(fault, words("file.remedy.column"))


def _text(column: pl.Series) -> pl.Series:
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        return _instants(column, kind.time_zone is not None)
    if kind.is_float():
        # Ids that lost their type where some are missing: 1001.0 is the number 1001.
        wide = column.cast(pl.Float64)
        wide = wide.set(~wide.is_finite(), None)
        is_whole = (wide == wide.round()) & (wide.abs() < _WHOLE)
        whole = wide.cast(pl.Int64, strict=False).cast(pl.String)
        texts = pl.DataFrame({"wide": wide, "is": is_whole, "whole": whole})
        return texts.select(pl.when("is").then("whole").otherwise(pl.col("wide").cast(pl.String))).to_series()
    if kind.is_decimal():
        # Databases say numeric(10, 2) for what they number from 1 on.
        return column.cast(pl.String).str.replace(r"\.0+$", "")
    return column.cast(pl.String)


def _instants(column: pl.Series, has_zone: bool) -> pl.Series:
    micros = column.dt.cast_time_unit("us")
    if has_zone:
        return micros.dt.convert_time_zone("UTC").dt.to_string("%Y-%m-%dT%H:%M:%S%.6fZ")
    # Where no time of day is told at all, the column is of dates, whatever its writer had to call it.
    if micros.drop_nulls().dt.truncate("1d").eq(micros.drop_nulls()).all():
        return micros.dt.date().cast(pl.String)
    return micros.dt.to_string("%Y-%m-%dT%H:%M:%S%.6f")
