"""One request and its whole answer, on a thread of its own, so that nothing that hangs can hold up a read."""

import logging
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from threading import Event, Thread, current_thread
from time import monotonic
from typing import Any, Final

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from requests.utils import get_environ_proxies
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from wallboard.core.words import words
from wallboard.sources.contract import Passing, SourceFault
from wallboard.sources.web.breakdowns import NoHandshakeError, fault_of, is_stale
from wallboard.sources.web.kept import MOST_COOKIES, Kept
from wallboard.sources.web.origin import Origin
from wallboard.sources.web.packed import Body, too_large

_PIECE: Final = 1 << 16
_ENDS_WITHIN_S: Final = 1.0
_LEAST_S: Final = 0.001
_LATER_S: Final = 5.0
"""So much later than the whole request's time is over, a step that could not be cut ends by itself."""

# Its lines have addresses with queries in them, and so what is secret.
_log = logging.getLogger("urllib3")
_log.setLevel(logging.CRITICAL + 1)
_log.propagate = False


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it goes over the wire."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """An answer as it came, its body unpacked; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Line:
    """The connections to one origin during one read."""

    def __init__(self, context: ssl.SSLContext, kept: Kept, origin: Origin, most_bytes: int) -> None:
        self._context = context
        self._kept = kept
        self._origin = origin
        self._most_bytes = most_bytes
        self._adapter = _Adapter(context)

    def exchange(self, sent: Sent, timeout_s: float) -> Came:
        """Send and take the whole answer within the time; what goes unheard over a connection that was kept is sent
        once more in what is left of it. Raises SourceFault."""
        if self._kept.hanging is not None and self._kept.hanging.is_alive():
            raise self._slow(timeout_s)  # in the same words as before, so that the wall and the log stand still
        self._kept.hanging = None
        ends_s = monotonic() + timeout_s
        try:
            return self._once(sent, timeout_s, timeout_s)
        except _StaleError:
            return self._once(sent, max(_LEAST_S, ends_s - monotonic()), timeout_s)

    def _once(self, sent: Sent, left_s: float, timeout_s: float) -> Came:
        if self._kept.cookies is None or len(self._kept.cookies) > MOST_COOKIES:
            self._kept.cookies = RequestsCookieJar()
        work = _Exchange(self._adapter, sent, self._kept, self._kept.cookies, self._origin, self._most_bytes, left_s)
        work.start()
        if not work.done.wait(left_s):
            work.give_up()
            work.join(_ENDS_WITHIN_S)
            self._kept.hanging = work if work.is_alive() else None
            self._renew()
            raise self._slow(timeout_s)
        work.join()
        if work.came is not None:
            self._kept.has_answered = True
            return work.came
        self._renew()
        raise work.fault or AssertionError("an exchange ends with an answer or a fault")

    def _slow(self, timeout_s: float) -> SourceFault:
        fault = words("web.slow", host=self._origin.said, seconds=max(1, round(timeout_s)))
        return Passing(fault, words("web.remedy.network"))

    def _renew(self) -> None:
        self.close()
        self._adapter = _Adapter(self._context)

    def close(self) -> None:
        """Let go of the connections."""
        self._adapter.close()


class _StaleError(Exception):
    """A connection that was kept open turned out to be closed by the server: not a byte of an answer came."""


