"""A file that somebody exported, as a first entry: its table read as the source will read it."""

import glob
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import fastexcel
import polars as pl

from wallboard.cli.trying.calendars import calendar_entry
from wallboard.cli.trying.entry import Entry, Tried, entry_of, tried
from wallboard.sources.calendars.options import PERSON
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.places import MOST_BYTES, Seen, refuse_large, seen_at
from wallboard.sources.files.table import Layout, Table
from wallboard.sources.files.tables import table_of
from wallboard.sources.files.unpack import content
from wallboard.sources.mapping.plain import LINE, NOT_PLAIN

_MOST_WAYS: Final = 8
_MOST_ODD: Final = 200


def file_entry(path: str, resource: str | None) -> tuple[Entry, int]:
    """The entry for a file or a pattern, relative to the working folder, and how many rows it has. Raises
    SourceFault.

    The entry has the whole path: a board counts relative ones from its own folder, which may be another.
    """
    is_calendar = path.lower().endswith(".ics")
    seen = refuse_large(seen_at(path.replace(PERSON, "*"), Path(os.curdir).absolute()), MOST_BYTES)[-1]
    whole = _whole(path)
    if is_calendar:
        entry, rows = calendar_entry(content(seen, None, (".ics",)).data, seen.name, {"path": whole}, resource)
        return _with_short(entry, path), rows
    best: tuple[Entry, int] | None = None
    for layout in _layouts(seen):
        table = _table(seen, layout)
        ways = {"sheet": layout.sheet, "records": layout.records}
        where: dict[str, Any] = {"path": whole} | {key: way for key, way in ways.items() if way is not None}
        entry = entry_of(table, "file", where, resource)
        used = len(entry.data[entry.resource]["fields"])
        if best is None or used > len(best[0].data[best[0].resource]["fields"]):
            best = entry, table.cells.height
    assert best is not None  # noqa: S101 - a file has at least one layout
    return _with_short(best[0], path), best[1]


def _whole(path: str) -> str:
    """A path or a pattern from the root; the working folder is no pattern, whatever marks it has.

    Links, and what leads back up from them, stay as they are: only the system knows where they lead.
    """
    folder = str(Path.cwd())
    return str(Path(glob.escape(folder) if _is_pattern(path) else folder, path))


def _is_pattern(path: str) -> bool:
    return glob.has_magic(path.replace(PERSON, "*")) and not os.path.isfile(path)  # noqa: PTH113 - as places has it


def _with_short(entry: Entry, path: str) -> Entry:
    """The entry, with the shorter path for a board that lies where the files are."""
    folder, name = os.path.split(path)
    if not (_is_pattern(path) and _is_pattern(folder)):
        entry.remarks[entry.resource, "path"] = f"in a board beside it {name} is enough"
    return entry


def _layouts(seen: Seen) -> Iterator[Layout]:
    """The ways to lay a file out: one, but for a workbook of several sheets and JSON that wraps its list."""
    try:
        _read(seen, Layout(), frozenset(), "")
    except NeedsPerson as fault:
        ways = str(fault.detail.args.get("found", "")) if fault.detail is not None else ""
        if fault.fault.key == "file.sheet.several":
            names = fastexcel.read_excel(content(seen, None).data).sheet_names
            yield from (Layout(sheet=name) for name in names[:_MOST_WAYS])
        elif fault.fault.key == "file.records.needed" and ways:
            yield from (Layout(records=way) for way in ways.split(", ")[:_MOST_WAYS])
        else:
            raise
        return
    yield Layout()


def _table(seen: Seen, layout: Layout) -> Tried:
    """All columns of a table that hold plain values."""
    headings = [one for one in _read(seen, layout, frozenset(), "").header if one]
    wanted = frozenset(one for one in headings if headings.count(one) == 1)
    table = None
    for _ in range(_MOST_ODD):
        try:
            table = _read(seen, layout, wanted, next((one for one in headings if one in wanted), ""))
            break
        except NeedsPerson as fault:
            odd = fault.fault.args.get("column")
            if fault.fault.key != "file.column.not-plain" or odd not in wanted:
                raise
            wanted -= {str(odd)}
    if table is None:
        return tried(seen.name, pl.DataFrame())
    cells = table.cells.drop(LINE)
    nested = [one for one in cells.columns if (cells[one] == NOT_PLAIN).any()]
    plain = [one for one in headings if one in cells.columns and one not in nested]
    return tried(seen.name, cells.select(plain), is_typed=table.is_typed)


def _read(seen: Seen, layout: Layout, wanted: frozenset[str], key: str) -> Table:
    return table_of(seen, layout, wanted, (key,))
