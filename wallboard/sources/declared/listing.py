"""One list of a server, page by page: where the next page is, when it was the last, and what is wrong with it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any, Final, Literal

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.declared.answers import Door, document_of, expecting, found, is_true, refuse_part, rows_in, says
from wallboard.sources.declared.asking import Asked, ask_of, laid_over
from wallboard.sources.declared.changes import Reading
from wallboard.sources.declared.paging import Paging
from wallboard.sources.declared.requests import Refusal, Request
from wallboard.sources.declared.template import NoValue
from wallboard.sources.web.message import Answer, Ask

Doubt = Literal["", "repeated", "looping", "early", "many", "tied", "round", "refused"]
"""Why a list may not be whole: a page came twice, the mark of a page came twice, it ended before its own total, it has
more pages than are read, or more rows of one instant than the server gives; it ended where a server may not go on
counting, or a further page was refused."""

_OF_RANGE: Final = re.compile(r"/\s*(\d+)\s*$")
_LINK: Final = re.compile(r"<([^<>]*)>\s*((?:;[^;,<>]*)*)")
_PAST_THE_END: Final = 416
_BEYOND: Final = frozenset({400, 404, _PAST_THE_END})
"""What servers answer for a page after the last one."""
_UNCHANGED: Final = 304
_ROUND: Final = 1000
"""Servers that count no further stop at such a number: it may be the total, or not."""
_MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Lister:
    """How a list is asked for: the request with what is laid over it, where its rows stand, how it comes in pages."""

    what: str
    asked: Asked
    further: Asked
    records: str
    paging: Paging
    refusals: Sequence[Refusal]

    @classmethod
    def of(
        cls,
        what: str,
        request: Request,
        records: str,
        paging: Paging,
        refusals: Sequence[Refusal],
        reading: Reading | None = None,
    ) -> "Lister":
        """The list that a request names, with what one way of reading it lays over that."""
        if reading is not None:
            records, paging = reading.records or records, reading.paging or paging
        asked = laid_over(request, reading)
        return cls(what, asked, laid_over(request, reading, paging.further), records, paging, refusals)


Place = Mapping[str, Any] | str
"""Where a page is: values for placeholders, or an address that the server gave."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page held: its rows in the source's order, the whole answer, when the server says it was made, and where
    the next one is (None after the last)."""

    rows: list[Any]
    document: Any
    at_us: int | None
    after: Place | None = None
    total: int | None = None
    is_unchanged: bool = False

    @property
    def is_last(self) -> bool:
        """Whether none follows."""
        return self.after is None


@dataclass
class Listing:
    """A list being read. After its pages, `doubt` says why it may not be whole, `is_capped` that there is more,
    and `has_gap` that a page between others was empty. `lacks` tells whether rows that are known have not come so far,
    where anybody knows.

    `excess_doubt` is why it may not be where much is missing that is known: it ended at a short page after more rows
    than its total says, which then is of a while ago.
    """

    door: Door
    lister: Lister
    values: Mapping[str, Any]
    start: Place | None = None
    if_changed: bool = False
    lacks: Callable[[], bool] | None = None
    doubt: Doubt = ""
    is_capped: bool = False
    has_gap: bool = False
    received: int = 0
    largest: int = 0
    total: int | None = None
    first_total: int | None = None
    pages_read: int = 0
    excess_doubt: Doubt = ""
    _marks: set[str] = field(default_factory=set)
    _before: bytes = b""
    _last: tuple[Any, ...] = ()
    _may_end_here: bool = False
    _is_beyond_total: bool = False

    def pages(self) -> Iterator[Page]:
        """The pages, until the last or until something is wrong. Raises SourceFault."""
        place: Place | None = self.begin
        while place is not None and (page := self.page(place)) is not None:
            yield page
            place = page.after
        self.close()

    def page(self, place: Place) -> Page | None:
        """One page; None where it is the one before once more. Raises SourceFault."""
        answer = self.door.ask(self._asked(place))
        if answer.status == _PAST_THE_END and self.lister.paging.by == "range":
            return Page([], None, answer.at_us, total=self.total if self.pages_read else 0)
        if answer.status in _BEYOND and self._may_be_refused:
            self._end("round" if self._is_round else "refused")
            return None
        if answer.is_unchanged:
            return Page([], None, answer.at_us, is_unchanged=True)
        document = document_of(answer, self.lister.refusals, self.lister.what)
        if self.lister.paging.by != "range":
            refuse_part(answer, self.lister.what)
        rows = rows_in(document, self.lister.records, answer.host, self.lister.what)
        if self._is_repeated(rows):
            self._end("repeated")
            return None
        self._count(answer, document, rows)
        if self.lister.paging.by == "none":
            self.door.remember(answer)
        return Page(rows, document, answer.at_us, self._next(answer, document, rows, place), self.total)

    def _end(self, doubt: Doubt) -> None:
        """There is no further page, though the last one told of no end."""
        self.doubt = "" if self._is_all_counted else doubt
        self.excess_doubt = "" if self.doubt or self.received == self.total else doubt

    def close(self) -> None:
        """The pages are at their end: whether that is sooner than the server's own total says."""
        # What was made or went since the first page is told by neither.
        least = min(self.total or 0, self.first_total or 0)
        if not self.doubt and not self.is_capped and self.received < least:
            self.doubt = "early"

    def rows(self, is_late: Callable[[], bool], most_pages: int = _MOST_AT_ONCE) -> Iterator[Any]:
        """The rows of a list that is read in one go, for one reader: `doubt` says in the end why it may not be whole.

        Raises SourceFault, also where its pages do not end.
        """
        what = self.lister.what
        for page in self.pages():
            yield from page.rows
            if self.pages_read >= most_pages and not page.is_last:
                raise NeedsPerson(words("rest.endless", what=what), words("rest.remedy.declaration"))
            if is_late():
                raise Passing(words("rest.slow", what=what))
        if self.is_capped and not self.doubt:
            self.doubt = "many"

    @property
    def begin(self) -> Place:
        """Where its first page is."""
        return self._first() if self.start is None else self.start

    def beyond(self, place: Place, rows: int) -> Place:
        """Where the page after a page of so many rows is, where pages are counted."""
        here = place if isinstance(place, Mapping) else self._first()
        return {"page": here.get("page", self.lister.paging.first) + 1, "offset": here.get("offset", 0) + rows}

    def _first(self) -> dict[str, Any]:
        paging = self.lister.paging
        return {"page": paging.first, "offset": 0} if paging.by in ("page", "offset", "range") else {}

    @property
    def has_place(self) -> bool:
        """Whether the address of its first page can be made of the values."""
        try:
            self._ask(self._first())
        except NoValue:
            return False
        return True

    def _asked(self, place: Place) -> Ask:
        """The request for a page. Raises NeedsPerson where its address cannot be made."""
        try:
            return self._ask(place)
        except NoValue as fault:
            raise NeedsPerson(
                words("rest.no-address", what=self.lister.what), words("rest.remedy.declaration")
            ) from fault

    def _ask(self, place: Place) -> Ask:
        paging, refusals = self.lister.paging, self.lister.refusals
        more = frozenset({_PAST_THE_END}) if paging.by == "range" else frozenset[int]()
        more = _BEYOND if self._may_be_refused else more
        if_changed = self.if_changed and paging.by == "none"
        expected = expecting(refusals, more | ({_UNCHANGED} if if_changed else set()))
        asked = self.lister.further if self.pages_read or self.start is not None else self.lister.asked
        if isinstance(place, str):  # the server's own address has all parameters
            asked = replace(asked, path="", params={})
        offset = place.get("offset", 0) if isinstance(place, Mapping) else 0
        values = {**self.values, "limit": paging.size, "end": offset + paging.size}
        ask = ask_of(asked, {**values, **(place if isinstance(place, Mapping) else {})}, expected)
        ask = replace(
            ask, is_refused=says(refusals, "sign-in"), is_limited=says(refusals, "busy"), if_changed=if_changed
        )
        if isinstance(place, str):
            ask = replace(ask, path=place)
        if paging.by == "range":
            # First and last row, as ranges are written wherever the unit is rows.
            ask = replace(ask, headers={**ask.headers, "Range": f"{paging.unit}={offset}-{offset + paging.size}"})
        return ask

    def _count(self, answer: Answer, document: Any, rows: list[Any]) -> None:
        paging = self.lister.paging
        self.pages_read += 1
        self.received += len(rows)
        told = found(document, paging.size_told) if paging.size_told else None
        size = _whole(told)
        self.largest = max(self.largest, len(rows), size if size is not None else 0)
        total = _whole(found(document, paging.total)) if paging.total else None
        if total is None and (paging.total_header or paging.by == "range"):
            header = answer.headers.get((paging.total_header or "content-range").lower(), "")
            match = _OF_RANGE.search(header)
            total = _whole(match[1] if match else header)
        if total is not None:
            self.total = total
            self.first_total = total if self.first_total is None else self.first_total

    def _is_repeated(self, rows: list[Any]) -> bool:
        """Whether a page is the one before once more: no two pages of one list are alike."""
        told = blake2b(json.dumps(rows, default=str, sort_keys=True).encode(errors="replace"), digest_size=16).digest()
        is_again = bool(rows) and told == self._before
        self._before = told if rows else self._before
        return is_again

    def _next(self, answer: Answer, document: Any, rows: list[Any], place: Place) -> Place | None:
        """Where the next page is; None after the last."""
        paging = self.lister.paging
        if paging.by == "none":
            return None
        if (paging.last_page and is_true(document, paging.last_page)) or (
            paging.more and not is_true(document, paging.more)
        ):
            return None
        if self.pages_read >= paging.most_pages or self.received >= paging.most_rows:
            self.doubt = "many"
            return None
        if paging.cap is not None and self.received > paging.cap - max(self.largest, 1):
            self.is_capped = self._place_after(answer, document, rows, place) is not None
            return None
        return self._place_after(answer, document, rows, place)

    def _place_after(self, answer: Answer, document: Any, rows: list[Any], place: Place) -> Place | None:
        paging = self.lister.paging
        if paging.by in ("next", "link"):
            link = found(document, paging.next or "") if paging.by == "next" else _link(answer, paging.header)
            return self._marked(self.door.join(link, answer)) if isinstance(link, str) and link else None
        if paging.by == "cursor":
            mark = found(document, paging.cursor) if paging.cursor else answer.headers.get(paging.header.lower())
            is_there = mark is not None and mark is not False and mark not in ("", [], {})
            return self._marked_values({"cursor": mark}) if is_there else None
        if self._is_short(rows):
            return None
        if paging.by == "keyset":
            return self._after_row(rows[-1])
        return self.beyond(place, len(rows) if paging.step == "received" else paging.size)

    def _is_short(self, rows: list[Any]) -> bool:
        """Whether a page was the last: an empty one; or one with fewer rows than the server gives a page, where its own
        total agrees.

        How many it gives is what it says or what it gave before; the size that was asked for may be more. Without a
        total a page with fewer rows is none of the last for sure: a server may hide some of those that it counted.
        """
        if not rows:
            return True
        if self.total is None:
            return False
        # Beyond a row, the rest alone is counted.
        received = len(rows) if self.lister.paging.by == "keyset" else self.received
        is_told = received == self.total
        is_full = len(rows) >= max(self.largest, self.lister.paging.size)
        # A total of a while ago may be less; more than a page has, it is none of a page alone.
        self._is_beyond_total = received > self.total > self.largest
        self._may_end_here = is_told or (self._is_beyond_total and self.largest > len(rows))
        return is_told and not is_full and not self._is_round

    @property
    def _may_be_refused(self) -> bool:
        """Whether a further page may be refused since there is none: beyond a total, not while known rows lack."""
        return self._may_end_here or (self._is_beyond_total and self.lacks is not None and not self.lacks())

    @property
    def _is_all_counted(self) -> bool:
        """Whether what came is all that the server counts, by a total that is neither that of a page alone, nor one at
        which servers stop counting."""
        # Beyond a row, each full page is as long as a total of its own.
        is_all = self.lister.paging.by != "keyset" or self.received == self.first_total
        return is_all and self._may_end_here and self.received > self.largest and not self._is_round

    @property
    def _is_round(self) -> bool:
        return self.total is not None and self.total > 0 and self.total % _ROUND == 0

    def _after_row(self, row: Any) -> dict[str, Any] | None:
        keys = self.lister.paging.keys
        last = tuple(found(row, key) for key in keys)
        if last[0] is None:
            raise NeedsPerson(words("rest.no-key", what=self.lister.what, path=keys[0]), words("rest.no-list.remedy"))
        if last == self._last:
            self.doubt = "looping"
            return None
        self._last = last
        return dict(zip(("last", "last_key"), last, strict=False))

    def _marked(self, link: str) -> str | None:
        return link if self._is_new(link) else None

    def _marked_values(self, values: dict[str, Any]) -> dict[str, Any] | None:
        return values if self._is_new(json.dumps(values, default=str, sort_keys=True)) else None

    def _is_new(self, mark: str) -> bool:
        """Whether a mark of a page did not come before: else they go round."""
        if mark in self._marks:
            self.doubt = "looping"
            return False
        self._marks.add(mark)
        return True


def _whole(value: Any) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and value >= 0 else None


def _link(answer: Answer, header: str) -> str | None:
    """The address of the next page in a header Link (RFC 8288)."""
    for match in _LINK.finditer(answer.headers.get(header.lower(), "")):
        for parameter in match[2].split(";"):
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "rel" and "next" in value.strip().strip('"').lower().split():
                return match[1]
    return None
