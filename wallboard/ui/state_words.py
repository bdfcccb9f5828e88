"""What a panel and the header say about age and trouble, as sentences, by rules 11 and 12."""

from dataclasses import dataclass

from wallboard.core.views.clocks import is_off, short_of_wrong, whose_time
from wallboard.core.views.freshness import Condition, SourceNote, condition_of, word_of_source
from wallboard.core.views.shapes import Picture
from wallboard.core.words import Words, age, words
from wallboard.ui.scene import MarkShape
from wallboard.ui.sheet import Stage
from wallboard.ui.tongue import weekday_tells

DISK_TROUBLE = {"full": "glass.disk-full", "read-only": "glass.disk-read-only"}
"""What the glass adds to a picture's trouble where the disk takes no newer one, by what hinders it."""
_SILENCE = {"glass.disk-full": "state.disk-full", "glass.disk-read-only": "state.disk-read-only"}
WORD_KEYS = {
    "NO DATA": "state.no-data",
    "PARTIAL": "state.partial",
    "FAILED": "state.failed",
    "STALE": "state.stale",
    "LATE": "state.late",
    "CLOCK WRONG": "state.clock-wrong",
    "LIVE": "state.live",
}
WORD_ROLES = {
    "NO DATA": "text",
    "PARTIAL": "text-warn",
    "FAILED": "text-late",
    "STALE": "text-warn",
    "LATE": "text",
    "CLOCK WRONG": "text-warn",
    "LIVE": "muted",
}
_GRAVITY = ("LIVE", "LATE", "STALE", "UNREAD", "FAILED")
_WORD_OF_SOURCE = {"UNREAD": "NO DATA"}


@dataclass(frozen=True, slots=True)
class HeaderState:
    """What the corner says: a word with its colour's role where there is trouble, and the rest of the sentence.

    `age` is what outlasts the rest where that has no room; empty where nothing is known or it is the past.
    """

    word: str
    role: str
    rest: str
    shape: MarkShape | None = None
    age: str = ""


def old_of(note: SourceNote, now_us: int) -> Words:
    """A source with its age, or that it was never read."""
    if note.as_of_us is None:
        return words("state.source-unread", name=note.name)
    if note.is_cut_short and word_of_source(note, now_us) in ("LIVE", "LATE"):
        return words("state.source-cut", name=note.name)
    return words("state.source-old", name=note.name, age=age((now_us - note.as_of_us) / 1e6))


def reason_of(note: SourceNote, now_us: int) -> Words:
    """As `old_of`; of a source that was tried and never read, why."""
    if note.as_of_us is None and note.fault is not None:
        return words("state.source-fault", name=note.name, fault=note.fault)
    return old_of(note, now_us)


def late_age(condition: Condition, composed_at_us: int | None, now_us: int) -> Words:
    """The age beside LATE: of the oldest source to blame, or of the picture itself."""
    instants = [note.as_of_us for note in condition.culprits if note.as_of_us is not None]
    if condition.is_collector_silent and composed_at_us is not None:
        instants.append(composed_at_us)
    return age((now_us - min(instants, default=now_us)) / 1e6)


def as_of(condition: Condition, composed_at_us: int | None, stage: Stage) -> Words:
    """Since when a hatched figure is no longer of now, and for how long: a time, on another day with that day."""
    now_us = stage.now_us
    instants = [note.as_of_us for note in condition.culprits if note.as_of_us is not None]
    if not instants and composed_at_us is not None:
        instants.append(composed_at_us)
    since = min(instants, default=now_us)
    old = age((now_us - since) / 1e6)
    then, today = stage.tongue.local(since).date(), stage.tongue.local(now_us).date()
    if then == today:
        return words("state.as-of", at=since, age=old)
    if weekday_tells(then, today):
        return words("state.as-of-weekday", at=since, age=old)
    return words("state.as-of-date", on=then.isoformat(), age=old)


def reasons(condition: Condition, picture: Picture) -> list[Words]:
    """Why: each culprit's fault, and what keeps the collector's pictures away."""
    faulty = [note for note in condition.culprits if note.fault]
    why = [words("state.source-fault", name=note.name, fault=note.fault) for note in faulty]
    return [*why, _silence(picture)] if condition.is_collector_silent else why


