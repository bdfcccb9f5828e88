"""A calendar, as a first entry: whose its entries are, and which categories there are to count by."""

from collections import Counter
from typing import Any

from wallboard.cli.trying.entry import Entry
from wallboard.cli.trying.headings import HINTS
from wallboard.core.words import words
from wallboard.sources.calendars.lines import CutOff, NoCalendar, calendars, listed
from wallboard.sources.contract import NeedsPerson

_MOST = 20


def calendar_entry(data: bytes, name: str, where: dict[str, str], resource: str | None) -> tuple[Entry, int]:
    """The entry for calendars that were read, and how many entries they have. Raises NeedsPerson for what is none."""
    try:
        found = calendars(data)
    except (NoCalendar, CutOff) as fault:
        raise NeedsPerson(words("calendar.none", file=name), words("calendar.remedy.none")) from fault
    entries = [entry for one in found for entry in one.entries]
    is_leave = any(hint in name.casefold() for hint in HINTS["absences"])
    chosen = "absences" if resource == "absences" or (resource is None and is_leave) else "appointments"
    part: dict[str, Any] = dict(where)
    remarks: dict[tuple[str, ...], str] = {}
    categories = Counter(
        word for entry in entries for line in entry.lines if line.name == "CATEGORIES" for word in listed(line.value)
    )
    if "{person}" not in "".join(where.values()):
        has_name = any({"X-WR-CALNAME", "NAME"} & one.about.keys() for one in found)
        part["person"] = (
            "calendar" if has_name or not any(entry.first("ORGANIZER") for entry in entries) else "organizer"
        )
        each = "a file a person: {person} in the path" if "path" in where else "an address a person: {person} in it"
        remarks[chosen, "person"] = f"whose the entries are; or {each}"
    if categories and chosen == "appointments":
        part["counts"] = {"category": [word for word, _ in categories.most_common(_MOST)]}
        remarks[chosen, "counts"] = "keep the categories that are visits to clients"
    return Entry(chosen, {"type": "calendar", chosen: part}, remarks), len(entries)
