"""Calendars in files: read, and read again where a file or the week is another."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from typing import Final

from wallboard.core.records import Batch
from wallboard.core.words import words
from wallboard.sources.calendars.claims import mapped_of, refuse_emptied, span_us_at
from wallboard.sources.calendars.lines import Calendar, CutOff, NoCalendar, calendars
from wallboard.sources.calendars.options import CalendarResource, Options
from wallboard.sources.calendars.rows import Rows
from wallboard.sources.calendars.series import Effort
from wallboard.sources.calendars.taken import Taker
from wallboard.sources.calendars.whose import files_of, person_of_calendars, person_of_path
from wallboard.sources.contract import NeedsPerson, Passing, ReadRequest
from wallboard.sources.files.freshness import Fresh, by_files
from wallboard.sources.files.places import Seen, refuse_changed, wait_until_quiet
from wallboard.sources.files.unpack import content
from wallboard.sources.mapping.had import Had, parted, token_with

# Raised when the same files and options give other rows, or claim other fields.
_FORM: Final = "7"
_KINDS: Final = (".ics",)


def read_files(options: Options, request: ReadRequest) -> Batch | None:
    """The appointments and absences from twenty-six weeks before the read's week to twenty-six after it.

    None when neither a file nor the week has changed since the request's token. A resource is as old as the person
    whose newest file is the oldest; the batch is as old as its oldest resource. The token also tells how many entries
    there were, since calendars that have lost them all are a fault. Raises SourceFault.
    """
    found = {name: files_of(resource, request.folder) for name, resource in options.resources().items()}
    span_us = span_us_at(request.now_us if request.until_us is None else request.until_us)
    zone = options.time_zone or request.time_zone
    said = f"{_FORM}\n{zone}\n{options.model_dump_json()}\n{span_us}\n{found!r}"
    token = hashlib.sha256(said.encode(errors="surrogateescape")).hexdigest()
    known, before = parted(request.token)
    if token == known:
        return None
    files = tuple(sorted({one for several in found.values() for one in several}))
    wait_until_quiet(files, request.now_us, time.sleep)
    effort = Effort()
    parts = {name: Rows(Taker(name, resource, zone, span_us, effort)) for name, resource in options.resources().items()}
    for one in files:
        _take(one, {name: part for name, part in parts.items() if one in found[name]})
    refuse_changed(files)
    now = {name: Had(part.entries) for name, part in parts.items()}
    names = {name: [one.name for one in several] for name, several in found.items()}
    refuse_emptied(options.resources(), names, before, now)
    fresh = [_fresh(resource, found[name], request.now_us) for name, resource in options.resources().items()]
    remarks = [remark for one in fresh for remark in one.remarks]
    remarks += [remark for part in parts.values() for remark in part.remarks]
    return Batch(
        frames={name: part.frame() for name, part in parts.items()},
        mapped={name: mapped_of(name, resource) for name, resource in options.resources().items()},
        as_of_us=min(one.as_of_us for one in fresh),
        clock_us=request.now_us,
        token=token_with(token, now),
        unusable=tuple(one for part in parts.values() for one in part.unusable()),
        remarks=tuple(remark for place, remark in enumerate(remarks) if remark not in remarks[:place]),
        reach_us=span_us,
        diaries_of=parts["appointments"].diaries_of() if options.tells_diaries else None,
    )


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


def _people(seen: Seen, resource: CalendarResource, found: Sequence[Calendar]) -> list[str]:
    if resource.whose == "path":
        return [person_of_path(seen.path, resource.place)] * len(found)
    if resource.whose == "calendar":
        return person_of_calendars(seen.name, found)
    return [""] * len(found)


def _fresh(resource: CalendarResource, files: Sequence[Seen], now_us: int) -> Fresh:
    """As fresh as the person least lately written: one diary that no longer comes must not look live."""
    by_person: dict[str, list[Seen]] = {}
    for one in files:
        # A calendar that says itself whose it is has a file of its own; one with many organizers is everybody's.
        whose = {"path": person_of_path(one.path, resource.place), "calendar": one.path, "organizer": ""}
        by_person.setdefault(whose[resource.whose], []).append(one)
    several = [by_files(own, now_us) for own in by_person.values()]
    remarks = tuple(remark for one in several for remark in one.remarks)
    return Fresh(min(one.as_of_us for one in several), remarks)
