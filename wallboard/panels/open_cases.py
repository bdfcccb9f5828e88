"""Every open case as one mark: across, its type or queue; up, its share of its own target."""

from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, weighed
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import coverage
from wallboard.core.measures.filters import selected
from wallboard.core.measures.history import HELD, NONE, OPEN
from wallboard.core.measures.shares import shares_of
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ZONES, Figure, Lane, Lanes, View
from wallboard.core.words import Words, verbatim, words
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, heading

Bools = NDArray[np.bool_]
Across = Literal["type", "queue"]

TAKES = frozenset({"cases", "events"})
USES = frozenset({"where"})
MANY_MARKS = 2000
STEPS_PER_TARGET = 60  # where there are too many, marks of one lane within a sixtieth of a target become one
STEPS_PER_DOUBLING = 12  # far beyond the target, where the wall's scale is compressed: within a twelfth of a doubling
LINEAR_TO = 1.5

_ZONE_NAMES = tuple(zone.replace("-", "_") for zone in ZONES)
FIGURES = (
    FigureName("open", "cases", "open cases, running and on hold"),
    FigureName("running", "cases", "open cases that are not on hold"),
    FigureName("on_hold", "cases", "cases on hold"),
    *(
        FigureName(name, "cases", f"running cases in the zone {zone}")
        for name, zone in zip(_ZONE_NAMES, ZONES, strict=True)
    ),
    *(
        FigureName(f"on_hold_{name}", "cases", f"cases on hold in the zone {zone}")
        for name, zone in zip(_ZONE_NAMES, ZONES, strict=True)
    ),
    FigureName("without_share", "cases", "open cases without a target, or whose hours are unknown"),
    FigureName("open:NAME", "cases", "each of these for one type or queue; nothing behind the colon is none"),
)


class Options(PanelOptions):
    """The hero of a wall."""

    summary: ClassVar[str] = "every open case as one mark, by the share of its own target"

    across: Across = Field("type", description="what the lanes are")


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
    shares = shares_of(book, mask)
    groups = _groups(book, options.across, mask)
    figures: list[Figure] = []
    evidence: dict[str, Evidence] = {}
    for suffix, group in [("", mask), *((f":{name or ''}", group) for name, group in groups)]:
        rows = np.flatnonzero(group)
        counted = _counted(book, group)
        of_group = shares_of(book, group)
        for name, chosen in counted.items():
            needs_share = name.endswith(_ZONE_NAMES)
            figures.append(
                Figure(
                    f"{name}{suffix}",
                    int(np.count_nonzero(chosen)),
                    without_target=of_group.without_target or None if needs_share else None,
                    without_hours=of_group.without_hours or None if needs_share else None,
                    is_grey=needs_share and of_group.is_few,
                )
            )
            reasons = {name.replace("_", " "): (chosen[rows], True)}
            evidence[f"{name}{suffix}"] = weighed(book, rows, reasons, f"not {name.replace('_', ' ')}")
    value = {figure.name: int(figure.value or 0) for figure in figures}
    note = words("open-cases.note", running=value["running"], held=value["on_hold"])
    remarks = (*lacks.remarks, *shares.remarks)
    body = _lanes(book, options.across, groups)
    late_us = book.turned_late_us(mask)
    view = View(envelope.type, envelope.title, title, body, tuple(figures), lacks.sources, note, remarks, late_us)
    return Shown(view, evidence)


def _groups(book: CaseBook, across: Across, mask: Bools) -> list[tuple[str | None, Bools]]:
    """The lanes in the board's order, those without a name last; a listed type has its lane even when empty."""
    organisation = book.history.organisation
    codes = getattr(book, across)
    names = book.history.fields[across].names
    listed = [one.name for one in (organisation.types if across == "type" else organisation.queues)]
    present = set(np.unique(codes[mask]).tolist())
    order = [code for code in range(len(names)) if code in present or names[code] in listed]
    groups: list[tuple[str | None, Bools]] = [(names[code], mask & (codes == code)) for code in order]
    return [*groups, (None, mask & (codes == NONE))] if NONE in present else groups


def _counted(book: CaseBook, group: Bools) -> dict[str, Bools]:
    """The counts of a group of open cases, each as a mask."""
    running, held = group & (book.state == OPEN), group & (book.state == HELD)
    counted = {"open": group, "running": running, "on_hold": held}
    for code, name in enumerate(_ZONE_NAMES):
        counted[name] = running & (book.zone == code)
    for code, name in enumerate(_ZONE_NAMES):
        counted[f"on_hold_{name}"] = held & (book.zone == code)
    return counted | {"without_share": group & (book.zone == NONE)}


def _lanes(book: CaseBook, across: Across, groups: list[tuple[str | None, Bools]]) -> Lanes:
    lanes, marks = [], []
    for index, (name, group) in enumerate(groups):
        counts = {key: int(np.count_nonzero(chosen)) for key, chosen in _counted(book, group).items()}
        without = group & (book.zone == NONE)
        held_without = int(np.count_nonzero(without & (book.state == HELD)))
        lanes.append(
            Lane(
                label=_label(name, across),
                short=_short(book, name, across),
                running=tuple(counts[zone] for zone in _ZONE_NAMES),
                held=tuple(counts[f"on_hold_{zone}"] for zone in _ZONE_NAMES),
                without_target=int(np.count_nonzero(without)) - held_without,
                held_without_target=held_without,
            )
        )
        marks += [(index, row) for row in np.flatnonzero(group).tolist()]
    lane = np.array([index for index, _ in marks], dtype=np.int64)
    rows = np.array([row for _, row in marks], dtype=np.int64)
    lane, rows, count = _binned(book, lane, rows)
    shares, zones = book.share[rows].tolist(), book.zone[rows].tolist()
    return Lanes(
        lanes=tuple(lanes),
        lane=tuple(lane.tolist()),
        share=tuple(None if zone == NONE else share for share, zone in zip(shares, zones, strict=True)),
        zone=tuple(zones),
        is_held=tuple((book.state[rows] == HELD).tolist()),
        count=tuple(count.tolist()),
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
    if across == "type":
        for case_type in book.history.organisation.types:
            if case_type.name == name and case_type.short:
                return verbatim(case_type.short)
    return _label(name, across)
