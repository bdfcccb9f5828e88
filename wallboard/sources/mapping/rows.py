"""The rows of a resource under its fields' names: values of some length, times read, unusable rows counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from wallboard.core.records import Unusable
from wallboard.core.words import Words, words
from wallboard.sources.contract import Part
from wallboard.sources.mapping.columns import TextColumn, TimeColumn
from wallboard.sources.mapping.dates import instants
from wallboard.sources.mapping.doubts import Reading, shortened
from wallboard.sources.mapping.plain import LINE, NOT_PLAIN

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

    def names(self, rows: pl.DataFrame) -> tuple[str, ...]:
        """By what rows of `frame` are named where they cannot be used."""
        return tuple(f"{self.files[file]}:{line}" for file, line in rows.select(FILE, LINE).iter_rows())

    def keys(self, rows: pl.DataFrame) -> tuple[str, ...]:  # noqa: ARG002  of a file all rows come each time
        """The keys of rows of `frame` that cannot be used, where rows come by changes."""
        return ()

    def without(self, is_bad: pl.Expr | pl.Series, key: str, **args: str | int | Words) -> "Rows":
        """The rows without the bad ones, which are counted under a sentence and the first named."""
        # A comparison with nothing is neither true nor false: such a row is not bad.
        is_bad = is_bad.fill_null(value=False)
        bad = self.frame.filter(is_bad)
        if bad.is_empty():
            return self
        named = self.names(bad.head(EXAMPLES))
        found = Unusable(self.resource, words(key, n=bad.height, **args), bad.height, named, self.keys(bad))
        left = self.frame.filter(~is_bad)
        return replace(self, frame=left, unusable=(*self.unusable, found))


def columns_in(model: Part) -> dict[str, TextColumn | TimeColumn]:
    """The fields that are mapped to a column, in the order of their model."""
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


def known(rows: Rows, names: Mapping[str, str]) -> Rows:
    """The rows whose fields hold plain values of some length, and that have what they are known by.

    `names` are the fields' columns, as sentences name them.
    """
    for field_name, column in names.items():
        text = pl.col(field_name)
        rows = rows.without(text == NOT_PLAIN, "file.row.not-plain", column=column)
        rows = rows.without(text.str.len_bytes() > MOST_CELL, "file.row.long", most=MOST_CELL // 1024, column=column)
    if rows.resource not in KEYS:
        return rows.without(pl.col(NUMBER).is_null(), "file.row.number", column=names[NUMBER])
    for key in dict.fromkeys((KEYS[rows.resource], "person")):
        rows = rows.without(pl.col(key).is_null(), "file.row.no-time", column=names[key])
    return rows


def timed(rows: Rows, name: str, how: Reading, *, is_needed: bool = False) -> Rows:
    """The rows with NAME read as NAME_at and NAME_is_date; those whose text is no time are left out, counted.

    NAME_on is the date where it stands without a time. `is_needed` leaves out those without a time as well.
    """
    texts = rows.frame.get_column(name)
    read = instants(texts, replace(how, place=rows.place))
    frame = rows.frame.drop(name).with_columns(
        read.at.alias(f"{name}_at"),
        read.on.alias(f"{name}_on"),
        read.is_date.alias(f"{name}_is_date"),
        read.is_bad.alias("\0bad"),
    )
    left = replace(rows, frame=frame)
    if how.is_told:
        left = left.without(pl.col("\0bad"), "record.row.time", column=how.column)
    elif read.is_bad.any():
        example = shortened(str(texts.filter(read.is_bad)[0]))
        left = left.without(pl.col("\0bad"), "file.row.time", column=how.column, example=example)
    if is_needed:
        left = left.without(pl.col(f"{name}_at").is_null(), "file.row.no-time", column=how.column)
    return replace(left, frame=left.frame.drop("\0bad"))


def times_of(columns: Mapping[str, TextColumn | TimeColumn]) -> dict[str, TimeColumn]:
    """Those of the fields that are times."""
    return {name: column for name, column in columns.items() if isinstance(column, TimeColumn)}
