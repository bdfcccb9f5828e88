"""Tables in text: encoding, delimiter, headings, and rows as fast as polars reads them."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import polars as pl

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.encodings import decoded
from wallboard.sources.files.lines import Form, sound_lines
from wallboard.sources.files.table import (
    Layout,
    Table,
    open_line,
    positions,
    refuse_broken_off,
    refuse_long,
    refuse_uneven,
    refuse_wide,
)
from wallboard.sources.files.unpack import Content
from wallboard.sources.mapping.plain import LINE, MOST_ROWS

DELIMITERS: Final = (",", ";", "\t", "|")
# No heading line is longer; a million headings need not be split to be refused.
LONGEST_HEADER: Final = 1_000_000
_SEP_LINE: Final = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Heading:
    """The headings, what stands between them, and how many lines lie above the first row."""

    names: tuple[str, ...]
    delimiter: str
    lines: int


def text_table(content: Content, layout: Layout, wanted: frozenset[str], key: str) -> Table:
    """The wanted columns of a table in text; `key` is the column by which a row is known as one.

    Raises NeedsPerson for an encoding that does not fit, and beyond the bounds of `table`; Passing for a text that
    breaks off within its last row.
    """
    text = decoded(content, layout.encoding)
    data = text.data
    if b"\r" in data[:LONGEST_HEADER] and b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    heading = _heading(content.name, data, layout, wanted)
    refuse_wide(content.name, len(heading.names))
    cells, spoiled = _rows(data, heading, wanted, key)
    refuse_long(content.name, cells.height)
    refuse_uneven(content.name, len(spoiled), cells.height)
    line = open_line(data)
    if _is_short(data, heading):
        refuse_broken_off(content.name, line, spoiled)
    return Table(content.name, heading.names, cells, spoiled, remarks=text.remarks, open_line=line)


def _heading(name: str, data: bytes, layout: Layout, wanted: frozenset[str]) -> _Heading:
    said = layout.delimiter
    for number, line in enumerate(_first_lines(data), start=1):
        if layout.header_row is not None and number < layout.header_row:
            continue
        if (separator := _SEP_LINE.match(line)) and layout.header_row is None:
            said = said or separator.group(1)
        elif line.strip() or layout.header_row is not None:
            refuse_wide(name, max(line.count(delimiter) for delimiter in (*DELIMITERS, said or ",")))
            delimiter = said or _delimiter(line, wanted)
            return _Heading(_split(line, delimiter), delimiter, number)
    raise NeedsPerson(words("file.header.none", file=name), words("file.remedy.column"))


def _is_short(data: bytes, heading: _Heading) -> bool:
    """Whether the last line has fewer fields than there are headings, or a quotation mark that nothing closes."""
    last = data[data.rfind(b"\n") + 1 :]
    return last.count(heading.delimiter.encode()) < len(heading.names) - 1 or last.count(b'"') % 2 == 1


def _first_lines(data: bytes) -> Iterator[str]:
    start = 0
    for _ in range(1_001):
        end = data.find(b"\n", start)
        stop = len(data) if end < 0 else end
        yield data[start : min(stop, start + LONGEST_HEADER)].decode(errors="replace").rstrip("\r")
        if end < 0:
            return
        start = end + 1


def _delimiter(line: str, wanted: frozenset[str]) -> str:
    """The delimiter under which most of the mapped columns are found, then the most frequent."""
    return max(DELIMITERS, key=lambda one: (len(wanted.intersection(_split(line, one))), line.count(one)))


def _split(line: str, delimiter: str) -> tuple[str, ...]:
    try:
        return tuple(field.strip() for field in next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return tuple(field.strip() for field in line.split(delimiter))


def _rows(data: bytes, heading: _Heading, wanted: frozenset[str], key: str) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The cells of the wanted columns with their lines, and the lines that are no rows."""
    places = positions(heading.names, wanted)
    size = len(heading.names)
    if b'"' not in data:
        cells = _parsed(data, heading, places, quote=None)
        if _is_even(data, heading, cells, key):
            lines = pl.int_range(heading.lines + 1, heading.lines + 1 + pl.len(), dtype=pl.Int64).alias(LINE)
            return cells.select(*places, lines), ()
    form = Form(heading.delimiter, size, places.get(key, 0))
    sound = sound_lines(data, heading.lines, form)
    clean = sound.texts.str.join("\n").item().encode()
    cells = _parsed(clean, _Heading(heading.names, heading.delimiter, 0), places, quote='"')
    return cells.select(*places, sound.lines.alias(LINE)), sound.spoiled


def _parsed(data: bytes, heading: _Heading, places: dict[str, int], quote: str | None) -> pl.DataFrame:
    """The cells at the places, and those that tell an uneven table: the last column and one beyond."""
    size = len(heading.names)
    columns = [pl.col(f"c{place}").alias(name) for name, place in places.items()]
    return (
        pl.scan_csv(
            data,
            has_header=False,
            skip_lines=heading.lines,
            separator=heading.delimiter,
            quote_char=quote,
            schema={f"c{place}": pl.String() for place in range(size + 1)},
            missing_columns="insert",
            extra_columns="ignore",
            truncate_ragged_lines=True,
            n_rows=MOST_ROWS + 1,
            glob=False,
        )
        .select(*columns, pl.col(f"c{size - 1}").alias("\0last"), pl.col(f"c{size}").alias("\0over"))
        .collect()
    )


def _is_even(data: bytes, heading: _Heading, cells: pl.DataFrame, key: str) -> bool:
    """Whether every line of a text without quotation marks has as many fields as there are headings."""
    if cells.get_column("\0over").null_count() < cells.height:
        return False
    if key in cells.columns and cells.get_column(key).null_count():
        return False
    if not cells.get_column("\0last").null_count():
        return True
    above = b"\n".join(islice(iter(data.split(b"\n", heading.lines)), heading.lines))
    mark = heading.delimiter.encode()
    return data.count(mark) - above.count(mark) == cells.height * (len(heading.names) - 1)
