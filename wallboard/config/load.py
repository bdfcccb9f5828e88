"""Loading a board: one file and what it includes, every fault at once; and which file is the board."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Final

import wallboard.panels.registry
import wallboard.sources.registry
from wallboard.config.board import Board, SourceEntry
from wallboard.config.calendars import read_calendars
from wallboard.config.document import unfold
from wallboard.config.faults import BoardFaults, in_order, listed, quoted
from wallboard.config.find import find_board, sample_path
from wallboard.config.include import gather
from wallboard.config.models import BoardPart, OrganisationPart, ScreenPart, StandupPart
from wallboard.config.names import Names, raw_names
from wallboard.config.night import read_night
from wallboard.config.organisation import (
    check_name,
    read_people,
    read_queues,
    read_statuses,
    read_targets,
    read_types,
)
from wallboard.config.pages import read_pages
from wallboard.config.pin import read_pin
from wallboard.config.reading import Reading
from wallboard.config.secrets import read_secret_file
from wallboard.config.sources import read_sources
from wallboard.config.told import model_of
from wallboard.config.values import DAY_S
from wallboard.core.organisation import Organisation, StatusMap
from wallboard.core.views.layout import Screen, Standup
from wallboard.panels.contract import PanelType
from wallboard.sources.contract import SourceType

__all__ = ["find_board", "load_board", "sample_path"]

_REQUIRED: Final = {
    "version": "version: 1",
    "organisation": "organisation: {name: Northwind, time_zone: Europe/London}",
    "pages": "pages: [{title: Service, panels: […]}]",
}


def load_board(
    path: FilePath,
    *,
    skip_unknown_types: bool = False,
    source_types: Mapping[str, SourceType] | None = None,
    panel_types: Mapping[str, PanelType] | None = None,
) -> Board:
    """The board of a file. Raises BoardFaults with everything that is wrong, each fault with its place.

    `skip_unknown_types` leaves out sources and panels of types that this version does not have, each with a
    warning.    `source_types` and `panel_types` are those to be had; the installed ones unless given.
    """
    gathered = gather(path)
    if gathered.root is None:
        raise BoardFaults(gathered.faults)
    document, faults = unfold(gathered.root)
    if faults:
        raise BoardFaults([*gathered.faults, *faults])
    reading = Reading(document, gathered.faults)
    types = _Types(
        wallboard.sources.registry.types() if source_types is None else source_types,
        wallboard.panels.registry.types() if panel_types is None else panel_types,
        skips_unknown=skip_unknown_types,
    )
    return _board(path, reading, types, gathered.files)


@dataclass(frozen=True, slots=True)
class _Types:
    """The types to be had, and whether others are left out or faults."""

    sources: Mapping[str, SourceType]
    panels: Mapping[str, PanelType]
    skips_unknown: bool


def _board(path: FilePath, reading: Reading, types: _Types, files: list[FilePath]) -> Board:
    """Reads each part of a board on its own, so that a fault in one hides none in another."""
    names = raw_names(reading)
    _check_keys(reading)
    about = model_of(reading, OrganisationPart, ("organisation",)) if _has(reading, "organisation") else None
    screen = model_of(reading, ScreenPart, ("screen",)) if _has(reading, "screen") else ScreenPart()
    calendars = read_calendars(reading, about.time_zone if about else None, files)
    chosen = _calendar(reading, about, names)
    sources, own_statuses = read_sources(reading, names, types.sources, path.parent, skips_unknown=types.skips_unknown)
    parts = Organisation(
        name=about.name if about else "",
        time_zone=about.time_zone if about else "UTC",
        calendar=chosen,
        calendars=calendars,
        sources=tuple(source.name for source in sources),
        source_calendars={source.name: source.calendar for source in sources if source.calendar},
        feeds=_feeds(sources),
        statuses=StatusMap(read_statuses(reading, ("statuses",)), own_statuses),
        types=read_types(reading),
        queues=read_queues(reading, names),
        people=read_people(reading, names),
        targets=read_targets(reading, names),
    )
    pages = read_pages(reading, names, types.panels, skips_unknown=types.skips_unknown)
    standup = _standup(reading) if _has(reading, "standup") else None
    pin, night = read_pin(reading), read_night(reading, screen or ScreenPart())
    secret_file = read_secret_file(reading, path.parent)
    if reading.faults or about is None or screen is None:
        raise BoardFaults(reading.faults)
    warnings = tuple(str(warning) for warning in in_order(reading.warnings))
    glass = Screen(screen.output, screen.diagonal, screen.distance, screen.theme, screen.size, night, screen.orbit)
    name, folder, locale = path.stem, path.parent, about.locale
    known = (name, folder, parts, locale, glass, sources, pages, tuple(files), warnings)
    return Board(*known, pin, standup, secret_file)


def _standup(reading: Reading) -> Standup | None:
    """When the daily stand-up begins by itself."""
    part = model_of(reading, StandupPart, ("standup",))
    if part is None:
        return None
    if part.at == DAY_S:
        reading.fault(("standup", "at"), 'found "24:00"', remedy='write "00:00", and the days after')
    minutes = part.at // 60
    return Standup(f"{minutes // 60:02d}:{minutes % 60:02d}", part.days.numbers, part.minutes)


def _feeds(sources: tuple[SourceEntry, ...]) -> dict[str, frozenset[str]]:
    """The resources that each source is set to bring, of those whose options can say so."""
    told = {source.name: source.options.resources() for source in sources}
    return {name: frozenset(resources) for name, resources in told.items() if resources is not None}


def _has(reading: Reading, key: str) -> bool:
    return key in reading.document.data


def _check_keys(reading: Reading) -> None:
    """The board's own keys: none unknown, none missing, and the version."""
    keys = tuple(BoardPart.model_fields)
    for key in reading.document.data:
        if key not in keys:
            reading.unknown_key((key,), keys, f"{quoted(key)} is no key of a board")
    for key, example in _REQUIRED.items():
        if not _has(reading, key):
            reading.missing_key((key,), remedy=f"add it, as in {example}")
    version = reading.at(("version",))
    if _has(reading, "version") and (version != 1 or isinstance(version, bool)):
        remedy = "a board of another version needs another version of this program"
        reading.fault(("version",), f"found {quoted(version)}", allowed="1", remedy=remedy)
    if _has(reading, "pages") and not reading.sequence(("pages",)) and reading.at(("pages",)) in (None, []):
        reading.fault(("pages",), "no pages", remedy="a board shows at least one page")


def _calendar(reading: Reading, about: OrganisationPart | None, names: Names) -> str:
    """The board's calendar: the one that is named, or the only one."""
    calendars = names.lists["calendars"]
    if about is not None and about.calendar is not None:
        path = ("organisation", "calendar")
        check_name(reading, path, about.calendar, names.of("calendars"), "calendar of this board")
        return about.calendar
    if len(calendars) > 1 and about is not None:
        remedy = f"say which is the board's, as in calendar: {calendars[0]}"
        reading.fault(("organisation", "calendar"), '"calendar" is missing', allowed=listed(calendars), remedy=remedy)
    return calendars[0] if calendars else ""
