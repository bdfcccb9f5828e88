"""How a source signs in, as a board or a preset says it: one model for all the ways that servers know."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wallboard.core.kinds import SecretName
from wallboard.sources.contract import Part
from wallboard.sources.mapping.expressions import expression
from wallboard.sources.web.headers import HeaderName, HeaderText, unnamed_secret

How = Literal["none", "basic", "bearer", "header", "query", "session", "oauth2"]
Grant = Literal["client_credentials", "refresh_token", "password", "jwt_bearer"]

PLACE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
GIVEN: Final = frozenset({"user", "secret"})


Expression = Annotated[str, AfterValidator(expression)]
Texts = dict[str, str]


def filled(text: str, values: Mapping[str, object]) -> str:
    """A template with values for its {names}; names that have no value stay as they are."""
    return PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)


def places(text: str) -> Iterator[str]:
    """The names for which a template has a place."""
    return (place[1] for place in PLACE.finditer(text))


class SessionLogin(Part):
    """A request that opens a session, and what of its answer goes with every request after it.

    Cookies that the server sets are kept by themselves. {user} and {secret} stand for name and secret in `path`,
    `json`, `form` and `headers`; the values taken from the answer stand for themselves in `encoded` and `send`.
    """

    method: Literal["GET", "POST", "PUT"] = Field(default="POST", description="The request's method")
    path: str = Field(description="The path below the source's address")
    body: Any = Field(default=None, alias="json", description="A JSON body, with {user} and {secret} in its texts")
    form: Texts | None = Field(default=None, description="A form instead, as web pages send it")
    headers: dict[HeaderName, HeaderText] = Field(default={}, description="Headers of this request alone")
    error: Expression | None = Field(
        default=None, description="An expression (JMESPath) that finds something where an answer is a refusal"
    )
    values: dict[str, Expression] = Field(
        default={}, description="Names for what is taken from the answer, each by an expression (JMESPath)"
    )
    encoded: Texts = Field(default={}, description="Further names for templates of values, in Base64")
    send: dict[HeaderName, HeaderText] = Field(
        default={}, description="Headers that every request carries, as templates of the values"
    )

    @model_validator(mode="after")
    def _knows_its_names(self) -> Self:
        known = GIVEN | set(self.values)
        for text in self.encoded.values():
            _refuse_unknown(text, known)
        for text in self.send.values():
            _refuse_unknown(text, known | set(self.encoded))
        if self.body is not None and self.form is not None:
            msg = "a log-in sends json or a form, not both"
            raise ValueError(msg)
        return self


class OAuth(Part):
    """How a token is asked for (OAuth 2); the answer's access token goes with every request as a bearer."""

    grant: Grant = Field(
        default="client_credentials",
        description="client_credentials: secret is the client's; refresh_token: secret is such a token; password: "
        "secret is the user's password; jwt_bearer: secret is a private key (PEM)",
    )
    token_url: str = Field(description="Where tokens are given: an address, or a path below the source's")
    client: str | None = Field(default=None, description="The client's id; for jwt_bearer the issuer")
    client_secret: SecretName | None = Field(
        default=None, description="The name of the client's secret, where secret stands for something else"
    )
    client_in: Literal["header", "body"] = Field(default="header", description="Where the client's id and secret go")
    scope: str | None = Field(default=None, description="What is asked for")
    parameters: Texts = Field(default={}, description="Further parameters of the request for a token")
    audience: str | None = Field(
        default=None, description="For jwt_bearer: whom the key speaks to (token_url if not given)"
    )
    algorithm: Literal["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"] = Field(
        default="RS256", description="For jwt_bearer: how the key signs"
    )
    base: Expression | None = Field(
        default=None,
        description="An expression (JMESPath) that finds in the token's answer the address to use from then on",
    )

    def wants(self) -> str:
        """What the board gives beside it, as a template."""
        if self.grant == "client_credentials" and self.client_secret is not None:
            return ""
        return "{user}{secret}" if self.grant == "password" else "{secret}"


class SignIn(Part):
    """How the server knows who asks: `user` and the name of a secret, and in which way they are sent.

    A board mostly says `{user: wallboard, secret: helpdesk}`; its preset says the way. Secrets are names, never the
    secrets themselves.
    """

    how: How | None = Field(
        default=None,
        description="none, basic (name and password), bearer (a token), header or query (a key), session (a log-in), "
        "oauth2; basic where there is a user and nothing else is said, bearer where there is a secret alone",
    )
    user: str | None = Field(default=None, description="The name of the account that reads")
    secret: SecretName | None = Field(default=None, description="The name of its secret, see `wallboard secret`")
    name: str = Field(default="{user}", description="basic: what is sent as the name")
    password: str = Field(default="{secret}", description="basic: what is sent as the password")
    header: HeaderName = Field(default="Authorization", description="header: its name")
    parameter: str | None = Field(default=None, description="query: the parameter's name")
    text: str = Field(default="{secret}", description="header and query: what is sent there")
    session: SessionLogin | None = Field(default=None, description="session: the log-in")
    oauth: OAuth | None = Field(default=None, description="oauth2: how a token is asked for")

    @property
    def way(self) -> How:
        """The way in which it signs in."""
        if self.how is not None:
            return self.how
        if self.user is not None:
            return "basic"
        return "bearer" if self.secret is not None else "none"

    def lacks(self) -> str | None:
        """What the board has still to give, `user` or `secret`; a preset says the way alone."""
        session, oauth = self.session, self.oauth
        ways: dict[How, list[Any]] = {
            "basic": [self.name, self.password],
            "bearer": [self.text],
            "header": [self.text],
            "query": [self.text],
            "session": [session and [session.path, session.body, session.form, session.headers, session.send]],
            "oauth2": [oauth and oauth.wants()],
        }
        wanted = set(_places_within(ways.get(self.way, [])))
        if "secret" in wanted and self.secret is None:
            return "secret"
        return "user" if "user" in wanted and self.user is None else None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        for text in (self.name, self.password, self.text):
            _refuse_unknown(text, GIVEN)
        lacks = {
            "query": self.parameter is None and "a parameter",
            "session": self.session is None and "a session",
            "oauth2": self.oauth is None and "an oauth",
        }.get(self.way)
        if lacks:
            msg = f"a sign-in by {self.way} needs {lacks}"
            raise ValueError(msg)
        said = [getattr(self, key) for key in ("password", "text") if key in self.model_fields_set]
        sent = {
            "none": "".join(said) if said else None,
            "basic": self.name + self.password,
            "bearer": self.text,
            "header": self.text,
            "query": self.text,
        }.get(self.way)
        if sent is not None and "secret" not in places(sent):
            raise unnamed_secret()  # what is there in its place may be the secret itself
        return self


def _places_within(tree: Any) -> Iterator[str]:
    """The names for which texts anywhere in a body have a place."""
    if isinstance(tree, str):
        yield from places(tree)
    elif isinstance(tree, Mapping):
        yield from (name for inner in tree.values() for name in _places_within(inner))
    elif isinstance(tree, list | tuple):
        yield from (name for inner in tree for name in _places_within(inner))


def _refuse_unknown(text: str, known: frozenset[str]) -> None:
    for name in places(text):
        if name not in known:
            msg = f"“{{{name}}}” stands for nothing here; there are {', '.join(sorted(known))}"
            raise ValueError(msg)
