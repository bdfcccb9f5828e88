"""Diaries in iCalendar files: appointments and leave, repetitions followed, titles never kept."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Final

from wallboard.core.local_time import DAY_US
from wallboard.core.records import Batch
from wallboard.core.words import words
from wallboard.sources.calendars.lines import Calendar, CutOff, NoCalendar, calendars
from wallboard.sources.calendars.options import Appointments, CalendarResource, Options
from wallboard.sources.calendars.rows import Rows
from wallboard.sources.calendars.series import Effort
from wallboard.sources.calendars.whose import files_of, person_of_calendars, person_of_path
from wallboard.sources.contract import NeedsPerson, Passing, ReadRequest, SourceOptions
from wallboard.sources.files.freshness import Fresh, by_files
from wallboard.sources.files.places import Seen, refuse_changed, wait_until_quiet
from wallboard.sources.files.unpack import content
from wallboard.sources.mapping.had import Had, emptied, parted, token_with

__all__ = ["IS_SERVICE", "POLLS_EVERY_S", "Options", "read"]

POLLS_EVERY_S = 5.0
IS_SERVICE = False
# Raised when the same files and options give other rows, or claim other fields.
_FORM: Final = "6"
_WEEK_US: Final = 7 * DAY_US
# Half a year each way: the sixty work days that a panel may show, where a week has three of them and six weeks none.
_WEEKS_BACK: Final = 26
_WEEKS_AHEAD: Final = 26
_KINDS: Final = (".ics",)
_MAPPED: Final = {
    "appointments": frozenset({"id", "person", "start", "end", "booked"}),
    "absences": frozenset({"person", "start", "end", "known"}),
}
_OF_STATES: Final = frozenset({"state", "state_at"})


def read(options: SourceOptions, request: ReadRequest) -> Batch | None:
    """The appointments and absences from twenty-six weeks before the read's week to twenty-six after it.

    None when neither a file nor the week has changed since the request's token. A resource is as old as the person
    whose newest file is the oldest; the batch is as old as its oldest resource. The token also tells how many entries
    there were, since calendars that have lost them all are a fault. Raises SourceFault.
    """
    assert isinstance(options, Options)  # noqa: S101  the registry pairs options with their function
    found = {name: files_of(resource, request.folder) for name, resource in options.resources().items()}
    span_us = _span_us(request.now_us if request.until_us is None else request.until_us)
    zone = options.time_zone or request.time_zone
    said = f"{_FORM}\n{zone}\n{options.model_dump_json()}\n{span_us}\n{found!r}"
    token = hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()
    known, before = parted(request.token)
    if token == known:
        return None
    files = tuple(sorted({one for several in found.values() for one in several}))
    wait_until_quiet(files, request.now_us, time.sleep)
    effort = Effort()
    parts = {name: Rows(name, resource, zone, span_us, effort) for name, resource in options.resources().items()}
    for one in files:
        _take(one, {name: part for name, part in parts.items() if one in found[name]})
    refuse_changed(files)
    now = {name: Had(part.entries) for name, part in parts.items()}
    _refuse_emptied(options.resources(), found, before, now)
    fresh = [_fresh(resource, found[name], request.now_us) for name, resource in options.resources().items()]
    remarks = [remark for one in fresh for remark in one.remarks]
    remarks += [remark for part in parts.values() for remark in part.remarks]
    return Batch(
        frames={name: part.frame() for name, part in parts.items()},
        mapped={name: _mapped(name, resource) for name, resource in options.resources().items()},
        as_of_us=min(one.as_of_us for one in fresh),
        clock_us=request.now_us,
        token=token_with(token, now),
        unusable=tuple(one for part in parts.values() for one in part.unusable()),
        remarks=tuple(remark for place, remark in enumerate(remarks) if remark not in remarks[:place]),
        reach_us=span_us,
    )


def _mapped(name: str, resource: CalendarResource) -> frozenset[str]:
    """The fields that a resource feeds. A calendar that can only say "cancelled" tells nobody what was performed."""
    can_tell = isinstance(resource, Appointments) and resource.states.performed is not None
    return _MAPPED[name] | _OF_STATES if can_tell else _MAPPED[name]


def _span_us(at_us: int) -> tuple[int, int]:
    """Whole weeks (UTC) round an instant, so that the same rows come until the week ends; 1970 began on a Thursday."""
    monday_us = (at_us - 4 * DAY_US) // _WEEK_US * _WEEK_US + 4 * DAY_US
    return monday_us - _WEEKS_BACK * _WEEK_US, monday_us + (_WEEKS_AHEAD + 1) * _WEEK_US


def _take(seen: Seen, parts: Mapping[str, Rows]) -> None:
    """One file, read once for the resources that it holds."""
    read_from = content(seen, None, _KINDS, "calendar.remedy.kind")
    try:
        found = calendars(read_from.data)
    except NoCalendar as fault:
        raise NeedsPerson(words("calendar.none", file=seen.name), words("calendar.remedy.none")) from fault
    except CutOff as fault:
        raise Passing(words("file.damaged", file=seen.name), words("file.remedy.wait")) from fault
    for part in parts.values():
        for calendar, person in zip(found, _people(seen, part.resource, found), strict=True):
            part.take(seen.name, calendar, person)


def _refuse_emptied(
    resources: Mapping[str, CalendarResource],
    found: Mapping[str, Sequence[Seen]],
    before: Mapping[str, Had],
    now: Mapping[str, Had],
) -> None:
    """Raises NeedsPerson where a resource had entries and no calendar of it has one, unless the board says that it may.

    One person's diary may be empty while others are not.
    """
    for name, resource in resources.items():
        had = before.get(name, Had(0))
        if had.rows and not now[name].rows and not resource.may_be_empty:
            raise emptied("calendar.emptied", name, [one.name for one in found[name]], had)


def _people(seen: Seen, resource: CalendarResource, found: Sequence[Calendar]) -> list[str]:
    if resource.whose == "path":
        return [person_of_path(seen.path, resource.path)] * len(found)
    if resource.whose == "calendar":
        return person_of_calendars(seen.name, found)
    return [""] * len(found)


def _fresh(resource: CalendarResource, files: Sequence[Seen], now_us: int) -> Fresh:
    """As fresh as the person least lately written: one diary that no longer comes must not look live."""
    by_person: dict[str, list[Seen]] = {}
    for one in files:
        # A calendar that says itself whose it is has a file of its own; one with many organizers is everybody's.
        whose = {"path": person_of_path(one.path, resource.path), "calendar": one.path, "organizer": ""}
        by_person.setdefault(whose[resource.whose], []).append(one)
    several = [by_files(own, now_us) for own in by_person.values()]
    remarks = tuple(remark for one in several for remark in one.remarks)
    return Fresh(min(one.as_of_us for one in several), remarks)
