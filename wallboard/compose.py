"""From what the sources brought to what a board shows: rule 12's instants, a snapshot, each panel's view."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wallboard.config.board import Board, PanelEntry, SourceEntry, Span
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Blank, Picture, View
from wallboard.core.words import Words, verbatim, words
from wallboard.core.worktime import NEVER_US, WorkCalendar
from wallboard.panels.contract import Shown
from wallboard.store.condition import UNREAD, SourceCondition

LATE_FACTOR = 1.5
STALE_FACTOR = 5.0
LEAST_STALE_US = 600_000_000


@dataclass(frozen=True, slots=True)
class PanelFault:
    """A panel that could not be composed: its title, the error in a line, and for the log where it happened."""

    title: str
    what: str
    trace: str


@dataclass(frozen=True, slots=True)
class Composed:
    """A board at one instant: its picture, each panel's view with its evidence, the snapshot behind them."""

    picture: Picture
    shown: tuple[tuple[Shown, ...], ...]
    snapshot: Snapshot
    faults: tuple[PanelFault, ...] = ()


def compose(  # noqa: PLR0913 - one call for walls and commands
    board: Board,
    batches: Mapping[str, Batch],
    conditions: Mapping[str, SourceCondition],
    now_us: int,
    *,
    is_past: bool = False,
    trouble: tuple[Words, ...] = (),
    before: Snapshot | None = None,
    stored_weeks: Mapping[WeekKey, WeekCount] | None = None,
) -> Composed:
    """What the board shows at an instant, from the last good batch and the condition of each source by name.

    In the past (`is_past`) nothing has an age. A panel that fails shows a sentence in place of its figure.
    `stored_weeks` are the journal's, which go before what the rows would tell now.
    `before` is the board's last snapshot: what it reckoned from the same rows is not reckoned again.
    """
    notes = notes_of(board, conditions, batches, now_us, is_past=is_past)
    in_order = {source.name: batches[source.name] for source in board.sources if source.name in batches}
    stored = stored_weeks or {}
    if before is not None and _has_same_rows(before, board, in_order, is_past):
        snapshot = before.moved_to(now_us, notes, stored)
    else:
        flags = {"is_past": is_past, "is_demo": board.is_demo}
        snapshot = Snapshot(board.organisation, now_us, in_order, notes, **flags, stored_weeks=stored)
    faults: list[PanelFault] = []
    shown = tuple(tuple(_show(panel, snapshot, faults) for panel in page.panels) for page in board.pages)
    picture = Picture(
        board.name,
        None if is_past else now_us,
        tuple(tuple(one.view for one in page) for page in shown),
        notes,
        at_us=now_us if is_past else None,
        shut_until_us=_shut_until_us(board, now_us),
        is_demo=board.is_demo,
        trouble=trouble,
    )
    return Composed(picture, shown, snapshot, tuple(faults))


def _has_same_rows(before: Snapshot, board: Board, batches: Mapping[str, Batch], is_past: bool) -> bool:
    is_same_board = before.organisation is board.organisation and before.is_past == is_past
    is_same_names = list(before.batches) == list(batches)
    return is_same_board and is_same_names and all(before.batches[name] is batches[name] for name in batches)


def notes_of(
    board: Board,
    conditions: Mapping[str, SourceCondition],
    batches: Mapping[str, Batch],
    now_us: int,
    *,
    is_past: bool = False,
) -> tuple[SourceNote, ...]:
    """Each source's condition by rule 12, with the instants from which it is LATE and STALE, in the board's order.

    The demo, and everything in the past, has no age; there `as_of_us` is the instant that was asked for.
    """
    return tuple(
        _note(board, source, conditions.get(source.name, UNREAD), batches.get(source.name), now_us, is_past)
        for source in board.sources
    )


def _note(
    board: Board,
    source: SourceEntry,
    condition: SourceCondition,
    batch: Batch | None,
    now_us: int,
    is_past: bool,
) -> SourceNote:
    as_of_us = condition.as_of_us if batch is not None else None
    late_at_us = stale_at_us = None
    if as_of_us is not None and is_past:
        as_of_us = now_us
    elif as_of_us is not None and not source.type.is_demo:
        late_at_us, stale_at_us = _ages_us(board, source, as_of_us, now_us)
    return SourceNote(
        source.name,
        as_of_us,
        late_at_us,
        stale_at_us,
        is_cut_short=batch is not None and batch.is_cut_short,
        needs_person=condition.needs_person,
        fault=condition.fault,
        remedy=condition.remedy,
        retry_at_us=None if is_past else condition.retry_at_us,
        rows=batch.rows if batch is not None else 0,
    )


def _ages_us(board: Board, source: SourceEntry, as_of_us: int, now_us: int) -> tuple[int | None, int | None]:
    """The last instants at which a source read then is not yet LATE, not yet STALE; None: never."""
    calendar = _calendar_of(board, source)
    own = Span(seconds=source.every_s) if source.type.is_service else Span(work_days=1)
    expected = source.expect_every or own
    expected_us = _length_us(expected, calendar, now_us)
    if source.stale_after is not None:
        stale, stale_us = source.stale_after, _length_us(source.stale_after, calendar, now_us)
    else:
        stale, stale_us = expected, max(round(STALE_FACTOR * expected_us), LEAST_STALE_US)
    late_at_us = _end_us(source, expected, as_of_us, round(LATE_FACTOR * expected_us), calendar)
    return late_at_us, _end_us(source, stale, as_of_us, stale_us, calendar)


def _length_us(span: Span, calendar: WorkCalendar, now_us: int) -> int:
    seconds_us = round((span.seconds or 0.0) * 1e6)
    return seconds_us + round((span.work_days or 0.0) * calendar.median_day_work_us(now_us))


def _end_us(source: SourceEntry, span: Span, as_of_us: int, length_us: int, calendar: WorkCalendar) -> int | None:
    """The last instant at which no more than this has passed; for files and in work days: of open hours."""
    if source.type.is_service and span.work_days is None:
        return as_of_us + length_us
    # The hours of an evening, or of a weekend, are all "no more": so what is sought is the instant before one
    # microsecond more has passed.
    worked_us = calendar.worked_at_us(as_of_us) + length_us + 1
    reached_us = int(calendar.reach_us(np.array([worked_us], dtype=np.int64))[0])
    return None if reached_us == NEVER_US else reached_us - 1


def _calendar_of(board: Board, source: SourceEntry) -> WorkCalendar:
    organisation = board.organisation
    return organisation.calendars[source.calendar or organisation.calendar]


def _shut_until_us(board: Board, now_us: int) -> int | None:
    """When the organisation opens again, on a date without work hours."""
    calendar = board.organisation.calendars[board.organisation.calendar]
    try:
        is_work_day = calendar.today(now_us).is_work_day
    except ValueError:  # no work day until then
        is_work_day = False
    return None if is_work_day else calendar.next_opening_us(now_us)


def _show(panel: PanelEntry, snapshot: Snapshot, faults: list[PanelFault]) -> Shown:
    try:
        return panel.type.show(panel.options, panel.envelope, snapshot)
    except Exception as fault:  # one panel's mistake must not take the others from the wall
        what = f"{type(fault).__name__}: {fault}"
        faults.append(PanelFault(panel.envelope.title, what, traceback.format_exc()))
        why = words("trouble.panel", what=type(fault).__name__)
        title = panel.envelope.title
        names = tuple(note.name for note in snapshot.notes)
        return Shown(View(panel.type.name, title, verbatim(title), Blank((why,)), sources=names))
