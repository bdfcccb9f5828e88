"""What the sources of a panel can tell: fields that nobody maps, and pasts of which there is no history (rule 10)."""

from dataclasses import dataclass

from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words

_OPENED = "opened"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sources that feed a panel, why it cannot be shown at all, and what only some of the sources lack."""

    sources: tuple[str, ...]
    blank: tuple[Words, ...] = ()
    remarks: tuple[Words, ...] = ()


def feeding(organisation: Organisation, *resources: str) -> tuple[str, ...]:
    """The board's sources that are set to bring any of these resources."""
    return tuple(
        source
        for source in organisation.sources
        if source not in organisation.feeds or organisation.feeds[source] & set(resources)
    )


def coverage(snapshot: Snapshot, *fields: str, history: tuple[str, ...] = ()) -> Coverage:
    """Whether the cases' fields are mapped, and whether a past of these (status, queue) can be told."""
    sources = feeding(snapshot.organisation, "cases", "events")
    batches = {source: snapshot.batches[source] for source in sources if source in snapshot.batches}
    blank: list[Words] = []
    remarks: list[Words] = []
    for field in fields:
        lacking = [source for source, batch in batches.items() if not _maps(batch, field)]
        if lacking:
            sentence = words("missing.field", field=field, sources=", ".join(lacking))
            (blank if len(lacking) == len(batches) else remarks).append(sentence)
    if snapshot.is_past:
        blank += _without_history(snapshot, batches, history)
    return Coverage(sources, tuple(blank), tuple(remarks))


def _maps(batch: Batch, field: str) -> bool:
    """Whether a batch's mapping feeds a field of cases, by a column or by events."""
    cases, events = (batch.mapped.get(name, frozenset()) for name in ("cases", "events"))
    if field == "status":
        return bool({"status", "closed"} & cases) or _has_events(batch, "status", "closed", "reopened")
    if field == _OPENED:
        return _OPENED in cases or _has_events(batch, _OPENED)
    return field in cases or field in events or _has_events(batch, field)


def _has_events(batch: Batch, *kinds: str) -> bool:
    if set(kinds) & batch.mapped.get("events", frozenset()):
        return True
    return "events" in batch.frames and bool(batch.frame("events")["kind"].is_in(list(kinds)).any())


def _without_history(snapshot: Snapshot, batches: dict[str, Batch], fields: tuple[str, ...]) -> list[Words]:
    """A sentence a field whose value then nobody knows: its sources state only what is so now."""
    sentences = []
    for field in fields:
        kinds = ("status", "closed", "reopened") if field == "status" else (field,)
        unable = [
            source
            for source, batch in batches.items()
            if snapshot.at_us < batch.as_of_us and not _has_events(batch, *kinds)
        ]
        if unable:
            since = min(batches[source].as_of_us for source in unable)
            sentences.append(words("missing.history", at=since, sources=", ".join(unable)))
    return sentences[:1]
