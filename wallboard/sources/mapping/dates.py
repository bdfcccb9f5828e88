"""Instants from the texts of a column: by a stated format, or by the only reading that the column allows."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from wallboard.core.local_time import DAY_S, DAY_US, SECOND_US, local_time
from wallboard.core.offsets import FARTHEST_EAST_MIN, FARTHEST_WEST_MIN
from wallboard.core.records import INSTANT
from wallboard.sources.mapping.doubts import Flags, Ints, Reading, Texts, ambiguous, mixed, refuse_strange
from wallboard.sources.mapping.formats import EPOCHS, PART

YEARS: Final = (1900, 2199)
_NONE: Final = np.iinfo(np.int64).min
_OFFSET: Final = r"([-+\x{2212}][0-9]{2}\s*:?\s*[0-9]{2})"

# Parts of a date, a time and an offset; which number is the day is decided over the whole column.
_SHAPE: Final = (
    r"^(?<a>[0-9]{1,4})(?<sep>[-/.])(?<b>[0-9]{1,2})(?<sep2>[-/.])(?<c>[0-9]{1,4})"
    r"(?:(?:T|,? +)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?"
    r"(?: ?(?<half>[AaPp])\.?[Mm]\.?)?)?"
    r"(?: ?(?<offset>[Zz]|[+-][0-9]{2}:?(?:[0-9]{2})?))?$"
)


@dataclass(frozen=True, slots=True)
class Instants:
    """A column's instants (null for none), the dates that stand without a time (null for others), which are such dates,
    and which texts could not be read."""

    at: pl.Series
    on: pl.Series
    is_date: pl.Series
    is_bad: pl.Series


@dataclass(frozen=True, slots=True)
class _Clock:
    """Texts as read: local or, where an offset was given, UTC time in µs (_NONE for unreadable).

    days: the dates as written, in days since 1970-01-01; only those of texts without a time mean something.
    """

    us: Ints
    days: Ints
    is_date: Flags
    is_utc: Flags


def instants(texts: pl.Series, how: Reading) -> Instants:
    """The instants of a column of stripped texts (null: no value), each distinct text read once.

    Raises NeedsPerson for a column that reads with the day first and with the month first, or as both in
    turn, and for one of which most texts are no times at all; never where they are told by a program.
    """
    texts = texts.alias("text")
    distinct = texts.drop_nulls().value_counts(name="n")
    column = distinct.get_column("text")
    all_texts = Texts(texts, column, distinct.get_column("n").to_numpy().astype(np.int64))
    clock = _read(all_texts, how)
    if not how.is_told:
        refuse_strange(all_texts, clock.us == _NONE, how)
    read = pl.DataFrame(
        {
            "text": column,
            "at": pl.Series(np.where(clock.us == _NONE, 0, _utc_us(clock, how.time_zone))).cast(INSTANT),
            "on": pl.Series(clock.days.astype(np.int32)).cast(pl.Date),
            "is_date": pl.Series(clock.is_date),
            "is_read": pl.Series(clock.us != _NONE),
        }
    ).with_columns(
        pl.when("is_read").then("at").alias("at"), pl.when(pl.col("is_read") & pl.col("is_date")).then("on").alias("on")
    )
    joined = texts.to_frame().join(read, on="text", how="left", maintain_order="left")
    is_bad = joined.select(~pl.col("is_read").fill_null(value=True)).to_series()
    is_date = joined.get_column("is_date").fill_null(value=False)
    return Instants(joined.get_column("at"), joined.get_column("on"), is_date, is_bad)


def _read(texts: Texts, how: Reading) -> _Clock:
    column = texts.distinct
    if how.format in EPOCHS:
        return _epochs(column, EPOCHS[how.format])
    if how.format is None:
        return _found(texts, how, is_iso_only=how.is_told)
    clock = _by_format(column, how.format)
    if not how.is_typed:
        return clock
    cells = _found(texts, how, is_iso_only=True)
    is_cell = (clock.us == _NONE) & (cells.us != _NONE)
    return _Clock(
        np.where(is_cell, cells.us, clock.us),
        np.where(is_cell, cells.days, clock.days),
        np.where(is_cell, cells.is_date, clock.is_date),
        np.where(is_cell, cells.is_utc, clock.is_utc),
    )


def _epochs(column: pl.Series, unit_us: int) -> _Clock:
    numbers = column.cast(pl.Float64, strict=False)
    is_number = (numbers.is_finite() & (numbers.abs() < 1e13)).fill_null(value=False).to_numpy()
    us = np.rint(numbers.fill_null(0).to_numpy() * unit_us, where=is_number, out=np.zeros(len(numbers)))
    within = is_number & (np.abs(us) < 8e15)
    flags = np.ones(len(column), dtype=np.bool_)
    return _Clock(np.where(within, us.astype(np.int64), _NONE), np.zeros(len(column), dtype=np.int64), ~flags, flags)


def _by_format(column: pl.Series, form: str) -> _Clock:
    has_time = any(part in form for part in ("%H", "%I", "%T", "%R"))
    if has_time:
        times = column.str.to_datetime(form, time_unit="us", strict=False)
    else:
        times = column.str.to_date(form, strict=False).cast(pl.Datetime("us"))
    years = times.dt.year()
    is_read = ((years >= YEARS[0]) & (years <= YEARS[1])).fill_null(value=False).to_numpy()
    us = np.where(is_read, times.dt.epoch("us").fill_null(0).to_numpy(), _NONE)
    if "%z" in form:
        us = np.where(_offset(_offsets_by_format(column, form))[0] == _NONE, _NONE, us)
    size = len(column)
    days = np.where(us == _NONE, 0, us) // DAY_US
    return _Clock(us, days, np.full(size, not has_time), np.full(size, "%z" in form))


def _offsets_by_format(column: pl.Series, form: str) -> pl.Series:
    """The offsets for which a format's %z stands; polars itself takes any of less than a day."""
    pattern, done = "", 0
    for part in PART.finditer(form):
        pattern += _between(form[done : part.start()]) + (_OFFSET if part[1] == "z" else ".*?")
        done = part.end()
    return column.str.extract(f"^{pattern}{_between(form[done:])}$").str.replace("\u2212", "-").fill_null("")


