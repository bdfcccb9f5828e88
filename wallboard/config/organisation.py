"""What a board says of its organisation: types, statuses, queues, people, targets; references are checked."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from wallboard.config.faults import Path, nearest, quoted
from wallboard.config.models import PersonPart, QueuePart, StatusesPart, TargetPart, TypePart
from wallboard.config.names import Names
from wallboard.config.reading import Reading
from wallboard.config.told import model_of
from wallboard.core.local_time import HOUR_US
from wallboard.core.organisation import CaseType, Dated, Person, Queue, State, Target, folded

NO_NAMES: Final[Mapping[str, Path]] = MappingProxyType({})


def read_types(reading: Reading) -> tuple[CaseType, ...]:
    """The kinds of cases, in the order of the lanes; an entry is a name or a mapping with one."""
    types = []
    for index, entry in enumerate(reading.sequence(("types",))):
        path = ("types", index)
        part = model_of(reading, TypePart, path, {"name": entry} if not isinstance(entry, dict) else entry)
        if part is not None:
            types.append((path, CaseType(part.name, part.short)))
    _refuse_twice(reading, ((path, found.name) for path, found in types), "type")
    return tuple(found for _, found in types)


def status_words(reading: Reading, path: Path, part: StatusesPart) -> dict[str, State]:
    """Status words, folded, and what they mean; a word in two lists is a fault."""
    lists: dict[State, list[str]] = {
        "open": part.open,
        "on-hold": part.on_hold,
        "closed": part.closed,
        "ignored": part.ignored,
    }
    words: dict[str, State] = {}
    for state, found in lists.items():
        for index, word in enumerate(found):
            folded = word.casefold().strip()
            if words.setdefault(folded, state) != state:
                remedy = "let it stand in one of the two"
                reading.fault((*path, state, index), f"{quoted(word)} is {words[folded]} too", remedy=remedy)
    return words


def read_statuses(reading: Reading, path: Path) -> dict[str, State]:
    """The board's or a source's status words."""
    if reading.at(path) is None:
        return {}
    part = model_of(reading, StatusesPart, path)
    return {} if part is None else status_words(reading, path, part)


def read_queues(reading: Reading, names: Names) -> tuple[Queue, ...]:
    """Where cases wait."""
    queues = []
    for name, entry in reading.mapping(("queues",)).items():
        path = ("queues", name)
        part = model_of(reading, QueuePart, path, {} if entry is None else entry)
        if part is not None:
            queues.append(Queue(name, part.tier, part.also))
    _check_also(reading, ((("queues", queue.name), queue.also) for queue in queues), names)
    return tuple(queues)


def read_people(reading: Reading, names: Names) -> tuple[Person, ...]:
    """Who works, with their roles, slots, leave and coordinators."""
    people = []
    for index in range(len(reading.sequence(("people",)))):
        part = model_of(reading, PersonPart, ("people", index))
        if part is not None:
            people.append((("people", index), part))
    _refuse_twice(reading, ((path, part.name) for path, part in people), "person", compared_as=folded)
    _check_coordinators(reading)
    own = {folded(part.name): path for path, part in reversed(people)}
    _check_also(reading, ((path, part.also) for path, part in people), names, compared_as=folded, own=own)
    return tuple(
        Person(
            part.name,
            part.role,
            tuple(Dated(on, slots) for on, slots in part.slots.items()),
            tuple(Dated(on, capacity) for on, capacity in part.capacity.items()),
            tuple(part.away),
            part.coordinator,
            part.also,
        )
        for _, part in people
    )


def read_targets(reading: Reading, names: Names) -> tuple[Target, ...]:
    """Work hours allowed; a second row for the same type, priority and date is a fault."""
    targets = []
    for index in range(len(reading.sequence(("targets",)))):
        path = ("targets", index)
        part = model_of(reading, TargetPart, path)
        if part is None:
            continue
        check_name(reading, (*path, "calendar"), part.calendar, names.of("calendars"), "calendar of this board")
        types = names.of("types")
        if types is not None and part.type != "default":
            check_name(reading, (*path, "type"), part.type, (*types, "default"), "type of this board")
        is_default = part.type == "default"
        need_us = round(part.hours * HOUR_US)
        row = Target(
            None if is_default else part.type,
            need_us,
            part.priority,
            part.calendar,
            part.clock,
            part.from_on,
            reading.where(path),
        )
        targets.append((path, row))
    rows = (
        (path, f"{row.type or 'default'}, {row.priority or 'any priority'}, {row.from_on or 'always'}")
        for path, row in targets
    )
    _refuse_twice(reading, rows, "target for", key="")
    return tuple(row for _, row in targets)


def check_name(reading: Reading, path: Path, name: str | None, choices: Iterable[str] | None, what: str) -> None:
    """Notes a name that is none of the choices; None is no name, and no choices allow every name."""
    if name is None or choices is None:
        return
    known = tuple(choices)
    if name not in known:
        reading.unknown(path, name, known, what)


def _check_coordinators(reading: Reading) -> None:
    """A coordinator is a person of the board with that role, even if their entry has a fault elsewhere."""
    entries = [entry for entry in reading.sequence(("people",)) if isinstance(entry, dict)]
    roles: dict[object, object] = {}
    for entry in entries:
        if isinstance(entry.get("name"), str):
            roles.setdefault(entry["name"], entry.get("role"))
    coordinators = [str(name) for name, role in roles.items() if role == "coordinator"]
    for index, entry in enumerate(reading.sequence(("people",))):
        name = entry.get("coordinator") if isinstance(entry, dict) else None
        if not isinstance(name, str) or name in coordinators:
            continue
        path = ("people", index, "coordinator")
        if name in roles:
            remedy = "give them that role, or name another"
            reading.fault(path, f"{quoted(name)} is a {roles[name]}, no coordinator", remedy=remedy)
        else:
            reading.unknown(path, name, coordinators, "coordinator of this board")


def _check_also(
    reading: Reading,
    entries: Iterable[tuple[Path, Mapping[str, tuple[str, ...]]]],
    names: Names,
    *,
    compared_as: Callable[[str], str] = str,
    own: Mapping[str, Path] = NO_NAMES,
) -> None:
    """The sources in `also` are the board's, and a word of a source stands for one entry only.

    `own` are the names, as compared, that stand for an entry in every source.
    """
    taken: dict[tuple[str, str], Path] = {}
    sources = names.lists.get("sources", ())
    for path, also in entries:
        for source, words in also.items():
            at = (*path, "also", source)
            if source not in sources and nearest(source, sources):
                reading.unknown(at, source, sources, "source of this board", of_key=True)
            elif source not in sources:  # shared people and queues may have words for other boards' sources
                reading.warn(at, f"{quoted(source)} is no source of this board", remedy="its words are not used")
            for word in words:
                compared = compared_as(word)
                first = own.get(compared) or taken.setdefault((source, compared), path)
                if first != path:
                    found = f"{quoted(word)} of {source} stands in {reading.where(first)} too"
                    reading.fault(at, found, remedy="one word can stand for one only")


def _refuse_twice(
    reading: Reading,
    named: Iterable[tuple[Path, str]],
    what: str,
    key: str = "name",
    compared_as: Callable[[str], str] = str,
) -> None:
    first: dict[str, Path] = {}
    for path, name in named:
        compared = compared_as(name)
        if compared in first:
            at = (*path, key) if key and isinstance(reading.at(path), dict) else path
            found = f"a second {what} {quoted(name)}"
            reading.fault(at, found, remedy=f"it stands in {reading.where(first[compared])} too: keep one of them")
        first.setdefault(compared, path)
