"""The board's sources: what all have in common, and the options of each type judged by its own model."""

from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Final, TypeVar

from wallboard.config.board import SourceEntry
from wallboard.config.faults import Path, listed, nearest, quoted
from wallboard.config.kinds import check_kinds, rebase_files
from wallboard.config.models import SourcePart
from wallboard.config.names import Names
from wallboard.config.organisation import check_name, status_words
from wallboard.config.reading import Reading
from wallboard.config.told import known_keys, model_of
from wallboard.core.organisation import State
from wallboard.panels.contract import PanelType
from wallboard.sources.contract import SourceOptions, SourceType
from wallboard.sources.registry import ENVELOPE

Type = TypeVar("Type", SourceType, PanelType)

_LEAST_S: Final = 1.0


def read_sources(
    reading: Reading, names: Names, types: Mapping[str, SourceType], folder: FilePath, *, skips_unknown: bool
) -> tuple[tuple[SourceEntry, ...], dict[str, Mapping[str, State]]]:
    """The sources without a fault, in the board's order, and the status words of those with their own.

    `folder` is the board's, to which the paths of files become relative.
    """
    entries: list[SourceEntry] = []
    statuses: dict[str, Mapping[str, State]] = {}
    for name in reading.mapping(("sources",)):
        path = ("sources", name)
        kind = type_of(reading, path, types, "source type of this version", skips_unknown=skips_unknown)
        if kind is None:
            continue
        rebase_files(reading, path, kind.options, folder)
        data = reading.mapping(path)
        check_kinds(reading, path, kind.options, names)
        common = _common(reading, path, names)
        beside = tuple(SourcePart.model_fields)
        own = model_of(reading, kind.options, path, {key: data[key] for key in data if key not in ENVELOPE}, beside)
        if common is not None and common.statuses is not None:
            statuses[name] = status_words(reading, (*path, "statuses"), common.statuses)
        elif own is not None:
            statuses |= _of_options(name, own)
        if common is not None and own is not None:
            entries.append(_entry(name, kind, own, common, reading.where(path)))
    return tuple(entries), statuses


def _of_options(name: str, own: SourceOptions) -> dict[str, Mapping[str, State]]:
    """The status words that a source's options bring themselves, as a preset's do; none of most types."""
    words = {word.casefold().strip(): state for state, some in own.own_statuses.items() for word in some}
    return {name: words} if words else {}


def _common(reading: Reading, path: Path, names: Names) -> SourcePart | None:
    """The settings that every source has."""
    data = reading.mapping(path)
    common = model_of(reading, SourcePart, path, {key: data[key] for key in data if key in ENVELOPE})
    if common is None:
        return None
    check_name(reading, (*path, "calendar"), common.calendar, names.of("calendars"), "calendar of this board")
    if common.every is not None and common.every < _LEAST_S:
        reading.fault((*path, "every"), f"found {quoted(data['every'])}", allowed="at least 1s")
    return common


def _entry(name: str, kind: SourceType, own: SourceOptions, common: SourcePart, place: str) -> SourceEntry:
    kind = kind.of(own)
    every_s = common.every or kind.polls_every_s
    return SourceEntry(name, kind, own, every_s, common.expect_every, common.stale_after, common.calendar, place)


def type_of(reading: Reading, path: Path, types: Mapping[str, Type], what: str, *, skips_unknown: bool) -> Type | None:
    """The type that an entry names; None, with one fault, where there is none: its rest is not judged."""
    data = reading.at(path)
    if not isinstance(data, dict):
        reading.fault(path, f"found {quoted(data)}", allowed="keys and values, of which one is type")
        return None
    at = (*path, "type")
    name = data.get("type")
    if "type" not in data:
        options = {key for kind in types.values() for key in known_keys(kind.options, ())}
        misspelt = next((key for key in data if key not in options and nearest(key, ("type",))), None)
        if misspelt is not None:
            reading.unknown_key((*path, misspelt), ("type",), f"{quoted(misspelt)} is no key here")
        reading.missing_key(at, allowed=listed(tuple(types)))
    elif not isinstance(name, str):
        reading.fault(at, f"found {quoted(name)}", allowed=listed(tuple(types)))
    elif name in types:
        return types[name]
    elif skips_unknown:
        reading.warn(at, f"found {quoted(name)}, which is no {what}", remedy="it is left out")
    else:
        found = f"found {quoted(name)}, which is no {what}"
        reading.fault(at, found, allowed=listed(tuple(types)), nearest=nearest(name, types))
    return None
