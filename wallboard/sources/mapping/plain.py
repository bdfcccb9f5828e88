"""One text form for every plain value that a record or a row of a database may hold."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

MOST_ROWS: Final = 5_000_000
"""Of a resource, in one read."""
LINE: Final = "\0line"
"""The column of where a row stands in its source."""
NOT_PLAIN: Final = "\0not plain"
"""Stands in a cell that holds no plain value: a list, an object, or text that is broken."""
# Longer numbers are no one's: their text would cost more than all other values.
_MOST_BITS: Final = 1024


def text_of(value: Any) -> str | None:
    """A value as text without space round it: “12” for 12, 12.0 and Decimal("12.00"), ISO 8601 for dates and times.

    None for none and for what is empty or no number (NaN); NOT_PLAIN for lists, objects, bytes and broken text.
    """
    if value is None:
        return None
    form = _FORMS.get(type(value))
    if form is not None:
        return form(value)
    for kind, other in _FORMS.items():
        if isinstance(value, kind):
            return other(value)
    return NOT_PLAIN


def _text(value: str) -> str | None:
    text = value.strip()
    if not text.isascii() and any("\ud800" <= one <= "\udfff" for one in text):
        return NOT_PLAIN
    return text or None


def _float(value: float) -> str | None:
    if not math.isfinite(value):
        return None
    return _int(int(value)) if value == int(value) else repr(value)


def _int(value: int) -> str:
    return str(int(value)) if value.bit_length() <= _MOST_BITS else NOT_PLAIN


def _decimal(value: Decimal) -> str | None:
    if not value.is_finite():
        return None
    if abs(value.adjusted()) > 300:
        return NOT_PLAIN
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _object(value: Mapping[str, Any]) -> str | None:
    """A value that is written as an object of its parts with its class beside them, as Tryton does.

    Its times are always UTC, and its dates those of the office: one field may have either, so the text says which.
    """
    try:
        if value.get("__class__") == "datetime":
            parts = {part: int(value[part] or 0) for part in _PARTS if part in value}
            return datetime(**parts, tzinfo=UTC).isoformat(" ")
        if value.get("__class__") == "date":
            return date(value["year"], value["month"], value["day"]).isoformat()
        if value.get("__class__") == "Decimal":
            return _decimal(Decimal(value["decimal"]))
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return NOT_PLAIN
    return NOT_PLAIN


_PARTS: Final = ("year", "month", "day", "hour", "minute", "second", "microsecond")
# In the order in which a value of a class derived from several is taken: True is an int, a datetime a date.
_FORMS: Final[Mapping[type, Callable[[Any], str | None]]] = {
    bool: lambda value: "true" if value else "false",
    Enum: lambda value: text_of(value.value),
    str: _text,
    int: _int,
    float: _float,
    Decimal: _decimal,
    datetime: lambda value: value.isoformat(" "),
    date: date.isoformat,
    time: time.isoformat,
    UUID: str,
    dict: _object,
}
