"""Names and texts of headers that may be sent."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

_SECRET: Final = re.compile(
    r"authorization$|^cookie2?$|(^|-)api-?key$|(^|-)(auth|access|private|session)-?token$|^(x-)?token$"
    r"|(^|-)(secret|password)$",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_SCHEME: Final = re.compile(r"(?:^|,)\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?=\s+[^\s=]|\s*(?:,|$))")


def header_name(name: str) -> str:
    """A header's name as it may be sent. Raises ValueError."""
    if not _NAME.fullmatch(name):
        msg = f"“{name}” is no name of a header"
        raise ValueError(msg)
    return name


def header_text(text: str) -> str:
    """A header's text as it may be sent. Raises ValueError."""
    if any(ord(mark) < 32 or ord(mark) == 127 or ord(mark) > 255 for mark in text):
        msg = "a header is one line of Latin letters"
        raise ValueError(msg)
    return text


def asks_for_token(challenge: str) -> bool:
    """Whether a WWW-Authenticate (RFC 9110, 11.6.1) asks for a bearer's token and takes no name and password."""
    schemes = {scheme.casefold() for scheme in _SCHEME.findall(_QUOTED.sub("", challenge))}
    return "bearer" in schemes and "basic" not in schemes


def public_header(name: str) -> str:
    """The name of a header that a board may say itself. Raises PydanticCustomError for one that carries a secret."""
    if _SECRET.search(name):
        raise unnamed_secret()
    return name


def unnamed_secret() -> PydanticCustomError:
    """The fault of a secret in the place of its name; what stands there is not repeated."""
    remedy = "put it away with `wallboard secret set NAME`, and say secret: NAME"
    more = {"found": "found a password or a key in the place of its name", "remedy": remedy}
    return PydanticCustomError("unfit", "a secret is named, and never stands in a board", more)


HeaderName = Annotated[str, AfterValidator(header_name)]
PublicHeader = Annotated[HeaderName, AfterValidator(public_header)]
HeaderText = Annotated[str, AfterValidator(header_text)]
