"""What a value of a row can be at all: SQLite notices a broken page, and no broken letter or digit."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from math import isfinite
from typing import Final
from unicodedata import category

_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NEVER: Final = frozenset({"Cc", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Controls, letters that nobody has given a meaning, and ends of lines, by Unicode's categories."""


def is_date(value: object) -> bool:
    """Whether it is a date as the journal has them, YYYY-MM-DD."""
    if isinstance(value, str) and _DATE.fullmatch(value) is not None:
        with suppress(ValueError):
            date.fromisoformat(value)
            return True
    return False


def is_text(value: object) -> bool:
    """Whether it is a text of one line; spaces that do not break, and marks that join letters, belong to some names."""
    return isinstance(value, str) and not any(category(letter) in _NEVER for letter in value)


def are_numbers(values: Iterable[object]) -> bool:
    """Whether each is a number that can be counted with, or none at all."""
    return all(value is None or (isinstance(value, int | float) and isfinite(value)) for value in values)
