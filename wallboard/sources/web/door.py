"""A source's door to one origin: `Web.ask`. Every request and answer of every source goes through here."""

import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, ReadRequest, SourceFault
from wallboard.sources.web.calls import HOPS, Calls, as_sent
from wallboard.sources.web.kept import Kept
from wallboard.sources.web.message import Answer, Ask
from wallboard.sources.web.oauth import Tokens, no_token
from wallboard.sources.web.options import Reach
from wallboard.sources.web.origin import Origin, below, origin_of, shown
from wallboard.sources.web.signing import Signed, Signing
from wallboard.sources.web.statuses import asks_to_encrypt, busy, fault_of_status, retry_after_s

__all__ = ["Answer", "Ask", "Web"]

_UNCHANGED = 304
_FORBIDDEN = 403
_NOT_THERE = 404
_BUSY = 429


class Web:
    """One origin's HTTP for one read of a source. Made anew for each read; what lasts lies in the request's `kept`.

    Raises SourceFault and nothing else. No request goes to any other origin than that of `url` (or of the base that a
    token's answer names); a token may be asked for at another one, which the board names. Connections go through the
    proxies of the environment, but not to this machine itself; .netrc is never read. TLS is always verified.
    """

    def __init__(
        self,
        url: str,
        reach: Reach,
        request: ReadRequest,
        *,
        clock_s: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._reach = reach
        self._request = request
        self._clock_s = clock_s
        self._kept: Kept = request.kept.setdefault(f"web {url}", Kept())
        self._calls = Calls(url, reach, request, self._kept, clock_s, sleep)
        self._signing = Signing(reach.sign_in, request, self._kept, self.host, clock_s)
        self._tokens: Tokens | None = None
        self._refuse_unencrypted(origin_of(url))

    @property
    def host(self) -> str:
        """The server as faults name it."""
        return self._calls.origin.said

    @property
    def clock_us(self) -> int:
        """The server's own clock, as its last answer told it, microseconds UTC; the request's where it tells none."""
        return self._calls.clock_us

    @property
    def calls(self) -> int:
        """How many requests this read has made."""
        return self._calls.count

    @property
    def is_reached(self) -> bool:
        """Whether the server has answered in this read, whatever it said."""
        return self._calls.is_reached

    @property
    def is_signed_in(self) -> bool:
        """Whether the server has taken the sign-in in this read."""
        return self._signing.is_proven

    @property
    def left(self) -> int | None:
        """How many calls may still be made for now, by the board and by what the server tells; None: not told."""
        return self._calls.budget.left()

    @property
    def waits_s(self) -> float:
        """Seconds until the next call may be made; 0 for at once. A read that would have to wait long better ends."""
        return self._calls.budget.waits_s()

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What is to be said of the sign-in, though it works."""
        return self._tokens.remarks() if self._tokens is not None else ()

    def values(self) -> Mapping[str, Any]:
        """The sign-in's values, as {"$sign_in": NAME} gives them: user, secret, what a log-in brought. Logs in first
        where that is needed. Raises SourceFault."""
        self._signing.refuse_again()
        return self._signed().values

    def ask(self, ask: Ask) -> Answer:
        """Ask, and take the whole answer. Raises SourceFault, as Ask says."""
        self._signing.refuse_again()
        signed = self._signed()
        answer = self._calls.answered(ask, signed)
        is_over = _is_refused(ask, answer) or (answer.status == 403 and 403 not in ask.expected)
        if is_over and self._signing.is_renewable() and not signed.is_fresh:
            self._kept.forget_sign_in()
            signed = self._signed()
            answer = self._calls.answered(ask, signed)
        if _is_refused(ask, answer):
            raise self._refused(answer)
        if ask.is_limited is not None and ask.is_limited(answer):
            wait_s = retry_after_s(answer.headers, self.clock_us)
            self._calls.budget.rest(wait_s or 0)
            raise busy(self.host, wait_s)
        if answer.status not in _expected(ask):
            if answer.status == 403:
                raise self._signing.forbidden(urlsplit(answer.url).path)
            if self._calls.origin.scheme == "http" and asks_to_encrypt(answer.status, answer.body):
                raise NeedsPerson(words("web.encrypted", host=self.host), words("web.remedy.encrypted"))
            path = urlsplit(answer.url).path
            raise fault_of_status(answer.status, answer.headers, self.host, path, self.clock_us)
        if answer.status != _FORBIDDEN:  # of which nobody can tell whether the sign-in was taken
            self._signing.went_well()
        return answer

    def join(self, link: str, answer: Answer | None = None) -> str:
        """The address that a link in an answer leads to, relative or whole. Raises NeedsPerson where it is of another
        origin: nothing is ever sent there."""
        return self._calls.join(link, answer.url if answer is not None else self._calls.base, "web.link")

    def remember(self, answer: Answer) -> None:
        """Let later requests with `if_changed` tell the server that this answer is known.

        To be called when all that the answer brought is on its way to be kept: a read that fails afterwards would
        never see it again.
        """
        headers = answer.headers
        self._kept.remember(answer.url, headers.get("etag", ""), headers.get("last-modified", ""))

    def close(self) -> None:
        """Let go of the connections."""
        self._calls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # Signing in

    def _refuse_unencrypted(self, origin: Origin) -> None:
        is_open = origin.scheme == "http" and not origin.is_this_machine and not self._reach.unencrypted
        if is_open and self._reach.sign_in.way != "none":
            raise NeedsPerson(words("web.plain", host=origin.said), words("web.remedy.encrypt"))

    def _signed(self) -> Signed:
        oauth = self._reach.sign_in.oauth
        if oauth is not None and self._tokens is None:
            token_url = oauth.token_url
            whole = token_url if "://" in token_url else below(self._calls.base, token_url)
            giver = origin_of(whole)
            self._refuse_unencrypted(giver)
            self._tokens = Tokens(
                self._reach.sign_in, whole, self._post, self._kept, giver.said, self._request.now_us, self._clock_s
            )
        signed = self._signing.signed(self._logged_in, self._tokens)
        if signed.base is not None and signed.base != self._calls.base:
            self._refuse_unencrypted(origin_of(signed.base, self.host))
            self._calls.move(signed.base)
        return signed

    def _refused(self, answer: Answer) -> SourceFault:
        if self._tokens is not None and self._reach.sign_in.way == "oauth2":
            return self._signing.refused_token(self.host, self._tokens.host)
        return self._signing.refused(answer.headers.get("www-authenticate", ""))

    def _logged_in(self, ask: Ask) -> Answer:
        answer = self._calls.answered(ask, Signed())
        if answer.status not in ask.expected:
            path = urlsplit(answer.url).path
            raise fault_of_status(answer.status, answer.headers, self.host, path, self.clock_us)
        return answer

    def _post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The request for a token, which may be at another origin: with nothing but what is meant for it."""
        from wallboard.sources.web.wire import Sent  # noqa: PLC0415 - slow to import

        origin = origin_of(url)
        kept = self._request.kept.setdefault(f"web token {origin.said}", Kept())
        line = self._calls.line(origin, kept)
        try:
            came = line.exchange(Sent("POST", url, headers, body), self._reach.timeout_s)
        finally:
            line.close()
        self._calls.is_reached |= origin == self._calls.origin
        if came.status in HOPS:
            raise _moved(url, origin, came.headers.get("location", ""))
        if came.status == _NOT_THERE:
            raise no_token(url, origin.said)
        if came.status >= 500 or came.status == _BUSY:
            raise fault_of_status(came.status, came.headers, origin.said, urlsplit(url).path, self._request.now_us)
        return Answer(came.status, came.headers, came.body, url, origin.said)


def _moved(url: str, origin: Origin, link: str) -> SourceFault:
    """The fault of a token address that sends on: a secret goes to no address but the one that the board names."""
    try:
        other = shown(urljoin(url, as_sent(link))) if link else None
    except ValueError:
        other = None
    if other is None:
        return no_token(url, origin.said)
    fault = words("web.token.redirect", url=shown(url), other=other)
    return NeedsPerson(fault, words("web.remedy.token.moved", other=other))


def _expected(ask: Ask) -> frozenset[int]:
    if ask.expected:
        return ask.expected
    return frozenset(range(200, 300)) | ({_UNCHANGED} if ask.if_changed else set())


def _is_refused(ask: Ask, answer: Answer) -> bool:
    return answer.status == 401 or (ask.is_refused is not None and ask.is_refused(answer))
