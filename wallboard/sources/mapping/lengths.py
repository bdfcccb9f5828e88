"""Lengths of time, as boards and declarations write them."""

import re
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, WithJsonSchema

_UNITS_S: Final = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_LENGTH: Final = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?(s|min|m|h|d|w)", re.ASCII)


def _length_s(value: Any) -> Any:
    match = _LENGTH.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is not None:
        return float(match[1]) * _UNITS_S[match[2]]
    if isinstance(value, float):
        return value  # as it was dumped
    msg = "a length of time is a text such as 30s, 5m, 24h, 7d or 14w"
    raise ValueError(msg)


Length = Annotated[
    float,
    BeforeValidator(_length_s),
    WithJsonSchema({"type": "string", "examples": ["5m"], "pattern": r"^\d+(\.\d+)? ?(s|min|m|h|d|w)$"}),
]
