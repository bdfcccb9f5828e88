"""The collector: every outcome becomes a condition, one process polls a site, and it ends when its glass is gone."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import polars as pl
import pytest

from tests.small_board import TinyOptions, batch, board, panel, source, us
from wallboard.collect import read_once, run
from wallboard.collect.board_files import Reloaded
from wallboard.collect.collector import Collector
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Begun, Outcome, Poller, attempt, delay_s
from wallboard.collect.sites import BUDGET_US
from wallboard.compose import compose
from wallboard.config.faults import BoardFaults, Fault
from wallboard.core.measures.weeks import WeekCount
from wallboard.core.scope import Where
from wallboard.core.views.freshness import word_of_source
from wallboard.core.views.shapes import Count, Counts, View
from wallboard.core.words import verbatim, words
from wallboard.kiosk.words import ALREADY_COMPOSED, BAD_BOARD, BEAT_VARIABLE, NO_STATE, Beats
from wallboard.panels.contract import Shown
from wallboard.sources.contract import NeedsPerson, Passing, ReadRequest
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.locks import take
from wallboard.store.logs import start_log
from wallboard.store.places import board_id, places_of
from wallboard.store.weeks import stored_weeks

NOW_US = us("2026-03-06 12:00")
MINUTE_US = 60_000_000
PATIENCE_S = 60
HERE = Path(__file__).parent


def no_read(options, request):
    raise AssertionError


class Threads:
    """Stands where the sources' threads are, and remembers what it was told."""

    def __init__(self):
        self.started = []
        self.asked = []

    def __call__(self, site):
        self.started.append(site.name)
        threads = self

        class Polling:
            def poll_now(self):
                threads.asked.append(site.name)

            def poll_every(self, every_s):
                threads.asked.append(f"every {every_s}")

            def begin_anew(self, number):
                threads.asked.append("anew")

            def stop(self):
                threads.asked.append(f"stop {site.name}")

        return Polling()


def collector(places, *boards, threads=None):
    named = {f"board{number}": one for number, one in enumerate(boards)}
    return Collector(named, places, compose, threads or Threads())


def picture(places, name="board0"):
    with closing(JournalReader(places.journal, name)) as reader:
        return reader.picture()


def rows_shown(found):
    return found.pages[0][0].body.counts[0].value


def outcome(one, source_entry, **told):
    return Outcome(site_of_source(one, source_entry), NOW_US, **told)


@pytest.fixture
def crm():
    return source("crm", no_read)


@pytest.fixture
def house(tmp_path, crm):
    return board(tmp_path, crm)


# What an attempt becomes


def request(**told):
    return ReadRequest("crm", Path(), NOW_US, "UTC", **told)


def attempted(read, **told):
    kind = source("crm", read).type
    return attempt("site", kind, TinyOptions(), request(**told))


def raising(fault):
    def read(options, request):
        raise fault

    return read


def test_a_fault_that_may_pass_becomes_words():
    found = attempted(raising(Passing(words("fault.no-answer", n=3), words("more", n=1), retry_after_s=9)))
    assert (found.fault, found.remedy) == (words("fault.no-answer", n=3), words("more", n=1))
    assert (found.needs_person, found.retry_after_s, found.trace) == (False, 9, "")


def test_a_fault_for_a_person_is_marked():
    assert attempted(raising(NeedsPerson(words("fault.no-answer", n=3)))).needs_person


def test_any_other_error_becomes_an_internal_fault_with_its_trace():
    found = attempted(raising(ZeroDivisionError("of nothing")))
    assert found.fault == words("fault.internal", what="ZeroDivisionError")
    assert "of nothing" in found.trace
    assert not found.needs_person


def test_rows_of_another_form_are_an_internal_fault():
    import polars as pl

    odd = replace(batch("1"), frames={"cases": pl.DataFrame({"colour": ["red"]})})
    assert attempted(lambda options, request: odd).fault == words("fault.internal", what="ValueError")


def test_a_secret_does_not_reach_the_trace():
    def read(options, request):
        raise RuntimeError(f"refused {request.secret('crm')}")

    found = attempted(read, secret=lambda name: "hunter2")
    assert "refused •••" in found.trace
    assert "hunter2" not in found.trace


def test_a_secret_that_nobody_can_give_needs_a_person():
    found = attempted(lambda options, request: request.secret("crm"))
    assert (found.fault, found.needs_person) == (words("fault.no-secret", name="crm"), True)


# How long to wait


def wait(failures=1, every_s=60.0, turn=0, *, is_service=True, is_starting=False, **told):
    one = Outcome("site", NOW_US, **told)
    return delay_s(one, every_s=every_s, failures=failures, turn=turn, is_service=is_service, is_starting=is_starting)


def test_the_interval_is_scattered_by_a_twentieth_either_way_and_always_the_same():
    waits = [wait(turn=turn) for turn in range(200)]
    assert waits == [wait(turn=turn) for turn in range(200)]
    assert 57 <= min(waits) < 58
    assert 62 < max(waits) <= 63


