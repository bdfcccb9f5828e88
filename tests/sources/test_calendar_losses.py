"""Calendars that have lost the entries that they had: not believed where they are appointments."""

from pathlib import Path
from typing import Any

from tests.sources.diaries import batch, calendar_of, day, entry
from tests.sources.exports import put, refusal_of
from wallboard.core.records import Batch

VISIT = entry("a", "20260330T090000")
OF_VISITS = {"appointments": {"path": "{person}.ics"}}


def write(folder: Path, person: str, *entries: str, age_s: int = 3600) -> None:
    put(folder, f"{person}.ics", calendar_of(*entries), age_s=age_s)


def read(folder: Path, options: dict[str, Any], token: str = "") -> Batch:
    found = batch(folder, options, token=token)
    assert isinstance(found, Batch)
    return found


def refused(folder: Path, options: dict[str, Any], token: str) -> tuple[str, dict[str, Any], str, dict[str, Any]]:
    return refusal_of(lambda: batch(folder, options, token=token))


def test_a_calendar_that_had_appointments_and_has_no_entry_any_more_is_not_believed(tmp_path: Path) -> None:
    write(tmp_path, "amira", VISIT, entry("b", "20260331T090000"))
    token = read(tmp_path, OF_VISITS).token
    write(tmp_path, "amira", age_s=60)
    told = ("calendar.emptied", {"file": "amira.ics", "n": 2}, "file.remedy.emptied", {"resource": "appointments"})
    assert refused(tmp_path, OF_VISITS, token) == told
    assert refused(tmp_path, OF_VISITS, token) == told, "nor at the next poll"
    write(tmp_path, "amira", VISIT, age_s=30)
    assert read(tmp_path, OF_VISITS, token).rows == 1


def test_one_that_may_be_empty_or_was_so_before_is_believed(tmp_path: Path) -> None:
    options = {"appointments": {"path": "{person}.ics", "may_be_empty": True}}
    write(tmp_path, "amira", VISIT)
    token = read(tmp_path, options).token
    write(tmp_path, "amira", age_s=60)
    assert read(tmp_path, options, token).rows == 0
    token = read(tmp_path, OF_VISITS).token
    write(tmp_path, "amira", age_s=30)
    assert read(tmp_path, OF_VISITS, token).rows == 0


def test_one_persons_diary_may_be_empty_while_others_are_not(tmp_path: Path) -> None:
    write(tmp_path, "amira", VISIT)
    write(tmp_path, "ben", entry("b", "20260331T090000"))
    token = read(tmp_path, OF_VISITS).token
    write(tmp_path, "amira", age_s=60)
    found = read(tmp_path, OF_VISITS, token)
    assert found.rows == 1
    write(tmp_path, "ben", age_s=60)
    assert refused(tmp_path, OF_VISITS, found.token)[1] == {"file": "amira.ics …", "n": 1}


def test_entries_far_from_now_are_entries(tmp_path: Path) -> None:
    write(tmp_path, "amira", VISIT)
    token = read(tmp_path, OF_VISITS).token
    write(tmp_path, "amira", entry("b", "20200331T090000"), age_s=60)
    assert read(tmp_path, OF_VISITS, token).rows == 0


def test_that_nobody_is_away_is_believed(tmp_path: Path) -> None:
    options = {"absences": {"path": "{person}.ics"}}
    write(tmp_path, "amira", day("h", "20260401", "20260403"))
    token = read(tmp_path, options).token
    write(tmp_path, "amira", age_s=60)
    assert read(tmp_path, options, token).rows == 0


def test_calendars_that_nobody_touched_are_not_read_again(tmp_path: Path) -> None:
    write(tmp_path, "amira", VISIT)
    assert batch(tmp_path, OF_VISITS, token=read(tmp_path, OF_VISITS).token) is None
