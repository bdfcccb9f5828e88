"""What the collector's loop is told: in order, and without being woken for what can wait."""

from queue import SimpleQueue
from threading import Thread

from wallboard.collect.inbox import End, Inbox, Refresh
from wallboard.collect.polling import Begun

PATIENCE_S = 60


def test_messages_are_taken_in_their_order_and_once() -> None:
    inbox = Inbox()
    told = [Begun("crm", 1), Refresh(), Begun("erp", 2)]
    for message in told:
        inbox.put(message)
    assert inbox.take(PATIENCE_S) == told
    assert inbox.take(0.0) == []


def test_an_attempt_that_begins_wakes_nobody_and_is_heard_with_what_does() -> None:
    inbox = Inbox()
    turns: SimpleQueue[list[object]] = SimpleQueue()

    def work() -> None:
        for _ in range(100):
            turns.put(inbox.take(PATIENCE_S))

    loop = Thread(target=work)
    loop.start()
    for turn in range(100):
        inbox.put(Begun("crm", turn))
        inbox.put(Refresh())
        assert turns.get(timeout=PATIENCE_S) == [Begun("crm", turn), Refresh()]
    loop.join(PATIENCE_S)


def test_the_end_is_known_before_its_turn_has_come() -> None:
    inbox = Inbox()
    assert not inbox.is_ending()
    inbox.put(Refresh())
    inbox.end("SIGTERM")
    assert inbox.is_ending()
    assert inbox.take(0.0) == [Refresh(), End("SIGTERM")]
