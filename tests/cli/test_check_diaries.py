"""`wallboard check` on diaries: marks that no entry bears, entries of another time, and the past."""

from pathlib import Path

import pytest

from tests.sources.diaries import calendar_of, entry

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources:
  diaries:
    type: calendar
    appointments:
      path: "{person}.ics"
      counts: {category: [Visit]}
      states: {performed: {category: [Done]}}
people: [{name: Amira, role: salesperson, also: {diaries: amira}}]
pages:
  - title: Sales
    panels:
      - {type: unfilled-slots, place: [0, 0, 12, 8]}
"""
AT = ("--at", "2026-03-18T14:30")


@pytest.fixture
def check(wallboard, tmp_path):
    def call(*arguments, board=BOARD):
        (tmp_path / "board.yaml").write_text(board, encoding="utf-8")
        visit = entry("a", "20260317T090000", "20260317T100000", "CATEGORIES:Visit,Done", title="SECRET")
        (tmp_path / "amira.ics").write_text(calendar_of(visit), encoding="utf-8", newline="")
        return wallboard("check", str(tmp_path / "board.yaml"), *arguments)

    return call


def test_a_mark_of_appointments_that_no_entry_bears_falls_short(check):
    ended = check(*AT, board=BOARD.replace("[Visit]", "[Visits]"))
    sentence = "The only entry of the appointments bears none of the marks. Its categories: Visit, Done."
    assert ended.code == 1
    assert f"    ! unusable: {sentence}\n" in ended.out
    assert f"  1.1 Sales / unfilled-slots: shown, but\n      {sentence}\n" in ended.out
    assert "not one row" not in ended.out
    assert ended.out.endswith("\nOne thing falls short.\n")
    assert "SECRET" not in ended.out


def test_a_mark_of_states_that_no_entry_bears_is_named(check):
    ended = check(*AT, board=BOARD.replace("[Done]", "[Doen]"))
    assert ended.code == 0
    assert "No entry of the appointments bears “Doen”. Their categories: Visit, Done.\n" in ended.out
    assert "Doen" not in check(*AT).out


def test_entries_of_another_time_are_no_fault(check):
    ended = check("--at", "2024-03-18T14:30")
    assert ended.code == 0
    assert (
        "1 entry of the appointments counts, not between 2023-09-18 and 2024-09-22: it begins on 2026-03-17."
        in ended.out
    )
    assert "not one row" not in ended.out


@pytest.mark.parametrize("name", ["files.yaml", "diaries.yaml"])
def test_samples_of_the_past_are_all_well_as_they_were_then(wallboard, name):
    board = Path(__file__).parents[2] / "config" / name
    ended = wallboard("check", str(board), *AT)
    assert (ended.code, ended.out.endswith("\nAll well.\n")) == (0, True), ended.out
