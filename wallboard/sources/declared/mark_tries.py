"""The mark of a page at which a server fails again and again: when the mark is to blame, and not the server."""

from dataclasses import dataclass
from typing import Final

from wallboard.sources.declared.listing import Place

_TRIES: Final = 5
_MOST_BEGINNINGS: Final = 3


@dataclass
class MarkTries:
    """How often in a row a server failed at a mark, and how often the list was begun anew for that.

    Some answer for a mark that they have forgotten as if they were down. Every fifth time the list's first page tells:
    where it comes as well as ever, the mark was to blame. A page that never comes would have its list read for ever: it
    is begun anew three times at most in the life of a process.
    """

    _mark: Place | None = None
    _times: int = 0
    _beginnings: int = 0
    _is_doubted: bool = False

    def fails(self, mark: Place | None) -> bool:
        """Note that the server failed at a mark; whether the list's first page is to be tried."""
        self._times = self._times + 1 if mark == self._mark else 1
        self._mark = mark
        self._is_doubted = self._times % _TRIES == 0 and self._beginnings < _MOST_BEGINNINGS
        return self._is_doubted

    def begins(self) -> None:
        """Note that the list's first page has come."""
        if self._is_doubted:
            self._mark, self._times, self._is_doubted = None, 0, False
            self._beginnings += 1
