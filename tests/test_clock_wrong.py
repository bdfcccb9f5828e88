"""Collecting while this machine's clock is wrong, is set, or has not begun yet; and while the machine sleeps."""

import logging
import os
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from functools import partial
from time import monotonic, time_ns
from typing import ClassVar

import polars as pl
import pytest

from tests.machine import Machine
from tests.small_board import batch, board, no_read, panel, source, us
from wallboard.collect import run
from wallboard.collect.collector import Collector
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Begun, Outcome
from wallboard.collect.sites import BUDGET_US
from wallboard.compose import compose
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.records import in_form
from wallboard.core.scope import Where
from wallboard.core.views.agenda import Agenda, Answer
from wallboard.core.views.freshness import word_of_source
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import Count, Counts, View
from wallboard.core.words import verbatim
from wallboard.panels.contract import Shown
from wallboard.store.answers import AnswerBook
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places, board_id, places_of
from wallboard.store.weeks import stored_weeks

NOON = us("2026-03-06 12:00")
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
PATIENCE_S = 60
DEAD_BATTERY = us("1970-01-01 00:00") - NOON


class Office:
    """A collector on a machine whose clock may be wrong, and sources that are read when a test says so."""

    begun: ClassVar[list[Collector]] = []

    def __init__(self, folder, machine, *sources, panels=()):
        self.machine = machine
        self.board = board(folder, *sources, panels=panels)
        self.places = Places(folder / "state")
        self.places.make()
        self.polled = []
        self.collector = Collector({"board0": self.board}, self.places, compose, self._poller, machine.time)
        self.begun.append(self.collector)
        self.collector.recall_time()
        self.collector.begin(machine.time.now_us())

    def _poller(self, site):
        office = self

        class Polling:
            def poll_now(self):
                office.polled.append(site.source.name)

            def stop(self):
                pass

        return Polling()

    def reads(self, kind, *numbers, ages_us=0, takes_us=0, is_unchanged=False):
        """What a poll does: it begins, takes its time, and is taken. A service tells the true time, a file none."""
        machine = self.machine
        site, began_us, started_us = site_of_source(self.board, kind), machine.elapsed(), machine.time.now_us()
        is_right = machine.off_us == 0  # no two clocks agree to the microsecond
        told_us = machine.true_us + is_right if kind.type.is_service else started_us
        machine.passes(takes_us)
        as_of_us = started_us if kind.type.is_service else machine.true_us - ages_us
        rows = None if is_unchanged else replace(batch(*numbers, as_of_us=as_of_us), clock_us=told_us)
        self.take(Outcome(site, started_us, rows, span_us=(began_us, machine.elapsed())))

    def take(self, message):
        self.collector.take(message)
        self.turns()

    def turns(self):
        """What the loop does once it was woken."""
        self.collector.heed_time()
        if self.collector.has_news:
            self.collector.show(self.machine.time.now_us())
        else:
            self.collector.show_ages(self.machine.time.now_us())

    @property
    def picture(self):
        with closing(JournalReader(self.places.journal, "board0")) as reader:
            return reader.picture()

    def words(self):
        """What the glass says: each source's word, then the panel's."""
        picture, now_us = self.picture, self.machine.time.now_us()
        told = picture.composed_at_us, now_us, picture.clock_ahead_us
        panels = condition_of_view(picture.pages[0][0], picture.sources, *told).word
        return [*(word_of_source(note, now_us) for note in picture.sources), panels]


@pytest.fixture(autouse=True)
def _ended():
    yield
    while Office.begun:
        Office.begun.pop().end()


@pytest.fixture
def crm():
    return source("crm", no_read)


@pytest.fixture
def export():
    return source("export", no_read, is_service=False)


@pytest.mark.parametrize("wrong_us", [3 * HOUR, -3 * HOUR, DEAD_BATTERY, 4 * 365 * DAY])
def test_ages_and_picture_go_by_the_time_of_the_source(tmp_path, crm, wrong_us):
    office = Office(tmp_path, Machine(wrong_us, NOON), crm)
    office.reads(crm, "1")
    picture = office.picture
    assert (picture.composed_at_us, picture.sources[0].as_of_us) == (NOON, NOON)
    assert picture.clock_ahead_us == wrong_us
    assert picture.sources[0].clock_ahead_us == wrong_us
    assert office.words() == ["LIVE", "LIVE"]
    office.machine.passes(2 * MINUTE)
    assert office.words() == ["LATE", "LATE"]


