"""What a panel type is: a frozen options model and one pure function from a snapshot to a view with its evidence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict

from wallboard.core.evidence import Evidence, Records
from wallboard.core.measures.shares import Shares
from wallboard.core.scope import Where
from wallboard.core.sentences import SENTENCES
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, Blank, Figure, View
from wallboard.core.words import Words, verbatim, words
from wallboard.core.worktime import WorkCalendar


class PanelOptions(BaseModel):
    """What a panel type lets a board say of it; its fields are schema, reference page and form."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    summary: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every panel has: its type, its unique title, which cases it is about, and whose days or clock it uses.

    `has_title` tells a title that the board gives from the type's own heading.
    """

    type: str
    title: str
    has_title: bool = False
    where: Where = field(default_factory=Where)
    calendar: str | None = None
    clock: Literal["organisation", "customer"] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel's view, and behind each of its figures the cases or records that make it up.

    `details` name what the view's remarks only count: people, rows, a source's own words. They are for whoever runs
    `check`, and never reach a wall.
    """

    view: View
    evidence: Mapping[str, Evidence | Records] = field(default_factory=dict)
    details: tuple[Words, ...] = ()


def blank(envelope: Envelope, title: Words, why: tuple[Words, ...], sources: tuple[str, ...]) -> Shown:
    """A panel that cannot show its figure, and why: it has no figures, and so never a nought."""
    return Shown(View(envelope.type, envelope.title, title, Blank(why), sources=sources))


@dataclass(frozen=True, slots=True)
class FigureName:
    """A figure that a panel type reports: its name (`:NAME` stands for a group's name), unit and meaning."""

    name: str
    unit: str
    meaning: str


SCOPE_KEYS = frozenset({"where", "calendar", "clock"})


@dataclass(frozen=True, slots=True)
class PanelType:
    """A panel type as found: its name is its file's, with dashes.

    `takes` are the resources that feed it; `uses` those of SCOPE_KEYS that mean something to it, so that a board that
    gives another is told.
    """

    name: str
    options: type[PanelOptions]
    show: Callable[[PanelOptions, Envelope, Snapshot], Shown]
    figures: tuple[FigureName, ...]
    takes: frozenset[str]
    uses: frozenset[str] = SCOPE_KEYS


ZONE_NAMES: Final = tuple(zone.replace("-", "_") for zone in ZONES)
"""The zones as figures are named for them."""


def zone_figures(unit: str, meaning: str, prefix: str = "") -> tuple[FigureName, ...]:
    """A figure for each zone, whose name ends what is meant."""
    named = zip(ZONE_NAMES, ZONES, strict=True)
    return tuple(FigureName(f"{prefix}{name}", unit, meaning.format(zone=zone)) for name, zone in named)


def count_of_shares(name: str, count: int, shares: Shares) -> Figure:
    """A count of cases that rests on shares of their targets, with what it leaves out (rule 10)."""
    without_target, without_hours = shares.without_target or None, shares.without_hours or None
    return Figure(name, count, without_target=without_target, without_hours=without_hours, is_grey=shares.is_few)


def calendar_of(envelope: Envelope, snapshot: Snapshot) -> WorkCalendar:
    """Whose days a panel uses: its own calendar's, else the organisation's."""
    return snapshot.organisation.calendars[envelope.calendar or snapshot.organisation.calendar]


def heading(envelope: Envelope, form: str = "", **args: str | float | None) -> Words:
    """What stands above a panel: its own title, else the type's heading in one of its forms.

    A type from outside the project has no sentence in the catalogue: its name stands there.
    """
    key = f"heading.{envelope.type}.{form}" if form else f"heading.{envelope.type}"
    return verbatim(envelope.title) if envelope.has_title or key not in SENTENCES else words(key, **args)


def dated(title: Words, on: str | None) -> Words:
    """A heading with the date that it is about, an ISO date, where that is not today."""
    return title if on is None else words("heading.dated", title=title, on=on)


def dated_heading(envelope: Envelope, on: str | None) -> Words:
    """What stands above a panel headed today: with the date of the day shown, an ISO date, where that is not today.

    The type's heading has a form of its own for it; a title that the board gives gets the date behind it.
    """
    if on is None or envelope.has_title:
        return dated(heading(envelope), on)
    return heading(envelope, "day", on=on)
