"""The entries of a calendar: when, whose, what became of them, and whether they count. No title leaves this module."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from wallboard.sources.calendars.lines import Block, Line, listed, unescaped
from wallboard.sources.calendars.options import Absences, Appointments, CalendarResource, Marks
from wallboard.sources.calendars.times import Moment, Unreadable, instant_us, length, moment, moments
from wallboard.sources.calendars.zones import Zones

BOOKED: Final = "booked"
CANCELLED: Final = "cancelled"
_ID_DIGITS: Final = 16
_MOST_DATES: Final = 5_000
# No address is longer (RFC 3696, erratum 1690); what is longer is no address, and is not looked through.
_LONGEST_ADDRESS: Final = 320
_MAILTO: Final = "mailto:"
_DATE: Final = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One VEVENT without its title: an entry by itself, the first of a series, or the exception of one.

    `at` is the line on which it begins. `end` is exclusive, None where it has no length. `left_out` says which option
    keeps it from counting though it bears the marks ('' for none). Instants are µs UTC, None for unknown.
    """

    at: int
    uid: str
    start: Moment
    end: Moment | None
    counts: bool
    left_out: str
    state: str
    organizer: str
    booked_us: int | None
    changed_us: int | None
    sequence: int
    recurrence_id: Moment | None
    is_from_then_on: bool
    rules: tuple[str, ...]
    dates: tuple[Moment, ...]
    without: tuple[Moment, ...]
    has_strange_rule: bool

    @property
    def is_series(self) -> bool:
        """Whether it stands for other than exactly itself."""
        return bool(self.rules or self.dates or self.recurrence_id is not None)


def entry_of(block: Block, zones: Zones, resource: CalendarResource) -> Entry:
    """The entry of a block. Raises Unreadable for one that cannot be used; of a private one it repeats no text."""
    try:
        return _entry(block, zones, resource)
    except Unreadable as fault:
        if not fault.args_said or not _is_private(block):
            raise
        raise Unreadable(fault.key, **dict.fromkeys(fault.args_said, "…")) from None


def _entry(block: Block, zones: Zones, resource: CalendarResource) -> Entry:
    if not block.is_whole:
        raise Unreadable("calendar.row.broken")
    start_line = block.first("DTSTART")
    if start_line is None:
        raise Unreadable("calendar.row.no-start")
    start = moment(start_line.value, start_line, zones)
    left_out = _left_out(block, resource, is_all_day=not isinstance(start, datetime))
    recurrence = block.first("RECURRENCE-ID")
    is_marked, state, end = bears(block, resource.counts), _state(block, resource), _end(block, start, zones)
    if isinstance(resource, Absences) and end is None and is_marked and not left_out and state != CANCELLED:
        raise Unreadable("calendar.row.no-length")
    return Entry(
        at=block.at,
        uid=_uid(block),
        start=start,
        end=end,
        counts=is_marked and not left_out,
        left_out=left_out if is_marked else "",
        state=state,
        organizer=_local_part(block.text("ORGANIZER")) if resource.whose == "organizer" else "",
        booked_us=_instant(block.first("CREATED"), zones),
        changed_us=_instant(block.first("LAST-MODIFIED"), zones),
        sequence=_sequence(block.text("SEQUENCE")),
        recurrence_id=None if recurrence is None else _alike(moment(recurrence.value, recurrence, zones), start, zones),
        is_from_then_on=recurrence is not None and recurrence.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
        rules=tuple(line.value.strip() for line in block.lines if line.name == "RRULE"),
        dates=_dates(block, "RDATE", start, zones),
        without=_dates(block, "EXDATE", start, zones),
        has_strange_rule=block.first("EXRULE") is not None,
    )


def is_left_out(block: Block, resource: CalendarResource) -> bool:
    """Whether an entry would not count by the board's options, also where what else it says cannot be used."""
    start = block.first("DTSTART")
    if not block.is_whole or start is None:
        return False
    return bool(_left_out(block, resource, is_all_day=_DATE.fullmatch(start.value.strip()) is not None))


def bears(block: Block, marks: Marks) -> bool:
    """Whether an entry has one of the categories or words, whatever else is wrong with it."""
    if marks.is_any:
        return True
    wanted = {word.casefold().strip() for word in marks.category}
    for line in block.lines:
        if line.name == "CATEGORIES" and wanted & {one.casefold() for one in listed(line.value)}:
            return True
    title = unescaped(block.text("SUMMARY")).casefold()
    return any(_has_word(title, word.casefold().strip()) for word in marks.summary)


