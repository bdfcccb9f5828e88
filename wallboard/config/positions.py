"""From YAML text to a tree of plain values that know where they stand; refuses what a board must not hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.events import MappingEndEvent as MappingEnd
from ruamel.yaml.reader import ReaderError

from wallboard.config.faults import Fault, Path, Place, written_path
from wallboard.config.scalars import Scalar, plain

MOST_BYTES: Final = 4 * 1024 * 1024
MOST_NODES: Final = 100_000
MOST_DEPTH: Final = 50
_MOST_DIGITS: Final = 15  # what a float holds exactly; more is no count, measure or time, but a number to be quoted
_MOST_FAULTS: Final = 200  # of a file that is something else than a board


# What the YAML library says → what a person can do about it.
_SYNTAX: Final = (
    (
        "mapping values are not allowed",
        'a second ": " on the line, or a wrong indent; put text with ": " in quotes',
    ),
    ("found character '\\t'", "a tab; YAML wants spaces"),
    ("that cannot start any token", "a text that begins with this sign must stand in quotes"),
    ("could not find expected ':'", 'a key without ": " after it'),
    ("unexpected end of stream", "a quote that is opened here is never closed"),
    ("<stream end>", "the file ends too early; a bracket or brace is not closed"),
    ("expected <block end>", "the indent does not match the lines above"),
    ("<document start>", "the indent does not match the lines above"),
    ("expected ',' or", "a comma, bracket or brace is missing"),
)


@dataclass(slots=True)
class Key:
    """A key of a mapping and where it stands."""

    text: str
    place: Place


@dataclass(slots=True)
class Node:
    """A value and where it stands: a scalar in `value`, or the entries of a mapping or a list."""

    place: Place
    value: Scalar = None
    mapping: list[tuple[Key, "Node"]] | None = None
    items: list["Node"] | None = None
    is_whole: bool = True


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is not yet reached, and the key that waits for its value."""

    node: Node
    key: Key | None = None
    waits_for_value: bool = False
    seen: dict[str, Place] = field(default_factory=dict)


class _Stop(Exception):
    """The rest of the file cannot be read."""


