"""The pages of a board as they are written, cut into pieces that can be put together anew."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_INDENT = 8
_PLAIN = re.compile(r"[A-Za-z][^\x00-\x1f:#{}\[\],&*!|>'\"%@`]*(?<! )")
_ALIAS = re.compile(r"\s*:\s*(\*[^\s,}\]]+)")
_ANCHOR = re.compile(r"&\S+\s+")
_COMMENT = re.compile(r"[ \t]+#[^\n]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off"}

Place = tuple[int, int, int, int]
Grid = tuple[int, int]
USUAL_GRID: Grid = (12, 8)


@dataclass(frozen=True, slots=True)
class PagePieces:
    """A page's text: the lines of what it has beside title, grid and panels, and each panel."""

    more: tuple[str, ...]
    panels: tuple["PanelPiece", ...]


@dataclass(frozen=True, slots=True)
class PanelPiece:
    """A panel's text before and after the value of `place`."""

    before: str
    after: str

    def lines(self, place: Place) -> list[str]:
        """The panel at a place, as an item of the list of panels."""
        return f"{self.before}: {list(place)}{self.after}".split("\n")


def pieces_of(text: str) -> list[PagePieces]:
    """The pieces of every page of a board's text, which must be one that loads."""
    root = YAML(typ="safe", pure=True).compose(text)
    cutter = _Cutter(text)
    return [cutter.page(node) for node in _get(root, "pages").value]


def page_lines(title: str, grid: Grid, more: Sequence[str], panels: Iterable[list[str]]) -> list[str]:
    """The lines of a page as an item of the list of pages."""
    lines = [f"  - title: {scalar(title)}", *(f"    {line}" for line in more)]
    lines += [f"    grid: {list(grid)}"] if grid != USUAL_GRID else []
    return [*lines, "    panels:", *(line for panel in panels for line in panel)]


def scalar(text: str) -> str:
    """A text as a value in YAML, quoted where it could be taken for something else."""
    is_plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if is_plain else json.dumps(text, ensure_ascii=False)


class _Cutter:
    def __init__(self, text: str) -> None:
        self._text = text

    def page(self, node: MappingNode) -> PagePieces:
        entries = {key.value: (key, value) for key, value in node.value}
        more = [self._entry(*entries[name]) for name in entries if name not in ("title", "grid", "panels")]
        panels = tuple(self._panel(panel) for panel in entries["panels"][1].value)
        return PagePieces(tuple(more), panels)

    def _entry(self, key: Node, value: Node) -> str:
        return f"{self._raw(key)}: {self._raw(value)}"

    def _raw(self, node: Node) -> str:
        return self._text[node.start_mark.index : _end(node, self._text)]

    def _panel(self, node: MappingNode) -> PanelPiece:
        start, end = node.start_mark.index, _end(node, self._text)
        anchor = _ANCHOR.match(self._text, start)
        start = anchor.end() if anchor else start
        key, value = next((key, value) for key, value in node.value if key.value == "place")
        alias = _ALIAS.match(self._text, key.end_mark.index)
        at, until = key.end_mark.index, alias.end(1) if alias else _end(value, self._text)
        column = start - self._text.rfind("\n", 0, start) - 1
        comment = _COMMENT.match(self._text, end)
        tail = comment.group() if comment else ""
        above = [f"{' ' * (_INDENT - 2)}{line}\n" for line in self._comments_above(start)]
        before = "".join(above) + " " * (_INDENT - 2) + "- " + _moved(self._text[start:at], column)
        return PanelPiece(before, _moved(self._text[until:end], column) + tail)

    def _comments_above(self, start: int) -> list[str]:
        """The lines of comment right above the line on which a panel begins."""
        lines = self._text[: self._text.rfind("\n", 0, start) + 1].split("\n")[:-1]
        found: list[str] = []
        while lines and lines[-1].lstrip().startswith("#"):
            found.insert(0, lines.pop().strip())
        return found


def _moved(text: str, column: int) -> str:
    """Further lines of a text that began at a column, as they must stand where it begins at the eighth."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(_shifted(line, _INDENT - column) for line in rest)])


def _shifted(line: str, by: int) -> str:
    if not line.strip():
        return ""
    return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _end(node: Node, text: str) -> int:
    """Where a node's text ends; the library ends a block where the next thing begins."""
    if isinstance(node, ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(text[start:end].rstrip("\n")) if node.style in ("|", ">") else int(end)
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    if isinstance(node, SequenceNode):
        return _end(node.value[-1], text)
    key, value = node.value[-1]
    alias = _ALIAS.match(text, key.end_mark.index)
    return alias.end(1) if alias else _end(value, text)


def _get(node: Any, name: str) -> Any:
    return next(value for key, value in node.value if key.value == name)
