"""`wallboard hours` on one line: between instants, holds, due instants, and what it refuses."""

import pytest

MON_15, WED_12 = "2026-03-02T15:00", "2026-03-04T12:00"


@pytest.fixture
def hours(wallboard, office):
    return lambda *arguments: wallboard("hours", *arguments, "--config", office)


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2026-03-06T16:00", "2026-03-09T10:00", "2.0\n"),  # Friday 16-17, Monday 9-10
        ("2026-03-07T12:00", "2026-03-08T12:00", "0.0\n"),
        ("2026-03-06T16:40", "2026-03-06T17:40", "0.3333333333333333\n"),
        ("2026-03-06T09:00", "2026-03-06T09:00:01", "0.0002777777777777778\n"),
        ("2026-03-06T09:00", "2026-03-06T09:00:00.000036", "0.00000001\n"),
        ("2026-03-02", "2026-03-07", "40.0\n"),
    ],
)
def test_hours_are_decimal_with_every_digit_and_no_exponent(hours, start, end, written):
    assert hours("office", start, end) == (0, written, "")


def test_a_hold_over_two_nights_costs_only_its_work_hours(hours):
    assert hours("office", MON_15, WED_12).out == "13.0\n"
    assert hours("office", MON_15, WED_12, "--hold", "2026-03-02T16:00/2026-03-04T10:00").out == "3.0\n"


def test_holds_may_overlap_and_still_be_open(hours):
    holds = ("--hold", "2026-03-02T16:00/2026-03-03T12:00", "--hold", "2026-03-03T10:00/2026-03-03T13:00")
    assert hours("office", MON_15, WED_12, *holds).out == "8.0\n"
    assert hours("office", MON_15, WED_12, "--hold", "2026-03-03T09:00/").out == "2.0\n"


def test_an_instant_without_an_offset_is_read_in_the_calendars_zone(hours):
    # Nights of Berlin, 22:00-06:00: 23:00 there is 22:00 UTC.
    assert hours("nights", "2026-03-02T23:00", "2026-03-03T06:00").out == "7.0\n"
    assert hours("nights", "2026-03-02T22:00Z", "2026-03-03T05:00+00:00").out == "7.0\n"


def test_a_due_instant_is_written_with_the_offset_of_the_calendars_zone(hours):
    assert hours("office", "2026-03-06T16:00", "--plus", "2.5").out == "2026-03-09T10:30:00+00:00\n"
    assert hours("nights", "2026-03-02T22:00Z", "--plus", "7").out == "2026-03-03T06:00:00+01:00\n"


def test_a_due_that_falls_on_the_end_of_the_day_is_that_end(hours):
    assert hours("office", "2026-03-06T16:00", "--plus", "1").out == "2026-03-06T17:00:00+00:00\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("office", WED_12, MON_15), "lies before the start"),
        (("office", MON_15, WED_12, "--hold", f"{WED_12}/{MON_15}"), "a hold: the end"),
        (("office", MON_15, WED_12, "--hold", MON_15), "is no hold"),
        (("office", "yesterday", WED_12), "“yesterday” is no instant"),
        (("office", MON_15), "Say until when"),
        (("office",), "Say from when"),
        (("office", MON_15, "--plus", "-3"), "“-3” is no number of work hours"),
        (("office", MON_15, "--plus", "nan"), "“nan” is no number of work hours"),
        (("office", MON_15, "--plus", "999999999999999"), "has fewer work hours than that"),
        (("office", MON_15, "--plus", "9" * 400), "has fewer work hours than that"),
        (("office", MON_15, "--plus", "٣"), "“٣” is no number of work hours"),
        (("office", MON_15, "2080-01-02"), "“2080-01-02” is out of reach"),
        (("office", MON_15, WED_12, "--hold", "0001-01-01T00:00+14:00/"), "is out of reach"),
        (("office", MON_15, WED_12, "--plus", "3"), "no second instant"),
        (("office", "1950-01-01", WED_12), "reach from 1990-01-01 to 2080-01-01"),
        (("offices", MON_15, WED_12), "did you mean “office”?"),
    ],
)
def test_what_has_no_hours_is_said_in_a_sentence_with_exit_2(hours, arguments, said):
    ended = hours(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert ended.err.count("\n") == 1


def test_that_the_calendar_is_only_the_demos_is_said(wallboard, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path))
    monkeypatch.delenv("WALLBOARD_BOARD", raising=False)
    ended = wallboard("hours", "office", MON_15, WED_12)
    assert (ended.code, ended.err) == (0, "calendar office of the demo board: name yours with --config\n")


def test_a_folder_of_time_zones_is_no_time_zone(wallboard, tmp_path):
    path = tmp_path / "board.yaml"
    path.write_text('organisation: {time_zone: Europe}\ncalendars: {shop: {hours: {sat: ["10:00-14:00"]}}}\n')
    ended = wallboard("hours", "shop", "2026-03-01", "2026-03-31", "--config", str(path))
    assert ended.code == 2
    assert "Europe" in ended.err
    assert ended.err.count("\n") == 1


def test_a_file_of_calendars_alone_will_do(wallboard, tmp_path):
    path = tmp_path / "calendars.yaml"
    path.write_text('calendars: {shop: {time_zone: UTC, hours: {sat: ["10:00-14:00"]}}}', encoding="utf-8")
    assert wallboard("hours", "shop", "2026-03-01", "2026-03-31", "--config", str(path)).out == "16.0\n"


def test_a_calendar_without_a_time_zone_is_not_guessed_at(wallboard, tmp_path):
    path = tmp_path / "calendars.yaml"
    path.write_text('calendars: {shop: {hours: {sat: ["10:00-14:00"]}}}', encoding="utf-8")
    ended = wallboard("hours", "shop", "2026-03-01", "2026-03-31", "--config", str(path))
    assert ended.code == 2
    assert f"{path}:1:19: calendars.shop: no time zone" in ended.err


def test_every_fault_of_the_calendars_is_a_line_with_its_place(wallboard, tmp_path):
    path = tmp_path / "board.yaml"
    path.write_text('calendars:\n  shop: {time_zone: UTC, hours: {son: ["1-2"]}}\n  two: {hour: 3}\n', encoding="utf-8")
    ended = wallboard("hours", "shop", "2026-03-01", "2026-03-31", "--config", str(path))
    assert ended.code == 2
    assert f"{path}:2:" in ended.err
    assert f"{path}:3:" in ended.err


def test_a_file_that_is_not_there_is_named(wallboard, tmp_path):
    ended = wallboard("hours", "shop", "2026-03-01", "2026-03-31", "--config", str(tmp_path / "none.yaml"))
    assert ended.code == 2
    assert "none.yaml:1:1: cannot read this file" in ended.err