def decode(data: bytes, file: str) -> tuple[str, list[Fault]]:
    """The text of a file's bytes; a fault that names line and byte where it is not UTF-8, or its size."""
    if len(data) > MOST_BYTES:
        found = f"the file has {len(data) / 1024 / 1024:.1f} MB"
        return "", [Fault(file, 1, 1, "", found, remedy=f"a board has at most {MOST_BYTES // 1024 // 1024} MB")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_starts = before.rfind(b"\n") + 1
        column = len(before[line_starts:].decode("utf-8", "replace")) + 1
        found = f"byte 0x{data[error.start]:02X} is not UTF-8 text"
        fault = Fault(file, before.count(b"\n") + 1, column, "", found, remedy="save the file as UTF-8")
        return "", [fault]


def parse(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """The tree of a YAML 1.2 document and every fault of its form; None where there is no whole tree."""
    return _Parser(text, file).run()


class _Parser:
    """Builds the tree from the event stream, so that everything that is wrong is found in one pass."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.faults: list[Fault] = []
        self.root: Node | None = None
        self.stack: list[_Open] = []
        self.anchors: dict[str, Node] = {}
        self.count = 0
        self.documents = 0
        self.at = (1, 1)

    def run(self) -> tuple[Node | None, list[Fault]]:
        try:
            self._refuse_other_versions()
            for event in self._events():
                self.at = (event.start_mark.line + 1, event.start_mark.column + 1)
                self._take(event)
        except _Stop:
            return None, self.faults
        if self.root is None and not self.faults:
            self._fault("the file is empty", remedy='a board begins with "version: 1"')
        return self.root, self.faults

    def _events(self) -> Iterator[Event]:
        """The library's events; whatever it raises becomes a fault, bare ValueErrors on hostile text too."""
        try:
            yield from YAML(typ="safe", pure=True).parse(self.text)
        except ReaderError as error:
            before = self.text[: error.position]
            self.at = (before.count("\n") + 1, len(before) - before.rfind("\n"))
            self._fault(
                f"the character U+{ord(self.text[error.position]):04X} is not allowed in YAML",
                remedy="remove it",
            )
            raise _Stop from error
        except MarkedYAMLError as error:
            is_unclosed = "end of stream" in str(error.problem) or "stream end" in str(error.problem)
            mark = (is_unclosed and error.context_mark) or error.problem_mark
            if mark is not None:
                self.at = (mark.line + 1, mark.column + 1)
            self._fault(f"this is not valid YAML: {_told(str(error.problem))}")
            raise _Stop from error
        except Exception as error:
            self._fault("this is not valid YAML 1.2", remedy="look at the text that follows this place")
            raise _Stop from error

    def _refuse_other_versions(self) -> None:
        """Stops at a %YAML line of another version: 1.1 would turn `yes` into true, the rest cannot be read."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.startswith("%YAML") and line.split("#")[0].split()[1:] != ["1.2"]:
                self.at = (number, 1)
                self._fault(f"found {line[:40].strip()}", allowed="YAML 1.2", remedy="remove the line")
                raise _Stop
            if line.strip() and not line.startswith(("%", "#")):
                return

    # One event

    def _take(self, event: Event) -> None:
        if isinstance(event, DocumentStartEvent):
            self._document()
        elif isinstance(event, SequenceEndEvent | MappingEnd):
            self.stack.pop().node.is_whole = True
        elif isinstance(event, AliasEvent):
            self._place_alias(event)
        elif isinstance(event, ScalarEvent | CollectionStartEvent):
            self._place_node(event)

    def _document(self) -> None:
        self.documents += 1
        if self.documents > 1:
            self._fault("a second document begins here", remedy='a board is one document: remove the line "---"')
            raise _Stop

    def _place_alias(self, event: AliasEvent) -> None:
        if self._is_key_position():
            self._fault("an alias cannot be a key", remedy="write the key out")
            self._add(Node(self._place()))
            return
        node = self.anchors.get(str(event.anchor))
        if node is None:
            self._fault(f"*{event.anchor} is not defined above")
            node = Node(self._place())
        elif not node.is_whole:
            self._fault(f"*{event.anchor} contains itself", remedy="write out what is meant")
            node = Node(self._place())
        self._add(node)

    def _place_node(self, event: ScalarEvent | CollectionStartEvent) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            self._fault(f"more than {MOST_NODES} values", remedy="a board is far smaller")
            raise _Stop
        if event.ctag is not None:
            tag = str(event.ctag).replace("tag:yaml.org,2002:", "!!")[:60]
            self._fault(f"found the tag {tag}", remedy="tags are not allowed: write the plain value")
        is_empty = isinstance(event, ScalarEvent) and event.value == "" and event.style is None
        if is_empty and self.stack and self.stack[-1].key is not None and not self._is_key_position():
            key = self.stack[-1].key.place  # the library places what is not there at the text that follows
            self.at = (key.line, key.column)
        node = Node(self._place())
        if isinstance(event, ScalarEvent):
            node.value = event.value
            if event.style is None:
                node.value, is_refused = plain(event.value)
                if is_refused:
                    remedy = "put it in quotes if it is text"
                    self._fault(f"found {event.value[:40]}", allowed="numbers of at most 15 digits", remedy=remedy)
            elif any("\ud800" <= letter <= "\udfff" for letter in event.value):
                self._fault("half of a character pair (\\ud800 to \\udfff) is no text")
                node.value = ""
        elif isinstance(event, MappingStartEvent):
            node.mapping, node.is_whole = [], False
        else:
            node.items, node.is_whole = [], False
        if event.anchor is not None:
            self.anchors[str(event.anchor)] = node
        self._add(node, event)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.stack.append(_Open(node))
            if len(self.stack) > MOST_DEPTH:
                self._fault(f"nested more than {MOST_DEPTH} deep")
                raise _Stop

    def _add(self, node: Node, event: NodeEvent | None = None) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if top.node.items is not None:
            top.node.items.append(node)
        elif not top.waits_for_value:
            top.key = self._key(top, node, event)
            top.waits_for_value = True
        else:
            if top.key is not None and top.node.mapping is not None:
                top.node.mapping.append((top.key, node))
            top.waits_for_value = False

    def _key(self, top: _Open, node: Node, event: NodeEvent | None) -> Key | None:
        """The key that a node makes; None after a fault, so that its value is passed over."""
        if not isinstance(event, ScalarEvent):
            if event is not None:
                self._fault("a list or mapping cannot be a key", remedy="write the key as text")
            return None
        is_plain = event.style is None
        text = str(event.value if is_plain else node.value)
        if is_plain and node.value is None:
            self._fault('found an empty key or "null" for a key', remedy="put it in quotes if it is meant as text")
            return None
        if is_plain and text == "<<":
            self._fault('"<<" (merge) is not allowed', remedy="write the keys out")
            return None
        place = Place(node.place.file, node.place.line, node.place.column, (*top.node.place.path, text))
        if text in top.seen:
            first = top.seen[text]
            found = f'"{text[:60]}" stands here twice'
            self._fault(found, path=place.path, remedy=f"it stands in line {first.line} too: keep one of them")
            return None
        top.seen[text] = place
        return Key(text, place)

    # Helpers of the above

    def _is_key_position(self) -> bool:
        return bool(self.stack) and self.stack[-1].node.mapping is not None and not self.stack[-1].waits_for_value

    def _path(self) -> Path:
        """The path of the value that comes next."""
        if not self.stack:
            return ()
        top = self.stack[-1]
        if top.node.items is not None:
            return (*top.node.place.path, len(top.node.items))
        return (*top.node.place.path, top.key.text) if top.key and top.waits_for_value else top.node.place.path

    def _place(self) -> Place:
        return Place(self.file, *self.at, self._path())

    def _fault(self, found: str, *, path: Path | None = None, **more: Any) -> None:
        written = written_path(self._path() if path is None else path)
        self.faults.append(Fault(self.file, *self.at, written, found, **more))
        if len(self.faults) >= _MOST_FAULTS:
            raise _Stop


def _told(problem: str) -> str:
    return next((plain for said, plain in _SYNTAX if said in problem), problem)