def test_all_that_was_read_by_a_wrong_clock_is_read_again_once_that_is_known(tmp_path, crm, export, caplog):
    office = Office(tmp_path, Machine(3 * HOUR, NOON), crm, export)
    office.reads(export, "1")
    assert office.polled == []
    with caplog.at_level(logging.WARNING):
        office.reads(crm, "1")
        office.reads(crm, "1", "2")
    assert office.polled == ["crm", "export"]
    assert [record.message for record in caplog.records] == ["This machine’s clock is 3 h 00 ahead of crm’s."]
    office.machine.passes(MINUTE, wrong_us=0)
    with caplog.at_level(logging.WARNING):
        office.turns()
    assert caplog.records[-1].message == "this machine's clock is right again"
    assert office.picture.clock_ahead_us == 0


def test_a_clock_that_is_set_makes_no_read_late_and_no_read_too_long(tmp_path, crm):
    office = Office(tmp_path, Machine(0, NOON), crm)
    office.reads(crm, "1")
    office.take(Begun(site_of_source(office.board, crm), office.machine.time.now_us()))
    office.machine.passes(SECOND, wrong_us=5 * HOUR)
    office.turns()
    assert not office.collector.look_around(office.machine.time.now_us())
    assert office.words() == ["LIVE", "LIVE"]
    assert office.picture.clock_ahead_us == 5 * HOUR - 1


def test_a_file_s_board_follows_a_clock_that_is_set_for_nobody_else_tells_the_time(tmp_path, export):
    office = Office(tmp_path, Machine(-2 * HOUR, NOON), export)
    office.reads(export, "1")
    office.machine.passes(MINUTE, wrong_us=0)
    office.turns()
    assert (office.picture.composed_at_us, office.picture.clock_ahead_us) == (office.machine.true_us, 0)
    assert office.polled == ["export"]


def test_a_machine_that_slept_polls_at_once_and_its_data_are_as_old_as_they_are(tmp_path, crm):
    office = Office(tmp_path, Machine(0, NOON), crm)
    office.reads(crm, "1")
    office.take(Begun(site_of_source(office.board, crm), office.machine.time.now_us()))
    office.machine.passes(8 * HOUR)
    assert office.words()[0] == "STALE"
    office.turns()
    assert office.polled == ["crm"]
    assert not office.collector.look_around(office.machine.time.now_us())
    office.reads(crm, "1")
    assert office.words() == ["LIVE", "LIVE"]
    office.take(Begun(site_of_source(office.board, crm), office.machine.time.now_us()))
    office.machine.passes(BUDGET_US + SECOND)
    assert office.collector.look_around(office.machine.time.now_us())


def test_a_clock_that_is_set_again_and_again_does_not_hurry_the_sources(tmp_path, export):
    office = Office(tmp_path, Machine(0, NOON), export)
    office.reads(export, "1")
    for turn in range(20):
        office.machine.passes(SECOND, wrong_us=HOUR * (turn % 2))
        office.turns()
    assert office.polled == ["export"]


def test_what_was_read_by_a_clock_found_wrong_within_the_minute_is_read_again_after_it(tmp_path, crm, export):
    erp = source("erp", no_read)
    office = Office(tmp_path, Machine(0, NOON), crm, erp)

    def reads(kind, ahead_us=0):
        site, at, now_us = site_of_source(office.board, kind), office.machine.elapsed(), office.machine.time.now_us()
        told_us = office.machine.true_us + ahead_us + 1
        office.take(Outcome(site, now_us, replace(batch("1", as_of_us=now_us), clock_us=told_us), span_us=(at, at)))

    reads(crm, ahead_us=3 * HOUR)
    assert office.polled == ["crm", "erp"]
    office.machine.passes(4 * SECOND)
    reads(erp)
    assert (office.words()[0], office.polled) == ("STALE", ["crm", "erp"])
    office.machine.passes(55 * SECOND)
    office.turns()
    assert office.polled == ["crm", "erp"]
    office.machine.passes(SECOND)
    office.turns()
    assert office.polled == ["crm", "erp"] * 2
    reads(crm, ahead_us=3 * HOUR)
    assert office.words() == ["LIVE", "LIVE", "LIVE"]
    for _ in range(5):
        office.machine.passes(30 * SECOND)
        office.turns()
    assert office.polled == ["crm", "erp"] * 2, "once"


