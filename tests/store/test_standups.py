"""Stand-ups in the journal: agendas for the glass, answers that are on the disk before anybody is told so."""

import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from wallboard.core.views.agenda import Agenda, AgendaCase, Answer, GivenAnswer, Leg
from wallboard.core.views.layout import Layout, Screen
from wallboard.core.views.shapes import Picture
from wallboard.core.words import verbatim
from wallboard.store.answers import AnswerBook
from wallboard.store.journal import RETENTION_US, Journal
from wallboard.store.journal_file import MIGRATIONS
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places
from wallboard.store.standups import stored_answers

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
NOW_US = 20_000 * DAY_US + 9 * HOUR_US  # 2024-10-04 09:00 UTC
CASE = AgendaCase("C-1", verbatim("Order"), "Orders", "late", 6.0, -6.0, way=(Leg("open", None, 12.0, counts=True),))
AGENDA = Agenda(NOW_US, "2024-10-04", cases=(CASE,), late=1)
ANSWER = Answer("C-1", "Orders", "expert", "today", "2024-10-04")


@pytest.fixture
def journal(places: Places) -> Iterator[Journal]:
    with closing(Journal(places)) as found:
        yield found


@pytest.fixture
def book(places: Places) -> AnswerBook:
    return AnswerBook(places.journal, "board")


@pytest.fixture
def reader(places: Places) -> Iterator[JournalReader]:
    with closing(JournalReader(places.journal, "board")) as found:
        yield found


def rows(places: Places, text: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(places.journal)) as connection:
        return connection.execute(text).fetchall()


def shown(journal: Journal) -> None:
    layout = Layout("board", "Northwind", "UTC", "en_GB", Screen(), ())
    journal.show("board", layout, Picture("board", NOW_US, ()))


def test_the_glass_reads_the_agenda_that_was_frozen_last(journal: Journal, reader: JournalReader) -> None:
    assert (reader.agenda(), reader.agenda_number()) == (None, 0)
    assert journal.freeze("board", AGENDA)
    first = reader.agenda_number()
    assert reader.agenda() == AGENDA
    later = replace(AGENDA, at_us=NOW_US + HOUR_US, late=0)
    journal.freeze("board", later)
    assert reader.agenda() == later
    assert reader.agenda_number() > first > 0


def test_an_agenda_is_read_once(journal: Journal, reader: JournalReader) -> None:
    journal.freeze("board", AGENDA)
    assert reader.agenda() is reader.agenda()


def test_another_boards_agenda_is_nothing_to_this_one(journal: Journal, reader: JournalReader) -> None:
    journal.freeze("other", AGENDA)
    assert (reader.agenda(), reader.agenda_number()) == (None, 0)


def test_a_new_agenda_lets_nobody_read_the_picture_again(journal: Journal, reader: JournalReader) -> None:
    shown(journal)
    before = reader.change()
    journal.freeze("board", AGENDA)
    assert (reader.change(), reader.agenda()) == (before, AGENDA)


def test_an_agenda_of_another_form_is_none(journal: Journal, reader: JournalReader, places: Places) -> None:
    journal.freeze("board", AGENDA)
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as connection:
        connection.execute("UPDATE standups SET content=x'00'")
    assert reader.agenda() is None


def test_an_answer_is_kept_with_its_stand_up_and_instant(journal: Journal, book: AnswerBook) -> None:
    journal.freeze("board", AGENDA)
    assert book.give(AGENDA, ANSWER, NOW_US + 5)
    assert journal.answers("board") == [GivenAnswer(ANSWER, NOW_US, "2024-10-04", NOW_US + 5)]
    assert journal.answers("other") == []
    assert book.given(AGENDA) == {CASE.name: ANSWER}


def test_of_several_answers_to_a_case_the_last_counts_and_all_are_kept(
    journal: Journal, book: AnswerBook, places: Places
) -> None:
    journal.freeze("board", AGENDA)
    book.give(AGENDA, replace(ANSWER, promise=None, promised_on=None), NOW_US + 1)
    book.give(AGENDA, ANSWER, NOW_US + 2)
    assert [given.answer for given in journal.answers("board")] == [ANSWER]
    assert rows(places, "SELECT reason, promise FROM answers ORDER BY id") == [("expert", None), ("expert", "today")]


def test_an_answer_taken_back_is_none(journal: Journal, book: AnswerBook) -> None:
    journal.freeze("board", AGENDA)
    book.give(AGENDA, ANSWER, NOW_US + 1)
    book.give(AGENDA, Answer("C-1"), NOW_US + 2)
    assert book.given(AGENDA) == {}


