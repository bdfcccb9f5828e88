"""Every open case as one mark: across, its type or queue; up, its share of its own target."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, weighed
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import coverage
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.shares import shares_of
from wallboard.core.measures.type_names import type_name
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, Lane, Lanes, View
from wallboard.core.words import Words, verbatim, words
from wallboard.panels.contract import (
    ZONE_NAMES,
    Envelope,
    FigureName,
    PanelOptions,
    Shown,
    blank,
    count_of_shares,
    heading,
    zone_figures,
)

Bools = NDArray[np.bool_]
Across = Literal["type", "queue"]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where"})
MANY_MARKS = 2000
STEPS_PER_TARGET = 60  # where there are too many, marks of one lane within a sixtieth of a target become one
STEPS_PER_DOUBLING = 12  # far beyond the target, where the wall's scale is compressed: within a twelfth of a doubling
LINEAR_TO = 1.5

FIGURES = (
    FigureName("open", "cases", "open cases, running and on hold"),
    FigureName("running", "cases", "open cases that are not on hold"),
    FigureName("on_hold", "cases", "cases on hold"),
    *zone_figures("cases", "running cases in the zone {zone}"),
    *zone_figures("cases", "cases on hold in the zone {zone}", prefix="on_hold_"),
    FigureName("without_share", "cases", "open cases without a target, or whose hours are unknown"),
    FigureName("open:NAME", "cases", "each of these for one type or queue; nothing behind the colon is none"),
)


class Options(PanelOptions):
    """The hero of a wall."""

    summary: ClassVar[str] = "every open case as one mark, by the share of its own target"

    across: Across = Field("type", description="what the lanes are")


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Open cases of one lane, or of all: what figures put behind their names, and its counts, each as a mask."""

    suffix: str
    name: str | None
    cases: Bools
    counted: dict[str, Bools]


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The open cases of the panel's scope, with counts by lane and zone."""
    title = heading(envelope, "queue" if options.across == "queue" else "")
    # a type without a history is taken as it is now; which queue a case was in then, nobody knows
    history = ("status", "queue") if options.across == "queue" else ("status",)
    lacks = coverage(snapshot, TAKES, envelope.where, ("opened", "status", options.across), history)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    book = snapshot.book
    mask = selected(book, envelope.where) & book.is_open
    whole, groups = _Group("", None, mask, _counted(book, mask)), _groups(book, options.across, mask)
    figures = tuple(figure for group in (whole, *groups) for figure in _figures(book, group))
    makers = {name: make for group in (whole, *groups) for name, make in _makers(book, group).items()}
    note = words("open-cases.note", running=_count(whole.counted["running"]), held=_count(whole.counted["on_hold"]))
    body, remarks = _lanes(book, options.across, groups), (*lacks.remarks, *shares_of(book, mask).remarks)
    late_us = book.turned_late_us(mask)
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks, late_us)
    return Shown(view, OnDemand(makers))


def _figures(book: CaseBook, group: _Group) -> list[Figure]:
    """The counts of a group; those of zones say of how many cases no share is known (rule 10)."""
    shares = shares_of(book, group.cases)
    counts = {f"{name}{group.suffix}": (name, _count(chosen)) for name, chosen in group.counted.items()}
    return [
        count_of_shares(figure, count, shares) if name.endswith(ZONE_NAMES) else Figure(figure, count)
        for figure, (name, count) in counts.items()
    ]


def _makers(book: CaseBook, group: _Group) -> dict[str, Callable[[], Evidence]]:
    return {f"{name}{group.suffix}": partial(_evidence, book, group, name) for name in group.counted}


def _evidence(book: CaseBook, group: _Group, name: str) -> Evidence:
    rows, said = np.flatnonzero(group.cases), name.replace("_", " ")
    return weighed(book, rows, {said: (group.counted[name][rows], True)}, f"not {said}")


