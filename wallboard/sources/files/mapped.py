"""The rows of a resource under its fields' names: values mapped, times read, unusable rows counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from wallboard.core.records import Unusable
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.columns import TextColumn, TimeColumn
from wallboard.sources.files.dates import instants
from wallboard.sources.files.doubts import Reading, shortened
from wallboard.sources.files.options import FileResource
from wallboard.sources.files.table import LINE, NOT_PLAIN, Table

FILE = "\0file"
ROW = "\0row"
EXAMPLES = 5
# Four thousand characters of any script, as databases allow for a long text; nothing mapped is one. What is longer
# would be kept many times over: a cell of 30 MB took more than a gigabyte.
MOST_CELL = 16_384
# By which field a row is known as one; those that are no case's and no opportunity's are a person's too.
KEYS: Mapping[str, str] = {"appointments": "id", "absences": "person"}
NUMBER = "number"


@dataclass(frozen=True)
class Rows:
    """A resource's usable rows so far, in the source's order, and those that were left out.

    `frame` holds each field as text, FILE, LINE and ROW (counted over all files); `files` their names.
    """

    resource: str
    frame: pl.DataFrame
    files: tuple[str, ...]
    unusable: tuple[Unusable, ...] = field(default=())

    def place(self, row: int) -> str:
        """Where a row of `frame` stands, as file and line."""
        file, line = self.frame.select(FILE, LINE).row(row)
        return f"{self.files[file]}:{line}"

    def without(self, is_bad: pl.Expr | pl.Series, key: str, **args: str | int | Words) -> "Rows":
        """The rows without the bad ones, which are counted under a sentence and the first named."""
        # A comparison with nothing is neither true nor false: such a row is not bad.
        is_bad = is_bad.fill_null(value=False)
        bad = self.frame.filter(is_bad)
        if bad.is_empty():
            return self
        named = [f"{self.files[file]}:{line}" for file, line in bad.head(EXAMPLES).select(FILE, LINE).iter_rows()]
        found = Unusable(self.resource, words(key, n=bad.height, **args), bad.height, tuple(named))
        left = self.frame.filter(~is_bad)
        return replace(self, frame=left, unusable=(*self.unusable, found))


def fields_of(resource: FileResource) -> dict[str, TextColumn | TimeColumn]:
    """The mapped fields of a resource, in the order of its model, each with its column."""
    model = getattr(resource, "fields")  # noqa: B009  each kind of resource has fields of its own
    found: dict[str, TextColumn | TimeColumn] = {}
    for name, info in type(model).model_fields.items():
        value = getattr(model, name)
        if value is not None:
            found[name] = _column(value, is_time="TimeColumn" in str(info.annotation))
    return found


def _column(value: str | TextColumn | TimeColumn, *, is_time: bool) -> TextColumn | TimeColumn:
    if not isinstance(value, str):
        return value
    return TimeColumn(column=value) if is_time else TextColumn(column=value)


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
    for field_name, column in columns.items():
        text, said = pl.col(field_name), {"column": column.column}
        rows = rows.without(text == NOT_PLAIN, "file.row.not-plain", **said)
        rows = rows.without(text.str.len_bytes() > MOST_CELL, "file.row.long", most=MOST_CELL // 1024, **said)
    if name not in KEYS:
        return rows.without(pl.col(NUMBER).is_null(), "file.row.number")
    for key in dict.fromkeys((KEYS[name], "person")):
        rows = rows.without(pl.col(key).is_null(), "file.row.no-time", column=columns[key].column)
    return rows


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


def timed(
    rows: Rows,
    name: str,
    column: TimeColumn,
    tables: Sequence[Table],
    time_zone: str,
    *,
    is_needed: bool = False,
) -> Rows:
    """The rows with NAME read as NAME_at and NAME_is_date; those whose text is no time are left out, counted.

    NAME_on is the date where it stands without a time. `is_needed` leaves out those without a time as well.
    """
    texts = rows.frame.get_column(name)
    read = instants(texts, reading(name, column, tables, time_zone, rows.place))
    frame = rows.frame.drop(name).with_columns(
        read.at.alias(f"{name}_at"),
        read.on.alias(f"{name}_on"),
        read.is_date.alias(f"{name}_is_date"),
        read.is_bad.alias("\0bad"),
    )
    left = replace(rows, frame=frame)
    if read.is_bad.any():
        example = shortened(str(texts.filter(read.is_bad)[0]))
        left = left.without(pl.col("\0bad"), "file.row.time", column=column.column, example=example)
    if is_needed:
        left = left.without(pl.col(f"{name}_at").is_null(), "file.row.no-time", column=column.column)
    return replace(left, frame=left.frame.drop("\0bad"))


def times_of(columns: Mapping[str, TextColumn | TimeColumn]) -> dict[str, TimeColumn]:
    """Those of the fields that are times."""
    return {name: column for name, column in columns.items() if isinstance(column, TimeColumn)}


def reading(
    name: str, column: TimeColumn, tables: Sequence[Table], time_zone: str, place: Callable[[int], str]
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
