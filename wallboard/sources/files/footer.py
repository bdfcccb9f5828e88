"""What a Parquet file claims to hold, read from its footer and page headers before anything is laid out by it.

The layout is that of parquet.thrift (Apache Parquet format 2), in Thrift's compact protocol.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

MAGIC: Final = b"PAR1"
ENCRYPTED: Final = b"PARE"
_TAIL: Final = 8
_DEEPEST: Final = 20
_LONGEST_VARINT: Final = 10
_MOST_PAGES: Final = 1_000_000
# Thrift's types of fields; those that are one or several bytes without a meaning to us are passed over by length.
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT, _UUID = 1, 2, 3, 7, 8, 9, 10, 11, 12, 13
_VARINTS: Final = (4, 5, 6)
_PLAIN: Final = {_BYTE: 1, _DOUBLE: 8, _UUID: 16}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says of itself: its rows, and the unpacked bytes of the columns that were asked for."""

    rows: int
    unpacked: int


def claims(data: bytes, roots: frozenset[str]) -> Claims:
    """The claims of a file about the columns below some top-level names.

    Raises ValueError where footer or page headers are cut off, contradict each other or lead outside the file.
    """
    footer = _footer(data)
    groups = [group for group in _items(footer, 4) if isinstance(group, dict)]
    rows = _number(footer, 3)
    if min((_number(group, 3) for group in groups), default=0) < 0 or rows != sum(_number(one, 3) for one in groups):
        msg = "the row groups do not add up"
        raise ValueError(msg)
    end = len(data) - _TAIL - _footer_size(data)
    unpacked = sum(_unpacked(data, chunk, end) for group in groups for chunk in _chunks(group, roots))
    return Claims(rows, unpacked)


def _footer_size(data: bytes) -> int:
    if len(data) < _TAIL + len(MAGIC) or not data.startswith(MAGIC) or not data.endswith(MAGIC):
        msg = "no Parquet"
        raise ValueError(msg)
    size: int = struct.unpack_from("<I", data, len(data) - _TAIL)[0]
    if size > len(data) - _TAIL - len(MAGIC):
        msg = "the footer is longer than the file"
        raise ValueError(msg)
    return size


def _footer(data: bytes) -> dict[int, Any]:
    start = len(data) - _TAIL - _footer_size(data)
    return _Thrift(data, start, len(data) - _TAIL).read_struct()


def _chunks(group: dict[int, Any], roots: frozenset[str]) -> Iterator[dict[int, Any]]:
    for chunk in _items(group, 1):
        about = chunk.get(3) if isinstance(chunk, dict) else None
        if not isinstance(about, dict):
            msg = "a column without a place"
            raise ValueError(msg)
        path = _items(about, 3)
        if path and isinstance(path[0], bytes) and path[0].decode(errors="replace") in roots:
            yield about


def _unpacked(data: bytes, chunk: dict[int, Any], end: int) -> int:
    """The bytes that a chunk's pages unpack to, as each page says. Raises ValueError."""
    starts = [_number(chunk, 9), *([_number(chunk, 11)] if chunk.get(11) else [])]
    at, left, values = min(starts), _number(chunk, 5), 0
    stop = at + _number(chunk, 7)
    if at < len(MAGIC) or stop > end or left < 0:
        msg = "a column lies outside the file"
        raise ValueError(msg)
    total = 0
    for _ in range(_MOST_PAGES):
        if at >= stop:
            break
        thrift = _Thrift(data, at, stop)
        header = thrift.read_struct()
        size, packed = _number(header, 2), _number(header, 3)
        values += sum(_number(header[kind], 1) for kind in (5, 8) if isinstance(header.get(kind), dict))
        at = thrift.at + packed
        if size < 0 or packed < 0 or at > stop:
            msg = "a page lies outside its column"
            raise ValueError(msg)
        total += size
    if at != stop or values != left:
        msg = "the pages do not add up"
        raise ValueError(msg)
    return total


def _number(fields: dict[int, Any], key: int) -> int:
    value = fields.get(key)
    if not isinstance(value, int):
        msg = f"field {key} is missing"
        raise ValueError(msg)
    return value


def _items(fields: dict[int, Any], key: int) -> list[Any]:
    value = fields.get(key, [])
    return value if isinstance(value, list) else []


class _Thrift:
    """Reads structures, never beyond `end`."""

    def __init__(self, data: bytes, at: int, end: int) -> None:
        self.at = at
        self._data = data
        self._end = end

    def read_struct(self, depth: int = 0) -> dict[int, Any]:
        """The fields of a structure by their ids."""
        if depth > _DEEPEST:
            msg = "too deep"
            raise ValueError(msg)
        fields: dict[int, Any] = {}
        key = 0
        while head := self._bytes(1)[0]:
            kind, step = head & 0x0F, head >> 4
            key = key + step if step else self._zigzag()
            fields[key] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in _VARINTS:
            return self._zigzag()
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind == _STRUCT:
            return self.read_struct(depth + 1)
        if kind in (_LIST, _SET):
            return self._list(depth)
        if kind in _PLAIN:
            return self._bytes(_PLAIN[kind])
        if kind == _MAP:
            return self._map(depth)
        msg = f"{kind} is no type"
        raise ValueError(msg)

    def _list(self, depth: int) -> list[Any]:
        head = self._bytes(1)[0]
        size = head >> 4 if head >> 4 < 15 else self._varint()
        return [self._element(head & 0x0F, depth) for _ in range(self._bounded(size))]

    def _map(self, depth: int) -> None:
        size = self._bounded(self._varint())
        kinds = self._bytes(1)[0] if size else 0
        for _ in range(size):
            self._element(kinds >> 4, depth)
            self._element(kinds & 0x0F, depth)

    def _element(self, kind: int, depth: int) -> Any:
        return self._bytes(1) if kind in (_TRUE, _FALSE) else self._value(kind, depth + 1)

    def _bounded(self, size: int) -> int:
        # Every element takes a byte at least.
        if size > self._end - self.at:
            msg = "a list is longer than the file"
            raise ValueError(msg)
        return size

    def _bytes(self, size: int) -> bytes:
        if size > self._end - self.at:
            msg = "cut off"
            raise ValueError(msg)
        self.at += size
        return self._data[self.at - size : self.at]

    def _varint(self) -> int:
        value = 0
        for place in range(_LONGEST_VARINT):
            byte = self._bytes(1)[0]
            value |= (byte & 0x7F) << (7 * place)
            if byte < 0x80:
                return value
        msg = "a number is too long"
        raise ValueError(msg)

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
