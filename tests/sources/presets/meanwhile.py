"""A system that is worked in while it is read, and polls that go on beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Event, Thread

import pytest

from tests.sources.presets.polls import Polls
from wallboard.sources.contract import Passing

_ENOUGH = 5


def poll_on(polls: Polls) -> None:
    """As the collector does: what shifts or is deleted under its reader is a fault that passes."""
    for _ in range(20):
        with suppress(Passing):
            polls.poll()
            return
    pytest.fail("it never passed")


@contextmanager
def being_worked_in(begin: Callable[[], Callable[[], None]], most: int | None = None) -> Iterator[Event]:
    """Work goes on in a thread of its own, `most` turns of it at most; set once a few are done, or one has failed.

    `begin` comes in there, and gives what one turn does.
    """
    often, stop = Event(), Event()
    troubles: list[BaseException] = []

    def work() -> None:
        try:
            one_turn = begin()
            for turn in count(1) if most is None else range(1, most + 1):
                if stop.is_set():
                    return
                one_turn()
                if turn == _ENOUGH:
                    often.set()
        except BaseException as trouble:
            troubles.append(trouble)
            often.set()

    worker = Thread(target=work, daemon=True)
    worker.start()
    try:
        yield often
    finally:
        stop.set()
        worker.join(60)
    assert troubles == []
