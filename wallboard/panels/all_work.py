"""All open work, whatever system it lies in: source by source and type by type, with one total."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, all_in, weighed
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
Type: TypeAlias = tuple[Words, str, Bools]
"""A type's heading, its name in figures, and its cases."""

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
    read = [name for name in lacks.sources if name in book.history.sources]
    of_sources = {"open": mask, "shared": mask & _is_shared(book)}
    for name in read:
        here = mask & _in_source(book, name)
        of_sources |= {f"open:{name}": here, **_by_type(name, here, types)}
    has_sum = len(lacks.sources) > 1
    together = _by_type("", mask, types) if has_sum else {}
    counts = {name: int(np.count_nonzero(of)) for name, of in (of_sources | together).items()}
    unread = [Figure(f"open:{name}", None) for name in lacks.sources if name not in read]
    figures = (*_figures(counts, of_sources), *unread, *_figures(counts, together))
    rows = [_row(name, counts if name in read else None, types, options.types) for name in lacks.sources]
    rows += [_row("", counts, types, options.types)] if has_sum else []
    body = Table(_heads(types, options.types), tuple(rows), _facts(counts, len(read)))
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, None, lacks.remarks)
    return Shown(view, OnDemand({name: partial(_evidence, book, of) for name, of in (of_sources | together).items()}))


def _figures(counts: Mapping[str, int], names: Iterable[str]) -> list[Figure]:
    return [Figure(name, counts[name]) for name in names]


def _facts(counts: Mapping[str, int], sources: int) -> tuple[Fact, ...]:
    """The one total, and how many of it lie in several systems."""
    total = Fact(words("all-work.total", n=counts["open"]))
    if not counts["shared"]:
        return (total,)
    key = "all-work.both" if sources == 2 else "all-work.shared"
    return total, Fact(words(key, n=counts["shared"]), is_minor=True)


def _types(book: CaseBook, where: Where, mask: Bools) -> list[Type]:
    """Listed types first, in their order, none last."""
    names = book.history.fields["type"].names
    organisation = book.history.organisation
    listed = {
        one.name: one.short for one in organisation.types if lets_in(where, "type", one.name, organisation.queues)
    }
    present = set(np.unique(book.type[mask]).tolist())
    codes = [code for code, name in enumerate(names) if code in present or name in listed]
    found = [(verbatim(listed.get(names[code]) or names[code]), names[code], book.type == code) for code in codes]
    return [*found, (words("lane.none.type"), "", book.type == NONE)] if NONE in present else found


def _heads(types: list[Type], most: int) -> tuple[Words, ...]:
    heads = [head for head, _, _ in types[:most]]
    return (words("all-work.all"), *heads, *([words("all-work.others")] if len(types) > most else []))


def _in_source(book: CaseBook, name: str) -> Bools:
    rank = book.history.sources.index(name)
    in_source: Bools = (book.history.source_bits[book.entity] >> rank & 1).astype(np.bool_)
    return in_source


def _is_shared(book: CaseBook) -> Bools:
    """Which cases lie in more than one system: more than one bit is set."""
    bits = book.history.source_bits[book.entity]
    is_shared: Bools = (bits & (bits - 1)) != 0
    return is_shared


def _by_type(source: str, here: Bools, types: list[Type]) -> dict[str, Bools]:
    """The cases of each type by the name of their figure; of all systems together without a source."""
    return {f"open:{source}:{name}": here & of_type for _, name, of_type in types}


def _row(source: str, counts: Mapping[str, int] | None, types: list[Type], most: int) -> TableRow:
    """A source's counts, none where it was never read; without a source those of all together."""
    label = verbatim(source) if source else words("all-work.sum")
    if counts is None:
        return TableRow(label, tuple(Cell(None) for _ in _heads(types, most)), source=source)
    of_types = [counts[f"open:{source}:{name}"] for _, name, _ in types]
    rest = [sum(of_types[most:])] if len(types) > most else []
    values = (counts[f"open:{source}" if source else "open"], *of_types[:most], *rest)
    return TableRow(label, tuple(Cell(value) for value in values), is_total=not source, source=source or None)


def _evidence(book: CaseBook, of: Bools) -> Evidence:
    rows = np.flatnonzero(of)
    return weighed(book, rows, all_in("open", rows.size), "")
