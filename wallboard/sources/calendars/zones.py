"""Time zones of calendars: the names that programs use for them, and those that a calendar defines itself."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from wallboard.sources.calendars.lines import Block, Line
from wallboard.sources.calendars.parts import can_be

_OFFSET: Final = re.compile(r"[+-](0\d|1[0-5])[0-5]\d([0-5]\d)?")
_YEARLY: Final = re.compile(
    r"FREQ=YEARLY(;(INTERVAL=1|BYMONTH=\d{1,2}|BYDAY=([+-]?[1-5])?[A-Z]{2}|BYMONTHDAY=[-\d,]{1,40}"
    r"|UNTIL=\d{8}(T\d{6}Z?)?|WKST=[A-Z]{2}))*"
)
_DATES: Final = re.compile(r"\d{8}(T\d{6}Z?)?(,\d{8}(T\d{6}Z?)?)*")
_MOST_RULES: Final = 100
_MOST_LINES: Final = 300
# From 1601, where Windows has its zones begin, to what a calendar may be about.
_YEAR: Final = re.compile(r"(1[6-9]|20)\d\d")


@dataclass
class Zones:
    """The zones of one calendar: `own` is that of times without one; `defined` what the calendar defines, by its id."""

    own: str
    defined: Mapping[str, Block] = field(default_factory=dict)
    _found: dict[str, tzinfo | None] = field(default_factory=dict)

    def zone(self, tzid: str) -> tzinfo | None:
        """The zone of a TZID; None for one that nobody knows."""
        if tzid not in self._found:
            self._found[tzid] = self._look_up(tzid)
        return self._found[tzid]

    @property
    def own_zone(self) -> tzinfo:
        """The zone of times without one."""
        return ZoneInfo(self.own)

    def _look_up(self, tzid: str) -> tzinfo | None:
        name = known_name(tzid)
        block = self.defined.get(tzid)
        if name is None and block is not None:
            name = known_name(block.text("X-LIC-LOCATION"))
        if name is not None:
            return ZoneInfo(name)
        return None if block is None else _defined(block)


def zones_of(blocks: Sequence[Block], named: str, fallback: str) -> Zones:
    """The zones of a calendar that names one itself (or ''), and else is in `fallback`."""
    return Zones(known_name(named) or fallback, {block.text("TZID"): block for block in reversed(blocks)})


@lru_cache(maxsize=512)
def known_name(tzid: str) -> str | None:
    """The IANA name of a zone, also by Windows' name or behind a vendor's prefix; None for what is none."""
    cleaned = tzid.strip().strip("/")
    parts = cleaned.split("/")
    tails = ["/".join(parts[start:]) for start in range(1, len(parts))] if tzid.startswith("/") else []
    for name in (cleaned, WINDOWS_TO_OLSON.get(cleaned, ""), *tails):
        if name and _is_zone(name):
            return name
    return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _defined(block: Block) -> tzinfo | None:
    """The zone that a calendar defines; None for a definition that cannot be followed.

    Its rules are looked at first: one that repeats every second would never be done.
    """
    if not block.is_whole or not 0 < len(block.parts) <= _MOST_RULES:
        return None
    if not all(kind in ("STANDARD", "DAYLIGHT") and _is_plain(lines) for kind, lines in block.parts):
        return None
    text = "\r\n".join(_written(block))
    try:
        # By a name of its own, since icalendar keeps zones by their ids, and two files may mean two zones by one.
        name = f"wallboard-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
        zone = icalendar.Timezone.from_ical(f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\n{text}\r\nEND:VTIMEZONE\r\n")
        return zone.to_tz(lookup_tzid=False) if isinstance(zone, icalendar.Timezone) else None
    except Exception:
        # Whatever a hostile definition makes the library raise, it is no zone.
        return None


def _is_plain(lines: Sequence[Line]) -> bool:
    names = [line.name for line in lines]
    if (
        not {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"} <= set(names)
        or names.count("RRULE") > 1
        or len(names) > _MOST_LINES
    ):
        return False
    return all(_is_plain_line(line) for line in lines)


def _is_plain_line(line: Line) -> bool:
    value = line.value.strip()
    if line.name in ("TZOFFSETFROM", "TZOFFSETTO"):
        return _OFFSET.fullmatch(value) is not None
    if line.name == "RRULE":
        return _YEARLY.fullmatch(value) is not None and can_be(value)
    if line.name in ("DTSTART", "RDATE"):
        return _DATES.fullmatch(value) is not None and _YEAR.match(value) is not None
    return True


def _written(block: Block) -> list[str]:
    found = []
    for kind, lines in block.parts:
        rules = [f"{line.name}:{line.value.strip()}" for line in lines if line.name not in ("TZNAME", "TZID")]
        found += [f"BEGIN:{kind}", *rules, f"END:{kind}"]
    return found
