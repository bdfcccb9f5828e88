"""The board's pages and panels: places on the grid, unique titles, options judged by their type's model."""

import os
from collections.abc import Mapping, Sequence, Set
from itertools import combinations
from typing import Final, get_args

from wallboard.config.board import PageEntry, PanelEntry
from wallboard.config.faults import Path, quoted
from wallboard.config.kinds import check_kinds, values_with_kinds
from wallboard.config.models import PagePart, PanelPart
from wallboard.config.names import Names
from wallboard.config.organisation import check_name
from wallboard.config.reading import Reading
from wallboard.config.sources import type_of
from wallboard.config.told import model_of
from wallboard.config.where import read_where
from wallboard.core.kinds import FilePath, Kind
from wallboard.panels.contract import SCOPE_KEYS, Envelope, PanelOptions, PanelType
from wallboard.panels.registry import ENVELOPE

MOST_PANELS = 6
_LEAST_DWELL_S = 5.0
_FILE: Final = next(part for part in get_args(FilePath) if isinstance(part, Kind))


def read_pages(
    reading: Reading, names: Names, types: Mapping[str, PanelType], *, skips_unknown: bool
) -> tuple[PageEntry, ...]:
    """The pages; a page whose panels were all left out is left out too."""
    pages: list[PageEntry] = []
    titles: dict[str, Path] = {}
    for index, data in enumerate(reading.sequence(("pages",))):
        path = ("pages", index)
        part = model_of(reading, PagePart, path)
        panels = []
        for number in range(len(reading.sequence((*path, "panels")) if isinstance(data, dict) else ())):
            at = (*path, "panels", number)
            kind = type_of(reading, at, types, "panel type of this version", skips_unknown=skips_unknown)
            if kind is not None:
                panels.append((at, _panel(reading, at, kind, names, titles)))
        whole = [(at, panel) for at, panel in panels if panel is not None]
        if part is None:
            continue
        _check_page(reading, path, part, whole)
        if whole:
            pages.append(PageEntry(part.title, part.dwell, part.grid, tuple(panel for _, panel in whole)))
    if not pages and not reading.faults:
        reading.fault(("pages",), "no panel is left to show", remedy="add a page with a panel of this version")
    return tuple(pages)


def _panel(reading: Reading, path: Path, kind: PanelType, names: Names, titles: dict[str, Path]) -> PanelEntry | None:
    data = reading.mapping(path)
    _find_files(reading, path, kind)
    check_kinds(reading, path, kind.options, names)
    _refuse_idle(reading, path, SCOPE_KEYS - kind.uses, kind.name)
    common = model_of(reading, PanelPart, path, {key: data[key] for key in data if key in ENVELOPE})
    beside = [key for key in PanelPart.model_fields if key not in SCOPE_KEYS - kind.uses]
    own = model_of(reading, kind.options, path, {key: data[key] for key in data if key not in ENVELOPE}, beside)
    where = read_where(reading, (*path, "where"), names)
    given = data.get("title")
    title = given if isinstance(given, str) else kind.name
    _refuse_title_twice(reading, path, title, titles, is_given=isinstance(given, str))
    if common is None:
        return None
    check_name(reading, (*path, "calendar"), common.calendar, names.of("calendars"), "calendar of this board")
    if own is None:
        return None
    _refuse_idle(reading, path, _idle(own), f"{kind.name} with these options")
    envelope = Envelope(kind.name, title, common.title is not None, where, common.calendar, common.clock)
    return PanelEntry(kind, own, envelope, common.place, reading.where(path))


def _find_files(reading: Reading, path: Path, kind: PanelType) -> None:
    """Makes the files that a panel names absolute, from the folder of the file that names them.

    One that is missing is a warning: it may come, and until then one panel has nothing to show.
    """
    for at, of, value in list(values_with_kinds(kind.options, path, reading.at(path))):
        if of != _FILE or not isinstance(value, str) or not value:
            continue
        folder = os.path.dirname(reading.document.place(at).file)  # noqa: PTH120
        whole = os.path.abspath(os.path.join(folder, value))  # noqa: PTH100, PTH118
        if not os.path.isfile(whole):  # noqa: PTH113  Path.is_file may raise for what can be no name
            reading.warn(at, f"found {quoted(value)}, but no such file is there", remedy="correct it, or put it there")
        reading.at(at[:-1])[at[-1]] = whole


def _refuse_idle(reading: Reading, path: Path, keys: Set[str], what: str) -> None:
    for key in sorted(keys & reading.mapping(path).keys()):
        reading.fault((*path, key), f"{what} makes no use of {key}", remedy="leave it out")


def _idle(options: PanelOptions) -> frozenset[str]:
    """The keys of the envelope that mean nothing with these options, of types whose options can say so."""
    told = getattr(options, "makes_no_use_of", None)
    return told() if callable(told) else frozenset()


def _refuse_title_twice(reading: Reading, path: Path, title: str, titles: dict[str, Path], *, is_given: bool) -> None:
    first = titles.setdefault(title, path)
    if first != path:
        remedy = "titles are unique on a board: give one of them another title"
        at = (*path, "title") if is_given else path
        reading.fault(at, f"the panel in {reading.where(first)} has the title {quoted(title)} too", remedy=remedy)


def _check_page(reading: Reading, path: Path, part: PagePart, panels: Sequence[tuple[Path, PanelEntry]]) -> None:
    """Every panel within the grid and over no other; a warning where there are too many to take in."""
    columns, rows = part.grid
    if part.dwell < _LEAST_DWELL_S:
        found = f"found {quoted(reading.at((*path, 'dwell')))}"
        reading.fault((*path, "dwell"), found, allowed=f"at least {_LEAST_DWELL_S:g}s")
    for at, panel in panels:
        column, row, wide, high = panel.place
        if column + wide > columns or row + high > rows:
            found = f"columns {column} to {column + wide - 1}, rows {row} to {row + high - 1} leave the grid"
            allowed = f"columns 0 to {columns - 1}, rows 0 to {rows - 1}"
            reading.fault((*at, "place"), found, allowed=allowed)
    for (_, one), (at, other) in combinations(panels, 2):
        if _overlap(one.place, other.place):
            found = f"lies over the panel {quoted(one.envelope.title)} ({one.written_at})"
            reading.fault((*at, "place"), found, remedy="place is column, row, columns, rows: move one of them")
    count = len(part.panels)
    if count > MOST_PANELS:
        found = f"{count} panels on a page"
        reading.warn((*path, "panels"), found, remedy=f"at most {MOST_PANELS} can be taken in: make two pages of it")


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return all(one[axis] < other[axis] + other[axis + 2] and other[axis] < one[axis] + one[axis + 2] for axis in (0, 1))
