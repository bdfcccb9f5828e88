"""Computes finished weeks anew; the journal keeps both figures, and the wall shows the new one."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from wallboard.cli.boards import board_of, moment_of
from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give, tell
from wallboard.cli.printable import printable
from wallboard.cli.week_text import figure_text
from wallboard.clocks import wall_us
from wallboard.core.local_time import DAY_US, date_of, day_of, monday_of
from wallboard.core.measures.weeks import WeekAsk, WeekCount, WeekKey, this_monday
from wallboard.core.snapshot import Snapshot
from wallboard.store.journal import RETENTION_US, Journal
from wallboard.store.places import board_id, places_of

Counts = dict[WeekKey, WeekCount]


def recompute(board: str | None, *, since: str, cached: bool = False) -> int:
    """Writes a line for each week whose figure changed, and how many there were; 1 where some could not be computed."""
    house = board_of(board)
    now_us = wall_us()
    first = first_week(since, this_monday(house.organisation.time_zone, now_us), now_us)
    moment = moment_of(house, None, cached=cached)
    snapshot = moment.composed.snapshot
    if not snapshot.week_asks:
        tell("No panel of this board shows weeks: there is nothing to recompute.")
        return FALLS_SHORT
    counts = counted(snapshot, first)
    lacking = [f"{line}\n" for line in _lacking(snapshot)]
    places = places_of()
    places.make()
    journal = Journal(places)
    try:
        before = journal.recompute_weeks(board_id(house.files[0]), counts, now_us)
    finally:
        journal.close()
    if before is None:
        tell("The journal cannot be written: nothing was stored.")
        return FALLS_SHORT
    give("".join(f"{line}\n" for line in (*_changes(counts, before), _summary(counts, before, date_of(first)))))
    if lacking:
        tell("".join(lacking).rstrip())
    return FALLS_SHORT if lacking else ALL_WELL


def first_week(text: str, monday: int, now_us: int) -> int:
    """The Monday of the week of a date, as days since 1970-01-01. Raises Refused where no such week can be had.

    `monday` is that of the present week.
    """
    try:
        day = day_of(date.fromisoformat(text.strip()))
    except ValueError:
        raise Refused(f"“{text}” is no date; write it as in 2026-03-02.") from None
    begins = monday_of(day)
    if begins > monday:
        raise Refused(f"{text} has not come yet: only weeks that are over can be recomputed.")
    if begins == monday:
        raise Refused(f"The week of {text} is not over: the last one that is began on {date_of(monday - 7)}.")
    oldest = monday_of((now_us - RETENTION_US) // DAY_US) + 7
    if begins < oldest:
        raise Refused(f"Weeks are kept for 25 months: recompute from {date_of(oldest)} or later.")
    return begins


def counted(snapshot: Snapshot, first: int) -> Counts:
    """Every figure of the weeks from this one on whose rows are whole."""
    whole_us = {name: snapshot.whole_until_us(ask.sources) for name, ask in snapshot.week_asks.items()}
    counts: Counts = {}
    for begins in range(first, snapshot.this_monday, 7):
        # one week's book at a time: they are large
        week = snapshot.moved_to(snapshot.at_us, snapshot.notes).finished_week(begins)
        for name, ask in snapshot.week_asks.items():
            if week.until_us <= whole_us[name] and snapshot.told_from_us(ask) <= week.from_us:
                counts[ask.key(begins)] = ask.compute(week)
    return counts


def _lacking(snapshot: Snapshot) -> Iterable[str]:
    """Which figures end before the last finished week, and why."""
    until_us = snapshot.finished_week(snapshot.this_monday - 7).until_us
    for ask in snapshot.week_asks.values():
        if snapshot.whole_until_us(ask.sources) < until_us:
            names = ", ".join(_unread(snapshot, ask, until_us))
            yield printable(f"{label(ask.measure, ask.scope)}: not up to the last week, for want of rows: {names}.")


def _unread(snapshot: Snapshot, ask: WeekAsk, until_us: int) -> list[str]:
    names = [note.name for note in snapshot.notes] if ask.sources is None else ask.sources
    return [name for name in names if snapshot.whole_until_us((name,)) < until_us]


def _changes(counts: Counts, before: dict[WeekKey, WeekCount | None]) -> Iterable[str]:
    lines = [
        f"{key.week_on} {label(key.measure, key.scope)}: {figure_text(old)} → {figure_text(counts[key])}"
        for key, old in before.items()
        if old is not None and _is_other(old, counts[key])
    ]
    return map(printable, sorted(lines))


def _summary(counts: Counts, before: dict[WeekKey, WeekCount | None], from_on: date) -> str:
    new = sum(old is None for old in before.values())
    changed = sum(old is not None and _is_other(old, counts[key]) for key, old in before.items())
    same = len(counts) - new - changed
    return f"From {from_on}: {len(counts)} computed, {changed} changed, {new} new, {same} the same."


def _is_other(old: WeekCount, new: WeekCount) -> bool:
    """Whether a figure is another one: that it now says of how many cases a target is known does not make it one."""
    if (old.value, old.numerator, old.denominator) != (new.value, new.numerator, new.denominator):
        return True
    return old.cases is not None and figure_text(old) != figure_text(new)


def label(measure: str, scope: str) -> str:
    """A figure's measure, with what it is about where that is not everything: `on-time, type: Order`."""
    plain = json.loads(scope)
    more = [f"{name}: {value}" for name, value in plain.items() if name not in ("where", "zone") and value is not None]
    return ", ".join([measure, *_conditions(plain["where"]), *more])


def _conditions(where: dict[str, Any]) -> Iterable[str]:
    for one in where.get("all", ()):
        values = [f"{side} {one[side]:g}" for side in ("above", "below") if side in one]
        values += [" or ".join(value or "none" for value in one[side]) for side in ("in", "not") if side in one]
        yield f"{one['field']}: {'not ' if 'not' in one else ''}{', '.join(values)}"
    if "any" in where:
        yield f"any of ({'; '.join(', '.join(_conditions(one)) for one in where['any'])})"