def test_failures_double_the_wait_up_to_a_quarter_of_an_hour():
    assert [round(wait(failures=n) / 60) for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert wait(failures=99) <= 900 * 1.05


@pytest.mark.parametrize(
    "told",
    [
        {"fault": words("fault.no-answer", n=1)},
        {"fault": words("fault.no-secret", name="crm"), "needs_person": True},
    ],
    ids=["the network is not there yet", "the keyring is not there yet"],
)
def test_a_source_that_was_not_read_since_the_start_is_tried_again_within_seconds(told):
    waits = [wait(failures=n, every_s=900.0, is_starting=True, **told) for n in (1, 2, 3, 8, 99)]
    assert [round(one / 5) for one in waits[:3]] == [1, 2, 4]
    assert min(waits[3:]) > 600
    assert wait(failures=1, every_s=2.0, is_starting=True, **told) < 3
    assert wait(failures=1, every_s=2.0, is_starting=True, retry_after_s=77, **told) == 77


def test_a_sign_in_that_was_refused_is_not_hurried_at_a_start_either():
    refused = {"fault": words("fault.no-answer", n=1), "needs_person": True}
    assert wait(failures=1, every_s=900.0, is_starting=True, **refused) > 800


def test_a_thread_hurries_until_its_source_was_read_once():
    answers = iter([Passing(words("fault.no-answer", n=1)), batch("1"), batch("1")])
    outbox = SimpleQueue()

    def read(options, request):
        answer = next(answers)
        if isinstance(answer, Passing):
            raise answer
        return answer

    one = source("crm", read)
    poller = Poller(
        "site",
        one.type,
        one.options,
        request(),
        every_s=900,
        clock=lambda: NOW_US,
        outbox=outbox,
        monotonic_s=lambda: 0.0,
    )
    poller.start()
    waits = []
    while len(waits) < 2:
        message = outbox.get(timeout=PATIENCE_S)
        if isinstance(message, Outcome):
            waits.append((message.retry_at_us - NOW_US) / 1e6)
            poller.poll_now()
    poller.stop()
    poller.join(PATIENCE_S)
    assert waits[0] < 6
    assert waits[1] > 800


def test_a_file_is_never_left_alone_for_long():
    assert wait(failures=99, every_s=5, is_service=False) <= 60 * 1.05


def test_a_slow_interval_is_not_made_faster_by_a_failure():
    assert wait(failures=1, every_s=7200) >= 7200 * 0.95


def test_a_source_that_says_when_is_believed_within_an_hour():
    assert wait(failures=1, retry_after_s=300) == 300
    assert wait(failures=1, retry_after_s=1e9) == 3600


# What an outcome becomes


def test_the_first_picture_stands_before_any_source_has_answered(places, house):
    one = collector(places, house)
    one.begin(NOW_US)
    found = picture(places)
    assert rows_shown(found) == 0
    assert word_of_source(found.sources[0], NOW_US) == "UNREAD"
    one.end()


def test_rows_reach_the_picture_and_the_next_collector(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    assert one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    one.show(NOW_US)
    found = picture(places)
    assert (rows_shown(found), found.sources[0].as_of_us) == (2, NOW_US)
    assert word_of_source(found.sources[0], NOW_US) == "LIVE"
    one.end()
    other = collector(places, house)
    other.begin(NOW_US + MINUTE_US)
    assert (rows_shown(picture(places)), picture(places).sources[0].as_of_us) == (2, NOW_US)
    other.end()


def test_a_fault_keeps_the_rows_and_says_when_it_is_tried_again(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    fault = words("fault.no-answer", n=3)
    assert one.take(outcome(house, crm, fault=fault, retry_at_us=NOW_US + 5))
    one.show(NOW_US)
    note = picture(places).sources[0]
    assert (note.fault, note.retry_at_us, note.as_of_us, note.rows) == (fault, NOW_US + 5, NOW_US, 1)
    assert word_of_source(note, NOW_US) == "LATE"
    assert one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US + 9)))
    one.show(NOW_US)
    assert picture(places).sources[0].fault is None
    one.end()


def test_a_fault_for_a_person_is_failed(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.take(outcome(house, crm, fault=words("more", n=1), needs_person=True))
    one.show(NOW_US)
    assert word_of_source(picture(places).sources[0], NOW_US) == "FAILED"
    one.end()


def test_what_came_beside_a_fault_of_a_part_is_kept_and_the_source_has_failed_all_the_same(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    changes = batch("2", as_of_us=NOW_US + 9, is_changes=True)
    fault = words("more", n=1)
    one.take(outcome(house, crm, batch=changes, fault=fault, needs_person=True, retry_at_us=NOW_US + 10))
    one.show(NOW_US + 9)
    note = picture(places).sources[0]
    assert word_of_source(note, NOW_US + 9) == "FAILED"
    assert (note.fault, note.retry_at_us, note.rows, note.as_of_us) == (fault, NOW_US + 10, 2, NOW_US)
    one.end()


def test_a_service_where_nothing_changed_is_as_of_now(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US - MINUTE_US)))
    assert one.take(outcome(house, crm))
    one.show(NOW_US)
    assert picture(places).sources[0].as_of_us == NOW_US
    one.end()


def composing_counted(places, *boards):
    """A collector, and for each time that it composes the number of rows."""
    made = []

    def composing(of, batches, conditions, now_us, **told):
        made.append(sum(one.rows for one in batches.values()))
        return compose(of, batches, conditions, now_us, **told)

    named = {f"board{number}": one for number, one in enumerate(boards)}
    return Collector(named, places, composing, Threads()), made


def test_where_only_ages_changed_they_are_shown_and_nothing_is_composed(places, house, crm):
    one, made = composing_counted(places, house)
    one.begin(NOW_US - MINUTE_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US - MINUTE_US)))
    one.show(NOW_US - MINUTE_US)
    assert made == [0, 1]
    assert one.take(outcome(house, crm))
    assert not one.has_news
    one.show_ages(NOW_US)
    assert made == [0, 1]
    found = picture(places)
    assert (rows_shown(found), found.sources[0].as_of_us) == (1, NOW_US)
    assert found.sources[0].late_at_us > NOW_US + MINUTE_US
    one.end()


@pytest.mark.parametrize(
    ("told", "is_urgent"),
    [
        ({"batch": batch("1", "2", as_of_us=NOW_US)}, False),
        ({"batch": batch("1", as_of_us=NOW_US, is_cut_short=True, is_behind=True)}, False),
        ({"fault": words("fault.no-answer", n=3)}, True),
    ],
    ids=["other rows", "a read cut short", "a fault"],
)
def test_other_rows_are_news_that_can_wait_and_a_fault_is_news_that_cannot(places, house, crm, told, is_urgent):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    assert one.has_news
    assert one.is_urgent  # the first rows of a source
    one.show(NOW_US)
    assert not one.has_news
    assert not one.is_urgent
    one.take(outcome(house, crm, **told))
    one.take(outcome(house, crm, **({} if "fault" not in told else told)))
    assert (one.has_news, one.is_urgent) == (True, is_urgent)
    one.end()


