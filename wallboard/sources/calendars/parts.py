"""The parts of a rule of repetition, within bounds, so that following it comes to an end."""

import re
from datetime import datetime, timedelta
from typing import Final

from dateutil.rrule import rrulestr

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
# Rules are followed until the year 9999. The calendar recurs every 400 years: shifted near the end, that is short.
_CYCLE: Final = 400
_LATEST: Final = 9800
_MOST_FOLLOWED: Final = 100_000
_ANY_START: Final = datetime(2000, 1, 1)  # noqa: DTZ001  local


class BadRule(ValueError):
    """A rule that cannot be followed."""


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a rule by their names.

    Raises BadRule for one that repeats more often than daily, has parts that nobody knows, or can never come true.
    """
    found: dict[str, str] = {}
    for part in filter(None, rule.upper().replace(" ", "").split(";")):
        name, _, value = part.partition("=")
        if name not in _PARTS or name in found or _PARTS[name].fullmatch(value) is None or not _is_within(name, value):
            raise BadRule
        found[name] = value
    times = 1
    for name in _TIMES:
        times *= len(found.get(name, "").split(","))
    if "FREQ" not in found or times > _MOST_TIMES or not _can_be(found):
        raise BadRule
    return found


def _is_within(name: str, value: str) -> bool:
    if name not in _RANGES:
        return True
    first, last = _RANGES[name]
    numbers = [int(number) for number in value.split(",")]
    may_be_negative = first == 1 and name != "BYMONTH"
    return all(first <= (abs(number) if may_be_negative else number) <= last for number in numbers)


def can_be(rule: str) -> bool:
    """Whether a rule's numbers are within bounds and can come true together."""
    try:
        parts = parts_of(rule)
    except BadRule:
        return False
    return goes_on({name: value for name, value in parts.items() if name != "UNTIL"}, _ANY_START, _ANY_START)


def goes_on(parts: dict[str, str], start: datetime, end: datetime) -> bool:
    """Whether a rule without an end of its own comes true after `end` too, so that whoever follows it gets there.

    Both are local times without a zone. False also for one that comes true too often until then. A rule may exclude
    itself in many ways (the first day of a year in December, the fiftieth Monday of a month, a weekly step from a
    Monday on Tuesdays); following it is the only sure test.
    """
    if not any(name.startswith("BY") for name in parts):
        return True
    end = max(start, end)
    later = (_LATEST - end.year) // _CYCLE * _CYCLE
    start, end = start.replace(year=start.year + later), end.replace(year=end.year + later)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        for number, found in enumerate(rrulestr(text, dtstart=start)):
            if found > end + timedelta(days=1) or number > _MOST_FOLLOWED:
                return number <= _MOST_FOLLOWED
    except (ValueError, OverflowError, IndexError):
        # What the library makes of a ninety-ninth Monday.
        return False
    return False


def _can_be(parts: dict[str, str]) -> bool:
    """Whether some month is long enough: the thirtieth of February would be looked for until the year 9999."""
    if "BYMONTHDAY" not in parts:
        return True
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    return any(1 <= month <= 12 and 1 <= day <= _LENGTHS[month - 1] for month in months for day in days)
