"""The thread of a source: when it reads, from which token, and what it tells."""

from contextlib import contextmanager
from queue import SimpleQueue

from tests.collect.collecting import NOW_US, PATIENCE_S, counting_reads, request
from tests.small_board import batch, source
from wallboard.collect.polling import Begun, Outcome, Poller
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing

INTERVAL_S = 600.0
"""Shorter than the longest wait after faults."""


@contextmanager
def polling(read, *, token="", every_s=0.001, **told):
    """A thread that reads, and the queue of what it tells; stopped with the context."""
    one, outbox = source("crm", read), SimpleQueue()
    asked = request(token=token)
    poller = Poller("site", one.type, one.options, asked, every_s=every_s, clock=lambda: NOW_US, outbox=outbox, **told)
    poller.start()
    try:
        yield poller, outbox
    finally:
        poller.stop()
        poller.join(PATIENCE_S)
    assert not poller.is_alive()


def first_outcomes(read, count):
    """What came of the first reads, of which each is asked for at once, and how long it would have been until the next
    one, in seconds."""
    outcomes = []
    with polling(read, every_s=INTERVAL_S, monotonic_s=lambda: 0.0) as (poller, outbox):
        while len(outcomes) < count:
            message = outbox.get(timeout=PATIENCE_S)
            if isinstance(message, Outcome):
                outcomes.append(message)
                poller.poll_now()
    return outcomes, [(one.retry_at_us - NOW_US) / 1e6 for one in outcomes]


def told_tokens(*answers):
    """A read that gives these one after the other, the last again and again; and the tokens that it was given."""
    tokens = SimpleQueue()
    left = list(answers)

    def read(options, request):
        tokens.put(request.token)
        return left.pop(0) if len(left) > 1 else left[0]

    return read, tokens


def tokens_of(tokens, count):
    return [tokens.get(timeout=PATIENCE_S) for _ in range(count)]


def test_a_thread_hurries_until_its_source_was_read_once():
    answers = iter([Passing(words("fault.no-answer", n=1)), batch("1"), batch("1")])

    def read(options, request):
        answer = next(answers)
        if isinstance(answer, Passing):
            raise answer
        return answer

    _, waits_s = first_outcomes(read, 2)
    assert waits_s[0] < 6
    assert waits_s[1] > 0.9 * INTERVAL_S


def test_a_thread_polls_at_once_and_then_at_the_interval_it_was_given_last():
    read, reads = counting_reads()
    with polling(read, every_s=3600) as (poller, _):
        reads.get(timeout=PATIENCE_S)
        poller.poll_every(0.001)
        for _ in range(3):
            reads.get(timeout=PATIENCE_S)


def test_a_thread_reads_until_it_is_stopped_and_remembers_the_token():
    tokens = []
    answers = [
        batch("1", token="a"),
        None,
        batch("1", token="b"),
        batch("1", token="c"),
    ]

    def read(options, request):
        tokens.append(request.token)
        if len(tokens) > len(answers):
            raise Passing(words("fault.no-answer", n=1))
        return answers[len(tokens) - 1]

    with polling(read, token="z") as (_, outbox):
        said = [outbox.get(timeout=PATIENCE_S) for _ in range(10)]
    assert tokens[:5] == ["z", "a", "a", "b", "c"]
    assert [type(one) for one in said[:4]] == [Begun, Outcome, Begun, Outcome]
    assert said[9].fault == words("fault.no-answer", n=1)
    assert said[9].retry_at_us > NOW_US


def test_a_thread_goes_on_at_its_interval_where_rows_came_beside_a_fault():
    tokens = []

    def read(options, request):
        tokens.append(request.token)
        rows = batch(str(len(tokens)), token=str(len(tokens)), is_changes=True)
        raise NeedsPerson(words("fault.no-answer", n=1), batch=rows)

    outcomes, waits_s = first_outcomes(read, 3)
    assert tokens[:3] == ["", "1", "2"]
    assert [(one.needs_person, one.batch.rows) for one in outcomes] == [(True, 1)] * 3
    assert max(waits_s) < 1.1 * INTERVAL_S


def test_a_thread_whose_rows_were_lost_reads_all_of_them_again():
    read, tokens = told_tokens(*(batch("1", token=str(number)) for number in range(6)))
    with polling(read) as (poller, _):
        assert tokens_of(tokens, 2) == ["", "0"]
        poller.begin_anew(1)
        assert "" in tokens_of(tokens, 3)


def test_a_read_that_goes_on_does_so_after_a_breath_and_finds_what_it_kept():
    kept = []

    def read(options, request):
        request.kept["times"] = request.kept.get("times", 0) + 1
        kept.append(request.kept["times"])
        return batch("1", token="t", is_changes=True, has_more=request.kept["times"] == 1)

    _, waits_s = first_outcomes(read, 2)
    assert waits_s[0] == 1
    assert waits_s[1] > 0.9 * INTERVAL_S
    assert kept[:2] == [1, 2]
