"""The late cases, then the urgent ones, by the share of their target."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, weighed
from wallboard.core.kinds import RowCount
from wallboard.core.local_time import HOUR_US
from wallboard.core.measures.book import LATE, URGENT, CaseBook
from wallboard.core.measures.coverage import coverage, target_coverage
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.shares import shares_of
from wallboard.core.measures.type_names import type_of
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, CaseRow, CaseRows, View
from wallboard.core.words import Words, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, count_of_shares, heading

Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where"})
FIGURES = (
    FigureName("late", "cases", "open cases over their target, also those that were late when put on hold"),
    FigureName("late_on_hold", "cases", "those of them that are on hold"),
    FigureName("urgent", "cases", "running cases from two thirds of their target to the whole"),
)


class Options(PanelOptions):
    """Late, then urgent; of owners, only what the board chose to show (rule 14)."""

    summary: ClassVar[str] = "late cases, then urgent ones, highest share of their target first"

    owner: Literal["missing", "initials", "nothing"] = Field(
        "missing", description="what stands of owners: only that one is missing, initials too, or nothing"
    )
    rows: RowCount = Field(60, description="how many cases the list may hold; the screen shows what fits")


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """The open cases of the panel, and which of them are of each kind that is counted, as masks over the book."""

    mask: Bools
    late: Bools
    late_on_hold: Bools
    urgent: Bools

    def counts(self) -> dict[str, int]:
        """How many there are, by the name of the figure."""
        kinds = {"late": self.late, "late_on_hold": self.late_on_hold, "urgent": self.urgent}
        return {name: int(np.count_nonzero(of_kind)) for name, of_kind in kinds.items()}


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The list, and how many are late and urgent in all."""
    title = heading(envelope)
    lacks = target_coverage(snapshot, TAKES, envelope.where)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book = snapshot.book
    kinds = _kinds(book, selected(book, envelope.where) & book.is_open)
    shares = shares_of(book, kinds.mask)
    if shares.blank:
        return blank(envelope, title, shares.blank, lacks.sources)
    order = _by_share(book, np.flatnonzero(kinds.late | kinds.urgent))
    knows_owner = _knows_owner(snapshot, envelope.where)
    shown = tuple(_row(book, row, options, knows_owner) for row in order[: options.rows].tolist())
    counts = kinds.counts()
    late, urgent = counts["late"], counts["urgent"]
    body = CaseRows(shown, order.size, late, urgent, shares.without_hours)
    figures = tuple(count_of_shares(name, count, shares) for name, count in counts.items())
    note = _note(late, urgent) if order.size else None
    remarks, late_us = (*lacks.remarks, *shares.remarks), book.turned_late_us(kinds.mask)
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks, late_us)
    return Shown(view, _evidence(book, kinds))


def _kinds(book: CaseBook, mask: Bools) -> _Kinds:
    late = mask & (book.zone == LATE)
    return _Kinds(mask, late, late & (book.state == HELD), mask & (book.zone == URGENT) & (book.state == OPEN))


def _evidence(book: CaseBook, kinds: _Kinds) -> dict[str, Evidence]:
    rows = np.flatnonzero(kinds.mask)
    held, late, urgent = kinds.late_on_hold[rows], kinds.late[rows], kinds.urgent[rows]
    return {
        "late": weighed(book, rows, {"late, on hold": (held, True), "late": (late, True)}, "not late"),
        "late_on_hold": weighed(book, rows, {"late, on hold": (held, True)}, "not late on hold"),
        "urgent": weighed(book, rows, {"urgent": (urgent, True)}, "not urgent, or on hold"),
    }


def _note(late: int, urgent: int) -> Words:
    """How many there are of both kinds, of which the list shows the first: nothing of a kind that has none."""
    if late and urgent:
        return words("late-list.note", late=late, urgent=urgent)
    return words("late-list.note-late", late=late) if late else words("late-list.note-urgent", urgent=urgent)


def _by_share(book: CaseBook, rows: Int64s) -> Int64s:
    """Rows by share, highest first; ties by number."""
    numbers = np.array(book.numbers(rows), dtype=np.str_)
    return rows[np.lexsort((numbers, -book.share[rows]))] if rows.size else rows


def _knows_owner(snapshot: Snapshot, where: Where) -> frozenset[int]:
    """The ranks of the sources that map an owner: of others nothing is said."""
    lacking = coverage(snapshot, TAKES, where, ("owner",)).lacking["owner"]
    return frozenset(rank for rank, name in enumerate(snapshot.batches) if name not in lacking)


def _row(book: CaseBook, row: int, options: Options, knows_owner: frozenset[int]) -> CaseRow:
    over_us = int(book.lead_us[row] - book.need_us[row])
    owner = book.name("owner", row)
    says_owner = options.owner != "nothing" and int(book.history.source[int(book.entity[row])]) in knows_owner
    return CaseRow(
        number=book.number(row),
        type=type_of(book, row),
        zone=ZONES[int(book.zone[row])],
        share=int(book.lead_us[row]) / int(book.need_us[row]),
        hours=abs(over_us) / HOUR_US,
        is_over=over_us > 0,
        is_held=bool(book.state[row] == HELD),
        has_owner=not says_owner or int(book.owner[row]) != NONE,
        owner=initials(owner) if options.owner == "initials" and owner is not None else None,
    )


def initials(name: str) -> str:
    """The first letters of a name's parts: Kim Moore is KM."""
    return "".join(part[0].upper() for part in name.replace("-", " ").split())