def test_rows_that_are_not_yet_composed_are_not_yet_counted_beside_the_views(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US + 5)))
    one.show_ages(NOW_US + 5)
    found = picture(places)
    assert (rows_shown(found), found.sources[0].rows, found.sources[0].as_of_us) == (1, 1, NOW_US + 5)
    one.show(NOW_US + 6)
    assert (rows_shown(picture(places)), picture(places).sources[0].rows) == (2, 2)
    one.end()


def test_a_wall_that_shows_the_same_as_before_is_still_until_a_row_moves_it(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1")))
    one.show(NOW_US)
    assert not one.is_still
    one.show(NOW_US + MINUTE_US)
    assert one.is_still
    one.take(outcome(house, crm, batch=batch("1", "2")))
    one.show(NOW_US + 2 * MINUTE_US)
    assert not one.is_still
    one.end()


def test_rows_that_somebody_asked_for_do_not_wait(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    one.refresh()
    one.show(NOW_US)  # a tick comes between
    one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    assert one.is_urgent
    one.show(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    assert not one.is_urgent
    one.end()


def test_a_file_where_nothing_changed_keeps_its_age_and_the_picture(places, tmp_path):
    erp = source("erp", no_read, is_service=False)
    office = board(tmp_path, erp)
    one = collector(places, office)
    one.begin(NOW_US)
    one.take(outcome(office, erp, batch=batch("1", as_of_us=NOW_US - MINUTE_US)))
    assert not one.take(outcome(office, erp))
    one.show(NOW_US)
    assert picture(places).sources[0].as_of_us == NOW_US - MINUTE_US
    one.end()


def test_a_read_cut_short_does_not_make_the_rows_younger(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US - MINUTE_US)))
    one.take(outcome(house, crm, batch=batch("2", as_of_us=NOW_US, is_cut_short=True, is_behind=True)))
    one.show(NOW_US)
    note = picture(places).sources[0]
    assert (note.as_of_us, note.is_cut_short, note.rows) == (NOW_US - MINUTE_US, True, 2)
    one.end()


def test_changes_are_laid_over_the_rows_that_are_shown(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US, token="a")))
    one.take(outcome(house, crm, batch=batch("2", "3", as_of_us=NOW_US + 5, token="b", is_changes=True)))
    one.show(NOW_US)
    shown = picture(places)
    assert rows_shown(shown) == 3
    assert shown.sources[0].as_of_us == NOW_US + 5
    one.end()


def test_what_is_composed_is_in_one_piece_and_stays_so_until_something_changes(places, house, crm):
    seen = []

    def composing(board, batches, conditions, now_us, **told):
        seen.append(batches.get("crm"))
        return compose(board, batches, conditions, now_us, **told)

    one = Collector({"board0": house}, places, composing, Threads())
    one.begin(NOW_US)
    numbers = [f"{row:04}" for row in range(400)]
    one.take(outcome(house, crm, batch=batch(*numbers, as_of_us=NOW_US)))
    one.take(outcome(house, crm, batch=batch(*(f"{number}x" for number in numbers), is_changes=True)))
    one.show(NOW_US)
    one.show(NOW_US + 5)
    assert seen[-1].rows == 800
    assert seen[-1].frame("cases").n_chunks() == 1
    assert seen[-1].frames["cases"] is seen[-2].frames["cases"]
    one.end()


def test_changes_that_could_not_be_laid_over_the_rows_have_the_source_read_anew(places, house, crm):
    threads = Threads()
    one = collector(places, house, threads=threads)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    bad = replace(batch("2", is_changes=True), frames={"cases": pl.DataFrame({"opened_at": ["x"]})})
    with pytest.raises(pl.exceptions.PolarsError):
        one.take(outcome(house, crm, batch=bad))
    assert threads.asked == ["anew"]
    one.end()


def test_a_first_read_cut_short_is_no_complete_read(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("2", as_of_us=NOW_US, is_cut_short=True, is_behind=True)))
    one.show(NOW_US)
    assert picture(places).sources[0].as_of_us is None
    one.end()


