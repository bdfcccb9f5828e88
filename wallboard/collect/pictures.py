"""The boards' pictures: composed, told how old their sources are, and written to the journal."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from wallboard.config.ages import notes_of
from wallboard.config.board import Board
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.clocks import RIGHT, Clocks
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture, View
from wallboard.core.words import Words
from wallboard.store.condition import SourceCondition
from wallboard.store.journal import Journal

log = logging.getLogger(__name__)


class PanelTrouble(Protocol):
    """A panel that could not be composed."""

    @property
    def title(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def trace(self) -> str: ...


class ComposedBoard(Protocol):
    """A composed board, as far as the collector looks at it."""

    @property
    def picture(self) -> Picture: ...
    @property
    def faults(self) -> tuple[PanelTrouble, ...]: ...
    @property
    def snapshot(self) -> Snapshot: ...


class Composer(Protocol):
    """`wallboard.compose.compose`, which the command hands in: rooms of one storey do not know each other."""

    def __call__(  # noqa: PLR0913 - as `compose` has them
        self,
        board: Board,
        batches: Mapping[str, Batch],
        conditions: Mapping[str, SourceCondition],
        now_us: int,
        *,
        trouble: tuple[Words, ...] = (),
        before: Snapshot | None = None,
        stored_weeks: Mapping[WeekKey, WeekCount] | None = None,
        clocks: Clocks = RIGHT,
    ) -> ComposedBoard: ...


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a board's sources, by their names, and what is wrong besides."""

    batches: Mapping[str, Batch]
    conditions: Mapping[str, SourceCondition]
    trouble: tuple[Words, ...]
    clocks: Clocks


class Pictures:
    """The last picture of each board, by its name in the journal."""

    def __init__(self, compose: Composer, journal: Journal) -> None:
        self._compose = compose
        self._journal = journal
        self._snapshots: dict[str, Snapshot] = {}
        self._shown: dict[str, tuple[Layout, Picture]] = {}
        self._complaints: set[tuple[str, str, str]] = set()

    def pages(self) -> dict[str, tuple[tuple[View, ...], ...]]:
        """What the boards' panels show."""
        return {name: picture.pages for name, (_, picture) in self._shown.items()}

    def compose(self, name: str, board: Board, known: Known, now_us: int) -> Snapshot:
        """Compose a board and write what changed; the snapshot that it was composed from."""
        composed = self._compose(
            board,
            known.batches,
            known.conditions,
            now_us,
            trouble=known.trouble,
            before=self._snapshots.get(name),
            stored_weeks=self._journal.weeks(name),
            clocks=known.clocks,
        )
        layout = board.layout()
        self._snapshots[name], self._shown[name] = composed.snapshot, (layout, composed.picture)
        self._complain(name, composed.faults)
        self._journal.show(name, layout, composed.picture)
        return composed.snapshot

    def age(self, name: str, board: Board, known: Known, now_us: int) -> None:
        """Write when the sources of a composed board were read last; views and layout stay as they were composed."""
        if name not in self._shown:
            return
        layout, picture = self._shown[name]
        composed = {note.name: note for note in picture.sources}
        notes = tuple(
            replace(note, rows=composed[note.name].rows, is_cut_short=composed[note.name].is_cut_short)
            for note in notes_of(board, known.conditions, known.batches, now_us, clocks=known.clocks)
            if note.name in composed
        )
        aged = replace(picture, sources=notes, trouble=known.trouble, clock_ahead_us=known.clocks.ahead_us)
        self._journal.show(name, layout, aged)

    def _complain(self, board: str, faults: tuple[PanelTrouble, ...]) -> None:
        """Log a panel's error once, until it is gone or another."""
        for fault in faults:
            if (board, fault.title, fault.what) not in self._complaints:
                log.error("panel %s failed: %s\n%s", fault.title, fault.what, fault.trace)
        others = {complaint for complaint in self._complaints if complaint[0] != board}
        self._complaints = others | {(board, fault.title, fault.what) for fault in faults}