class _Exchange(Thread):
    """The thread of one request; connections tell it that they work for it, so that it can be given up."""

    def __init__(
        self,
        adapter: "_Adapter",
        sent: Sent,
        kept: Kept,
        cookies: RequestsCookieJar,
        origin: Origin,
        most_bytes: int,
        timeout_s: float,
    ) -> None:
        super().__init__(name=f"ask {origin.said}", daemon=True)
        self._adapter = adapter
        self._sent = sent
        self._is_known = kept.has_answered
        self._cookies = cookies
        self._origin = origin
        self._most_bytes = most_bytes
        self._timeout_s = timeout_s
        self._is_given_up = False
        self._is_reused = True
        self._has_begun = False
        self._connection: HTTPConnection | None = None
        self._encrypting: ssl.SSLSocket | None = None
        self.done = Event()
        self.came: Came | None = None
        self.fault: Exception | None = None

    def run(self) -> None:
        """Ask; leave the answer or the fault."""
        try:
            self.came = self._asked()
        except SourceFault as fault:
            self.fault = fault
        except Exception as fault:  # what a library may raise is many things, and its words have addresses in them
            is_unheard = self._is_reused and not self._has_begun
            is_again = self._connection is not None and is_unheard and is_stale(fault)
            is_first_word = not (self._is_known or self._has_begun)
            self.fault = _StaleError() if is_again else fault_of(fault, self._origin, is_first_word=is_first_word)
        finally:
            self._connection = self._encrypting = None
            self.done.set()

    def give_up(self) -> None:
        """End the connection under the request's hands, if there is one."""
        self._is_given_up = True
        connection = self._connection
        for one in (self._encrypting, connection.sock if connection is not None else None):
            if one is not None:
                with suppress(OSError):
                    # Not the method of an encrypted one, which takes its state from under the other thread's hands.
                    socket.socket.shutdown(one, socket.SHUT_RDWR)

    def takes(self, connection: HTTPConnection, *, is_new: bool) -> None:
        """Called by the connection that the request goes over."""
        self._connection = connection
        self._is_reused &= not is_new
        if self._is_given_up:
            raise TimeoutError

    def hears(self) -> None:
        """Called by the answer once its first byte is here."""
        self._has_begun = True

    def encrypts(self, encrypting: ssl.SSLSocket) -> None:
        """Called by the socket that agrees with the server on how to encrypt, before its connection has it."""
        self._encrypting = encrypting
        if self._is_given_up:
            raise TimeoutError

    def no_handshake(self, broken: ssl.SSLError) -> Exception:
        """What it means that the server ended the connection before it was encrypted: one that has answered so before
        may be starting again."""
        return broken if self._is_known else NoHandshakeError()

    def _asked(self) -> Came:
        prepared = PreparedRequest()
        sent = self._sent
        prepared.prepare(
            method=sent.method, url=sent.url, headers=dict(sent.headers), data=sent.body, cookies=self._cookies
        )
        proxies = {} if self._origin.is_this_machine else get_environ_proxies(sent.url, no_proxy=None)
        response = self._adapter.send(
            prepared,
            stream=True,
            timeout=self._timeout_s + _LATER_S,
            verify=True,
            proxies=proxies,
        )
        try:
            if not self._is_given_up:
                extract_cookies_to_jar(self._cookies, prepared, response.raw)  # type: ignore[no-untyped-call]
            headers = {name.lower(): text for name, text in response.headers.items()}
            return Came(response.status_code, headers, self._body(response.raw, headers))
        except BaseException:
            response.raw.close()  # what is left of it must not be read as the next answer
            raise
        finally:
            response.close()

    def _body(self, raw: Any, headers: Mapping[str, str]) -> bytes:
        told = headers.get("content-length", "")
        if told.isascii() and told.isdigit() and int(told[:20]) > self._most_bytes and self._sent.method != "HEAD":
            raise too_large(self._origin.said, self._most_bytes)
        body = Body(headers.get("content-encoding", ""), self._most_bytes, self._origin.said)
        while piece := raw.read1(_PIECE, decode_content=False):
            body.feed(piece)
        return body.whole()


class _Socket(ssl.SSLSocket):
    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT002 - as the library calls it
        here = current_thread()
        if isinstance(here, _Exchange):
            here.encrypts(self)
        try:
            super().do_handshake(block)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError) as broken:
            raise (here.no_handshake(broken) if isinstance(here, _Exchange) else broken) from None


class _Answer(HTTPResponse):
    def begin(self) -> None:
        here = current_thread()
        if self.fp.peek(1) and isinstance(here, _Exchange):
            here.hears()
        super().begin()


class _Plain(HTTPConnection):
    response_class = _Answer

    def connect(self) -> None:
        _tell(self, is_new=True)
        super().connect()

    def putrequest(self, *args: Any, **more: Any) -> None:
        _tell(self, is_new=False)
        super().putrequest(*args, **more)


class _Encrypted(HTTPSConnection):
    response_class = _Answer

    def connect(self) -> None:
        _tell(self, is_new=True)
        super().connect()

    def putrequest(self, *args: Any, **more: Any) -> None:
        _tell(self, is_new=False)
        super().putrequest(*args, **more)


def _tell(connection: HTTPConnection, *, is_new: bool) -> None:
    here = current_thread()
    if isinstance(here, _Exchange):
        here.takes(connection, is_new=is_new)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _Encrypted


_POOLS: Final = {"http": _PlainPool, "https": _EncryptedPool}


class _Adapter(HTTPAdapter):
    """The library's way to a server, with our trust and with connections that can be cut."""

    def __init__(self, context: ssl.SSLContext) -> None:
        context.sslsocket_class = _Socket
        self._context = context
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, ssl_context=self._context, **more)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **more: Any) -> ProxyManager:
        manager: ProxyManager = super().proxy_manager_for(
            proxy, ssl_context=self._context, proxy_ssl_context=self._context, **more
        )
        manager.pool_classes_by_scheme = _POOLS
        return manager

    def cert_verify(self, conn: Any, url: str, verify: object, cert: object) -> None:
        """The context verifies; the library would add authorities that this machine may not trust."""