def test_a_read_that_was_taken_though_it_may_not_be_whole_is_as_old_as_it_is_and_so_is_nothing_new(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    told = []
    for minute, brought in enumerate([batch("2", as_of_us=NOW_US, is_cut_short=True), None]):
        one.take(replace(outcome(house, crm, batch=brought), started_us=NOW_US + minute * MINUTE_US))
        one.show(NOW_US + minute * MINUTE_US)
        note = picture(places).sources[0]
        told.append(((note.as_of_us - NOW_US) / MINUTE_US, note.is_cut_short, note.rows))
    assert told == [(0, True, 1), (1, True, 1)]
    one.end()


def test_a_source_that_does_not_answer_in_time_has_a_fault_until_it_does(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(Begun(site_of_source(house, crm), NOW_US))
    assert not one.look_around(NOW_US + BUDGET_US)
    assert one.look_around(NOW_US + BUDGET_US + 1)
    assert not one.look_around(NOW_US + BUDGET_US + 2)
    one.show(NOW_US)
    assert picture(places).sources[0].fault == words("fault.no-answer", n=120)
    one.take(outcome(house, crm, batch=batch("1")))
    one.show(NOW_US)
    assert picture(places).sources[0].fault is None
    one.end()


def test_a_change_of_condition_is_logged_once_each_way(places, house, crm, caplog):
    caplog.set_level(logging.INFO, "wallboard")
    one = collector(places, house)
    one.begin(NOW_US)
    for seconds in (1, 2, 3):
        one.take(outcome(house, crm, fault=words("fault.no-answer", n=seconds)))
    one.take(outcome(house, crm, batch=batch("1")))
    one.take(outcome(house, crm, batch=batch("1")))
    one.end()
    assert [record.getMessage() for record in caplog.records] == ["crm: No answer within 1 s.", "crm answers again"]


def test_a_panel_that_fails_is_logged_once(places, tmp_path, crm, caplog):
    def failing(options, envelope, snapshot):
        raise ZeroDivisionError("of nothing")

    one = collector(places, board(tmp_path, crm, panels=(panel("Bad", failing),)))
    one.begin(NOW_US)
    one.show(NOW_US + 1)
    one.end()
    assert [record.getMessage().splitlines()[0] for record in caplog.records] == [
        "panel Bad failed: ZeroDivisionError: of nothing"
    ]


def test_a_cache_that_cannot_be_written_shows_in_the_corner(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    with closing(sqlite3.connect(places.cache, isolation_level=None)) as other:
        one._cache._file._connection.execute("PRAGMA busy_timeout=1")
        other.execute("BEGIN IMMEDIATE")
        one.take(outcome(house, crm, batch=batch("1")))
        one.show(NOW_US)
        other.execute("ROLLBACK")
    assert [line.key for line in picture(places).trouble] == ["trouble.cache"]
    assert rows_shown(picture(places)) == 1
    one.tidy(NOW_US)
    one.show(NOW_US)
    assert picture(places).trouble == ()
    one.end()


# Several boards, several processes


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


# Boards that change


def lock_is_free(places, site):
    held = take(places.site_lock(site))
    if held is not None:
        held.release()
    return held is not None


def test_sources_that_did_not_change_keep_their_threads_rows_and_conditions(places, tmp_path, crm):
    threads = Threads()
    one = collector(places, board(tmp_path, crm), threads=threads)
    one.begin(NOW_US)
    one.take(outcome(board(tmp_path, crm), crm, batch=batch("1", "2", as_of_us=NOW_US)))
    other = replace(board(tmp_path, crm, panels=(panel("Anew"), panel("Twice"))), name="other")
    assert one.take_board(Reloaded("board0", other))
    one.show(NOW_US + 1)
    found = picture(places)
    assert [view.title for view in found.pages[0]] == ["Anew", "Twice"]
    assert [view.body.counts[0].value for view in found.pages[0]] == [2, 2]
    assert found.sources[0].as_of_us == NOW_US
    assert (len(threads.started), threads.asked) == (1, [])
    one.end()


def test_new_sources_start_and_gone_ones_stop(places, tmp_path, crm):
    erp = source("erp", no_read)
    threads = Threads()
    before, after = board(tmp_path, crm), board(tmp_path, erp)
    gone, new = site_of_source(before, crm), site_of_source(after, erp)
    one = collector(places, before, threads=threads)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    one.take_board(Reloaded("board0", after))
    assert threads.started == [gone, new]
    assert threads.asked == [f"stop {gone}"]
    assert lock_is_free(places, gone)
    assert not lock_is_free(places, new)
    assert not one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US)))  # of the attempt under way
    one.show(NOW_US + 1)
    assert [note.name for note in picture(places).sources] == ["erp"]
    one.take_board(Reloaded("board0", before))  # and back: its rows are still in the cache
    one.show(NOW_US + 2)
    assert rows_shown(picture(places)) == 2
    one.end()


def edited(crm, path):
    return replace(crm, options=TinyOptions(path=path))


def failed(one, source_entry, key="file.column.gone"):
    fault = words(key, file="cases.csv", column="Shut", found="Ref, Closed", n=7)
    return outcome(one, source_entry, fault=fault, needs_person=True)


def test_a_source_with_other_settings_begins_with_the_rows_that_the_board_last_had(places, tmp_path, crm):
    before, wrong = board(tmp_path, crm), edited(crm, "wrong")
    after = board(tmp_path, wrong)
    one = collector(places, before)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", "2", as_of_us=NOW_US, token="seen")))
    one.take_board(Reloaded("board0", after))
    one.take(failed(after, wrong))
    one.show(NOW_US + 1)
    found = picture(places)
    assert rows_shown(found) == 2
    assert word_of_source(found.sources[0], NOW_US + 1) == "FAILED"
    assert (found.sources[0].as_of_us, found.sources[0].fault.key) == (NOW_US, "file.column.gone")
    one.end()

    again = collector(places, after)  # a restart begins with them too
    again.begin(NOW_US + 2)
    found = picture(places)
    assert (rows_shown(found), word_of_source(found.sources[0], NOW_US + 2)) == (2, "FAILED")
    again.take(outcome(after, wrong, batch=batch("3", as_of_us=NOW_US + 3)))
    again.show(NOW_US + 3)
    found = picture(places)
    assert (rows_shown(found), word_of_source(found.sources[0], NOW_US + 3)) == (1, "LIVE")
    again.end()


def test_a_read_with_other_settings_is_not_told_what_the_last_one_saw(places, tmp_path, crm):
    tokens = []

    class Remembering(Threads):
        def __call__(self, site):
            tokens.append(site.batch.token if site.batch else None)
            return super().__call__(site)

    before, after = board(tmp_path, crm), board(tmp_path, edited(crm, "other"))
    one = collector(places, before, threads=Remembering())
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US, token="seen")))
    for again in (after, before):
        one.take_board(Reloaded("board0", again))
    assert tokens == [None, "", "seen"], "rows that were read with these settings keep what was said of them"
    one.end()


def test_edit_after_edit_the_rows_go_on_to_the_settings_that_are_right(places, tmp_path, crm):
    boards = [board(tmp_path, edited(crm, path)) for path in ("first", "wrong", "worse")]
    first, wrong, worse = boards
    one = collector(places, first)
    one.begin(NOW_US)
    one.take(outcome(first, first.sources[0], batch=batch("1", as_of_us=NOW_US)))
    for later, bad in enumerate((wrong, worse), start=1):
        one.take_board(Reloaded("board0", bad))
        one.take(failed(bad, bad.sources[0]))
        one.show(NOW_US + later)
        assert rows_shown(picture(places)) == 1
    one.take_board(Reloaded("board0", first))
    one.take(outcome(first, first.sources[0], batch=batch("1", "2", "3", as_of_us=NOW_US + MINUTE_US)))
    one.take_board(Reloaded("board0", wrong))
    one.show(NOW_US + MINUTE_US)
    assert rows_shown(picture(places)) == 3, "not those that stood beside the same mistake before"
    one.end()


