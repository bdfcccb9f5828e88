"""How long a database is waited for: one that has fallen silent is given up, whatever its driver would wait for."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic
from typing import Any, Final, Self

from wallboard.sources.contract import SourceFault
from wallboard.sources.databases.troubles import Asking

GRACE_S: Final = 3.0
"""So much later than its limit a query that the database itself has not ended is given up."""

_DESCRIPTORS: Final[Mapping[str, Callable[[Any], int]]] = {
    "psycopg": lambda connection: int(connection.fileno()),
    "pymysql": lambda connection: int(connection._sock.fileno()),  # noqa: SLF001  it tells it nowhere else
}


class Patience:
    """Cuts the connection of one read, from beside the thread that waits, once an answer has taken too long.

    The driver then fails at once, wherever it waits. A connection that was cut is of no use any more. One whose driver
    is not of those that come with Wallboard is never cut.
    """

    def __init__(self, driver: str) -> None:
        self._descriptor = _DESCRIPTORS.get(driver)
        self._wire: socket.socket | None = None
        self._timer: Timer | None = None
        self._ends_s = float("inf")

    def watch(self, connection: Any, _: object = None) -> None:
        """Know a driver's new connection as the one to be cut."""
        if self._descriptor is None:
            return
        # Of our own, since the driver may close its own while this one is being cut.
        self._wire = socket.socket(fileno=os.dup(self._descriptor(connection)))
        if monotonic() >= self._ends_s:
            self._cut()

    @contextmanager
    def at_most(self, seconds: float, asking: Asking) -> Iterator[None]:
        """What may take so long. Raises Passing for what did not come until then, in place of what the driver says."""
        if self._descriptor is None:
            yield
            return
        ends_s = self._ends_s = monotonic() + seconds
        timer = self._timer = Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except SourceFault:
            raise
        except Exception as fault:
            if self._wire is None or monotonic() < ends_s:
                raise
            raise asking.slow() from fault
        finally:
            timer.cancel()
            self._ends_s = float("inf")

    def _cut(self) -> None:
        if self._wire is not None:
            with suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        if self._wire is not None:
            self._wire.close()
