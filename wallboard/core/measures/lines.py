"""Several measures in lines: a line for each group of cases or for each week, and one for all together."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from wallboard.core.evidence import Evidence
from wallboard.core.local_time import date_of
from wallboard.core.measures.asked import Ask, of_week, scope_of, weeks_of, weigh, weigh_this_week, weigh_told_week
from wallboard.core.measures.coverage import Coverage
from wallboard.core.measures.groups import Over, groups
from wallboard.core.measures.weighing import Reckoned, Weighed
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words

Explain = Callable[[], Evidence]
THIS_WEEK = "this_week"


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What each measure comes to in a group or a week, and how that is explained; `name` is what figures call it.

    `on` is a week's Monday, ISO; `is_now` says that the week is running.
    """

    name: str
    label: Words
    found: tuple[Reckoned, ...]
    explain: tuple[Explain, ...]
    on: str | None = None
    is_now: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines in order. `total` and `weighed` (one a measure) are of all cases; weeks have no total."""

    lines: tuple[Line, ...]
    total: Line | None = None
    weighed: tuple[Weighed, ...] = ()


def line_of_all(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage) -> Lines:
    """One line of all cases."""
    weighed = tuple(weigh(snapshot, ask, lacks) for ask in asks)
    return Lines((), _line("", words("group.all"), weighed), weighed)


def lines_of(
    snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage, over: Over, *, weeks: int, has_this_week: bool = False
) -> Lines:
    """The lines of these measures, all of one `where`; `weeks` finished weeks, where they are by week."""
    if over == "week":
        finished = tuple(_finished(snapshot, asks, lacks, weeks))
        running = (_running(snapshot, asks, lacks),) if has_this_week else ()
        return Lines((*finished, *running))
    whole = line_of_all(snapshot, asks, lacks)
    weighed = whole.weighed
    rows = np.concatenate([one.evidence.rows for one in weighed])
    found = groups(scope_of(snapshot, asks[0], lacks), over, asks[0].where, rows)
    lines = tuple(_line(group.name, group.label, tuple(one.of(group.cases) for one in weighed)) for group in found)
    return Lines(lines, whole.total, weighed)


def _line(name: str, label: Words, weighed: tuple[Weighed, ...], on: str | None = None) -> Line:
    found, explain = tuple(one.reckon() for one in weighed), tuple(partial(explained, one) for one in weighed)
    return Line(name, label, found, explain, on, is_now=on is not None)


def _finished(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage, count: int) -> list[Line]:
    lines = []
    for weeks in weeks_of(snapshot, asks, lacks, count):
        on, begins = weeks[0].week_on, weeks[0].begins
        found = tuple(of_week(ask, week) for ask, week in zip(asks, weeks, strict=True))
        explain = tuple(partial(_explained_week, snapshot, ask, lacks, begins) for ask in asks)
        lines.append(Line(on, words("group.week", on=on), found, explain, on))
    return lines


def _running(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage) -> Line:
    weighed = tuple(weigh_this_week(snapshot, ask, lacks) for ask in asks)
    return _line(THIS_WEEK, words("group.this-week"), weighed, date_of(snapshot.this_monday).isoformat())


def _explained_week(snapshot: Snapshot, ask: Ask, lacks: Coverage, begins: int) -> Evidence:
    return weigh_told_week(snapshot, begins, ask, lacks).explained


def explained(weighed: Weighed) -> Evidence:
    """The evidence behind a figure, made when it is asked for."""
    return weighed.explained
