"""A month of the demo, every work day at five instants: what must hold between figures, holds at each of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from wallboard.cli.boards import board_of
from wallboard.cli.instants import instant_us
from wallboard.collect.once import read_once
from wallboard.compose import Composed, compose
from wallboard.core.local_time import date_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.in_and_out import flow
from wallboard.core.snapshot import Snapshot

BOARD = board_of(str(Path(__file__).parents[1] / "config" / "demo.yaml"))
OFFICE = BOARD.organisation.calendars["office"]
FROM, UNTIL = "2026-10-19T00:00", "2026-11-18T23:59"
TIMES = ("09:00", "10:42", "13:00", "15:20", "17:45")


def us(text: str) -> int:
    return instant_us(text, BOARD.organisation.time_zone)


def instants() -> list[int]:
    """Five instants of every work day of the month."""
    first, last = (int(OFFICE.work_day_of(np.array([us(text)]))[0]) for text in (FROM, UNTIL))
    days = OFFICE.work_days[(OFFICE.work_days >= first) & (OFFICE.work_days <= last)]
    return [us(f"{date_of(int(day))}T{time}") for day in days for time in TIMES]


@dataclass(frozen=True)
class Month:
    """What the board showed at each instant."""

    at_us: tuple[int, ...]
    composed: tuple[Composed, ...]

    @property
    def snapshots(self) -> Iterator[Snapshot]:
        return (one.snapshot for one in self.composed)


@cache
def month() -> Month:
    """The month as it looks from its end: every instant from the same rows, as `--at` reads them."""
    at = instants()
    batches, conditions = read_once(BOARD, us(UNTIL), us(UNTIL))
    shown: list[Composed] = []
    for at_us in at:
        before = shown[-1].snapshot if shown else None
        shown.append(compose(BOARD, batches, conditions, at_us, is_past=True, before=before))
    return Month(tuple(at), tuple(shown))


def figures(composed: Composed, of_type: str) -> dict[str, float]:
    (view,) = (view for page in composed.picture.pages for view in page if view.type == of_type)
    return {figure.name: figure.value for figure in view.figures if figure.value is not None}


def cases(book: CaseBook, rows: np.ndarray) -> set[tuple[int, int]]:
    return set(zip(book.entity[rows].tolist(), book.part[rows].tolist(), strict=True))


def test_the_month_has_its_work_days() -> None:
    assert len(month().at_us) == 5 * 23


@pytest.mark.parametrize("panel", ["open-cases", "queue-ages"])
def test_zones_on_hold_and_without_target_are_all_that_is_open(panel: str) -> None:
    for composed in month().composed:
        value = figures(composed, panel)
        zones = [value[name] for name in ("on_track", "watch", "urgent", "late")]
        if panel == "open-cases":
            held = [value[f"on_hold_{name}"] for name in ("on_track", "watch", "urgent", "late")]
            assert sum(zones) + sum(held) + value["without_share"] == value["open"]
        else:
            assert sum(zones) + value["on_hold"] + value["without_share"] == value["open"]


def test_what_came_less_what_went_is_the_change_of_what_is_open() -> None:
    snapshots = list(month().snapshots)
    everything = 0
    for earlier, later in pairwise(snapshots):
        before, now = earlier.book, later.book
        was_open, is_open = (cases(book, np.flatnonzero(book.is_open)) for book in (before, now))
        withdrawn = was_open - cases(now, np.arange(now.size))
        between = flow(now, np.ones(now.size, dtype=np.bool_), earlier.at_us + 1, later.at_us + 1)
        change = between.opened.size + between.reopened.size - between.closed.size - len(withdrawn)
        assert len(is_open) - len(was_open) == change
        assert_is_withdrawn(later, {entity for entity, _ in withdrawn})
        everything += len(withdrawn)
    assert everything > 10  # the demo has spam and merged cases


def assert_is_withdrawn(snapshot: Snapshot, entities: set[int]) -> None:
    """A case that is gone has, in some system, a last status by then that withdraws it."""
    gone = {"Spam", "Merged", "Void"}
    members = snapshot.history.members.filter(pl.col("entity").is_in(list(entities)))
    for entity in entities:
        numbers = members.filter(pl.col("entity") == entity)["number"].to_list()
        words = set()
        for batch in snapshot.batches.values():
            events = batch.frame("events").filter(
                pl.col("number").is_in(numbers)
                & (pl.col("kind").is_in(["status", "merged"]))
                & (pl.col("at").dt.epoch("us") <= snapshot.at_us)
            )
            words |= {"Merged" if kind == "merged" else to for kind, to in events.select("kind", "to").iter_rows()}
        assert words & gone, numbers


def test_a_finished_week_never_changes_afterwards() -> None:
    """Every other work day the systems are read as they are then: rows that came since must not change a week."""
    told: dict[str, set[tuple[float | None, int]]] = {}
    mornings = instants()[:: 2 * len(TIMES)]
    for at_us in (morning + place % 5 * 7_200_000_000 for place, morning in enumerate(mornings)):
        batches, conditions = read_once(BOARD, at_us, at_us)
        composed = compose(BOARD, batches, conditions, at_us)
        (view,) = (view for page in composed.picture.pages for view in page if view.type == "on-time")
        for figure in view.figures:
            if figure.name.startswith("week:"):
                told.setdefault(figure.name, set()).add((figure.value, figure.denominator or 0))
    assert len(told) == 12 + 4
    assert all(len(values) == 1 for values in told.values()), told


@pytest.mark.parametrize("at", ["2026-11-05T13:00", "2026-11-10T09:00", "2026-11-16T17:45"])
def test_a_live_reading_shows_what_later_rows_show_of_that_instant(at: str) -> None:
    """The rows as the systems had them then, not as they are at the month's end.

    The demo's systems tell of sixteen weeks, so that of an earlier instant the oldest of twelve weeks lacks rows.
    """
    batches, conditions = read_once(BOARD, us(at), us(at))
    live = compose(BOARD, batches, conditions, us(at), is_past=True)
    later = next(one for one in month().composed if one.snapshot.at_us == us(at))
    for page, same_page in zip(live.picture.pages, later.picture.pages, strict=True):
        assert [view.figures for view in page] == [view.figures for view in same_page]
