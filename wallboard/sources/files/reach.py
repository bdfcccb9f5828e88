"""How far the cells of a spreadsheet reach, found before anything is laid out."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from xml.parsers import expat

# A reader takes elements by their names without prefixes, so any prefix may stand before them.
_PREFIX: Final = rb"(?:[^\s<>/!?][^\s<>]*:)?"
_CELL: Final = re.compile(rb"<" + _PREFIX + rb"c(?=[\s/>])")
# The form that every exporter writes; whatever else there is goes the long way, through a parser.
_PLAIN_CELL: Final = re.compile(
    rb"<" + _PREFIX + rb'c\s+(?:(?!r=)[a-z]+="[^"<>&]*"\s+)*r="([A-Z]{1,3})([1-9][0-9]{0,6})"'
)
_ENCODING: Final = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_REFERENCE: Final = re.compile(r"([A-Z]{1,7})([0-9]{1,10})", re.IGNORECASE)
_AT_ONCE: Final = 8_000_000
_HEAD: Final = 1_000


@dataclass(frozen=True, slots=True)
class Reach:
    """The last column and the last row of a sheet, counted from 1 (0 for none), and how many cells there are."""

    columns: int = 0
    rows: int = 0
    cells: int = 0


def sheet_reaches(workbook: bytes) -> Iterator[Reach]:
    """How far each sheet of a workbook reaches.

    What a sheet says of its own size (`dimension`) is not counted: it is often wrong, and nothing is laid out
    by it. Raises ValueError for XML that is none, BadZipFile for no workbook.
    """
    with zipfile.ZipFile(BytesIO(workbook)) as parts:
        for info in parts.infolist():
            # Sheets may lie anywhere in the workbook, under any name.
            yield reach(parts.read(info))


def reach(xml: bytes) -> Reach:
    """How far the cells reach in a part's XML. Raises ValueError where it is not well formed."""
    is_ascii_based = b"\0" not in xml[:_HEAD] and not _ENCODING.search(xml[:_HEAD])
    if is_ascii_based and b"sheetData" not in xml:
        return Reach()
    if is_ascii_based and b"<!" not in xml:
        found = _plain_reach(xml)
        if found is not None:
            return found
    return _parsed_reach(xml)


def _plain_reach(xml: bytes) -> Reach | None:
    """The reach where every cell is written in the plain form; None where one is not."""
    columns, last, count = set[bytes](), 0, 0
    start = 0
    while start < len(xml):
        # Cut before a tag, so that none is halved.
        stop = xml.find(b"<", min(start + _AT_ONCE, len(xml)))
        stop = len(xml) if stop < 0 else stop
        chunk = xml[start:stop]
        cells = _PLAIN_CELL.findall(chunk)
        if len(cells) != len(_CELL.findall(chunk)):
            return None
        columns.update(letters for letters, _ in cells)
        last = max(last, max((int(digits) for _, digits in cells), default=0))
        count += len(cells)
        start = stop
    return Reach(max((_column_number(letters.decode()) for letters in columns), default=0), last, count)


class _Cells:
    """Follows cells and rows; those that do not say where they are come after the one before."""

    def __init__(self) -> None:
        self.columns = self.rows = self.cells = 0
        self._column = self._row = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        where = attributes.get("r", "").strip()
        element = name.rsplit(":", 1)[-1]
        if element == "row":
            self._column = 0
            self._row = int(where) if where.isdecimal() and len(where) < 11 else self._row + 1
        elif element == "c":
            self._cell(where)

    def _cell(self, where: str) -> None:
        self.cells += 1
        row = self._row
        if where:
            reference = _REFERENCE.fullmatch(where)
            if reference is None:
                msg = f"{where[:20]!r} is no cell"
                raise ValueError(msg)
            self._column, row = _column_number(reference[1].upper()), int(reference[2])
        else:
            self._column += 1
        self.columns = max(self.columns, self._column)
        self.rows = max(self.rows, row)


def _parsed_reach(xml: bytes) -> Reach:
    cells = _Cells()
    parser = expat.ParserCreate()
    parser.StartElementHandler = cells.start
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(xml, True)  # noqa: FBT003  it takes no names
    except expat.ExpatError as fault:
        raise ValueError(str(fault)) from fault
    return Reach(cells.columns, cells.rows, cells.cells)


def _refuse_doctype(*_: object) -> None:
    # No spreadsheet has one; it is where entities are declared that grow when they are put in.
    msg = "a document type"
    raise ValueError(msg)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
