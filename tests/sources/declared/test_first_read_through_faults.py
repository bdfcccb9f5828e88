"""A first read that is interrupted again and again by what passes: it goes on from there, and comes to its end."""

from collections import Counter
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, all_read, cases_with, declared, later
from tests.sources.declared.test_withheld import WELL, historied
from wallboard.sources.contract import NeedsPerson, Passing

PAGES = {"by": "page", "size": 10, "total": "total"}


def throttled(a_minute: int, answers: Any = None) -> Any:
    """A desk that takes so many calls a minute, and asks to be left alone beyond."""
    calls: Counter[int] = Counter()

    def special(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        minute = int(of.clock_s // 60)
        calls[minute] += 1
        if calls[minute] > a_minute:
            return 429, {"Retry-After": "60"}, None
        return answers(of, path, query, body) if answers is not None else None

    return special


def polls_until_read(desk: Desk, reader: Reader, most: int = 40) -> int:
    """Polls, a minute after each other, until all that is open has come; how many failed in passing."""
    failed = 0
    for _ in range(most):
        try:
            reader.poll()
        except Passing as fault:
            failed += 1
            if fault.batch is not None and not fault.batch.is_behind:
                return failed
        else:
            return failed
        minute_later(desk, reader)
    raise AssertionError("it never came to its end")


def minute_later(desk: Desk, reader: Reader) -> None:
    reader.waited_s += 60
    later(desk, reader, 60)


@pytest.mark.parametrize("restarts", [False, True])
def test_with_fewer_calls_a_minute_than_it_takes_it_goes_on(desk, url, restarts):
    desk.make(45)
    desk.special = throttled(3)
    reader = Reader(declared(url, cases_with(paging=PAGES)), desk.now_us)
    with pytest.raises(Passing) as fault:
        reader.poll()
    assert fault.value.batch is not None
    assert fault.value.batch.is_behind, "nothing is known of now before all has come"
    assert not fault.value.batch.has_more
    if restarts:
        reader.restart()
    minute_later(desk, reader)
    polls_until_read(desk, reader)
    assert reader.numbers == sorted(desk.tickets)


def test_records_with_details_come_once_each_though_a_page_of_them_takes_several_polls(desk, url):
    desk.make(25)
    desk.special = throttled(8, WELL)
    desk.asked = []
    reader = Reader(historied(url, paging=PAGES), desk.now_us)
    asked: list[str] = []
    for _ in range(12):
        with suppress(Passing):
            reader.poll()
        asked += [path for path, _ in desk.asked if path.endswith("/history")]
        minute_later(desk, reader)
        desk.asked = []
    assert reader.numbers == list(range(1, 26))
    assert len(asked) <= 25 + 12, "but for the one at which each poll was refused"


def test_details_that_fail_now_and_then_hold_up_no_other(desk, url):
    chance = Random(7)

    def special(of: Desk, path: str, query: Query, body: Any) -> Answer | None:
        if path.endswith("/history") and chance.random() < 0.1:
            return 500, {}, None
        answer: Answer | None = WELL(of, path, query, body)
        return answer

    desk.make(60)
    desk.special = special
    reader = Reader(historied(url, paging=PAGES), desk.now_us)
    assert polls_until_read(desk, reader)
    assert reader.numbers == sorted(desk.tickets)


def test_what_was_deleted_between_is_gone_at_the_end(desk, url):
    desk.make(45)
    desk.special = throttled(3)
    cases = cases_with(paging=PAGES, open=None, between=None, since=None, changes=None, whole={})
    reader = Reader(declared(url, cases), desk.now_us)
    with pytest.raises(Passing):
        reader.poll()
    desk.delete(2)
    desk.special = lambda *_: None
    minute_later(desk, reader)
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)


@pytest.mark.parametrize("is_pause", [False, True])
def test_a_later_read_is_kept_whole_or_not_at_all_unless_the_server_asks_for_a_pause(desk, url, is_pause):
    desk.make(5)
    reader = all_read(desk, declared(url, cases_with(paging=PAGES)))
    minute_later(desk, reader)
    desk.make(30)
    fails = iter([False, False, True])
    answer = (429, {"Retry-After": "60"}, None) if is_pause else (500, {}, None)
    desk.special = lambda *_: answer if next(fails, True) else None
    with pytest.raises(Passing) as fault:
        reader.poll()
    assert (fault.value.batch is not None) == is_pause
    if is_pause:
        desk.special = throttled(3)
        minute_later(desk, reader)
        polls_until_read(desk, reader)
        assert reader.numbers == sorted(desk.tickets)


def test_a_refused_sign_in_brings_nothing_of_a_first_read(desk, url):
    desk.make(45)
    answers = iter([False, False, True])
    desk.special = lambda *_: (401, {}, None) if next(answers, True) else None
    reader = Reader(declared(url, cases_with(paging=PAGES)), desk.now_us)
    with pytest.raises(NeedsPerson) as fault:
        reader.poll()
    assert fault.value.batch is None
