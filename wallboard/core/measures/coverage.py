"""What the sources of a panel can tell: fields that nobody maps, and pasts of which there is no history (rule 10)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from wallboard.core.local_time import date_of, day_in
from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch, Unusable
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words
from wallboard.core.worktime import NEVER_US, WorkCalendar

_OPENED = "opened"
_CLOSED = "closed"
_CHANGING = frozenset({"status", "queue", "owner"})
_LONGEST_WORD = 32
_WITHHELD = "rest.doubt.withheld"
"""What sources say of records that were not taken since their details do not come."""
_NO_DAY = (words("window.no-day"),)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sources that feed a panel, why it cannot be shown at all, and what only some of the sources lack.

    `lacking` are the sources that do not map a field, of those that were read; `read_us` is the instant from which on
    all that the panel rests on was read, 0 for all there is; `dues_us` that from which on no unread case falls due.
    """

    sources: tuple[str, ...]
    blank: tuple[Words, ...] = ()
    remarks: tuple[Words, ...] = ()
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)
    read_us: int = 0
    dues_us: int = 0

    @property
    def by_due(self) -> "Coverage":
        """The same for what is counted by the due: it is told from later on."""
        return replace(self, read_us=self.dues_us)

    def covered_us(self, calendar: WorkCalendar) -> int:
        """Where the first work day of a calendar begins that was read as a whole; 0 where all days were."""
        return whole_days_from_us(calendar, self.read_us)


def feeding(organisation: Organisation, takes: frozenset[str], where: Where) -> tuple[str, ...]:
    """The board's sources that are set to bring any of these resources, of those that `where` is about."""
    named = [set(one.values) for one in where.conditions if one.field == "source" and not one.is_negated]
    return tuple(
        source
        for source in organisation.sources
        if (source not in organisation.feeds or organisation.feeds[source] & takes)
        and all(source in sources for sources in named)
    )


def coverage(
    snapshot: Snapshot,
    takes: frozenset[str],
    where: Where,
    fields: tuple[str, ...],
    history: tuple[str, ...] = (),
) -> Coverage:
    """Whether anything was read, whether the cases' fields are mapped, and whether a past of these can be told.

    `history` names what a past needs rows of its own for: "status", "queue", "owner". What `where` asks for is
    needed too: where no source tells it no case is found, and that is no zero.
    """
    sources = feeding(snapshot.organisation, takes, where)
    batches = {source: snapshot.batches[source] for source in sources if source in snapshot.batches}
    if not sources:
        return Coverage(sources, (words("missing.sources"),))
    if not batches:
        return Coverage(sources, (words("missing.unread", sources=", ".join(sources)),))
    if not snapshot.history.step_us.size and any(snapshot.history.unusable[source] for source in batches):
        return Coverage(sources, (words("missing.usable", sources=", ".join(batches)),))
    fields = (*fields, *sorted(where.fields.difference(fields)))
    lacking = {name: frozenset(one for one, batch in batches.items() if not _maps(batch, name)) for name in fields}
    blank: list[Words] = []
    remarks = withheld(batches, takes)
    remarks += _unmapped(snapshot, batches.keys()) if "status" in fields else []
    for name, without in lacking.items():
        if without:
            sentence = words("missing.field", field=name, sources=", ".join(one for one in sources if one in without))
            (blank if len(without) == len(batches) else remarks).append(sentence)
    remarks += useless({source: snapshot.history.unusable[source] for source in batches}, "cases")
    if snapshot.is_past:
        blank += uncovered(snapshot, batches, takes)
        blank += _without_history(snapshot, batches, (*history, *sorted(_CHANGING & where.fields.difference(history))))
    read_us = snapshot.covered_from_us(sources, takes)
    dues_us = snapshot.dues_from_us(sources, where, takes)
    return Coverage(sources, tuple(blank), tuple(remarks), lacking, read_us, dues_us)


def withheld(batches: Mapping[str, Batch], takes: Collection[str]) -> list[Words]:
    """How many records of these resources each source does not give, or gives as they were long ago.

    None is named: walls are read by visitors, and `check` and the panel of the sources tell which they are.
    """
    counts = {
        source: sum(
            int(said)
            for one in batch.remarks
            if one.key == _WITHHELD and one.args["what"] in takes and isinstance(said := one.args["n"], int)
        )
        for source, batch in batches.items()
    }
    return [words("missing.withheld", n=count, source=source) for source, count in counts.items() if count]


def useless(unusable: Mapping[str, Iterable[Unusable]], resource: str) -> list[Words]:
    """How many of each source's rows of one resource cannot be used, for whatever reasons: a figure is without them."""
    counts = {source: sum(one.count for one in found if one.resource == resource) for source, found in unusable.items()}
    return [words(f"missing.useless.{resource}", n=count, source=source) for source, count in counts.items() if count]


def whole_days_from_us(calendar: WorkCalendar, read_us: int) -> int:
    """Where the first work day begins that was read as a whole, of what was read from an instant on; 0 for 0."""
    return calendar.whole_day_from_us(read_us) if read_us else 0


def since(read_us: int, calendar: WorkCalendar, at_us: int, *begins_us: int) -> tuple[Words, ...]:
    """The first work day that a figure tells of, where one of its windows begins before what was read."""
    if read_us <= min(begins_us):
        return ()
    covered_us = whole_days_from_us(calendar, read_us)
    if covered_us > at_us:
        return _NO_DAY
    day = calendar.work_day_of(np.array([covered_us], dtype=np.int64))[0]
    return (words("window.since", on=date_of(int(day)).isoformat()),)


