"""From batches and conditions to a picture: rule 12's instants by hand, and panels that fail."""

from dataclasses import replace

import pytest

from tests.small_board import batch, board, cases, count_rows, no_read, panel, source, us
from wallboard.compose import compose, notes_of
from wallboard.config.board import Span
from wallboard.core.measures.weeks import WeekAsk, WeekCount
from wallboard.core.records import empty, in_form
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import word_of_source
from wallboard.core.views.shapes import Blank
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, PanelOptions, Shown
from wallboard.store.condition import SourceCondition

FRIDAY_NOON = us("2026-03-06 12:00")
MINUTE = 60_000_000


def note(one, *, as_of_us=FRIDAY_NOON, now_us=FRIDAY_NOON, is_past=False, folder, condition=None, **told):
    house = board(folder, one)
    known = condition or SourceCondition(as_of_us)
    batches = {one.name: batch("1", as_of_us=as_of_us, **told)}
    return notes_of(house, {one.name: known}, batches, now_us, is_past=is_past)[0]


def test_a_service_is_late_after_one_and_a_half_intervals_and_stale_after_five(tmp_path):
    found = note(source("crm", no_read, every_s=300), folder=tmp_path)
    assert found.late_at_us == FRIDAY_NOON + 450_000_000
    assert found.stale_at_us == FRIDAY_NOON + 1_500_000_000


def test_a_service_polled_often_is_stale_after_ten_minutes_at_the_least(tmp_path):
    found = note(source("crm", no_read, every_s=30), folder=tmp_path)
    assert (found.late_at_us, found.stale_at_us) == (FRIDAY_NOON + 45_000_000, FRIDAY_NOON + 10 * MINUTE)


def test_a_service_is_late_just_after_its_instant_and_live_at_it(tmp_path):
    found = note(source("crm", no_read, every_s=300), folder=tmp_path)
    assert word_of_source(found, found.late_at_us) == "LIVE"
    assert word_of_source(found, found.late_at_us + 1) == "LATE"
    assert word_of_source(found, found.stale_at_us + 1) == "STALE"


def test_a_file_of_friday_noon_is_late_on_monday_at_four(tmp_path):
    # One work day is 8 h: 12 h of open time are Friday 12-17 (5 h), then Monday 9-16 (7 h).
    found = note(source("erp", no_read, is_service=False), folder=tmp_path)
    assert found.late_at_us == us("2026-03-09 16:00")
    # 40 h: Friday 5 h, Monday to Thursday 32 h, Friday 9-12 the last 3.
    assert found.stale_at_us == us("2026-03-13 12:00")


def test_a_file_whose_time_runs_out_at_closing_stays_live_over_the_weekend(tmp_path):
    # 12 h from Thursday 13:00: 4 h on Thursday, all 8 of Friday; nothing more passes before Monday 9:00.
    found = note(source("erp", no_read, is_service=False), as_of_us=us("2026-03-05 13:00"), folder=tmp_path)
    assert found.late_at_us == us("2026-03-09 09:00")
    assert word_of_source(found, us("2026-03-08 12:00")) == "LIVE"
    assert word_of_source(found, us("2026-03-09 09:00") + 1) == "LATE"


def test_a_file_ages_by_its_own_calendar(tmp_path):
    # The calendar is open 8-20 every day: one work day is 12 h, late after 18: Friday 8, Saturday 10.
    found = note(source("erp", no_read, is_service=False, calendar="long"), folder=tmp_path)
    assert found.late_at_us == us("2026-03-07 18:00")


def test_spans_of_the_board_go_before_the_defaults(tmp_path):
    one = source("erp", no_read, is_service=False, expect_every=Span(work_days=0.5), stale_after=Span(work_days=2))
    found = note(one, folder=tmp_path)
    assert found.late_at_us == us("2026-03-09 10:00")  # 6 h
    assert found.stale_at_us == us("2026-03-10 12:00")  # 16 h: 5, 8, 3


