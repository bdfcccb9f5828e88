"""One board from one file and the shared parts that it includes, each value still knowing its own file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final

from wallboard.config.bounded import read_bounded
from wallboard.config.faults import Fault, Place, listed, nearest, quoted, written_path
from wallboard.config.positions import Key, Node, decode, parse

SHARED: Final[dict[str, type]] = {
    "calendars": dict,
    "types": list,
    "statuses": dict,
    "sources": dict,
    "queues": dict,
    "people": list,
    "targets": list,
}
"""What an included file may hold, and whether it is a mapping or a list."""


@dataclass(slots=True)
class Gathered:
    """The merged tree (None where the board's own file has none), the files read, the faults met."""

    root: Node | None = None
    files: list[FilePath] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def gather(path: FilePath) -> Gathered:
    """Reads a board's file and all that it includes; paths are relative to the file that names them."""
    gathered = Gathered()
    gathered.root = _read(path, None, (), gathered)
    return gathered


def _read(path: FilePath, named_at: Place | None, chain: tuple[FilePath, ...], into: Gathered) -> Node | None:
    shown = str(path)
    try:
        data = read_bounded(path)
        same = path.resolve()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        place = named_at or Place(shown, 1, 1)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "no such file"
        found = f"cannot read {shown if named_at else 'this file'}: {reason.lower()}"
        into.faults.append(fault_at(place, found, remedy="correct the path, or the rights of the file"))
        return None
    into.files.append(path)
    text, faults = decode(data, shown)
    root = None
    if not faults:
        root, faults = parse(text, shown)
    into.faults.extend(faults)
    if root is None:
        return None
    if root.mapping is None:
        into.faults.append(fault_at(root.place, f"found {_shown(root)}", allowed='keys and values, as in "version: 1"'))
        return None
    if chain:
        _refuse_own_parts(root.mapping, into)
    for name, place in list(_includes(root.mapping, into)):
        other = path.parent / name
        if (other_same := _resolved(other)) in (*chain, same):
            into.faults.append(fault_at(place, f"{quoted(name)} includes itself", remedy="remove it"))
        elif other_same in map(_resolved, into.files):
            into.faults.append(fault_at(place, f"{quoted(name)} is included twice", remedy="keep one of them"))
        elif (included := _read(other, place, (*chain, same), into)) is not None:
            _merge(root, included, into)
    return root


def _resolved(path: FilePath) -> FilePath | None:
    try:
        return path.resolve()
    except (OSError, ValueError):  # reading it will say why
        return None


def _includes(entries: list[tuple[Key, Node]], into: Gathered) -> Iterator[tuple[str, Place]]:
    """The files that an `include` names, one or a list."""
    for key, node in entries:
        if key.text != "include":
            continue
        for item in [node] if node.items is None else node.items:
            if isinstance(item.value, str) and item.value and item.mapping is None:
                yield item.value, item.place
            else:
                into.faults.append(
                    fault_at(item.place, f"found {_shown(item)}", allowed="the path of a file, or a list")
                )


def _refuse_own_parts(entries: list[tuple[Key, Node]], into: Gathered) -> None:
    known = [*SHARED, "include", "version"]
    for key, _ in entries:
        if key.text not in known:
            found = f'"{key.text}" cannot stand in an included file'
            near = nearest(key.text, SHARED)
            into.faults.append(fault_at(key.place, found, allowed=listed(known), nearest=near))


def _merge(root: Node, included: Node, into: Gathered) -> None:
    """Puts the shared parts of an included file before the board's own."""
    own = {key.text: index for index, (key, _) in enumerate(root.mapping or [])}
    for key, node in included.mapping or []:
        form = SHARED.get(key.text)
        if form is None:
            continue
        if (node.mapping is None) if form is dict else (node.items is None):
            allowed = "keys and values" if form is dict else "a list"
            into.faults.append(fault_at(node.place, f"found {_shown(node)}", allowed=allowed))
        elif key.text not in own:
            (root.mapping or []).append((key, node))
        else:
            entries = root.mapping or []
            own_key, own_node = entries[own[key.text]]
            entries[own[key.text]] = (own_key, _joined(own_node, node, into, is_lists=key.text == "statuses"))


def _joined(own: Node, shared: Node, into: Gathered, *, is_lists: bool) -> Node:
    """Both nodes as one; a name that both have is a fault, but the lists of `statuses` are joined."""
    if own.items is not None and shared.items is not None:
        return Node(own.place, items=[*shared.items, *own.items])
    if own.mapping is None or shared.mapping is None:
        return own  # of the wrong form, as the models will say
    joined = {key.text: (key, node) for key, node in shared.mapping}
    for key, node in own.mapping:
        if key.text not in joined:
            joined[key.text] = (key, node)
        elif is_lists:
            joined[key.text] = (key, _joined(node, joined[key.text][1], into, is_lists=False))
        else:
            first = joined[key.text][0].place
            found = f"{quoted(key.text)} stands in {first.short} too"
            into.faults.append(fault_at(key.place, found, remedy="keep one of them, or give one another name"))
    return Node(own.place, mapping=list(joined.values()))


def fault_at(place: Place, found: str, **more: Any) -> Fault:
    """A fault at a place."""
    return Fault(place.file, place.line, place.column, written_path(place.path), found, **more)


def _shown(node: Node) -> str:
    if node.mapping is not None:
        return "a mapping of keys and values"
    return "a list" if node.items is not None else quoted(node.value)
