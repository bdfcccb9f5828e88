"""How old what a board's sources bring may get: rule 12's instants from which it is LATE and STALE."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wallboard.config.board import Board, SourceEntry, Span
from wallboard.core.records import Batch
from wallboard.core.views.clocks import RIGHT, Clocks
from wallboard.core.views.freshness import SourceNote
from wallboard.core.worktime import NEVER_US, WorkCalendar
from wallboard.store.condition import UNREAD, SourceCondition

LATE_FACTOR = 1.5
STALE_FACTOR = 5.0
LEAST_STALE_US = 600_000_000


def notes_of(
    board: Board,
    conditions: Mapping[str, SourceCondition],
    batches: Mapping[str, Batch],
    now_us: int,
    *,
    is_past: bool = False,
    clocks: Clocks = RIGHT,
) -> tuple[SourceNote, ...]:
    """Each source's condition by rule 12, with the instants from which it is LATE and STALE, in the board's order.

    The demo, and everything in the past, has no age; there `as_of_us` is the instant that was asked for.
    """
    notes = (
        _note(board, source, conditions.get(source.name, UNREAD), batches.get(source.name), now_us, is_past)
        for source in board.sources
    )
    return tuple(replace(note, clock_ahead_us=clocks.of_sources.get(note.name)) for note in notes)


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
        is_known = as_of_us <= now_us + LEAST_STALE_US  # else by a clock that was wrong: nobody knows how old it is
        late_at_us, stale_at_us = _ages_us(board, source, as_of_us, now_us) if is_known else (0, 0)
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
