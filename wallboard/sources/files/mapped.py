"""The tables of a resource as its rows: columns found, values mapped, what is spoiled counted."""

from collections.abc import Callable, Sequence

import polars as pl

from wallboard.core.records import Unusable
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.options import FileResource
from wallboard.sources.files.table import Table
from wallboard.sources.mapping.columns import TextColumn, TimeColumn
from wallboard.sources.mapping.doubts import Reading, shortened
from wallboard.sources.mapping.plain import LINE
from wallboard.sources.mapping.rows import EXAMPLES, FILE, KEYS, NUMBER, ROW, Rows, columns_in, known


def fields_of(resource: FileResource) -> dict[str, TextColumn | TimeColumn]:
    """The mapped fields of a resource, in the order of its model, each with its column."""
    return columns_in(getattr(resource, "fields"))  # noqa: B009  each kind of resource has fields of its own


def as_of_column(resource: FileResource) -> TimeColumn | None:
    """The column that says how fresh the file is, if one is mapped."""
    if resource.as_of is None or isinstance(resource.as_of, TimeColumn):
        return resource.as_of
    return TimeColumn(column=resource.as_of)


def columns_of(resource: FileResource) -> frozenset[str]:
    """Every heading that a resource asks for."""
    as_of = as_of_column(resource)
    names = {column.column for column in fields_of(resource).values()}
    return frozenset(names | ({as_of.column} if as_of else set()))


def key_columns(name: str, resource: FileResource) -> tuple[str, ...]:
    """The columns by which a resource's rows are known: of its number or, first, its id, and the person."""
    columns = fields_of(resource)
    keys = dict.fromkeys((KEYS[name], "person")) if name in KEYS else (NUMBER,)
    return tuple(columns[key].column for key in keys)


def rows_of(name: str, resource: FileResource, tables: Sequence[Table]) -> Rows:
    """The rows of a resource over all of its tables, as text; without spoiled lines, or without a number.

    Raises NeedsPerson where a mapped column is missing in one of them.
    """
    columns = fields_of(resource)
    of_fields = {column.column for column in columns.values()}
    wanted = {
        column: "file.remedy.column" if column in of_fields else "file.remedy.as-of" for column in columns_of(resource)
    }
    for table in tables:
        table.refuse_without(wanted)
    missing = ["", *resource.missing]
    frame = pl.concat(
        table.cells.lazy().select(
            *(_text(column, missing).alias(field_name) for field_name, column in columns.items()),
            pl.lit(index, dtype=pl.Int32).alias(FILE),
            pl.col(LINE),
        )
        for index, table in enumerate(tables)
    ).with_row_index(ROW)
    rows = Rows(name, frame.collect(), tuple(table.name for table in tables), _spoiled(name, tables))
    return known(rows, {field_name: column.column for field_name, column in columns.items()})


def refuse_useless(rows: Rows, tables: Sequence[Table]) -> None:
    """Raises NeedsPerson where a table has rows of which not one can be used: no rows would look like no work."""
    there = sum(table.cells.height + len(table.spoiled) for table in tables)
    lost = sum(one.count for one in rows.unusable)
    if not there or lost < there:
        return
    first = rows.unusable[0]
    file = tables[0].name if len(tables) == 1 else f"{tables[0].name} …"
    fault = words("file.useless", n=there, file=file, why=first.why, where=", ".join(first.examples))
    raise NeedsPerson(fault, words("file.remedy.useless"))


def repeated(rows: Rows) -> tuple[Words, ...]:
    """What is to be said of numbers that stand in one file more than once, one remark for all files."""
    key = KEYS.get(rows.resource, NUMBER)
    twice = rows.frame.filter(pl.struct(key, FILE).is_duplicated())
    found = twice.group_by(key, FILE, maintain_order=True).agg(pl.col(LINE).head(2))
    if found.is_empty():
        return ()
    named = [
        words("file.repeated.one", number=shortened(number), file=rows.files[file], first=lines[0], second=lines[1])
        for number, file, lines in found.head(2).iter_rows()
    ]
    other = words("file.repeated.next", one=named[1]) if len(named) > 1 else None
    return (words("file.repeated", n=twice.height - found.height, first=named[0], second=other),)


def _text(column: TextColumn | TimeColumn, missing: list[str]) -> pl.Expr:
    text = pl.col(column.column).str.strip_chars()
    text = pl.when(~text.is_in(missing)).then(text)
    if isinstance(column, TextColumn) and column.values:
        return text.replace(dict(column.values))
    return text


def _spoiled(name: str, tables: Sequence[Table]) -> tuple[Unusable, ...]:
    count = sum(len(table.spoiled) for table in tables)
    if not count:
        return ()
    named = [f"{table.name}:{line}" for table in tables for line in table.spoiled[:EXAMPLES]]
    key = next(table.spoiled_as for table in tables if table.spoiled)
    return (Unusable(name, words(key, n=count), count, tuple(named[:EXAMPLES])),)


def reading(
    name: str, column: TimeColumn, tables: Sequence[Table], time_zone: str, place: Callable[[int], str] = str
) -> Reading:
    """How a field's column of times is read in the tables."""
    return Reading(
        name,
        column.column,
        tables[0].name if len(tables) == 1 else f"{tables[0].name} …",
        column.time_zone or time_zone,
        column.format,
        is_typed=all(table.is_typed for table in tables),
        place=place,
    )
