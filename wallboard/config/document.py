"""A board's text as plain data, with the place of every key and value; aliases are expanded within bounds."""

from dataclasses import dataclass, field
from typing import Any, Final

from wallboard.config.faults import Fault, Path, Place, written_path
from wallboard.config.positions import MOST_DEPTH, MOST_NODES, Node

Data = Any
"""Text, numbers, booleans, None, lists and dicts with text keys: what JSON has."""


@dataclass(slots=True)
class Document:
    """Plain data and where each part of it was written: `values` by path, `keys` those of the keys."""

    data: Data = None
    values: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)

    def place(self, path: Path, *, of_key: bool = False) -> Place:
        """Where a path stands; a part that is not written has the place of what it would be part of."""
        if of_key and path in self.keys:
            return self.keys[path]
        known = path
        while known not in self.values:
            known = known[:-1]
        place = self.values[known]
        return Place(place.file, place.line, place.column, (*place.path, *path[len(known) :]))

    def known(self, base: Path, parts: tuple[str | int, ...]) -> Path:
        """The longest path below `base` that the text has, passing over parts that only a model knows."""
        path = base
        for part in parts:
            if (*path, part) in self.values:
                path = (*path, part)
        return path


class _TooMuch(Exception):
    """More values through aliases than a board can have."""


def unfold(root: Node) -> tuple[Document, list[Fault]]:
    """The document of a tree; a fault where aliases make it too large or too deep."""
    unfolding = _Unfolding()
    try:
        unfolding.document.data = unfolding.take(root, ())
    except _TooMuch:
        place = unfolding.at or root.place
        found = f"aliases make this more than {MOST_NODES} values, or more than {MOST_DEPTH} deep"
        fault = Fault(place.file, place.line, place.column, written_path(place.path), found, remedy="write it out")
        return unfolding.document, [fault]
    return unfolding.document, []


class _Unfolding:
    """Walks the tree and counts every value as often as an alias repeats it."""

    def __init__(self) -> None:
        self.document: Final = Document()
        self.left = MOST_NODES
        self.at: Place | None = None

    def take(self, node: Node, path: Path) -> Data:
        self.left -= 1
        self.at = node.place
        if self.left < 0 or len(path) > MOST_DEPTH:
            raise _TooMuch
        self.document.values[path] = node.place
        if node.mapping is not None:
            for key, _ in node.mapping:
                self.document.keys[(*path, key.text)] = key.place
            return {key.text: self.take(value, (*path, key.text)) for key, value in node.mapping}
        if node.items is not None:
            return [self.take(item, (*path, index)) for index, item in enumerate(node.items)]
        return node.value
