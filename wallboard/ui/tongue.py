"""How the board's place speaks, by gettext, and how it writes numbers, times and dates, by Qt's locale data."""

import datetime as dt
import gettext
import re
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QTime

from wallboard.core.sentences import SENTENCES
from wallboard.core.words import DateForm, english
from wallboard.ui.assets import asset

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WEEKDAY = re.compile(r"[\s,]*\b(dddd|cccc)\b[.,]?\s*|(dddd|cccc)")
_YEAR = re.compile(r"(\s*'[^']+'\s*)?y+[.年년]?(\s*'[^']+'\.?)?")
"""The year of a date's form, with a word that belongs to it, as in `d 'de' MMM 'de' yyyy`."""


@dataclass(frozen=True)
class PlaceTongue:
    """The tongue of a place: a locale such as `de_DE` and a time zone such as `Europe/Berlin`."""

    locale: str
    time_zone: str

    def template(self, key: str, n: int | None) -> str:
        """The template of a key in the locale's language; in English where that has none, or none of this English.

        Sentences that a terminal says too set what is to be typed in backticks; on a wall nobody types.
        """
        return self._spoken(key, n).replace("`", "")

    def _spoken(self, key: str, n: int | None) -> str:
        spoken, source = _translation(self.locale), SENTENCES.get(key)
        if spoken is None or source is None:
            return english(key, n)
        if isinstance(source, str):
            return spoken.pgettext(key, source)
        return spoken.npgettext(key, *source, 0 if n is None else n)

    @property
    def speaks_english(self) -> bool:
        """Whether its sentences are the catalogue's own, also for want of a translation."""
        return _translation(self.locale) is None

    def knows(self, key: str) -> bool:
        """Whether there is a sentence of this key: some have a `.short` one for narrow places."""
        return key in SENTENCES

    def number(self, value: float, decimals: int) -> str:
        """A number with this many decimals; a minus is a minus sign, not a hyphen."""
        written = self._qt().toString(float(value), "f", decimals)
        return written.replace("-", "−")

    def time(self, at_us: int) -> str:
        """The time of day, in the short form of the place."""
        moment = self.local(at_us)
        return self._qt().toString(QTime(moment.hour, moment.minute), QLocale.FormatType.ShortFormat)

    def weekday_time(self, at_us: int) -> str:
        """A weekday's short name and the time: Mon 09:00."""
        moment = self.local(at_us)
        return f"{self._weekday(moment.date(), QLocale.FormatType.ShortFormat)} {self.time(at_us)}"

    def date(self, iso: str, form: DateForm = "date") -> str:
        """A date with its month short, 15 Apr 2016; less its year, 15 Apr; or its weekday, Fri or Friday."""
        on = dt.date.fromisoformat(iso)
        if form == "weekday":
            return self._weekday(on, QLocale.FormatType.ShortFormat)
        if form == "weekday_long":
            return self._weekday(on, QLocale.FormatType.LongFormat)
        return self._written(on, _short_day(self.locale) if form == "day" else _short_month(self.locale))

    def weekday_heads(self) -> tuple[tuple[str, ...], ...]:
        """The weekdays from Monday as heads of columns, in forms that take less and less room: Mon, Mo, M.

        Two letters stand for a day only in scripts with capitals, and where they tell all days apart: the Arabic ones
        all begin with an article.
        """
        return _weekday_heads(self.locale)

    def long_date(self, at_us: int) -> str:
        """The local date with its weekday: Monday, 15 April 2016."""
        return self._written(self.local(at_us).date(), self._qt().dateFormat(QLocale.FormatType.LongFormat))

    def date_time(self, at_us: int) -> str:
        """The local date and time: 15 Apr 2016 12:00."""
        moment = self.local(at_us)
        return f"{self.date(moment.date().isoformat())} {self.time(at_us)}"

    def local(self, at_us: int) -> dt.datetime:
        """The wall time of an instant (microseconds UTC)."""
        return (_EPOCH + dt.timedelta(microseconds=at_us)).astimezone(_zone(self.time_zone))

    def _qt(self) -> QLocale:
        return _locale(self.locale)

    def _weekday(self, on: dt.date, form: QLocale.FormatType) -> str:
        # as it stands alone: "Mo" where within a date there would be "Mo."
        return self._qt().standaloneDayName(on.isoweekday(), form)

    def _written(self, on: dt.date, form: str) -> str:
        return self._qt().toString(QDate(on.year, on.month, on.day), form)


def weekday_tells(on: dt.date, today: dt.date) -> bool:
    """Whether a weekday's name says which day before today is meant: a week back it has today's."""
    return 0 < (today - on).days < 7


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _locale(name: str) -> QLocale:
    return QLocale(name)


@cache
def _weekday_heads(name: str) -> tuple[tuple[str, ...], ...]:
    days = range(1, 8)
    short = tuple(_locale(name).standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in days)
    cut = tuple(day[:2] for day in short)
    narrow = tuple(_locale(name).standaloneDayName(day, QLocale.FormatType.NarrowFormat) for day in days)
    has_cut = len(set(cut)) == len(cut) and all(day.isalpha() and day.upper() != day.lower() for day in cut)
    return (short, cut, narrow) if has_cut else (short, narrow)


@cache
def _short_month(name: str) -> str:
    """The place's long date less its weekday, its month shortened."""
    form = _locale(name).dateFormat(QLocale.FormatType.LongFormat)
    return _WEEKDAY.sub("", form).replace("MMMM", "MMM").strip(" ,،.")


@cache
def _short_day(name: str) -> str:
    """The place's short date less its year."""
    return _YEAR.sub("", _short_month(name)).strip(" ,،/-")


@cache
def _translation(locale: str) -> gettext.NullTranslations | None:
    try:
        folder = asset("translations")
    except FileNotFoundError:
        return None
    return translation_of(locale, folder)


def translation_of(locale: str, folder: Path) -> gettext.NullTranslations | None:
    """The sentences in a locale's language, or None where there are none: of `de_AT`, else of `de`."""
    try:
        return gettext.translation("wallboard", folder, [locale])
    except (OSError, ValueError, struct.error):  # none, or a damaged one: a wall in English is better than none
        return None


def is_spoken(locale: str) -> bool:
    """Whether the wall speaks the locale's language."""
    return _locale(locale).language() == QLocale.Language.English or _translation(locale) is not None


def language_name(locale: str) -> str:
    """The English name of a locale's language; empty where nobody knows such a language."""
    language = _locale(locale).language()
    return "" if language == QLocale.Language.C else QLocale.languageToString(language)


def place_of(locale: str) -> str:
    """The locale whose numbers and dates are written: another one where nobody knows this one's country."""
    found = _locale(locale)
    territory = locale.partition("_")[2]
    has_country = not territory or QLocale.territoryToCode(found.territory()) == territory
    return locale if has_country else found.name()
