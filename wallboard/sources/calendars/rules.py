"""Rules of repetition (RFC 5545, 3.3.10), looked at before anybody follows them, and cut where the span ends."""

import re
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from dateutil.rrule import rrulestr

from wallboard.sources.calendars.times import Moment, Unreadable

# Nobody meets every second; a rule that says so would be followed for ever.
_OFTEN: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_NUMBERS: Final = r"[+-]?\d{1,3}(,[+-]?\d{1,3}){0,60}"
# From what to what a part's numbers go; those that begin with 1 may also count from the end.
_RANGES: Final = {
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366),
    "BYWEEKNO": (1, 53),
    "BYSETPOS": (1, 366),
    "BYHOUR": (0, 23),
    "BYMINUTE": (0, 59),
    "BYSECOND": (0, 59),
}
_PARTS: Final = {
    "FREQ": re.compile("|".join(_OFTEN)),
    "INTERVAL": re.compile(r"0*[1-9]\d{0,3}"),
    "COUNT": re.compile(r"\d{1,9}"),
    "UNTIL": re.compile(r"(\d{8})(T\d{6}(Z)?)?"),
    "BYDAY": re.compile(r"([+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU))(,[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)){0,60}"),
    "WKST": re.compile("MO|TU|WE|TH|FR|SA|SU"),
    **dict.fromkeys(_RANGES, re.compile(_NUMBERS)),
}
_TIMES: Final = ("BYHOUR", "BYMINUTE", "BYSECOND")
_MOST_TIMES: Final = 24
_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def bounded(rule: str, start: Moment, last_at: datetime, zone: tzinfo) -> str:
    """The rule with an end (UNTIL) not after `last_at`, in the form of the start: a date, or a time in UTC.

    A number of times (COUNT) becomes the last of them. Raises Unreadable for a rule that repeats more often than
    daily, cannot be followed, or can never come true.
    """
    parts = _parts(rule)
    end = _in_form(last_at, start, zone)
    if "UNTIL" in parts:
        end = min(end, _until(parts.pop("UNTIL"), start))
    if "COUNT" in parts:
        end = _last_of(parts, start, end)
    # The first of a series belongs to it, whatever its rule says.
    end = max(end, start)
    text = end.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") if isinstance(end, datetime) else end.strftime("%Y%m%d")
    return ";".join(f"{name}={value}" for name, value in {**parts, "UNTIL": text}.items())


def _parts(rule: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in filter(None, rule.upper().replace(" ", "").split(";")):
        name, _, value = part.partition("=")
        if name not in _PARTS or name in found or _PARTS[name].fullmatch(value) is None or not _is_within(name, value):
            raise Unreadable("calendar.row.rule")
        found[name] = value
    times = 1
    for name in _TIMES:
        times *= len(found.get(name, "").split(","))
    if "FREQ" not in found or times > _MOST_TIMES or not _can_be(found):
        raise Unreadable("calendar.row.rule")
    return found


def _is_within(name: str, value: str) -> bool:
    if name not in _RANGES:
        return True
    first, last = _RANGES[name]
    numbers = [int(number) for number in value.split(",")]
    may_be_negative = first == 1 and name != "BYMONTH"
    return all(first <= (abs(number) if may_be_negative else number) <= last for number in numbers)


def _can_be(parts: dict[str, str]) -> bool:
    """Whether some month is long enough: the thirtieth of February would be looked for until the year 9999."""
    if "BYMONTHDAY" not in parts:
        return True
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    return any(1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1] for month in months for day in days)


def _in_form(at: datetime, start: Moment, zone: tzinfo) -> Moment:
    return at if isinstance(start, datetime) else at.astimezone(zone).date()


def _until(text: str, start: Moment) -> Moment:
    """The end that a rule states; a date among times means all of that day, a time without a zone is the start's."""
    found = _PARTS["UNTIL"].fullmatch(text)
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
    local = start.replace(tzinfo=None) if isinstance(start, datetime) else datetime.combine(start, time())
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
