"""Rules of repetition (RFC 5545, 3.3.10), looked at before anybody follows them, and cut where the span ends."""

import re
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from dateutil.rrule import rrulestr

from wallboard.sources.calendars.parts import BadRule, goes_on, parts_of
from wallboard.sources.calendars.times import Moment, Unreadable

_UNTIL: Final = re.compile(r"(\d{8})(T\d{6}(Z)?)?")


def bounded(rule: str, start: Moment, last_at: datetime, zone: tzinfo) -> str:
    """The rule with an end (UNTIL) not after `last_at`, in the form of the start: a date, or a time in UTC.

    A number of times (COUNT) becomes the last of them. Raises Unreadable for a rule that repeats more often than
    daily, cannot be followed, or can never come true.
    """
    try:
        parts = parts_of(rule)
    except BadRule as fault:
        raise Unreadable("calendar.row.rule") from fault
    end = _in_form(last_at, start, zone)
    if "UNTIL" in parts:
        end = min(end, _until(parts.pop("UNTIL"), start))
    without_count = {name: value for name, value in parts.items() if name != "COUNT"}
    if not goes_on(without_count, _local(start, zone), _local(max(start, end), zone)):
        raise Unreadable("calendar.row.rule")
    if "COUNT" in parts:
        end = _last_of(parts, start, end)
    # The first of a series belongs to it, whatever its rule says.
    end = max(end, start)
    text = end.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if isinstance(end, datetime) else end.strftime("%Y%m%d")
    return ";".join(f"{name}={value}" for name, value in {**parts, "UNTIL": text}.items())


def _local(at: Moment, zone: tzinfo | None) -> datetime:
    """A time on the clocks of a zone; a date's midnight."""
    if not isinstance(at, datetime):
        return datetime.combine(at, time())
    return at.astimezone(zone).replace(tzinfo=None)


def _in_form(at: datetime, start: Moment, zone: tzinfo) -> Moment:
    return at if isinstance(start, datetime) else at.astimezone(zone).date()


def _until(text: str, start: Moment) -> Moment:
    """The end that a rule states; a date among times means all of that day, a time without a zone is the start's."""
    found = _UNTIL.fullmatch(text)
    try:
        on = datetime.strptime(text[:8], "%Y%m%d").date()  # noqa: DTZ007  a date alone
        if not isinstance(start, datetime) or found is None:
            return on
        if found[2] is None:
            return datetime.combine(on, time(23, 59, 59), tzinfo=start.tzinfo)
        at = datetime.combine(on, datetime.strptime(text[9:15], "%H%M%S").time())  # noqa: DTZ007
        return at.replace(tzinfo=UTC if found[3] else start.tzinfo)
    except ValueError as fault:
        raise Unreadable("calendar.row.rule") from fault


def _last_of(parts: dict[str, str], start: Moment, end: Moment) -> Moment:
    """The last of so many times, or of those until an end."""
    most = int(parts.pop("COUNT"))
    local = _local(start, start.tzinfo if isinstance(start, datetime) else None)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    last = start
    try:
        for number, found in enumerate(rrulestr(text, dtstart=local), start=1):
            at: Moment = found.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else found.date()
            if number > most or at > end:
                break
            last = at
    except (ValueError, OverflowError) as fault:
        raise Unreadable("calendar.row.rule") from fault
    return last if most else start
