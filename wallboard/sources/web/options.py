"""What a board may say of a source that is reached over HTTP, whatever it speaks there."""

import re
from typing import Annotated, Final, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from wallboard.core.kinds import FilePath
from wallboard.sources.contract import Part, SourceOptions
from wallboard.sources.web.headers import HeaderName, HeaderText, PublicHeader
from wallboard.sources.web.sign_in import SignIn


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        msg = "an address begins with https:// (or http://) and a host"
        raise ValueError(msg)
    if "@" in parts.netloc:
        # It is not repeated: what stands before the host may be a password.
        more = {
            "found": "found a name or a password in the address",
            "remedy": "take it out, and say it with `sign_in`",
        }
        raise PydanticCustomError("unfit", "no name or password stands in an address", more)
    if parts.fragment or any(mark <= " " or mark in "\\\x7f" for mark in url):
        msg = "an address has no spaces, backslashes or #"
        raise ValueError(msg)
    _ = parts.port  # raises ValueError for one that is none
    return url


# Of a regular expression: what stands for one character whatever it is, and how a group may begin.
_ONE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_BEGINS: Final = re.compile(r"\(\?(?:P?<\w+>|P=|<?[=!]|[:>])?")
_AGAIN: Final = ("*", "+", "{")


def _repeats_within_repeats(pattern: str) -> bool:
    """Whether a group that repeats has more than one way to match: a text can make such a search endless."""
    plain = _BEGINS.sub("(", _ONE.sub("x", pattern))
    begun: list[int] = []
    for place, mark in enumerate(plain):
        if mark == "(":
            begun.append(place)
        elif mark == ")" and begun:
            inside = plain[begun.pop() : place]
            if plain[place + 1 :].startswith(_AGAIN) and any(one in inside for one in "*+{?|"):
                return True
    return False


Address = Annotated[str, AfterValidator(_address)]


class CallBudget(Part):
    """A header in which the server tells how many calls are left."""

    header: HeaderName = Field(description="The header that tells, such as X-RateLimit-Remaining")
    pattern: str = Field(
        default=r"(?P<left>\d+)",
        description="A regular expression for its text with the groups left, or used and total",
    )
    floor: int = Field(default=0, ge=0, description="How many calls are left to others: none is made below")
    resets: HeaderName | None = Field(
        default=None, description="The header that tells when it is full again: in seconds, or as seconds since 1970"
    )
    wait_s: float = Field(
        default=60.0, gt=0, le=86400, description="How long to wait where no header tells, in seconds"
    )

    @model_validator(mode="after")
    def _counts(self) -> Self:
        try:
            groups = set(re.compile(self.pattern).groupindex)
        except re.error as fault:
            msg = f"“{self.pattern}” is no regular expression: {fault}"
            raise ValueError(msg) from fault
        if _repeats_within_repeats(self.pattern):
            msg = f"“{self.pattern}” repeats what repeats already: a text could keep it searching for ever"
            raise ValueError(msg)
        if "left" not in groups and not groups >= {"used", "total"}:
            msg = "a budget's pattern has a group (?P<left>…), or both (?P<used>…) and (?P<total>…)"
            raise ValueError(msg)
        return self


class Reach(SourceOptions):
    """How a source is reached over HTTP; types of sources that are add their own fields to these."""

    sign_in: SignIn = Field(default=SignIn(), description="How the server knows who asks")
    authority: FilePath | None = Field(
        default=None,
        description="A file with the certificates (PEM) of your organisation's own authority, trusted beside those "
        "that this machine trusts",
    )
    headers: dict[PublicHeader, HeaderText] = Field(
        default={}, description="Headers of every request; a secret goes with `sign_in`"
    )
    timeout_s: float = Field(
        default=30.0, gt=0, le=110, description="How long one request and its whole answer may take, in seconds"
    )
    most_mb: float = Field(default=32.0, gt=0, le=256, description="How large one answer may be, unpacked, in MB")
    calls_per_hour: int | None = Field(default=None, ge=1, description="How many requests are made in any hour at most")
    gap_s: float = Field(
        default=0.0, ge=0, le=30, description="The least time from one request to the next, in seconds"
    )
    budgets: Annotated[tuple[CallBudget, ...], Field(strict=False)] = Field(
        default=(), description="Headers in which the server tells how many calls are left"
    )
    unencrypted: bool = Field(
        default=False,
        description="Whether the sign-in may go to another machine over http://, where anybody can read it",
    )


class WebOptions(Reach):
    """A source at one address."""

    url: Address = Field(description="The server's address, https://…; paths are below it")
