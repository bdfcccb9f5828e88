"""Every source of the board: what it holds, and what is wrong with it."""

from typing import ClassVar

from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, SourceRow, SourceRows, View
from wallboard.core.words import Words, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, heading

TAKES = frozenset({"cases", "events", "activities", "opportunities", "appointments", "absences"})
USES: frozenset[str] = frozenset()
FIGURES = (
    FigureName("rows:SOURCE", "rows", "how many rows the source's last good read brought"),
    FigureName("unusable:SOURCE", "rows", "rows of it that could not be used"),
)
_MAIN = ("cases", "opportunities", "appointments", "events", "activities", "absences")


class Options(PanelOptions):
    """The sources' own panel."""

    summary: ClassVar[str] = "every source with its word, its age, its rows and its last trouble"


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """One row a source, in the board's order."""
    del options
    rows: list[SourceRow] = []
    figures: list[Figure] = []
    for name in snapshot.organisation.sources:
        batch = snapshot.batches.get(name)
        trouble = _trouble(snapshot, name) if batch else ()
        rows.append(SourceRow(name, _holds(batch), trouble))
        figures.append(Figure(f"rows:{name}", batch.rows if batch else None, "rows"))
        count = sum(one.count for one in snapshot.history.unusable[name]) if batch else None
        figures.append(Figure(f"unusable:{name}", count, "rows"))
    view = View(
        envelope.type,
        envelope.title,
        heading(envelope),
        SourceRows(tuple(rows)),
        tuple(figures),
        snapshot.organisation.sources,
    )
    return Shown(view)


def _holds(batch: Batch | None) -> Words:
    """What a source holds, by the resource that people know it for."""
    if batch is None:
        return words("state.unread")
    name = next((name for name in _MAIN if name in batch.frames), "cases")
    return words(f"sources.{name}", n=batch.frame(name).height)


def _trouble(snapshot: Snapshot, name: str) -> tuple[Words, ...]:
    """Rows that could not be used and status words that nobody mapped, a sentence each."""
    history = snapshot.history
    unusable = tuple(one.why for one in (*history.unusable[name], *history.doubts[name]))
    unmapped = [word for source, word, _ in history.unmapped if source == name]
    if not unmapped:
        return unusable
    return (
        *unusable,
        words("sources.unmapped", n=len(unmapped), words=", ".join(f"“{word}”" for word in unmapped[:3])),
    )
