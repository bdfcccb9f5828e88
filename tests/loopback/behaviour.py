"""What a loopback server may do with a request: answer it, or fail in one of the ways that servers fail."""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from tests.loopback.server import Asked, Behaviour, Wire

Headers = Mapping[str, str] | Sequence[tuple[str, str]]
DATE = "Sun, 22 Nov 2026 12:00:00 GMT"
PIECE = b" " * (1 << 16)


def head(status: int, headers: Headers = ()) -> bytes:
    """The beginning of an answer."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    lines = "".join(f"{name}: {text}\r\n" for name, text in pairs)
    return f"HTTP/1.1 {status} Said\r\n{lines}\r\n".encode("latin-1")


def answers(body: bytes = b"", status: int = 200, headers: Headers = ()) -> Behaviour:
    """An answer in good order."""

    def behave(asked: Asked, wire: Wire) -> None:
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        names = {name.lower() for name, _ in pairs}
        pairs += [("Content-Length", str(len(body)))] if "content-length" not in names and status != 304 else []
        pairs += [("Date", DATE)] if "date" not in names else []
        wire.send(head(status, pairs) + (b"" if asked.method == "HEAD" else body))

    return behave


def says(value: Any, status: int = 200, headers: Headers = ()) -> Behaviour:
    """A value as JSON."""
    pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
    return answers(json.dumps(value).encode(), status, [("Content-Type", "application/json"), *pairs])


def by_path(ways: Mapping[str, Behaviour], other: Behaviour | None = None) -> Behaviour:
    """One behaviour for each path; 404 for the others."""

    def behave(asked: Asked, wire: Wire) -> None:
        ways.get(asked.path, other or answers(status=404))(asked, wire)

    return behave


def in_turn(*ways: Behaviour) -> Behaviour:
    """One behaviour after the other, the last one for ever."""

    def behave(asked: Asked, wire: Wire) -> None:
        ways[min(asked.number, len(ways) - 1)](asked, wire)

    return behave


def asks_for(right: Callable[[Asked], bool], way: Behaviour, status: int = 401) -> Behaviour:
    """The behaviour for whoever gives the right credentials."""

    def behave(asked: Asked, wire: Wire) -> None:
        (way if right(asked) else answers(b"{}", status))(asked, wire)

    return behave


def redirects(to: str, status: int = 302) -> Behaviour:
    """Sends on."""
    return answers(b"moved", status, [("Location", to)])


def hangs(_: Asked, wire: Wire) -> None:
    """Takes the request and says nothing."""
    wire.hang()


def drips(_: Asked, wire: Wire) -> None:
    """A body of which a byte comes now and then."""
    wire.send(head(200, {"Content-Length": "1000000"}))
    while True:
        wire.send(b" ")
        wire.rest(0.02)


def drips_headers(_: Asked, wire: Wire) -> None:
    """Headers of which a byte comes now and then, each in time for itself."""
    wire.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        wire.send(b"x")
        wire.rest(0.02)


def keeps_waiting(_: Asked, wire: Wire) -> None:
    """Says that it goes on, again and again."""
    while True:
        wire.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        wire.rest(0.001)


def breaks_off(_: Asked, wire: Wire) -> None:
    """Promises more than it sends."""
    wire.send(head(200, {"Content-Length": "1000"}) + b'{"items": [')
    wire.end()


def tells_two_lengths(_: Asked, wire: Wire) -> None:
    """Says in two headers how long its body is, and not the same."""
    body = b'{"items": []}'
    wire.send(head(200, [("Content-Length", str(len(body))), ("Content-Length", str(len(body) - 4))]) + body)


def breaks_off_in_chunks(_: Asked, wire: Wire) -> None:
    """Ends in the middle of a chunk."""
    wire.send(head(200, {"Transfer-Encoding": "chunked"}) + b'100\r\n{"items": [')
    wire.end()


def resets(_: Asked, wire: Wire) -> None:
    """Breaks the connection down."""
    wire.reset()


def closes(_: Asked, wire: Wire) -> None:
    """Ends the connection without a word."""
    wire.end()


def sends_without_end(_: Asked, wire: Wire) -> None:
    """A body that never ends."""
    wire.send(head(200, {"Content-Type": "application/json"}) + b"[")
    while True:
        wire.send(PIECE)


def chunks_without_end(_: Asked, wire: Wire) -> None:
    """Chunks that never end."""
    wire.send(head(200, {"Transfer-Encoding": "chunked"}))
    while True:
        wire.send(b"10000\r\n" + PIECE + b"\r\n")


def sends(size: int, *, tells: bool) -> Behaviour:
    """A body of so many bytes; `tells` whether its length is said before."""

    def behave(_: Asked, wire: Wire) -> None:
        wire.send(head(200, {"Content-Length": str(size)} if tells else {}))
        for _piece in range(size // len(PIECE)):
            wire.send(PIECE)
        wire.end()

    return behave


@cache
def bomb(size: int) -> bytes:
    """A gzip of so many bytes of nothing, made piece by piece."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return b"".join(packer.compress(PIECE) for _ in range(size // len(PIECE))) + packer.flush()


def packs(body: bytes, *, upto: int | None = None, times: int = 1) -> Behaviour:
    """A body packed with gzip, of which the first `upto` bytes are sent, in good order."""
    packed = body
    for _ in range(times):
        packed = gzip.compress(packed)
    return answers(packed[:upto], headers={"Content-Encoding": "gzip"})


def packed_bomb(size: int) -> Behaviour:
    """A small body that unpacks to so many bytes."""
    return answers(bomb(size), headers={"Content-Encoding": "gzip"})


def many_headers(count: int) -> Behaviour:
    """More headers than anybody has."""
    return answers(b"{}", headers=[(f"X-{number}", "x") for number in range(count)])


def no_web_server(_: Asked, wire: Wire) -> None:
    """Speaks, but another language."""
    wire.send(b"220 mail.example.com ESMTP\r\n")
    wire.end()
