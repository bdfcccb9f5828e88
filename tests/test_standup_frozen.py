"""The collector freezes a stand-up when a glass asks for it, with the answers of those before."""

import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from time import time

import pytest

from tests.cli.small_office import AT, BOARD, write_office
from tests.collect.collecting import Running, Threads, counting_reads
from tests.small_board import batch, board, source, us
from wallboard.collect import read_once
from wallboard.collect.agendas import Agendas
from wallboard.collect.collector import Collector
from wallboard.collect.inbox import End, Inbox, StandUp
from wallboard.collect.listening import listen
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Outcome
from wallboard.collect.wishes import Wishes
from wallboard.compose import compose
from wallboard.config.load import load_board
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import Answer
from wallboard.core.views.layout import Standup
from wallboard.store.answers import AnswerBook
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of
from wallboard.store.wishes import LASTS_S, wish
from wallboard.ui.standup.desk import Desk

NINE_US = us("2026-03-06 09:00")
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
DAY_US = 1440 * MINUTE_US


@pytest.fixture
def house(tmp_path):
    return board(tmp_path, source("crm", lambda options, request: None))


def collector(places, **boards):
    return Collector(boards, places, compose, Threads())


def frozen(places, name="house"):
    with closing(JournalReader(places.journal, name)) as reader:
        return reader.agenda()


def test_nothing_is_frozen_that_nobody_asked_for(places, house):
    one = collector(places, house=house)
    one.begin(NINE_US)
    one.show(NINE_US)
    one.end()
    assert frozen(places) is None


def test_what_is_asked_for_is_frozen_with_the_next_picture_and_once(places, house):
    one = collector(places, house=house)
    one.begin(NINE_US - 5)
    one.stand_up("house")
    assert (one.has_news, one.is_urgent) == (True, True)
    one.show(NINE_US)
    one.show(NINE_US + 5)
    one.end()
    found = frozen(places)
    assert (found.at_us, found.on, found.minutes) == (NINE_US, "2026-03-06", 20)


def test_it_is_made_of_the_rows_that_are_known(places, house):
    one = collector(places, house=house)
    one.begin(NINE_US)
    rows = batch("1", "2", as_of_us=NINE_US)
    one.take(Outcome(site_of_source(house, house.sources[0]), NINE_US, rows))
    one.stand_up("house")
    one.show(NINE_US)
    one.end()
    assert [note.rows for note in frozen(places).sources] == [2]


def test_a_board_says_how_many_minutes_it_takes(places, house):
    one = collector(places, house=replace(house, standup=Standup("09:00", (0,), 15)))
    one.stand_up("house")
    one.show(NINE_US)
    one.end()
    assert frozen(places).minutes == 15


def test_only_the_board_that_was_named_stands_up(places, house, tmp_path):
    other = board(tmp_path / "other", source("erp", lambda options, request: None))
    one = collector(places, house=house, other=other)
    one.stand_up("other")
    one.show(NINE_US)
    one.end()
    assert (frozen(places), frozen(places, "other").at_us) == (None, NINE_US)


def test_two_glasses_that_ask_within_a_second_get_one_agenda(places, house):
    one = collector(places, house=house)
    one.begin(NINE_US)
    with closing(JournalReader(places.journal, "house")) as reader:
        desks = [Desk(reader, AnswerBook(places.journal, "house"), lambda: one.stand_up("house")) for _ in range(2)]
        for desk, at_us in zip(desks, (NINE_US, NINE_US + SECOND_US), strict=True):
            desk.ask(at_us)
            one.show(at_us)
        assert [desk.frozen().at_us for desk in desks] == [NINE_US, NINE_US]
    one.end()


def test_a_word_that_reaches_the_collector_when_the_agenda_is_made_makes_no_second_one(places, house):
    one = collector(places, house=house)
    one.begin(NINE_US)
    with closing(JournalReader(places.journal, "house")) as reader:
        slow = Desk(reader, AnswerBook(places.journal, "house"), lambda: None)
        slow.ask(NINE_US)
        for at_us in (NINE_US, NINE_US + SECOND_US):
            one.stand_up("house")
            one.show(at_us)
        assert slow.frozen().at_us == NINE_US
    one.end()
    with closing(sqlite3.connect(places.journal)) as connection:
        assert connection.execute("SELECT count(*) FROM standups").fetchone() == (1,)


def test_a_board_of_another_process_is_none_of_this_ones(places, house, caplog):
    one = collector(places, house=house)
    one.begin(NINE_US)
    one.stand_up("elsewhere")
    one.show(NINE_US)
    one.end()
    assert frozen(places) is None
    assert "no board of this process" in caplog.text


