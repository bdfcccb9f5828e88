"""What is to be erased, a case or a person, as it stands in texts, in plain data and in rows."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from wallboard.store.erasure_text import folded, replaced

ERASED: Final = "—"
"""What stands in the place of what was erased."""

_TEXTS: Final = frozenset(
    {"number", "oldest", "owner", "person", "queue", "last_activity", "lines", "examples", "keys"}
)
"""Fields of views, agendas and notes that hold a number, a name or a source's own text; no other field does."""
_OWNER: Final = "owner"
_NAME: Final = "name"
_OF_PEOPLE: Final = frozenset({"pips", "days"})
"""A row that has one of these is a person's, and its `name` is theirs; any other's is a source's or a figure's."""
_SENTENCE: Final = frozenset({"key", "args"})
_OWN_ARGUMENTS: Final = frozenset(
    {
        *("on", "at", "first", "last", "until", "day", "month", "day_first", "month_first", "time", "hours", "minutes"),
        *("n", "unit", "zone", "kind", "measure", "figure", "field", "resource", "format", "encoding", "window"),
        *("calendar", "percent", "line", "amount"),
    }
)
"""Arguments of sentences that are dates, figures or the program's own words; all others may quote a source."""


@dataclass(frozen=True)
class Erasure:
    """A case's number or a person's name, found as names are compared; `marks` are a person's initials.

    A case that was opened anew bears its number with `#2` and so on: it is meant too, unless that is the number of
    another case, one of those `apart`. Initials are found only where a
    list says who owns a case, and are erased there whoever else has the same ones.
    """

    term: str
    marks: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()

    @cached_property
    def _folded(self) -> str:
        return folded(self.term)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        kept = "|".join(re.escape(folded(number).removeprefix(self._folded)) for number in sorted(self.apart))
        unless = rf"(?!(?:{kept})(?!\w))" if kept else ""
        return re.compile(rf"{re.escape(self._folded)}{unless}(#\d+)?")

    def apart_from(self, numbers: Iterable[str]) -> "Erasure":
        """The same without those of some cases' numbers that read as if it had been opened anew."""
        anew = re.compile(rf"{re.escape(self._folded)}#\d+")
        return replace(self, apart=frozenset(number for number in numbers if anew.fullmatch(folded(number))))

    @cached_property
    def _inside(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w){self._whole.pattern}(?!\w)")

    def is_meant(self, text: str | None) -> bool:
        """Whether a whole text is the case's number or the person's name."""
        return text is not None and self._whole.fullmatch(folded(text)) is not None

    def is_among(self, texts: Iterable[str]) -> bool:
        """Whether one of some texts is exactly it."""
        return any(folded(text) == self._folded for text in texts)

    def is_in(self, text: str) -> bool:
        """Whether a text names it, as a word of its own."""
        compared = folded(text)
        return self._folded in compared and self._inside.search(compared) is not None

    def may_be_in_json(self, text: str) -> bool:
        """Whether it may be somewhere in a JSON text; a tenth of what parsing it costs."""
        is_escaped = json.dumps(self.term, ensure_ascii=False)[1:-1] != self.term
        return is_escaped or self._folded in folded(text) or any(f'"{mark}"' in text for mark in self.marks)

    def text(self, text: str) -> str:
        """The text without it; the very text where it is not in there."""
        return replaced(self._inside, text, ERASED) if self.is_in(text) else text

    def is_anywhere_in(self, data: Any) -> bool:
        """Whether any text of plain data names it, whatever the text is for."""
        if isinstance(data, str):
            return self.is_in(data)
        if isinstance(data, Mapping):
            return any(self.is_anywhere_in(value) for value in data.values())
        return isinstance(data, list) and any(self.is_anywhere_in(item) for item in data)

    def plain(self, data: Any) -> Any:
        """Plain data of views, agendas and notes without it; the very object where it is not in there.

        Only fields and arguments change that hold a number, a name or a source's own text: never names of fields,
        types, titles, dates, or words that the program chose.
        """
        if isinstance(data, list):
            return _same_or(data, [self.plain(item) for item in data])
        if not isinstance(data, Mapping):
            return data
        of = self._argument if data.keys() == _SENTENCE else self._field
        made = {name: of(name, value, data) for name, value in data.items()}
        return made if any(made[name] is not data[name] for name in data) else data

    def _field(self, name: str, value: Any, row: Mapping[str, Any]) -> Any:
        if name == _OWNER and isinstance(value, str) and value in self.marks:
            return ERASED
        is_text = name in _TEXTS or (name == _NAME and not _OF_PEOPLE.isdisjoint(row))
        return self._texts(value) if is_text else self.plain(value)

    def _argument(self, name: str, value: Any, _: Mapping[str, Any]) -> Any:
        if name != "args" or not isinstance(value, Mapping):
            return value
        made = {arg: self.plain(said) if arg in _OWN_ARGUMENTS else self._texts(said) for arg, said in value.items()}
        return made if any(made[arg] is not value[arg] for arg in value) else value

    def _texts(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return _same_or(value, [self._texts(item) for item in value])
        return self.plain(value)


def _same_or(items: list[Any], made: list[Any]) -> list[Any]:
    return made if any(new is not old for new, old in zip(made, items, strict=True)) else items
