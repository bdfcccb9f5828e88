"""`wallboard standup`: what held cases and what was promised, for a spreadsheet."""

import csv
import io
import json
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from wallboard.core.views.agenda import Agenda, Answer
from wallboard.store.answers import AnswerBook
from wallboard.store.journal import Journal
from wallboard.store.places import Places, board_id

DAY_US = 86_400_000_000
NINE_US = 20_000 * DAY_US + 9 * 3_600_000_000  # 2024-10-04 09:00 UTC
FRIDAY = Agenda(NINE_US, "2024-10-04")
MONDAY = Agenda(NINE_US + 3 * DAY_US, "2024-10-07")


@pytest.fixture
def told(state: Path, office: str) -> str:
    """The small office, after two stand-ups."""
    places, name = Places(state), board_id(Path(office))
    places.make()
    with closing(Journal(places)) as journal:
        journal.freeze(name, FRIDAY)
        book = AnswerBook(places.journal, name)
        for agenda, answer in (
            (FRIDAY, Answer("A-2", "Orders", "expert", "tomorrow", "2024-10-07", "desk")),
            (FRIDAY, Answer("A-3", None, "untouched")),
            (FRIDAY, Answer("A-4", "=cmd()", "capacity", "date", "2024-10-09")),
            (FRIDAY, Answer("A-4")),
            (MONDAY, Answer("A-2", "=cmd()", "wrong-queue", "today", "2024-10-07")),
        ):
            assert book.give(agenda, answer, agenda.at_us + 60_000_000)
        AnswerBook(places.journal, "another").give(FRIDAY, Answer("X", None, "expert"), NINE_US)
    return office


def test_every_answer_that_stands_is_a_line(wallboard: Command, told: str) -> None:
    ended = wallboard("standup", told)
    assert (ended.code, ended.err) == (0, "")
    lines = list(csv.DictReader(io.StringIO(ended.out)))
    assert [(line["standup"], line["number"], line["reason"], line["promised"]) for line in lines] == [
        ("2024-10-04", "A-2", "expert", "2024-10-07"),
        ("2024-10-04", "A-3", "untouched", ""),
        ("2024-10-07", "A-2", "wrong-queue", "2024-10-07"),
    ]
    assert (lines[0]["frozen_at"], lines[0]["said_at"]) == ("2024-10-04T09:00:00Z", "2024-10-04T09:01:00Z")
    assert lines[2]["queue"] == "'=cmd()"
    assert wallboard("standup", told, "--csv").out == ended.out


def test_two_cases_of_one_number_are_two_lines_that_the_source_tells_apart(
    wallboard: Command, told: str, state: Path
) -> None:
    book = AnswerBook(Places(state).journal, board_id(Path(told)))
    for source in ("desk", "erp"):
        assert book.give(MONDAY, Answer("100", None, "expert", source=source), MONDAY.at_us)
    lines = list(csv.DictReader(io.StringIO(wallboard("standup", told).out)))
    assert [(line["number"], line["source"]) for line in lines][-2:] == [("100", "desk"), ("100", "erp")]
    assert [line["source"] for line in lines][:2] == ["desk", ""]  # the last column, where readers of before look not
    assert [*lines[0]][-1] == "source"


def test_dates_bound_what_is_written_both_included(wallboard: Command, told: str) -> None:
    def numbers(*options: str) -> list[str]:
        return [line["number"] for line in json.loads(wallboard("standup", told, "--format", "json", *options).out)]

    assert numbers("--from", "2024-10-05") == ["A-2"]
    assert numbers("--to", "2024-10-04") == ["A-2", "A-3"]
    assert numbers("--from", "2024-10-04", "--to", "2024-10-07") == ["A-2", "A-3", "A-2"]


def test_a_table_is_for_reading(wallboard: Command, told: str) -> None:
    none = wallboard("standup", told, "--from", "2030-01-01").err
    assert " has been told anything on these dates; looked in " in none
    head, first, *_ = wallboard("standup", told, "--format", "table").out.splitlines()
    assert head.split() == ["standup", "number", "queue", "reason", "promise", "promised", "source"]
    assert first.split() == ["2024-10-04", "A-2", "Orders", "expert", "tomorrow", "2024-10-07", "desk"]


def test_before_the_first_stand_up_there_is_a_head_and_a_sentence_that_says_where_it_looked(
    wallboard: Command, office: str, state: Path
) -> None:
    ended = wallboard("standup", office)
    assert (ended.code, len(ended.out.splitlines())) == (0, 1)
    assert ended.err == f"No stand-up of {office} has been told anything; looked in {state}.\n"


def test_a_journal_that_cannot_be_read_is_said_and_is_no_empty_table(
    wallboard: Command, state: Path, office: str
) -> None:
    state.mkdir()
    Places(state).journal.write_bytes(b"no journal at all" * 1000)
    ended = wallboard("standup", office)
    assert (ended.code, ended.out) == (1, "")
    assert "cannot be read" in ended.err


def test_what_is_no_date_and_a_board_that_is_not_there_are_refused(wallboard: Command, office: str) -> None:
    ended = wallboard("standup", office, "--from", "Monday")
    assert (ended.code, ended.err) == (2, "--from: “Monday” is no date; write it as in 2026-03-02.\n")
    assert wallboard("standup", "nowhere.yaml").code == 2
