"""Requests to one origin, one after the other: addresses, headers, redirects, patience and the count of calls."""

import json
import ssl
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, ReadRequest
from wallboard.sources.web.budget import Budget
from wallboard.sources.web.kept import Kept
from wallboard.sources.web.message import Answer, Ask
from wallboard.sources.web.options import Reach
from wallboard.sources.web.origin import Origin, below, joined, origin_of
from wallboard.sources.web.signing import Signed, with_signed
from wallboard.sources.web.statuses import clock_us, retry_after_s
from wallboard.sources.web.trust import context_of

if TYPE_CHECKING:
    from wallboard.sources.web.wire import Came, Line, Sent

PATIENCE_S: Final = 10.0
"""A server that asks for no longer a wait than this for one request is waited for within the read."""
HOPS: Final = frozenset({301, 302, 303, 307, 308})
_LEAST_WAIT_S: Final = 0.5
_MOST_HOPS: Final = 5


class Calls:
    """The requests of one read; `base` is the address that paths are below, `count` how many were made.

    `at_us` is the server's clock by its last answer, None where it told none.
    """

    def __init__(
        self,
        base: str,
        reach: Reach,
        request: ReadRequest,
        kept: Kept,
        clock_s: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self.base = base
        self.origin = origin_of(base)
        self.budget = Budget(reach, kept, self.origin.said, clock_s)
        self.count = 0
        self.at_us: int | None = None
        self.is_reached = False
        self._reach = reach
        self._request = request
        self._kept = kept
        self._clock_s = clock_s
        self._sleep = sleep
        self._line: Line | None = None
        self._hidden: frozenset[str] = frozenset()

    @property
    def clock_us(self) -> int:
        """The server's clock; the request's where it tells none."""
        return self._request.now_us if self.at_us is None else self.at_us

    def move(self, base: str) -> None:
        """Go on at another address. Raises NeedsPerson for what is none."""
        self.base, self.origin = base, origin_of(base)
        self.close()
        self._line = None

    def close(self) -> None:
        """Let go of the connections."""
        if self._line is not None:
            self._line.close()

    def join(self, link: str, page: str, key: str) -> str:
        """The address that a link on a page leads to. Raises NeedsPerson, with the sentence `key`, for elsewhere."""
        return joined(link, page, self.origin, key, without=self._reach.sign_in.parameter, hidden=self._hidden)

    def answered(self, ask: Ask, signed: Signed) -> Answer:
        """The answer, once a server that asks for a little patience has had it. Raises SourceFault."""
        self._hidden |= _hidden(signed)
        slept_s = 0.0
        while True:
            answer = self._followed(ask, signed)
            told_s = retry_after_s(answer.headers, self.clock_us) if answer.status in (429, 503) else None
            if told_s is None or answer.status in ask.expected:
                return answer
            wait_s = max(_LEAST_WAIT_S, told_s)
            if slept_s + wait_s > PATIENCE_S:
                self.budget.rest(told_s)
                return answer
            slept_s += wait_s
            self._sleep(wait_s)

    def line(self, origin: Origin, kept: Kept) -> "Line":
        """Connections to an origin."""
        # The library takes a tenth of a second to import, which boards without such sources never pay.
        from wallboard.sources.web.wire import Line  # noqa: PLC0415

        return Line(self._context(), kept, origin, round(self._reach.most_mb * 1e6))

    def _followed(self, ask: Ask, signed: Signed) -> Answer:
        """The answer, after redirects within the origin; all of them share the request's time."""
        from wallboard.sources.web.wire import Sent  # noqa: PLC0415 - as above

        method, url = ask.method, self._url(ask)
        headers, body = self._headers(ask, url, signed), _body(ask, signed)
        left_s = self._reach.timeout_s
        for _ in range(_MOST_HOPS + 1):
            self._take_turn()
            began_s = self._clock_s()
            came = self._came(Sent(method, with_params(url, signed.params), headers, body), max(0.001, left_s))
            left_s -= self._clock_s() - began_s
            link = came.headers.get("location")
            if came.status not in HOPS or link is None or came.status in ask.expected:
                at_us = clock_us(came.headers)
                return Answer(came.status, came.headers, came.body, url, self.origin.said, at_us)
            url = self.join(as_sent(link), url, "web.redirect")
            if came.status == 303 or (came.status in (301, 302) and method == "POST"):
                method, body = "GET", None
        raise NeedsPerson(words("web.redirect.circle", host=self.origin.said), words("web.remedy.url"))

    def _take_turn(self) -> None:
        gap_s = self.budget.gap_s()
        if gap_s > 0:
            self._sleep(gap_s)
        self.budget.take()
        self.count += 1

    def _came(self, sent: "Sent", left_s: float) -> "Came":
        if self._line is None:
            self._line = self.line(self.origin, self._kept)
        came = self._line.exchange(sent, left_s)
        self.is_reached = True
        at_us = clock_us(came.headers)
        self.at_us = self.at_us if at_us is None else at_us
        self.budget.heed(came.headers, self.clock_us)
        return came

    def _url(self, ask: Ask) -> str:
        if ask.path.lower().startswith(("http://", "https://")):
            url = self.join(ask.path, self.base, "web.link")
        else:
            url = below(self.base, ask.path)
        if origin_of(url) != self.origin:
            raise NeedsPerson(words("web.url.bad", host=self.origin.said), words("web.remedy.url"))
        return with_params(url, ask.params)

    def _headers(self, ask: Ask, url: str, signed: Signed) -> dict[str, str]:
        headers = {"User-Agent": "Wallboard", "Accept": "*/*", "Accept-Encoding": "gzip"}
        if ask.json is not None:
            headers["Content-Type"] = "application/json"
        if ask.if_changed and self._request.token:
            etag, last_modified = self._kept.marks.get(url, ("", ""))
            headers |= {"If-None-Match": etag} if etag else {}
            headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        named = {name.lower(): name for name in headers}
        for more in (self._reach.headers, ask.headers, signed.headers):
            for name, text in more.items():
                headers.pop(named.get(name.lower(), ""), None)
                named[name.lower()] = name
                headers[name] = text
        return headers

    def _context(self) -> ssl.SSLContext:
        return context_of(self._reach.authority, self._request.folder)


def _hidden(signed: Signed) -> frozenset[str]:
    """What of a sign-in may stand in no link."""
    texts = {text for _, text in signed.params} | {str(signed.values.get("secret", ""))}
    return frozenset(texts - {""})


def as_sent(link: str) -> str:
    """A link of a header, which is read byte by byte, as the UTF-8 that it mostly is."""
    try:
        return link.encode("latin-1").decode()
    except UnicodeError:
        return link


def _body(ask: Ask, signed: Signed) -> bytes | None:
    if ask.json is None:
        return ask.body
    return json.dumps(with_signed(ask.json, signed.values), ensure_ascii=False, separators=(",", ":")).encode()


def with_params(url: str, params: tuple[tuple[str, str], ...]) -> str:
    """An address with parameters after those that it has."""
    if not params:
        return url
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}{urlencode(params, quote_via=quote)}"