def test_a_server_of_two_clocks_is_asked_ever_more_rarely(tmp_path, crm):
    office = Office(tmp_path, Machine(0, NOON), crm)
    site, answers = site_of_source(office.board, crm), 0
    for _ in range(4 * 60 * 2):
        if len(office.polled) > answers:
            answers, now_us, at = len(office.polled), office.machine.time.now_us(), office.machine.elapsed()
            told_us = office.machine.true_us + 3 * HOUR * (answers % 2) + 1
            office.take(Outcome(site, now_us, replace(batch("1"), clock_us=told_us), span_us=(at, at)))
        office.machine.passes(30 * SECOND, wrong_us=0 if answers else HOUR)
        office.turns()
    assert 8 <= answers <= 10, "six times in the first hour, then once an hour"


# A start before the clock is ready


def weekly(options, envelope, snapshot, sources=("crm",)):
    rows = sum(one.rows for one in snapshot.batches.values())
    weeks = snapshot.week_figures("rows", Where(), lambda week: WeekCount(rows), count=3)
    counts = tuple(Count(week.week_on, verbatim(week.week_on), week.value) for week in weeks)
    return Shown(View(envelope.type, envelope.title, verbatim("Weeks"), Counts(counts), sources=sources))


def test_a_restart_before_the_clock_is_ready_judges_nothing_late_and_stores_no_week(tmp_path, crm):
    weeks = (panel("Weeks", weekly),)
    office = Office(tmp_path, Machine(0, NOON), crm, panels=weeks)
    office.reads(crm, "1")
    stored = stored_weeks(office.places, "board0")
    assert len(stored) == 3
    office.collector.end()

    again = Office(tmp_path, Machine(DEAD_BATTERY, NOON + 10 * DAY), crm, panels=weeks)
    assert again.words() == ["LIVE", "CLOCK WRONG"]
    assert again.picture.composed_at_us == NOON
    again.machine.passes(10 * SECOND)
    again.collector.show(again.machine.time.now_us())
    assert again.words() == ["LIVE", "CLOCK WRONG"]
    assert stored_weeks(again.places, "board0") == stored
    again.reads(crm, "1")
    assert again.words() == ["LIVE", "LIVE"]
    assert again.picture.composed_at_us == again.machine.true_us
    assert stored_weeks(again.places, "board0") == stored, "one answer is no clock"
    again.machine.passes(HOUR)
    again.reads(crm, "1", "2")
    assert len(stored_weeks(again.places, "board0")) == 5


def test_rows_that_a_clock_which_began_too_early_had_in_its_future_count_once_it_is_set(tmp_path, export):
    def usable(options, envelope, snapshot):
        count = Count("rows", verbatim("rows"), _usable(snapshot))
        return Shown(View(envelope.type, envelope.title, verbatim("Rows"), Counts((count,)), sources=("export",)))

    office = Office(tmp_path, Machine(-60 * DAY, NOON), export, panels=(panel("Rows", usable),))
    opened = pl.DataFrame({"number": ["1"], "opened_at": [NOON - DAY]}).with_columns(
        pl.col("opened_at").cast(pl.Datetime("us", "UTC"))
    )
    rows = replace(batch(as_of_us=NOON - HOUR), frames={"cases": in_form("cases", opened)})
    machine = office.machine
    site, now_us = site_of_source(office.board, export), machine.time.now_us()
    office.take(Outcome(site, now_us, replace(rows, clock_us=now_us), span_us=(machine.elapsed(), machine.elapsed())))
    assert office.picture.pages[0][0].body.counts[0].value == 0
    machine.passes(MINUTE, wrong_us=0)
    office.turns()
    office.reads(export, is_unchanged=True)
    assert office.picture.pages[0][0].body.counts[0].value == 1


def _usable(snapshot):
    return snapshot.batches["export"].rows - sum(one.count for one in snapshot.history.unusable["export"])


