"""Plain scalars by the core schema of YAML 1.2; dates stay text."""

import math
import re
from typing import Final

Scalar = str | int | float | bool | None

_MOST_DIGITS: Final = 15  # what a float holds exactly; more is no count, measure or time, but an id
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_BASED: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_CONSTANTS: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def plain(text: str) -> tuple[Scalar, bool]:
    """What a scalar without quotes stands for, and whether it is a number that a board cannot hold."""
    if text in _CONSTANTS:
        return _CONSTANTS[text], False
    is_based = _BASED.fullmatch(text) is not None
    if is_based or _INTEGER.fullmatch(text):
        is_long = len(text) > _MOST_DIGITS
        return (text, True) if is_long else (int(text, 0 if is_based else 10), False)
    if _FLOAT.fullmatch(text):
        number = float(text) if len(text) <= 40 else math.inf
        return (text, True) if math.isinf(number) else (number, False)
    return text, _NOT_FINITE.fullmatch(text) is not None
