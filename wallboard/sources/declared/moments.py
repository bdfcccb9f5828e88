"""How an instant is written in a request."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from wallboard.core.local_time import DAY_US, EPOCH_AT
from wallboard.sources.mapping.plain import NOT_PLAIN, text_of

FORMS: Final = ("iso_z", "iso_ms", "iso_us", "sql_utc", "sql_local", "date", "epoch_s", "epoch_ms", "tryton-object")
OF_ZONES: Final = ("sql_local", "date")
_STEPS_US: Final = {"date": DAY_US, "iso_ms": 1000, "epoch_ms": 1000, "iso_us": 1, "tryton-object": 1}
_LATEST_US: Final = 250_000_000_000_000_000  # in the year 9892
_ZONED: Final = re.compile(r"([a-z_-]+)\(([A-Za-z0-9_+/-]+)\)")


@dataclass
class Now:
    """The instant of the read that is under way, by this machine's clock."""

    now_us: int = 0
    is_late: Callable[[], bool] = lambda: False
    """Whether what is read within one step, such as a table, has taken too long."""


def form_and_zone(text: str) -> tuple[str, str]:
    """`sql_local(Europe/Berlin)` as its form and zone; '' for none. Raises ValueError where it is no form."""
    match = _ZONED.fullmatch(text)
    form, zone = (match[1], match[2]) if match else (text, "")
    if form not in FORMS or (zone and form not in OF_ZONES):
        msg = f"“{text}” is no way to write a time: {', '.join(FORMS)}"
        raise ValueError(msg)
    if zone:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            msg = f"“{zone}” is not a time zone"
            raise ValueError(msg) from None
    return form, zone


def step_us(form: str) -> int:
    """The least length of time between two instants that a form surely writes differently."""
    return _STEPS_US.get(form, 1_000_000)


def written(at_us: int, form: str, zone: str) -> Any:
    """An instant as a server wants it: text, a number, or an object; finer parts are cut off, never rounded up.

    What is cut off is asked for once more, never passed over.
    """
    at = EPOCH_AT + timedelta(microseconds=at_us)
    if form in ("epoch_s", "epoch_ms"):
        return at_us // (1_000_000 if form == "epoch_s" else 1000)
    if form == "tryton-object":
        return _object(at)
    local = at.astimezone(ZoneInfo(zone)) if zone else at
    texts = {
        "iso_z": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "iso_ms": at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z",
        "iso_us": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "sql_utc": at.strftime("%Y-%m-%d %H:%M:%S"),
        "sql_local": _earlier_fold(local).strftime("%Y-%m-%d %H:%M:%S"),
        "date": local.strftime("%Y-%m-%d"),
    }
    return texts[form]


def _earlier_fold(local: datetime) -> datetime:
    """A local time that exists twice stands for both of its instants.

    A server takes it for the first or the second: an hour earlier is asked for, so that neither loses a row.
    """
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local - timedelta(hours=1) if is_twice else local


def _object(at: datetime) -> Mapping[str, Any]:
    names = ("year", "month", "day", "hour", "minute", "second", "microsecond")
    return {"__class__": "datetime", **{name: getattr(at, name) for name in names}}


def instant_us(value: Any, form: str | None, zone: str | None) -> int | None:
    """When a value of a record says that it was, microseconds UTC; None for what is no time."""
    try:
        if form in ("epoch_s", "epoch_ms"):
            at_us = round(float(value) * (1_000_000 if form == "epoch_s" else 1000))
            return at_us if abs(at_us) < _LATEST_US else None
        text = text_of(value)
        if text is None or text == NOT_PLAIN:
            return None
        at = datetime.fromisoformat(text) if form in (None, "iso") else datetime.strptime(text, form or "")  # noqa: DTZ007
        if at.tzinfo is None:
            at = at.replace(tzinfo=ZoneInfo(zone or "UTC"))
        return (at - EPOCH_AT) // timedelta(microseconds=1)
    except (ValueError, TypeError, OverflowError):
        return None
