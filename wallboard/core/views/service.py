"""The shapes of customer service: lanes, on time, case lists, stacks of queues, spans of lead times."""

from dataclasses import dataclass
from typing import ClassVar

from wallboard.core.views.figures import Zone
from wallboard.core.words import Words


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of open cases: counts of running cases by zone (in the order of ZONES), and of those without a share.

    `without_target` and `held_without_target` are all without one; `without_hours` those of both that have a target,
    but whose hours nobody knows.
    """

    label: Words
    short: Words
    running: tuple[int, ...]
    held: tuple[int, ...]
    without_target: int = 0
    held_without_target: int = 0
    without_hours: int = 0


@dataclass(frozen=True, slots=True)
class Lanes:
    """Every open case as one mark: parallel lists, one entry a mark; a mark stands for `count` cases.

    `lane` indexes `lanes`; `share` is of its own target, None without one; zones follow from `zone` (index of ZONES).
    """

    kind: ClassVar[str] = "lanes"
    lanes: tuple[Lane, ...]
    lane: tuple[int, ...]
    share: tuple[float | None, ...]
    zone: tuple[int, ...]
    is_held: tuple[bool, ...]
    count: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """A finished week's figure: the Monday it began (ISO), percent on time or None, and how many cases fell due."""

    week_on: str
    percent: float | None
    n: int


@dataclass(frozen=True, slots=True)
class OnTime:
    """A share of cases on time, with its weeks: percent is None where too few fell due."""

    kind: ClassVar[str] = "on-time"
    percent: float | None
    numerator: int
    denominator: int
    undecided: int
    target: float
    zone: Zone
    weeks: tuple[WeekPoint, ...]
    reopened: int
    closings: int
    is_grey: bool = False


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in a list: `hours` over its target where `is_over`, else left; owner None says nothing about owners."""

    number: str
    type: Words
    zone: Zone
    share: float
    hours: float
    is_over: bool
    is_held: bool = False
    has_owner: bool = True
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Cases in order of need; `total` is how many there are in all, of which `rows` are the first.

    `unknown` counts the open cases whose hours nobody knows: of them nothing is said.
    """

    kind: ClassVar[str] = "case-rows"
    rows: tuple[CaseRow, ...]
    total: int
    late: int
    urgent: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class StackRow:
    """A queue, or a coordinator: its running cases by zone (in the order of ZONES), and what else lies there.

    `total` is how many are open in all; `oldest_h` the longest wait in work hours and `oldest_zone` its case's zone
    (None: no target); `p85_h` of the waits that ended, of `n`; `is_grey` where n is small.
    """

    label: Words
    total: int
    zones: tuple[int, ...]
    without_target: int = 0
    held: int = 0
    oldest_h: float | None = None
    oldest_zone: Zone | None = None
    p85_h: float | None = None
    n: int = 0
    is_grey: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Stacks:
    """Rows of what waits, each a bar parted by zone, with its oldest wait. `noun` says how a row's total is counted
    ("{n} open"), with the argument n left to the glass."""

    kind: ClassVar[str] = "stacks"
    rows: tuple[StackRow, ...]
    noun: str = "stacks.open"
    has_p85: bool = True


@dataclass(frozen=True, slots=True)
class SpanRow:
    """Lead times of a type in work hours: median and 85th percentile of n closed cases, and the target.

    `zone` is on-track within the target, urgent beyond it, None without one; `is_grey` where n is small.
    """

    label: Words
    n: int
    p85_h: float | None = None
    median_h: float | None = None
    target_h: float | None = None
    zone: Zone | None = None
    is_grey: bool = False


@dataclass(frozen=True, slots=True)
class Spans:
    """Lead times by type, on one scale or each on its own; `legend` says what bar, inner bar and tick are."""

    kind: ClassVar[str] = "spans"
    rows: tuple[SpanRow, ...]
    legend: Words | None = None