def _groups(book: CaseBook, across: Across, mask: Bools) -> list[_Group]:
    """The lanes in the board's order, those without a name last; a listed type has its lane even when empty."""
    organisation = book.history.organisation
    codes = getattr(book, across)
    names = book.history.fields[across].names
    listed = [one.name for one in (organisation.types if across == "type" else organisation.queues)]
    present = set(np.unique(codes[mask]).tolist())
    order = [code for code in range(len(names)) if code in present or names[code] in listed]
    named: list[tuple[str | None, int]] = [(names[code], code) for code in order]
    if NONE in present:
        named.append((None, NONE))
    cases = [mask & (codes == code) for _, code in named]
    return [
        _Group(f":{name or ''}", name, here, _counted(book, here)) for (name, _), here in zip(named, cases, strict=True)
    ]


def _counted(book: CaseBook, cases: Bools) -> dict[str, Bools]:
    """The counts of open cases, each as a mask."""
    running, held = cases & (book.state == OPEN), cases & (book.state == HELD)
    counted = {"open": cases, "running": running, "on_hold": held}
    for code, name in enumerate(ZONE_NAMES):
        counted[name] = running & (book.zone == code)
    for code, name in enumerate(ZONE_NAMES):
        counted[f"on_hold_{name}"] = held & (book.zone == code)
    return counted | {"without_share": cases & (book.zone == NONE)}


def _lanes(book: CaseBook, across: Across, groups: list[_Group]) -> Lanes:
    of_lanes = [np.flatnonzero(group.cases) for group in groups]
    lane = np.repeat(np.arange(len(groups), dtype=np.int64), [rows.size for rows in of_lanes])
    lane, rows, count = _binned(book, lane, np.concatenate([np.zeros(0, dtype=np.int64), *of_lanes]))
    shares, zones = book.share[rows].tolist(), book.zone[rows].tolist()
    return Lanes(
        lanes=tuple(_lane(book, across, group) for group in groups),
        lane=tuple(lane.tolist()),
        share=tuple(None if zone == NONE else share for share, zone in zip(shares, zones, strict=True)),
        zone=tuple(zones),
        is_held=tuple((book.state[rows] == HELD).tolist()),
        count=tuple(count.tolist()),
    )


def _lane(book: CaseBook, across: Across, group: _Group) -> Lane:
    counts = {name: _count(chosen) for name, chosen in group.counted.items()}
    held_without = _count(group.counted["without_share"] & (book.state == HELD))
    return Lane(
        label=_label(group.name, across),
        short=_short(book, group.name, across),
        running=tuple(counts[zone] for zone in ZONE_NAMES),
        held=tuple(counts[f"on_hold_{zone}"] for zone in ZONE_NAMES),
        without_target=counts["without_share"] - held_without,
        held_without_target=held_without,
        without_hours=_count(group.counted["without_share"] & book.has_target),
    )


def _binned(
    book: CaseBook, lane: NDArray[np.int64], rows: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Marks few enough to tell apart: beyond two thousand, near ones of a lane become one that stands for them."""
    if rows.size <= MANY_MARKS:
        return lane, rows, np.ones(rows.size, dtype=np.int64)
    share = np.nan_to_num(book.share[rows], nan=-1.0)
    beyond = np.log2(np.maximum(share, LINEAR_TO) / LINEAR_TO)
    scaled = np.minimum(share, LINEAR_TO) * STEPS_PER_TARGET + beyond * STEPS_PER_DOUBLING
    step = np.floor(scaled).astype(np.int64)
    keys = np.stack([lane, book.state[rows].astype(np.int64), book.zone[rows].astype(np.int64), step])
    _, first, count = np.unique(keys, axis=1, return_index=True, return_counts=True)
    return lane[first], rows[first], count


def _label(name: str | None, across: Across) -> Words:
    return verbatim(name) if name is not None else words(f"lane.none.{across}")


def _short(book: CaseBook, name: str | None, across: Across) -> Words:
    short = type_name(book.history.organisation, name).args.get("short") if across == "type" else None
    if isinstance(short, str):
        return verbatim(short)
    return words("lane.none.queue.short") if name is None and across == "queue" else _label(name, across)


def _count(mask: Bools) -> int:
    return int(np.count_nonzero(mask))
