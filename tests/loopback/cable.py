"""A cable between a client and a server on this machine, which may fall silent as one that is pulled does."""

import socket
from contextlib import suppress
from threading import Event, Lock, Thread
from typing import Self

from tests.loopback.server import PATIENCE_S

_PIECE = 1 << 16


class Cable:
    """Passes on what comes to `port` to a server's port, and back, until it is told to be silent.

    A silent cable ends no connection and takes new ones. What it was given meanwhile goes on when it is whole again.
    """

    def __init__(self, server: int, host: str = "127.0.0.1") -> None:
        self._server = (host, server)
        self._listener = socket.create_server((host, 0))
        self._open: list[socket.socket] = []
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._passes = Event()
        self._passes.set()
        self._ended = Event()
        self._last_words: bytes | None = None

    @property
    def port(self) -> int:
        """Where it takes connections."""
        return int(self._listener.getsockname()[1])

    @property
    def is_silent(self) -> bool:
        """Whether it passes nothing on."""
        return not self._passes.is_set()

    def silent(self) -> None:
        """Pass nothing on, in either direction."""
        self._passes.clear()

    def silent_at(self, words: bytes) -> None:
        """Fall silent once the client says these words, which are not passed on."""
        self._last_words = words

    def whole(self) -> None:
        """Pass on what was held back, and all that comes."""
        self._last_words = None
        self._passes.set()

    def __enter__(self) -> Self:
        self._start(Thread(target=self._accept, daemon=True))
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._passes.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            still = list(self._open)
        for end in still:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE_S)
        for end in still:
            end.close()

    def _start(self, thread: Thread) -> None:
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
            except OSError:
                return
            with self._lock:
                self._open += [client, server]
            self._start(Thread(target=self._carry, args=(client, server), kwargs={"is_client": True}, daemon=True))
            self._start(Thread(target=self._carry, args=(server, client), kwargs={"is_client": False}, daemon=True))

    def _carry(self, one: socket.socket, other: socket.socket, *, is_client: bool) -> None:
        """What one end says to the other, and in the end that it says no more."""
        with suppress(OSError):
            while piece := one.recv(_PIECE):
                if is_client and self._last_words is not None and self._last_words in piece:
                    self.silent()
                self._passes.wait()
                if self._ended.is_set():
                    return
                other.sendall(piece)
        self._passes.wait()
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)
