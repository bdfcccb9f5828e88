"""Every source read once, without a collector."""

import threading

from tests.collect.collecting import NOW_US, PATIENCE_S, collector, outcome
from tests.small_board import batch, board, source
from wallboard.collect import read_once
from wallboard.core.words import words
from wallboard.sources.contract import Passing


def test_every_source_is_read_once_side_by_side(tmp_path):
    meet = threading.Barrier(2)

    def read(options, request):
        meet.wait(PATIENCE_S)
        return batch(request.name, as_of_us=5)

    def passing(options, request):
        raise Passing(words("fault.no-answer", n=1))

    house = board(tmp_path, source("b", read), source("a", read), source("c", passing))
    done = []
    batches, conditions = read_once(house, NOW_US, None, progress=done.append)
    assert list(batches) == ["b", "a"]
    assert sorted(done) == ["a", "b", "c"]
    assert (conditions["a"].as_of_us, conditions["a"].fault) == (5, None)
    assert conditions["c"].fault == words("fault.no-answer", n=1)


def test_the_past_is_told_to_the_sources(tmp_path):
    asked = []

    def read(options, request):
        asked.append((request.until_us, request.now_us, request.token))
        return batch("1")

    read_once(board(tmp_path, source("a", read)), NOW_US, NOW_US - 5)
    assert asked == [(NOW_US - 5, NOW_US, "")]


def test_a_source_that_hangs_is_given_up_when_the_time_is_over(tmp_path):
    hold = threading.Event()

    def read(options, request):
        hold.wait(PATIENCE_S)

    batches, conditions = read_once(board(tmp_path, source("a", read)), NOW_US, budget_s=0.01)
    hold.set()
    assert batches == {}
    assert conditions["a"].fault.key == "fault.no-answer"


def test_a_read_in_parts_is_read_to_its_end_from_nothing(tmp_path):
    asked = []

    def read(options, request):
        asked.append(request.token)
        first = batch("1", "2", token="a", has_more=True, since_us={"cases": 9})
        then = batch("2", "3", token="b", is_changes=True, has_more=True, since_us={"cases": 5})
        last = batch(token="c", is_changes=True, gone={"cases": ("1",)})
        return {"": first, "a": then, "b": last}[request.token]

    batches, conditions = read_once(board(tmp_path, source("a", read)), NOW_US)
    assert asked == ["", "a", "b"]
    assert batches["a"].frame("cases")["number"].to_list() == ["2", "3"]
    assert (batches["a"].since_us, batches["a"].has_more, batches["a"].is_changes) == ({}, False, False)
    assert conditions["a"].fault is None


def test_a_read_in_parts_is_left_at_what_it_brought_when_the_time_is_over(tmp_path):
    hold, is_held = threading.Event(), threading.Event()

    def read(options, request):
        if request.token:
            is_held.set()
            hold.wait(PATIENCE_S)
        return batch("1", token="a", has_more=True, since_us={"cases": 9})

    def slow(options, request):
        is_held.wait(PATIENCE_S)
        return batch("2")

    batches, conditions = read_once(board(tmp_path, source("a", read), source("b", slow)), NOW_US, budget_s=0.5)
    hold.set()
    assert batches["a"].rows == 1
    assert batches["a"].since_us == {"cases": 9}
    assert (batches["a"].has_more, batches["b"].has_more) == (True, False)
    assert conditions["a"].fault is None


def test_a_read_in_parts_that_fails_half_way_keeps_what_came_beside_the_fault(tmp_path):
    def read(options, request):
        if request.token:
            raise Passing(words("fault.no-answer", n=1))
        return batch("1", token="a", has_more=True)

    batches, conditions = read_once(board(tmp_path, source("a", read)), NOW_US)
    assert (batches["a"].rows, batches["a"].has_more) == (1, False)
    assert conditions["a"].fault == words("fault.no-answer", n=1)
    assert conditions["a"].as_of_us is None


def test_cached_rows_are_those_that_the_collector_kept(tmp_path, places, house, crm):
    assert read_once(house, NOW_US, cached=True, state_dir=tmp_path / "none")[0] == {}
    assert not (tmp_path / "none").exists()
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    one.end()
    batches, conditions = read_once(house, NOW_US, cached=True, state_dir=places.state)
    assert batches["crm"].rows == 2
    assert conditions["crm"].as_of_us == NOW_US
