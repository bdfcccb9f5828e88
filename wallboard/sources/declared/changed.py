"""What has changed in a resource since the last read: by the changes of its rows, or by a mark of the server's."""

from collections.abc import Generator, Iterator
from dataclasses import replace

from wallboard.core.local_time import DAY_US
from wallboard.core.words import words
from wallboard.sources.contract import Passing
from wallboard.sources.declared.answers import Expired, found
from wallboard.sources.declared.changes import Changes, Reading
from wallboard.sources.declared.instants import AHEAD_US, SETTLED_US, believed_us, later_us, latest_us
from wallboard.sources.declared.listing import Doubt
from wallboard.sources.declared.state import State
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.walking import Walk


def since_last(stream: Stream, changes: Changes) -> Iterator[Step]:
    """What has changed since the last read, with some overlap."""
    known_us, overlap_us, began_us = _known_us(stream), round(changes.overlap * 1e6), stream.now_us
    from_us, heals, doubt = known_us, stream.is_to_heal, ""
    if heals and stream.state.doubt_us is not None:
        from_us = min(known_us, max(stream.state.doubt_us, stream.floor_us))
        stream.doubts.heals(stream.now_us)
        doubt = yield from _older_again(stream)
    walk, since_us, came = _walk(stream, from_us, overlap_us), known_us, 0
    for page in walk.pages():
        clock_us = believed_us(walk.first_at_us, began_us)
        since_us = later_us(since_us, latest_us(map(stream.lists.changed_us, page.rows), clock_us)) or since_us
        came += stream.seen.unknown(page.rows)
        yield Step(page.rows, None if page.is_last else _reached(stream, walk, known_us, clock_us, heals=heals))
    if heals:
        stream.doubts.ends()
    if walk.first_at_us is not None:
        since_us = max(since_us, believed_us(walk.first_at_us, began_us) - SETTLED_US)
    # While the first read goes back, its stretches count what there is.
    had = max(stream.state.had, came) if stream.is_back else stream.state.had
    state = replace(stream.state, since_us=since_us, since_part=None, had=had)
    state = replace(state, back_us=state.floor_us) if stream.resource.between is None else state
    state = replace(state, doubt="", doubt_us=None) if heals and not doubt else state
    sure_us = from_us if walk.sure_us is None else walk.sure_us + overlap_us

    def back(kept: State) -> State:
        if kept.since_us is None or kept.since_us <= sure_us:
            return kept
        return replace(kept, since_us=sure_us, since_part=None)

    lost_us = min(from_us, sure_us)
    if heals and not doubt and walk.sure_us is not None:
        lost_us = min(known_us, walk.sure_us)  # what came before is not to be asked for again
    yield stream.ended("since", state, walk.doubt, from_us=lost_us, back=back)
    stream.seen.forget(since_us - overlap_us, is_through=stream.is_back)


def _walk(stream: Stream, from_us: int, overlap_us: int) -> Walk:
    """The list of what has changed from an instant on, or somewhat earlier."""
    state = stream.state
    asked_us = from_us if state.since_us is None else max(from_us - overlap_us, 0)
    walk = stream.lists.walk(stream.resource.since or Reading(), "since", asked_us)
    walk.overlap_us = overlap_us
    walk.part = state.since_part if from_us == state.since_us else None
    return walk


def _reached(stream: Stream, walk: Walk, known_us: int, clock_us: int, *, heals: bool) -> State | None:
    """The state in the middle of a list in order of its changes, up to an instant that has surely come.

    What may be missing is not asked for twice where a read is broken off that `heals` a doubt.
    """
    state, reach_us = stream.state, walk.reach_us
    if reach_us is None or reach_us > clock_us:
        return None
    if reach_us > known_us or (walk.is_recounting and not heals):
        return replace(state, since_us=reach_us, since_part=walk.part)
    if not heals or state.doubt_us is None or walk.sure_us is None or walk.sure_us <= state.doubt_us:
        return None
    stream.doubts.goes_on()
    return replace(state, doubt_us=walk.sure_us)


def _older_again(stream: Stream) -> Generator[Step, None, Doubt]:
    """What is open, or everything where no floor was asked for, since one of these may be what was in doubt: changes do
    not bring what has not changed for long.

    Returns why that may not be whole.
    """
    resource = stream.resource
    reading = resource.open if resource.open is not None or not stream.state.is_whole else resource.whole or Reading()
    if reading is None:
        return ""
    walk = stream.lists.walk(reading, "from", 0)
    for page in walk.pages():
        yield Step(page.rows)
    return walk.doubt


def _known_us(stream: Stream) -> int:
    """From when on changes are to come.

    No instant is noted that had not come. Where a clock has been set back since by some minutes, what changed then is
    asked for; by more, it is not known what was passed over: a day back, of a resource that is compared as a whole in
    time, and of others all that is read at first.
    """
    known_us, now_us = stream.floor_us if stream.state.since_us is None else stream.state.since_us, stream.now_us
    if known_us <= now_us:
        return known_us
    if known_us <= now_us + AHEAD_US:
        return now_us - AHEAD_US
    return max(now_us - DAY_US, stream.floor_us) if stream.is_compared else stream.floor_us


def after_mark(stream: Stream, changes: Changes) -> Generator[Step, None, bool]:
    """What has come since the server's mark; the first time, from the floor on. Returns whether the server has
    forgotten that mark, so that all is to be read anew. Raises SourceFault."""
    assert changes.token is not None  # noqa: S101
    mark, heals, doubt = stream.state.mark, stream.is_to_heal, ""
    if heals:
        mark = None
        stream.doubts.heals(stream.now_us)
        doubt = yield from _older_again(stream)
    door = stream.lists.door
    address = door.join(str(mark)) if changes.is_address and mark is not None else None
    is_begun = mark is not None and address is None
    values = stream.lists.values({"from": stream.floor_us, "cursor": mark if is_begun else None})
    lister = stream.lists.lister(stream.resource.since if is_begun else stream.resource.whole)
    walk = Walk(door, lister, values, stream.lists.key_of, address)
    try:
        for page in walk.pages():
            told, state = found(page.document, changes.token), stream.state
            # Where all is asked for once more the mark stays: what was deleted since it is told after it alone.
            if not heals and isinstance(told, str | int) and not isinstance(told, bool) and told != "":
                # An address is kept as it will be asked: servers repeat in it what signed in.
                state = replace(state, mark=door.join(str(told)) if changes.is_address else told)
            if mark is None:
                state = replace(state, had=max(state.had, walk.so_far.distinct))
            is_end = page.is_last and not walk.doubt
            yield Step(page.rows, replace(state, back_us=state.floor_us) if is_end else state)
    except Expired as fault:
        if mark is not None:
            yield Step([], replace(stream.state, mark=None, has_open=False, forgot_us=stream.now_us))
            return True
        if not walk.so_far.received:
            raise  # it takes a first question for one with a mark
        raise Passing(words("rest.expired", host=str(fault)), words("web.remedy.wait")) from fault
    state = replace(stream.state, back_us=stream.state.floor_us)
    yield stream.ended("mark", replace(state, doubt="", doubt_us=None) if heals and not doubt else state, walk.doubt)
    return False
