"""Presets: declarations that are there already, each a YAML file, and what a board lays over them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from pydantic import Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from wallboard.core.organisation import State
from wallboard.discovery import BadType
from wallboard.sources.contract import Part

PACKAGE: Final = "wallboard.sources.presets"
GROUP: Final = "wallboard.presets"
UNTESTED: Final = "untested: from documentation"
_OWN_KEYS: Final = ("title", "proven", "known_by", "statuses")
_MOST_BYTES: Final = 1_000_000


class KnownBy(Part):
    """What tells that a server is of a system; one of these is enough."""

    hosts: list[str] = Field(default=[], description="How the names of its hosts end, such as .example.com")
    paths: list[str] = Field(
        default=[], description="Parts of a path that its interface alone has; `url` ends before them"
    )
    common_paths: list[str] = Field(
        default=[], description="The same of parts that other systems have too: they tell nothing by themselves"
    )
    headers: dict[str, str] = Field(default={}, description="Headers of its answers, each with a text that is in it")
    texts: list[str] = Field(default=[], description="Texts in its pages or answers")


class About(Part):
    """What a preset says of itself, beside what it lays under a board's source."""

    title: str = Field(description="The system's name", min_length=1)
    proven: bool = Field(default=False, description="Whether it was compared with a real server")
    known_by: KnownBy = Field(default=KnownBy(), description="What `wallboard source try` knows it by")
    statuses: dict[State, list[str]] = Field(
        default={}, description="The system's words; in force unless the board gives the source its own"
    )


@dataclass(frozen=True, slots=True)
class Preset:
    """A preset: its name, what it says of itself, and the data that a board's keys go over."""

    name: str
    about: About
    data: Mapping[str, Any]

    @property
    def said(self) -> str:
        """The system's name, and whether the preset was ever tried."""
        return self.about.title if self.about.proven else f"{self.about.title} ({UNTESTED})"


@cache
def found() -> Mapping[str, Traversable]:
    """The file of each preset by name: the program's own, then those of installed packages.

    An entry point of the group is a preset's name and the package that holds NAME.yaml. Raises BadType where there is
    none at all: the program was packed without them.
    """
    own = {one.name.removesuffix(".yaml"): one for one in files(PACKAGE).iterdir() if one.name.endswith(".yaml")}
    if not own:
        raise BadType(f"{PACKAGE} holds no preset: this copy of the program is not whole, install it again")
    for entry in entry_points(group=GROUP):
        own.setdefault(entry.name, files(entry.value).joinpath(f"{entry.name}.yaml"))
    return dict(sorted(own.items()))


def packages() -> tuple[str, ...]:
    """The packages that hold presets, and the functions that they name."""
    return (PACKAGE, *(entry.value for entry in entry_points(group=GROUP)))


def nearest(name: str) -> str:
    """The preset that a mistyped name most likely meant; '' when none is near."""
    close = get_close_matches(name.casefold(), found(), n=1, cutoff=0.6)
    return close[0] if close else ""


@cache
def preset(name: str) -> Preset:
    """A preset by its name, which is one of `found`. Raises BadType, naming file, line and key, where it is none."""
    return read(found()[name], name)


def read(file: Traversable, name: str) -> Preset:
    """The preset of a file. Raises BadType."""
    text = text_of(file)
    try:
        data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text)))
    except (YAMLError, TypeError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        where = f":{mark.line + 1}" if mark is not None else ""
        said = "a date or an object without quotes" if isinstance(fault, TypeError) else "no YAML"
        raise BadType(f"{file}{where}: {said}") from fault
    if not isinstance(data, dict):
        raise BadType(f"{file}:1: a preset is keys and values")
    own = {key: data.pop(key) for key in _OWN_KEYS if key in data}
    try:
        about = About.model_validate_json(json.dumps(own))
    except ValidationError as fault:
        raise BadType(told(fault, str(file), text)) from fault
    return Preset(name, about, data)


def text_of(file: Traversable) -> str:
    """A preset's text. Raises BadType."""
    try:
        data = file.read_bytes()
        if len(data) > _MOST_BYTES:
            raise BadType(f"{file}: a preset has at most {_MOST_BYTES:,} bytes")
        return data.decode()
    except (OSError, UnicodeError) as fault:
        raise BadType(f"{file}: it cannot be read: {fault}") from fault


def told(fault: ValidationError, file: str, text: str) -> str:
    """What is wrong in a declaration: file, line, key and fault, each on a line of its own."""
    root = YAML(typ="rt", pure=True).load(text)
    lines = []
    for detail in fault.errors(include_url=False):
        line, path = _place(root, (*detail["loc"], *detail.get("ctx", {}).get("at", ())))
        if detail["type"] == "missing":
            path = f"{path}.{detail['loc'][-1]}".lstrip(".")
        lines.append(f"{file}:{line}: {path or 'it'}: {detail['msg'].removeprefix('Value error, ')}")
    return "\n".join(dict.fromkeys(lines))


def _place(root: Any, parts: tuple[str | int, ...]) -> tuple[int, str]:
    """The line of the innermost key of a path that is written, and that path."""
    node, line, path = root, 1, []
    for part in parts:
        try:
            inner, place = node[part], node.lc.data[part]
        except (KeyError, IndexError, TypeError, AttributeError):
            continue
        node, line = inner, place[0] + 1
        path.append(str(part))
    return line, ".".join(path)
