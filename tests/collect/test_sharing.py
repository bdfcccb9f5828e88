"""Boards that share a source, and processes that share the files."""

from tests.collect.collecting import NOW_US, Threads, collector, outcome, picture, rows_shown
from tests.small_board import batch, board, no_read, source
from wallboard.collect.collector import Collector
from wallboard.collect.polling import Outcome
from wallboard.compose import compose
from wallboard.core.words import words


def test_boards_with_the_same_source_share_its_thread(places, tmp_path):
    threads = Threads()
    slow, fast = (source("crm", no_read, every_s=seconds) for seconds in (60, 20))
    other = source("other", no_read)
    one = collector(places, board(tmp_path, slow), board(tmp_path, fast, other), threads=threads)
    one.begin(NOW_US)
    assert len(threads.started) == 2
    assert {site.every_s for site in one._sites.values()} == {20, 60}
    one.take(Outcome(threads.started[0], NOW_US, batch=batch("1", "2")))
    one.show(NOW_US)
    assert [rows_shown(picture(places, name)) for name in ("board0", "board1")] == [2, 2]
    one.refresh()
    assert threads.asked == threads.started
    one.end()


def test_of_two_collectors_one_polls_and_the_other_reads(places, house, crm):
    threads = Threads(), Threads()
    first = Collector({"a": house}, places, compose, threads[0])
    second = Collector({"b": house}, places, compose, threads[1])
    first.begin(NOW_US)
    second.begin(NOW_US)
    assert [len(one.started) for one in threads] == [1, 0]
    first.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    assert second.look_around(NOW_US)
    assert not second.look_around(NOW_US)
    second.show(NOW_US)
    assert rows_shown(picture(places, "b")) == 2
    first.take(outcome(house, crm, fault=words("fault.no-answer", n=1)))
    assert second.look_around(NOW_US)
    second.show(NOW_US)
    assert picture(places, "b").sources[0].fault == words("fault.no-answer", n=1)
    first.end()
    second.look_around(NOW_US)
    assert [len(one.started) for one in threads] == [1, 1]
    second.end()
