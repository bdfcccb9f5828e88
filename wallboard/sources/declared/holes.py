"""Placeholders of a declaration that nothing fills: what they stand in would be left out of the request, unsaid."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from wallboard.sources.declared.asking import Asked, laid_over
from wallboard.sources.declared.changes import Reading
from wallboard.sources.declared.paging import Paging
from wallboard.sources.declared.requests import Patch
from wallboard.sources.declared.resources import AnyResource
from wallboard.sources.declared.template import NAMES, names_in

_WAYS: Final = ("whole", "since", "between", "open")
_COUNTED: Final = ("page", "offset", "range")
_FILLED_BY: Final[Mapping[str, tuple[str, ...]]] = {
    # an address that the server gives has its own page
    "page": (*_COUNTED, "next", "link"),
    "offset": (*_COUNTED, "next", "link"),
    "end": _COUNTED,
    "cursor": ("cursor", "next", "link"),
    "last": ("keyset",),
    "last_key": ("keyset",),
}
"""The ways of paging that fill a placeholder, or go on without it."""
_REMEDIES: Final[Mapping[str, str]] = {
    "page": "paging: {by: page}",
    "offset": "paging: {by: offset}",
    "end": "paging: {by: offset}",
    "cursor": "paging: {by: cursor, cursor: PATH}",
    "last": "paging: {by: keyset, keys: [PATH]}",
    "last_key": "paging: {by: keyset, keys: [PATH, PATH]}",
}

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A placeholder that nothing fills: where it stands in the declaration, what is wrong, what to do."""

    at: Place
    found: str
    remedy: str = ""


def of_resource(name: str, resource: AnyResource, settings: Collection[str]) -> Iterator[Unfilled]:
    """Those of a resource's requests, each once."""
    known = {*NAMES, *settings}
    patches: dict[str, Patch | None] = {"request": resource.request}
    patches |= {way: getattr(resource, way) for way in _WAYS}
    patches["paging.further"] = resource.paging.further
    for way, patch in patches.items():
        yield from _unknown(patch, (name, *way.split(".")), f"{name}.{way}", known)
    seen: set[Place] = set()
    for one in _unpaged(name, resource, settings):
        if one.at not in seen:
            seen.add(one.at)
            yield one
    detail = resource.details
    if detail is not None:
        at = (name, "details", "request")
        own = {*settings, *detail.values, "key"}
        yield from _unknown(detail.request, at, f"{name}.details", {*NAMES, *own})
        asked = laid_over(detail.request, detail.paging.further)
        yield from _unturned(asked, detail.paging, [(at, detail.request)], own)


def of_table(name: str, request: Patch, paging: Paging, settings: Collection[str]) -> Iterator[Unfilled]:
    """Those of the request for a table of words."""
    at = ("lookups", name, "request")
    yield from _unknown(request, at, f"lookups.{name}", {*NAMES, *settings})
    yield from _unturned(_asked(request), paging, [(at, request)], settings)


def _unpaged(name: str, resource: AnyResource, settings: Collection[str]) -> Iterator[Unfilled]:
    """Placeholders of a page where the way in which it is asked for has no such pages."""
    if resource.request is None:
        return
    # the mark of the last read goes by the name of a page's
    by_token = resource.changes is not None and resource.changes.by == "token"
    own = {*settings, *(("cursor",) if by_token else ())}
    ways: dict[str, Reading] = {way: one for way in _WAYS if (one := getattr(resource, way)) is not None}
    if not {"whole", "between"} & ways.keys():
        ways["request"] = Reading()
    for way, reading in ways.items():
        paging = reading.paging or resource.paging
        places: list[tuple[Place, Patch]] = [((name, "request"), resource.request), ((name, way), reading)]
        yield from _unturned(laid_over(resource.request, reading), paging, places, own)


def _unknown(patch: Patch | None, at: Place, said: str, known: Collection[str]) -> Iterator[Unfilled]:
    tree = _tree(patch) if patch is not None else {}
    for one in sorted(names_in(tree) - {*known}):
        yield Unfilled((*at, *_inner(tree, one)), f"{said} has {{{one}}}, which nothing fills")


def _unturned(
    asked: Asked, paging: Paging, places: list[tuple[Place, Patch]], own: Collection[str]
) -> Iterator[Unfilled]:
    """Placeholders of `asked` that this way of paging never fills; `places` are what it was made of."""
    used = names_in([asked.path, dict(asked.params), asked.body, dict(asked.headers)]) - {*own}
    for one in sorted(used):
        if one == "key":
            found = "{key} is the key of a record, which `details` alone are asked by"
        elif one not in _FILLED_BY or (paging.by in _FILLED_BY[one] and (one != "last_key" or len(paging.keys) == 2)):
            continue
        elif paging.by == "none":
            found = f"{{{one}}} is never filled, for no `paging` says how the pages are asked for"
        else:
            found = f"{{{one}}} is never filled by `paging` by {paging.by}"
        at = next((place, tree) for place, patch in places if one in names_in(tree := _tree(patch)))
        pages = f"say how the pages come, as in {_REMEDIES[one]}, or " if one in _REMEDIES else ""
        yield Unfilled((*at[0], *_inner(at[1], one)), found, f"{pages}take {{{one}}} out")


def _tree(patch: Patch) -> dict[str, Any]:
    """What of a request may hold placeholders, as it is written."""
    return patch.model_dump(mode="json", by_alias=True, include={"path", "params", "body", "headers"})


def _asked(request: Patch) -> Asked:
    return Asked("GET", request.path or "", request.params, request.body, request.headers)


def _inner(tree: Any, name: str) -> Place:
    """Where in a tree a placeholder stands."""
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return next(((key, *_inner(one, name)) for key, one in inner if name in names_in({"": one})), ())
