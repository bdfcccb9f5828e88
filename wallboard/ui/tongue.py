"""How the board's place writes numbers, times and dates: Qt's locale data, in the board's own time zone."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QTime

from wallboard.core.sentences import SENTENCES

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_WEEKDAY = re.compile(r"[\s,]*\b(dddd|cccc)\b[.,]?\s*|(dddd|cccc)")


@dataclass(frozen=True)
class PlaceTongue:
    """The tongue of a place: a locale such as `de_DE` and a time zone such as `Europe/Berlin`."""

    locale: str
    time_zone: str

    def sentence(self, key: str) -> str | tuple[str, str]:
        """The template of a key; only English is written so far."""
        return SENTENCES[key]

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
        day = self._qt().dayName(moment.isoweekday(), QLocale.FormatType.ShortFormat)
        return f"{day} {self.time(at_us)}"

    def date(self, iso: str) -> str:
        """A date without its weekday, its month short: 15 Apr 2016."""
        return self._written(dt.date.fromisoformat(iso), _short_month(self.locale))

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

    def _written(self, on: dt.date, form: str) -> str:
        return self._qt().toString(QDate(on.year, on.month, on.day), form)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _locale(name: str) -> QLocale:
    return QLocale(name)


@cache
def _short_month(name: str) -> str:
    """The place's long date less its weekday, its month shortened."""
    form = _locale(name).dateFormat(QLocale.FormatType.LongFormat)
    return _WEEKDAY.sub("", form).replace("MMMM", "MMM").strip(" ,.")