def test_what_is_wrong_is_wrong_until_other_settings_were_tried(places, tmp_path, crm, caplog):
    caplog.set_level(logging.INFO)
    before, after = board(tmp_path, crm), board(tmp_path, edited(crm, "other"))
    one = collector(places, before)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US)))
    one.take(failed(before, crm, "file.emptied"))
    one.take_board(Reloaded("board0", after))
    one.show(NOW_US + 1)
    assert word_of_source(picture(places).sources[0], NOW_US + 1) == "FAILED"
    one.take(outcome(after, after.sources[0], batch=batch(as_of_us=NOW_US + 2)))
    one.show(NOW_US + 2)
    assert (rows_shown(picture(places)), word_of_source(picture(places).sources[0], NOW_US + 2)) == (0, "LIVE")
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("crm")]
    assert len(said) == 2, "once that it failed, once that it is back"
    one.end()


def test_a_source_of_another_name_or_of_less_begins_without_rows(places, tmp_path, crm):
    before = told_of(board(tmp_path, crm), crm={"cases", "events"})
    one = collector(places, before)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US)))
    less = edited(crm, "less")
    for other in (board(tmp_path, source("erp", no_read)), told_of(board(tmp_path, less), crm={"cases"})):
        one.take_board(Reloaded("board0", other))
        one.show(NOW_US + 1)
        assert picture(places).sources[0].as_of_us is None
        one.take_board(Reloaded("board0", before))
    one.end()


def told_of(one, **feeds):
    told = {name: frozenset(resources) for name, resources in feeds.items()}
    return replace(one, organisation=replace(one.organisation, feeds=told))


def test_a_source_of_two_boards_stays_until_neither_has_it(places, tmp_path, crm):
    threads = Threads()
    one = collector(places, board(tmp_path, crm), board(tmp_path, crm), threads=threads)
    one.begin(NOW_US)
    for name, asked in (("board0", []), ("board1", [f"stop {threads.started[0]}"])):
        one.take_board(Reloaded(name, board(tmp_path)))
        assert threads.asked == asked
    one.end()


def test_a_link_that_leads_elsewhere_leaves_the_sources_of_a_board_that_did_not_change(places, tmp_path, crm):
    releases = [tmp_path / name for name in ("first", "second")]
    for release in releases:
        release.mkdir()
    current = tmp_path / "current"
    current.symlink_to(releases[0])
    house = board(current, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    read = outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US))
    current.unlink()
    current.symlink_to(releases[1])
    one.take(read)
    one.show(NOW_US)
    assert rows_shown(picture(places)) == 2
    one.end()


def test_another_interval_reaches_the_thread_that_polls(places, tmp_path, crm):
    threads = Threads()
    one = collector(places, board(tmp_path, crm), threads=threads)
    one.begin(NOW_US)
    one.take_board(Reloaded("board0", board(tmp_path, replace(crm, every_s=7))))
    assert (len(threads.started), threads.asked) == (1, ["every 7"])
    one.end()


def test_a_bad_board_leaves_the_last_good_one_and_says_so_until_it_is_good_again(places, house, crm, caplog):
    one = collector(places, house)
    one.begin(NOW_US)
    before = picture(places)
    faults = (Fault("/srv/wall.yaml", 3, 7, "pages", 'found "x"'), Fault("/srv/wall.yaml", 9, 1, "", "odd"))
    assert one.take_board(Reloaded("board0", faults=faults))
    for later in (1, 2):
        one.take(outcome(house, crm, batch=batch(*("ab"[:later]), as_of_us=NOW_US)))
        one.show(NOW_US + later)
        found = picture(places)
        assert found.trouble == (words("trouble.board-more", fault='wall.yaml:3: pages: found "x"', n=1),)
        assert rows_shown(found) == later
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert said == ['the last good board stays:\n/srv/wall.yaml:3:7: pages: found "x"\n/srv/wall.yaml:9:1: odd']
    one.take_board(Reloaded("board0", house))
    one.show(NOW_US + 3)
    assert picture(places).trouble == before.trouble == ()
    one.end()


def failing_for(name, places, **boards):
    """A collector that cannot compose the board of this name."""

    def composing(of, *told, **more):
        if of.name == name:
            raise ZeroDivisionError
        return compose(of, *told, **more)

    return Collector(boards, places, composing, Threads())


def test_a_board_that_cannot_be_composed_keeps_no_other_from_the_wall(places, house, crm, tmp_path, caplog):
    other = replace(house, name="other", folder=tmp_path / "other")
    one = failing_for("small", places, small=house, other=other)
    one.begin(NOW_US)
    one.take(Outcome(site_of_source(other, crm), NOW_US, batch("1", "2")))
    one.show(NOW_US)
    assert (picture(places, "small"), rows_shown(picture(places, "other"))) == (None, 2)
    assert not one.is_still
    one.show_ages(NOW_US + 5)
    one.end()
    assert "an error inside Wallboard keeps small as it is" in caplog.text


def test_a_changed_board_that_cannot_be_composed_leaves_the_layout_of_the_picture(places, house, crm):
    one = failing_for("changed", places, small=house)
    one.begin(NOW_US)
    one.take_board(Reloaded("small", replace(house, name="changed", pages=())))
    one.show(NOW_US + 1)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show_ages(NOW_US + 2)
    one.end()
    with closing(JournalReader(places.journal, "small")) as reader:
        layout, shown = reader.shown()
    assert (layout.board, len(layout.pages), shown.sources[0].as_of_us) == ("small", 1, NOW_US)


