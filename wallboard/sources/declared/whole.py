"""Everything there is of a resource: each time, where it tells no changes, or now and then, for what is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wallboard.core.local_time import DAY_US
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.declared.changes import Reading
from wallboard.sources.declared.laid import Laid
from wallboard.sources.declared.listing import Doubt
from wallboard.sources.declared.lists import Lists
from wallboard.sources.declared.shaping import told_of
from wallboard.sources.declared.state import State
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.walking import Walk

# A full read that would take away more than half of what is known, and more than so many, is read once more.
_FEW: Final = 20


@dataclass
class _All:
    """What was there when everything was read: how many rows, the keys that count, and what tells rows apart; whether a
    page between others was empty; and why it may not be all if much of what is known is missing."""

    lists: Lists
    has_gap: bool = False
    excess_doubt: Doubt = ""
    received: int = 0
    keys: set[str] = field(default_factory=set)
    marks: set[str | None] = field(default_factory=set)

    def take(self, rows: list[Any]) -> None:
        """A page of it."""
        self.received += len(rows)
        self.keys |= self.lists.numbers_of(rows)
        self.marks.update(map(self.lists.key_of, rows))

    def end(self, walk: Walk) -> None:
        """A list of it came to its end."""
        self.has_gap |= walk.has_gap
        self.excess_doubt = walk.excess_doubt or self.excess_doubt


def each_time(stream: Stream) -> Iterator[Step]:
    """The whole list, of a source that does not tell what has changed."""
    walk = stream.lists.walk(stream.resource.whole or Reading())
    found, is_together = _All(stream.lists), stream.lists.is_together
    laid = Laid(stream.lists.key_of)
    walk.lacks = lambda: _differs(stream, laid.rows) if is_together else _is_lacking(stream, found)
    walk.if_changed = stream.known is not None and stream.doubtful is None and not stream.withheld.due
    for page in walk.pages():
        if page.is_unchanged:
            yield Step([], replace(stream.state, full_us=stream.now_us))
            return
        found.take(page.rows)
        if is_together:
            laid.take(page.rows, walk.so_far.passes)
        yield Step([] if is_together else page.rows)
    found.end(walk)
    rows = laid.rows
    _refuse_none(stream, found)
    doubt = walk.doubt or ("" if is_together else _excess(stream, found))
    if doubt:  # what did not come may be there all the same: nothing is taken for gone
        if is_together and stream.state.told:
            yield Step([], doubt=doubt)  # and rows that came would stand for all of their keys: it grows old
            return
        if is_together:
            yield Step(rows, is_news=True)
        yield stream.ended("each", replace(stream.state, full_us=stream.now_us), doubt)
        return
    state = replace(stream.state, full_us=stream.now_us, told=told_of(rows).hex() if is_together else "")
    stream.doubts.went_well("each", is_all=True)
    if is_together and state.told != stream.state.told:
        yield Step(rows, is_news=True)
    yield from _end(stream, found, replace(state, doubt="", doubt_us=None))


def once_more(stream: Stream) -> Iterator[Step]:
    """Everything from the floor on, and what is open; at its end the keys of all that there are."""
    resource, began_us, forgot_us = stream.resource, stream.now_us, stream.state.forgot_us
    found = _All(stream.lists)
    readings = [(resource.open, 0)] if resource.open is not None else []
    readings.append((resource.whole or resource.between or Reading(), stream.floor_us))
    for reading, from_us in readings:
        walk = stream.lists.walk(reading, "from", from_us, began_us + DAY_US)
        walk.lacks = lambda: _is_lacking(stream, found)
        for page in walk.pages():
            found.take(page.rows)
            yield Step(page.rows)
        found.end(walk)
        if walk.doubt:
            yield from _in_doubt(stream, walk.doubt, began_us)
            return
    doubt = _excess(stream, found)
    if doubt:
        yield from _in_doubt(stream, doubt, began_us)
        return
    stream.doubts.was_in_full = False
    _refuse_none(stream, found)
    state = replace(stream.state, full_us=began_us, full_doubt="")
    state = replace(state, forgot_us=None) if state.forgot_us == forgot_us else state  # else it was lost meanwhile
    taken_us = stream.doubts.taken_us
    is_healed = taken_us is None or taken_us <= began_us  # else one was taken after its page had come
    yield from _end(stream, found, replace(state, doubt="", doubt_us=None) if is_healed else state)


def _in_doubt(stream: Stream, doubt: Doubt, began_us: int) -> Iterator[Step]:
    """What changed came all the same. What is deleted is looked for once more with the next poll; if that is in doubt
    again it is told, and waits for the next time that everything is due."""
    stream.doubts.was_in_full = not stream.doubts.was_in_full
    if not stream.doubts.was_in_full:
        yield Step([], replace(stream.state, full_us=began_us, full_doubt=doubt))


def _is_lacking(stream: Stream, found: _All) -> bool:
    """Whether fewer came so far than there were."""
    return _lost(stream, found) > 0


def _lost(stream: Stream, found: _All) -> int:
    keys = found.keys | stream.came if stream.resource.changes is not None else found.keys
    return stream.state.had - len(keys)


def _excess(stream: Stream, found: _All) -> Doubt:
    """Why it may not be all though it ended: more is missing than is deleted between two reads."""
    return found.excess_doubt if _lost(stream, found) > _FEW else ""


def _differs(stream: Stream, rows: list[Any]) -> bool:
    """Whether rows that tell of their keys only together are not those that there were."""
    return bool(stream.state.told) and told_of(rows).hex() != stream.state.told


def _refuse_none(stream: Stream, found: _All) -> None:
    """Raises NeedsPerson where no row at all came and there were some: an answer that failed, or work done."""
    had, may_be_empty = stream.state.had, stream.resource.may_be_empty
    if found.received or not had or (stream.name == "absences" if may_be_empty is None else may_be_empty):
        return
    what = stream.name
    raise NeedsPerson(words("rest.emptied", what=what, n=had), words("rest.emptied.remedy", what=what))


def _end(stream: Stream, found: _All, state: State) -> Iterator[Step]:
    """All keys, unless so much is gone that everything is to be read once more, or some where a page was empty.

    Of what two such reads do not agree on, nothing goes.
    """
    keys, before = frozenset(found.keys), stream.doubtful
    lost = _lost(stream, found)
    if before is None and lost > (0 if found.has_gap else max(_FEW, state.had // 2)):
        stream.doubtful = keys
        return
    stream.doubtful = None
    all_keys = keys if before is None else keys | before
    stream.seen.forget_others(found.marks)
    stream.held.are(found.marks)
    stream.halves.forget_others(found.marks)
    stream.withheld.forget_others(found.marks)
    if stream.is_compared:
        state = replace(state, sieve=stream.held.sieve)
    yield Step([], replace(state, had=len(all_keys)), keys=all_keys)
