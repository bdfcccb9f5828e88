"""What one origin's door keeps from one read to the next, all of which may vanish at any time."""

import hashlib
import hmac
import os
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from wallboard.core.words import Words

if TYPE_CHECKING:
    from requests.cookies import RequestsCookieJar

MOST_MARKS: Final = 2000
MOST_COOKIES: Final = 50


@dataclass(frozen=True, slots=True)
class Token:
    """An access token: until when it is good (the machine's monotonic clock, seconds; None for not told)."""

    access: str = field(repr=False)
    until_s: float | None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sign-in that was refused: by whom it was tried, when, and what was said of it."""

    by: bytes
    at_s: float
    fault: Words
    remedy: Words


@dataclass(slots=True)
class Kept:
    """The state of one origin's door; `salt` is this process's own, so that no secret can be found from its trace."""

    cookies: "RequestsCookieJar | None" = None
    calls_at_s: deque[float] = field(default_factory=deque)
    waits_until_s: float = 0.0
    left: dict[str, int] = field(default_factory=dict)
    session: dict[str, Any] | None = field(default=None, repr=False)
    token: Token | None = field(default=None, repr=False)
    refresh: tuple[bytes, str] | None = field(default=None, repr=False)
    refusal: Refusal | None = None
    proven: bytes | None = None
    marks: OrderedDict[str, tuple[str, str]] = field(default_factory=OrderedDict)
    hanging: Thread | None = None
    has_answered: bool = False
    salt: bytes = field(default_factory=lambda: os.urandom(16), repr=False)

    def trace(self, *texts: str) -> bytes:
        """What tells these texts from others, without being them."""
        return hmac.digest(self.salt, "\0".join(texts).encode("utf-8", "surrogatepass"), hashlib.sha256().name)

    def forget_sign_in(self) -> None:
        """Drop what the last sign-in brought."""
        self.session = None
        self.token = None
        self.cookies = None

    def remember(self, url: str, etag: str, last_modified: str) -> None:
        """Keep what tells later whether an answer changed; the oldest goes where there are too many."""
        self.marks.pop(url, None)
        if etag or last_modified:
            self.marks[url] = (etag, last_modified)
        while len(self.marks) > MOST_MARKS:
            self.marks.popitem(last=False)
