"""Tokens of OAuth 2, asked for with Authlib over a line of our own, so that its requests have the same bounds."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, Protocol
from urllib.parse import urlencode, urlsplit

from wallboard.core.words import Words, verbatim, words
from wallboard.sources.contract import NeedsPerson, SourceFault
from wallboard.sources.mapping.expressions import taken
from wallboard.sources.web.kept import Kept, Token
from wallboard.sources.web.message import Answer
from wallboard.sources.web.sign_in import OAuth, SignIn

Post = Callable[[str, Mapping[str, str], bytes], Answer]
"""Sends a form to an address and gives the answer of any status below 500 but 429. Raises SourceFault."""

_LEEWAY: Final = 0.1
_LONGEST_LEEWAY_S: Final = 60.0
_JWT_BEARER: Final = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_JWT_LASTS_S: Final = 180
_KEYS: Final[Mapping[str, Literal["RSA", "EC", "OKP"]]] = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
_REFUSED: Final = frozenset({400, 401, 403})


class Signer(Protocol):
    """Who knows the secrets, and says what a refusal is."""

    def secret(self, name: str) -> str: ...

    def refused(self, *, host: str) -> SourceFault: ...


class Tokens:
    """The tokens of one source: kept until shortly before they end, then asked for anew. `host` gives them."""

    def __init__(
        self,
        sign_in: SignIn,
        token_url: str,
        post: Post,
        kept: Kept,
        host: str,
        now_us: int,
        clock_s: Callable[[], float],
    ) -> None:
        self._sign_in = sign_in
        self._oauth = sign_in.oauth or OAuth(token_url=token_url)
        self._token_url = token_url
        self._post = post
        self._kept = kept
        self.host = host
        self._now_us = now_us
        self._clock_s = clock_s

    def token(self, signer: Signer) -> tuple[Token, bool]:
        """The token, and whether it was given just now. Raises SourceFault."""
        known = self._kept.token
        if known is not None and (known.until_s is None or self._clock_s() < known.until_s):
            return known, False
        found = self._asked(signer)
        self._kept.token = found
        return found, True

    def remarks(self) -> tuple[Words, ...]:
        """What is to be said of tokens that will not last."""
        if self._kept.refresh is None:
            return ()
        return (words("web.remark.rotated", host=self.host, name=self._sign_in.secret or ""),)

    def _asked(self, signer: Signer) -> Token:
        # Imported here: boards without such sources never pay for it.
        from authlib.oauth2.base import OAuth2Error  # noqa: PLC0415
        from authlib.oauth2.client import OAuth2Client  # noqa: PLC0415

        oauth, secret = self._oauth, signer.secret(self._sign_in.secret) if self._sign_in.secret else ""
        client_secret = signer.secret(oauth.client_secret) if oauth.client_secret is not None else ""
        if oauth.grant == "client_credentials":
            client_secret = client_secret or secret
        way = "none" if not client_secret else f"client_secret_{'basic' if oauth.client_in == 'header' else 'post'}"
        client = OAuth2Client(
            _Session(self._post), oauth.client, client_secret or None, token_endpoint_auth_method=way, scope=oauth.scope
        )
        try:
            found = client.fetch_token(self._token_url, **self._form(secret), **oauth.parameters)
        except (OAuth2Error, _RefusedError):
            raise signer.refused(host=self.host) from None  # the cause may quote the server's body
        except (ValueError, TypeError, KeyError):
            raise self._strange() from None
        return self._token(found, secret)

    def _form(self, secret: str) -> dict[str, str]:
        oauth = self._oauth
        if oauth.grant == "password":
            return {"grant_type": "password", "username": self._sign_in.user or "", "password": secret}
        if oauth.grant == "refresh_token":
            return {"grant_type": "refresh_token", "refresh_token": self._refresh_token(secret)}
        if oauth.grant == "jwt_bearer":
            return {"grant_type": _JWT_BEARER, "assertion": self._assertion(secret)}
        return {"grant_type": "client_credentials"}

    def _refresh_token(self, secret: str) -> str:
        if self._kept.refresh is not None and self._kept.refresh[0] == self._kept.trace(secret):
            return self._kept.refresh[1]
        self._kept.refresh = None
        return secret

    def _assertion(self, key: str) -> str:
        from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion  # noqa: PLC0415
        from joserfc.jwk import import_key  # noqa: PLC0415

        oauth = self._oauth
        try:
            return str(
                sign_jwt_bearer_assertion(
                    import_key(key, _KEYS[oauth.algorithm[:2]]),
                    oauth.client,
                    oauth.audience or self._token_url,
                    subject=self._sign_in.user,
                    issued_at=self._now_us // 1_000_000,
                    expires_in=_JWT_LASTS_S,
                    alg=oauth.algorithm,
                )
            )
        except Exception:  # whatever the library says of a key may have the key in it
            name = self._sign_in.secret or ""
            raise NeedsPerson(words("web.secret.key", name=name), words("web.remedy.secret", name=name)) from None

    def _token(self, found: Mapping[str, Any], secret: str) -> Token:
        access = found.get("access_token")
        if not isinstance(access, str) or not access:
            raise self._strange()
        renewed = found.get("refresh_token")
        if self._oauth.grant == "refresh_token" and isinstance(renewed, str) and renewed not in ("", secret):
            self._kept.refresh = (self._kept.trace(secret), renewed)
        lasts_s = _seconds(found.get("expires_in"))
        until_s = None if lasts_s is None else self._clock_s() + lasts_s - min(_LONGEST_LEEWAY_S, lasts_s * _LEEWAY)
        return Token(access, until_s, self._base(found))

    def _base(self, found: Mapping[str, Any]) -> str | None:
        if self._oauth.base is None:
            return None
        base = taken(self._oauth.base, dict(found))
        if not isinstance(base, str):
            raise self._strange()
        return base

    def _strange(self) -> SourceFault:
        return no_token(self._token_url, self.host)


def no_token(url: str, host: str) -> SourceFault:
    """The fault of an address that does not give tokens, or not as the declaration says."""
    detail = words("web.detail.path", path=verbatim(urlsplit(url).path[:300]))
    return NeedsPerson(words("web.sign-in.strange", host=host), words("web.remedy.token"), detail=detail)


def _seconds(told: object) -> float | None:
    try:
        lasts_s = float(str(told))
    except ValueError:
        return None
    return lasts_s if 0 < lasts_s < 1e9 else None


class _RefusedError(Exception):
    """The server refuses to give a token."""


class _Session:
    """What Authlib takes for a session of requests: it posts, and nothing else."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def post(self, url: str, data: Mapping[str, str], headers: Mapping[str, str], auth: Any) -> "_Response":
        url, with_client, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        return _Response(self._post(url, with_client, body.encode() if isinstance(body, str) else body))


class _Response:
    """What Authlib takes for a response."""

    def __init__(self, answer: Answer) -> None:
        self.status_code = answer.status
        self._answer = answer

    def json(self) -> Any:
        """The body; an error's need not be JSON. Raises ValueError for any other that is none."""
        try:
            return self._answer.json()
        except SourceFault as fault:
            raise (_RefusedError() if self.status_code in _REFUSED else ValueError(fault.fault.key)) from None

    def raise_for_status(self) -> None:
        """A refusal without a word of OAuth's in it."""
        if self.status_code in _REFUSED:
            raise _RefusedError
