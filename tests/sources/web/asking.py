"""How the tests of the web come to a door, and to the fault of what goes wrong there."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.server import Loopback
from wallboard.core.words import Tongue, say
from wallboard.sources.contract import ReadRequest, SourceFault
from wallboard.sources.web.door import Web
from wallboard.sources.web.options import WebOptions
from wallboard.ui.tongue import PlaceTongue

NOW_US = 1_795_000_000_000_000
SECRETS = {"desk": "pa55-wörd", "client": "cl1ent-s3cret"}
ENGLISH: Tongue = PlaceTongue("en_GB", "Europe/London")


class Clock:
    """A clock that moves when it is told to, or when somebody sleeps by it."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now_s += seconds


def request(
    kept: dict[str, Any] | None = None,
    *,
    secrets: Mapping[str, str] = SECRETS,
    token: str = "",
    folder: Path = Path(),
) -> ReadRequest:
    """A read, with secrets by their names."""
    return ReadRequest(
        "desk", folder, NOW_US, "Europe/London", token, secret=secrets.__getitem__, kept={} if kept is None else kept
    )


def options(url: str, **said: Any) -> WebOptions:
    """What a board says of the server."""
    return WebOptions.model_validate({"url": url, "timeout_s": 20.0, **said})


def door(
    server: Loopback | str,
    read: ReadRequest | None = None,
    *,
    clock: Clock | None = None,
    **said: Any,
) -> Web:
    """A door to the server, with options as a board says them."""
    url = server if isinstance(server, str) else server.url
    of = clock or Clock()
    reach = options(url, **said)
    return Web(reach.url, reach, read or request(), clock_s=of, sleep=of.sleep)


def fault_of(what: Callable[[], object]) -> SourceFault:
    """The fault that it raises."""
    with pytest.raises(SourceFault) as caught:
        what()
    return caught.value


def said(fault: SourceFault) -> str:
    """All that a fault says, in English."""
    return " ".join(say(one, ENGLISH) for one in (fault.fault, fault.remedy, fault.detail) if one is not None)
