"""Empty and short pages where rows that are known did not come: asked for again before those are taken for gone."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from wallboard.sources.declared.listing import Listing, Page, Place
from wallboard.sources.declared.shaping import told_of

_COUNTED: Final = ("page", "offset", "range")
Lacks = Callable[[], bool]
"""Whether rows that are known have not come so far."""


def pages_of(listing: Listing, lacks: Lacks) -> Iterator[Page]:
    """The pages of a list; where rows are lacking at its end, with those that one failed answer had hidden.

    Only where the server says neither how many rows there are nor which page is the last: there an empty page is the
    end, and nobody notices a short one. The empty one is asked for again, and the one after it; so is the first short
    one that others followed. Raises SourceFault.
    """
    place: Place | None = listing.begin
    before: Place | None = None
    short: Place | None = None
    had, rows = list[Any](), list[Any]()
    while place is not None and (page := listing.page(place)) is not None:
        if not page.rows and _ends_by_none(listing) and lacks():
            page = _once_more(listing, place) or page
        if page.rows and short is None:
            short, before = before, place if len(page.rows) < listing.largest else None
            had, rows = rows, page.rows
        yield page
        place = page.after
    if short is not None and _ends_by_none(listing) and not listing.doubt and lacks():
        again = listing.page(short)
        fresh = _without(again.rows, had) if again is not None else []
        if again is not None and fresh:
            yield replace(again, rows=fresh, after=None)
    listing.close()


def _ends_by_none(listing: Listing) -> bool:
    """Whether nothing but a page without rows tells the end."""
    paging = listing.lister.paging
    is_told = listing.total is not None or paging.last_page is not None or paging.more is not None
    return paging.by in (*_COUNTED, "keyset") and not is_told


def _once_more(listing: Listing, place: Place) -> Page | None:
    """What stands on an empty page after all, or on the one after it; None where both are empty."""
    page = listing.page(place)
    if page is None or page.rows or listing.lister.paging.by == "keyset":
        return page
    page = listing.page(listing.beyond(place, listing.largest or listing.lister.paging.size))
    if page is None or not page.rows:
        return None
    listing.has_gap = True
    return page


def _without(rows: list[Any], had: list[Any]) -> list[Any]:
    """The rows but those that came before, each as often as it did."""
    left = Counter(map(told_of, had))
    fresh = []
    for row in rows:
        told = told_of(row)
        if not left[told]:
            fresh.append(row)
        left[told] -= left[told] > 0
    return fresh
