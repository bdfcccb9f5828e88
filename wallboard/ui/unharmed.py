"""Keeps an error of our own within the handler in which it arose, so that the board goes on.

Qt calls a handler from C++, where no exception may pass: under Python 3.11 one that does ends the process without a
word.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Protocol, TypeVar

log = logging.getLogger(__name__)

_TOLD_AGAIN_S = 600.0

_Handled = TypeVar("_Handled", bound="Careful")
_Event = TypeVar("_Event")


class Care:
    """Logs what goes wrong, and counts how often in a row; the same error is logged once in ten minutes.

    `monotonic` gives seconds that only grow.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._failed: dict[str, int] = {}
        self._told: dict[tuple[str, str], float] = {}

    def in_a_row(self, doing: str) -> int:
        """How many times this has failed since it last did not."""
        return self._failed.get(doing, 0)

    @contextmanager
    def caught(self, doing: str) -> Iterator[None]:
        """What fails in here is logged with its traceback, and harms nothing else."""
        try:
            yield
        except Exception as fault:
            self._failed[doing] = self.in_a_row(doing) + 1
            if self._is_news(doing, type(fault).__name__):
                log.exception("an error inside Wallboard: %s", doing)
        else:
            self._failed.pop(doing, None)

    def _is_news(self, doing: str, kind: str) -> bool:
        """Whether to log it: a fault of every second would push all else out of the log."""
        now_s = self._monotonic()
        told_s = self._told.get((doing, kind))
        if told_s is not None and now_s - told_s < _TOLD_AGAIN_S:
            return False
        self._told[doing, kind] = now_s
        return True


class Careful(Protocol):
    """What has handlers and takes care."""

    @property
    def care(self) -> Care: ...


def unharmed(handler: Callable[[_Handled, _Event], None]) -> Callable[[_Handled, _Event], None]:
    """A handler of Qt's that lets no exception out."""

    @wraps(handler)
    def heed(handled: _Handled, event: _Event) -> None:
        with handled.care.caught(handler.__name__):
            handler(handled, event)

    return heed
