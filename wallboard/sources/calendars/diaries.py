"""The calendars of a server as they are known: what each object of each came to, kept from one read to the next."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from wallboard.sources.calendars.addresses import Unread
from wallboard.sources.calendars.dav import AT_ONCE, Dav, Object, Served
from wallboard.sources.calendars.homes import Way
from wallboard.sources.calendars.lines import Block, Calendar, CutOff, NoCalendar, calendars
from wallboard.sources.calendars.multistatus import NoMultistatus
from wallboard.sources.calendars.taken import Taken

_NOT_FOLLOWED: Final = frozenset({"calendar.row.rule", "calendar.row.long"})

Key = tuple[str, str]
"""An address, and a calendar that it leads to."""

Take = Callable[[Calendar], Mapping[str, Taken]]
"""Takes a calendar for each resource that is read from it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An object of a calendar: its tag, and by resource what it came to."""

    tag: str
    taken: Mapping[str, Taken]


@dataclass(slots=True)
class Known:
    """A calendar as it was read: its name, what is another when it has changed, its objects by their paths.

    `token` is the sync token from which on changes are asked for.
    """

    name: str
    mark: str
    token: str
    objects: dict[str, Held]


@dataclass(slots=True)
class Diaries:
    """All that is known of a source's calendars, good for one `form` (the options, people and weeks it was read for)
    and until its reader is asked to begin `anew`.

    `ways` are by address, `known` by address and calendar. `unexpanded` are calendars whose server does not follow
    repetitions, or not so that it can be used. Of a round of reads that is under way, `began_us` is when it began,
    `looked` what was found at the addresses (calendars, or why there are none), `done` the calendars that were read.
    """

    form: str
    ways: dict[str, Way] = field(default_factory=dict)
    anew: int = 0
    known: dict[Key, Known] = field(default_factory=dict)
    unexpanded: set[str] = field(default_factory=set)
    began_us: int | None = None
    looked: dict[str, Sequence[Served] | Unread] = field(default_factory=dict)
    done: set[Key] = field(default_factory=set)

    def end_round(self) -> None:
        """Begin with the first address again at the next read."""
        self.began_us = None
        self.looked.clear()
        self.done.clear()


class NotExpanded(Exception):
    """What a server gave for a series cannot be told apart, or is missing."""


def read_calendar(
    dav: Dav, served: Served, before: Known | None, take: Take, *, may_expand: bool
) -> tuple[Known, bool]:
    """A calendar as it is now, at the cost of what changed since `before`; and whether the server may go on to expand.

    Raises SourceFault, NotThere and NoMultistatus.
    """
    if before is not None and before.name == served.name:
        try:
            known = _changed(dav, served, before, take, may_expand=may_expand)
        except NotExpanded:
            known = None
        if known is not None:
            return known, may_expand
    if may_expand:
        try:
            objects = _whole(dav, served, take, expanded=True)
        except NotExpanded:
            objects = None
        if objects is not None:
            return _known(served, served.token, objects), True
    try:
        return _known(served, served.token, _whole(dav, served, take, expanded=False) or {}), False
    except NotExpanded as fault:
        raise NoMultistatus from fault


def _known(served: Served, token: str, objects: dict[str, Held]) -> Known:
    mark = token or served.mark
    if not mark:
        mark = digest(part for path in sorted(objects) for part in (path, objects[path].tag))
    return Known(served.name, mark, token, objects)


def digest(texts: Iterable[str]) -> str:
    """What stands for some texts in their order."""
    found = hashlib.sha256()
    for text in texts:
        data = text.encode(errors="surrogatepass")
        found.update(b"%d:" % len(data) + data)
    return found.hexdigest()


def calendar_of(text: str) -> Calendar:
    """The calendar that an object is; one with an entry that is not whole where it is none."""
    try:
        found = calendars(text.encode(errors="replace"))
    except (NoCalendar, CutOff):
        return Calendar(entries=[Block(0, is_whole=False)]) if text.strip() else Calendar()
    whole = found[0]
    for more in found[1:]:
        whole.entries += more.entries
        whole.zones += more.zones
    return whole


def _whole(dav: Dav, served: Served, take: Take, *, expanded: bool) -> dict[str, Held] | None:
    found = dav.entries(served.url, expanded=expanded)
    if found is None:
        return None
    objects, hrefs, missing = dict[str, Held](), dict[str, str](), dict[str, str]()
    for one in found:
        hrefs[one.path] = one.href
        if one.text is not None:
            objects[one.path] = _held(one, take, expanded=expanded)
        elif not one.is_gone:
            missing[one.path] = one.href
    objects |= {
        one.path: _held(one, take, expanded=False) for one in _named(dav, served.url, missing) if not one.is_gone
    }
    return objects if expanded else _mended(dav, served.url, take, objects, hrefs)


def _mended(dav: Dav, url: str, take: Take, objects: dict[str, Held], hrefs: Mapping[str, str]) -> dict[str, Held]:
    """The objects; of those whose repetitions cannot be followed here, as the server follows them, where it does."""
    lost = [href for path, href in hrefs.items() if path in objects and _is_lost(objects[path])]
    for some in _in_parts(lost):
        for one in dav.named(url, some, expanded=True) or ():
            if one.text is None or one.path not in objects:
                continue
            with suppress(NotExpanded):
                held = _held(one, take, expanded=True)
                if not any(taken.bad for taken in held.taken.values()):
                    objects[one.path] = held
    return objects


def _is_lost(held: Held) -> bool:
    return any(key in _NOT_FOLLOWED for taken in held.taken.values() for key, _ in taken.bad)


def _changed(dav: Dav, served: Served, before: Known, take: Take, *, may_expand: bool) -> Known | None:
    """What was known with the changes since; None where the server does not tell them."""
    token = served.token
    if before.token:
        changes = dav.changes(served.url, before.token)
        if changes is None:
            return None
        asked, gone, token = changes.changed, changes.gone, changes.token
    else:
        tags = dav.tags(served.url)
        if tags is None or not all(one.tag for one in tags.values()):
            return None
        asked = {path: one.href for path, one in tags.items() if _tag(before, path) != one.tag}
        gone = frozenset(before.objects.keys() - tags.keys())
    objects = {path: held for path, held in before.objects.items() if path not in gone}
    for one in _named(dav, served.url, asked, may_expand=may_expand):
        if one.is_gone:
            objects.pop(one.path, None)
        else:
            objects[one.path] = _held(one, take, expanded=may_expand)
    return _known(served, token, objects if may_expand else _mended(dav, served.url, take, objects, asked))


def _tag(known: Known, path: str) -> str:
    held = known.objects.get(path)
    return "" if held is None else held.tag


def _named(dav: Dav, url: str, asked: Mapping[str, str], *, may_expand: bool = False) -> Iterator[Object]:
    """These objects. Raises NotExpanded where the server leaves one out.

    Some servers leave out what they were to expand and does not repeat, so what is missing is asked for as it is.
    """
    left = dict(asked)
    for expanded in (True, False) if may_expand else (False,):
        for some in _in_parts(tuple(left.values())):
            for one in dav.named(url, some, expanded=expanded) or ():
                if one.path in left and (one.text is not None or one.is_gone):
                    del left[one.path]
                    yield one
    if left:
        raise NotExpanded


def _in_parts(hrefs: Sequence[str]) -> Iterator[Sequence[str]]:
    return (hrefs[start : start + AT_ONCE] for start in range(0, len(hrefs), AT_ONCE))


def _held(one: Object, take: Take, *, expanded: bool) -> Held:
    return Held(one.tag or digest((one.text or "",)), take(_read(one, expanded=expanded)))


def _read(one: Object, *, expanded: bool) -> Calendar:
    """The calendar of an object. Raises NotExpanded where its occurrences do not say which they are."""
    found = calendar_of(one.text or "")
    plain = [entry for entry in found.entries if entry.first("RECURRENCE-ID") is None]
    if expanded and len(plain) > 1 and not any(entry.first("RRULE") for entry in plain):
        raise NotExpanded
    return found
