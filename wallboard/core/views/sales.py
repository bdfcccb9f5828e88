"""The shapes of sales: appointments as pips, days booked ahead, a pile against its target."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from wallboard.core.views.figures import Zone
from wallboard.core.words import Words

Pip = Literal["performed", "unconfirmed", "booked", "no-show", "cancelled", "empty"]


@dataclass(frozen=True, slots=True)
class PipRow:
    """A salesperson's day: a pip a slot in order of the day, what was performed of the slots; away says until when.

    More pips than `slots` are appointments beyond the plan.
    """

    name: str
    pips: tuple[Pip, ...]
    performed: int
    slots: int
    away: Words | None = None


@dataclass(frozen=True, slots=True)
class Pips:
    """Appointments of a day, person by person, with the team's sum and the week so far."""

    kind: ClassVar[str] = "pips"
    rows: tuple[PipRow, ...]
    performed: int
    slots: int
    week_performed: int
    week_slots: int


@dataclass(frozen=True, slots=True)
class Booked:
    """A person's day ahead: slots filled, of how many, against the goal; None where they are away or have no slots."""

    filled: int
    slots: int
    goal: int
    zone: Zone


@dataclass(frozen=True, slots=True)
class BookedRow:
    """A salesperson's days ahead, in the order of `days`."""

    name: str
    days: tuple[Booked | None, ...]


@dataclass(frozen=True, slots=True)
class Bookings:
    """Salesperson × day: how full the diaries are. `days` are ISO dates, `goals` those of a full-time person."""

    kind: ClassVar[str] = "bookings"
    days: tuple[str, ...]
    rows: tuple[BookedRow, ...]
    goals: tuple[int, ...]
    holes: int
    hole_days: int
    cover_days: float | None


@dataclass(frozen=True, slots=True)
class Buffer:
    """A pile against its target: bands at a third, two thirds and the whole of it, and beyond that too many.

    `zone` None with a target is "enough"; `is_too_many` is over 1⅓ of the target. `came` and `released` are today's,
    None where not all of the day was read.
    """

    kind: ClassVar[str] = "buffer"
    waiting: int
    target: int | None
    zone: Zone | None
    is_too_many: bool
    cover_days: float | None
    oldest_h: float | None
    oldest_zone: Zone | None
    came: int | None
    released: int | None
