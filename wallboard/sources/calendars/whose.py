"""Whose the entries of a calendar are: by the path of its file, by its name, or by each entry's organizer."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Final

from wallboard.core.words import words
from wallboard.sources.calendars.lines import Calendar
from wallboard.sources.calendars.options import PERSON, CalendarResource
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.places import MOST_FILES, Seen, refuse_large, seen_at

MOST_BYTES: Final = 50_000_000


def files_of(resource: CalendarResource, folder: Path) -> tuple[Seen, ...]:
    """The files of a resource. Raises Passing where there is none, NeedsPerson for too many or one too large."""
    seen = seen_at(resource.place.replace(PERSON, "*"), folder, resource.place)
    if len(seen) > MOST_FILES:
        fault = words("file.many", path=resource.place, n=len(seen), most=MOST_FILES)
        raise NeedsPerson(fault, words("file.remedy.pattern"))
    return refuse_large(seen, MOST_BYTES)


def person_of_path(path: str, pattern: str) -> str:
    """What {person} stands for in a path that a pattern matched; '' where the pattern has none."""
    parts = PurePath(pattern).parts
    place = next((index for index, part in enumerate(parts) if PERSON in part), None)
    if place is None:
        return ""
    before, after = parts[place].split(PERSON)
    found = re.fullmatch(f"{_regex(before)}(.+){_regex(after)}", PurePath(path).parts[place - len(parts)], re.DOTALL)
    return found[1] if found else ""


def _regex(pattern: str) -> str:
    return "".join({"*": ".*?", "?": "."}.get(mark, re.escape(mark)) for mark in pattern)


def person_of_calendars(file: str, found: Sequence[Calendar]) -> list[str]:
    """The name of each calendar, of a mail address what stands before the @. Raises NeedsPerson for one without."""
    names = [calendar.about.get("X-WR-CALNAME") or calendar.about.get("NAME", "") for calendar in found]
    if not all(names):
        raise NeedsPerson(words("calendar.nobody", file=file), words("calendar.remedy.nobody"))
    return [person_of_name(name) for name in names]


def person_of_name(name: str) -> str:
    """Whom a calendar's name means: of a mail address what stands before the @."""
    return name.partition("@")[0].casefold() if "@" in name else name