def test_what_the_wall_reads_at_any_moment_is_of_one_board(places, tmp_path, crm):
    boards = [board(tmp_path, crm, panels=tuple(panel(f"{n} {turn}") for n in range(turn + 1))) for turn in range(3)]
    one = collector(places, boards[0])
    one.begin(NOW_US)
    is_over = threading.Event()
    mixed, seen = [], set()

    def look():
        with closing(JournalReader(places.journal, "board0")) as reader:
            while not is_over.is_set():
                layout, shown = reader.shown()
                placed = [panel.title for panel in layout.pages[0].panels]
                seen.add(len(placed))
                mixed.extend([placed] if placed != [view.title for view in shown.pages[0]] else [])

    glass = threading.Thread(target=look)
    glass.start()
    turn = 0
    while len(seen) < 3 or turn < 60:
        turn += 1
        one.take_board(Reloaded("board0", boards[turn % 3]))
        one.show(NOW_US + turn)
    is_over.set()
    glass.join(PATIENCE_S)
    one.end()
    assert mixed == []


# Weeks that are over


def weekly(options, envelope, snapshot):
    """A panel whose measure counts the rows: what it says of a week changes with them."""
    rows = sum(one.rows for one in snapshot.batches.values())
    weeks = snapshot.week_figures("rows", Where(), lambda week: WeekCount(rows), count=3)
    counts = tuple(Count(week.week_on, verbatim(week.week_on), week.value) for week in weeks)
    return Shown(View(envelope.type, envelope.title, verbatim("Weeks"), Counts(counts)))


def weeks_shown(found):
    return [count.value for count in found.pages[0][0].body.counts]


def weekly_board(tmp_path, *sources):
    return board(tmp_path, *sources, panels=(panel("Weeks", weekly),))


def test_a_week_is_stored_once_every_source_was_read_to_its_end_after_it(places, tmp_path, crm):
    erp = source("erp", no_read)
    house = weekly_board(tmp_path, crm, erp)
    one = collector(places, house)
    one.begin(NOW_US)
    last_us = us("2026-03-02 00:00")
    reads = [
        (crm, batch("1", as_of_us=NOW_US), 0),
        (erp, batch("1", as_of_us=NOW_US, is_cut_short=True, is_behind=True), 0),
        (erp, batch("1", as_of_us=last_us - 1), 2),
        (erp, batch("1", as_of_us=last_us), 3),
    ]
    for kind, rows, stored in reads:
        one.take(outcome(house, kind, batch=rows))
        one.show(NOW_US)
        assert len(stored_weeks(places, "board0")) == stored
    one.end()


def test_a_clock_that_ran_ahead_stores_no_week_that_the_source_has_not_lived(places, tmp_path, crm):
    house = weekly_board(tmp_path, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=replace(batch("1", as_of_us=NOW_US), clock_us=us("2026-02-20 12:00"))))
    one.show(NOW_US)
    assert [key.week_on for key in stored_weeks(places, "board0")] == ["2026-02-09"]
    one.end()


