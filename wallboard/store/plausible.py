"""What a value of a row can be at all: SQLite notices a broken page, and no broken letter or digit."""

import re
from contextlib import suppress
from datetime import date

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def is_date(value: object) -> bool:
    """Whether it is a date as the journal has them, YYYY-MM-DD."""
    if isinstance(value, str) and _DATE.fullmatch(value) is not None:
        with suppress(ValueError):
            date.fromisoformat(value)
            return True
    return False


def is_text(value: object) -> bool:
    """Whether it is a text of one line."""
    return isinstance(value, str) and value.isprintable()
