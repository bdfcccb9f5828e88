"""Records that were taken although their details may not be whole: more was not to be had when they came."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from wallboard.sources.declared.shaping import told_of

_MANY: Final = 20
_MOST: Final = 1000


@dataclass
class Halves:
    """Such records of a resource, by marks that tell them apart and nothing of them.

    What the read under way adds is kept or goes back with it.
    """

    marks: frozenset[str] = frozenset()
    _kept: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.marks)

    @property
    def are_many(self) -> bool:
        """Whether asking once more has so often been in vain that the server tells what it does not give."""
        return len(self.marks) >= _MANY

    def has(self, key: str) -> bool:
        """Whether a record is one of them."""
        return bool(self.marks) and _mark(key) in self.marks

    def add(self, key: str | None) -> None:
        """A record is one of them; without a key it is none that could be known again."""
        if key is not None and len(self.marks) < _MOST:
            self.marks |= {_mark(key)}

    def forget(self, key: str | None) -> None:
        """A record came with all its details, or is gone."""
        if key is not None and self.marks:
            self.marks -= {_mark(key)}

    def forget_others(self, keys: Collection[str | None]) -> None:
        """Only records with these keys are there."""
        if self.marks:
            self.marks &= {_mark(key) for key in keys if key is not None}

    def meet(self, marks: Collection[str]) -> None:
        """Go on from those that were kept."""
        self.marks = self._kept = frozenset(marks)

    def keep(self) -> None:
        """What the read under way has come to know holds."""
        self._kept = self.marks

    def go_back(self) -> None:
        """Forget what the read under way has come to know."""
        self.marks = self._kept


def _mark(key: str) -> str:
    return told_of(key).hex()
