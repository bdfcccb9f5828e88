"""Names and texts of headers that may be sent."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator

_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

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


HeaderName = Annotated[str, AfterValidator(header_name)]
HeaderText = Annotated[str, AfterValidator(header_text)]
