"""The list of records in a JSON text, found by its path and read record by record, so that memory stays bounded."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.mapping.doubts import shortened

# Marks an object that has one key twice: readers differ on which of the two counts.
TWICE: Final = "\0twice"
_SPACE: Final = re.compile(r"[ \t\r\n]*")
# What is left of a text that was cut off within a word or a number.
_LAST_WORD: Final = re.compile(r"[\w.+-]*\s*")
_KEYS: Final = 40


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        found[TWICE] = True
    return found


def _number(text: str) -> str:
    """The text of a number with a point; a whole one is written without, so that the id 12.0 is the id 12."""
    whole, point, part = text.partition(".")
    return whole if point and not part.strip("0") else text


def _nothing(_: str) -> None:
    """NaN and Infinity, which are no JSON, are how some programs write that there is no number."""


# Numbers keep the text that they have, so that no digit of a long one is lost.
DECODER: Final = json.JSONDecoder(
    strict=False, parse_int=str, parse_float=_number, parse_constant=_nothing, object_pairs_hook=_object
)


class Body:
    """A JSON text and how far it has been read; `beside` are the plain values passed on the way, by their own ways."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._at = 0
        self._whole_path = ""
        self.beside: dict[str, Any] = {}

    def records(self, path: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
        """The records of the list that a path of keys leads to, counted from 1.

        Raises Passing for a text that is cut off or no JSON, NeedsPerson where no list is at the path.
        """
        self._whole_path = ".".join(path)
        try:
            self._skip()
            yield from self._value(path)
            self._skip()
        except (IndexError, ValueError) as fault:
            raise self._damaged(fault) from fault
        except RecursionError as fault:
            raise NeedsPerson(words("file.deep", file=self._name), words("file.remedy.bound")) from fault
        if self._at < len(self._text):
            raise self._wrong(self._at)

    def _value(self, path: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
        mark = self._text[self._at]
        if not path and mark == "[":
            yield from self._list()
        elif path and mark == "{":
            yield from self._inside(path)
        else:
            raise self._no_list()

    def _list(self) -> Iterator[tuple[int, Any]]:
        number = 0
        while self._is_more("]", is_first=not number):
            number += 1
            yield number, self._decoded()

    def _inside(self, path: tuple[str, ...]) -> Iterator[tuple[int, Any]]:
        """The records below one key of an object; the others are passed over, and named where it is not there."""
        keys: list[str] = []
        while self._is_more("}", is_first=not keys):
            key = self._key()
            if key == path[0] and key in keys:
                fault = words("file.column.twice", file=self._name, column=self._whole_path)
                raise NeedsPerson(fault, words("file.remedy.records-path"))
            keys.append(key)
            if key == path[0]:
                yield from self._value(path[1:])
            else:
                self._pass_over((*self._whole_path.split(".")[: -len(path)], key))
        if path[0] not in keys:
            raise self._gone(keys)

    def _pass_over(self, way: tuple[str, ...]) -> None:
        value = self._decoded()
        if not isinstance(value, dict | list):
            self.beside[".".join(way)] = value

    def _is_more(self, end: str, *, is_first: bool) -> bool:
        """Whether a list or an object has another member, which then comes next."""
        self._at += 1 if is_first else 0
        self._skip()
        mark = self._text[self._at]
        if mark == end:
            self._at += 1
            return False
        if not is_first:
            self._take(",")
            self._skip()
        return True

    def _key(self) -> str:
        if self._text[self._at] != '"':
            msg = "a key is a text"
            raise ValueError(msg)
        key = str(self._decoded())
        self._skip()
        self._take(":")
        self._skip()
        return key

    def _decoded(self) -> Any:
        value, self._at = DECODER.raw_decode(self._text, self._at)
        return value

    def _take(self, mark: str) -> None:
        if self._text[self._at] != mark:
            msg = f"{mark} is missing"
            raise ValueError(msg)
        self._at += 1

    def _skip(self) -> None:
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at

    def _no_list(self) -> SourceFault:
        """The fault of a value that is no list, once it is known to be whole."""
        value = self._decoded()
        if not isinstance(value, dict):
            key = "file.records.no-list" if self._whole_path else "file.records.none"
            fault = words(key, file=self._name, path=self._whole_path)
            return NeedsPerson(fault, words("file.remedy.records-none"))
        start = f"{self._whole_path}." if self._whole_path else ""
        lists = [f"{start}{path}" for path in _lists_in(value)]
        remedy = words("file.remedy.records" if lists else "file.remedy.records-none")
        detail = words("file.detail.inner", found=", ".join(lists or _named(value)))
        return NeedsPerson(words("file.records.needed", file=self._name), remedy, detail=detail)

    def _gone(self, keys: list[str]) -> SourceFault:
        found = ", ".join(_named(dict.fromkeys(keys)))
        fault = words("file.records.gone", file=self._name, path=self._whole_path)
        return NeedsPerson(fault, words("file.remedy.records-path"), detail=words("file.detail.inner", found=found))

    def _damaged(self, fault: Exception) -> SourceFault:
        """The fault of a text that cannot be read on: it ends too soon, or something in it is wrong."""
        at, is_open = self._at, False
        if isinstance(fault, json.JSONDecodeError):
            at, is_open = fault.pos, fault.msg.startswith("Unterminated")
        if is_open or _LAST_WORD.fullmatch(self._text, at):
            return Passing(words("file.damaged", file=self._name), words("file.remedy.wait"))
        return self._wrong(at)

    def _wrong(self, at: int) -> SourceFault:
        line, column = self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)
        fault = words("file.syntax", file=self._name, line=line, column=column)
        return Passing(fault, words("file.remedy.syntax"))


def printable(key: str) -> str:
    """A key as a fault quotes it: short, and with half of a pair of escapes made visible."""
    return shortened(key.encode(errors="replace").decode())


def _named(value: dict[str, Any]) -> list[str]:
    return [printable(key) for key in list(value)[:_KEYS] if key != TWICE]


def _lists_in(value: dict[str, Any]) -> list[str]:
    """The paths of lists in an object and in those within, at most two deep."""
    found = []
    for key, inner in value.items():
        if isinstance(inner, list):
            found.append(key)
        elif isinstance(inner, dict):
            found += [f"{key}.{one}" for one, deeper in inner.items() if isinstance(deeper, list)]
    return [printable(path) for path in found[:_KEYS]]
