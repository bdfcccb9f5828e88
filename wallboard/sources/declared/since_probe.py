"""One request as later polls make it, for `check`: a template that is wrong shows before the wall has to ask by it."""

from collections.abc import Iterable, Iterator

from wallboard.core.local_time import DAY_US
from wallboard.core.words import Words, words
from wallboard.sources.contract import Passing, SourceFault
from wallboard.sources.declared.answers import Expired
from wallboard.sources.declared.listing import Listing, Page
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.walking import OrderedWalk
from wallboard.sources.web.door import Web


def asked_since(streams: Iterable[Stream], web: Web) -> Iterator[Words]:
    """What comes of asking each resource for what changed in the last day, by one page.

    Costs a call for each that is asked so, or two, while calls are left. A refusal is told, none is raised.
    """
    for stream in streams:
        changes = stream.resource.changes
        if changes is None or changes.by != "since" or not stream.state.is_begun:
            continue
        if web.waits_s > 0 or web.left == 0:
            yield words("rest.since.unasked", what=stream.name)
        else:
            yield from _asked(stream)


def _asked(stream: Stream) -> Iterator[Words]:
    since_us = stream.now_us - DAY_US
    reading = stream.resource.since
    assert reading is not None  # noqa: S101  changes by since have it
    walk = stream.lists.walk(reading, "since", since_us)
    listing = Listing(walk.door, walk.lister, walk.values)
    try:
        page = _first_page(listing)
    except Expired:  # which a read tells
        return
    except SourceFault as fault:
        if _may_pass(fault):
            yield words("rest.since.unknown", what=stream.name, fault=fault.fault)
            return
        yield words("rest.remark.since", what=stream.name, fault=fault.fault)
        if fault.detail is not None:
            yield fault.detail
        return
    # Of a list without order all is read that comes, whatever was asked for.
    wrong = walk.disorder(page, since_us) if page is not None and isinstance(walk, OrderedWalk) else None
    if wrong is not None:
        yield from filter(None, (wrong.fault, wrong.remedy))
    else:
        yield words("rest.since", what=stream.name, n=len(page.rows) if page is not None else 0)


def _first_page(listing: Listing) -> Page | None:
    """The first page, asked for once more where the server fell over the request: twice is no accident."""
    try:
        return listing.page(listing.begin)
    except Passing as fault:
        if _may_pass(fault):
            raise
    return listing.page(listing.begin)


def _may_pass(fault: SourceFault) -> bool:
    """Whether a fault tells nothing of the template.

    Servers answer 500 also to a value that they cannot read, where they have just answered well without it.
    """
    if fault.retry_after_s is not None:
        return True
    return isinstance(fault, Passing) and fault.fault.args.get("status") != "500"
