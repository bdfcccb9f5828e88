"""The closed set of shapes that a panel can show, and the envelope round each."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from wallboard.core.views.freshness import SourceNote
from wallboard.core.words import Words

Zone = Literal["on-track", "watch", "urgent", "late"]
ZONES: tuple[Zone, ...] = ("on-track", "watch", "urgent", "late")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a panel shows, unrounded; hours are decimal work hours. Names change only with `version`.

    `n` is the count behind a percentile or rate; `without_target`, `without_hours` (a target, but hours that nobody
    knows) and `undecided` are what the figure leaves out;
    `is_grey` says that n is too small, or too few cases have a target, for the figure to carry weight.
    """

    name: str
    value: float | None
    unit: str = "cases"
    n: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    target: float | None = None
    zone: Zone | None = None
    without_target: int | None = None
    without_hours: int | None = None
    undecided: int | None = None
    usual: float | None = None
    is_grey: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane of open cases: counts of running cases by zone (in the order of ZONES), and of those without a share."""

    label: Words
    short: Words
    running: tuple[int, ...]
    held: tuple[int, ...]
    without_target: int = 0
    held_without_target: int = 0


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
class Count:
    """One count among several: its figure's name, its label, the value, and its colour where it has one."""

    name: str
    label: Words
    value: int
    zone: Zone | None = None
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """A few counts side by side."""

    kind: ClassVar[str] = "counts"
    counts: tuple[Count, ...]


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
class SourceRow:
    """A source in the list of sources: what it holds, in words; its word and age come from the note of that name."""

    name: str
    holds: Words
    trouble: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRows:
    """Every source of the board."""

    kind: ClassVar[str] = "source-rows"
    rows: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The time of a place, drawn by the painting clock."""

    kind: ClassVar[str] = "clock"
    time_zone: str
    has_date: bool = True


@dataclass(frozen=True, slots=True)
class Blank:
    """A panel that cannot show its figure, and why: never a zero."""

    kind: ClassVar[str] = "blank"
    why: tuple[Words, ...]


Shape = Lanes | OnTime | Counts | CaseRows | SourceRows | ClockFace | Blank
SHAPES: dict[str, type[Shape]] = {
    shape.kind: shape for shape in (Lanes, OnTime, Counts, CaseRows, SourceRows, ClockFace, Blank)
}


@dataclass(frozen=True, slots=True)
class View:
    """What one panel shows: its heading and note, its figures, the sources that feed it, and a shape.

    `title` is the panel's unique name on the board; `heading` what stands above it; `note` what stands beside.
    """

    type: str
    title: str
    heading: Words
    body: Shape
    figures: tuple[Figure, ...] = ()
    sources: tuple[str, ...] = ()
    note: Words | None = None
    remarks: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a board shows at one instant: pages of views, the sources' notes, and what the header says.

    `composed_at_us` is None where age is not judged; `at_us` is set in the past (`--at`); `shut_until_us` on a date
    without work hours. Views lie as `pages[page][panel]`, in the layout's order.
    """

    board: str
    composed_at_us: int | None
    pages: tuple[tuple[View, ...], ...]
    sources: tuple[SourceNote, ...] = ()
    at_us: int | None = None
    shut_until_us: int | None = None
    is_demo: bool = False
    trouble: tuple[Words, ...] = field(default=())
