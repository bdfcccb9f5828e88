"""What the sources of a panel can tell: fields that nobody maps, and pasts of which there is no history (rule 10)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import has_few_targets
from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words

Bools = NDArray[np.bool_]

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


@dataclass(frozen=True, slots=True)
class Shares:
    """Of how many cases a share is known: `without_target` have none, `without_hours` a target but unknown hours."""

    cases: int
    without_target: int
    without_hours: int

    @property
    def is_few(self) -> bool:
        """Whether fewer than 80 % have a share, so that the figure is greyed."""
        return has_few_targets(self.cases - self.without_target - self.without_hours, self.cases)

    @property
    def blank(self) -> tuple[Words, ...]:
        """Why nothing can be said at all: every case's hours are unknown."""
        is_none_known = 0 < self.cases == self.without_hours
        return (words("missing.hours", n=self.cases),) if is_none_known else ()

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What the figures leave out, in words."""
        said = []
        if self.without_target:
            said.append(words("with-target", with_target=self.cases - self.without_target, all=self.cases))
        if self.without_hours:
            said.append(words("hours-unknown", n=self.without_hours))
        return tuple(said)


def shares_of(book: CaseBook, mask: Bools) -> Shares:
    """Of how many of these cases a share is known."""
    has_target = book.has_target
    return Shares(
        int(np.count_nonzero(mask)),
        int(np.count_nonzero(mask & ~has_target)),
        int(np.count_nonzero(mask & has_target & ~book.has_hours)),
    )


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
