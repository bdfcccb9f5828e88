"""A journal is healed from its newest copy, and what was said since then is taken from what is left of the damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.test_journal import DAY_US, NOW_US, layout, picture
from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.core.views.agenda import Agenda, Answer
from wallboard.store.answers import AnswerBook
from wallboard.store.journal import Journal
from wallboard.store.places import Places
from wallboard.store.salvage import salvage
from wallboard.store.sqlite import opened


def agenda(at_us: int) -> Agenda:
    return Agenda(at_us=at_us, on="2024-10-04", minutes=20)


def answered(places: Places) -> list[str]:
    with closing(sqlite3.connect(places.journal)) as connection:
        return [row[0] for row in connection.execute("SELECT number FROM answers ORDER BY id")]


def week(number: int) -> dict[WeekKey, WeekCount]:
    return {WeekKey("on-time", "{}", f"2026-01-{number:02d}"): WeekCount(number, number, number)}


def spoil_views(path: Path) -> None:
    """Break the table of views, and nothing else: where its pages lie, the file itself says."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name='shown'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def live_a_day(places: Places) -> None:
    """A copy, then a week, an answer and a picture that the copy does not have."""
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(A=1))
        journal.store_weeks("board", week(1), NOW_US)
        assert AnswerBook(places.journal, "board").give(agenda(NOW_US), Answer("1", reason="supplier"), NOW_US)
        journal.tidy(NOW_US)
        journal.store_weeks("board", week(2), NOW_US + 1)
        assert AnswerBook(places.journal, "board").give(agenda(NOW_US), Answer("2", promise="today"), NOW_US + 1)
        journal.show("board", layout(), picture(NOW_US + 1, A=2))


@pytest.mark.parametrize("has_copy", [True, False])
def test_weeks_and_answers_since_the_last_copy_are_saved_from_a_damaged_journal(places: Places, has_copy: bool) -> None:
    live_a_day(places)
    if not has_copy:
        for copy in places.copies.iterdir():
            copy.unlink()
    spoil_views(places.journal)
    with closing(Journal(places)) as journal:
        journal.check()
        assert journal.show("board", layout(), picture(NOW_US + 2, A=3))
        assert journal.weeks("board") == week(1) | week(2)
    assert answered(places) == ["1", "2"]


def test_an_answer_is_saved_with_its_source(places: Places) -> None:
    live_a_day(places)
    answer = Answer("2", reason="expert", source="erp")
    assert AnswerBook(places.journal, "board").give(agenda(NOW_US), answer, NOW_US + 3)
    spoil_views(places.journal)
    with closing(Journal(places)) as journal:
        journal.check()
        assert journal.answers("board")[-1].answer == answer


def test_an_answer_of_a_damaged_journal_of_an_earlier_form_is_saved_without_one(places: Places) -> None:
    live_a_day(places)
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute("ALTER TABLE answers DROP COLUMN source")
        connection.execute("PRAGMA user_version=4")
    spoil_views(places.journal)
    with closing(Journal(places)) as journal:
        journal.check()
        assert [given.answer.case for given in journal.answers("board")] == [("1", None), ("2", None)]


def test_names_with_spaces_that_do_not_break_are_names(places: Places) -> None:
    live_a_day(places)
    answer = Answer("C\u00a01", queue="Z\u00fcrich\u00a0\u2013 S\u00fcd", reason="expert", source="erp")
    assert AnswerBook(places.journal, "board").give(agenda(NOW_US), answer, NOW_US + 3)
    with closing(Journal(places)) as journal:
        assert journal.answers("board")[-1].answer == answer
    spoil_views(places.journal)
    with closing(Journal(places)) as journal:
        journal.check()
        assert journal.answers("board")[-1].answer == answer


def spoil_row(places: Places, text: str) -> None:
    """Break a row where SQLite does not notice it, and the table of views where it does."""
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(text)
        connection.commit()
    spoil_views(places.journal)


@pytest.mark.parametrize(
    "change",
    [
        *("number=char(3)", "standup_on='2024-1x-04'", f"given_at_us={1 << 60}", "standup_at_us=-1"),
        *(f"{column}=CAST(x'ff32' AS TEXT)" for column in ("board", "number", "queue", "promise")),
    ],
)
def test_a_row_that_cannot_be_is_left_behind_alone(places: Places, change: str) -> None:
    live_a_day(places)
    book = AnswerBook(places.journal, "board")
    assert book.give(agenda(NOW_US), Answer("3", queue="B", promise="today"), NOW_US + 3)
    assert book.give(agenda(NOW_US), Answer("4", promise="today"), NOW_US + 4)
    spoil_row(places, f"UPDATE answers SET {change} WHERE number='3'")
    with closing(Journal(places)) as journal:
        journal.check()
        assert [given.answer.number for given in journal.answers("board")] == ["1", "2", "4"]
    assert answered(places) == ["1", "2", "4"]


