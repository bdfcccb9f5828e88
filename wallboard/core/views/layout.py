"""Where a board's panels stand and on what glass: the plain layout that the collector hands to the glass."""

from dataclasses import dataclass
from typing import Literal

from wallboard.core.views.night import NO_NIGHT, Night

STANDUP_MINUTES = 20
"""How long a stand-up takes at most, where its board does not say."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The glass: output name, diagonal in inches, viewing distance in metres; a pixel size overrides a TV that lies.

    `orbit_px` is how far everything on it wanders to each side, at 1080 lines.
    """

    output: str | None = None
    diagonal: float = 55.0
    distance: float = 3.0
    theme: Literal["dark", "light"] = "dark"
    size_px: tuple[int, int] | None = None
    night: Night = NO_NIGHT
    orbit_px: int = 4


@dataclass(frozen=True, slots=True)
class PanelPlace:
    """A panel's place on its page's grid: column, row, columns, rows."""

    type: str
    title: str
    place: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A page: its title, how long it stays, its grid (columns, rows) and panels."""

    title: str
    dwell_s: float
    grid: tuple[int, int]
    panels: tuple[PanelPlace, ...]


@dataclass(frozen=True, slots=True)
class Standup:
    """The daily stand-up: when it begins by itself (local time, HH:MM), on which weekdays (0: Monday), its minutes."""

    at: str
    days: tuple[int, ...]
    minutes: int = STANDUP_MINUTES


@dataclass(frozen=True, slots=True)
class Layout:
    """All that the glass must know of a board beside its views; `pin` is the hash of what must be typed to leave."""

    board: str
    organisation: str
    time_zone: str
    locale: str
    screen: Screen
    pages: tuple[PageLayout, ...]
    standup: Standup | None = None
    pin: str | None = None
