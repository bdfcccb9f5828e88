"""A mapping written as YAML, with remarks behind its lines; read again it gives the same."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from wallboard.cli.printable import printable

_PLAIN: Final = re.compile(r"[A-Za-zÄÖÜäöüß_][\wÄÖÜäöüß ./+-]*(?<! )")
_RESERVED: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_WIDTH: Final = 110

Remarks = Mapping[tuple[str, ...], str]
"""What is to be said behind a line, by the path of its key."""


def yaml_lines(data: Mapping[str, Any], remarks: Remarks, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a mapping; inner mappings and lists stand on one line where they have room and no remark."""
    indent = "  " * len(path)
    for key, value in data.items():
        here = (*path, key)
        remark = f"  # {printable(remarks[here])}" if here in remarks else ""
        line = f"{indent}{scalar(key)}: {flow(value)}"
        has_inner = any(one[: len(here)] == here and len(one) > len(here) for one in remarks)
        if not isinstance(value, Mapping) or not value or (len(path) >= 3 and not has_inner and len(line) <= _WIDTH):
            yield f"{line}{remark}"
            continue
        yield f"{indent}{scalar(key)}:{remark}"
        yield from yaml_lines(value, remarks, here)


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value) if isinstance(value, str) else json.dumps(value)


def scalar(text: str) -> str:
    """A text as it is where YAML takes it for nothing else, else in quotation marks."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED:
        return text
    return '"' + "".join(map(_written, text)) + '"'


def _written(letter: str) -> str:
    """A letter between quotation marks, as YAML has it: JSON's pairs of escapes would be two letters."""
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
