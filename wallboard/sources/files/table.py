"""A table as read: its headings, its cells as text, and the lines that are no rows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

import polars as pl

from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.plain import MOST_ROWS

MOST_COLUMNS: Final = 2_000
FEW_LINES: Final = 10
_MOST_NAMED: Final = 40
# As near as a letter too many or two that changed places.
_NEAR: Final = 0.8
_STRANGE_REMEDIES: Final = {"file.header.data": "file.remedy.header", "file.columns.few": "file.remedy.other"}


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
    rows, for the reason that the sentence `spoiled_as` gives. `strange_as` says what is the matter where hardly one
    wanted column is there. `open_line` is the last line of a text where that has no end, else 0.
    """

    name: str
    header: tuple[str, ...]
    cells: pl.DataFrame
    spoiled: tuple[int, ...] = ()
    spoiled_as: str = "file.row.spoiled"
    strange_as: Literal["file.header.data", "file.columns.few"] = "file.header.data"
    is_typed: bool = False
    remarks: tuple[Words, ...] = ()
    open_line: int = 0

    def refuse_without(self, wanted: Mapping[str, str]) -> None:
        """Raises NeedsPerson where a wanted column is not among the headings, or there twice; each has its remedy.

        What stands in the place of headings may be rows, and theirs are names of clients: the fault names none but one
        that is all but the missing one, and that only where most of the others are there. All of them are its detail.
        """
        found = ", ".join(shortened(heading) for heading in self.header[:_MOST_NAMED] if heading)
        detail = words("file.detail.columns", found=found) if found else None
        missing = [column for column in sorted(wanted) if column not in self.header]
        there = len(wanted) - len(missing)
        if len(missing) > 1 and 2 * there < len(wanted):
            fault = words(self.strange_as, file=self.name, n=len(wanted), there=there)
            raise NeedsPerson(fault, words(_STRANGE_REMEDIES[self.strange_as]), detail=detail)
        for column in missing:
            near = get_close_matches(column, self.header, n=1, cutoff=_NEAR) if there else []
            key = "file.column.near" if near else "file.column.gone"
            fault = words(key, column=column, file=self.name, **({"near": near[0]} if near else {}))
            raise NeedsPerson(fault, words(wanted[column]), detail=detail)
        for column in sorted(wanted):
            if self.header.count(column) > 1:
                fault = words("file.column.twice", column=column, file=self.name)
                raise NeedsPerson(fault, words(wanted[column]), detail=detail)


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
