"""Records that are withheld, looked for once more where they stand among the changes."""

from collections.abc import Iterator
from typing import Any

from wallboard.core.local_time import DAY_US
from wallboard.sources.declared.changes import Changes, Reading
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.walking import Walk
from wallboard.sources.declared.withheld import Record


def again(stream: Stream) -> Iterator[Step]:
    """Each record whose time it is, as the list has it now. Raises SourceFault.

    One that is not where it was has changed since, which every poll brings, or is deleted, which a full read finds.
    """
    changes = stream.resource.changes
    assert changes is not None  # noqa: S101  a list without brings all of them each time
    for key, record in stream.withheld.due.items():
        walk = _walk(stream, changes, record)
        for page in walk.pages():
            rows = [row for row in page.rows if stream.lists.key_of(row) == key]
            yield Step(rows)
            if rows or _is_past(stream, changes, walk, page.rows, record):
                break
        else:
            rows = []
        if not rows and not walk.doubt:
            stream.withheld.miss(key)


def _walk(stream: Stream, changes: Changes, record: Record) -> Walk:
    """The shortest list in which a record stands that has not changed since."""
    resource, at_us = stream.resource, record.changed_us
    if at_us is None or changes.by == "token":
        return stream.lists.walk(resource.whole or Reading(), "from", stream.floor_us, stream.now_us + DAY_US)
    from_us = max(at_us - round(changes.overlap * 1e6), 0)
    if resource.between is not None:
        return stream.lists.walk(resource.between, "from", from_us, at_us + DAY_US)
    return stream.lists.walk(resource.since or Reading(), "since", from_us)


def _is_past(stream: Stream, changes: Changes, walk: Walk, rows: list[Any], record: Record) -> bool:
    """Whether a list in order of its changes has come beyond a record."""
    last_us = stream.lists.last_us(rows)
    if walk.reach_us is None or record.changed_us is None or last_us is None:
        return False
    return last_us > record.changed_us + round(changes.overlap * 1e6)
