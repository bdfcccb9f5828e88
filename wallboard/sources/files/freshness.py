"""How fresh a resource is: by the column that says so, else by its files' times, never later than now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.mapped import as_of_column, reading
from wallboard.sources.files.options import FileResource
from wallboard.sources.files.places import Seen
from wallboard.sources.files.table import Table
from wallboard.sources.mapping.columns import TimeColumn
from wallboard.sources.mapping.dates import instants
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.plain import LINE

# Two clocks in one office differ by less; more is a mistake that would keep a dead export fresh for ever.
MOST_AHEAD_US: Final = 300_000_000


@dataclass(frozen=True, slots=True)
class Fresh:
    """The instant (µs UTC) from which a resource's age counts, and what is to be said of it."""

    as_of_us: int
    remarks: tuple[Words, ...] = ()


def fresh(resource: FileResource, tables: Sequence[Table], files: Sequence[Seen], time_zone: str, now_us: int) -> Fresh:
    """How fresh a resource is; Raises NeedsPerson for a column that is to say so and does not."""
    column = as_of_column(resource)
    if column is None:
        return by_files(files, now_us)
    if not any(table.cells.height for table in tables):
        found = by_files(files, now_us)
        remark = words("file.as-of.no-rows", file=tables[0].name, column=column.column)
        return Fresh(found.as_of_us, (*found.remarks, remark))
    return _by_column(column, _texts(resource, column, tables), tables, time_zone, now_us)


def by_files(files: Sequence[Seen], now_us: int) -> Fresh:
    """As fresh as the newest of some files, never later than now."""
    ahead = [one for one in files if one.changed_ns // 1000 > now_us + MOST_AHEAD_US]
    as_of_us = min(now_us, max(one.changed_ns for one in files) // 1000)
    return Fresh(as_of_us, (words("file.clock", file=ahead[0].name),) if ahead else ())


def _texts(resource: FileResource, column: TimeColumn, tables: Sequence[Table]) -> pl.DataFrame:
    """The column's values over all tables, with the file and line of each."""
    text = pl.col(column.column).str.strip_chars()
    return pl.concat(
        table.cells.select(text.alias("text"), pl.lit(index).alias("file"), pl.col(LINE))
        for index, table in enumerate(tables)
    ).filter(~pl.col("text").is_in(["", *resource.missing]).fill_null(value=True))


def _by_column(column: TimeColumn, texts: pl.DataFrame, tables: Sequence[Table], time_zone: str, now_us: int) -> Fresh:
    def place(row: int) -> str:
        _, file, line = texts.row(row)
        return f"{tables[file].name}:{line}"

    said = {"column": column.column, "file": tables[0].name}
    if texts.is_empty():
        raise NeedsPerson(words("file.as-of.none", **said), words("file.remedy.as-of"))
    read = instants(texts.get_column("text"), reading("as_of", column, tables, time_zone, place))
    us = read.at.dt.epoch("us")
    bad = texts.filter(read.is_bad).get_column("text")
    ahead = texts.filter(us > now_us + MOST_AHEAD_US).get_column("text")
    latest = us.filter(us <= now_us + MOST_AHEAD_US).max()
    if not isinstance(latest, int):
        key, of, remedy = ("future", ahead, "clock") if len(ahead) else ("unread", bad, "as-of")
        fault = words(f"file.as-of.{key}", example=shortened(of[0]), **said)
        raise NeedsPerson(fault, words(f"file.remedy.{remedy}"))
    remarks = [
        words(f"file.as-of.some-{key}", n=len(of), column=column.column, example=shortened(of[0]))
        for key, of in (("future", ahead), ("unread", bad))
        if len(of)
    ]
    return Fresh(min(latest, now_us), tuple(remarks))
