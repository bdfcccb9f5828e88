"""A stand-up's agenda: what the collector froze at one instant for the team to walk through; plain data."""

from dataclasses import dataclass
from typing import Literal, get_args

from wallboard.core.views.figures import Figure, Zone
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.layout import STANDUP_MINUTES
from wallboard.core.words import Words

Reason = Literal["supplier", "expert", "customer", "capacity", "untouched", "wrong-queue"]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""What holds a case, in the order of the number keys 1 to 6."""

Promise = Literal["today", "tomorrow", "this-week", "date"]
PROMISES: tuple[Promise, ...] = get_args(Promise)
"""When it will be done, in the order of the number keys 1 to 4."""

Outcome = Literal["closed", "moved", "open", "on-hold", "gone"]
"""What became of a promise: closed since; open in another queue than at the stand-up; open there; waiting on the
customer; or no case of that number is known any more."""


CaseName = tuple[str, str | None]
"""Which case of a stand-up is meant: its number, and the source that its agenda names first for it, since systems that
share no key may use one number. None stands for a source that was not kept, as in journals of earlier versions."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the team said of a case, and the queue it was in then. Of several answers the last counts; one without a
    reason and a promise takes them back.

    `promised_on` is the ISO date that the promise stands for, whatever its kind. `source` is that of the case; without
    one an answer is to every case of its number.
    """

    number: str
    queue: str | None = None
    reason: Reason | None = None
    promise: Promise | None = None
    promised_on: str | None = None
    source: str | None = None

    @property
    def case(self) -> CaseName:
        """The case that it is to."""
        return self.number, self.source


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as it was kept: of which stand-up (its freeze, and its local ISO date), and when it was given."""

    answer: Answer
    standup_at_us: int
    standup_on: str
    given_at_us: int


@dataclass(frozen=True, slots=True)
class PromiseDay:
    """A kind of promise and the work day that it stands for, an ISO date.

    Tomorrow is the next work day, which on a Friday is Monday; this week ends with its last work day. On a date without
    work there is no today, and on a Saturday without work no this week.
    """

    promise: Promise
    on: str


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a case's way in one state and queue: work hours of its target's calendar.

    `queue` None is none, or one that nobody knows: `is_queue_known` False where its source keeps no history of queues.
    `counts` tells whether the target's clock ran.
    """

    state: Literal["open", "on-hold", "closed"]
    queue: str | None
    hours: float
    counts: bool
    is_queue_known: bool = True


@dataclass(frozen=True, slots=True)
class AgendaCase:
    """A case to talk about. `left_h` is below nought by the work hours that it is over its target.

    `source` is the first of its sources, in the board's order.
    `has_owner` is None where no source of it tells of owners; `no_owner_since_us` is known where its history tells.
    `way` is from its opening to now, without stretches that have no work hours; what counts of it adds up to `target_h`
    less `left_h`.
    `last_activity` is the source's own word. `knows_activities` False: no source of it logs any. `before` is the last
    answer of an earlier stand-up, also of one on the same day.
    """

    number: str
    type: Words
    queue: str | None
    zone: Zone
    target_h: float
    left_h: float
    is_on_hold: bool = False
    has_owner: bool | None = None
    no_owner_since_us: int | None = None
    way: tuple[Leg, ...] = ()
    knows_activities: bool = False
    last_activity: str | None = None
    last_activity_at_us: int | None = None
    before: GivenAnswer | None = None
    source: str | None = None

    @property
    def name(self) -> CaseName:
        """Which case it is."""
        return self.number, self.source


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """A promise of an earlier stand-up and what became of it. `queue` is where the case is now (None: none).

    `is_due`: the promised date has come. `zone` is its present one (None: closed, gone or without a target).
    """

    given: GivenAnswer
    outcome: Outcome
    type: Words | None = None
    queue: str | None = None
    zone: Zone | None = None
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class AgendaNumber:
    """A figure of the team's page of numbers, with its label; a figure without a value is not known."""

    label: Words
    figure: Figure


@dataclass(frozen=True, slots=True)
class AgendaQueue:
    """A queue whose oldest running case is late: that case, how long it has waited there in work hours, and how many
    cases are open and late in the queue."""

    queue: str | None
    oldest: str
    oldest_h: float
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class OwnerlessCase:
    """An open case without an owner, and since when (None: nobody knows)."""

    number: str
    queue: str | None
    zone: Zone | None
    since_us: int | None = None


@dataclass(frozen=True, slots=True)
class HoleDay:
    """A person's day ahead: the slots, and how many of them are empty."""

    slots: int
    holes: int


@dataclass(frozen=True, slots=True)
class HoleRow:
    """A salesperson's next days, in the order of `Agenda.hole_days`; None where they are away or have no slots."""

    person: str
    days: tuple[HoleDay | None, ...]


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many cases a reason held last week; of several answers of a week to one case the last counts."""

    reason: Reason
    cases: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a stand-up walks through, frozen at `at_us`; its sections stand in the order of the walk.

    `on` is the local ISO date. `cases` are the late ones, then the urgent, each by share, highest first; `late` and
    `urgent` count all of them, of which `cases` has the first of each. `without_share` counts open cases of which
    nobody knows whether they are late, `without_wait` running ones of which nobody knows since when they wait in their
    queue: the oldest there may be one of them. A tuple of sentences named `why_no_…` is empty where the section can be
    told; else it says which field is missing, or what there is instead, and the section is empty. A board without
    salespeople or diaries has no `hole_days`, and no reason why. `last_week_on` is the Monday of the week whose reasons
    are counted. `lacks_of_holes` says how many have None in their row since their diary is not known. `remarks` are
    what panels say of all figures too: status words that nobody mapped, sources that lack a field. `sources` are as at
    the freeze; the minutes run from `at_us`.
    """

    at_us: int
    on: str
    minutes: int = STANDUP_MINUTES
    is_demo: bool = False
    promises: tuple[PromiseKept, ...] = ()
    numbers: tuple[AgendaNumber, ...] = ()
    cases: tuple[AgendaCase, ...] = ()
    late: int = 0
    urgent: int = 0
    without_share: int = 0
    queues: tuple[AgendaQueue, ...] = ()
    without_wait: int = 0
    ownerless: tuple[OwnerlessCase, ...] = ()
    ownerless_count: int = 0
    hole_days: tuple[str, ...] = ()
    holes: tuple[HoleRow, ...] = ()
    reasons: tuple[ReasonCount, ...] = ()
    last_week_on: str | None = None
    promise_days: tuple[PromiseDay, ...] = ()
    dates: tuple[str, ...] = ()
    """The work days that can be chosen as a date, from the one after tomorrow on."""
    why_no_cases: tuple[Words, ...] = ()
    why_no_queues: tuple[Words, ...] = ()
    why_no_owners: tuple[Words, ...] = ()
    why_no_holes: tuple[Words, ...] = ()
    lacks_of_holes: tuple[Words, ...] = ()
    remarks: tuple[Words, ...] = ()
    sources: tuple[SourceNote, ...] = ()
