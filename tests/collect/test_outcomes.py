"""What becomes of an outcome: rows and conditions on the wall, lines in the log."""

import logging
import sqlite3
from contextlib import closing
from dataclasses import replace

import polars as pl
import pytest

from tests.collect.collecting import MINUTE_US, NOW_US, Threads, collector, outcome, picture, rows_shown
from tests.small_board import batch, board, no_read, panel, source
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Begun
from wallboard.collect.sites import BUDGET_US
from wallboard.core.views.freshness import word_of_source
from wallboard.core.words import words


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
