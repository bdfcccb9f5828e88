"""Calendars: repetitions with exceptions, whole days, time zones, private entries, whose they are, what counts."""

import gzip
import pickle
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.sources.diaries import batch, calendar_of, counted, day, entry, known_as, leave, read, spans, starts
from tests.sources.exports import HOUR_S, NOW_US, at, put, touch
from wallboard.collect.plain import said
from wallboard.core.records import SCHEMAS, Batch
from wallboard.core.sentences import SENTENCES
from wallboard.core.words import quoted_list

HOUR_US = 3_600_000_000
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def rows(found: Any, *columns: str) -> list[tuple[Any, ...]]:
    return found.frame("appointments").sort("start_at").select(*columns).rows()


def test_an_entry_becomes_an_appointment_in_the_normal_form(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("a1", "20260330T090000", "20260330T100000", "CREATED:20260320T110000Z", "LAST-MODIFIED:20260321T080000Z"),
    )
    frame = found.frame("appointments")
    assert dict(frame.schema) == dict(SCHEMAS["appointments"])
    assert frame.rows() == [
        (
            f"{known_as('a1')} amira",
            "amira",
            None,
            at("2026-03-30 08:00"),
            at("2026-03-30 09:00"),
            None,
            None,
            at("2026-03-20 11:00"),
            "booked",
            at("2026-03-20 11:00"),
        )
    ]
    assert found.unusable == ()
    assert found.remarks == ()
    assert found.mapped["appointments"] == {"id", "person", "start", "end", "booked"}


@pytest.mark.parametrize(
    ("states", "is_said"),
    [({}, False), ({"no-show": {"summary": ["NS"]}}, False), ({"performed": {"summary": ["Done"]}}, True)],
)
def test_only_a_board_that_says_by_what_they_are_performed_has_states(
    tmp_path: Path, states: dict[str, Any], is_said: bool
) -> None:
    found = read(tmp_path, entry("a", "20260330T090000"), states=states)
    assert ({"state", "state_at"} <= found.mapped["appointments"]) is is_said
    assert ("state" in found.mapped["appointments"]) is is_said


def test_an_entry_without_a_length_has_no_end(tmp_path: Path) -> None:
    found = read(tmp_path, entry("a", "20260330T090000"), entry("b", "20260331T090000", "20260331T090000"))
    assert rows(found, "end_at") == [(None,), (None,)]


def test_a_duration_is_as_good_as_an_end(tmp_path: Path) -> None:
    found = read(tmp_path, entry("a", "20260330T090000", "", "DURATION:PT1H30M"))
    assert rows(found, "end_at") == [(at("2026-03-30 09:30"),)]


# Repetitions


def test_a_series_keeps_its_local_time_over_the_change_of_clocks(tmp_path: Path) -> None:
    found = read(tmp_path, entry("s", "20260316T090000", "20260316T100000", WEEKLY))
    assert starts(found) == ["2026-03-16 09:00", "2026-03-23 09:00", "2026-03-30 08:00", "2026-04-06 08:00"]
    assert rows(found, "id")[0] == (f"{known_as('s')} 20260316T0900Z amira",)


def test_dates_taken_out_are_gone_and_dates_put_in_are_there(tmp_path: Path) -> None:
    exceptions = (
        "EXDATE;TZID=Europe/London:20260323T090000,20260406T090000",
        "RDATE;TZID=Europe/London:20260325T150000",
    )
    found = read(tmp_path, entry("s", "20260316T090000", "20260316T100000", WEEKLY, *exceptions))
    assert starts(found) == ["2026-03-16 09:00", "2026-03-25 15:00", "2026-03-30 08:00"]


def test_a_date_taken_out_of_times_takes_out_that_day(tmp_path: Path) -> None:
    found = read(tmp_path, entry("s", "20260316T090000", "20260316T100000", WEEKLY, "EXDATE;VALUE=DATE:20260323"))
    assert starts(found) == ["2026-03-16 09:00", "2026-03-30 08:00", "2026-04-06 08:00"]


