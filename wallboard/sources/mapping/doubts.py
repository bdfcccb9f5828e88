"""What is said of a column of times that cannot be read, with values, lines and a remedy in the board's own shape."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.local_time import DAY_S
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# One unreadable value is a slip; two, and more than those that can be read, are the wrong column or format.
FEW_VALUES: Final = 2
LONGEST_EXAMPLE: Final = 40
_EXAMPLES: Final = 2
_PLAIN_NAME: Final = re.compile(r"[^\W\d_][\w -]*(?<! )")
_YAML_WORDS: Final = ("y", "n", "yes", "no", "on", "off", "true", "false", "null")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a column of times is read: `field` names it in faults, `format` is None where it is to be found.

    `is_typed` tells texts that were a spreadsheet's own dates (ISO 8601; a column of midnights is of dates).
    `is_told` tells times that a program gave, a few at a time: ISO 8601 unless `format` says otherwise. Nothing is
    found from the others, nothing refused for them, and none is quoted.
    `place` says where the row at a position stands, as in “erp.csv:12”.
    """

    field: str
    column: str
    file: str
    time_zone: str
    format: str | None = None
    is_typed: bool = False
    place: Callable[[int], str] = str
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Texts:
    """A column's texts in their order, and each distinct one with how often it is there."""

    all: pl.Series
    distinct: pl.Series
    counts: Ints

    def first(self, of: Flags, most: int = 1) -> list[tuple[int, int]]:
        """The first distinct texts among the flagged: their places in `all` and in `distinct`."""
        found: list[tuple[int, int]] = []
        flagged = self.distinct.filter(pl.Series(of))
        rows = self.all.is_in(flagged.implode()).fill_null(value=False).arg_true()
        for row in rows:
            at = int((self.distinct == self.all[row]).arg_max() or 0)
            if at not in [place for _, place in found]:
                found.append((int(row), at))
            if len(found) == most:
                break
        return found

    def example(self, of: Flags) -> str:
        """The first of the flagged texts, cut where it is long."""
        return shortened(str(self.all[self.first(of)[0][0]]))


def shortened(text: str) -> str:
    """A value as a fault quotes it."""
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[: LONGEST_EXAMPLE - 1]}…"


def mixed(texts: Texts, only_day: Flags, only_month: Flags, how: Reading) -> NeedsPerson:
    """The fault of a column that some wrote with the day first and some with the month."""
    fault = words(
        "file.dates.mixed",
        column=how.column,
        file=how.file,
        day_first=texts.example(only_day),
        month_first=texts.example(only_month),
        rows_day=int(texts.counts[only_day].sum()),
        rows_month=int(texts.counts[only_month].sum()),
    )
    return NeedsPerson(fault, words("file.remedy.format"))


def ambiguous(texts: Texts, either: Flags, read: tuple[Ints, Ints], how: Reading) -> NeedsPerson:
    """The fault of a column that reads with the day first and with the month first (`read`, in seconds)."""
    first, *more = (_both_ways(texts, row, at, read, how) for row, at in texts.first(either, _EXAMPLES))
    fault = words(
        "file.dates.ambiguous",
        column=how.column,
        file=how.file,
        first=first,
        second=words("file.dates.also", reading=more[0]) if more else None,
        n=int(texts.counts[either].sum()),
    )
    sample = str(texts.all[texts.first(either)[0][0]])
    remedy = words("file.remedy.day-or-month", day=_shape(sample, "d", "m", how), month=_shape(sample, "m", "d", how))
    return NeedsPerson(fault, remedy)


def _both_ways(texts: Texts, row: int, at: int, read: tuple[Ints, Ints], how: Reading) -> Words:
    day_first, month_first = (
        date.fromordinal(date(1970, 1, 1).toordinal() + int(days[at]) // DAY_S).isoformat() for days in read
    )
    return words(
        "file.dates.reading",
        text=shortened(str(texts.all[row])),
        where=how.place(row),
        day_first=day_first,
        month_first=month_first,
    )


def _shape(sample: str, first: str, second: str, how: Reading) -> str:
    """What the board would say of the field to have its times read in one way."""
    mark = "-" if "-" in sample[:3] else "/"
    form = f"%{first}{mark}%{second}{mark}%Y{_time_form(sample)}"
    column = how.column
    if not _PLAIN_NAME.fullmatch(column) or column.lower() in _YAML_WORDS:
        column = json.dumps(column, ensure_ascii=False)
    return f'{how.field}: {{column: {column}, format: "{form}"}}'


def _time_form(sample: str) -> str:
    """The format of what follows a date, none where nothing does."""
    found = re.search(r"(T|,? +)[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?([.,][0-9]+)?( ?)([AaPp][Mm])?", sample)
    if found is None:
        return ""
    mark, second, fraction, space, half = found.groups()
    clock = "%I:%M" if half else "%H:%M"
    return f"{mark}{clock}{':%S' if second else ''}{'%.f' if fraction else ''}{f'{space}%p' if half else ''}"


def refuse_strange(texts: Texts, is_bad: Flags, how: Reading) -> None:
    """Raises NeedsPerson for a column of which most texts are no times: not so many bad rows, but the wrong one."""
    bad, rows = int(texts.counts[is_bad].sum()), int(texts.counts.sum())
    if bad < FEW_VALUES or 2 * bad <= rows:
        return
    key = "file.dates.none" if how.format is None else "file.dates.format"
    fault = words(
        key,
        column=how.column,
        file=how.file,
        n=bad,
        rows=rows,
        example=texts.example(is_bad),
        format=how.format or "",
    )
    raise NeedsPerson(fault, words("file.remedy.format"))
