"""Every source of the board: what it holds, and what is wrong with it."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

import numpy as np

from wallboard.core.evidence import OnDemand, Records, all_in, weighed_records
from wallboard.core.records import Batch, Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, SourceRow, SourceRows, View
from wallboard.core.words import Words, quoted_list, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, heading

TAKES = frozenset({"cases", "events", "activities", "opportunities", "appointments", "absences"})
USES: frozenset[str] = frozenset()
FIGURES = (
    FigureName("rows:SOURCE", "rows", "how many rows the source's last good read brought"),
    FigureName("unusable:SOURCE", "rows", "rows of it that could not be used"),
)
_MAIN = ("cases", "opportunities", "appointments", "events", "activities", "absences")
_MOST_WORDS = 3
_NOT_READ = ("calendar.unread", "rest.doubt.")
"""How the keys of remarks begin that tell what of a source could not be read."""


class Options(PanelOptions):
    """The sources' own panel."""

    summary: ClassVar[str] = "every source with its word, its age, its rows and its last trouble"


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """One row a source, in the board's order."""
    del options
    rows: list[SourceRow] = []
    figures: list[Figure] = []
    makers: dict[str, Callable[[], Records]] = {}
    for name in snapshot.organisation.sources:
        batch = snapshot.batches.get(name)
        trouble = _trouble(snapshot, name) if batch else ()
        rows.append(SourceRow(name, _holds(batch), trouble))
        figures.append(Figure(f"rows:{name}", batch.rows if batch else None, "rows"))
        unusable = snapshot.history.unusable[name] if batch else ()
        figures.append(Figure(f"unusable:{name}", sum(one.count for one in unusable) if batch else None, "rows"))
        if batch:
            makers[f"rows:{name}"] = partial(_brought, name, batch)
            makers[f"unusable:{name}"] = partial(_left_out, name, unusable)
    view = View(
        envelope.type,
        envelope.title,
        heading(envelope),
        SourceRows(tuple(rows)),
        tuple(figures),
        snapshot.organisation.sources,
    )
    return Shown(view, OnDemand(makers))


def _brought(name: str, batch: Batch) -> Records:
    """How many rows came of each resource."""
    rows = [(name, resource) for resource in batch.frames]
    amounts = np.array([frame.height for frame in batch.frames.values()], dtype=np.float64)
    return weighed_records(("source", "resource"), rows, all_in("read", len(rows)), "", amounts=amounts)


def _left_out(name: str, unusable: tuple[Unusable, ...]) -> Records:
    """How many rows could not be used for each reason, and which, as far as they were noted."""
    rows = [(name, one.resource, one.why.key, "; ".join(one.examples)) for one in unusable]
    amounts = np.array([one.count for one in unusable], dtype=np.float64)
    columns = ("source", "resource", "reason", "examples")
    return weighed_records(columns, rows, all_in("cannot be used", len(rows)), "", amounts=amounts)


def _holds(batch: Batch | None) -> Words:
    """What a source holds, by the resource that people know it for."""
    if batch is None:
        return words("state.unread")
    name = next((name for name in _MAIN if name in batch.frames), "cases")
    return words(f"sources.{name}", n=batch.frame(name).height)


def _trouble(snapshot: Snapshot, name: str) -> tuple[Words, ...]:
    """What was not read, rows that could not be used and status words that nobody mapped, a sentence each."""
    history = snapshot.history
    unread = tuple(remark for remark in snapshot.batches[name].remarks if remark.key.startswith(_NOT_READ))
    unusable = tuple(one.why for one in (*history.unusable[name], *history.doubts[name]))
    unmapped = [word for source, word, _ in history.unmapped if source == name]
    if not unmapped:
        return unread + unusable
    return (*unread, *unusable, words("sources.unmapped", n=len(unmapped), words=quoted_list(unmapped[:_MOST_WORDS])))
