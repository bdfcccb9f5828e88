"""The board's calendars: hours, holidays and dates of their own, made into work calendars."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path as FilePath

from wallboard.config.faults import Path
from wallboard.config.holidays import Holidays, NoHolidays, of_dates, of_file, of_region
from wallboard.config.models import CalendarPart, WeekPart
from wallboard.config.reading import Reading
from wallboard.config.told import model_of
from wallboard.config.values import DAYS, dates_of
from wallboard.core.openings import HoursRule, Interval
from wallboard.core.worktime import WorkCalendar

_EXAMPLE = 'add, for example: calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}, holidays: GB-ENG}}'


def read_calendars(reading: Reading, time_zone: str | None, files: list[FilePath]) -> dict[str, WorkCalendar]:
    """Every calendar without a fault, by name; calendar files that were read are added to `files`."""
    entries = reading.mapping(("calendars",))
    if not entries and reading.at(("calendars",)) in (None, {}):
        reading.fault(("calendars",), "no calendar: work hours cannot be reckoned", remedy=_EXAMPLE)
    calendars = {}
    for name in entries:
        path = ("calendars", name)
        part = model_of(reading, CalendarPart, path)
        if part is None:
            continue
        calendar = _calendar(reading, path, part, part.time_zone or time_zone or "UTC", files)
        if calendar is not None:
            calendars[name] = calendar
    return calendars


def _calendar(
    reading: Reading, path: Path, part: CalendarPart, time_zone: str, files: list[FilePath]
) -> WorkCalendar | None:
    before = len(reading.faults)
    rules = _rules(reading, path, part.hours)
    _refuse_overlaps(reading, {(*path, "special", on.isoformat()): hours for on, hours in part.special.items()})
    holidays = _holidays(reading, path, part, files)
    if len(reading.faults) > before:
        return None
    try:
        return WorkCalendar(
            str(path[-1]),
            time_zone,
            rules,
            holidays=holidays.dates,
            closed=[one for first, last in part.closed for one in dates_of(first, last)],
            special=part.special,
            holidays_until=holidays.until,
        )
    except ValueError as error:
        reading.fault(path, f"these hours cannot be: {error}")
        return None


def _rules(reading: Reading, path: Path, weeks: list[WeekPart]) -> list[HoursRule]:
    base = (*path, "hours")
    places: list[Path] = [base] if isinstance(reading.at(base), dict) else [(*base, n) for n in range(len(weeks))]
    rules = [_rule(reading, place, week) for place, week in zip(places, weeks, strict=True)]
    for place, week, count in zip(places, weeks, _repeats(week.from_on for week in weeks), strict=True):
        if count and week.from_on is None:
            remedy = "give every week but the first the date from which it holds, as in from: 2026-07-01"
            reading.fault(place, '"from" is missing', remedy=remedy)
        elif count:
            reading.fault((*place, "from"), f"two weeks hold from {week.from_on}", remedy="keep one of them")
    if not any(day for rule in rules for day in rule.week):
        reading.fault(base, "no day has hours", remedy='add some, as in mon-fri: ["09:00-17:00"]')
    return rules


def _repeats(dates: Iterable[date | None]) -> list[int]:
    """How often each date stood in the list before."""
    seen: Counter[date | None] = Counter()
    repeats = []
    for one in dates:
        repeats.append(seen[one])
        seen[one] += 1
    return repeats


def _rule(reading: Reading, path: Path, part: WeekPart) -> HoursRule:
    week: list[tuple[Interval, ...]] = [()] * 7
    named: dict[int, str] = {}
    for days, hours in part.week.items():
        for number in days.numbers:
            if number in named:
                found = f'{DAYS[number]} stands in "{named[number]}" too'
                reading.fault((*path, days.text), found, of_key=True, remedy="name each day once")
            named.setdefault(number, days.text)
            week[number] = tuple(hours)
    _refuse_overlaps(reading, {(*path, days.text): hours for days, hours in part.week.items()})
    return HoursRule(part.from_on, tuple(week))


def _refuse_overlaps(reading: Reading, lists: Mapping[Path, list[Interval]]) -> None:
    """Notes the intervals of one list that overlap; those that touch count once."""
    for path, hours in lists.items():
        order = sorted(range(len(hours)), key=hours.__getitem__)
        reached, by = -1, 0
        for index in order:
            start, end = hours[index]
            if start < reached:
                found = f'"{reading.at((*path, index))}" overlaps "{reading.at((*path, by))}"'
                reading.fault((*path, index), found, remedy="let one end where the other begins")
            if end > reached:
                reached, by = end, index


def _holidays(reading: Reading, path: Path, part: CalendarPart, files: list[FilePath]) -> Holidays:
    if part.holidays is None:
        return Holidays()
    if part.holidays.listed is not None:
        return of_dates(part.holidays.listed)
    at = (*path, "holidays")
    name = part.holidays.named or ""
    try:
        if not name.lower().endswith((".ics", ".ical")):
            return of_region(name)
        file = FilePath(reading.document.place(at).file).parent / name
        found = of_file(file)
        files.append(file)
        return found
    except NoHolidays as error:
        reading.fault(at, error.found, allowed=error.allowed, nearest=error.nearest, remedy=error.remedy)
        return Holidays()
