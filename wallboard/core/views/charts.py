"""Charts: upright columns, lying bars, a line over weeks."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from wallboard.core.views.figures import Fact, Zone
from wallboard.core.words import Words


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart: what stands below it, and its parts from the base upwards, in the order of `parts`.

    `day_on` is the date (ISO) of a column of hours that is the first of another day.
    """

    label: Words
    values: tuple[float, ...]
    is_now: bool = False
    day_on: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of every column: its name, and its colour: a zone's, or calm ("plain"), or an outline ("open")."""

    label: Words
    look: Literal["plain", "open", "on-track", "watch", "urgent", "late"] = "plain"


@dataclass(frozen=True, slots=True)
class Columns:
    """Upright columns over days or hours, in order; signed values (`is_signed`) stand above or below the base.

    Facts stand at the foot: the first left, the second right.
    """

    kind: ClassVar[str] = "columns"
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]
    facts: tuple[Fact, ...] = ()
    is_signed: bool = False
    usual: float | None = None
    empty: Words | None = None


@dataclass(frozen=True, slots=True)
class BarRow:
    """A lying bar: label, value (None: unknown), its colour, and its goal where it has one; `more` is said after it."""

    label: Words
    value: float | None
    zone: Zone | None = None
    target: float | None = None
    more: Words | None = None
    is_grey: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars on one scale, in order; `unit` is that of the figures ("cases", "h", "%", "days")."""

    kind: ClassVar[str] = "bars"
    rows: tuple[BarRow, ...]
    unit: str = "cases"
    facts: tuple[Fact, ...] = ()
    empty: Words | None = None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A week's (or day's) value: its date (ISO), the value or None, and n behind it; `is_now` is not finished yet."""

    on: str
    value: float | None
    n: int | None = None
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """A line over weeks, oldest first, its last value in large; `is_grey` where that cannot be relied on."""

    kind: ClassVar[str] = "trend"
    points: tuple[TrendPoint, ...]
    unit: str = "cases"
    target: float | None = None
    zone: Zone | None = None
    facts: tuple[Fact, ...] = ()
    is_signed: bool = False
    is_grey: bool = False
