"""What the sources of a panel can tell: fields that nobody maps, and pasts of which there is no history (rule 10)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words

_OPENED = "opened"
_CLOSED = "closed"
_CHANGING = frozenset({"status", "queue", "owner"})
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sources that feed a panel, why it cannot be shown at all, and what only some of the sources lack.

    `lacking` are the sources that do not map a field, of those that were read.
    """

    sources: tuple[str, ...]
    blank: tuple[Words, ...] = ()
    remarks: tuple[Words, ...] = ()
    lacking: Mapping[str, frozenset[str]] = field(default_factory=dict)


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
    remarks = _unmapped(snapshot, batches.keys()) if "status" in fields else []
    for name, without in lacking.items():
        if without:
            sentence = words("missing.field", field=name, sources=", ".join(one for one in sources if one in without))
            (blank if len(without) == len(batches) else remarks).append(sentence)
    if snapshot.is_past:
        blank += _without_history(snapshot, batches, (*history, *sorted(_CHANGING & where.fields.difference(history))))
    return Coverage(sources, tuple(blank), tuple(remarks), lacking)


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
