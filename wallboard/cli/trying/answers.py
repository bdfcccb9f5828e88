"""An answer in JSON, looked at: where its list of records stands, which paths they have, how it comes in pages."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import polars as pl

from wallboard.sources.web.message import Answer

_DEEPEST: Final = 4
_MOST_RECORDS: Final = 1_000
_MOST_PATHS: Final = 300
_IDENTIFIER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TOTALS: Final = ("total", "total_count", "totalCount", "totalSize", "count", "@odata.count", "hits", "length")
_NEXT: Final = ("next", "next_page", "nextPage", "nextLink", "@odata.nextLink", "next_url", "nextRecordsUrl", "href")
_NEXT_OR_NULL: Final = ("next", "nextLink", "next_url")
"""Where an answer that is the only page says that no other follows."""
_BACK: Final = ("previous", "prev", "previousLink", "previous_url")
_OF_PAGES: Final = ("links", "_links", "paging", "pagination", "meta")
"""What stands beside a list to say how it goes on."""
_SIZES: Final = ("per_page", "page_size", "pageSize", "limit", "$top", "size", "pagelen", "maxResults", "rows")
_OFFSETS: Final = ("offset", "skip", "$skip", "start", "startAt")
_PAGES: Final = ("page", "page_number", "pageNumber")


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of records in an answer: its path, the records, and the values beside it by their paths."""

    path: str
    records: list[Mapping[str, Any]]
    beside: Mapping[str, Any]


def listed(found: Any) -> Listed | None:
    """The longest list of objects that is not too deep in an answer; None where there is none."""
    lists = [(path, value) for path, value in _walk(found, "") if _is_records(value)]
    if not lists:
        return None
    path, records = max(lists, key=lambda one: (len(one[1]), -len(one[0])))
    beside = {name: value for name, value in _walk(found, "") if name and not isinstance(value, list | Mapping)}
    return Listed(path or "@", records, beside)


def columns(records: list[Mapping[str, Any]]) -> pl.DataFrame:
    """The plain values of records as texts, by their paths, which are the headings; none that is an object in some
    records and null in others."""
    rows = [dict(_plain(record, "", 0)) for record in records[:_MOST_RECORDS]]
    found = dict.fromkeys(path for row in rows for path in row)
    objects = {path[:end] for path in found for end, mark in enumerate(path) if mark == "."}
    paths = [path for path in found if path not in objects][:_MOST_PATHS]
    return pl.DataFrame({path: pl.Series([row.get(path) for row in rows], dtype=pl.String) for path in paths})


def paged(answer: Answer, found: Listed, query: str) -> tuple[dict[str, Any], dict[str, str]]:
    """How the list seems to come in pages, as the declaration says it, and the parameters that then name the page."""
    size = {"size": max(1, len(found.records))}
    total = _named(found.beside, _TOTALS, lambda value: type(value) is int and value >= len(found.records))
    counted = {"total": total} if total is not None else {}
    if 'rel="next"' in answer.headers.get("link", "") or "rel=next" in answer.headers.get("link", ""):
        return {"by": "link", **counted}, {}
    further = _named(found.beside, _NEXT, lambda value: isinstance(value, str) and "/" in value)
    if further is not None:
        return {"by": "next", "next": further, **counted}, {}
    last = _named(found.beside, _NEXT_OR_NULL, lambda value: value is None)
    if last is not None and (
        total is not None or _named(found.beside, _BACK, lambda _: True) is not None or _is_beside(last, found.path)
    ):
        return {"by": "next", "next": last, **counted}, {}
    asked = dict(parse_qsl(query))
    # A count of no more than came may be of the page alone.
    more = _named(found.beside, _TOTALS, lambda value: type(value) is int and value > len(found.records))
    beyond = {"total": more} if more is not None else {}
    for by, names, place in (("offset", _OFFSETS, "{offset}"), ("page", _PAGES, "{page}")):
        name = next((one for one in names if one in asked), None) or _last(_named(found.beside, names, _is_count))
        if name is not None:
            length = next((one for one in _SIZES if one in asked), None) or _last(
                _named(found.beside, _SIZES, _is_count)
            )
            first = {"first": 0} if by == "page" and asked.get(name) == "0" else {}
            return {"by": by, **first, **size, **beyond}, {name: place} | ({length: "{limit}"} if length else {})
    return {}, {}


def step(name: str) -> str:
    """A key as a part of a path (JMESPath)."""
    return name if _IDENTIFIER.fullmatch(name) else json.dumps(name)


def _walk(value: Any, path: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, Mapping) and depth < _DEEPEST:
        for name, inner in value.items():
            yield from _walk(inner, f"{path}.{step(name)}" if path else step(name), depth + 1)


def _is_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _plain(value: Mapping[str, Any], path: str, depth: int) -> Iterator[tuple[str, str | None]]:
    for name, inner in value.items():
        here = f"{path}.{step(name)}" if path else step(name)
        if isinstance(inner, Mapping):
            if depth < _DEEPEST:
                yield from _plain(inner, here, depth + 1)
        elif isinstance(inner, bool):
            yield here, "true" if inner else "false"
        elif not isinstance(inner, list):
            yield here, None if inner is None else str(inner)


def _named(beside: Mapping[str, Any], names: tuple[str, ...], is_fit: Any) -> str | None:
    """The path of the first of these keys whose value fits, the shallowest first."""
    for name in names:
        for path in sorted(beside, key=len):
            if _last(path) == name and is_fit(beside[path]):
                return path
    return None


def _is_beside(path: str, of: str) -> bool:
    """Whether a value stands where the list does, or in what says there how the list goes on."""
    within, around = path.rpartition(".")[0], of.rpartition(".")[0]
    return within == around or within in {f"{around}.{name}".lstrip(".") for name in _OF_PAGES}


def _last(path: str | None) -> str | None:
    if path is None:
        return None
    quoted = re.search(r'"((?:[^"\\]|\\.)*)"$', path)
    return quoted[1] if quoted else path.rpartition(".")[2]


def _is_count(value: Any) -> bool:
    return type(value) is int