def test_a_moved_occurrence_is_where_it_was_moved_and_keeps_its_name(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("s", "20260316T090000", "20260316T100000", WEEKLY),
        entry("s", "20260324T140000", "20260324T143000", "RECURRENCE-ID;TZID=Europe/London:20260323T090000"),
    )
    assert rows(found, "id", "start_at", "end_at")[1] == (
        f"{known_as('s')} 20260323T0900Z amira",
        at("2026-03-24 14:00"),
        at("2026-03-24 14:30"),
    )
    assert len(starts(found)) == 4


def test_a_cancelled_occurrence_is_cancelled_since_it_was_changed(tmp_path: Path) -> None:
    off = ("RECURRENCE-ID:20260323T090000Z", "STATUS:CANCELLED", "LAST-MODIFIED:20260320T120000Z")
    found = read(
        tmp_path,
        entry("s", "20260316T090000", "20260316T100000", WEEKLY),
        entry("s", "20260323T090000", "20260323T100000", *off),
    )
    assert rows(found, "state", "state_at")[1] == ("cancelled", at("2026-03-20 12:00"))
    assert [state for (state,) in rows(found, "state")] == ["booked", "cancelled", "booked", "booked"]


def test_from_then_on_moves_all_that_follow(tmp_path: Path) -> None:
    later = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260330T090000"
    found = read(
        tmp_path,
        entry("s", "20260316T090000", "20260316T100000", WEEKLY),
        entry("s", "20260330T110000", "20260330T120000", later),
    )
    assert starts(found) == ["2026-03-16 09:00", "2026-03-23 09:00", "2026-03-30 10:00", "2026-04-06 10:00"]


def test_an_exception_without_its_series_is_an_appointment(tmp_path: Path) -> None:
    found = read(tmp_path, entry("s", "20260324T140000", "20260324T150000", "RECURRENCE-ID:20260323T090000Z"))
    assert rows(found, "id", "start_at") == [(f"{known_as('s')} 20260323T0900Z amira", at("2026-03-24 14:00"))]


def remarks(found: Batch) -> list[str]:
    return [said(one) for one in found.remarks]


def test_one_uid_at_two_times_is_told_with_its_lines_and_without_the_uid(tmp_path: Path) -> None:
    one, other = entry("kim@rowntree", "20260401T090000"), entry("kim@rowntree", "20260402T090000")
    found = read(tmp_path, one, other)
    assert starts(found) == ["2026-04-02 08:00"]
    assert remarks(found) == [
        "1 entry has the UID of another at another time: its latest version counts (lines 4 and 9 of amira.ics)."
    ]
    found = read(tmp_path, one, other, entry("b", "20260401T100000"), entry("b", "20260402T100000", "20260402T110000"))
    assert remarks(found)[0].endswith("counts (lines 4 and 9 of amira.ics; lines 14 and 19 of amira.ics).")


def test_a_series_told_twice_at_different_times_is_told_too(tmp_path: Path) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=2"
    found = read(tmp_path, entry("a", "20260401T090000", "", rule), entry("a", "20260402T090000", "", rule))
    assert len(remarks(found)) == 1


def test_versions_at_one_time_and_exceptions_of_a_series_are_no_repetition(tmp_path: Path) -> None:
    one = entry("a", "20260401T090000")
    series = entry("s", "20260401T120000", "", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = entry("s", "20260409T120000", "", "RECURRENCE-ID;TZID=Europe/London:20260408T120000")
    assert remarks(read(tmp_path, one, one, series, moved)) == []


def test_of_versions_of_one_entry_the_last_is_meant(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("a", "20260330T100000", "20260330T110000", "SEQUENCE:2"),
        entry("a", "20260330T090000", "20260330T100000", "SEQUENCE:1"),
    )
    assert starts(found) == ["2026-03-30 09:00"]


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("FREQ=DAILY;COUNT=3", "2026-03-18 09:00"),
        ("FREQ=DAILY;UNTIL=20260318", "2026-03-18 09:00"),
        ("FREQ=DAILY;UNTIL=20260318T085959", "2026-03-17 09:00"),
        ("FREQ=DAILY;UNTIL=20260318T090000Z", "2026-03-18 09:00"),
        ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260324T000000Z", "2026-03-23 09:00"),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=4", "2026-03-26 09:00"),
        ("FREQ=MONTHLY;BYDAY=3MO;COUNT=2", "2026-04-20 08:00"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "2026-04-30 08:00"),
        ("FREQ=MONTHLY;INTERVAL=2;COUNT=2", "2026-05-16 08:00"),
        ("freq=weekly;interval=2;count=2", "2026-03-30 08:00"),
    ],
)
def test_rules_are_followed_to_their_end(tmp_path: Path, rule: str, last: str) -> None:
    found = read(tmp_path, entry("s", "20260316T090000", "20260316T100000", f"RRULE:{rule}"))
    assert starts(found)[0] == "2026-03-16 09:00"
    assert starts(found)[-1] == last
    assert found.unusable == ()


