"""What a source type is: a frozen options model and one blocking function, and the faults it may raise."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict

from wallboard.core.organisation import State
from wallboard.core.records import RESOURCES, Batch
from wallboard.core.words import Words

SLICE_S: Final = 40.0
"""After so long a read that comes in slices ends in good order, and is asked to go on (`Batch.has_more`)."""
TRIES: Final = 3
"""In so many reads a record fails before a source takes all others without it (`SourceFault.is_of_one`), and in so many
a list or a table is in doubt before it is taken as it comes."""


class SourceOptions(BaseModel):
    """What a source type lets a board say of it; its fields are schema, reference page and form."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    summary: ClassVar[str] = ""

    @property
    def asks_for_people(self) -> bool:
        """Whether a read must know what the board's people are called in this source."""
        return False

    @property
    def from_preset(self) -> str | None:
        """The name of the declaration that these options lie over; None where there is none."""
        return None

    @property
    def untested(self) -> str:
        """The title of a system with which that declaration was never tried; '' where it was, or where none is."""
        return ""

    @property
    def own_statuses(self) -> Mapping[State, Sequence[str]]:
        """The system's words for states, in force unless the board gives the source its own."""
        return {}

    def resources(self) -> Collection[str] | None:
        """The names of the resources that the source is set to bring; None where the options do not tell."""
        return None


def given(options: SourceOptions) -> dict[str, Any]:
    """What the board says of each resource that it gives, by name; of options with a field a resource, or for some."""
    found = {name: getattr(options, name, None) for name in RESOURCES}
    return {name: resource for name, resource in found.items() if resource is not None}


class Part(BaseModel):
    """A part of the options, strict and frozen as all of them are."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """One read: the source's name on the board, the folder that paths are relative to, the reader's clock.

    `token` is that of the last good batch ('' for none): a source may answer None when nothing changed since.
    `until_us` is set in the past (`--at`): a source that can compute any instant answers as of then.
    `secret` gives a secret by its name and raises NeedsPerson where there is none.
    `kept` is the source's own from one read to the next of a process: connections, sessions, look-up tables. It is
    empty at first, belongs to the thread that reads, and nothing may be lost with it but time.
    `anew` is how often the reader was asked to begin anew: with another number than at the last read nothing holds of
    rows that `kept` has; connections, sessions and budgets do.
    `people` are, where the options ask for them, the source's words for people of the board (`also`), by their names.
    """

    name: str
    folder: Path
    now_us: int
    time_zone: str
    token: str = ""
    until_us: int | None = None
    secret: Callable[[str], str] | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    anew: int = 0


@dataclass(frozen=True, slots=True)
class ResourceLook:
    """What a look found of one resource.

    `total` is how many rows the source itself counts, asked in another way than by reading them, of all that a whole
    read brings (the same window, the same filter); None where it does not tell. `samples` has up to three values of
    each canonical field as the source writes them, before any mapping; of a field that is not in it, `check` shows
    what the rows hold.
    """

    resource: str
    total: int | None = None
    samples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """What `check` tells of a source beside its read: it goes to a terminal, never into cache, log or journal.

    `reached` names who answered (a host, a database: no query, no password), `signed_in_as` the account as the source
    calls it, '' where it does not say which; None where nothing was reached, or nobody signed in. `calls` were made for
    the read and the look together; `calls_left` is what the source, or the board's own budget, still allows.
    `remarks` are sentences worth knowing that are no fault, such as that a preset was never tried.
    """

    reached: str | None = None
    signed_in_as: str | None = None
    resources: tuple[ResourceLook, ...] = ()
    calls: int | None = None
    calls_left: int | None = None
    remarks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceType:
    """A source type as found: its name is its file's, its options the model, and `read` the function.

    `read(options, request)` returns a Batch, or None when nothing changed since the request's token; it raises
    SourceFault and nothing else that it can foresee.

    `polls_as_service(options)`, where a type has it, is for one whose options may name files or a service: the seconds
    between polls of the service that they name, None where it is files.

    `look(options, request)`, where a type has it, is called by `check` alone, after a read and with what that left in
    `request.kept` (its session, its counted calls, the samples it saw). It asks little, and raises SourceFault.
    """

    name: str
    options: type[SourceOptions]
    read: Callable[[SourceOptions, ReadRequest], Batch | None]
    polls_every_s: float
    is_service: bool
    is_demo: bool = False
    look: Callable[[SourceOptions, ReadRequest], Look] | None = None
    polls_as_service: Callable[[SourceOptions], float | None] | None = None

    def of(self, options: SourceOptions) -> "SourceType":
        """The type as it is with these options."""
        every_s = self.polls_as_service(options) if self.polls_as_service is not None else None
        return self if every_s is None else replace(self, polls_every_s=every_s, is_service=True)


class SourceFault(Exception):
    """A read that failed: `fault` says what happened, `remedy` what to do about it.

    Both stand on the wall, in logs and in the journal. `detail` may quote what the source has in the place of a
    heading or a key, which may be anybody's name: it is for who sits at a desk and asks, is not kept and not logged.
    `batch` is what came all the same and is to be kept, though it be no row: the source is polled on as it was.
    `is_of_one` tells that it may be of one record, without which all others come once it has failed in `TRIES` reads
    with one `ReadRequest.kept`, each of its own instant.

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
        batch: Batch | None = None,
    ) -> None:
        super().__init__(fault.key)
        self.fault = fault
        self.remedy = remedy
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.batch = batch
        self.is_of_one = False


class Passing(SourceFault):
    """A fault that may mend itself."""


class NeedsPerson(SourceFault):
    """A fault that stays until a person mends it."""
