"""Texts with placeholders, and JSON that holds such texts: filled with values, never run."""

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import quote

from wallboard.sources.declared.moments import form_and_zone, written

TIMES: Final = ("since", "from", "until", "now")
NUMBERS: Final = ("page", "offset", "end", "limit")
MARKS: Final = ("cursor", "last", "last_key", "key")
NAMES: Final = (*TIMES, *NUMBERS, *MARKS)

_PART: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_MOST_TEXT: Final = 20_000
_ENCODERS: Final = ("$var", "$json", "$b64json")


def _backslashed(text: str) -> str:
    return re.sub(r"([\\'\"])", r"\\\1", text)


# What quotes mean in a language of queries, so that no value can end the text in which it stands.
ESCAPES: Final[Mapping[str, Callable[[str], str]]] = {
    "soql": _backslashed,
    "ticketsql": _backslashed,
    "odata": lambda text: text.replace("'", "''"),
    "sql": lambda text: text.replace("'", "''"),
    "url": lambda text: quote(text, safe=""),
    "plain": lambda text: text,
}


class NoValue(Exception):
    """A placeholder has no value: what it stands in is left out."""


@dataclass(frozen=True, slots=True)
class Hole:
    """A placeholder: the value's name, the form and zone of a time, and how it is escaped."""

    name: str
    form: str = ""
    zone: str = ""
    escape: str = ""


Part = str | Hole


def parts_of(text: str) -> list[Part]:
    """A text as literal parts and placeholders. Raises ValueError where one is not well formed."""
    if len(text) > _MOST_TEXT:
        msg = f"a text with placeholders has at most {_MOST_TEXT} characters"
        raise ValueError(msg)
    parts: list[Part] = []
    end = 0
    for match in _PART.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match[0] in ("{{", "}}"):
            parts.append(match[0][0])
        elif match[1] is None:
            msg = f"a single “{match[0]}” begins or ends no placeholder; write it twice"
            raise ValueError(msg)
        else:
            parts.append(hole(match[1]))
    return [part for part in (*parts, text[end:]) if part != ""]


def hole(text: str) -> Hole:
    """A placeholder's inside: `since|iso_z`, `team|odata`. Raises ValueError."""
    name, *filters = [part.strip() for part in text.split("|")]
    if not _NAME.fullmatch(name):
        msg = f"“{{{text}}}” is no placeholder: a name, then how it is written, as in {{since|iso_z}}"
        raise ValueError(msg)
    form = zone = escape = ""
    for one in filters:
        if name not in TIMES and one in ESCAPES:
            escape = one
        elif name in TIMES:
            form, zone = form_and_zone(one)
        else:
            raise ValueError(_no_filter(name, one))
    if name in TIMES and not form:
        msg = f"say how {{{text}}} is written, as in {{{name}|iso_z}}"
        raise ValueError(msg)
    return Hole(name, form, zone, escape)


def _no_filter(name: str, written_as: str) -> str:
    """What is wrong with how a value that is no instant is to be written."""
    with suppress(ValueError):
        form_and_zone(written_as)
        near = get_close_matches(name, TIMES, 1)
        meant = f"; did you mean {{{near[0]}|{written_as}}}?" if near else ""
        return f"“{name}” is no instant, as {', '.join(TIMES)} are, to be written as “{written_as}”{meant}"
    return f"“{written_as}” is no way to escape a value: {', '.join(ESCAPES)}"


def check_text(text: str) -> None:
    """Raises ValueError where a text's placeholders are not well formed, or a value could end the quotes it is in."""
    parts = parts_of(text)
    for number, part in enumerate(parts):
        if not isinstance(part, Hole) or part.name in (*TIMES, *NUMBERS) or part.escape:
            continue
        texts = ["" if isinstance(one, Hole) else one for one in parts]
        within = _open_quote("".join(texts[:number]))
        before = parts[number - 1] if number else ""
        after = parts[number + 1] if number + 1 < len(parts) else ""
        if (
            str(before)[-1:] in ("'", '"')
            or str(after)[:1] in ("'", '"')
            or (within and within in "".join(texts[number:]))
        ):
            msg = f"say how {{{part.name}}} is escaped between quotes: {', '.join(ESCAPES)}"
            raise ValueError(msg)


