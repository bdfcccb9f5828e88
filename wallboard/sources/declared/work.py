"""What every poll reads of a resource: what is open, once; then what has changed."""

from collections.abc import Iterator
from dataclasses import replace

from wallboard.core.local_time import DAY_US
from wallboard.sources.declared import changed, first, whole
from wallboard.sources.declared.state import State
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.stream import Stream


def work(stream: Stream) -> Iterator[Step]:
    """One poll of a resource. Raises SourceFault."""
    resource, changes = stream.resource, stream.resource.changes
    if changes is None:
        if stream.state.start_us is None:
            yield Step([], replace(stream.state, start_us=stream.now_us))
        yield from whole.each_time(stream)
        return
    yield from _begun(stream)
    if resource.open is not None and not stream.state.has_open:
        yield from first.what_is_open(stream, resource.open)
    is_from_all = resource.open is None and resource.between is None
    if changes.by == "token":
        if (yield from changed.after_mark(stream, changes)):
            yield from work(stream)  # else the poll would end here as if all had come
    elif is_from_all and stream.state.since_us is None:
        yield from first.everything(stream)
    elif resource.between is None or stream.state.since_us is not None:
        yield from changed.since_last(stream, changes)


def _begun(stream: Stream) -> Iterator[Step]:
    """How far back it goes, once; anew where this machine's clock was wrong when that was noted."""
    if not _is_in_order(stream.state, stream.now_us):
        yield Step([], _beginning(stream))


def _is_in_order(state: State, now_us: int) -> bool:
    """Whether the first read went back from an instant that has come, as it is noted."""
    floor_us, back_us, start_us = state.floor_us, state.back_us, state.start_us
    if floor_us is None or back_us is None or start_us is None:
        return False
    return floor_us <= back_us <= start_us <= now_us + DAY_US


def _beginning(stream: Stream) -> State:
    now_us = stream.now_us
    floor_us = max(now_us - round(stream.resource.first * 1e6), 0)
    forgot_us = stream.state.forgot_us if stream.state.mark is None else now_us
    return State(start_us=now_us, floor_us=floor_us, back_us=now_us, forgot_us=forgot_us)
