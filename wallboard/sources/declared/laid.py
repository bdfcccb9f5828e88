"""Rows that tell of their keys only together, laid down once though their list is read several times."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wallboard.sources.declared.shaping import KeyOf, told_of

_ByKey = dict[str, list[Any]]


@dataclass
class Laid:
    """What came of such a list in all of its passes: each row once, in the order in which they came first.

    A later pass has the younger rows, but may lack some that slipped past the edge of a page: what an earlier one had
    stays. Rows without a key are told by all they say; those of one pass that say the same are as many as came.
    """

    key_of: KeyOf
    _number: int = 0
    _before: _ByKey = field(default_factory=dict)
    _of_pass: _ByKey = field(default_factory=dict)

    def take(self, rows: Sequence[Any], number: int) -> None:
        """A page of the pass with a number."""
        if number != self._number:
            self._before, self._of_pass, self._number = self._by_key, {}, number
        for row in rows:
            told = told_of(row).hex()
            key = self.key_of(row) or told
            some = self._of_pass.setdefault(key, [])
            if key == told or row not in some:  # else one that was pushed over the edge of a page
                some.append(row)

    @property
    def rows(self) -> list[Any]:
        """All of them."""
        return [row for some in self._by_key.values() for row in some]

    @property
    def _by_key(self) -> _ByKey:
        if not self._before:
            return self._of_pass
        younger = {key: rows for key, rows in self._of_pass.items() if _has_all(rows, self._before.get(key, ()))}
        return self._before | younger


def _has_all(rows: Sequence[Any], before: Sequence[Any]) -> bool:
    """Whether rows of one key are as many as before: a key that several have tells nobody which of them went."""
    return len(set(map(told_of, rows))) >= len(set(map(told_of, before)))
