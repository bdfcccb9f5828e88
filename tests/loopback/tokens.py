"""A server that gives tokens (OAuth 2) and, beside it, data to whoever brings one that is good."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.loopback.behaviour import answers, says
from tests.loopback.server import Asked, Wire


@dataclass
class TokenServer:
    """Gives the tokens t1, t2 … at /token, with `gives` beside them; only the last is good, until `forget`.

    `refuses` is an error of OAuth's that it gives instead, with `status`.
    """

    gives: dict[str, Any] = field(default_factory=dict)
    refuses: str = ""
    status: int = 400
    forms: list[dict[str, str]] = field(default_factory=list)
    given: int = 0
    good: str = ""

    def __call__(self, asked: Asked, wire: Wire) -> None:
        if asked.path == "/token":
            self._token(asked, wire)
        elif asked.headers.get("authorization") == f"Bearer {self.good}" and self.good:
            says({"token": self.good})(asked, wire)
        else:
            answers(b"{}", 401)(asked, wire)

    def forget(self) -> None:
        """The last token is over before its time."""
        self.good = ""

    def _token(self, asked: Asked, wire: Wire) -> None:
        self.forms.append(dict(parse_qsl(asked.body.decode(), keep_blank_values=True)))
        if self.refuses:
            says({"error": self.refuses, "error_description": "about pa55"}, self.status)(asked, wire)
            return
        self.given += 1
        self.good = f"t{self.given}"
        says({"access_token": self.good, "token_type": "Bearer", **self.gives})(asked, wire)
