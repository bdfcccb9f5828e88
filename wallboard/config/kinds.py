"""What an option's kind asks of its value: bounds, a name of the board's, a path relative to its own file."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wallboard.config.document import Data
from wallboard.config.faults import Path, nearest, quoted
from wallboard.config.names import Names
from wallboard.config.reading import Reading
from wallboard.core import kinds
from wallboard.core.kinds import Kind
from wallboard.sources.web.secret_looks import looks_like_secret
from wallboard.store.secrets import is_name

_FILE: Final = next(part for part in get_args(kinds.FilePath) if isinstance(part, Kind))
SECRET: Final = next(part for part in get_args(kinds.SecretName) if isinstance(part, Kind))

_SECRETS: Final = "letters, digits, - and _, at most 64"
_SET_IT: Final = "the secret itself is told to `wallboard secret set NAME`"

Found = tuple[Path, Kind, str | int | float]
"""A value that has a kind: where it stands, its kind, what is written there."""


def check_kinds(reading: Reading, path: Path, form: type[BaseModel], names: Names) -> None:
    """Checks what is written at a path against the kinds of a model, even if the model has faults."""
    for at, kind, value in values_with_kinds(form, path, reading.at(path)):
        if kind == SECRET:
            if not is_name(str(value)):  # it may be the secret itself: no fault repeats it
                reading.fault(at, "found something that is no name of a secret", allowed=_SECRETS, remedy=_SET_IT)
            elif looks_like_secret(str(value)):
                reading.fault(at, "found what looks like the secret itself", allowed="its name", remedy=_SET_IT)
        elif kind.choices and isinstance(value, str):
            choices = names.of(kind.choices)
            if choices is None or value in choices:
                continue
            if kind.choices == "time zones":
                near = nearest(value, choices)
                reading.fault(at, f"found {quoted(value)}", allowed="a time zone as in Europe/London", nearest=near)
            else:
                reading.unknown(at, value, choices, f"{kind.name} of this board")
        elif not isinstance(value, str):
            is_low = kind.least is not None and value < kind.least
            is_high = kind.most is not None and value > kind.most
            if is_low or is_high:
                reading.fault(at, f"found {quoted(value)}", allowed=bounds(kind))


def rebase_files(reading: Reading, path: Path, form: type[BaseModel], folder: FilePath) -> None:
    """Makes the paths that an included file names relative to the board's folder, as all others are."""
    for at, kind, value in list(values_with_kinds(form, path, reading.at(path))):
        own_folder = FilePath(reading.document.place(at).file).parent
        if kind == _FILE and own_folder != folder and isinstance(value, str):
            reading.at(at[:-1])[at[-1]] = str(FilePath(os.path.relpath(own_folder, folder)) / value)


def values_with_kinds(form: type[BaseModel], path: Path, data: Data) -> Iterator[Found]:
    """Every value of a model's data that has a kind, in lists, mappings and inner models too."""
    if not isinstance(data, dict):
        return
    for name, info in form.model_fields.items():
        key = info.alias or name
        if key in data:
            yield from _found(info.annotation, _own(info.metadata), (*path, key), data[key])


def _found(annotation: Any, kind: Kind | None, path: Path, data: Data) -> Iterator[Found]:
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from _found(parts[0], _own(parts[1:]) or kind, path, data)
    elif origin in (Union, UnionType):
        named = [choice for part in parts if get_origin(part) is Literal for choice in get_args(part)]
        for part in () if data in named else parts:
            yield from _found(part, kind, path, data)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from values_with_kinds(annotation, path, data)
    elif isinstance(data, dict) and parts:
        for key, value in data.items():
            yield from _found(parts[-1], kind, (*path, key), value)
    elif isinstance(data, list) and parts:
        for index, value in enumerate(data):
            yield from _found(parts[0], kind, (*path, index), value)
    elif kind is not None and type(data) in ((str,) if annotation is str else (int, float)):
        yield path, kind, data


def _own(metadata: Any) -> Kind | None:
    return next((entry for entry in metadata if isinstance(entry, Kind)), None)


def bounds(kind: Kind) -> str:
    """A kind's bounds as a phrase: `0 to 100 %`, `at least 1`; '' where it has none."""
    unit = f" {kind.unit}" if kind.unit else ""
    if kind.least is not None and kind.most is not None:
        return f"{kind.least:.12g} to {kind.most:.12g}{unit}"
    if kind.least is not None:
        return f"at least {kind.least:.12g}{unit}"
    return f"at most {kind.most:.12g}{unit}" if kind.most is not None else ""


def kind_of(info: FieldInfo) -> Kind | None:
    """The kind of a field, also within Optional, a list or a mapping's values; None where it has none."""
    return _own(info.metadata) or _inner(info.annotation)


def _inner(annotation: Any) -> Kind | None:
    parts = get_args(annotation)
    for part in parts[-1:] if get_origin(annotation) in (dict, Mapping) else parts:  # a mapping's keys are free
        if isinstance(part, Kind):
            return part
        if (inner := _inner(part)) is not None:
            return inner
    return None