def since_by_due(
    lacks: Coverage, calendar: WorkCalendar, at_us: int, begins_us: Sequence[int], due_begins_us: Sequence[int]
) -> tuple[Words, ...]:
    """The same beside windows of what is counted by the due: the later of the two days.

    Where no day is known yet of what fell due, that, and the day of the other windows.
    """
    plain = since(lacks.read_us, calendar, at_us, *begins_us) if begins_us else ()
    due = since(lacks.dues_us, calendar, at_us, *due_begins_us) if due_begins_us else ()
    if due == _NO_DAY != plain:
        return (words("window.no-due"), *plain)
    return due or plain


def no_due_yet(snapshot: Snapshot, lacks: Coverage, where: Where, calendar: WorkCalendar) -> tuple[Words, ...]:
    """Why nothing can be told by the due, though days were read; nothing where it can, or where none were."""
    if lacks.covered_us(calendar) > snapshot.at_us or lacks.by_due.covered_us(calendar) <= snapshot.at_us:
        return ()
    unable = [
        source for source in lacks.sources if _first_due_day_us(snapshot, source, where, calendar) > snapshot.at_us
    ]
    edge_us, named = snapshot.covered_from_us(unable), ", ".join(unable)
    covered_us = lacks.by_due.covered_us(calendar)
    if covered_us == NEVER_US:
        return (words("missing.history", at=edge_us, sources=named),)
    on = date_of(int(calendar.work_day_of(np.array([covered_us], dtype=np.int64))[0])).isoformat()
    before = date_of(day_in(snapshot.organisation.time_zone, edge_us)).isoformat()
    return (words("missing.dues", on=on, before=before, sources=named),)


def _first_due_day_us(snapshot: Snapshot, source: str, where: Where, calendar: WorkCalendar) -> int:
    return whole_days_from_us(calendar, snapshot.dues_from_us((source,), where))


def target_coverage(snapshot: Snapshot, takes: frozenset[str], where: Where, *fields: str) -> Coverage:
    """What the sources can tell of shares of targets; without any target there is nothing to show.

    `fields` are needed beside those that every share needs.
    """
    history = history_for_hours(snapshot.organisation)
    found = coverage(snapshot, takes, where, ("opened", "status", *fields), history)
    if found.blank or snapshot.organisation.targets:
        return found
    return replace(found, blank=(words("missing.targets"),))


def history_for_hours(organisation: Organisation) -> tuple[str, ...]:
    """What a past of hours needs: holds, where a target's clock stops on them; else openings and closings tell all."""
    return ("status",) if any(target.clock == "organisation" for target in organisation.targets) else ()


def uncovered(
    snapshot: Snapshot, sources: Iterable[str], takes: Collection[str], before_us: int | None = None
) -> list[Words]:
    """A sentence where an instant (None: the snapshot's) lies before what these sources were read of."""
    at_us = snapshot.at_us if before_us is None else before_us
    unable = [source for source in sources if at_us < snapshot.covered_from_us((source,), takes)]
    if not unable:
        return []
    return [words("missing.history", at=snapshot.covered_from_us(unable, takes), sources=", ".join(unable))]


def _maps(batch: Batch, field: str) -> bool:
    """Whether a batch's mapping feeds a field of cases, by a column or by events."""
    cases, events = (batch.mapped.get(name, frozenset()) for name in ("cases", "events"))
    if field == "status":
        return bool({"status", "closed"} & cases) or _has_events(batch, "status", "closed", "reopened")
    if field == _OPENED:
        return _OPENED in cases or _has_events(batch, _OPENED)
    if field == _CLOSED:
        return _CLOSED in cases or _has_events(batch, _CLOSED, "status")
    return field in cases or field in events or _has_events(batch, field)


def _unmapped(snapshot: Snapshot, sources: Collection[str]) -> list[Words]:
    """A sentence of the status words in these sources that nobody mapped, with how many rows say them.

    Such a word counts as open, so a closed case that bears it looks open, and soon late.
    """
    rows: dict[str, int] = {}
    for source, word, count in snapshot.history.unmapped:
        if source in sources:
            rows[word] = rows.get(word, 0) + count
    if not rows:
        return []
    most = sorted(rows, key=lambda word: (-rows[word], word))[:2]
    named = [words("missing.status", word=_elided(word), n=rows[word]) for word in most]
    second = named[1] if len(named) > 1 else None
    return [words("missing.statuses", n=len(rows), first=named[0], second=second, more=" …" if len(rows) > 2 else "")]


def _elided(word: str) -> str:
    half = _LONGEST_WORD // 2
    return word if len(word) <= _LONGEST_WORD else f"{word[:half]}…{word[1 - half :]}"


def _has_events(batch: Batch, *kinds: str) -> bool:
    if set(kinds) & batch.mapped.get("events", frozenset()):
        return True
    return "events" in batch.frames and bool(batch.frame("events")["kind"].is_in(list(kinds)).any())


def _without_history(snapshot: Snapshot, batches: dict[str, Batch], fields: tuple[str, ...]) -> list[Words]:
    """A sentence a field whose value then nobody knows: its sources state only what is so now."""
    sentences = []
    for name in fields:
        kinds = ("status", "closed", "reopened") if name == "status" else (name,)
        unable = [
            source
            for source, batch in batches.items()
            if snapshot.at_us < batch.as_of_us and not _has_events(batch, *kinds)
        ]
        if unable:
            since = min(batches[source].as_of_us for source in unable)
            sentences.append(words("missing.history", at=since, sources=", ".join(unable)))
    return sentences[:1]