def test_each_stand_up_has_answers_of_its_own(journal: Journal, book: AnswerBook) -> None:
    journal.freeze("board", AGENDA)
    tomorrow = replace(AGENDA, at_us=NOW_US + DAY_US, on="2024-10-05")
    book.give(AGENDA, ANSWER, NOW_US + 1)
    book.give(tomorrow, replace(ANSWER, reason="customer"), NOW_US + DAY_US)
    assert [given.answer.reason for given in journal.answers("board")] == ["expert", "customer"]
    assert book.given(AGENDA)[CASE.name].reason == "expert"


def test_what_cannot_be_written_waits_and_is_said(places: Places, book: AnswerBook) -> None:
    assert not book.give(AGENDA, ANSWER, NOW_US)
    assert book.has_unwritten
    assert not places.journal.exists()  # the glass makes no journal
    assert book.given(AGENDA) == {CASE.name: ANSWER}
    with closing(Journal(places)) as journal:
        journal.freeze("board", AGENDA)
        assert book.write_again()
        assert [given.answer for given in journal.answers("board")] == [ANSWER]
    assert not book.has_unwritten


def test_what_waits_is_written_before_the_next_answer(places: Places, book: AnswerBook) -> None:
    book.give(AGENDA, ANSWER, NOW_US)
    with closing(Journal(places)) as journal:
        journal.freeze("board", AGENDA)
        assert book.give(AGENDA, replace(ANSWER, number="C-2"), NOW_US + 1)
        assert [given.answer.number for given in journal.answers("board")] == ["C-1", "C-2"]


def test_an_answer_given_while_another_process_writes_waits(journal: Journal, book: AnswerBook, places: Places) -> None:
    journal.freeze("board", AGENDA)
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert not book.give(AGENDA, ANSWER, NOW_US)
        writer.execute("ROLLBACK")
    assert book.write_again()
    assert [given.answer for given in journal.answers("board")] == [ANSWER]


