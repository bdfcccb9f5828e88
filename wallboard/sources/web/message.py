"""What is asked of a server and what it answers, as plain values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from wallboard.core.words import verbatim, words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.web.json_text import json_of

Params = tuple[tuple[str, str], ...]
MOST_DEPTH = 100


@dataclass(frozen=True, slots=True)
class Ask:
    """One request.

    `path` goes below the source's address, as it is written (percent-encoded where it must be); an address that
    begins with http is one that `Web.join` gave, or of the same origin. `params` are encoded and put after those that
    the path has; keys may come twice. `json` or `body` is what is sent; in `json` every {"$sign_in": NAME} becomes the
    sign-in's value of that name (user, secret, or what a log-in gave), just before it is sent.

    Statuses of `expected` (any 2xx if empty) come back as answers, all others are faults. With `if_changed` the server
    may answer 304 where nothing changed since the answer that `Web.remember` was given. `is_refused` and `is_limited`
    look at an answer's body: whether it says that the sign-in is refused, or that there were too many calls, though
    the status does not.
    """

    path: str = ""
    method: str = "GET"
    params: Params = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    body: bytes | None = None
    if_changed: bool = False
    expected: frozenset[int] = frozenset()
    is_refused: "Callable[[Answer], bool] | None" = None
    is_limited: "Callable[[Answer], bool] | None" = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Header names are in lower case; several of one name are joined with a comma.

    `url` is where it came from, without what the sign-in added. `at_us` is the server's clock (its Date header),
    microseconds UTC, None where it tells none. `host` names it in faults.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    host: str
    at_us: int | None = None
    _parsed: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that nothing changed (304)."""
        return self.status == 304

    def json(self, most_depth: int = MOST_DEPTH) -> Any:
        """The body as JSON: dicts, lists, texts, numbers, True, False, None. Not to be changed: it is parsed once.

        A whole number of more than 18 digits stays a text, NaN and the infinite are None. Raises NeedsPerson for a
        web page, text in another encoding, what is no JSON, nests too deep, has too many values or one key twice; the
        detail is the path.
        """
        if most_depth not in self._parsed:
            told = self.headers.get("content-type", "")
            try:
                self._parsed[most_depth] = json_of(self.body, told, self.host, most_depth)
            except NeedsPerson as fault:
                where = words("web.detail.path", path=verbatim(urlsplit(self.url).path[:300]))
                raise NeedsPerson(fault.fault, fault.remedy, detail=where) from fault
        return self._parsed[most_depth]
