"""A web server on this machine that does as told, well or badly, and tells what it was asked and what it sent."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Self
from urllib.parse import parse_qsl, urlsplit

MOST_HEAD = 1 << 20
PATIENCE_S = 30.0
"""No thread of the server outlives this, whatever a test forgets."""


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    number: int

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def params(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def param(self) -> dict[str, str]:
        return dict(self.params)


class Wire:
    """The server's end of a connection."""

    def __init__(self, connection: socket.socket, server: "Loopback") -> None:
        self._connection = connection
        self._server = server
        self.is_over = False

    def send(self, data: bytes) -> None:
        """Send, and count what was taken; a client that has gone ends the behaviour."""
        try:
            self._connection.sendall(data)
        except OSError as fault:
            self.is_over = True
            raise GoneError from fault
        self._server.count(len(data))

    def hang(self) -> None:
        """Say nothing more until the client goes or the server ends."""
        self.is_over = True
        with suppress(OSError):
            self._connection.recv(1)

    def rest(self, seconds: float) -> None:
        """Wait, as a slow server does. Ends at once when the server ends."""
        if self._server.ended.wait(seconds):
            raise GoneError

    def end(self) -> None:
        """End the connection in good order."""
        self.is_over = True

    def reset(self) -> None:
        """End the connection as one that breaks down does."""
        self.is_over = True
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


class GoneError(Exception):
    """The client has gone."""


Behaviour = Callable[[Asked, Wire], None]


@dataclass
class Loopback:
    """The server: `behave` answers each request, on a thread of its connection. `asked` is all that it was asked."""

    behave: Behaviour
    context: ssl.SSLContext | None = None
    host: str = "127.0.0.1"
    asked: list[Asked] = field(default_factory=list)
    sent_bytes: int = 0
    connections: int = 0
    ended: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self._lock = Lock()
        self._listener = socket.create_server((self.host, 0))
        self._open: list[socket.socket] = []
        self._threads: list[Thread] = []

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        return f"{'http' if self.context is None else 'https'}://{self.host}:{self.port}"

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            still = list(self._open)
        for connection in still:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(PATIENCE_S)

    def count(self, size: int) -> None:
        with self._lock:
            self.sent_bytes += size

    def _start(self, what: Callable[..., None], *args: object) -> None:
        thread = Thread(target=what, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self.ended.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.settimeout(PATIENCE_S)
            self.connections += 1
            self._start(self._serve, connection)

    def _serve(self, plain: socket.socket) -> None:
        connection = plain
        with self._lock:
            self._open.append(plain)
        try:
            if self.context is not None:
                connection = self.context.wrap_socket(plain, server_side=True)
                with self._lock:
                    self._open.append(connection)
            wire = Wire(connection, self)
            while not wire.is_over and (asked := self._request(connection)) is not None:
                self.behave(asked, wire)
        except (OSError, GoneError):
            pass
        finally:
            with self._lock:
                self._open = [one for one in self._open if one not in (connection, plain)]
            connection.close()

    def _request(self, connection: socket.socket) -> Asked | None:
        data = b""
        while b"\r\n\r\n" not in data:
            piece = connection.recv(65536)
            if not piece or len(data) > MOST_HEAD:
                return None
            data += piece
            if data.startswith(b"\x16\x03"):
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")  # as web servers answer who speaks TLS to them
                return None
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
        while len(body) < int(headers.get("content-length", "0")):
            piece = connection.recv(65536)
            if not piece:
                return None
            body += piece
        with self._lock:
            found = Asked(method, target, headers, body, len(self.asked))
            self.asked.append(found)
        return found


@contextmanager
def loopback(behave: Behaviour, context: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """A server that behaves so, for as long as a test needs it."""
    with Loopback(behave, context) as server:
        yield server


def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
