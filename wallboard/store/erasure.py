"""What is to be erased, a case or a person, as it stands in texts, in plain data and in rows."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

ERASED: Final = "—"
"""What stands in the place of what was erased."""
_OWNER: Final = "owner"


@dataclass(frozen=True)
class Erasure:
    """A case's number or a person's name, found without regard to case; `marks` are a person's initials.

    A case that was opened anew bears its number with `#2` and so on: it is meant too. Initials are found only where a
    list says who owns a case, and are erased there whoever else has the same ones.
    """

    term: str
    marks: frozenset[str] = frozenset()

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(rf"{re.escape(self.term)}(#\d+)?", re.IGNORECASE)

    @cached_property
    def _inside(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w]){self._whole.pattern}(?!\w)", re.IGNORECASE)

    def is_meant(self, text: str | None) -> bool:
        """Whether a whole text is the case's number or the person's name."""
        return text is not None and self._whole.fullmatch(text.strip()) is not None

    def is_in(self, text: str) -> bool:
        """Whether a text names it, as a word of its own."""
        return self._inside.search(text) is not None

    def may_be_in_json(self, text: str) -> bool:
        """Whether it may be somewhere in a JSON text; a tenth of what parsing it costs."""
        is_escaped = json.dumps(self.term, ensure_ascii=False)[1:-1] != self.term
        return is_escaped or self.is_in(text) or any(f'"{mark}"' in text for mark in self.marks)

    def text(self, text: str) -> str:
        """The text without it."""
        return self._inside.sub(ERASED, text)

    def plain(self, data: Any) -> Any:
        """Plain data without it, in every text; the very object where it is not in there."""
        if isinstance(data, str):
            return self.text(data) if self.is_in(data) else data
        if isinstance(data, Mapping):
            made = {name: self._value(name, value) for name, value in data.items()}
            return made if any(made[name] is not data[name] for name in data) else data
        if isinstance(data, list):
            items = [self.plain(item) for item in data]
            return items if any(new is not old for new, old in zip(items, data, strict=True)) else data
        return data

    def _value(self, name: str, value: Any) -> Any:
        if name == _OWNER and isinstance(value, str) and value in self.marks:
            return ERASED
        return self.plain(value)
