"""A board as parsed: what the rest of the program works with, free of YAML and of pydantic's forms."""

from dataclasses import dataclass, field
from pathlib import Path

from wallboard.core.organisation import Organisation
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen, Standup
from wallboard.panels.contract import Envelope, PanelOptions, PanelType
from wallboard.sources.contract import SourceOptions, SourceType


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time: seconds on the wall, or work days of the source's calendar."""

    seconds: float | None = None
    work_days: float | None = None


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A source of the board: its type and own options, and the settings that every source has.

    `every_s` is the poll interval; `expect_every` and `stale_after` are rule 12's (None: its default).
    """

    name: str
    type: SourceType
    options: SourceOptions
    every_s: float
    expect_every: Span | None = None
    stale_after: Span | None = None
    calendar: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """A panel of a page: its type and own options, its envelope, and its place on the grid."""

    type: PanelType
    options: PanelOptions
    envelope: Envelope
    place: tuple[int, int, int, int]
    written_at: str = ""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the board."""

    title: str
    dwell_s: float
    grid: tuple[int, int]
    panels: tuple[PanelEntry, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A whole board. `name` is the file's stem, `files` every file that it was read from (include, calendars).

    `secret_file` is the path of its secrets' private files, with `{name}` for a secret's name.
    """

    name: str
    folder: Path
    organisation: Organisation
    locale: str
    screen: Screen
    sources: tuple[SourceEntry, ...]
    pages: tuple[PageEntry, ...]
    files: tuple[Path, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    pin: str | None = None
    standup: Standup | None = None
    secret_file: str | None = None

    @property
    def is_demo(self) -> bool:
        """Whether every row of it is made up."""
        return bool(self.sources) and all(source.type.is_demo for source in self.sources)

    def layout(self) -> Layout:
        """What the glass must know of the board beside its views."""
        pages = tuple(
            PageLayout(
                page.title,
                page.dwell_s,
                page.grid,
                tuple(PanelPlace(panel.type.name, panel.envelope.title, panel.place) for panel in page.panels),
            )
            for page in self.pages
        )
        zone = self.organisation.time_zone
        return Layout(self.name, self.organisation.name, zone, self.locale, self.screen, pages, self.standup, self.pin)
