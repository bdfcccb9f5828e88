"""Tables in JSON: a list of objects, one somewhere inside an object, or one object a line; every value as its text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import polars as pl

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.body import DECODER, TWICE, Body
from wallboard.sources.files.encodings import decoded
from wallboard.sources.files.table import (
    Layout,
    Table,
    open_line,
    refuse_broken_off,
    refuse_long,
    refuse_uneven,
    refuse_wide,
)
from wallboard.sources.files.unpack import LINES, Content
from wallboard.sources.mapping.plain import LINE, MOST_ROWS, NOT_PLAIN

# A list is held as text while its objects are read one by one; lines need not be.
MOST_BODY: Final = 250_000_000
LONGEST_LINE: Final = 10_000_000
# Of so many records the keys are noted, so that a fault can say which there are.
_NOTED: Final = 200

Record = tuple[int, Any]


def object_table(content: Content, layout: Layout, wanted: frozenset[str], keys: frozenset[str]) -> Table:
    """The wanted values of each object; a name such as client.name leads into objects within.

    `keys` are those of them by which rows are known: true and false are no number and no name.

    What no object has may stand once beside the list, such as when all of it was exported.

    Raises NeedsPerson where there is no list of objects, and beyond bounds; Passing for a list or a
    last line that is cut off.
    """
    text = decoded(content, layout.encoding)
    line = 0
    if content.is_of(LINES) or (layout.records is None and _is_lines(text.data)):
        found = _gathered(content.name, _lines(text.data), wanted, keys)
        refuse_uneven(content.name, len(found.spoiled), len(found.lines), "file.uneven.objects")
        line = open_line(text.data)
        refuse_broken_off(content.name, line, found.spoiled)
    else:
        if len(text.data) > MOST_BODY:
            fault = words("file.large", file=content.name, most=MOST_BODY // 1_000_000)
            raise NeedsPerson(fault, words("file.remedy.lines"))
        path = tuple(layout.records.split(".")) if layout.records else ()
        body = Body(content.name, text.data.decode())
        found = _gathered(content.name, body.records(path), wanted, keys)
        found.add_beside(body.beside)
    return Table(
        content.name,
        found.header(wanted),
        found.frame(),
        tuple(found.spoiled),
        spoiled_as="file.row.no-object",
        strange_as="file.columns.few",
        remarks=text.remarks,
        open_line=line,
    )


def _is_lines(data: bytes) -> bool:
    """Whether a text is one object a line, under whatever name: the first line is a whole object, and more follow."""
    first, _, rest = data.lstrip().partition(b"\n")
    if not first.startswith(b"{") or not rest.strip() or len(first) > LONGEST_LINE:
        return False
    return _object(first) is not None


def _lines(data: bytes) -> Iterator[Record]:
    """The objects of a text with one a line, with their lines; None for a line that is none."""
    for number, line in enumerate(BytesIO(data), start=1):
        if len(line) > LONGEST_LINE:
            yield number, None
        elif line.strip(b" \t\r\n\x1e\0"):
            # Log shippers put a record separator before each object (RFC 7464).
            yield number, _object(line.lstrip(b"\x1e"))


def _object(line: bytes) -> Any:
    try:
        return DECODER.decode(line.decode())
    except (ValueError, RecursionError):
        return None


@dataclass
class _Gathered:
    """The values of the wanted names, row by row, and the names that were there."""

    cells: dict[str, list[str | None]]
    lines: list[int] = field(default_factory=list)
    spoiled: list[int] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)

    def header(self, wanted: frozenset[str]) -> tuple[str, ...]:
        """The names that the objects have; a list without any lacks none."""
        return tuple(self.names) if self.lines else tuple(sorted(wanted))

    def add_beside(self, beside: Mapping[str, Any]) -> None:
        """Gives every row the values that stand once, beside the list, where no row has one of that name."""
        for name in self.cells.keys() & beside.keys() - self.names.keys():
            self.cells[name] = [_text(beside[name])] * len(self.lines)
            self.names[name] = None

    def frame(self) -> pl.DataFrame:
        """The cells as text."""
        columns = {name: _texts(cells) for name, cells in self.cells.items() if name in self.names or not self.lines}
        return pl.DataFrame({**columns, LINE: pl.Series(self.lines, dtype=pl.Int64)})


def _texts(cells: list[str | None]) -> pl.Series:
    try:
        return pl.Series(cells, dtype=pl.String)
    except UnicodeEncodeError:
        # Half of a pair of escapes is no text.
        return pl.Series([None if cell is None else _whole(cell) for cell in cells], dtype=pl.String)


def _whole(text: str) -> str:
    return text if text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text) else NOT_PLAIN


def _gathered(name: str, records: Iterable[Record], wanted: frozenset[str], keys: frozenset[str]) -> _Gathered:
    found = _Gathered({one: [] for one in sorted(wanted)})
    columns = [(one, tuple(one.split(".")), cells, one in keys) for one, cells in found.cells.items()]
    for number, record in records:
        if not isinstance(record, dict) or TWICE in record:
            found.spoiled.append(number)
            continue
        refuse_wide(name, len(record))
        if len(found.lines) < _NOTED:
            _note(name, record, found)
        found.lines.append(number)
        if len(found.lines) > MOST_ROWS:
            refuse_long(name, len(found.lines))
        for one, parts, cells, is_key in columns:
            value = record[one] if one in record else _inner(record, parts)
            if value is not _ABSENT and one not in found.names:
                found.names[one] = None
            cells.append(NOT_PLAIN if is_key and isinstance(value, bool) else _text(value))
    return found


def _note(name: str, record: dict[str, Any], found: _Gathered) -> None:
    for key, value in record.items():
        inner = [f"{key}.{one}" for one in value if one != TWICE] if isinstance(value, dict) else [key]
        found.names.update(dict.fromkeys(map(_as_name, inner)))
    refuse_wide(name, len(found.names))


def _as_name(key: str) -> str:
    return key.encode(errors="replace").decode()


class _Absent:
    """Stands for a value that an object does not have."""


_ABSENT: Final = _Absent()


def _inner(record: Any, parts: tuple[str, ...]) -> Any:
    """The value that a dotted name leads to; nothing lies within null, and no way leads through a list or a text."""
    value = record
    for part in parts:
        if value is None:
            return None
        if not isinstance(value, dict) or TWICE in value:
            return NOT_PLAIN
        if part not in value:
            return _ABSENT
        value = value[part]
    return value


def _text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    if value is None or value is _ABSENT:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return NOT_PLAIN