@pytest.mark.parametrize("told", ["2026-03-06 12:00", "1970-01-01 00:00", "2001-01-01 00:00", "9999-12-31 23:00"])
def test_rows_of_a_source_whose_clock_cannot_be_right_count(tmp_path, crm, told):
    def usable(options, envelope, snapshot):
        rows = snapshot.batches["crm"].rows - sum(one.count for one in snapshot.history.unusable.get("crm", ()))
        body = Counts((Count("rows", verbatim("rows"), rows),))
        return Shown(View(envelope.type, envelope.title, verbatim("Rows"), body, sources=("crm",)))

    office = Office(tmp_path, Machine(0, NOON), crm, panels=(panel("Rows", usable),))
    opened = pl.DataFrame({"number": ["1"], "opened_at": [NOON - HOUR]}).with_columns(
        pl.col("opened_at").cast(pl.Datetime("us", "UTC"))
    )
    rows = replace(batch(as_of_us=NOON), clock_us=us(told) + 1, frames={"cases": in_form("cases", opened)})
    site, at = site_of_source(office.board, crm), office.machine.elapsed()
    office.take(Outcome(site, office.machine.time.now_us(), rows, span_us=(at, at)))
    assert office.picture.pages[0][0].body.counts[0].value == 1
    assert office.machine.off_us == 0


def test_what_was_read_by_a_clock_far_ahead_is_stale_once_that_is_set_right(tmp_path, crm):
    office = Office(tmp_path, Machine(400 * DAY, NOON), crm)

    def reads(rows=None, fault=None):
        site, at, now_us = site_of_source(office.board, crm), office.machine.elapsed(), office.machine.time.now_us()
        rows = rows and replace(rows, as_of_us=now_us, clock_us=now_us)
        office.take(Outcome(site, now_us, rows, fault, span_us=(at, at)))

    reads(batch("1"))
    assert office.words()[0] == "LIVE"
    office.machine.passes(MINUTE, wrong_us=0)
    reads(fault=verbatim("down"))
    assert office.words()[0] == "STALE"
    reads(batch("1"))
    assert office.words()[0] == "LIVE"


@pytest.mark.parametrize("names", [["crm"], ["leads", "tickets"]], ids=["one", "two entries of one server"])
@pytest.mark.parametrize("told_us", [3 * 365 * DAY, us("2079-01-01 00:00") - NOON])
def test_sources_with_a_clock_years_ahead_have_nothing_deleted(tmp_path, names, told_us):
    sources = [source(name, no_read) for name in names]
    office = Office(tmp_path, Machine(0, NOON, is_synchronised=True), *sources)
    with closing(Journal(office.places)) as journal:
        journal.store_weeks("board0", {WeekKey("m", "{}", "2026-02-23"): WeekCount(1.0)}, NOON)
    agenda = Agenda(at_us=NOON, on="2026-03-06", minutes=20)
    assert AnswerBook(office.places.journal, "board0").give(agenda, Answer("1", reason="supplier"), NOON)
    for _ in range(18):
        office.machine.passes(4 * HOUR)
        for kind in sources:
            at, now_us = office.machine.elapsed(), office.machine.time.now_us()
            rows = replace(batch("1", as_of_us=now_us), clock_us=office.machine.true_us + told_us)
            office.take(Outcome(site_of_source(office.board, kind), now_us, rows, span_us=(at, at)))
        office.collector.tidy(office.machine.time.now_us(), lambda: False)
    assert len(stored_weeks(office.places, "board0")) == 1
    with closing(sqlite3.connect(office.places.journal)) as connection:
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (1,)


@pytest.mark.parametrize("names", [["crm"], ["leads", "tickets"]], ids=["one", "two entries of one server"])
@pytest.mark.parametrize("is_synchronised", [True, False])
@pytest.mark.parametrize("days", [2.5, 6, 12, 40])
def test_a_clock_that_is_ahead_for_two_answers_ends_no_week(tmp_path, names, days, is_synchronised):
    sources = [source(name, no_read) for name in names]
    weeks = panel("Weeks", partial(weekly, sources=tuple(names)))
    machine = Machine(0, NOON, is_synchronised=is_synchronised)
    office = Office(tmp_path, machine, *sources, panels=(weeks,))

    def reads(ahead_us, *numbers):
        office.machine.passes(MINUTE)
        for nth, kind in enumerate(sources):
            at, now_us = office.machine.elapsed(), office.machine.time.now_us()
            rows = replace(batch(*numbers, as_of_us=now_us), clock_us=office.machine.true_us + ahead_us + nth + 1)
            office.take(Outcome(site_of_source(office.board, kind), now_us, rows, span_us=(at, at)))

    reads(0, "1")
    before = stored_weeks(office.places, "board0")
    assert len(before) == 3
    for numbers in (("1",), ("1", "2")):
        reads(round(days * DAY), *numbers)
    office.machine.passes(2 * HOUR)
    office.turns()
    reads(0, "1")
    assert stored_weeks(office.places, "board0") == before


