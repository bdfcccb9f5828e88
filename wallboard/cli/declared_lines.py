"""The line of a board on which stands what a fault of a declared source is about: a resource, and the key in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path as FilePath
from typing import Any, Final
from urllib.parse import urlsplit

from wallboard.config.board import SourceEntry
from wallboard.config.document import Document, unfold
from wallboard.config.faults import Path
from wallboard.config.positions import decode, parse
from wallboard.core.records import RESOURCES
from wallboard.core.words import Words

_KEYS: Final[Mapping[str, Path]] = {
    "record.useless": ("fields",),
    "rest.disorder": ("changes", "is_ordered"),
    "rest.emptied": ("may_be_empty",),
    "rest.endless": ("paging",),
    "rest.no-address": ("request",),
    "rest.no-key": ("paging", "keys"),
    "rest.no-details": ("details", "records"),
    "rest.no-list": ("records",),
    "rest.part": ("request",),
    "rest.remark.missing": ("details",),
    "rest.remark.since": ("since",),
    "rest.remark.time": ("changes", "field"),
    "rest.slow": ("paging",),
    "rest.unheeded": ("since",),
    "sql.remark.since": ("query",),
}
"""Where in a resource stands what a fault of it is about."""
_WAYS: Final[tuple[Path, ...]] = ((), ("open",), ("between",), ("since",), ("whole",))
"""What is laid over a resource's keys has the same ones."""
_DETAILS: Final[Path] = ("details", "request", "path")
_REQUESTS: Final[tuple[Path, ...]] = (("request", "path"), _DETAILS)
_HOLE: Final = re.compile(r"\\\{[^{}]*\\\}")


def declared_line(fault: Words, detail: Words | None, source: SourceEntry) -> str | None:
    """`board.yaml:12` for a fault that names a resource, or an address that one asks for; None for any other.

    A key that is not written has the line of what it would stand in. What a preset declares has no line.
    """
    file, _, _ = source.place.rpartition(":")
    document = _document(file)
    path = _path(fault, detail, document, ("sources", source.name)) if document is not None else None
    if document is None or path is None:
        return None
    while path not in document.keys:
        path = path[:-1]
    return document.keys[path].short


def line_of(files: Iterable[str], *paths: Path) -> str | None:
    """`board.yaml:12` of the first of these keys that one of a board's files has; None where none has any."""
    documents = [document for file in files if (document := _document(file)) is not None]
    places = (document.keys[path] for path in paths for document in documents if path in document.keys)
    return next((place.short for place in places), None)


def _document(file: str) -> Document | None:
    """A board's file as it is by now; None where it can be read no more."""
    with suppress(OSError):
        root, _ = parse(decode(FilePath(file).read_bytes(), file)[0], file)
        return unfold(root)[0] if root is not None else None
    return None


def _path(fault: Words, detail: Words | None, document: Document, base: Path) -> Path | None:
    """Where in the document stands what a fault is about."""
    if "key" in fault.args or "field" in fault.args:
        return _named(fault, document, base)
    inner = fault.args.get("fault")
    if isinstance(inner, Words) and fault.key not in _KEYS:  # of a part that was set aside, while others came
        return _path(inner, detail, document, base) or _resource(fault, document, base)
    resource = _resource(fault, document, base)
    if resource is not None:
        column = detail.args.get("column") if detail is not None else None
        is_of_details = detail is not None and detail.key == "rest.no-details.record"
        key = _DETAILS if is_of_details else _KEYS.get(fault.key, ())
        return _field(document, resource, column) or (*resource, *key)
    asked = detail.args.get("path") if detail is not None and detail.key == "web.detail.path" else None
    return _request(document, base, str(asked.args["text"])) if isinstance(asked, Words) else None


def _named(remark: Words, document: Document, base: Path) -> Path | None:
    """The key that a remark names itself, or the field, where the path stands there that it quotes."""
    resource = (*base, str(remark.args.get("resource", remark.args.get("what"))))
    key = tuple(str(remark.args.get("key", f"fields.{remark.args.get('field')}")).split("."))
    ways = [(*base, *key)] if key[0] == "lookups" else [(*resource, *way, *key) for way in _WAYS]
    return next((path for path in ways if path in document.keys and _quotes(remark, _at(document, path))), None)


def _quotes(remark: Words, told: Any) -> bool:
    """Whether the path that a remark quotes is what the board says, alone or in a list."""
    path = remark.args.get("path")
    return path == (told.get("path") if isinstance(told, dict) else told) or (isinstance(told, list) and path in told)


def _resource(fault: Words, document: Document, base: Path) -> Path | None:
    """The resource, or the table, that a fault names, where the board has it itself."""
    named = str(fault.args.get("resource", fault.args.get("what", ""))).partition(",")[0]
    places = ((*base, named), (*base, "lookups", named))
    return next((place for place in places if place in document.keys), None)


def _field(document: Document, resource: Path, column: object) -> Path | None:
    """The field of a resource that is mapped to a path."""
    fields = _at(document, (*resource, "fields"))
    for name, told in fields.items() if isinstance(fields, dict) and column is not None else ():
        if column in (told, told.get("path") if isinstance(told, dict) else None):
            return (*resource, "fields", name)
    return None


def _request(document: Document, base: Path, asked: str) -> Path | None:
    """The request that asks for such a path of the server."""
    above = urlsplit(str(_at(document, (*base, "url")) or "")).path.strip("/")
    for path in _requests(document, base):
        told = str(_at(document, path) or "").partition("?")[0].strip("/")
        whole = re.escape("/".join(part for part in (above, told) if part))
        if re.fullmatch(_HOLE.sub("[^/]*", whole), asked.strip("/")):
            return path
    return None


def _requests(document: Document, base: Path) -> Iterator[Path]:
    tables = _at(document, (*base, "lookups"))
    named = [(*base, "lookups", name) for name in tables] if isinstance(tables, dict) else []
    for resource in (*((*base, name) for name in RESOURCES), *named):
        yield from ((*resource, *key) for key in _REQUESTS)


def _at(document: Document, path: Path) -> Any:
    """What stands at a path; None for nothing."""
    data = document.data
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data
