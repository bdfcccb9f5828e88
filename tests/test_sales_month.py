"""A month of the demo company's sales, five instants each work day: what must add up does, as known then."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.shown import show
from wallboard.config.board import Board
from wallboard.config.load import load_board
from wallboard.core.evidence import reckoned
from wallboard.core.measures.appointment_rows import BOOKED, CANCELLED, NO_SHOW, UNCONFIRMED
from wallboard.core.measures.diaries import Ledger, appointments, ledger
from wallboard.core.measures.people import salespeople
from wallboard.core.measures.presence import presence
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank
from wallboard.panels import appointments as day_panel
from wallboard.panels import bookings, coordinator_queue, opportunity_buffer, unfilled_slots
from wallboard.sources.contract import ReadRequest
from wallboard.sources.demo_company.office import office

DEMO = Path(__file__).parent.parent / "config" / "demo.yaml"
FIRST_DAY = 20_514  # Monday 2 March 2026
TIMES_H = (8.5, 10.0, 12.5, 15.25, 18.0)
HOUR_US = 3_600_000_000
PANELS = (day_panel, bookings, unfilled_slots, opportunity_buffer, coordinator_queue)


@cache
def demo() -> Board:
    return load_board(DEMO)


def batch(name: str, at_us: int) -> Batch:
    source = next(one for one in demo().sources if one.name == name)
    request = ReadRequest(name, DEMO.parent, at_us, "Europe/London", until_us=at_us)
    found = source.type.read(source.options, request)
    assert found is not None
    return found


def month() -> Iterator[tuple[int, int]]:
    """The work days of four weeks with the instants of each, µs UTC."""
    for day in office().work_days[office().work_days >= FIRST_DAY][:20].tolist():
        midnight_us = int(office().belongs_from_us(np.array([day]))[0])
        yield from ((day, midnight_us + round(hours * HOUR_US)) for hours in TIMES_H)


def week_of(now: Snapshot, day: int) -> Ledger:
    """The diaries of the last five work days."""
    people = salespeople(now.organisation, None)
    days = office().work_days[office().work_days <= day][-5:]
    calendar = now.organisation.calendars["office"]
    return ledger(appointments(now, people, calendar, days), presence(now, people, calendar, days))


def test_slots_are_what_fills_them_and_what_is_empty_at_every_instant() -> None:
    seen = np.zeros(4, dtype=np.int64)
    for day, at_us in month():
        found = week_of(Snapshot(demo().organisation, at_us, {"diaries": batch("diaries", at_us)}, is_past=True), day)
        lost = [found.held[..., state] for state in (UNCONFIRMED, BOOKED, NO_SHOW, CANCELLED)]
        within = found.performed <= found.slots
        assert (found.slots == found.performed + sum(lost) + found.empty)[within].all()
        assert (found.empty >= 0).all()
        assert (found.beyond[within] == 0).all()
        seen += [int(found.beyond.sum()), int(found.empty.sum()), int(lost[2].sum()), int(lost[3].sum())]
    assert (seen > 0).all()  # the month had a fifth appointment, an empty slot, a no-show and a cancelled one


def test_what_was_performed_is_never_taken_back() -> None:
    before: dict[int, int] = {}
    for day, at_us in month():
        found = week_of(Snapshot(demo().organisation, at_us, {"diaries": batch("diaries", at_us)}, is_past=True), day)
        sums = dict(zip(found.days.tolist(), found.performed.sum(axis=0).tolist(), strict=True))
        assert all(sums[day] >= count for day, count in before.items() if day in sums)
        before = sums


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel.__name__.rsplit(".", 1)[1])
def test_every_figure_is_what_its_records_add_up_to(panel: object) -> None:
    options = {"target_wait_h": 12.0} if "target_wait_h" in panel.Options.model_fields else {}  # type: ignore[attr-defined]
    for _, at_us in list(month())[::9]:
        batches = {name: batch(name, at_us) for name in ("erp", "diaries")}
        now = Snapshot(demo().organisation, at_us, batches, is_past=True)
        shown = show(panel, now, **options)
        assert not isinstance(shown.view.body, Blank)
        assert set(shown.evidence) == {figure.name for figure in shown.view.figures}
        for figure in shown.view.figures:
            assert reckoned(shown.evidence[figure.name]) == pytest.approx(figure.value, abs=1e-9), figure.name