def test_a_wall_whose_clock_begins_at_its_making_is_sure_by_its_last_copy(tmp_path, crm):
    weeks = (panel("Weeks", weekly),)
    office = Office(tmp_path, Machine(0, NOON + 700 * DAY), crm, panels=weeks)
    office.reads(crm, "1")
    office.collector.tidy(office.machine.time.now_us())
    stored = stored_weeks(office.places, "board0")
    office.collector.end()
    office = Office(tmp_path, Machine(-707 * DAY, NOON + 707 * DAY), crm, panels=weeks)
    office.reads(crm, "1")
    assert stored_weeks(office.places, "board0") == stored
    office.machine.passes(HOUR)
    office.reads(crm, "1", "2")
    assert len(stored_weeks(office.places, "board0")) == len(stored) + 1
    office.collector.tidy(office.machine.time.now_us())
    assert len(list(office.places.copies.iterdir())) == 2


def test_a_damaged_journal_does_not_carry_the_wall_into_another_age(tmp_path, crm):
    first = Office(tmp_path, Machine(0, NOON), crm)
    first.reads(crm, "1")
    first.collector.end()
    with closing(sqlite3.connect(first.places.journal)) as connection:
        connection.execute("UPDATE boards SET composed_at_us=?", (1 << 62,))
        connection.commit()
    office = Office(tmp_path, Machine(0, NOON + HOUR), crm)
    assert office.machine.off_us == 0
    office.reads(crm, "1")
    assert office.picture.composed_at_us == NOON + HOUR


def test_a_leap_into_the_future_forgets_nothing_that_is_kept(tmp_path, crm):
    office = Office(tmp_path, Machine(0, NOON), crm)
    site = site_of_source(office.board, crm)
    office.take(Outcome(site, NOON, batch("1", "2", as_of_us=NOON)))
    office.machine.passes(MINUTE, wrong_us=4 * 365 * DAY)
    office.turns()
    office.collector.tidy(office.machine.time.now_us())
    assert [path.name for path in office.places.copies.glob("*")] == []
    office.collector.end()
    again = Office(tmp_path, Machine(0, NOON), crm)
    assert again.picture.pages[0][0].body.counts[0].value == 2


# The whole of it, in the process's own loop


def test_a_collector_on_a_wrong_clock_writes_pictures_of_the_sources_time(tmp_path):
    def read(options, request):
        return replace(batch("1", as_of_us=request.now_us), clock_us=time_ns() // 1000)

    house = board(tmp_path, source("crm", read, every_s=0.02))
    (tmp_path / "small.yaml").write_text("", encoding="utf-8")
    ours, theirs = os.pipe()
    told = {"clock": lambda: time_ns() // 1000 - 9 * HOUR, "state_dir": tmp_path / "state", "pipe": ours}
    process = threading.Thread(
        target=lambda: run([tmp_path / "small.yaml"], load=lambda _: house, compose=compose, for_glass=True, **told)
    )
    process.start()
    try:
        with closing(JournalReader(places_of(tmp_path / "state").journal, board_id(tmp_path / "small.yaml"))) as reader:
            found = awaited(reader.picture, lambda one: one is not None and one.clock_ahead_us)
    finally:
        os.close(theirs)
        process.join(PATIENCE_S)
        os.close(ours)
    now_us = time_ns() // 1000
    assert abs(found.clock_ahead_us + 9 * HOUR) < MINUTE
    assert 0 <= now_us - found.composed_at_us < MINUTE
    assert 0 <= now_us - found.sources[0].as_of_us < MINUTE
    assert found.sources[0].clock_ahead_us == -9 * HOUR


def awaited(ask, is_it):
    """What is asked for, as soon as it is there."""
    ends_at = monotonic() + PATIENCE_S
    while monotonic() < ends_at:
        found = ask()
        if is_it(found):
            return found
        os.sched_yield()
    raise AssertionError
