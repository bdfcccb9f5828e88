"""A board of a few lines, with a calendar of plain office hours, for tests of what is round the panels."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from wallboard.config.board import Board, PageEntry, PanelEntry, SourceEntry, Span
from wallboard.core.openings import HoursRule, interval
from wallboard.core.organisation import Organisation
from wallboard.core.records import INSTANT, Batch, in_form
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import Count, Counts, View
from wallboard.core.words import verbatim
from wallboard.core.worktime import WorkCalendar
from wallboard.panels.contract import Envelope, PanelOptions, PanelType, Shown
from wallboard.sources.contract import ReadRequest, SourceOptions, SourceType

Read = Callable[[SourceOptions, ReadRequest], Batch | None]


class TinyOptions(SourceOptions):
    """One option, so that two sites can differ."""

    path: str = ""


class NoOptions(PanelOptions):
    """Nothing to say."""


def us(text: str) -> int:
    """Microseconds of an instant written in UTC, as in 2026-03-06 12:00."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1e6)


def cases(*numbers: str, opened_us: int = 0) -> pl.DataFrame:
    """Open cases of these numbers."""
    opened = pl.Series("opened_at", [opened_us] * len(numbers), dtype=pl.Int64).cast(INSTANT)
    return pl.DataFrame({"number": pl.Series(numbers, dtype=pl.String), "opened_at": opened})


def batch(*numbers: str, as_of_us: int = 0, token: str = "", is_cut_short: bool = False, **told: Any) -> Batch:
    """What a read of these cases brings."""
    mapped = {"cases": frozenset({"number", "opened_at"})}
    frames = {"cases": in_form("cases", cases(*numbers))}
    return Batch(frames, mapped, as_of_us, as_of_us, token, is_cut_short, **told)


def count_rows(options: PanelOptions, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A panel that shows how many rows there are."""
    rows = sum(one.rows for one in snapshot.batches.values())
    body = Counts((Count("rows", verbatim("rows"), rows),))
    names = tuple(note.name for note in snapshot.notes)
    return Shown(View(envelope.type, envelope.title, verbatim(envelope.title), body, sources=names))


def panel(title: str, show: Callable[[PanelOptions, Envelope, Snapshot], Shown] = count_rows) -> PanelEntry:
    """A panel of a type that needs no options."""
    kind = PanelType("rows", NoOptions, show, (), frozenset())
    return PanelEntry(kind, NoOptions(), Envelope("rows", title), (0, 0, 6, 4))


def no_read(options: SourceOptions, request: ReadRequest) -> None:
    """Of a source that nobody is to read."""
    raise AssertionError


def source(
    name: str,
    read: Read,
    *,
    every_s: float = 60,
    is_service: bool = True,
    is_demo: bool = False,
    path: str = "",
    expect_every: Span | None = None,
    stale_after: Span | None = None,
    calendar: str | None = None,
) -> SourceEntry:
    """A source of a type that is this one function."""
    kind = SourceType("tiny", TinyOptions, read, every_s, is_service, is_demo)
    options = TinyOptions(path=path or name)
    return SourceEntry(name, kind, options, every_s, expect_every, stale_after, calendar)


def board(folder: Path, *sources: SourceEntry, panels: tuple[PanelEntry, ...] = ()) -> Board:
    """A board of one page; open Monday to Friday 9-17 UTC, and a calendar `long` open 8-20 every day."""
    office = WorkCalendar("office", "UTC", [_rule(range(5), "09:00", "17:00")])
    long = WorkCalendar("long", "UTC", [_rule(range(7), "08:00", "20:00")])
    organisation = Organisation(
        "Northwind",
        "UTC",
        "office",
        {"office": office, "long": long},
        tuple(one.name for one in sources),
        {one.name: one.calendar for one in sources if one.calendar},
    )
    page = PageEntry("One", 30.0, (12, 8), panels or (panel("Rows"),))
    return Board("small", folder, organisation, "en_GB", Screen(), sources, (page,))


def _rule(days: range, start: str, end: str) -> HoursRule:
    hours = (interval(start, end),)
    return HoursRule(None, tuple(hours if day in days else () for day in range(7)))
