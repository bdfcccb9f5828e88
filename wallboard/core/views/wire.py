"""Views, layouts and notes to plain JSON data and back, by their own types.

How a type is written or read is found out once: a wall's picture is thousands of small values, every few seconds.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from wallboard.core.views.shapes import SHAPES, Shape
from wallboard.core.words import Words

T = TypeVar("T")
Read = Callable[[Any], Any]

_AS_THEY_ARE = frozenset({str, int, float, bool, NoneType})
_SHAPE_TYPES = tuple(SHAPES.values())


def to_plain(value: Any) -> Any:
    """Dataclasses, tuples and plain values as JSON data; a shape carries its kind."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, tuple | list):
        return [item if type(item) in _AS_THEY_ARE else to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    cls: Any = type(value)
    names = _names(cls)
    if names is None:
        return value
    plain = {name: to_plain(getattr(value, name)) for name in names}
    return {"kind": value.kind, **plain} if isinstance(value, _SHAPE_TYPES) else plain


def from_plain(cls: type[T], data: Any) -> T:
    """The value of a type from its plain data.

    Raises TypeError, KeyError or ValueError on data of another form: a journal of a later version is not guessed at.
    """
    hint: Any = cls
    result: T = _reader(hint)(data)
    return result


@cache
def _names(cls: type) -> tuple[str, ...] | None:
    """The fields of a dataclass; None of another type."""
    return tuple(item.name for item in fields(cls)) if is_dataclass(cls) else None


@cache
def _reader(hint: Any) -> Read:
    """What reads values of a type."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any:
        return _as_it_is
    if origin in (Union, UnionType):
        return _union_reader(args)
    if origin is Literal:
        return _literal_reader(args)
    if origin is tuple:
        return _tuple_reader(args)
    if origin is not None and issubclass(origin, Mapping):
        return _arguments
    return _dataclass_reader(hint) if is_dataclass(hint) else _plain_reader(hint)


def _as_it_is(data: Any) -> Any:
    return data


def _plain_reader(hint: Any) -> Read:
    def read(data: Any) -> Any:
        if type(data) is hint:
            return data
        if hint is float and isinstance(data, int) and not isinstance(data, bool):
            return data
        if not isinstance(data, hint):
            msg = f"{data!r} is no {hint.__name__}"
            raise TypeError(msg)
        return data

    return read


def _dataclass_reader(cls: Any) -> Read:
    readers: dict[str, Read] = {}

    def read(data: Any) -> Any:
        if type(data) is cls:
            return data
        if not readers:  # now, for a type may hold itself
            hints = get_type_hints(cls)
            readers.update({name: _reader(hint) for name, hint in hints.items() if name != "kind"})
        return cls(**{name: read_one(data[name]) for name, read_one in readers.items() if name in data})

    return read


def _literal_reader(allowed: tuple[Any, ...]) -> Read:
    def read(data: Any) -> Any:
        if data not in allowed:
            msg = f"{data!r} is none of {allowed}"
            raise ValueError(msg)
        return data

    return read


def _tuple_reader(args: tuple[Any, ...]) -> Read:
    readers = [_reader(arg) for arg in args if arg is not Ellipsis]

    def read_all(data: Any) -> tuple[Any, ...]:
        read_one, own = readers[0], args[0]
        # marks are tuples of thousands of plain numbers
        return tuple(item if type(item) is own else read_one(item) for item in data)

    def read_each(data: Any) -> tuple[Any, ...]:
        return tuple(read_one(item) for read_one, item in zip(readers, data, strict=True))

    return read_all if args[-1:] == (Ellipsis,) else read_each


def _union_reader(args: tuple[Any, ...]) -> Read:
    rest = [arg for arg in args if arg is not NoneType]
    are_shapes = set(args) == set(get_args(Shape))

    def read(data: Any) -> Any:
        if type(data) in args:
            return data
        if are_shapes and isinstance(data, Mapping):
            shape: Any = SHAPES[data["kind"]]
            return _reader(shape)(data)
        if len(rest) != 1:
            msg = f"no single type to read {data!r} as"
            raise TypeError(msg)
        return _reader(rest[0])(data)

    return read


def _arguments(data: Any) -> Any:
    """The arguments of a sentence: plain values, or other sentences."""
    return {key: _reader(Words)(item) if isinstance(item, Mapping) else item for key, item in data.items()}
