"""Sentences as keys and arguments; they are put into words at the glass or the command line, in its language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter
from typing import Protocol, Union

from wallboard.core.sentences import SENTENCES

Argument = Union[str, int, float, "Words", None]


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence to be: `key` of the catalogue and its arguments (plain values; instants as microseconds UTC)."""

    key: str
    args: Mapping[str, Argument] = field(default_factory=dict)


def words(key: str, /, **args: Argument) -> Words:
    """A sentence of the catalogue; unknown keys are found here, not on the wall."""
    if key not in SENTENCES:
        msg = f"no sentence named {key!r}"
        raise KeyError(msg)
    return Words(key, args)


def verbatim(text: str) -> Words:
    """Text that is a name or a title and has no translation."""
    return Words("verbatim", {"text": text})


class Tongue(Protocol):
    """How a place writes numbers and dates; `sentence` gives a key's template, or two for one and many."""

    def sentence(self, key: str) -> str | tuple[str, str]: ...

    def number(self, value: float, decimals: int) -> str: ...

    def time(self, at_us: int) -> str: ...

    def weekday_time(self, at_us: int) -> str: ...

    def date(self, iso: str) -> str: ...


def age(seconds: float) -> Words:
    """An age in the largest unit that leaves a figure worth reading: 24 s, 47 min, 2 h 30, 3 d."""
    whole = max(0, int(seconds))
    if whole < 60:
        return Words("age.seconds", {"n": whole})
    if whole < 2 * 3600:
        return Words("age.minutes", {"n": whole // 60})
    if whole < 48 * 3600:
        return Words("age.hours", {"hours": whole // 3600, "minutes": f"{whole % 3600 // 60:02d}"})
    return Words("age.days", {"n": whole // 86400})


def say(sentence: Words, tongue: Tongue) -> str:
    """The sentence in a tongue.

    Format words in a template choose how an argument is written: `{n}` a whole number or a text, `{x:1}` a number
    with that many decimals, `{at:time}` and `{at:weekday_time}` an instant, `{on:date}` a date. Where a key has two
    templates, the argument `n` decides.
    """
    template = tongue.sentence(sentence.key)
    if isinstance(template, tuple):
        template = template[0] if sentence.args.get("n") == 1 else template[1]
    parts: list[str] = []
    for literal, name, spec, _ in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(_written(sentence.args.get(name), spec or "", tongue))
    return "".join(parts)


def _written(value: Argument, spec: str, tongue: Tongue) -> str:
    if value is None:
        return ""
    if isinstance(value, Words):
        return say(value, tongue)
    if isinstance(value, str):
        return tongue.date(value) if spec == "date" else value
    if spec == "time":
        return tongue.time(int(value))
    if spec == "weekday_time":
        return tongue.weekday_time(int(value))
    return tongue.number(value, int(spec) if spec else 0)
