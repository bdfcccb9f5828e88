"""Reads of calendars at addresses, one after the other as the collector does them, and what they must come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from tests.servers.radicale import PASSWORD, USER
from tests.sources.exports import NOW_US
from wallboard.collect.plain import said
from wallboard.core.local_time import EPOCH_AT
from wallboard.core.records import Batch
from wallboard.sources import calendar
from wallboard.sources.calendars.claims import span_us_at
from wallboard.sources.contract import ReadRequest

LONDON = ZoneInfo("Europe/London")
FIRST_AT, LAST_AT = (EPOCH_AT + timedelta(microseconds=us) for us in span_us_at(NOW_US))
Visit = tuple[str, datetime, datetime | None, str]


@dataclass
class Reader:
    """A source between its reads: its token and what it keeps. `url` has {person} for `people`."""

    url: str
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    resource: Mapping[str, Any] = field(default_factory=dict)
    token: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    now_us: int = NOW_US
    password: str = PASSWORD

    def poll(self) -> Batch | None:
        """The next read; the token is kept where it brought something."""
        sign_in = {"sign_in": {"user": USER, "secret": "diaries"}}
        given = {"appointments": {"url": self.url, **self.resource}, **sign_in, **self.options}
        found = calendar.read(calendar.Options.model_validate(given), self.request())
        if found is not None:
            self.token = found.token
        return found

    def read(self) -> Batch:
        """A read that must bring something."""
        found = self.poll()
        assert found is not None
        return found

    def request(self) -> ReadRequest:
        """As the collector asks."""
        return ReadRequest(
            "diaries",
            Path(),
            self.now_us,
            "Europe/London",
            self.token,
            secret=lambda _: self.password,
            kept=self.kept,
            people=self.people,
        )

    def restart(self) -> None:
        """All that is not in the cache is lost."""
        self.kept = {}

    @property
    def calls(self) -> int:
        """How many the last read took."""
        return int(self.kept["looked"].calls)


def in_time(one: Visit) -> tuple[object, ...]:
    """By whose, then when."""
    person, start, end, state = one
    return person, start, start if end is None else end, state


def visits(found: Batch) -> list[Visit]:
    """Whose, from when to when, and what became of it, in order."""
    frame = found.frame("appointments").select("person", "start_at", "end_at", "state")
    return sorted(frame.rows(), key=in_time)


def starts_of(found: Batch, person: str) -> list[str]:
    """When somebody's appointments begin, in UTC."""
    return [f"{at:%m-%d %H:%M}" for who, at, _, _ in visits(found) if who == person]


def expected(person: str, files: Mapping[str, str]) -> list[Visit]:
    """What the appointments in a server's own files come to, by the library alone."""
    found = []
    for text in files.values():
        whole = icalendar.Calendar.from_ical(text)
        for one in recurring_ical_events.of(whole).between(FIRST_AT, LAST_AT):
            start, end = one["DTSTART"].dt, one["DTEND"].dt if "DTEND" in one else None
            is_cancelled = str(one.get("STATUS", "")) == "CANCELLED"
            if isinstance(start, datetime):
                found.append(
                    (
                        person,
                        _utc(start),
                        None if end in (None, start) else _utc(end),
                        ("booked", "cancelled")[is_cancelled],
                    )
                )
    return sorted(found, key=in_time)


def remarks(found: Batch) -> list[str]:
    """What is said of a read."""
    return [said(one) for one in found.remarks]


def _utc(at: date | datetime) -> datetime:
    whole = at if isinstance(at, datetime) else datetime.combine(at, time())
    return (whole.replace(tzinfo=LONDON) if whole.tzinfo is None else whole).astimezone(UTC)
