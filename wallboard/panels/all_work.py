"""All open work, whatever system it lies in: source by source and type by type, with one total."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, weighed
from wallboard.core.kinds import RowCount
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import coverage
from wallboard.core.measures.filters import lets_in, selected
from wallboard.core.measures.history import NONE
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Cell, Fact, Figure, Table, TableRow, View
from wallboard.core.words import Words, verbatim, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

Bools = NDArray[np.bool_]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where"})
FIGURES = (
    FigureName("open", "cases", "open cases; one that lies in several systems counts once"),
    FigureName("shared", "cases", "those of them that lie in more than one system"),
    FigureName("open:SOURCE", "cases", "open cases that a source has; None while it was never read"),
    FigureName("open:SOURCE:TYPE", "cases", "those of one type; nothing behind the colon is none"),
    FigureName("open::TYPE", "cases", "open cases of one type in all systems"),
)


class Options(PanelOptions):
    """All work in either system."""

    summary: ClassVar[str] = "open cases by source system and type, one total, each source's word and age"

    types: RowCount = Field(8, description="how many types have a column of their own; the rest is together")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A row for each source that brings cases, and one of all together."""
    title = heading(envelope)
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", "type"), ("status",))
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book = snapshot.book
    mask = selected(book, envelope.where) & book.is_open
    types = _types(book, envelope.where, mask)
    sources = [name for name in lacks.sources if name in book.history.sources]
    in_source = {name: _in_source(book, name) for name in sources}
    bits = book.history.source_bits[book.entity]
    shared = mask & ((bits & (bits - 1)) != 0)
    figures: list[Figure] = []
    makers: dict[str, Callable[[], Evidence]] = {}

    def count(name: str, of: Bools) -> int:
        figures.append(Figure(name, int(np.count_nonzero(of))))
        makers[name] = partial(_evidence, book, np.flatnonzero(of))
        return int(np.count_nonzero(of))

    total = count("open", mask)
    in_both = count("shared", shared)
    rows = [_row(name, in_source.get(name), mask, types, options.types, count) for name in lacks.sources]
    figures += [Figure(f"open:{name}", None) for name in lacks.sources if name not in in_source]
    if len(rows) > 1:
        rows.append(_row("", np.ones(book.size, dtype=np.bool_), mask, types, options.types, count, is_total=True))
    facts = [Fact(words("all-work.total", n=total))]
    if in_both:
        key = "all-work.both" if len(sources) == 2 else "all-work.shared"
        facts.append(Fact(words(key, n=in_both), is_minor=True))
    body = Table(_heads(types, options.types), tuple(rows), tuple(facts))
    view = View(envelope.type, envelope.title, title, body, tuple(figures), lacks.sources, None, lacks.remarks)
    return Shown(view, OnDemand(makers))


def _types(book: CaseBook, where: Where, mask: Bools) -> list[tuple[Words, str, Bools]]:
    """Each type's heading, its name in figures, and its cases; listed types first, in their order, none last."""
    names = book.history.fields["type"].names
    organisation = book.history.organisation
    listed = {
        one.name: one.short for one in organisation.types if lets_in(where, "type", one.name, organisation.queues)
    }
    present = set(np.unique(book.type[mask]).tolist())
    codes = [code for code, name in enumerate(names) if code in present or name in listed]
    found = [(verbatim(listed.get(names[code]) or names[code]), names[code], book.type == code) for code in codes]
    return [*found, (words("lane.none.type"), "", book.type == NONE)] if NONE in present else found


def _heads(types: list[tuple[Words, str, Bools]], most: int) -> tuple[Words, ...]:
    heads = [head for head, _, _ in types[:most]]
    return (words("all-work.all"), *heads, *([words("all-work.others")] if len(types) > most else []))


def _in_source(book: CaseBook, name: str) -> Bools:
    rank = book.history.sources.index(name)
    in_source: Bools = (book.history.source_bits[book.entity] >> rank & 1).astype(np.bool_)
    return in_source


def _row(
    source: str,
    here: Bools | None,
    mask: Bools,
    types: list[tuple[Words, str, Bools]],
    most: int,
    count: Callable[[str, Bools], int],
    *,
    is_total: bool = False,
) -> TableRow:
    label = words("all-work.sum") if is_total else verbatim(source)
    if here is None:
        return TableRow(label, tuple(Cell(None) for _ in _heads(types, most)), source=source)
    all_here = mask & here
    totals = int(np.count_nonzero(all_here)) if is_total else count(f"open:{source}", all_here)
    of_types = [count(f"open:{source}:{name}", all_here & of_type) for _, name, of_type in types]
    rest = [sum(of_types[most:])] if len(types) > most else []
    cells = tuple(Cell(value) for value in (totals, *of_types[:most], *rest))
    return TableRow(label, cells, is_total=is_total, source=None if is_total else source)


def _evidence(book: CaseBook, rows: NDArray[np.int64]) -> Evidence:
    return weighed(book, rows, {"open": (np.ones(rows.size, dtype=np.bool_), True)}, "")
