"""Signing in: what goes with every request, got from secrets, a log-in or a token, and given up when it is refused."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from wallboard.core.words import Words, verbatim, words
from wallboard.sources.contract import NeedsPerson, ReadRequest, SourceFault
from wallboard.sources.mapping.expressions import taken
from wallboard.sources.web.headers import asks_for_token, header_text
from wallboard.sources.web.kept import Kept, Refusal
from wallboard.sources.web.message import Answer, Ask
from wallboard.sources.web.oauth import Tokens
from wallboard.sources.web.sign_in import SessionLogin, SignIn, filled

REFUSED_FOR_S: Final = 3600.0
"""A refused sign-in is not tried again for so long, unless it changes: servers lock accounts."""
PROVEN_REFUSED_FOR_S: Final = 900.0
"""One that worked before may have been refused by a mistake of the server's own."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What the sign-in adds to a request: headers, a parameter, and values for places in bodies.

    `is_fresh` tells that it was got from the server just now, so that a refusal is final.
    """

    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    params: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    base: str | None = None
    is_fresh: bool = True


class Signing:
    """The sign-in of one source at one origin.

    `log_in` makes the request of a session, `tokens` asks for tokens; both raise SourceFault.
    """

    def __init__(
        self,
        sign_in: SignIn,
        request: ReadRequest,
        kept: Kept,
        host: str,
        clock_s: Callable[[], float],
    ) -> None:
        self._sign_in = sign_in
        self._request = request
        self._kept = kept
        self._host = host
        self._clock_s = clock_s
        self._secrets: dict[str, str] = {}
        self.is_proven = False

    def secret(self, name: str) -> str:
        """A secret by its name, asked for once a read. Raises NeedsPerson."""
        if name not in self._secrets:
            if self._request.secret is None:
                raise NeedsPerson(words("fault.no-secret", name=name))
            self._secrets[name] = self._request.secret(name)
        return self._secrets[name]

    def given(self) -> dict[str, Any]:
        """The values that the board gives: user and secret, where there are any."""
        sign_in = self._sign_in
        found: dict[str, Any] = {}
        if sign_in.user is not None:
            found["user"] = sign_in.user
        if sign_in.secret is not None:
            found["secret"] = self.secret(sign_in.secret)
        return found

    def refuse_again(self) -> None:
        """Raises NeedsPerson, without asking the server, where just this sign-in was refused within the hour."""
        refusal = self._kept.refusal
        if self._sign_in.way == "none" or refusal is None:
            return
        trace = self._trace()
        rests_s = PROVEN_REFUSED_FOR_S if self._kept.proven == trace else REFUSED_FOR_S
        if refusal.by == trace and self._clock_s() - refusal.at_s < rests_s:
            raise NeedsPerson(refusal.fault, refusal.remedy)
        self._kept.refusal = None

    def signed(self, log_in: Callable[[Ask], Answer], tokens: Tokens | None) -> Signed:
        """What goes with a request; logs in where that is needed. Raises SourceFault."""
        sign_in, lacks = self._sign_in, self._sign_in.lacks()
        if lacks is not None:
            fault = words("web.sign-in.lacks", host=self._host, what=lacks)
            raise NeedsPerson(fault, words("web.remedy.sign-in"))
        given = self.given()
        way = sign_in.way
        if way == "session" and sign_in.session is not None:
            return self._by_session(sign_in.session, given, log_in)
        if way == "oauth2" and tokens is not None:
            token, is_fresh = tokens.token(self)
            headers = {"Authorization": self._line(f"Bearer {token.access}")}
            return Signed(headers, values={**given, "token": token.access}, base=token.base, is_fresh=is_fresh)
        return self._plain(given)

    def _plain(self, given: dict[str, Any]) -> Signed:
        sign_in = self._sign_in
        if sign_in.way == "basic":
            name, password = filled(sign_in.name, given), filled(sign_in.password, given)
            packed = base64.b64encode(f"{name}:{password}".encode()).decode()
            return Signed({"Authorization": f"Basic {packed}"}, values=given)
        text = filled(sign_in.text, given)
        if sign_in.way == "bearer":
            return Signed({"Authorization": self._line(f"Bearer {text}")}, values=given)
        if sign_in.way == "header":
            return Signed({sign_in.header: self._line(text)}, values=given)
        if sign_in.way == "query" and sign_in.parameter is not None:
            return Signed(params=((sign_in.parameter, text),), values=given)
        return Signed(values=given)

    def is_renewable(self) -> bool:
        """Whether a refusal may only mean that a session or token is over."""
        return self._sign_in.way in ("session", "oauth2")

    def refused(self, challenge: str = "", *, host: str | None = None) -> SourceFault:
        """The fault of a sign-in that the server, or the `host` beside it that gives tokens, refuses; it is remembered.
        `challenge` is its WWW-Authenticate."""
        self._kept.forget_sign_in()
        # a way that was chosen, mostly by a preset, is not doubted
        wants_token = self._sign_in.how is None and asks_for_token(challenge)
        if self._sign_in.way == "none":
            remedy = words("web.remedy.bearer" if wants_token else "web.remedy.sign-in")
            return NeedsPerson(words("web.sign-in.none", host=self._host), remedy)
        name, oauth = self._name(), self._sign_in.oauth
        is_refresh = oauth is not None and self._sign_in.way == "oauth2" and oauth.grant == "refresh_token"
        remedy = words("web.remedy.refresh" if is_refresh else "web.remedy.secret", name=name)
        if wants_token and self._sign_in.way == "basic":
            remedy = words("web.remedy.bearer")
        return self._remembered(words("web.sign-in", host=host or self._host, name=name), remedy)

    def refused_token(self, host: str, giver: str) -> SourceFault:
        """The fault of a token that was given just now and is refused all the same; it is remembered."""
        self._kept.forget_sign_in()
        fault = words("web.token.refused", host=host, other=giver, name=self._name())
        return self._remembered(fault, words("web.remedy.scope"))

    def forbidden(self, path: str) -> SourceFault:
        """The fault of an account that signed in, and may not read what is at a path."""
        detail = words("web.detail.path", path=verbatim(path[:300]))
        if self._sign_in.way == "none":
            return NeedsPerson(words("web.forbidden", host=self._host), words("web.remedy.rights.none"), detail=detail)
        remedy = words("web.remedy.rights", name=self._name())
        return NeedsPerson(words("web.forbidden", host=self._host), remedy, detail=detail)

    def _name(self) -> str:
        """The name of the secret that signs in; of the account where there is none."""
        client_secret = self._sign_in.oauth.client_secret if self._sign_in.oauth is not None else None
        return self._sign_in.secret or client_secret or self._sign_in.user or ""

    def went_well(self) -> None:
        """The server took the sign-in."""
        self._kept.refusal = None
        if self.is_proven or self._sign_in.way == "none":
            return
        self.is_proven = True
        self._kept.proven = self._trace()

    def _remembered(self, fault: Words, remedy: Words) -> SourceFault:
        self._kept.refusal = Refusal(self._trace(), self._clock_s(), fault, remedy)
        return NeedsPerson(fault, remedy)

    def _trace(self) -> bytes:
        names = [self._sign_in.secret, self._sign_in.oauth.client_secret if self._sign_in.oauth else None]
        secrets = [self.secret(name) for name in names if name is not None]
        return self._kept.trace(self._sign_in.model_dump_json(), *secrets)

    def _line(self, text: str) -> str:
        try:
            return header_text(text)
        except ValueError:
            # The cause has the text in it.
            raise NeedsPerson(
                words("web.secret.line", name=self._sign_in.secret or ""),
                words("web.remedy.secret", name=self._sign_in.secret or ""),
            ) from None

    def _by_session(self, login: SessionLogin, given: dict[str, Any], log_in: Callable[[Ask], Answer]) -> Signed:
        is_fresh = self._kept.session is None
        if self._kept.session is None:
            self._kept.session = self._logged_in(login, given, log_in)
        values = {**given, **self._kept.session}
        for name, text in login.encoded.items():
            values[name] = base64.b64encode(filled(text, values).encode()).decode()
        headers = {name: self._line(filled(text, values)) for name, text in login.send.items()}
        return Signed(headers, values=values, is_fresh=is_fresh)

    def _logged_in(self, login: SessionLogin, given: dict[str, Any], log_in: Callable[[Ask], Answer]) -> dict[str, Any]:
        headers = {name: self._line(filled(text, given)) for name, text in login.headers.items()}
        body = None
        if login.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode({name: filled(text, given) for name, text in login.form.items()}).encode()
        ask = Ask(
            filled(login.path, given),
            login.method,
            headers=headers,
            json=with_values(login.body, given),
            body=body,
            expected=frozenset({*range(200, 300), 400, 401, 403}),
        )
        answer = log_in(ask)
        if answer.status >= 400:
            raise self.refused()
        found = answer.json() if login.values or login.error is not None else None
        if login.error is not None and taken(login.error, found):
            raise self.refused()
        values = {name: taken(expression, found) for name, expression in login.values.items()}
        if any(value is False for value in values.values()):
            raise self.refused()
        if any(value is None for value in values.values()):
            raise self._remembered(
                words("web.sign-in.strange", host=self._host), words("web.remedy.secret", name=self._name())
            )
        return values


def with_values(body: Any, values: Mapping[str, Any]) -> Any:
    """A JSON body with values in its places: {name} within texts, {"$sign_in": name} for the value itself."""
    if isinstance(body, str):
        return filled(body, values)
    if isinstance(body, list | tuple):
        return [with_values(inner, values) for inner in body]
    if isinstance(body, dict):
        if len(body) == 1 and body.keys() == {"$sign_in"}:
            return values.get(str(body["$sign_in"]))
        return {key: with_values(inner, values) for key, inner in body.items()}
    return body


def with_signed(body: Any, values: Mapping[str, Any]) -> Any:
    """A JSON body with the sign-in's values for each {"$sign_in": name}; its texts stay as they are."""
    if isinstance(body, list | tuple):
        return [with_signed(inner, values) for inner in body]
    if isinstance(body, Mapping):
        if len(body) == 1 and "$sign_in" in body:
            return values.get(str(body["$sign_in"]))
        return {key: with_signed(inner, values) for key, inner in body.items()}
    return body
