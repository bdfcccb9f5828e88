"""The answers of CalDAV (RFC 4918, 207 Multi-Status), read one response after the other and within bounds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

DAV: Final = "DAV: "
CALDAV: Final = "urn:ietf:params:xml:ns:caldav "
SERVER: Final = "http://calendarserver.org/ns/ "

_PIECE: Final = 1 << 16
_MOST_DEPTH: Final = 30
_MOST_RESPONSES: Final = 200_000
_MOST_PARTS: Final = 5_000
_STATUS: Final = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_OK: Final = range(200, 300)


class NoMultistatus(ValueError):
    """A body that is no answer of CalDAV: other XML or none, cut off, with a DTD, or beyond bounds."""


@dataclass(slots=True)
class Element:
    """A part of an answer: its namespace and name with a space between, attributes, text, and what it has inside."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    inside: list["Element"] = field(default_factory=list)

    def all(self, name: str) -> Iterator["Element"]:
        """Those of a name directly inside."""
        return (one for one in self.inside if one.name == name)

    def said(self, name: str) -> str:
        """The text of the first of a name directly inside, '' where there is none."""
        return next((one.text.strip() for one in self.all(name)), "")


@dataclass(frozen=True, slots=True)
class Response:
    """What is said of one address: its own status, None where its properties have theirs; those that it has."""

    href: str
    status: int | None
    properties: Mapping[str, Element]

    @property
    def is_gone(self) -> bool:
        """Whether there is nothing at the address."""
        return self.status in (404, 410)

    def text(self, name: str) -> str:
        """The text of a property, '' where it has none."""
        found = self.properties.get(name)
        return "" if found is None else found.text.strip()


class Multistatus:
    """A body's responses, to be gone through once; `sync_token` is known afterwards, '' where there is none."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.sync_token = ""

    def __iter__(self) -> Iterator[Response]:
        """The responses. Raises NoMultistatus, also after some have come."""
        builder = _Builder()
        view = memoryview(self._body)
        for start in range(0, len(view), _PIECE):
            builder.feed(bytes(view[start : start + _PIECE]))
            yield from builder.taken()
        builder.feed(b"", is_last=True)
        yield from builder.taken()
        self.sync_token = builder.sync_token


class _Builder:
    """Follows the parser; only the response that is being read stands in memory as elements."""

    def __init__(self) -> None:
        self._done: list[Response] = []
        self._path: list[Element] = []
        self._texts: list[str] = []
        self._responses = 0
        self._parts = 0
        self.sync_token = ""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        # What a DTD may define, entities above all, grows without end or reads files.
        self._parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.EntityDeclHandler = _refuse
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._texts.append

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Some more of the body. Raises NoMultistatus."""
        try:
            self._parser.Parse(piece, is_last)
        except (expat.ExpatError, ValueError, LookupError) as fault:
            raise NoMultistatus from fault

    def taken(self) -> list[Response]:
        """The responses that are whole by now, each once."""
        done, self._done = self._done, []
        return done

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1
        if not self._path and name != f"{DAV}multistatus":
            raise NoMultistatus
        if len(self._path) >= _MOST_DEPTH or self._parts > _MOST_PARTS:
            raise NoMultistatus
        element = Element(name, attributes)
        # The root does not keep what it has, so that a long answer is never there as a whole.
        if len(self._path) > 1:
            self._path[-1].inside.append(element)
        self._path.append(element)
        self._texts.clear()

    def _end(self, name: str) -> None:
        element = self._path.pop()
        if not element.inside:
            element.text = "".join(self._texts)
        self._texts.clear()
        if len(self._path) != 1:
            return
        self._parts = 0
        if name == f"{DAV}sync-token":
            self.sync_token = element.text.strip()
        elif name == f"{DAV}response":
            self._responses += 1
            if self._responses > _MOST_RESPONSES:
                raise NoMultistatus
            self._done.append(_response(element))


def _response(element: Element) -> Response:
    properties: dict[str, Element] = {}
    for part in element.all(f"{DAV}propstat"):
        status = _status(part.said(f"{DAV}status"))
        if status is None or status in _OK:
            for found in part.all(f"{DAV}prop"):
                properties |= {one.name: one for one in found.inside}
    return Response(element.said(f"{DAV}href"), _status(element.said(f"{DAV}status")), properties)


def _status(text: str) -> int | None:
    found = _STATUS.match(text)
    return None if found is None else int(found[1])


def _refuse(*_: object) -> None:
    raise NoMultistatus
