"""What may have to wait for a slow disk, done beside the thread that paints."""

import logging
from collections.abc import Callable
from threading import Lock, Thread

log = logging.getLogger(__name__)

Work = Callable[[], None]
Do = Callable[[Work], None]
"""Takes work, to be done now or soon."""


class Beside:
    """Does one work after the other, on a thread that ends with the last; of those that wait only the newest.

    A process that ends by itself does first what was given.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = Lock()
        self._next: Work | None = None
        self._is_at_work = False

    def do(self, work: Work) -> None:
        """Take work that makes needless what waits. Raises RuntimeError where the system gives no thread."""
        with self._lock:
            self._next = work
            if self._is_at_work:
                return
            Thread(target=self._run, name=self._name).start()
            self._is_at_work = True

    def _run(self) -> None:
        while (work := self._taken()) is not None:
            try:
                work()
            except Exception:
                log.exception("%s failed", self._name)

    def _taken(self) -> Work | None:
        with self._lock:
            work, self._next = self._next, None
            self._is_at_work = work is not None
            return work