def test_a_series_without_end_comes_from_half_a_year_back_to_half_a_year_ahead(tmp_path: Path) -> None:
    found = read(tmp_path, entry("s", "20200106T090000", "20200106T100000", "RRULE:FREQ=WEEKLY"))
    assert (starts(found)[0], starts(found)[-1], len(starts(found))) == ("2025-09-29 08:00", "2026-09-28 08:00", 53)
    assert found.reach_us is not None
    assert [at_us // HOUR_US for at_us in found.reach_us] == [
        int(at(text).timestamp()) // 3600 for text in ("2025-09-29 00:00", "2026-10-05 00:00")
    ]


def test_the_same_rows_come_until_the_week_or_a_file_changes(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics", calendar_of(entry("s", "20200106T090000", "20200106T100000", "RRULE:FREQ=WEEKLY")))
    options = {"appointments": {"path": "{person}.ics"}}
    first = batch(tmp_path, options)
    assert batch(tmp_path, options, token=first.token, now_us=NOW_US + 90 * HOUR_US) is None
    later = batch(tmp_path, options, token=first.token, now_us=NOW_US + 7 * 24 * HOUR_US)
    assert starts(later)[-1] == "2026-10-05 08:00"
    touch(tmp_path / "amira.ics", 2 * HOUR_S)
    assert batch(tmp_path, options, token=first.token) is not None


def test_a_past_instant_moves_the_span(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics", calendar_of(entry("s", "20200106T090000", "20200106T100000", "RRULE:FREQ=WEEKLY")))
    until_us = int(datetime(2024, 6, 3, 9, tzinfo=UTC).timestamp()) * 1_000_000
    found = batch(tmp_path, {"appointments": {"path": "{person}.ics"}}, until_us=until_us)
    assert starts(found)[0] == "2023-12-04 09:00"


# Time zones

TOKYO = "DTSTART;TZID={}:20260330T180000"
DEFINED = (
    "BEGIN:VTIMEZONE\r\nTZID:{0}\r\n"
    "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:{1}\r\nTZOFFSETTO:{1}\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n"
)


@pytest.mark.parametrize(
    "tzid",
    ["Asia/Tokyo", '"Asia/Tokyo"', "Tokyo Standard Time", "/vendor.example.org/2026_1/Asia/Tokyo", "/Asia/Tokyo"],
)
def test_zones_are_known_by_all_their_names(tmp_path: Path, tzid: str) -> None:
    assert starts(read(tmp_path, entry("a", f";TZID={tzid}:20260330T180000"))) == ["2026-03-30 09:00"]


def test_a_zone_that_the_calendar_defines_itself_is_read_from_there(tmp_path: Path) -> None:
    one = entry("a", ";TZID=Customized Time Zone:20260330T180000")
    assert starts(read(tmp_path, one, about=DEFINED.format("Customized Time Zone", "+0900"))) == ["2026-03-30 09:00"]
    assert starts(read(tmp_path, one, about=DEFINED.format("Customized Time Zone", "-0500"))) == ["2026-03-30 23:00"]


def test_a_defined_zone_changes_its_clock_when_it_says(tmp_path: Path) -> None:
    def half(kind: str, offsets: tuple[str, str], rule: str) -> str:
        return (
            f"BEGIN:{kind}\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:{offsets[0]}\r\nTZOFFSETTO:{offsets[1]}\r\n"
            f"RRULE:FREQ=YEARLY;{rule}\r\nEND:{kind}\r\n"
        )

    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\n"
        + half("DAYLIGHT", ("+0100", "+0200"), "BYDAY=-1SU;BYMONTH=3")
        + half("STANDARD", ("+0200", "+0100"), "BYDAY=-1SU;BYMONTH=10")
        + "END:VTIMEZONE\r\n"
    )
    found = read(tmp_path, entry("s", ";TZID=Ours:20260323T090000", "", "RRULE:FREQ=WEEKLY;COUNT=2"), about=zone)
    assert starts(found) == ["2026-03-23 08:00", "2026-03-30 07:00"]


def test_times_without_a_zone_are_the_calendars_own_then_the_options_then_the_boards(tmp_path: Path) -> None:
    floating = entry("a", ":20260330T090000")
    assert starts(read(tmp_path, floating, about="X-WR-TIMEZONE:America/New_York\r\n")) == ["2026-03-30 13:00"]
    assert starts(read(tmp_path, floating, about="X-WR-TIMEZONE:Nowhere/Land\r\n")) == ["2026-03-30 08:00"]
    assert starts(read(tmp_path, floating, time_zone="Asia/Tokyo")) == ["2026-03-30 00:00"]
    options = {"time_zone": "Europe/Berlin", "appointments": {"path": "{person}.ics"}}
    assert starts(batch(tmp_path, options)) == ["2026-03-30 07:00"]


def test_a_zone_that_nobody_knows_is_counted_by_name_and_never_taken_for_another(tmp_path: Path) -> None:
    found = read(tmp_path, entry("a", ";TZID=Mars/Base:20260330T090000"), entry("b", "20260330T110000"))
    assert starts(found) == ["2026-03-30 10:00"]
    assert counted(found) == [("calendar.row.zone", 1, ("amira.ics:4",))]
    assert dict(found.unusable[0].why.args)["zone"] == "Mars/Base"


def test_local_times_that_exist_twice_or_not_at_all_follow_the_rule(tmp_path: Path) -> None:
    found = read(tmp_path, entry("gap", "20260329T013000"), entry("z", ":20260330T090000Z"))
    assert starts(found) == ["2026-03-29 01:30", "2026-03-30 09:00"]


# What counts


def test_entries_count_by_category_whatever_the_case(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("a", "20260330T090000", "", "CATEGORIES:Travel,VISIT"),
        entry("b", "20260330T110000", "", "CATEGORIES:Private", "CATEGORIES:demo"),
        entry("c", "20260330T130000", "", "CATEGORIES:Visitor\\, other"),
        entry("d", "20260330T150000"),
        counts={"category": ["Visit", "Demo"]},
    )
    assert starts(found) == ["2026-03-30 08:00", "2026-03-30 10:00"]


def test_entries_count_by_whole_words_of_their_title(tmp_path: Path) -> None:
    titles = ["V: Northwind", "Prep for v: thing", "Demo", "Democracy day", "A demo, again", "Lunch"]
    entries = [entry(f"t{n}", f"20260330T{9 + n:02d}0000", title=title) for n, title in enumerate(titles)]
    found = read(tmp_path, *entries, counts={"summary": ["V:", "Demo"]})
    assert [one[11:13] for one in starts(found)] == ["08", "09", "10", "12"]


def test_without_marks_all_with_a_time_of_day_count_that_take_time(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("a", "20260330T090000"),
        entry("b", "20260330T110000", "", "TRANSP:TRANSPARENT"),
        entry("c", "20260330T130000", "", "X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        day("d", "20260331"),
    )
    assert starts(found) == ["2026-03-30 08:00"]
    assert found.remarks == ()


def test_marked_entries_that_are_left_out_are_remarked_until_the_board_says_so(tmp_path: Path) -> None:
    entries = (
        day("a", "20260330", "", "CATEGORIES:Visit"),
        entry("b", "20260330T110000", "", "CATEGORIES:Visit", "TRANSP:TRANSPARENT"),
        entry("c", "20260330T130000", "", "CATEGORIES:Visit"),
    )
    found = read(tmp_path, *entries, counts={"category": ["Visit"]})
    assert starts(found) == ["2026-03-30 12:00"]
    assert [remark.key for remark in found.remarks] == ["calendar.left-out.all_day", "calendar.left-out.free"]
    assert all(remark.key in SENTENCES for remark in found.remarks)
    said = read(tmp_path, *entries, counts={"category": ["Visit"], "all_day": False, "free": True})
    assert starts(said) == ["2026-03-30 10:00", "2026-03-30 12:00"]
    assert said.remarks == ()


def test_marks_that_nothing_bears_are_remarked_with_the_categories_there_are(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("a", "20260330T090000", "", "CATEGORIES:Visits"),
        entry("b", "20260330T110000", "", "CATEGORIES:Doctor", "CLASS:PRIVATE"),
        counts={"category": ["Visit"]},
    )
    assert found.frame("appointments").is_empty()
    (unusable,) = found.unusable
    assert (unusable.why.key, dict(unusable.why.args)["found"]) == ("calendar.no-marks", "Visits")
    assert (unusable.resource, unusable.count, unusable.examples) == ("appointments", 2, ())
    assert found.remarks == ()


def test_an_office_in_which_nobody_is_on_leave_may_be_so(tmp_path: Path) -> None:
    found = leave(tmp_path, entry("a", "20260330T090000", "", "CATEGORIES:Visit"), counts={"category": ["Leave"]})
    assert found.unusable == ()
    assert [one.key for one in found.remarks] == ["calendar.no-marks"]


def test_words_that_no_entry_bears_are_remarked_with_the_categories_there_are(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("a", "20260330T090000", "", "CATEGORIES:visit,Done"),
        entry("b", "20260330T110000", "", "CATEGORIES:Dentist", "CLASS:PRIVATE", title="SECRET"),
        counts={"category": ["Visit", "Demo"]},
        states={"performed": {"category": ["Doen"], "summary": ["Kept"]}, "no-show": {"summary": ["NS"]}},
    )
    assert len(starts(found)) == 1
    said = {
        "n": 4,
        "sought": quoted_list(["Demo", "Doen", "Kept", "NS"]),
        "resource": "appointments",
        "found": "visit, Done",
    }
    assert [(one.key, dict(one.args)) for one in found.remarks] == [("calendar.unborne", said)]


def test_entries_of_another_time_are_told_from_none(tmp_path: Path) -> None:
    found = read(tmp_path, entry("a", "20240330T090000"), entry("b", "20240402T090000"), entry("c", "20240401T090000"))
    assert found.frame("appointments").is_empty()
    assert [(one.key, dict(one.args)) for one in found.remarks] == [
        (
            "calendar.none-near",
            {"n": 3, "resource": "appointments", "first": "2025-09-29", "until": "2026-10-04", "last": "2024-04-02"},
        )
    ]
    assert read(tmp_path, entry("a", "20240330T090000"), entry("b", "20260402T090000")).remarks == ()


def test_what_became_of_an_appointment_is_told_by_marks(tmp_path: Path) -> None:
    changed = "LAST-MODIFIED:20260330T120000Z"
    found = read(
        tmp_path,
        entry("a", "20260330T090000", "", "CATEGORIES:Visit,Done", changed),
        entry("b", "20260330T110000", "", "CATEGORIES:Visit", changed, title="NS Northwind"),
        entry("c", "20260330T130000", "", "CATEGORIES:Visit,Done", "STATUS:CANCELLED", changed),
        entry("d", "20260330T150000", "", "CATEGORIES:Visit", "STATUS:TENTATIVE", changed),
        counts={"category": ["Visit"]},
        states={"performed": {"category": ["Done"]}, "no-show": {"summary": ["NS"]}},
    )
    assert [state for (state,) in rows(found, "state")] == ["performed", "no-show", "cancelled", "booked"]
    assert rows(found, "state_at") == [(at("2026-03-30 12:00"),)] * 3 + [(None,)]


def test_an_occurrence_counts_by_its_own_marks(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        entry("s", "20260316T090000", "", WEEKLY, "CATEGORIES:Visit"),
        entry("s", "20260323T090000", "", "RECURRENCE-ID;TZID=Europe/London:20260323T090000", "CATEGORIES:Lunch"),
        counts={"category": ["Visit"]},
    )
    assert starts(found) == ["2026-03-16 09:00", "2026-03-30 08:00", "2026-04-06 08:00"]


# Private entries


def test_private_entries_count_without_their_titles_or_not_at_all(tmp_path: Path) -> None:
    entries = (
        entry("a", "20260330T090000", "", "CLASS:PRIVATE", title="Dr Sharp, root canal"),
        entry("b", "20260330T110000", "", "CLASS:CONFIDENTIAL"),
        entry("c", "20260330T130000", "", "CLASS:PUBLIC"),
    )
    assert len(starts(read(tmp_path, *entries))) == 3
    assert starts(read(tmp_path, *entries, counts={"private": False})) == ["2026-03-30 12:00"]


def test_no_title_description_place_or_guest_is_anywhere_in_what_a_read_brings(tmp_path: Path) -> None:
    told = (
        "DESCRIPTION:SECRET one", "LOCATION:SECRET two", "ATTENDEE;CN=SECRET three:mailto:secret@example.com",
        "COMMENT:SECRET", "CLASS:PRIVATE", "CONTACT:SECRET", "ATTACH;FMTTYPE=text/plain:SECRET",
    )  # fmt: skip
    found = read(
        tmp_path,
        entry("a", "20260330T090000", "", *told, title="SECRET Visit"),
        entry("b", ";TZID=Mars:20260330T090000", "", *told, title="SECRET Visit"),
        entry("c", "20260330T090000", "20260330T080000", *told, title="SECRET Visit"),
        entry("d", "20260330T090000", "", "RRULE:FREQ=SECONDLY", *told, title="SECRET Visit"),
        entry("e", "20260330T090000", "", "RRULE:FREQ=WEEKLY", *told, title="SECRET Visit"),
        counts={"summary": ["Visit"]},
    )
    assert len(found.unusable) == 3
    rest = pickle.dumps((found.unusable, found.remarks, found.token, found.frame("appointments").rows()))
    assert b"secret" not in rest.lower()


# Whose they are


def test_a_person_is_what_stands_in_the_path(tmp_path: Path) -> None:
    for name in ("amira", "farid.n"):
        put(tmp_path, f"diaries/{name}/work-2026.ics", calendar_of(entry(name, "20260330T090000")))
    found = batch(tmp_path, {"appointments": {"path": "diaries/{person}/work-*.ics"}})
    assert sorted(found.frame("appointments")["person"]) == ["amira", "farid.n"]


def test_a_folder_with_a_file_for_each_entry_is_one_persons_diary(tmp_path: Path) -> None:
    for number in range(3):
        put(
            tmp_path,
            f"amira/{number}.ics",
            calendar_of(entry(f"u{number}", f"2026033{number - 1}T090000" if number else "20260329T090000")),
        )
    found = batch(tmp_path, {"appointments": {"path": "{person}/*.ics"}})
    assert set(found.frame("appointments")["person"]) == {"amira"}
    assert found.frame("appointments").height == 3


def test_one_meeting_in_two_diaries_is_two_appointments(tmp_path: Path) -> None:
    for name in ("amira", "farid"):
        put(tmp_path, f"{name}.ics", calendar_of(entry("shared", "20260330T090000")))
    found = batch(tmp_path, {"appointments": {"path": "{person}.ics"}})
    assert sorted(found.frame("appointments")["id"]) == [f"{known_as('shared')} {name}" for name in ("amira", "farid")]


def test_without_a_name_in_the_path_the_calendars_own_counts(tmp_path: Path) -> None:
    put(tmp_path, "one.ics", calendar_of(entry("a", "20260330T090000"), about="X-WR-CALNAME:Amira@Example.com\r\n"))
    put(tmp_path, "two.ics", calendar_of(entry("b", "20260330T090000"), about="X-WR-CALNAME:Farid Nazari\r\n"))
    found = batch(tmp_path, {"appointments": {"path": "*.ics"}})
    assert sorted(found.frame("appointments")["person"]) == ["Farid Nazari", "amira"]


def test_a_shared_calendar_tells_persons_by_their_organizers(tmp_path: Path) -> None:
    put(
        tmp_path,
        "team.ics",
        calendar_of(
            entry("a", "20260330T090000", "", "ORGANIZER;CN=Amira:MAILTO:Amira@example.com"),
            entry("b", "20260330T090000", "", "ORGANIZER:mailto:farid@example.com"),
            entry("c", "20260330T090000"),
        ),
    )
    found = batch(tmp_path, {"appointments": {"path": "team.ics", "person": "organizer"}})
    assert sorted(found.frame("appointments")["person"]) == ["amira", "farid"]
    assert [(key, count) for key, count, _ in counted(found)] == [("calendar.row.no-organizer", 1)]


# Leave


def dates(found: Batch, resource: str = "absences") -> list[tuple[date | None, date | None]]:
    return found.frame(resource).select("start_on", "end_on").rows()


def test_whole_days_keep_their_dates_both_included_and_times_have_none(tmp_path: Path) -> None:
    entries = (
        day("one", "20260326"),
        day("three", "20260327", "20260330"),
        day("long", "20260401", "", "DURATION:P2D"),
        entry("hours", "20260402T090000", "20260402T120000"),
    )
    found = leave(tmp_path, *entries)
    named = [(date(2026, 3, 26),) * 2, (date(2026, 3, 27), date(2026, 3, 29)), (date(2026, 4, 1), date(2026, 4, 2))]
    assert dates(found) == [*named, (None, None)]


def test_whole_days_that_recur_keep_their_dates_also_in_another_zone(tmp_path: Path) -> None:
    put(tmp_path, "amira.ics", calendar_of(day("a", "20260319", "", "RRULE:FREQ=WEEKLY;COUNT=3")))
    options: dict[str, Any] = {"appointments": {"path": "{person}.ics", "counts": {"all_day": True}}}
    thursdays = [(date(2026, 3, 19),) * 2, (date(2026, 3, 26),) * 2, (date(2026, 4, 2),) * 2]
    for zone in ("Europe/London", "America/New_York", "Asia/Tokyo"):
        assert sorted(dates(batch(tmp_path, options, time_zone=zone), "appointments")) == thursdays


def test_whole_days_of_leave_end_with_the_day_before_their_end(tmp_path: Path) -> None:
    found = leave(tmp_path, day("a", "20260327", "20260331"), day("b", "20260406"), day("c", "20260408", "20260408"))
    assert spans(found) == [
        (at("2026-03-27 00:00"), at("2026-03-30 23:00")),
        (at("2026-04-05 23:00"), at("2026-04-06 23:00")),
        (at("2026-04-07 23:00"), at("2026-04-08 23:00")),
    ]
    assert dict(found.frame("absences").schema) == dict(SCHEMAS["absences"])


def test_leave_counts_by_category_and_length_and_may_leave_the_time_free(tmp_path: Path) -> None:
    entries = (
        day("a", "20260330", "20260401", "CATEGORIES:Leave", "TRANSP:TRANSPARENT", "CREATED:20260201T090000Z"),
        entry("b", "20260402T130000", "20260402T170000", "CATEGORIES:Leave"),
        day("c", "20260406", "", "CATEGORIES:Birthday"),
        day("d", "20260407", "", "CATEGORIES:Leave", "STATUS:CANCELLED"),
    )
    assert len(spans(leave(tmp_path, *entries, counts={"category": ["Leave", "Holiday"]}))) == 2
    days = leave(tmp_path, *entries, counts={"category": ["Leave", "Holiday"], "all_day": True})
    assert days.frame("absences").rows() == [
        (
            "amira",
            at("2026-03-29 23:00"),
            at("2026-03-31 23:00"),
            date(2026, 3, 30),
            date(2026, 3, 31),
            at("2026-02-01 09:00"),
        )
    ]


def test_leave_that_repeats_and_leave_that_began_long_ago_are_there(tmp_path: Path) -> None:
    found = leave(
        tmp_path,
        day("fri", "20260102", "20260103", "RRULE:FREQ=WEEKLY;BYDAY=FR"),
        day("year", "20250101", "20270101"),
    )
    fridays = [span for span in spans(found) if span[1] - span[0] < timedelta(days=2)]
    assert len(fridays) == 40
    assert (at("2026-04-02 23:00"), at("2026-04-03 23:00")) in fridays
    assert (at("2025-01-01 00:00"), at("2027-01-01 00:00")) in spans(found)


def test_one_file_may_hold_both(tmp_path: Path) -> None:
    put(
        tmp_path,
        "amira.ics",
        calendar_of(
            entry("a", "20260330T090000", "", "CATEGORIES:Visit"), day("b", "20260402", "", "CATEGORIES:Leave")
        ),
    )
    found = batch(
        tmp_path,
        {
            "appointments": {"path": "{person}.ics", "counts": {"category": ["Visit"]}},
            "absences": {"path": "{person}.ics", "counts": {"category": ["Leave"]}},
        },
    )
    assert (found.frame("appointments").height, found.frame("absences").height) == (1, 1)


# Files


def test_a_source_is_as_old_as_the_person_whose_diary_is_the_oldest(tmp_path: Path) -> None:
    put(tmp_path, "amira/1.ics", calendar_of(entry("a", "20260330T090000")), age_s=90 * HOUR_S)
    put(tmp_path, "amira/2.ics", calendar_of(entry("b", "20260331T090000")), age_s=2 * HOUR_S)
    put(tmp_path, "farid/1.ics", calendar_of(entry("c", "20260330T090000")), age_s=5 * HOUR_S)
    assert batch(tmp_path, {"appointments": {"path": "{person}/*.ics"}}).as_of_us == NOW_US - 5 * HOUR_US


def test_calendars_with_names_of_their_own_are_each_a_persons_and_shared_ones_everybodys(tmp_path: Path) -> None:
    one = entry("a", "20260330T090000", "", "ORGANIZER:mailto:amira@example.com")
    for number, age_h in enumerate((2, 7)):
        put(tmp_path, f"{number}.ics", calendar_of(one, about=f"X-WR-CALNAME:P{number}\r\n"), age_s=age_h * HOUR_S)
    assert batch(tmp_path, {"appointments": {"path": "*.ics"}}).as_of_us == NOW_US - 7 * HOUR_US
    shared = {"appointments": {"path": "*.ics", "person": "organizer"}}
    assert batch(tmp_path, shared).as_of_us == NOW_US - 2 * HOUR_US


@pytest.mark.parametrize("name", ["amira.ics", "amira.ics.gz"])
def test_it_reads_packed_files_folded_lines_and_several_calendars_in_one(tmp_path: Path, name: str) -> None:
    text = "\ufeff" + calendar_of(entry("ü" * 30, "20260330T090000")) + calendar_of(entry("b", "20260331T090000"))
    data = text.encode()
    # Folds may part the bytes of one letter.
    place = data.index("ü".encode()) + 21
    data = data[:place] + b"\r\n " + data[place:]
    put(tmp_path, name, gzip.compress(data) if name.endswith("gz") else data)
    found = batch(tmp_path, {"appointments": {"path": name.replace("amira", "{person}")}})
    assert [one.split()[0] for one in found.frame("appointments")["id"]] == [known_as("ü" * 30), known_as("b")]
    assert found.unusable == ()


def test_the_sample_diaries_read_without_a_doubt(tmp_path: Path) -> None:
    for path in (Path(__file__).parents[2] / "config" / "samples-diaries").glob("*.ics"):
        put(tmp_path, path.name, path.read_bytes())
    states = {"performed": {"category": ["Done"]}, "no-show": {"category": ["No-show"]}}
    counts = {"category": ["Visit", "Demo"]}
    resources = {
        "appointments": {"path": "{person}.ics", "counts": counts, "states": states},
        "absences": {"path": "{person}.ics", "counts": {"category": ["Leave"]}},
    }
    found = batch(tmp_path, resources)
    assert (found.unusable, found.remarks) == ((), ())
    assert set(found.frame("appointments")["person"]) == {"amira", "farid", "grace"}
    assert set(found.frame("appointments")["state"]) == {"booked", "performed", "cancelled", "no-show"}
    assert sorted(found.frame("absences").select("person", "start_at", "end_at", "known_at").rows()) == [
        ("amira", at("2026-03-20 12:00"), at("2026-03-20 17:30"), at("2026-02-16 09:05")),
        ("farid", at("2026-03-12 00:00"), at("2026-03-14 00:00"), at("2026-01-30 16:00")),
        ("grace", at("2026-03-27 00:00"), at("2026-03-28 00:00"), at("2026-03-03 10:00")),
    ]
