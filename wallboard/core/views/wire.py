"""Views, layouts and notes to plain JSON data and back, by their own types."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from wallboard.core.views.shapes import SHAPES, Shape
from wallboard.core.words import Words

T = TypeVar("T")
_SHAPE_TYPES = tuple(SHAPES.values())


def to_plain(value: Any) -> Any:
    """Dataclasses, tuples and plain values as JSON data; a shape carries its kind."""
    if is_dataclass(value) and not isinstance(value, type):
        plain = {item.name: to_plain(getattr(value, item.name)) for item in fields(value)}
        return {"kind": value.kind, **plain} if isinstance(value, _SHAPE_TYPES) else plain
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    return value


def from_plain(cls: type[T], data: Any) -> T:
    """The value of a type from its plain data.

    Raises TypeError, KeyError or ValueError on data of another form: a journal of a later version is not guessed at.
    """
    result: T = _read(cls, data)
    return result


@cache
def _hints(cls: type) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(cls).items() if name != "kind"}


@cache
def _form(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    return get_origin(hint), get_args(hint)


def _read(hint: Any, data: Any) -> Any:  # noqa: PLR0911 - one return a form of type is the plainest reading
    if hint is Any or type(data) is hint:  # marks are tuples of thousands of plain numbers
        return data
    origin, args = _form(hint)
    if origin in (Union, UnionType):
        return _read_union(args, data)
    if origin is Literal:
        if data not in args:
            msg = f"{data!r} is none of {args}"
            raise ValueError(msg)
        return data
    if origin is tuple:
        return _read_tuple(args, data)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _read_argument(item) for key, item in data.items()}
    if is_dataclass(hint):
        of_type = cast("type", hint)
        hints = _hints(of_type)
        return of_type(**{name: _read(hints[name], data[name]) for name in hints if name in data})
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return data
    if not isinstance(data, hint):
        msg = f"{data!r} is no {hint.__name__}"
        raise TypeError(msg)
    return data


def _read_argument(data: Any) -> Any:
    """An argument of a sentence: a plain value, or another sentence."""
    return _read(Words, data) if isinstance(data, Mapping) else data


def _read_tuple(args: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_read(args[0], item) for item in data)
    return tuple(_read(arg, item) for arg, item in zip(args, data, strict=True))


def _read_union(args: tuple[Any, ...], data: Any) -> Any:
    if data is None and NoneType in args:
        return None
    if type(data) in args:
        return data
    if isinstance(data, Mapping) and set(args) == set(get_args(Shape)):
        return _read(SHAPES[data["kind"]], data)
    rest = [arg for arg in args if arg is not NoneType]
    if len(rest) != 1:
        msg = f"no single type to read {data!r} as"
        raise TypeError(msg)
    return _read(rest[0], data)
