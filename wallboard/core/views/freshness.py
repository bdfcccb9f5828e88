"""How old what is shown may be called: the words of rules 11 and 12, judged with the reader's own clock."""

from dataclasses import dataclass
from typing import Literal

from wallboard.core.words import Words

Word = Literal["NO DATA", "PARTIAL", "FAILED", "STALE", "LATE", "CLOCK WRONG", "LIVE"]
SourceWord = Literal["UNREAD", "FAILED", "STALE", "LATE", "LIVE"]

COMPOSED_LATE_US = 60_000_000
COMPOSED_STALE_US = 600_000_000


@dataclass(frozen=True, slots=True)
class SourceNote:
    """One source's condition as the collector left it; ages are absolute instants, its calendar already applied.

    `as_of_us` is None until a first complete read. `late_at_us` and `stale_at_us` are None where age is not judged
    (the demo, and everything in the past). `fault` says what went wrong at the last attempt, `remedy` what to do;
    `needs_person` tells a fault that only a person can mend. `clock_ahead_us` is by how much this machine's clock is
    ahead of the source's own (negative: behind); None where it has none, or has not told it yet.
    """

    name: str
    as_of_us: int | None = None
    late_at_us: int | None = None
    stale_at_us: int | None = None
    is_cut_short: bool = False
    needs_person: bool = False
    fault: Words | None = None
    remedy: Words | None = None
    retry_at_us: int | None = None
    rows: int = 0
    clock_ahead_us: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A panel's word, the sources to blame, and whether the collector itself has fallen silent."""

    word: Word
    culprits: tuple[SourceNote, ...] = ()
    is_collector_silent: bool = False

    @property
    def is_hatched(self) -> bool:
        """Whether the figure is drawn hatched and grey."""
        return self.word in ("STALE", "FAILED")


def word_of_source(note: SourceNote, now_us: int) -> SourceWord:
    """The first word of rule 12 that applies to a source at an instant; UNREAD before its first complete read."""
    if note.needs_person:
        return "FAILED"
    if note.as_of_us is None:
        return "UNREAD"
    if note.stale_at_us is not None and now_us > note.stale_at_us:
        return "STALE"
    if note.fault is not None or (note.late_at_us is not None and now_us > note.late_at_us):
        return "LATE"
    return "LIVE"


def condition_of(notes: tuple[SourceNote, ...], composed_at_us: int | None, now_us: int) -> Condition:
    """The first word of rule 11 that applies to a panel fed by these sources.

    `composed_at_us` None means that the view does not age (reports, and everything in the past).
    """
    silent_us = 0 if composed_at_us is None else now_us - composed_at_us
    words = {note.name: word_of_source(note, now_us) for note in notes}
    bad = tuple(note for note in notes if words[note.name] in ("UNREAD", "FAILED", "STALE") or note.is_cut_short)
    if notes and all(note.as_of_us is None for note in notes):
        return Condition("NO DATA", bad)
    if bad and (len(bad) < len(notes) or any(note.is_cut_short for note in bad)):
        return Condition("PARTIAL", bad)
    if bad and all(words[note.name] == "FAILED" for note in notes):
        return Condition("FAILED", bad)
    if bad or silent_us > COMPOSED_STALE_US:
        return Condition("STALE", bad, silent_us > COMPOSED_STALE_US)
    late = tuple(note for note in notes if words[note.name] == "LATE")
    if late or silent_us > COMPOSED_LATE_US:
        return Condition("LATE", late, silent_us > COMPOSED_LATE_US)
    return Condition("LIVE")
