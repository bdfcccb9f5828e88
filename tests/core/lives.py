"""Cases written as their lives, in the week of Monday 2 March 2026, London office hours 09:00-17:00."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from wallboard.core.measures.book import CaseBook
from wallboard.core.openings import HoursRule
from wallboard.core.organisation import Organisation, State, StatusMap, Target
from wallboard.core.records import Batch, in_form
from wallboard.core.snapshot import Snapshot
from wallboard.core.worktime import WorkCalendar

MONDAY = date(2026, 3, 2)
LONDON = ZoneInfo("Europe/London")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOUR_US = 3_600_000_000
_NINE_TO_FIVE = ((9 * 3600, 17 * 3600),)
OFFICE = WorkCalendar("office", "Europe/London", [HoursRule(None, (_NINE_TO_FIVE,) * 5 + ((), ()))])
ROUND_THE_CLOCK = WorkCalendar("always", "Europe/London", [HoursRule(None, (((0, 86_400),),) * 7)])
STATUSES: Mapping[str, State] = {"waiting": "on-hold", "spam": "ignored", "supplier": "open"}


def at(text: str) -> int:
    """µs UTC of "Mon 15:00", "Tue+1 09:00" (a week later), "Fri-2 …", or an ISO local time of London."""
    found = re.fullmatch(r"(\w{3})([+-]\d+)? (\d\d):(\d\d)(?::(\d\d))?", text)
    if found:
        day, weeks, hour, minute, second = found.groups()
        on = MONDAY + timedelta(days=WEEKDAYS.index(day) + 7 * int(weeks or 0))
        local = datetime(on.year, on.month, on.day, int(hour), int(minute), int(second or 0), tzinfo=LONDON)
    else:
        local = datetime.fromisoformat(text)
        local = local if local.tzinfo else local.replace(tzinfo=LONDON)
    return round(local.astimezone(UTC).timestamp()) * 1_000_000


def instant(text: str) -> datetime:
    """The same as an aware datetime, as rows hold it."""
    return datetime.fromtimestamp(at(text) / 1_000_000, UTC)


def life(number: str, text: str, **columns: str) -> dict[str, object]:
    """A case from "Mon 15:00 opened; Mon 16:00 waiting; Tue 09:00 queue=Orders": statuses, or fields given.

    A bare `queue=` is a queue lost. Several changes that one row states are joined by " & ".
    """
    opened, events = None, []
    for row, step in enumerate(filter(None, (part.strip() for part in text.split(";")))):
        when, what = re.fullmatch(r"(\S+ \S+) (.+)", step).groups()  # type: ignore[union-attr]
        if what == "opened":
            opened = when
            continue
        for change in what.split(" & "):
            kind, _, to = change.partition("=") if "=" in change else ("status", "", change)
            events.append({"number": number, "at": instant(when), "kind": kind, "to": to or None, "row": row})
    case = {"number": number, "opened_at": instant(opened) if opened else None, **columns}
    for name in ("opened_at", "closed_at"):
        if isinstance(case.get(name), str):
            case[name] = instant(str(case[name]))
    return {"case": case, "events": events}


def batch(*lives: dict[str, object], as_of: str = "Sun+8 00:00", cases: Iterable[str] = (), **flags: bool) -> Batch:
    """What one source brings of these lives; `cases` are canonical fields mapped beside the usual ones."""
    rows = [one["case"] for one in lives]
    events = [event for one in lives for event in one["events"]]  # type: ignore[attr-defined]
    given = {name for row in rows for name in ("status", "client", "shared_key") if name in row}  # type: ignore[operator]
    mapped = {"cases": frozenset({"number", "opened", "type", "queue", "owner", "priority", *given, *cases})}
    frames = {"cases": _frame("cases", rows)}
    if events or flags.pop("keeps_events", True):
        frames["events"] = _frame("events", events)
        mapped["events"] = frozenset({"number", "at", "status", "queue", "type", "owner", "priority"})
    return Batch(frames, mapped, at(as_of), at(as_of), **flags)


def _frame(resource: str, rows: list[object]) -> pl.DataFrame:
    return in_form(resource, pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame())


def target(hours: float, of: str | None = None, **more: object) -> Target:
    """A target of so many work hours."""
    return Target(of, round(hours * HOUR_US), **more)  # type: ignore[arg-type]


def organisation(**more: object) -> Organisation:
    """An office in London with a target of 6 hours for every case."""
    settings: dict[str, object] = {
        "name": "Northwind",
        "time_zone": "Europe/London",
        "calendar": "office",
        "calendars": {"office": OFFICE, "always": ROUND_THE_CLOCK},
        "sources": ("desk",),
        "statuses": StatusMap(STATUSES),
        "targets": (target(6),),
    }
    return Organisation(**{**settings, **more})  # type: ignore[arg-type]


def snapshot(now: str, *lives: dict[str, object], is_past: bool = False, **more: object) -> Snapshot:
    """What is known of these lives, all of one source, at an instant."""
    return Snapshot(organisation(**more), at(now), {"desk": batch(*lives)}, is_past=is_past)


def book(now: str, *lives: dict[str, object], **more: object) -> CaseBook:
    """The case book of these lives at an instant."""
    return snapshot(now, *lives, **more).book


def hours(us: int) -> float:
    """Work time as decimal hours."""
    return int(us) / HOUR_US