@pytest.mark.parametrize("column", ["board", "measure", "scope", "value", "cause"])
@pytest.mark.parametrize("spoilt", ["CAST(x'ff32' AS TEXT)", "char(3)||'2'"])
def test_so_is_a_week(places: Places, column: str, spoilt: str) -> None:
    live_a_day(places)
    with closing(Journal(places)) as journal:
        journal.store_weeks("board", week(3), NOW_US + 2)
    spoil_row(places, f"UPDATE weeks SET {column}={spoilt} WHERE week_on='2026-01-02'")
    with closing(Journal(places)) as journal:
        journal.check()
        assert journal.weeks("board") == week(1) | week(3)
    with closing(sqlite3.connect(places.journal)) as connection:
        assert connection.execute("SELECT week_on FROM weeks").fetchall() == [("2026-01-01",), ("2026-01-03",)]


def test_the_newest_copy_is_the_one_with_the_last_rows_whatever_day_it_bears(places: Places) -> None:
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(A=1))
        journal.tidy(NOW_US + 30_000 * DAY_US)  # the clock had leapt
        for day in range(9):
            journal.show("board", layout(), picture(NOW_US + day * DAY_US, A=day))
            journal.tidy(NOW_US + day * DAY_US)
    assert len(list(places.copies.iterdir())) == 7
    places.journal.unlink()
    with closing(Journal(places)) as journal:
        journal.weeks("board")
    with closing(sqlite3.connect(places.journal)) as connection:
        assert connection.execute("SELECT max(at_us) FROM shown").fetchone() == (NOW_US + 8 * DAY_US,)


def test_a_clock_that_leaps_ahead_deletes_nothing_on_its_first_day(places: Places) -> None:
    leapt_us = NOW_US + 3_000 * DAY_US
    with closing(Journal(places)) as journal:
        for day in range(3):
            journal.show("board", layout(), picture(NOW_US + day * DAY_US, A=day))
        journal.store_weeks("board", week(1), NOW_US)
        journal.show("board", layout(), picture(leapt_us, A=9))
        journal.tidy(leapt_us)
        assert journal.weeks("board") == week(1)
        with closing(sqlite3.connect(places.journal)) as connection:
            assert connection.execute("SELECT count(*) FROM shown WHERE title='A'").fetchone() == (4,)
        later_us = leapt_us + 2 * DAY_US
        journal.show("board", layout(), picture(later_us, A=10))
        journal.tidy(later_us)
        assert journal.weeks("board") == {}


@pytest.mark.parametrize(
    "change", ["standup_on='2026-13-04'", f"standup_at_us={1 << 60}", "given_at_us=-1", "promised_on='2026-1x-03'"]
)
def test_an_answer_that_cannot_be_is_not_read(places: Places, change: str) -> None:
    live_a_day(places)
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute(f"UPDATE answers SET {change} WHERE number='2'")
        connection.commit()
    with closing(Journal(places)) as journal:
        assert [given.answer.number for given in journal.answers("board")] == ["1"]


def test_what_cannot_be_written_is_no_row_that_was_saved(places: Places, tmp_path: Path) -> None:
    live_a_day(places)
    healed = Places(tmp_path / "healed")
    healed.make()
    with closing(Journal(healed)) as journal:
        journal.show("board", layout(), picture(A=1))
    with closing(opened(healed.journal)) as connection:
        connection.execute("PRAGMA query_only = ON")  # as where the disk is full
        with pytest.raises(sqlite3.OperationalError):
            salvage(places.journal, connection)


def test_a_journal_that_cannot_be_added_to_is_healed_and_says_where_the_rest_is(
    places: Places, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def is_full(damaged: Path, connection: sqlite3.Connection) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    live_a_day(places)
    spoil_views(places.journal)
    monkeypatch.setattr("wallboard.store.journal_file.salvage", is_full)
    with closing(Journal(places)) as journal:
        journal.check()
    assert answered(places) == ["1"]
    (aside,) = places.state.glob("journal*damaged*")
    assert f"what no copy has is still in {aside.name}" in caplog.text
    assert "disk is full" in caplog.text


def test_a_table_with_a_broken_letter_in_its_form_costs_none_of_the_others(places: Places) -> None:
    live_a_day(places)
    with closing(opened(places.journal)) as connection:
        connection.execute("ALTER TABLE answers RENAME COLUMN number TO nvmber")
    spoil_views(places.journal)
    with closing(Journal(places)) as journal:
        journal.check()
        assert journal.weeks("board") == week(1) | week(2)
    assert answered(places) == ["1"]
