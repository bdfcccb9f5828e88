"""Diaries as calendar programs export them, and a reader with a fixed clock."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.sources.exports import NOW_US, put
from wallboard.core.records import Batch
from wallboard.sources import calendar
from wallboard.sources.contract import ReadRequest


def entry(uid: str, start: str, end: str = "", *more: str, title: str = "Visit") -> str:
    """An entry; `start` and `end` are values in London time unless they bring parameters of their own."""
    lines = ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}"]
    for name, value in (("DTSTART", start), ("DTEND", end)):
        if value:
            lines.append(f"{name}{value if value[0] in ';:' else f';TZID=Europe/London:{value}'}")
    return "\r\n".join([*lines, *more, "END:VEVENT", ""])


def day(uid: str, first: str, after: str = "", *more: str, title: str = "Holiday") -> str:
    """An entry for whole days."""
    return entry(uid, f";VALUE=DATE:{first}", f";VALUE=DATE:{after}" if after else "", *more, title=title)


def calendar_of(*entries: str, about: str = "") -> str:
    """A calendar."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Office//Diary//EN\r\n"
    return f"{head}{about}{''.join(entries)}END:VCALENDAR\r\n"


def batch(
    folder: Path, options: dict[str, Any], *, token: str = "", time_zone: str = "Europe/London", **more: Any
) -> Any:
    """One read, as the collector asks for it; the clock stands at 1 April 2026, 12:00 UTC."""
    request = ReadRequest("diaries", folder, more.get("now_us", NOW_US), time_zone, token, more.get("until_us"))
    return calendar.read(calendar.Options.model_validate(options), request)


def read(folder: Path, *entries: str, about: str = "", time_zone: str = "Europe/London", **options: Any) -> Batch:
    """What the appointments of one diary, amira.ics, come to."""
    put(folder, "amira.ics", calendar_of(*entries, about=about))
    resource = {"path": "{person}.ics", **options}
    found = batch(folder, {"appointments": resource}, time_zone=time_zone)
    assert isinstance(found, Batch)
    return found


def leave(folder: Path, *entries: str, about: str = "", **options: Any) -> Batch:
    """What the absences of one diary, amira.ics, come to."""
    put(folder, "amira.ics", calendar_of(*entries, about=about))
    found = batch(folder, {"absences": {"path": "{person}.ics", **options}})
    assert isinstance(found, Batch)
    return found


def starts(found: Batch, resource: str = "appointments") -> list[str]:
    """The starts of a resource's rows in UTC, in order."""
    return [f"{at:%Y-%m-%d %H:%M}" for at in sorted(found.frame(resource)["start_at"])]


def known_as(uid: str) -> str:
    """What stands for a UID in the ids of rows."""
    return sha256(uid.encode()).hexdigest()[:16]


def spans(found: Batch, resource: str = "absences") -> list[tuple[datetime, datetime]]:
    """Starts and ends of a resource's rows, in order."""
    return found.frame(resource).select("start_at", "end_at").rows()


def counted(found: Batch) -> list[tuple[str, int, tuple[str, ...]]]:
    """What could not be used."""
    return [(one.why.key, one.count, one.examples) for one in found.unusable]
