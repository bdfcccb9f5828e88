"""How far this machine's clock is from those of the sources, and when it is called wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wallboard.core.words import Words, age, words

CLOCK_WRONG_US = 120_000_000
"""A clock that is further than this from the sources' is wrong; a slow answer or a header's whole seconds are not."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What is known of this machine's clock: by how much it is ahead (negative: behind), in microseconds.

    `ahead_us` is against the time that a picture goes by; 0 while the clock is right. `of_sources` has each source
    that told its time, by name.
    """

    ahead_us: int = 0
    of_sources: Mapping[str, int] = field(default_factory=dict)


RIGHT = Clocks()


def is_off(ahead_us: int | None) -> bool:
    """Whether a clock that is so far ahead or behind is wrong."""
    return ahead_us is not None and abs(ahead_us) > CLOCK_WRONG_US


def ahead_of(told_us: int, began_us: int, ended_us: int) -> int:
    """By how much our clock is at least ahead of one that told an instant between two of ours; 0 where it may agree."""
    least, most = sorted((began_us - told_us, ended_us - told_us))
    return least if least > 0 else min(most, 0)


def agreed_ahead(aheads: Iterable[int]) -> int:
    """By how much a clock is wrong, of what is known of it against others: the least, where all say so.

    0 where nobody tells, where one of them agrees with it, or where some would have it later and others earlier: then
    it is theirs that are wrong.
    """
    known = list(aheads)
    if not known or not all(map(is_off, known)) or min(known) < 0 < max(known):
        return 0
    return min(known, key=abs)


def is_guessed(ahead_us: int, told: Iterable[int | None]) -> bool:
    """Whether a wrong clock's true time is a guess: no source tells it, and what was kept is only known to be past."""
    return is_off(ahead_us) and all(one is None for one in told)


def whose_time(ahead_us: int, told: Mapping[str, int]) -> str | None:
    """The source by whose clock ours is wrong; None where no source tells."""
    return min(told, key=lambda name: abs(told[name] - ahead_us), default=None)


def short_of_wrong(ahead_us: int, name: str | None) -> Words:
    """How wrong a clock is, in the few words that stand beside CLOCK WRONG; `name` None: only what was kept tells."""
    old = _minutes(ahead_us)
    if name is None:
        return words("clock.behind-kept", age=old)
    return words("clock.ahead-of" if ahead_us > 0 else "clock.behind-of", age=old, name=name)


def sentence_of_wrong(ahead_us: int, name: str | None) -> Words:
    """How wrong a clock is, as a sentence."""
    old = _minutes(ahead_us)
    if name is None:
        return words("clock.kept", age=old)
    return words("clock.source-ahead" if ahead_us > 0 else "clock.source-behind", age=old, name=name)


def _minutes(ahead_us: int) -> Words:
    """To the nearest minute: who tells whole seconds is late by up to one, and 2 h 59 would be meant for 3 h 00."""
    return age(round(abs(ahead_us) / 6e7) * 60)
