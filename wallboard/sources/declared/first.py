"""The first read of a resource: what is open, or everything; then back, a stretch of time after the other."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any, Final

from wallboard.core.local_time import DAY_US
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.declared.answers import Expired
from wallboard.sources.declared.changes import Reading
from wallboard.sources.declared.instants import begin_us, later_us, latest_us
from wallboard.sources.declared.listing import Page
from wallboard.sources.declared.lists import names
from wallboard.sources.declared.mark_tries import MarkTries
from wallboard.sources.declared.state import First, SoFar, State
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.walking import Walk

_OF_THE_ACCOUNT: Final = frozenset(
    {"web.sign-in", "web.sign-in.none", "web.token.refused", "web.token.redirect", "web.forbidden", "rest.sign-in"}
)
"""Faults that no other page would spare."""
_MARKED: Final = frozenset({"cursor", "next", "link"})
"""Ways of paging by marks of the server's, which it may forget."""


def what_is_open(stream: Stream, reading: Reading) -> Iterator[Step]:
    """What is open now; changes count from when it was asked for, unless all that changed is asked for next.

    Of what comes again in a stretch of time, it is that which counts how much there is.
    """
    goes_back = stream.resource.between is not None

    def done(state: State, since_us: int) -> State:
        if not goes_back:
            return replace(state, has_open=True)
        return replace(state, has_open=True, since_us=since_us, had=state.older)

    yield from _list(stream, reading, 0, done)


def everything(stream: Stream) -> Iterator[Step]:
    """Everything, where it cannot be asked for what is open."""
    reading = stream.resource.whole or Reading()
    has_floor = names("from", stream.lists.lister(reading))

    def done(state: State, since_us: int) -> State:
        return replace(state, since_us=since_us, back_us=state.floor_us, is_whole=not has_floor)

    yield from _list(stream, reading, stream.floor_us, done)


def backwards(stream: Stream) -> Iterator[Step]:
    """The next stretch of the first read: what changed in the week before those that are read, and first of all what
    did since the first read began.

    It alone counts what was last changed in it, so that a restart has nothing counted twice. Where its rows come in
    order of their changes it goes on after one from the last change that is kept.
    """
    between, state = stream.resource.between, stream.state
    assert between is not None  # noqa: S101
    is_first = state.start_us is None or stream.back_us >= state.start_us
    # The first one goes up to now, however long ago that was set up: changes are asked for from when it is read.
    until_us = max(stream.back_us, stream.now_us) + DAY_US if is_first else stream.back_us
    from_us = max(stream.back_us - round(stream.resource.window * 1e6), stream.floor_us)
    begin_at_us = from_us if state.first.reach_us is None else max(from_us, state.first.reach_us)
    walk = stream.lists.walk(between, "from", begin_at_us, until_us)
    walk.part = state.first.part
    first, found = state.first, dict[str | None, int | None]()
    for page in walk.pages():
        first = First(
            None,
            walk.reach_us,
            later_us(first.latest_us, latest_us(map(stream.lists.changed_us, page.rows), stream.now_us)),
            walk.first_at_us if first.began_us is None else first.began_us,
            part=walk.part,
        )
        told = ((stream.lists.key_of(row), stream.lists.changed_us(row)) for row in page.rows)
        found.update((key, at_us) for key, at_us in told if at_us is None or begin_at_us <= at_us < until_us)
        yield Step(page.rows, _within(stream.state, first, state.had, found.values()))
    since_us = stream.state.since_us
    if since_us is None:
        since_us = begin_us(first.began_us, first.latest_us, stream.now_us)
    had = state.had + len(found)

    def back(kept: State) -> State:
        begun = _as_sure(walk, kept)
        return kept if begun is kept else _within(begun, begun.first, state.had, found.values()) or begun

    through = replace(stream.state, back_us=from_us, had=had, since_us=since_us, first=First())
    yield stream.ended("back", through, walk.doubt, back=back)


def _within(state: State, first: First, had: int, changes_us: Iterable[int | None]) -> State | None:
    """The state in the middle of a stretch; None where its rows come in no order. What is at the edge comes again, and
    is counted then."""
    reach_us = first.reach_us
    if reach_us is None:
        return None
    settled = sum(at_us is not None and at_us < reach_us for at_us in changes_us)
    return replace(state, first=first, had=had + settled)