def test_on_a_full_disk_an_answer_waits_until_there_is_room(journal: Journal, book: AnswerBook, places: Places) -> None:
    journal.freeze("board", AGENDA)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = max(path.stat().st_size for path in places.state.iterdir() if path.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        assert not all([book.give(AGENDA, replace(ANSWER, number=f"C-{n}"), NOW_US + n) for n in range(50)])  # noqa: C419 - each is given
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert book.write_again()
    assert {given.answer.number for given in journal.answers("board")} == {f"C-{n}" for n in range(50)}


def test_words_of_a_later_version_are_no_answer(journal: Journal, book: AnswerBook, places: Places) -> None:
    journal.freeze("board", AGENDA)
    book.give(AGENDA, ANSWER, NOW_US)
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as connection:
        connection.execute("UPDATE answers SET reason='moonlight', promise='some day'")
    (found,) = journal.answers("board")
    assert (found.answer.reason, found.answer.promise, found.answer.promised_on) == (None, None, None)


def test_a_command_reads_answers_and_finds_none_where_there_is_no_journal(places: Places, book: AnswerBook) -> None:
    assert stored_answers(places, "board") == []
    with closing(Journal(places)) as journal:
        journal.freeze("board", AGENDA)
    book.give(AGENDA, ANSWER, NOW_US)
    assert [given.answer for given in stored_answers(places, "board") or []] == [ANSWER]


def test_a_command_says_so_where_a_journal_cannot_be_read(places: Places) -> None:
    places.journal.write_bytes(b"no journal at all" * 1000)
    assert stored_answers(places, "board") is None


def test_a_journal_without_stand_ups_gets_its_tables_and_answers_nothing_before(places: Places) -> None:
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as connection:
        for statement in (text for statements in MIGRATIONS[:3] for text in statements):
            connection.execute(statement)
        connection.execute("PRAGMA user_version=3")
    assert stored_answers(places, "board") == []
    with closing(JournalReader(places.journal, "board")) as reader:
        assert (reader.agenda(), reader.agenda_number()) == (None, 0)
    assert not AnswerBook(places.journal, "board").give(AGENDA, ANSWER, NOW_US)
    with closing(Journal(places)) as journal:
        assert journal.freeze("board", AGENDA)
    assert AnswerBook(places.journal, "board").give(AGENDA, ANSWER, NOW_US)


def test_two_cases_of_one_number_are_answered_apart(journal: Journal, book: AnswerBook) -> None:
    desk, erp = replace(CASE, source="desk"), replace(CASE, source="erp")
    agenda = replace(AGENDA, cases=(desk, erp))
    journal.freeze("board", agenda)
    first, second = replace(ANSWER, source="desk"), replace(ANSWER, source="erp", reason="customer")
    book.give(agenda, first, NOW_US + 1)
    assert book.given(agenda) == {desk.name: first}
    book.give(agenda, second, NOW_US + 2)
    assert book.given(agenda) == {desk.name: first, erp.name: second}
    assert [given.answer for given in journal.answers("board")] == [first, second]
    book.give(agenda, Answer("C-1", source="desk"), NOW_US + 3)
    assert book.given(agenda) == {erp.name: second}


@contextmanager
def journal_without_sources(places: Places) -> Iterator[sqlite3.Connection]:
    """A journal of the version before answers had sources, with an answer, as its glass wrote it."""
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as connection:
        for statement in (text for statements in MIGRATIONS[:4] for text in statements):
            connection.execute(statement)
        connection.execute("PRAGMA user_version=4")
        connection.execute(
            "INSERT INTO answers (board, number, queue, reason, promise, promised_on, standup_at_us, standup_on, "
            "given_at_us) VALUES ('board', 'C-1', 'Orders', 'expert', 'today', '2024-10-04', ?, '2024-10-04', ?)",
            (NOW_US, NOW_US + 5),
        )
        yield connection


def test_answers_of_a_journal_without_sources_are_kept_and_read_before_and_after(places: Places) -> None:
    with journal_without_sources(places):
        pass
    book = AnswerBook(places.journal, "board")
    kept = [GivenAnswer(ANSWER, NOW_US, "2024-10-04", NOW_US + 5)]
    assert (stored_answers(places, "board"), book.given(AGENDA)) == (kept, {CASE.name: ANSWER})
    now = replace(AGENDA, at_us=NOW_US + 9)
    given = replace(ANSWER, source="erp")
    assert not book.give(now, given, NOW_US + 9)  # it waits for the collector to bring the journal to its form
    with closing(Journal(places)) as journal:
        assert journal.answers("board") == kept
        assert book.write_again()
        assert journal.answers("board") == [*kept, GivenAnswer(given, NOW_US + 9, "2024-10-04", NOW_US + 9)]
    assert not [*places.state.glob("journal.damaged*"), *places.state.glob("journal.newer*")]


def test_an_answer_kept_without_its_source_is_to_all_of_its_number_until_they_are_answered(
    journal: Journal, book: AnswerBook
) -> None:
    desk, erp = replace(CASE, source="desk"), replace(CASE, source="erp")
    agenda = replace(AGENDA, cases=(desk, erp))
    journal.freeze("board", agenda)
    book.give(agenda, ANSWER, NOW_US + 1)
    mine, theirs = replace(ANSWER, source="desk"), replace(ANSWER, source="erp")
    assert book.given(agenda) == {desk.name: mine, erp.name: theirs}
    later = replace(mine, reason="capacity")
    book.give(agenda, later, NOW_US + 2)
    assert book.given(agenda) == {desk.name: later, erp.name: theirs}
    assert len(journal.answers("board")) == 2


def test_old_agendas_are_thinned_to_one_a_day_and_answers_are_kept_for_25_months(
    journal: Journal, book: AnswerBook, places: Places
) -> None:
    long_ago = NOW_US - RETENTION_US - DAY_US
    for at_us in (long_ago, NOW_US - 20 * DAY_US, NOW_US - 20 * DAY_US + HOUR_US, NOW_US - HOUR_US, NOW_US):
        frozen = replace(AGENDA, at_us=at_us)
        journal.freeze("board", frozen)
        book.give(frozen, ANSWER, at_us)
    journal.tidy(NOW_US + 1)
    kept = [NOW_US - 20 * DAY_US + HOUR_US, NOW_US - HOUR_US, NOW_US]
    assert [at_us for (at_us,) in rows(places, "SELECT at_us FROM standups ORDER BY id")] == kept
    assert len(journal.answers("board")) == 4


def test_answers_come_back_with_the_daily_copy_when_the_journal_is_damaged(
    journal: Journal, book: AnswerBook, places: Places
) -> None:
    journal.freeze("board", AGENDA)
    book.give(AGENDA, ANSWER, NOW_US)
    journal.tidy(NOW_US)
    journal.close()
    places.journal.write_bytes(b"no journal at all" * 1000)
    with closing(Journal(places)) as healed:
        assert [given.answer for given in healed.answers("board")] == [ANSWER]


def test_the_book_of_answers_needs_the_standard_library_alone() -> None:
    text = "import sys, wallboard.store.answers; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
    assert not {"polars", "numpy", "pydantic", "PySide6"} & set(done.stdout.split())