def ways_out(condition: Condition) -> list[Words]:
    """What to do, each thing once, or when it is tried again."""
    remedies = [note.remedy for note in condition.culprits if note.remedy]
    if remedies:
        return [remedy for number, remedy in enumerate(remedies) if remedy not in remedies[:number]]
    tries = [note.retry_at_us for note in condition.culprits if note.retry_at_us is not None]
    return [words("state.kept", at=min(tries)) if tries else words("state.kept-no-retry")]


def header_state(picture: Picture, stage: Stage) -> HeaderState:
    """LIVE with the oldest age, or the gravest word with its source; CLOCK WRONG before them; AT in the past."""
    if picture.at_us is not None:
        at = stage.tongue.date_time(picture.at_us)
        return HeaderState("", "muted", stage.say(words("state.at", at=at)))
    return _wrong_clock(picture, stage) if is_off(picture.clock_ahead_us) else _gravest(picture, stage)


def _gravest(picture: Picture, stage: Stage) -> HeaderState:
    now_us = stage.now_us
    graded = [(_GRAVITY.index(word_of_source(note, now_us)), -(note.as_of_us or 0), note) for note in picture.sources]
    whole = condition_of((), picture.composed_at_us, now_us)
    if whole.word == "STALE" or (whole.word == "LATE" and max((g for g, _, _ in graded), default=0) < 2):
        said = stage.say(_silence(picture))
        since = stage.say(late_age(whole, picture.composed_at_us, now_us))
        return HeaderState(_word(whole.word, stage), WORD_ROLES[whole.word], f"{said} {since}", "triangle", since)
    if not graded or max(graded, key=lambda entry: entry[:2])[0] == 0:
        known = [note.as_of_us for note in picture.sources if note.as_of_us is not None]
        if not known:
            return HeaderState("", "muted", stage.say(words("state.live")))
        oldest = age((now_us - min(known)) / 1e6)
        cut = next((note for note in picture.sources if note.is_cut_short), None)
        if cut is not None:  # a list may be taken as it comes for good: LIVE above PARTIAL panels would be none
            rest = stage.say(words("state.source-cut", name=cut.name))
            return HeaderState(_word("PARTIAL", stage), WORD_ROLES["PARTIAL"], rest, "triangle", stage.say(oldest))
        return HeaderState("", "muted", stage.say(words("state.oldest", age=oldest)), age=stage.say(oldest))
    note = max(graded, key=lambda entry: entry[:2])[2]
    source_word = word_of_source(note, now_us)
    word = _WORD_OF_SOURCE.get(source_word, source_word)
    shape: MarkShape = "square" if word == "FAILED" else "triangle"
    if note.as_of_us is None:
        return HeaderState(_word(word, stage), WORD_ROLES[word], note.name, shape)
    old = age((now_us - note.as_of_us) / 1e6)
    rest = stage.say(words("state.source-age", name=note.name, age=old))
    return HeaderState(_word(word, stage), WORD_ROLES[word], rest, shape, stage.say(old))


def _silence(picture: Picture) -> Words:
    """Why there are no newer pictures: where the disk takes none the collector may well live."""
    told = (_SILENCE[line.key] for line in picture.trouble if line.key in _SILENCE)
    return words(next(told, "state.collector"))


def _wrong_clock(picture: Picture, stage: Stage) -> HeaderState:
    """Before all else that may be wrong: it explains the rest, and whoever sees it can mend it."""
    told = {note.name: note.clock_ahead_us for note in picture.sources if note.clock_ahead_us is not None}
    rest = stage.say(short_of_wrong(picture.clock_ahead_us, whose_time(picture.clock_ahead_us, told)))
    return HeaderState(_word("CLOCK WRONG", stage), WORD_ROLES["CLOCK WRONG"], rest, "triangle")


def _word(word: str, stage: Stage) -> str:
    return stage.say(words(WORD_KEYS[word]))
