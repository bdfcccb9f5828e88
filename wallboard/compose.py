"""From what the sources brought to what a board shows: a snapshot, each panel's view, and how old its sources are."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass

from wallboard.config.ages import notes_of
from wallboard.config.board import Board, PanelEntry
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.clocks import RIGHT, Clocks
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Blank, Picture, View
from wallboard.core.words import Words, verbatim, words
from wallboard.core.worktime import NoWorkDay
from wallboard.panels.contract import Shown, blank, heading
from wallboard.store.condition import SourceCondition


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
    clocks: Clocks = RIGHT,
) -> Composed:
    """What the board shows at an instant, from the last good batch and the condition of each source by name.

    In the past (`is_past`) nothing has an age. A panel that fails shows a sentence in place of its figure.
    `stored_weeks` are the journal's, which go before what the rows would tell now.
    `now_us` is in the sources' time; `clocks` tells how far this machine's is from it.
    `before` is the board's last snapshot: what it reckoned from the same rows is not reckoned again.
    """
    notes = notes_of(board, conditions, batches, now_us, is_past=is_past, clocks=clocks)
    in_order = {source.name: batches[source.name] for source in board.sources if source.name in batches}
    stored = stored_weeks or {}
    snapshot = _moved(before, board, now_us, notes, stored, in_order) if before and before.is_past == is_past else None
    if snapshot is None:
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
        clock_ahead_us=clocks.ahead_us,
    )
    return Composed(picture, shown, snapshot, tuple(faults))


def _moved(
    before: Snapshot,
    board: Board,
    now_us: int,
    notes: tuple[SourceNote, ...],
    stored: Mapping[WeekKey, WeekCount],
    batches: Mapping[str, Batch],
) -> Snapshot | None:
    """The snapshot with what was reckoned from the same rows before; None where nothing of that holds any more."""
    if before.organisation is not board.organisation or list(before.batches) != list(batches):
        return None
    if all(before.tells_the_same(name, batch) for name, batch in batches.items()):
        return before.moved_to(now_us, notes, stored, batches)
    if all(before.tells_the_same(name, batch, of_cases=True) for name, batch in batches.items()):
        return before.with_other_records(now_us, notes, stored, batches)
    return None


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
    except NoWorkDay as none:  # hours that begin later are the board's own word, and no error
        lacking = words("missing.work-day", calendar=none.calendar, on=none.on.isoformat())
        return blank(panel.envelope, heading(panel.envelope), (lacking,), tuple(note.name for note in snapshot.notes))
    except Exception as fault:  # one panel's mistake must not take the others from the wall
        what = f"{type(fault).__name__}: {fault}"
        faults.append(PanelFault(panel.envelope.title, what, traceback.format_exc()))
        why = words("trouble.panel", what=type(fault).__name__)
        title = panel.envelope.title
        names = tuple(note.name for note in snapshot.notes)
        return Shown(View(panel.type.name, title, verbatim(title), Blank((why,)), sources=names))