def test_a_stored_week_stays_as_it_is_whatever_the_rows_say_later(places, tmp_path, crm):
    house = weekly_board(tmp_path, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    week_us = 7 * 86_400_000_000
    one.take(outcome(house, crm, batch=batch("1", "2", "3", as_of_us=NOW_US + week_us)))
    one.show(NOW_US + week_us)
    assert weeks_shown(picture(places)) == [1, 1, 3]
    one.end()
    again = collector(places, house)
    again.begin(NOW_US + week_us)
    assert weeks_shown(picture(places)) == [1, 1, 3]
    again.end()


def test_a_running_collector_shows_what_another_process_recomputed(places, tmp_path, crm):
    house = weekly_board(tmp_path, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    with closing(Journal(places)) as other:
        key = max(other.weeks("board0"))
        assert other.recompute_weeks("board0", {key: WeekCount(7)}, NOW_US) == {key: WeekCount(1)}
    one.show(NOW_US + 1)
    assert weeks_shown(picture(places)) == [1, 1, 7]
    one.end()


# The thread


def test_a_thread_polls_at_once_and_then_at_the_interval_it_was_given_last():
    read, reads = counting_reads()
    one = source("crm", read)
    poller = Poller("site", one.type, one.options, request(), every_s=3600, clock=lambda: NOW_US, outbox=SimpleQueue())
    poller.start()
    reads.get(timeout=PATIENCE_S)
    poller.poll_every(0.001)
    for _ in range(3):
        reads.get(timeout=PATIENCE_S)
    poller.stop()
    poller.join(PATIENCE_S)
    assert not poller.is_alive()


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

    outbox = SimpleQueue()
    one = source("crm", read)
    poller = Poller(
        "site", one.type, one.options, request(token="z"), every_s=0.001, clock=lambda: NOW_US, outbox=outbox
    )
    poller.start()
    said = [outbox.get(timeout=PATIENCE_S) for _ in range(10)]
    poller.stop()
    poller.join(PATIENCE_S)
    assert not poller.is_alive()
    assert tokens[:5] == ["z", "a", "a", "b", "c"]
    assert [type(one) for one in said[:4]] == [Begun, Outcome, Begun, Outcome]
    assert said[9].fault == words("fault.no-answer", n=1)
    assert said[9].retry_at_us > NOW_US


def test_a_thread_goes_on_at_its_interval_where_rows_came_beside_a_fault():
    tokens, outbox = [], SimpleQueue()

    def read(options, request):
        tokens.append(request.token)
        rows = batch(str(len(tokens)), token=str(len(tokens)), is_changes=True)
        raise NeedsPerson(words("fault.no-answer", n=1), batch=rows)

    one = source("crm", read)
    clock = {"every_s": 600, "clock": lambda: NOW_US, "monotonic_s": lambda: 0.0}
    poller = Poller("site", one.type, one.options, request(), outbox=outbox, **clock)
    poller.start()
    outcomes = []
    while len(outcomes) < 3:
        message = outbox.get(timeout=PATIENCE_S)
        if isinstance(message, Outcome):
            outcomes.append(message)
            poller.poll_now()
    poller.stop()
    poller.join(PATIENCE_S)
    assert tokens[:3] == ["", "1", "2"]
    assert [(one.needs_person, one.batch.rows) for one in outcomes] == [(True, 1)] * 3
    assert {one.retry_at_us - NOW_US < 700e6 for one in outcomes} == {True}


def test_a_thread_whose_rows_were_lost_reads_all_of_them_again():
    read, tokens = told_tokens(*(batch("1", token=str(number)) for number in range(6)))
    poller = polled(read)
    assert tokens_of(tokens, 2) == ["", "0"]
    poller.begin_anew(1)
    assert "" in tokens_of(tokens, 3)
    poller.stop()
    poller.join(PATIENCE_S)


def test_a_read_that_goes_on_does_so_after_a_breath_and_finds_what_it_kept():
    outbox, kept = SimpleQueue(), []

    def read(options, request):
        request.kept["times"] = request.kept.get("times", 0) + 1
        kept.append(request.kept["times"])
        return batch("1", token="t", is_changes=True, has_more=request.kept["times"] == 1)

    one = source("crm", read)
    poller = Poller(
        "site",
        one.type,
        one.options,
        request(),
        every_s=900,
        clock=lambda: NOW_US,
        outbox=outbox,
        monotonic_s=lambda: 0.0,
    )
    poller.start()
    waits = []
    while len(waits) < 2:
        message = outbox.get(timeout=PATIENCE_S)
        if isinstance(message, Outcome):
            waits.append((message.retry_at_us - NOW_US) / 1e6)
            poller.poll_now()
    poller.stop()
    poller.join(PATIENCE_S)
    assert waits[0] == 1
    assert waits[1] > 800
    assert kept[:2] == [1, 2]


def told_tokens(*answers):
    """A read that gives these one after the other, the last again and again; and the tokens that it was given."""
    tokens = SimpleQueue()
    left = list(answers)

    def read(options, request):
        tokens.put(request.token)
        return left.pop(0) if len(left) > 1 else left[0]

    return read, tokens


def polled(read):
    one = source("crm", read)
    poller = Poller("site", one.type, one.options, request(), every_s=0.001, clock=lambda: NOW_US, outbox=SimpleQueue())
    poller.start()
    return poller


def tokens_of(tokens, count):
    return [tokens.get(timeout=PATIENCE_S) for _ in range(count)]


# The process


class Running:
    """A collector on a thread of this process, with a pipe as its glass."""

    def __init__(self, state, load, **told):
        self.pipe, self.glass = os.pipe()
        self.code = None
        self.state = state
        self.pictures = SimpleQueue()

        def composing(of, batches, conditions, now_us, **more):
            made = compose(of, batches, conditions, now_us, **more)
            self.pictures.put((sum(one.rows for one in batches.values()), conditions))
            return made

        def work():
            self.code = run(
                [state.parent / "small.yaml"],
                load=load,
                compose=composing,
                for_glass=True,
                state_dir=state,
                pipe=self.pipe,
                **told,
            )

        self.thread = threading.Thread(target=work)
        self.thread.start()

    def until(self, holds):
        while not holds(*self.pictures.get(timeout=PATIENCE_S)):
            pass

    def leave(self):
        if self.glass is not None:
            os.close(self.glass)
        self.glass = None

    def end(self, patience_s=PATIENCE_S):
        self.leave()
        self.thread.join(patience_s)
        assert not self.thread.is_alive()
        return self.code


def counting_reads():
    reads = SimpleQueue()

    def read(options, request):
        reads.put(request.now_us)
        return batch("1", "2", as_of_us=request.now_us)

    return read, reads


def test_the_collector_ends_in_good_order_when_its_glass_is_gone(tmp_path):
    read, _ = counting_reads()
    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read)))
    one.until(lambda rows, conditions: rows == 2)
    assert one.end(patience_s=5) == 0
    found = picture(places_of(tmp_path / "state"), board_id(tmp_path / "small.yaml"))
    assert rows_shown(found) == 2
    with closing(Cache(places_of(tmp_path / "state"))) as cache:
        house = board(tmp_path, source("crm", read))
        assert cache.load(site_of_source(house, house.sources[0])).rows == 2
    assert list((tmp_path / "state" / "images").iterdir())


def test_a_hung_source_does_not_hold_up_the_end(tmp_path):
    hold = threading.Event()

    def read(options, request):
        hold.wait(PATIENCE_S)

    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read)))
    one.until(lambda rows, conditions: True)
    assert one.end(patience_s=5) == 0
    hold.set()


def test_refresh_polls_at_once(tmp_path):
    read, reads = counting_reads()
    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read, every_s=3600)))
    reads.get(timeout=PATIENCE_S)
    one.until(lambda rows, conditions: rows == 2)
    os.write(one.glass, b"what\nrefr")
    os.write(one.glass, b"esh\n")
    reads.get(timeout=PATIENCE_S)
    assert one.end() == 0


def test_a_tick_notices_what_others_brought(tmp_path):
    read, _ = counting_reads()
    house = board(tmp_path, source("crm", read))
    places = places_of(tmp_path / "state")
    places.make()
    site = site_of_source(house, house.sources[0])
    with take(places.site_lock(site)), closing(Cache(places)) as cache:
        one = Running(tmp_path / "state", lambda path: house, tick_s=0.01)
        one.until(lambda rows, conditions: rows == 0)
        cache.apply(site, batch("1", "2", "3"))
        one.until(lambda rows, conditions: rows == 3)
        assert one.end() == 0


def test_an_error_of_our_own_does_not_end_the_collector(tmp_path):
    read, _ = counting_reads()
    composed = SimpleQueue()
    state = tmp_path / "state"
    pipe, glass = os.pipe()

    def composing(of, batches, conditions, now_us, **told):
        composed.put(len(batches))
        raise ZeroDivisionError

    def work():
        codes.append(
            run(
                [tmp_path / "small.yaml"],
                load=lambda path: board(tmp_path, source("crm", read)),
                compose=composing,
                for_glass=True,
                state_dir=state,
                tick_s=0.01,
                pipe=pipe,
            )
        )

    codes: list[int] = []
    thread = threading.Thread(target=work)
    thread.start()
    while composed.get(timeout=PATIENCE_S) == 0:
        pass
    os.close(glass)
    thread.join(PATIENCE_S)
    assert codes == [0]
    assert "an error inside Wallboard" in next((state / "logs").iterdir()).read_text()


