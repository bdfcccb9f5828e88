"""The general shapes: counts, tables, a number, sources, clock, notice, picture, blank."""

from dataclasses import dataclass
from typing import ClassVar

from wallboard.core.views.figures import Fact, Zone
from wallboard.core.words import Words


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
class Cell:
    """A cell of a table: a figure in its unit (None: nothing is known), and its colour."""

    value: float | None
    unit: str = "cases"
    zone: Zone | None = None
    is_grey: bool = False
    is_signed: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line of a table; a total stands apart at the foot. After a row of a source its word and age follow."""

    label: Words
    cells: tuple[Cell, ...]
    is_total: bool = False
    source: str | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in rows and columns; the least needed columns are the last."""

    kind: ClassVar[str] = "table"
    heads: tuple[Words, ...]
    rows: tuple[TableRow, ...]
    facts: tuple[Fact, ...] = ()
    empty: Words | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """One figure in large: value (None: it cannot be told, `why` says it), unit, goal and colour."""

    kind: ClassVar[str] = "number"
    value: float | None
    unit: str = "cases"
    target: float | None = None
    zone: Zone | None = None
    why: Words | None = None
    facts: tuple[Fact, ...] = ()
    is_signed: bool = False
    is_grey: bool = False


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
class Notice:
    """A text on the wall, its lines in order; an empty one stands for a gap."""

    kind: ClassVar[str] = "notice"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImageFile:
    """An image file (absolute path), which the glass reads itself: whole within the panel, or filling it."""

    kind: ClassVar[str] = "image"
    path: str
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """A panel that cannot show its figure, and why: never a zero."""

    kind: ClassVar[str] = "blank"
    why: tuple[Words, ...]
