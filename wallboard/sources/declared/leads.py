"""What lists have had at the paths of their declaration, so that `check` can name those that led nowhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wallboard.core.words import Words, words
from wallboard.sources.contract import SourceFault
from wallboard.sources.declared.answers import Door, found, is_true
from wallboard.sources.declared.changes import Changes
from wallboard.sources.declared.listing import Lister
from wallboard.sources.declared.moments import instant_us
from wallboard.sources.declared.paging import Paging
from wallboard.sources.declared.resources import LookUp, Resource
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.plain import text_of
from wallboard.sources.web.message import Answer, Ask

_ON_EACH_PAGE: Final = ("paging.total", "paging.size_told")
_TO_THE_NEXT: Final = ("paging.next", "paging.cursor", "paging.more")
_PLAIN: Final = re.compile(r"(?:([\w.]+)\.)?(\w+)", re.ASCII)
_MOST_ROWS: Final = 100
"""Of a page in which a path has found nothing yet."""
_USUAL: Final = frozenset({10, 15, 20, 25, 30, 40, 50, 100, 150, 200, 250, 300, 400, 500, 1000})
"""How many rows servers give a page: so many in the only one may be the beginning of more."""

Said = tuple[str, str]
"""A key of the declaration, and the path that stands there."""


@dataclass
class Leads:
    """The paths that were tried in the answers of one process, those of them that found something, and the largest page
    that nothing told to be followed. `of_rows` are paths in a row by their keys, `no_time` is what `changes.field`
    found that is no time."""

    of_rows: Mapping[str, str | None]
    changes: Changes | None = None
    rows: int = 0
    no_time: str = ""
    _tried: dict[Said, bool] = field(default_factory=dict)
    _ends: dict[Said, int] = field(default_factory=dict)
    _has_time: bool = False

    @classmethod
    def of_resource(cls, resource: Resource) -> "Leads":
        """Those of a resource with a request of its own."""
        changes = resource.changes
        field_of = changes.field if changes is not None else None
        return cls({"key": resource.key, "only": resource.only, "changes.field": field_of}, changes)

    @classmethod
    def of_table(cls, table: LookUp) -> "Leads":
        """Those of a table of words for numbers."""
        return cls({"key": table.key, "value": table.value})

    def door(self, door: Door, lister: Lister) -> Door:
        """The door, through which the answers for a list are looked at."""
        return _Watched(door, lister, self)

    def take(self, answer: Answer, lister: Lister) -> None:
        """Look at an answer, which may be anything."""
        try:
            document = answer.json() if 200 <= answer.status < 300 and answer.body.strip() else None
        except SourceFault:  # which whoever asked is told
            return
        rows = document if lister.records == "@" else found(document, lister.records)
        if not isinstance(rows, list):
            return
        self.rows += len(rows)
        paths = _paths_of(lister.paging)
        for key in (*_ON_EACH_PAGE, "paging.last_page"):
            self._try(key, paths.get(key), [document])
        self._try_next(document, rows, lister.paging, paths)
        for key, path in self.of_rows.items():
            self._try(key, path, rows[:_MOST_ROWS])
        changes = self.changes
        if changes is not None and changes.field is not None and not self._has_time:
            self._look_for_time(rows[:_MOST_ROWS], changes, changes.field)

    def _try(self, key: str, path: str | None, documents: list[Any]) -> None:
        if path is not None and documents and not self._tried.get((key, path)):
            self._tried[key, path] = any(found(one, path) is not None for one in documents)

    def _try_next(self, document: Any, rows: list[Any], paging: Paging, paths: Mapping[str, str]) -> None:
        """A path to the next page may find nothing on the last one: so a page tells of it that looks like a whole."""
        for key in _TO_THE_NEXT:
            path = paths.get(key)
            if path is None or not rows or self._tried.get((key, path)):
                continue
            self._tried[key, path] = found(document, path) is not None or _stands_there(document, path)
            if (len(rows) >= paging.size or len(rows) in _USUAL) and not _is_told_last(document, rows, paging):
                self._ends[key, path] = max(len(rows), self._ends.get((key, path), 0))

    def _look_for_time(self, rows: list[Any], changes: Changes, path: str) -> None:
        told = [value for value in (found(row, path) for row in rows) if value is not None]
        self._has_time = any(instant_us(value, changes.format, changes.time_zone) is not None for value in told)
        if told and not self._has_time:
            self.no_time = shortened(text_of(told[0]) or "")

    def remarks(self, what: str, *, is_read: bool, within: str = "") -> Iterator[Words]:
        """What is to be said of paths that never led anywhere though rows came; `is_read` tells that a list came to its
        end, and `within` what stands before the keys."""
        if not self.rows:
            return
        for (key, path), has_led in self._tried.items():
            n = self._ends.get((key, path), 0)
            if has_led or (key in _TO_THE_NEXT and not n) or (key == "paging.last_page" and not is_read):
                continue
            sentence = "rest.remark.next" if key in _TO_THE_NEXT else "rest.remark.nowhere"
            yield words(sentence, what=what, key=f"{within}{key}", path=path, **({"n": n} if n else {}))
        changes = self.changes
        if changes is not None and self.no_time and not self._has_time:
            form = changes.format or "iso"
            yield words("rest.remark.time", what=what, path=changes.field or "", found=self.no_time, format=form)


@dataclass(frozen=True)
class _Watched:
    door: Door
    lister: Lister
    leads: Leads

    def ask(self, ask: Ask) -> Answer:
        answer = self.door.ask(ask)
        self.leads.take(answer, self.lister)
        return answer

    def join(self, link: str, answer: Answer | None = None) -> str:
        return self.door.join(link, answer)

    def remember(self, answer: Answer) -> None:
        self.door.remember(answer)


def _paths_of(paging: Paging) -> dict[str, str]:
    """The paths that a way of paging goes by, by their keys."""
    given = {
        "paging.total": paging.total,
        "paging.size_told": paging.size_told,
        "paging.last_page": paging.last_page,
        "paging.more": paging.more,
        "paging.next": paging.next if paging.by == "next" else None,
        "paging.cursor": paging.cursor if paging.by == "cursor" else None,
    }
    return {key: path for key, path in given.items() if path is not None}


def _is_told_last(document: Any, rows: list[Any], paging: Paging) -> bool:
    """Whether an answer says in another way that nothing follows: so servers leave out the path to it."""
    if paging.last_page is not None and is_true(document, paging.last_page):
        return True
    if paging.more is not None and found(document, paging.more) is not None:
        return not is_true(document, paging.more)
    total = found(document, paging.total) if paging.total is not None else None
    return isinstance(total, int) and total <= len(rows)


def _stands_there(document: Any, path: str) -> bool:
    """Whether the key that a plain path names is there, be it with null: so servers write that nothing follows."""
    match = _PLAIN.fullmatch(path)
    inner = found(document, match[1]) if match and match[1] else document
    return match is not None and isinstance(inner, Mapping) and match[2] in inner