def bad_load(path):
    raise BoardFaults([Fault(str(path), 3, 7, "pages", 'found "x"', "a list")])


def test_a_bad_board_is_said_on_stderr_and_in_the_corner_of_its_last_picture(tmp_path, capfd):
    state, path = tmp_path / "state", tmp_path / "small.yaml"
    assert run([path], load=bad_load, compose=compose, state_dir=state) == BAD_BOARD
    assert f'{path}:3:7: pages: found "x"; allowed: a list' in capfd.readouterr().err
    read, _ = counting_reads()
    one = Running(state, lambda path: board(path.parent, source("crm", read)))
    one.until(lambda rows, conditions: rows == 2)
    assert one.end() == 0
    name = board_id(path)
    before = picture(places_of(state), name)
    assert run([path], load=bad_load, compose=compose, state_dir=state) == BAD_BOARD
    after = picture(places_of(state), name)
    assert [line.key for line in after.trouble] == ["trouble.board"]
    assert after.pages == before.pages
    assert after.composed_at_us == before.composed_at_us


def test_a_kiosk_hears_the_faults_of_a_board_as_its_file_is_and_then_that_it_was_mended(tmp_path, places, caplog):
    caplog.set_level(logging.INFO)
    path = tmp_path / "small.yaml"
    path.write_text("on-tme")

    def load(path):
        if path.read_text() == "good":
            return board(path.parent, source("crm", no_read))
        raise BoardFaults([Fault(path.name, 3, 7, "type", f'found "{path.read_text()}"')])

    heard, childs = os.pipe()
    beats = Beats({BEAT_VARIABLE: str(childs)})
    lines = os.fdopen(heard)

    def rewrite_when_told():
        for line in lines:
            if line.startswith("bad") and "on-tme" in line:
                path.write_text("lat-list")
            elif line.startswith("bad"):
                told.append(line.strip())
                path.write_text("good")
            elif line.startswith("anew"):
                told.append(line.strip())

    told = []
    hearer = threading.Thread(target=rewrite_when_told)
    hearer.start()
    assert run([path], load=load, compose=compose, state_dir=places.state, files_every_s=0.02, beats=beats) == 0
    beats.close()
    hearer.join(PATIENCE_S)
    lines.close()
    name = board_id(path)
    assert told == [f'bad {name} small.yaml:3:7: type: found "lat-list"', "anew for a mended board"]
    assert "has other faults now" in caplog.text


def test_a_board_that_another_process_composes_is_left_to_it(tmp_path, places):
    path = tmp_path / "small.yaml"

    def load(path):
        return board(path.parent, source("crm", no_read))

    with take(places.board_lock(board_id(path))):
        told = {"load": load, "compose": compose, "state_dir": places.state}
        assert run([path], **told) == 0
        assert run([path], for_glass=True, **told) == ALREADY_COMPOSED


def test_a_state_directory_that_cannot_be_used_is_said(tmp_path, capfd):
    (tmp_path / "file").write_text("in the way")
    code = run([tmp_path / "x.yaml"], load=bad_load, compose=compose, state_dir=tmp_path / "file" / "state")
    assert code == NO_STATE
    assert "The state directory cannot be used" in capfd.readouterr().err


def start(state, mode, *told):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE)])}
    return subprocess.Popen(
        [sys.executable, str(HERE / "collector_under_test.py"), str(state), mode, *told],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_collector_in_good_order(tmp_path, number):
    with start(tmp_path / "state", "steady") as process:
        process.stdout.readline()
        process.send_signal(number)
        _, errors = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0
    assert f"ends: {number.name}" in errors


def test_a_process_ends_within_five_seconds_of_its_glass(tmp_path):
    with start(tmp_path / "state", "hanging", "for-glass") as process:
        process.stdout.readline()
        process.stdin.close()
        process.stdin = None
        _, errors = process.communicate(timeout=5)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "Fatal" not in errors


def test_a_second_process_for_the_same_board_says_so(tmp_path):
    with start(tmp_path / "state", "steady", "for-glass") as first:
        first.stdout.readline()
        with start(tmp_path / "state", "steady", "for-glass") as second:
            second.communicate(timeout=PATIENCE_S)
        assert second.returncode == ALREADY_COMPOSED
        first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0


def test_kill_at_any_moment_loses_nothing_that_was_kept(tmp_path):
    state = tmp_path / "state"
    places = places_of(state)
    kept_rows = kept_shown = 0
    house = board(tmp_path, source("crm", no_read))
    for turn in range(30):
        with start(state, "growing") as process:
            # The moment of the kill moves through the work: a few pictures, and some way into the next one.
            for _ in range(2 + turn % 5):
                line = process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(turn % 7 * 0.004)
            process.kill()
            rest = process.stdout.read()
            process.stderr.read()
        said = [text.split() for text in (line + rest).splitlines() if len(text.split()) == 3]
        kept_rows = max(kept_rows, *(int(one[1]) for one in said))
        kept_shown = max(kept_shown, *(int(one[2]) for one in said))
        with closing(Cache(places)) as cache:
            found = cache.load(site_of_source(house, house.sources[0]))
            assert found.rows >= kept_rows
            assert found.rows % 10 == 0  # no half of a read
            assert cache.trouble is None
        shown = picture(places, board_id(tmp_path / "small.yaml"))
        assert rows_shown(shown) >= kept_shown
        assert shown.sources[0].rows == rows_shown(shown)
    assert kept_rows >= 300
    assert not [path for path in state.iterdir() if ".damaged" in path.name]


# Once


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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_log_on_a_full_disk_costs_no_more_than_its_lines(capsys):
    with ExitStack() as stack:
        start_log(stack, Path("/dev/full"))
        logging.getLogger("wallboard").warning("one line")
        assert logging.raiseExceptions is False
    written = capsys.readouterr().err
    assert (written.count("one line"), written.count("\n")) == (1, 1)
    assert logging.raiseExceptions is True
