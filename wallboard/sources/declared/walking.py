"""Reading a list to its end while rows come, change and go in it: none is lost, and doubt is told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.declared.answers import Door
from wallboard.sources.declared.asking import Asked
from wallboard.sources.declared.gaps import Lacks, pages_of
from wallboard.sources.declared.instants import EARLIER_US
from wallboard.sources.declared.joints import Part
from wallboard.sources.declared.listing import Doubt, Lister, Listing, Page, Place
from wallboard.sources.declared.moments import step_us
from wallboard.sources.declared.shaping import KeyOf
from wallboard.sources.declared.state import Counted, SoFar
from wallboard.sources.declared.template import holes_of

_MOST_PASSES: Final = 3
_LAST_ROWS: Final = 3
_FRESH_US: Final = 60_000_000

ChangedOf = Callable[[Any], int | None]


@dataclass
class Walk:
    """One list, read to its end. After its pages `doubt` and `excess_doubt` say why it may not be whole, as of its
    listing, and `first_at_us` when the server says that the first of them was made. `start` is where it begins, if not
    at the first page, and `so_far` what came before that; after each page, what has come with it. With `if_changed` a
    list of one page may answer that it is as it was. `lacks` tells whether rows that are known have not come so far,
    and `has_gap` that a page between others stayed empty.

    Of a list in order of its changes `reach_us` is up to where all is read so far, and `part` what ends there, by which
    an earlier one went on too; `sure_us` is up to where no row was counted that did not come. It may go on `overlap_us`
    earlier than it has come. `is_recounting` tells that it has gone back to count a part once more.
    """

    door: Door
    lister: Lister
    values: Mapping[str, Any]
    key_of: KeyOf
    start: Place | None = None
    so_far: SoFar = field(default_factory=SoFar)
    if_changed: bool = False
    lacks: Lacks | None = None
    doubt: Doubt = ""
    excess_doubt: Doubt = ""
    has_gap: bool = False
    first_at_us: int | None = None
    reach_us: int | None = None
    part: Counted | None = None
    sure_us: int | None = None
    overlap_us: int = 0
    is_recounting: bool = False

    def pages(self) -> Iterator[Page]:
        """Every page, as often as it takes to be sure. Raises SourceFault.

        Where pages are counted, a list of which rows left while it was read, or which has fewer than its own total, is
        read once more: what left may have hidden others.
        """
        keys: set[str] = set()
        start, before = self.start, self.so_far
        for number in range(min(before.passes, _MOST_PASSES - 1), _MOST_PASSES):
            listing = Listing(self.door, self.lister, self.values, start, largest=before.largest)
            listing.if_changed, listing.received, listing.first_total = self.if_changed, before.received, before.total
            listing.lacks = self.lacks
            in_pass: set[str] = set()
            nameless, last = 0, list[Any]()
            for page in pages_of(listing, self.lacks or (lambda: False)):
                keys_of_page = [self.key_of(row) for row in page.rows]
                in_pass.update(key for key in keys_of_page if key is not None)
                if None in keys_of_page:  # of these only rows that a shift brings once more are known again
                    nameless += keys_of_page[_overlap(last, page.rows) :].count(None)
                last = page.rows
                distinct = before.distinct + len(in_pass) + nameless
                self.so_far = SoFar(listing.received, distinct, listing.first_total, number, listing.largest)
                yield self._seen(page)
            keys |= in_pass
            distinct = before.distinct + len(keys) + nameless
            self.excess_doubt = listing.excess_doubt
            self.doubt, self.has_gap = listing.doubt or ("many" if listing.is_capped else ""), listing.has_gap
            is_one_page = listing.pages_read == 1 and not before.received
            if listing.is_capped or is_one_page or not self._has_shifted(listing, distinct):
                break
            start, before = None, SoFar()
        if self.doubt == "early" and distinct >= min(listing.total or 0, listing.first_total or 0):
            self.doubt = ""

    def _has_shifted(self, listing: Listing, distinct: int) -> bool:
        if not self.lister.paging.counts or listing.total is None or listing.first_total is None:
            return False
        return listing.total < listing.first_total or distinct < listing.total

    def _seen(self, page: Page) -> Page:
        self.first_at_us = page.at_us if self.first_at_us is None else self.first_at_us
        return page


@dataclass
class OrderedWalk(Walk):
    """A list with the least lately changed row first, which can be asked for from an instant on (placeholder `name`).

    Where pages are counted they are not walked through: each begins at the last row's change of the one before, so
    that rows which change meanwhile, and so move to the end, push none over an edge. What comes twice at the joint is
    left out. Only rows of one instant that fill more than a page are walked through; should one of them change
    meanwhile, they are read again. Where the next part counts too few for what came of the one before, that one is
    counted once more; if it still gives less than it counts, the list is in doubt.
    """

    name: str = "since"
    changed_of: ChangedOf = field(kw_only=True)
    _before: dict[str, Any] = field(default_factory=dict)
    _counted: dict[str, Any] = field(default_factory=dict)
    _counted_from_us: int | None = None
    _has_moved: bool = False
    _has_left: bool = False
    _is_short: bool = False

    def pages(self) -> Iterator[Page]:
        """Every page, without the rows that the page before had already. Raises SourceFault."""
        start_us: int = self.values[self.name]
        self.reach_us = self.sure_us = start_us
        if self.part is not None and self.part.lost_us is not None:
            self._is_short, self.sure_us = True, self.part.lost_us
        has_left = False
        for _ in range(_MOST_PASSES):
            yield from self._pages(start_us, None if self.part is None else Part(self.part))
            if not (self._has_moved or self._has_left) or self.doubt or self._counted_from_us is None:
                return
            has_left = self._has_left
            start_us, self._counted_from_us, self.part = self._counted_from_us, None, None
            self._has_moved, self._has_left, self._counted = False, False, {}
        if has_left:  # in each pass: others may have slipped past an edge in all of them
            self.doubt, self.sure_us = "early", min(self.sure_us, start_us)

    def _pages(self, from_us: int, before: Part | None) -> Iterator[Page]:
        least_us, largest = _step_us(self.lister.asked, self.name), 0
        while True:
            times = before.counted.times if before is not None and not before.counted.total else 0
            listing = Listing(self.door, self.lister, {**self.values, self.name: from_us}, largest=largest)
            next_us: int | None = None
            part: Part | None = None
            for page in pages_of(listing, self._lacking(listing, is_further=largest > 0)):
                largest, self.has_gap = listing.largest, self.has_gap or listing.has_gap
                if before is not None and self._is_to_recount(before, page):
                    part = self._again(before)
                    yield replace(page, rows=[], after={})  # a read that is broken off here goes on from there too
                    next_us = part.counted.from_us
                    break
                if (wrong := self.disorder(page, from_us)) is not None:
                    raise wrong
                last_us = max(from_us, _reach_us(self._told_us(page), page.at_us, from_us))
                before, part = None, self._reached(listing, page, from_us, times)
                self._keeps(part, last_us)
                yield self._seen(replace(page, rows=self._fresh(page.rows)))
                next_us = last_us if last_us - from_us >= least_us else None
                if self.lister.paging.counts and not page.is_last:
                    if next_us is not None:
                        break
                    self._count(page.rows, from_us)
            else:
                if not listing.is_capped or next_us is None:
                    self.doubt = "tied" if listing.is_capped else listing.doubt or ("early" if self._is_short else "")
                    return
            assert next_us is not None  # noqa: S101  else the list has come to its end
            from_us, before = next_us, part

    def _told_us(self, page: Page) -> list[int]:
        return [at_us for at_us in map(self.changed_of, page.rows) if at_us is not None]

    def _reached(self, listing: Listing, page: Page, from_us: int, times: int) -> Part | None:
        """The part of the list that ends with a page for now; None where its server does not count."""
        self.is_recounting = False
        self.sure_us = self.sure_us if self._is_short else max(self.sure_us or 0, from_us)
        self._has_left |= listing.pages_read > 1 and self._has_shrunk(listing)
        if listing.total is None:
            return None
        lost_us = self.sure_us if self._is_short else None
        return Part(Counted(from_us, listing.total, listing.received, times, lost_us), page.rows)

    def _keeps(self, part: Part | None, last_us: int) -> None:
        """Note how far it is read, and by what the rest of the list is weighed."""
        is_weighed = part is not None and self.lister.paging.counts
        self.reach_us = last_us
        self.part = part.until(last_us - self.overlap_us, self.changed_of) if part is not None and is_weighed else None

    def _again(self, part: Part) -> Part:
        """Go back to where a part begins that is to be counted once more."""
        counted = Counted(part.counted.from_us, 0, 0, part.counted.times + 1)
        self.reach_us, self.part, self.is_recounting = counted.from_us, counted, True
        return Part(counted)

    def _is_to_recount(self, part: Part, page: Page) -> bool:
        """Whether a part is to be read once more: it told of more rows than came of it. Rows leave lists meanwhile; one
        that tells so again has rows that it does not give."""
        if self._is_short or not part.lacks(page, self.key_of):
            return False
        if part.counted.times:
            self._is_short, self.sure_us = True, part.counted.from_us
            return False
        return True

    def _has_shrunk(self, listing: Listing) -> bool:
        """Whether rows left a list that is walked through by number: others may have slipped past a page's edge."""
        total, first_total = listing.total, listing.first_total
        return self.lister.paging.counts and total is not None and first_total is not None and total < first_total

    def _lacking(self, listing: Listing, *, is_further: bool) -> Lacks:
        """As `lacks`; and from the last change of a page on, at least that row comes again."""
        return lambda: (is_further and not listing.received) or (self.lacks is not None and self.lacks())

    def disorder(self, page: Page, from_us: int) -> NeedsPerson | None:
        """What is wrong where rows do not come as the declaration says: others would be passed over."""
        told_us, least_us = self._told_us(page), _step_us(self.lister.asked, self.name)
        few = 1 + len(told_us) // 20
        earlier = [at_us < from_us - EARLIER_US for at_us in told_us]
        is_in_order = sum(after_us < before_us - least_us for before_us, after_us in pairwise(told_us)) <= few
        # First, for a server that does not heed what is asked gives its rows in no order, either.
        if earlier and (earlier[0] or (sum(earlier) > few and not is_in_order)):
            return NeedsPerson(words("rest.unheeded", what=self.lister.what), words("rest.unheeded.remedy"))
        if not is_in_order:
            return NeedsPerson(words("rest.disorder", what=self.lister.what), words("rest.disorder.remedy"))
        return None

    def _count(self, rows: list[Any], from_us: int) -> None:
        """Note rows whose next page is told by their number."""
        self._counted_from_us = from_us if self._counted_from_us is None else self._counted_from_us
        self._counted.update((key, row) for row in rows if (key := self.key_of(row)) is not None)

    def _fresh(self, rows: list[Any]) -> list[Any]:
        """The rows of a page that did not come with the page before just as they are."""
        before, self._before = self._before, {}
        fresh = []
        for row in rows:
            key = self.key_of(row)
            if key is not None:
                self._before[key] = row
                self._has_moved |= key in self._counted and self._counted[key] != row
            if key is None or before.get(key) != row:
                fresh.append(row)
        return fresh


def _overlap(before: list[Any], rows: list[Any]) -> int:
    """How many rows at the beginning of a page are those at the end of the one before."""
    most = min(len(before), len(rows))
    return next((count for count in range(most, 0, -1) if before[-count:] == rows[:count]), 0)


def _reach_us(told_us: list[int], at_us: int | None, from_us: int) -> int:
    """Up to where a page tells all: the change of its last row.

    A row that changes while its page is made stands before others as if it came after them. So the change of one that
    is not older than a minute by the server's clock, where it tells it, does not count unless the rows before it tell
    no less.
    """
    if told_us and at_us is not None and told_us[-1] < at_us - _FRESH_US:
        return told_us[-1]
    return min(told_us[-_LAST_ROWS:], default=from_us)


def _step_us(asked: Asked, name: str) -> int:
    """The longest step of the forms in which an instant stands in a request."""
    trees = (asked.path, dict(asked.params), asked.body, dict(asked.headers))
    return max((step_us(one.form) for tree in trees for one in holes_of(tree, name)), default=1)