def _open_quote(text: str) -> str:
    """The quote that is open at a text's end, '' for none."""
    quote = ""
    for mark in re.findall(r"""\\.|['"]""", text):
        if mark == quote:
            quote = ""
        elif not quote and len(mark) == 1:
            quote = mark
    return quote


def check_tree(tree: Any) -> None:
    """Raises ValueError where a text or an encoder within JSON is not well formed."""
    for text, is_typed in _texts(tree):
        if is_typed:
            hole(text)
        else:
            check_text(text)


def check_params(params: Mapping[str, Any]) -> None:
    """Raises ValueError where a parameter of an address is an object that no encoder makes a text or a value of."""
    for name, tree in params.items():
        for one in tree if isinstance(tree, list) else [tree]:
            if isinstance(one, dict) and not _encoder(one):
                # in braces without quotes YAML reads an object whose key has no value
                keys = [key for key, value in one.items() if value is None]
                meant = f'; did you mean "{{{keys[0]}}}" in quotes?' if len(one) == len(keys) == 1 else ""
                msg = f"{name}: an object in params needs one of the keys {', '.join(_ENCODERS)}{meant}"
                raise ValueError(msg)


def names_in(tree: Any) -> frozenset[str]:
    """The placeholders of a text, or of JSON."""
    found: set[str] = set()
    for text, is_typed in _texts(tree):
        parts = [hole(text)] if is_typed else parts_of(text)
        found.update(part.name for part in parts if isinstance(part, Hole))
    return frozenset(found)


def holes_of(tree: Any, name: str) -> list[Hole]:
    """The placeholders of a name in JSON."""
    found: list[Hole] = []
    for text, is_typed in _texts(tree):
        parts = [hole(text)] if is_typed else parts_of(text)
        found.extend(part for part in parts if isinstance(part, Hole) and part.name == name)
    return found


def _texts(tree: Any) -> Iterator[tuple[str, bool]]:
    if isinstance(tree, str):
        yield tree, False
    elif isinstance(tree, list):
        for item in tree:
            yield from _texts(item)
    elif isinstance(tree, dict):
        encoder = _encoder(tree)
        if encoder == "$var":
            if not isinstance(tree["$var"], str):
                msg = "$var names a value, as in since|epoch_ms"
                raise ValueError(msg)
            yield tree["$var"], True
            return
        for value in tree.values():
            yield from _texts(value)


def _encoder(tree: Mapping[str, Any]) -> str:
    marked = [key for key in tree if key in _ENCODERS]
    if marked and len(tree) > 1:
        msg = f"{marked[0]} stands alone in its object"
        raise ValueError(msg)
    return marked[0] if marked else ""


Values = Mapping[str, Any]


def filled_text(text: str, values: Values, escape: str = "plain") -> str:
    """A text with its placeholders filled, each escaped as it says, else by `escape`. Raises NoValue."""
    found = []
    for part in parts_of(text):
        if isinstance(part, str):
            found.append(part)
        else:
            value = _value(part, values)
            if isinstance(value, dict | list):
                value = json.dumps(value, separators=(",", ":"))
            found.append(ESCAPES[part.escape or escape](_as_text(value)))
    return "".join(found)


def filled(tree: Any, values: Values) -> Any:
    """JSON with its placeholders filled and its encoders done. Raises NoValue.

    A key of an object is left out where anything in it has no value: half a filter would be another one.
    """
    if isinstance(tree, str):
        return filled_text(tree, values)
    if isinstance(tree, list):
        return [filled(item, values) for item in tree]
    if not isinstance(tree, dict):
        return tree
    encoder = _encoder(tree)
    if encoder == "$var":
        return _value(hole(tree["$var"]), values)
    if encoder:
        text = json.dumps(filled(tree[encoder], values), separators=(",", ":"), ensure_ascii=False)
        return text if encoder == "$json" else base64.urlsafe_b64encode(text.encode()).decode()
    found = {}
    for key, item in tree.items():
        with suppress(NoValue):
            found[key] = filled(item, values)
    return found


def _value(part: Hole, values: Values) -> Any:
    value = values.get(part.name)
    if value is None:
        raise NoValue(part.name)
    return written(value, part.form, part.zone) if part.form else value


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