def categories(block: Block) -> list[str]:
    """The categories of an entry that is open to all; none of a private one."""
    if _is_private(block):
        return []
    return [one for line in block.lines if line.name == "CATEGORIES" for one in listed(line.value) if one]


def _has_word(title: str, word: str) -> bool:
    before = r"(?<!\w)" if word[:1].isalnum() else ""
    after = r"(?!\w)" if word[-1:].isalnum() else ""
    return bool(word) and re.search(f"{before}{re.escape(word)}{after}", title) is not None


def _left_out(block: Block, resource: CalendarResource, *, is_all_day: bool) -> str:
    """The option that keeps an entry from counting, '' for none."""
    counts, of_work = resource.counts, isinstance(resource, Appointments)
    all_day = counts.all_day if counts.all_day is not None or not of_work else False
    if all_day is not None and all_day != is_all_day:
        return "all_day"
    free = counts.free if counts.free is not None else not of_work
    if not free and _is_free(block):
        return "free"
    return "private" if not counts.private and _is_private(block) else ""


def _is_free(block: Block) -> bool:
    busy = block.text("X-MICROSOFT-CDO-BUSYSTATUS").upper()
    return block.text("TRANSP").upper() == "TRANSPARENT" or busy == "FREE"


def _is_private(block: Block) -> bool:
    return block.text("CLASS").upper() not in ("", "PUBLIC")


def _state(block: Block, resource: CalendarResource) -> str:
    if block.text("STATUS").upper() == "CANCELLED":
        return CANCELLED
    if isinstance(resource, Appointments):
        for state, marks in resource.states.marks().items():
            if bears(block, marks):
                return state
    return BOOKED


def _uid(block: Block) -> str:
    """What tells an entry from others; programs write titles, names and addresses into UIDs, so none leaves here."""
    uid = block.text("UID") or f"line {block.at}"
    return sha256(uid.encode(errors="replace")).hexdigest()[:_ID_DIGITS]


def _local_part(address: str) -> str:
    """What stands before the @ of an address, '' for what is none."""
    before, at, _ = address.partition("@")
    if not at or not before or len(before) > _LONGEST_ADDRESS or before[-1].isspace():
        return ""
    local = before.split()[-1].casefold()
    return local[local.rfind(_MAILTO) + len(_MAILTO) :] if _MAILTO in local else local


def _sequence(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _end(block: Block, start: Moment, zones: Zones) -> Moment | None:
    """The end of an entry, exclusive; that of a day without one is the next. Raises Unreadable for one before start."""
    line = block.first("DTEND")
    is_day = not isinstance(start, datetime)
    if line is not None:
        end = moment(line.value, line, zones)
        if isinstance(end, datetime) == is_day:
            raise Unreadable("calendar.row.time")
    elif block.first("DURATION") is not None:
        end = _after(start, length(block.text("DURATION")))
    else:
        end = start
    if instant_us(end, zones.own_zone) < instant_us(start, zones.own_zone):
        raise Unreadable("file.row.ends-before")
    if end == start:
        return start + timedelta(days=1) if is_day else None
    return end


def _after(start: Moment, passed: timedelta) -> Moment:
    try:
        return start + passed
    except OverflowError as fault:
        raise Unreadable("calendar.row.time") from fault


def _instant(line: Line | None, zones: Zones) -> int | None:
    if line is None:
        return None
    try:
        return instant_us(moment(line.value, line, zones), zones.own_zone)
    except Unreadable:
        return None


def _dates(block: Block, name: str, start: Moment, zones: Zones) -> tuple[Moment, ...]:
    found = [one for line in block.lines if line.name == name for one in moments(line, zones)]
    if len(found) > _MOST_DATES:
        raise Unreadable("calendar.row.rule")
    return tuple(_alike(one, start, zones) for one in found)


def _alike(at: Moment, start: Moment, zones: Zones) -> Moment:
    """A date or time in the form of the series' start: libraries do not compare one with the other."""
    if not isinstance(start, datetime):
        return at.astimezone(zones.own_zone).date() if isinstance(at, datetime) else at
    if isinstance(at, datetime):
        return at
    # A date among times means the occurrence of that date.
    return datetime.combine(at, start.time(), tzinfo=start.tzinfo)
