"""What of a resource came of late, so that it is not taken for news again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from wallboard.sources.declared.halves import Halves
from wallboard.sources.declared.shaping import told_of
from wallboard.sources.declared.withheld import Withheld

_MOST: Final = 300_000

Told = tuple[bytes, int | None]
"""A row's content in short, and when it was changed."""


@dataclass
class Seen:
    """The rows that came of late by their keys, and what the read under way adds to them."""

    key_of: Callable[[Any], str | None]
    changed_us: Callable[[Any], int | None]
    halves: Halves
    withheld: Withheld
    _known: dict[str, Told] = field(default_factory=dict)
    _noted: dict[str, Told] = field(default_factory=dict)

    def news(self, rows: Iterable[Any], *, is_late: bool = False) -> Iterator[tuple[str | None, Any]]:
        """The rows that were not seen as they are, or not with all their details, with their keys. Each is noted when
        the next is asked for. With `is_late` one of which a later change was seen is none."""
        for row in rows:
            key, told = self.key_of(row), told_of(row)
            if key is None:
                yield None, row
                continue
            before = self._noted.get(key) or self._known.get(key)
            if is_late and before is not None and _is_later(before[1], self.changed_us(row)):
                continue
            is_lacking = self.halves.has(key) or self.withheld.is_asked(key)
            if before is None or before[0] != told or is_lacking:
                yield key, row
                self._noted[key] = (told, self.changed_us(row))

    def unknown(self, rows: Iterable[Any]) -> int:
        """How many rows have not come of late, whatever they say."""
        keys = {self.key_of(row) for row in rows}
        return len(keys - self._known.keys() - self._noted.keys())

    @property
    def count(self) -> int:
        """How many have come of late."""
        return len(self._known.keys() | self._noted.keys())

    def keep(self) -> None:
        """What was noted holds."""
        self._known |= self._noted
        self._noted = {}

    def go_back(self) -> None:
        """What was noted is as if it had not been seen."""
        self._noted = {}

    def clear(self) -> None:
        """Nothing was seen."""
        self._known, self._noted = {}, {}

    def forget(self, before_us: int, *, is_through: bool) -> None:
        """Rows that changed earlier need not be known, once the first read is through: they come no more unchanged."""
        if is_through or len(self._known) > _MOST:
            self._known = {key: told for key, told in self._known.items() if told[1] is None or told[1] >= before_us}

    def forget_others(self, keys: set[str | None]) -> None:
        """What is there no more is news when it comes again."""
        self._known = {key: told for key, told in self._known.items() if key in keys or key in self._noted}


def _is_later(seen_us: int | None, at_us: int | None) -> bool:
    return seen_us is not None and at_us is not None and seen_us > at_us
