"""What shapes are made of: zones, figures and facts."""

from dataclasses import dataclass
from typing import Literal

from wallboard.core.words import Words

Zone = Literal["on-track", "watch", "urgent", "late"]
ZONES: tuple[Zone, ...] = ("on-track", "watch", "urgent", "late")


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that a panel shows, unrounded; hours are decimal work hours. Names change only with `version`.

    `n` is the count behind a percentile or rate; `without_target`, `without_hours` (a target, but hours that nobody
    knows) and `undecided` are what the figure leaves out;
    `is_grey` says that n is too small, or too few cases have a target, for the figure to carry weight.
    `week_on` is the Monday, ISO, of a finished week's figure, which is the one that was stored at its end (`is_stored`)
    or one that the rows tell.
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
    week_on: str | None = None
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A short statement beside a figure: "cover 5.8 days"; its zone colours it, `is_minor` lets it go first."""

    text: Words
    zone: Zone | None = None
    is_minor: bool = False