def _between(literal: str) -> str:
    # Any space is as good as none to polars, and so it is here.
    return r"\s*".join(map(re.escape, re.split(r"\s+", literal)))


def _found(texts: Texts, how: Reading, *, is_iso_only: bool = False) -> _Clock:
    column = texts.distinct
    parts = column.str.extract_groups(_SHAPE).struct.unnest()
    a, b, c = (_int(parts[name]) for name in "abc")
    sep = parts["sep"].fill_null("").to_numpy()
    is_shape = (parts["sep"] == parts["sep2"]).fill_null(value=False).to_numpy()
    is_year_first = is_shape & (a > 31)
    is_dotted = is_shape & ~is_year_first & (sep == ".")
    is_slashed = is_shape & ~is_year_first & (sep != ".") & (c > 31)
    year = np.where(is_year_first, a, np.where(is_dotted & (c < 100), 2000 + c, c))
    day_first, month_first = _day_s(year, b, a), _day_s(year, a, b)
    if is_iso_only:
        is_dotted, is_slashed = np.zeros_like(is_dotted), np.zeros_like(is_slashed)
    days_s = np.where(is_year_first, _day_s(year, b, c), np.where(is_dotted, day_first, _NONE))
    slashed_s = day_first
    if is_slashed.any() and _month_comes_first(texts, is_slashed, (day_first, month_first), how):
        slashed_s = month_first
    days_s = np.where(is_slashed, slashed_s, days_s)
    time_us, is_date = _time_of_day(parts)
    offset_us, is_utc = _offset(parts["offset"].fill_null(""))
    is_none = (days_s == _NONE) | (time_us == _NONE) | (offset_us == _NONE)
    us = np.where(is_none, _NONE, days_s * SECOND_US + time_us - np.where(is_none, 0, offset_us))
    if how.is_typed and not np.any((us != _NONE) & (us % (DAY_S * SECOND_US) != 0)):
        is_date = us != _NONE
    return _Clock(us, np.where(us == _NONE, 0, days_s) // DAY_S, is_date, is_utc)


def _int(column: pl.Series) -> Ints:
    return column.cast(pl.Int64).fill_null(0).to_numpy()


def _day_s(year: Ints, month: Ints, day: Ints) -> Ints:
    """Seconds from 1970-01-01 to each date; _NONE where there is no such date."""
    is_month = (year >= YEARS[0]) & (year <= YEARS[1]) & (month >= 1) & (month <= 12)
    months = np.where(is_month, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    first = months.astype("datetime64[D]").astype(np.int64)
    length = (months + np.timedelta64(1, "M")).astype("datetime64[D]").astype(np.int64) - first
    is_day = is_month & (day >= 1) & (day <= length)
    return np.where(is_day, (first + day - 1) * DAY_S, _NONE)


def _month_comes_first(texts: Texts, is_slashed: Flags, read: tuple[Ints, Ints], how: Reading) -> bool:
    """Whether 3/4/2026 is the fourth of March, by the rows that can be read in one way only."""
    is_day_first, is_month_first = (is_slashed & (days != _NONE) for days in read)
    only_day, only_month = is_day_first & ~is_month_first, is_month_first & ~is_day_first
    either = is_day_first & is_month_first & (read[0] != read[1])
    if only_day.any() and only_month.any():
        raise mixed(texts, only_day, only_month, how)
    if either.any() and not only_day.any() and not only_month.any():
        raise ambiguous(texts, either, read, how)
    return bool(only_month.any())


def _time_of_day(parts: pl.DataFrame) -> tuple[Ints, Flags]:
    """Microseconds since midnight (_NONE where there is no such time), and which texts have no time."""
    is_date = parts["hour"].is_null().to_numpy()
    hour, minute, second = (_int(parts[name]) for name in ("hour", "minute", "second"))
    micros = _int(parts["fraction"].fill_null("").str.pad_end(6, "0").str.slice(0, 6))
    half = parts["half"].fill_null("").str.to_lowercase().to_numpy()
    has_half = half != ""
    is_time = np.where(has_half, (hour >= 1) & (hour <= 12), hour <= 23) & (minute <= 59) & (second <= 59)
    hour = np.where(has_half, hour % 12 + np.where(half == "p", 12, 0), hour)
    us = ((hour * 60 + minute) * 60 + second) * SECOND_US + micros
    return np.where(is_time | is_date, np.where(is_date, 0, us), _NONE), is_date


def _offset(texts: pl.Series) -> tuple[Ints, Flags]:
    """Microseconds east of UTC (_NONE for what no place on earth has), and which texts give an offset."""
    digits = texts.str.replace_all("[^0-9]", "").str.pad_end(4, "0")
    hours, rest = _int(digits.str.slice(0, 2)), _int(digits.str.slice(2, 2))
    minutes = np.where(texts.str.starts_with("-").to_numpy(), -1, 1) * (hours * 60 + rest)
    is_offset = (rest <= 59) & (minutes >= FARTHEST_WEST_MIN) & (minutes <= FARTHEST_EAST_MIN)
    return np.where(is_offset, minutes * 60 * SECOND_US, _NONE), (texts != "").to_numpy()


def _utc_us(clock: _Clock, time_zone: str) -> Ints:
    is_local = (clock.us != _NONE) & ~clock.is_utc
    if not is_local.any():
        return clock.us
    local_us = np.where(is_local, clock.us, 0)
    years = local_us[is_local].astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64) + 1970
    # Whole years, so that the next export finds the same table of offsets at hand.
    table = local_time(time_zone, date(int(years.min()), 1, 1), date(int(years.max()), 12, 31))
    whole_s, rest_us = np.divmod(local_us, SECOND_US)
    return np.where(is_local, table.utc_s(whole_s) * SECOND_US + rest_us, clock.us)