def test_seconds_of_a_file_pass_only_while_the_calendar_is_open(tmp_path):
    one = source("erp", no_read, is_service=False, expect_every=Span(seconds=4 * 3600))
    assert note(one, folder=tmp_path).late_at_us == us("2026-03-09 10:00")


def test_work_days_of_a_service_are_those_of_its_calendar(tmp_path):
    one = source("crm", no_read, stale_after=Span(work_days=1))
    found = note(one, folder=tmp_path)
    assert found.stale_at_us == us("2026-03-09 12:00")
    assert found.late_at_us == FRIDAY_NOON + 90_000_000


def test_the_past_and_the_demo_have_no_age(tmp_path):
    past = note(source("crm", no_read), as_of_us=us("2026-03-06 11:00"), is_past=True, folder=tmp_path)
    assert (past.as_of_us, past.late_at_us, past.stale_at_us) == (FRIDAY_NOON, None, None)
    demo = note(source("demo", no_read, is_demo=True), folder=tmp_path)
    assert (demo.late_at_us, demo.stale_at_us) == (None, None)


def test_a_source_never_read_completely_has_no_instant(tmp_path):
    cut = note(source("crm", no_read), condition=SourceCondition(None), is_cut_short=True, folder=tmp_path)
    assert (cut.as_of_us, cut.is_cut_short, cut.rows) == (None, True, 1)
    house = board(tmp_path, source("crm", no_read))
    assert notes_of(house, {}, {}, FRIDAY_NOON)[0].as_of_us is None


def test_a_fault_and_its_remedy_reach_the_note(tmp_path):
    fault, remedy = words("fault.no-answer", n=120), words("more", n=2)
    condition = SourceCondition(FRIDAY_NOON, FRIDAY_NOON, fault, remedy, needs_person=True, retry_at_us=7)
    found = note(source("crm", no_read), condition=condition, folder=tmp_path)
    assert (found.fault, found.remedy, found.needs_person, found.retry_at_us) == (fault, remedy, True, 7)
    assert word_of_source(found, FRIDAY_NOON) == "FAILED"


def failing(options: PanelOptions, envelope: Envelope, snapshot: Snapshot) -> Shown:
    raise ZeroDivisionError("of nothing")


def test_a_panel_that_fails_says_so_and_takes_no_other_with_it(tmp_path):
    house = board(tmp_path, source("crm", no_read), panels=(panel("Bad", failing), panel("Good", count_rows)))
    made = compose(house, {"crm": batch("1", "2")}, {}, FRIDAY_NOON)
    bad, good = made.picture.pages[0]
    assert bad.body == Blank((words("trouble.panel", what="ZeroDivisionError"),))
    assert bad.sources == ("crm",)
    assert good.body.counts[0].value == 2
    assert [(fault.title, fault.what) for fault in made.faults] == [("Bad", "ZeroDivisionError: of nothing")]
    assert "in failing" in made.faults[0].trace


def test_a_picture_of_now_has_an_instant_and_one_of_the_past_another(tmp_path):
    house = board(tmp_path, source("crm", no_read))
    now = compose(house, {}, {}, FRIDAY_NOON).picture
    assert (now.composed_at_us, now.at_us) == (FRIDAY_NOON, None)
    past = compose(house, {}, {}, FRIDAY_NOON, is_past=True).picture
    assert (past.composed_at_us, past.at_us) == (None, FRIDAY_NOON)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-03-06 12:00", None),
        ("2026-03-06 20:00", None),  # shut, but on a date with work hours
        ("2026-03-07 12:00", "2026-03-09 09:00"),
        ("2026-03-08 23:59", "2026-03-09 09:00"),
    ],
)
def test_a_date_without_work_hours_says_until_when(tmp_path, at, until):
    found = compose(board(tmp_path, source("crm", no_read)), {}, {}, us(at)).picture.shut_until_us
    assert found == (us(until) if until else None)


def test_batches_stand_in_the_boards_order(tmp_path):
    house = board(tmp_path, source("b", no_read), source("a", no_read))
    made = compose(house, {"a": batch("1"), "b": batch("2"), "gone": batch("3")}, {}, FRIDAY_NOON)
    assert list(made.snapshot.batches) == ["b", "a"]
    assert [one.name for one in made.picture.sources] == ["b", "a"]


