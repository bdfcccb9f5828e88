"""Holidays of a region, a list of dates or a calendar file, as dates and the last date that they cover."""

import re
import sys
import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec, module_from_spec
from pathlib import Path as FilePath
from typing import Final

from wallboard.config.bounded import read_bounded
from wallboard.config.faults import listed, nearest
from wallboard.config.positions import MOST_BYTES
from wallboard.config.values import dates_of

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2060
_ICS_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_UNTIL: Final = re.compile(r"available only from \d+ to (\d+)")
_MOST_DATES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Holidays:
    """Dates, and the last date that their list covers (None: no list, so it cannot run out)."""

    dates: tuple[date, ...] = ()
    until: date | None = None


class NoHolidays(Exception):
    """Holidays that cannot be told: what is wrong, what is allowed, the nearest name, what to do."""

    def __init__(self, found: str, *, allowed: str = "", nearest: str = "", remedy: str = "") -> None:
        super().__init__(found)
        self.found = found
        self.allowed = allowed
        self.nearest = nearest
        self.remedy = remedy


def of_dates(ranges: Iterable[tuple[date, date]]) -> Holidays:
    """Holidays that the board lists; the list covers the time to its last date."""
    dates = tuple(one for first, last in ranges for one in dates_of(first, last))
    return Holidays(dates, max(dates, default=None))


def of_region(name: str) -> Holidays:
    """Public holidays of a country (DE) or a part of one (GB-ENG), from 2000 to 2060. Raises NoHolidays."""
    keep_countries_apart()
    # Costs tens of milliseconds, which a board without a region need not pay.
    from holidays import country_holidays  # noqa: PLC0415
    from holidays.registry import COUNTRIES, EntityLoader  # noqa: PLC0415

    codes = list(EntityLoader.get_country_codes())
    country, _, part = name.partition("-")
    if country not in codes:
        allowed = "a country as in GB, a part of one as in GB-ENG, a list of dates, or an .ics file"
        by_name = {known: one[1] for known, one in COUNTRIES.items()}
        raise NoHolidays(f'found "{name}"', allowed=allowed, nearest=_nearest_region(name, codes, by_name))
    found = country_holidays(country)
    if part and part not in found.subdivisions:
        parts = [f"{country}-{one}" for one in found.subdivisions]
        near = found.subdivisions_aliases.get(part) or nearest(part, found.subdivisions)
        allowed = listed([country, *parts]) if parts else f"{country}, of which no parts are known"
        raise NoHolidays(f'found "{name}"', allowed=allowed, nearest=near and f"{country}-{near}")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        dates = tuple(country_holidays(country, subdiv=part or None, years=range(FIRST_YEAR, LAST_YEAR + 1)))
    ends = [int(match[1]) for one in caught if (match := _UNTIL.search(str(one.message)))]
    return Holidays(tuple(sorted(dates)), date(min([LAST_YEAR, *ends]), 12, 31))


def _nearest_region(name: str, codes: Collection[str], by_name: Mapping[str, str]) -> str:
    """The region that was meant by one without a country's code: written otherwise, or the country's name."""
    plain = name.upper().replace("_", "-")
    if plain.partition("-")[0] in codes:
        return plain
    code = by_name.get(re.sub(r"[ -]+", "_", name.casefold()), "")
    return code or nearest(name, [one for one in codes if len(one) == len("GB")])


def keep_countries_apart() -> None:
    """Let one country be imported without all others, which the package of countries imports by itself.

    They are 300 modules of 8 MiB, which would stay for as long as the board hangs there.
    """
    name = "holidays.countries"
    spec = None if name in sys.modules else find_spec(name)
    if spec is not None:
        sys.modules[name] = module_from_spec(spec)


def of_file(path: FilePath) -> Holidays:
    """The all-day entries of an iCalendar file (RFC 5545), which cover the time to the last.

    Raises NoHolidays.
    """
    try:
        data = read_bounded(path)
        text = data.decode("utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "no such file").lower()
        raise NoHolidays(
            f"cannot read {path}: {reason}", remedy="correct the path, or the rights of the file"
        ) from None
    except ValueError:
        raise NoHolidays(f"{path} is no UTF-8 text", remedy="save the calendar as UTF-8") from None
    if len(data) > MOST_BYTES:
        raise NoHolidays(f"{path} has more than {MOST_BYTES // 1024 // 1024} MB", remedy="holidays need a few KB")
    dates = sorted({one for event in _events(text) for one in _all_day(event, path)})
    if not dates:
        raise NoHolidays(f"{path} has no all-day entry", remedy="holidays are entries without a time of day")
    if len(dates) > _MOST_DATES:
        raise NoHolidays(f"{path} has {len(dates)} dates", remedy=f"holidays are at most {_MOST_DATES}")
    return Holidays(tuple(dates), dates[-1])


def _events(text: str) -> list[dict[str, str]]:
    """The properties of each VEVENT by name, parameters left out; folded lines are joined (RFC 5545, 3.1)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    events: list[dict[str, str]] = []
    is_inside = False
    for line in unfolded.splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].upper().strip()
        if (name, value.strip().upper()) == ("BEGIN", "VEVENT"):
            events.append({})
            is_inside = True
        elif (name, value.strip().upper()) == ("END", "VEVENT"):
            is_inside = False
        elif is_inside and events:
            events[-1].setdefault(name, value.strip())
    return events


def _all_day(event: Mapping[str, str], path: FilePath) -> list[date]:
    """The dates of an all-day entry, its end exclusive; none of one with a time of day."""
    start = _ics_date(event.get("DTSTART", ""), path)
    if start is None:
        return []
    summary = event.get("SUMMARY", "an entry")[:60]
    if "RRULE" in event or "RDATE" in event:
        remedy = "export the calendar with every year's date written out"
        raise NoHolidays(f'{path}: "{summary}" repeats by a rule, which is not read', remedy=remedy)
    last = (_ics_date(event.get("DTEND", ""), path) or start + timedelta(days=1)) - timedelta(days=1)
    if (last - start).days > 366:
        raise NoHolidays(f'{path}: "{summary}" lasts longer than a year', remedy="correct its end")
    return dates_of(start, max(start, last))


def _ics_date(value: str, path: FilePath) -> date | None:
    """A value of eight digits; None for one that is empty or has a time."""
    match = _ICS_DATE.fullmatch(value)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise NoHolidays(f"{path}: {value} is no date of the calendar", remedy="correct it") from None
