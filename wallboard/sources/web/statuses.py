"""What a status says: an answer, a fault that may mend itself, or one that needs a person; and how long to wait."""

from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from wallboard.clocks import may_be_right
from wallboard.core.words import verbatim, words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault

LONGEST_WAIT_S: Final = 86400.0
_AGAIN: Final = frozenset({408, 425})
_NEVER: Final = frozenset({501, 505})
_MISSING: Final = frozenset({404, 410})
_PLAIN_AT_TLS: Final = (
    b"plain HTTP request was sent to HTTPS port",
    b"speaking plain HTTP to an SSL-enabled server port",
    b"sent an HTTP request to an HTTPS server",
)
"""What nginx, Apache and servers in Go say with a 400 to whoever does not encrypt at a port where that is asked."""


def fault_of_status(status: int, headers: Mapping[str, str], host: str, path: str, now_us: int) -> SourceFault:
    """The fault that an unexpected status is. 401 is none of its business: that is for the sign-in to say."""
    wait_s = retry_after_s(headers, now_us)
    if status == 429:
        return Passing(words("web.busy", host=host), words("web.remedy.later"), retry_after_s=wait_s)
    detail = words("web.detail.path", path=verbatim(path[:300]))
    if status in _AGAIN or (status >= 500 and status not in _NEVER):
        fault = words("web.down", host=host, status=str(status))
        return Passing(fault, words("web.remedy.wait"), retry_after_s=wait_s, detail=detail)
    if status == 403:
        return NeedsPerson(words("web.forbidden", host=host), words("web.remedy.rights.none"), detail=detail)
    if status == 407:
        return NeedsPerson(words("web.proxy", host=host), words("web.remedy.proxy"))
    key = "web.missing" if status in _MISSING else "web.bad"
    return NeedsPerson(words(key, host=host, status=str(status)), words("web.remedy.below"), detail=detail)


def asks_to_encrypt(status: int, body: bytes) -> bool:
    """Whether an answer in plain words says that this port answers encrypted only."""
    return status == 400 and any(sentence in body for sentence in _PLAIN_AT_TLS)


def busy(host: str, wait_s: float | None) -> SourceFault:
    """The fault of a server that asks to be called less often."""
    return Passing(words("web.busy", host=host), words("web.remedy.later"), retry_after_s=wait_s)


def retry_after_s(headers: Mapping[str, str], now_us: int) -> float | None:
    """The seconds that Retry-After asks for (RFC 9110, 10.2.3): as a number, or as a date by the server's own clock."""
    told = headers.get("retry-after", "").strip()
    if not told:
        return None
    if told.isascii() and told.replace(".", "", 1).isdigit():
        return min(float(told[:20]), LONGEST_WAIT_S)
    at_us = _date_us(told)
    if at_us is None:
        return None
    since_us = _date_us(headers.get("date", ""))  # by which it counts, however wrong it is
    return min(max(0.0, (at_us - (now_us if since_us is None else since_us)) / 1e6), LONGEST_WAIT_S)


def clock_us(headers: Mapping[str, str]) -> int | None:
    """What time it is by the server, microseconds UTC; None where it does not tell, or tells what cannot be right."""
    told_us = _date_us(headers.get("date", ""))
    return told_us if told_us is not None and may_be_right(told_us) else None


def _date_us(text: str) -> int | None:
    """A date of HTTP as microseconds UTC; None for what is none."""
    try:
        found = parsedate_to_datetime(text[:60])
        at = found.replace(tzinfo=UTC) if found.tzinfo is None else found
        return int(at.timestamp()) * 1_000_000
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
