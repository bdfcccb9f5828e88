"""A table as read: its headings, its cells as text, and the lines that are no rows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import polars as pl

from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.files.doubts import shortened

MOST_COLUMNS: Final = 2_000
MOST_ROWS: Final = 5_000_000
FEW_LINES: Final = 10
LINE: Final = "\0line"
# Stands in a cell that holds no plain value: a list, an object, or text that is broken.
NOT_PLAIN: Final = "\0not plain"


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written, as far as the board says so."""

    sheet: str | None = None
    header_row: int | None = None
    delimiter: str | None = None
    encoding: str | None = None
    member: str | None = None
    records: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table's rows.

    `cells` holds those of the wanted columns that the header has, as text, and LINE, the line of the file on
    which each row stands (its place in the list, in formats without lines). `spoiled` are the lines that are no
    rows, for the reason that the sentence `spoiled_as` gives. `open_line` is the last line of a text where that has no
    end, else 0.
    """

    name: str
    header: tuple[str, ...]
    cells: pl.DataFrame
    spoiled: tuple[int, ...] = ()
    spoiled_as: str = "file.row.spoiled"
    is_typed: bool = False
    remarks: tuple[Words, ...] = ()
    open_line: int = 0

    def refuse_without(self, column: str, remedy: str = "file.remedy.column") -> None:
        """Raises NeedsPerson, with a remedy, where the column is not among the headings, or there twice."""
        found = self.header.count(column)
        if found == 1:
            return
        headings = ", ".join(shortened(heading) for heading in self.header[:40] if heading)
        place = {"column": column, "file": self.name, "found": headings}
        if found:
            raise NeedsPerson(words("file.column.twice", **place), words(remedy))
        near = get_close_matches(column, self.header, n=1)
        if near:
            raise NeedsPerson(words("file.column.near", near=near[0], **place), words(remedy))
        raise NeedsPerson(words("file.column.gone", **place), words(remedy))


def positions(header: Sequence[str], wanted: frozenset[str]) -> dict[str, int]:
    """Where the wanted headings that stand there once are."""
    return {name: header.index(name) for name in sorted(wanted) if header.count(name) == 1}


def refuse_wide(name: str, columns: int) -> None:
    """Raises NeedsPerson for a table of more columns than anyone exports."""
    if columns > MOST_COLUMNS:
        raise NeedsPerson(words("file.wide", file=name, n=columns, most=MOST_COLUMNS), words("file.remedy.bound"))


def refuse_uneven(name: str, spoiled: int, rows: int, key: str = "file.uneven") -> None:
    """Raises NeedsPerson where most lines are no rows: then it is the headings that do not fit, not the lines."""
    if spoiled >= FEW_LINES and spoiled > rows:
        fault = words(key, file=name, n=spoiled, rows=spoiled + rows)
        raise NeedsPerson(fault, words("file.remedy.column"))


def refuse_long(name: str, rows: int) -> None:
    """Raises NeedsPerson for more rows than the board is made for."""
    if rows > MOST_ROWS:
        raise NeedsPerson(words("file.long", file=name, n=rows, most=MOST_ROWS), words("file.remedy.bound"))


def open_line(data: bytes) -> int:
    """The last line of a text, counted from 1, where it has no end; else 0."""
    return 0 if not data or data.endswith(b"\n") else data.count(b"\n") + 1


def broken_off(name: str, line: int) -> Passing:
    """The fault of a text of which only a part is there."""
    return Passing(words("file.broken-off", file=name, line=line), words("file.remedy.line-end"))


def refuse_broken_off(name: str, line: int, spoiled: Sequence[int]) -> None:
    """Raises Passing where the open line of a text is no row: only a part of the file is there."""
    if line and line in spoiled[-1:]:
        raise broken_off(name, line)
