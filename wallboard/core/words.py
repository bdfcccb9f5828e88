"""Sentences as keys and arguments; they are put into words at the glass or the command line, in its language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from string import Formatter
from typing import Literal, Protocol, Union, cast, get_args

from wallboard.core.sentences import SENTENCES

Argument = Union[str, int, float, "Words", None]
DateForm = Literal["date", "day", "weekday", "weekday_long"]
_DATE_FORMS = get_args(DateForm)


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


def quoted_list(names: Iterable[str]) -> Words:
    """Names one after the other, in the quotation marks of the language in which they are said."""
    quoted = [Words("list.quoted", {"name": name}) for name in names] or [verbatim("")]
    return reduce(lambda first, second: Words("list.then", {"first": first, "second": second}), quoted)


class Tongue(Protocol):
    """How a place speaks, and writes numbers and dates.

    `template` is the key's sentence before its arguments stand in it; where it has several forms, `n` chooses (None:
    there is nothing to count). `date` takes an ISO date.
    """

    def template(self, key: str, n: int | None) -> str: ...

    def number(self, value: float, decimals: int) -> str: ...

    def time(self, at_us: int) -> str: ...

    def weekday_time(self, at_us: int) -> str: ...

    def date(self, iso: str, form: DateForm) -> str: ...


def english(key: str, n: int | None) -> str:
    """The catalogue's own template: of a pair the first for one, else the second.

    A key that is none stands for itself: a journal may have been written by another version.
    """
    found = SENTENCES.get(key, key)
    if isinstance(found, str):
        return found
    return found[0] if n == 1 else found[1]


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

    Format words in a template choose how an argument is written. A number: `{n}` whole, `{x:1}` with that many
    decimals, `{n:+}` and `{x:+1}` with its sign, nought plain. An instant: `{at:time}`, `{at:weekday_time}`. An ISO
    date: `{on:date}` 3 Nov 2026, `{on:day}` 3 Nov, `{on:weekday}` Tue, `{on:weekday_long}` Tuesday. `{what:resource}`
    is a resource by its name in the tongue. Other texts stand as they are. Where a key has a form for one and another
    for many, the argument `n` decides.
    """
    template = tongue.template(sentence.key, _count(sentence.args.get("n")))
    parts: list[str] = []
    for literal, name, spec, _ in Formatter().parse(template):
        parts.append(literal)
        if name is not None:
            parts.append(_written(sentence.args.get(name), spec or "", tongue))
    return "".join(parts)


def _count(value: Argument) -> int | None:
    return int(value) if isinstance(value, int | float) and float(value).is_integer() else None


def _written(value: Argument, spec: str, tongue: Tongue) -> str:
    if value is None:
        return ""
    if isinstance(value, Words):
        return say(value, tongue)
    if isinstance(value, str):
        return _text(value, spec, tongue)
    if spec == "time":
        return tongue.time(int(value))
    if spec == "weekday_time":
        return tongue.weekday_time(int(value))
    return _number(value, spec, tongue)


def _text(value: str, spec: str, tongue: Tongue) -> str:
    if spec == "resource" and f"resource.{value}" in SENTENCES:
        return tongue.template(f"resource.{value}", None)
    return tongue.date(value, cast("DateForm", spec)) if spec in _DATE_FORMS else value


def _number(value: float, spec: str, tongue: Tongue) -> str:
    decimals = int(spec.removeprefix("+") or 0)
    if abs(value) < 0.5 / 10**decimals:
        return tongue.number(0, decimals)  # what rounds to nought has no sign
    written = tongue.number(value, decimals)
    return f"+{written}" if spec.startswith("+") and value > 0 else written
