"""What a source type is: a frozen options model and one blocking function, and the faults it may raise."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from wallboard.core.records import Batch
from wallboard.core.words import Words


class SourceOptions(BaseModel):
    """What a source type lets a board say of it; its fields are schema, reference page and form."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    summary: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """One read: the source's name on the board, the folder that paths are relative to, the reader's clock.

    `token` is that of the last good batch ('' for none): a source may answer None when nothing changed since.
    `until_us` is set in the past (`--at`): a source that can compute any instant answers as of then.
    `secret` gives a secret by its name and raises NeedsPerson where there is none.
    """

    name: str
    folder: Path
    now_us: int
    time_zone: str
    token: str = ""
    until_us: int | None = None
    secret: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class SourceType:
    """A source type as found: its name is its file's, its options the model, and `read` the function.

    `read(options, request)` returns a Batch, or None when nothing changed since the request's token; it raises
    SourceFault and nothing else that it can foresee.
    """

    name: str
    options: type[SourceOptions]
    read: Callable[[SourceOptions, ReadRequest], Batch | None]
    polls_every_s: float
    is_service: bool
    is_demo: bool = False


class SourceFault(Exception):
    """A read that failed: `fault` says what happened, `remedy` what to do about it.

    Both stand on the wall, in logs and in the journal. `detail` may quote what the source has in the place of a
    heading or a key, which may be anybody's name: it is for who sits at a desk and asks, is not kept and not logged.

    SourceFault
    ├── Passing       may mend itself: refused, timed out, half written  → LATE, then STALE
    └── NeedsPerson   only a person can mend it: sign-in, secret, certificate, column gone → FAILED
    """

    def __init__(
        self,
        fault: Words,
        remedy: Words | None = None,
        *,
        detail: Words | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(fault.key)
        self.fault = fault
        self.remedy = remedy
        self.detail = detail
        self.retry_after_s = retry_after_s


class Passing(SourceFault):
    """A fault that may mend itself."""


class NeedsPerson(SourceFault):
    """A fault that stays until a person mends it."""