def _as_sure(walk: Walk, kept: State) -> State:
    """The state from which a list that gave less than it counts is read again: before what did not come."""
    reach_us, sure_us = kept.first.reach_us, walk.sure_us
    if walk.doubt != "early" or reach_us is None or sure_us is None or reach_us <= sure_us:
        return kept
    return replace(kept, first=replace(kept.first, reach_us=sure_us, part=None))


class _MarkRefused(Exception):
    """The server does not take the mark of a page that it gave for an earlier read."""


def _list(
    stream: Stream, reading: Reading, from_us: int, done: Callable[[State, int], State], anew: State | None = None
) -> Iterator[Step]:
    """A list of the first read; what was read of it before a restart is not read again.

    Servers forget the marks of their pages: where it cannot go on from an earlier read's it begins with its first page.
    It then goes from the state `anew`, and the mark is kept until that page has come.
    """
    state = stream.state if anew is None else anew
    is_going_on = state.first.place is not None
    walk = stream.lists.walk(reading, "from", from_us if state.first.reach_us is None else state.first.reach_us)
    walk.start, walk.so_far = state.first.place, state.first.so_far
    walk.part = state.first.part
    is_refused, last = False, list[Any]()
    try:
        for page in _from_mark(walk, stream.mark_tries) if is_going_on else walk.pages():
            if not is_going_on:
                stream.mark_tries.begins()
            if last:
                yield Step(last)
            state, last = _further(stream, state, walk, page), page.rows if page.after is None else []
            if not last:
                yield Step(page.rows, state if page.after is not None else None)
    except _MarkRefused:
        is_refused = True
    # The last page comes with what is said of all: a restart between them would have it read again.
    if is_going_on and (is_refused or walk.doubt == "early"):
        # What it counts is of all of the list, be it that some were counted already.
        had = stream.seen.count + stream.seen.unknown(last)
        anew = replace(stream.state, first=First(), older=0, had=had)
        if last:
            yield Step(last, anew)
        yield from _list(stream, reading, from_us, done, anew)
        return
    since_us = begin_us(state.first.began_us, state.first.latest_us, stream.now_us)
    yield stream.ended(
        "first", done(replace(state, first=First()), since_us), walk.doubt, last, back=partial(_as_sure, walk)
    )


def _from_mark(walk: Walk, tries: MarkTries) -> Iterator[Page]:
    """The pages from an earlier read's mark on. Raises _MarkRefused where there is none, and SourceFault."""
    pages, before = walk.pages(), walk.so_far
    try:
        first = next(pages, None)
    except Expired as fault:
        raise _MarkRefused from fault
    except NeedsPerson as fault:
        if fault.fault.key in _OF_THE_ACCOUNT:
            raise
        raise _MarkRefused from fault
    except Passing as fault:
        is_down = fault.fault.key == "web.down" and walk.lister.paging.by in _MARKED
        if not is_down or not tries.fails(walk.start):
            raise
        raise _MarkRefused from fault
    if first is None or not (first.rows or _is_all(before, first)):  # the mark was given because more was to follow
        raise _MarkRefused
    yield first
    yield from pages


def _is_all(before: SoFar, page: Page) -> bool:
    """Whether all had come before a page, by what the server counted at first and counts now."""
    return before.total is not None and before.received >= max(before.total, page.total or 0)


def _further(stream: Stream, state: State, walk: Walk, page: Page) -> State:
    """The state after a page of a list."""
    before = state.first
    changes_us = [at_us for at_us in map(stream.lists.changed_us, page.rows) if at_us is not None]
    first = First(
        page.after if walk.reach_us is None else before.place,
        before.reach_us if walk.reach_us is None else walk.reach_us,
        later_us(before.latest_us, latest_us(changes_us, stream.now_us)),
        walk.first_at_us if before.began_us is None else before.began_us,
        walk.so_far,
        walk.part,
    )
    return replace(
        state,
        first=first,
        older=state.older + sum(at_us < stream.floor_us for at_us in changes_us),
        had=state.had + stream.seen.unknown(page.rows),
    )
