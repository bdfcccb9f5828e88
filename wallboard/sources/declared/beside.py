"""What stands beside a path of a record that leads to nothing or to an object, to tell what may have been meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from wallboard.core.words import Words, words
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.origins import Origin

_STEPS: Final = re.compile(r"\w+(?:\.\w+)*", re.ASCII)
_WORDS_OF: Final = ("name", "display_name", "displayName", "title", "label", "value", "login", "email", "id")
"""Keys that hold what people call an object by, the best first."""
_MOST_KEYS: Final = 8


def fields_nowhere(what: str, origins: Sequence[Origin], records: Sequence[Any]) -> Iterator[Words]:
    """A sentence for each field whose path has no key in any of these records, with the keys that stand there."""
    for origin in origins:
        place = last_known(origin.said, records)
        if place is None:
            continue
        holder, keys, step = place
        near = get_close_matches(step, keys, n=1, cutoff=0.6)
        told = {"resource": what, "field": origin.field, "path": origin.said, "keys": ", ".join(keys[:_MOST_KEYS])}
        told["holder"] = holder or "a row"
        if near:
            inner = word_of(_values((*_steps(holder), near[0]), records))
            whole = ".".join((*_steps(holder), near[0], *([inner] if inner else [])))
            yield words("rest.remark.field.near", **told, near=whole)
        else:
            yield words("rest.remark.field", **told)


def objects_taken(what: str, origins: Sequence[Origin], records: Sequence[Any]) -> Iterator[Words]:
    """A sentence for each field whose path leads to an object, with the key in it that was meant most likely."""
    for origin in origins:
        if not _STEPS.fullmatch(origin.said):
            continue
        values = _values(_steps(origin.said), records)
        inner = word_of(values)
        if inner:
            keys = [shortened(str(key)) for value in values if isinstance(value, Mapping) for key in value]
            told = {"resource": what, "field": origin.field, "path": origin.said}
            some = ", ".join(list(dict.fromkeys(keys))[:_MOST_KEYS])
            yield words("rest.remark.object", **told, keys=some, near=f"{origin.said}.{inner}")


def word_of(values: Sequence[Any]) -> str:
    """The key under which objects say what people call them; '' where these are no objects, or have none."""
    objects = [value for value in values if isinstance(value, Mapping) and "__class__" not in value]
    return next((key for key in _WORDS_OF if any(_is_plain(one.get(key)) for one in objects)), "")


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool)


def _steps(path: str) -> tuple[str, ...]:
    return tuple(path.split(".")) if path else ()


def _values(steps: Sequence[str], records: Sequence[Any]) -> list[Any]:
    """What stands at a way of keys, where it stands in a record."""
    values = list(records)
    for step in steps:
        values = [value[step] for value in values if isinstance(value, Mapping) and step in value]
    return values


def last_known(path: str, records: Sequence[Any]) -> tuple[str, list[str], str] | None:
    """How far a path of names leads in any record, the keys there, and the name that is none of them; None where the
    whole path stands in one, or nobody can tell."""
    if not _STEPS.fullmatch(path):
        return None
    steps = _steps(path)
    for number, step in enumerate(steps):
        objects = [value for value in _values(steps[:number], records) if isinstance(value, Mapping)]
        if not objects:
            return None
        keys = [shortened(str(key)) for key in dict.fromkeys(key for one in objects for key in one)]
        if step not in keys:
            return ".".join(steps[:number]), keys, step
    return None