def test_the_same_rows_are_not_reckoned_again(tmp_path):
    house = board(tmp_path, source("crm", no_read))
    batches = {"crm": batch("1")}
    first = compose(house, batches, {}, FRIDAY_NOON).snapshot
    assert first.history is not None
    later = compose(house, batches, {}, FRIDAY_NOON + MINUTE, before=first).snapshot
    assert later.history is first.history
    assert later.at_us == FRIDAY_NOON + MINUTE
    other = compose(house, {"crm": batch("1")}, {}, FRIDAY_NOON, before=first).snapshot
    assert other.history is not first.history


def test_a_later_read_of_the_same_rows_is_not_reckoned_again(tmp_path):
    house = board(tmp_path, source("crm", no_read))
    read = batch("1", as_of_us=FRIDAY_NOON)
    first = compose(house, {"crm": read}, {}, FRIDAY_NOON).snapshot
    again = replace(read, as_of_us=FRIDAY_NOON + MINUTE, clock_us=FRIDAY_NOON + MINUTE, token="later")
    later = compose(house, {"crm": again}, {}, FRIDAY_NOON + MINUTE, before=first).snapshot
    assert later.history is first.history
    assert later.batches["crm"] is again
    for other in (
        replace(again, remarks=(words("more", n=1),)),
        replace(again, is_cut_short=True),
        replace(again, clock_us=FRIDAY_NOON - MINUTE),
    ):
        made = compose(house, {"crm": other}, {}, FRIDAY_NOON + MINUTE, before=first).snapshot
        assert made.history is not first.history


def test_other_appointments_leave_the_histories_of_cases_as_they_are(tmp_path):
    house = board(tmp_path, source("crm", no_read))
    read = batch("1", as_of_us=FRIDAY_NOON)
    first = compose(house, {"crm": read}, {}, FRIDAY_NOON).snapshot
    first.week_figure(WeekAsk("n", "all", lambda week: WeekCount(1.0)), first.this_monday - 7)
    booked = replace(read, frames={**read.frames, "appointments": empty("appointments")})
    later = compose(house, {"crm": booked}, {}, FRIDAY_NOON + MINUTE, before=first).snapshot
    assert later.history is first.history
    assert later.batches["crm"] is booked
    again = later.week_figure(WeekAsk("n", "all", lambda week: WeekCount(2.0)), later.this_monday - 7)
    assert again.value == 2.0  # a week may count appointments
    more = replace(booked, frames={**booked.frames, "cases": in_form("cases", cases("1", "2"))})
    other = compose(house, {"crm": more}, {}, FRIDAY_NOON + MINUTE, before=later).snapshot
    assert other.history is not first.history


def test_a_row_that_was_later_than_its_sources_clock_counts_once_the_clock_has_come_there(tmp_path):
    house = board(tmp_path, source("crm", no_read))
    frames = {"cases": in_form("cases", cases("1", opened_us=FRIDAY_NOON + 60 * MINUTE))}
    read = replace(batch(as_of_us=FRIDAY_NOON), frames=frames)
    first = compose(house, {"crm": read}, {}, FRIDAY_NOON).snapshot
    assert first.history.number.to_list() == []
    at_us = FRIDAY_NOON + 61 * MINUTE
    again = replace(read, as_of_us=at_us, clock_us=at_us)
    later = compose(house, {"crm": again}, {}, at_us, before=first).snapshot
    assert later.history.number.to_list() == ["1"]


def test_all_demo_sources_make_a_demo(tmp_path):
    assert compose(board(tmp_path, source("d", no_read, is_demo=True)), {}, {}, FRIDAY_NOON).picture.is_demo
    mixed = board(tmp_path, source("d", no_read, is_demo=True), source("crm", no_read))
    assert not compose(mixed, {}, {}, FRIDAY_NOON).picture.is_demo
