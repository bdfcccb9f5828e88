"""How a column's times are written: the format that a board has to say, if any, and whether it is in doubt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.dates import instants
from wallboard.sources.mapping.doubts import Reading

_FORMATS: Final = (
    "epoch_s",
    "epoch_ms",
    "%Y%m%d",
    "%Y%m%d%H%M",
    "%Y%m%d%H%M%S",
    "%d.%m.%y",
    "%d.%m.%y %H:%M",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d/%m/%y %H:%M",
    "%m/%d/%y %H:%M",
    "%d-%b-%Y",
    "%d-%b-%Y %H:%M",
    "%d %b %Y",
    "%d %b %Y %H:%M",
    "%d %b %Y %H:%M:%S",
    "%d %B %Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%b %d, %Y %H:%M",
    "%a %b %d %H:%M:%S %Y",
)
_EPOCHS: Final = {"epoch_s": (10**8, 10**10), "epoch_ms": (10**11, 10**13)}
"""From 1973 to 2286: smaller numbers count something else."""
_MOST: Final = 5_000
_ENOUGH: Final = 0.9
"""So many of the values must be times."""


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times: its format (None: found by itself), and another one that reads as well."""

    format: str | None = None
    other: str | None = None


def times_in(values: pl.Series, is_typed: bool) -> Times | None:
    """How the texts of a column are times; None where they are none."""
    texts = values.drop_nulls().str.strip_chars()
    texts = texts.filter(texts != "").unique(maintain_order=True).head(_MOST)
    if texts.is_empty() or texts.str.contains("[0-9]").sum() < _ENOUGH * texts.len():
        return None
    try:
        return Times() if _share(texts, None, is_typed) >= _ENOUGH else _by_format(texts)
    except NeedsPerson as fault:
        if fault.fault.key != "file.dates.ambiguous":
            return _by_format(texts)
        formats = list(_both_ways(str(texts[0])))
        return Times(*formats) if formats else None


def _by_format(texts: pl.Series) -> Times | None:
    fits = []
    for form in _FORMATS:
        if form in _EPOCHS and not _is_epoch(texts, *_EPOCHS[form]):
            continue
        try:
            if _share(texts, form, is_typed=False) >= _ENOUGH:
                fits.append(form)
        except (NeedsPerson, pl.exceptions.PolarsError):
            continue
    return Times(*fits[:2]) if fits else None


def _share(texts: pl.Series, form: str | None, is_typed: bool) -> float:
    found = instants(texts, Reading("", "", "", "UTC", form, is_typed=is_typed))
    return 1 - int(found.is_bad.sum()) / texts.len()


def _is_epoch(texts: pl.Series, least: int, most: int) -> bool:
    numbers = texts.cast(pl.Float64, strict=False)
    return bool(numbers.is_between(least, most).fill_null(value=False).all())


def _both_ways(sample: str) -> Iterator[str]:
    """The two formats of a date that reads with the day first and with the month first."""
    mark = "-" if "-" in sample[:3] else "/"
    rest = _clock(sample)
    yield f"%d{mark}%m{mark}%Y{rest}"
    yield f"%m{mark}%d{mark}%Y{rest}"


def _clock(sample: str) -> str:
    date, space, time = sample.partition("T" if "T" in sample else " ")
    del date
    if not space:
        return ""
    seconds = ":%S" if time.count(":") == 2 else ""
    if not time.lower().endswith(("am", "pm")):
        return f"{space}%H:%M{seconds}"
    return f"{space}%I:%M{seconds}{' ' if ' ' in time else ''}%p"