def test_yesterdays_promises_are_on_todays_agenda(places, house):
    one = collector(places, house=house)
    one.stand_up("house")
    one.show(NINE_US - DAY_US)
    answers = AnswerBook(places.journal, "house")
    assert answers.give(frozen(places), Answer("7", None, "expert", "today", "2026-03-05"), NINE_US - DAY_US + 1)
    one.stand_up("house")
    one.show(NINE_US)
    one.end()
    (kept,) = frozen(places).promises
    assert (kept.given.answer.number, kept.outcome, kept.is_due) == ("7", "gone", True)


def test_the_word_of_the_glass_reaches_the_journal(tmp_path):
    read, _ = counting_reads()
    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read)), tick_s=0.05)
    one.until(lambda rows, conditions: rows == 2)
    name, journal = board_id(tmp_path / "small.yaml"), places_of(tmp_path / "state").journal
    os.write(one.glass, f"standup {name}\n".encode())
    with closing(JournalReader(journal, name)) as reader:
        one.until(lambda rows, conditions: reader.agenda() is not None)
    assert one.end() == 0


def test_the_wish_of_a_glass_whose_collector_is_another_one_reaches_the_journal(tmp_path):
    read, _ = counting_reads()
    one = Running(tmp_path / "state", lambda path: board(path.parent, source("crm", read)), tick_s=0.05)
    one.until(lambda rows, conditions: rows == 2)
    name, places = board_id(tmp_path / "small.yaml"), places_of(tmp_path / "state")
    wish(places.standup_wish(name))
    with closing(JournalReader(places.journal, name)) as reader:
        one.until(lambda rows, conditions: reader.agenda() is not None)
    assert one.end() == 0
    assert not places.standup_wish(name).exists()


def test_a_wish_is_taken_once_and_an_old_one_not_at_all(places):
    wishes = Wishes({"house": places.standup_wish("house")})
    assert wishes.take() == []
    wish(places.standup_wish("house"))
    assert [wishes.take(), wishes.take()] == [["house"], []]
    wish(places.standup_wish("house"))
    old_s = time() - LASTS_S - 1
    os.utime(places.standup_wish("house"), (old_s, old_s))
    assert wishes.take() == []
    assert not places.standup_wish("house").exists()


def test_a_word_that_comes_with_a_wish_is_the_only_one_of_the_two_that_is_heard(places):
    pipe, glass = os.pipe()
    inbox, wishes = Inbox(), Wishes({"house": places.standup_wish("house")})
    wish(places.standup_wish("house"))
    os.write(glass, b"standup house\nstandup elsewhere\n")
    os.close(glass)
    listen(pipe, inbox, wishes)
    os.close(pipe)
    assert inbox.take(0.0) == [StandUp("house"), StandUp("elsewhere"), End("the glass is gone")]
    assert wishes.take() == []


def test_a_wish_that_cannot_be_left_is_logged(tmp_path, caplog):
    wish(tmp_path / "gone" / "standup-house.wish")
    assert "cannot be asked for" in caplog.text


@pytest.mark.parametrize("option", ["", ", target: 80", ", days: 1", ", where: {type: Order}", ", calendar: office"])
def test_wall_and_stand_up_tell_one_share_on_time(places, tmp_path, option):
    text = BOARD.replace("title: On time}", f"title: On time{option}}}")
    house = load_board(write_office(tmp_path / "office", text))
    noon_us = us(AT)
    batches, conditions = read_once(house, noon_us, noon_us)
    made = compose(house, batches, conditions, noon_us, is_past=True)
    with closing(Journal(places)) as journal:
        agendas = Agendas(journal)
        agendas.ask("house", ["house"])
        agendas.freeze("house", house, made.snapshot)
    figures = {number.figure.name: number.figure for number in frozen(places).numbers}
    (panel,) = (view for page in made.picture.pages for view in page if view.type == "on-time")
    assert figures["on_time"] == panel.figures[0]
    assert (figures["late"].zone, figures["late"].value) == ("late", 1)


def test_an_error_of_our_own_is_logged_and_the_next_stand_up_may_do_better(places, house, caplog):
    lost = replace(house.organisation, calendar="nowhere")
    with closing(Journal(places)) as journal:
        agendas = Agendas(journal)
        agendas.ask("house", ["house"])
        agendas.freeze("house", house, Snapshot(lost, NINE_US))
        assert "the stand-up of small could not be made" in caplog.text
        assert frozen(places) is None
        agendas.ask("house", ["house"])
        agendas.freeze("house", house, Snapshot(house.organisation, NINE_US))
    assert frozen(places).at_us == NINE_US
