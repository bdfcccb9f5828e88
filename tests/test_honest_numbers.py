"""The rules that keep the numbers honest, each by its own example."""

import numpy as np
import pytest

from tests.core.lives import OFFICE, at, batch, book, hours, instant, life, organisation, snapshot, target
from tests.shown import figure, show
from wallboard.core.evidence import reckoned
from wallboard.core.measures.account import accounts
from wallboard.core.measures.on_time import fell_due, on_time_of_week
from wallboard.core.measures.ranks import has_few_targets, nearest_rank, percentage
from wallboard.core.organisation import Dated, Person, Queue, StatusMap
from wallboard.core.records import Batch
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.freshness import SourceNote, condition_of, word_of_source
from wallboard.core.views.shapes import Blank, CaseRows, Counts, OnTime
from wallboard.core.words import words
from wallboard.panels import in_and_out, late_list, on_time, open_cases

MINUTE_US = 60_000_000


def many(count: int, text: str, start: int = 0) -> list[dict[str, object]]:
    return [life(f"C-{start + index}", text) for index in range(count)]


def test_rule_1_on_time_is_counted_over_the_cases_that_fell_due() -> None:
    # ten due, six closed on time, four open: 60 %, never 100 %
    closed = many(6, "Mon 09:00 opened; Mon 12:00 closed")
    still_open = many(4, "Mon 09:00 opened", start=6)
    shown = show(on_time, snapshot("Tue 12:00", *closed, *still_open))
    one = figure(shown.view, "on_time")
    assert (one.value, one.numerator, one.denominator) == (60, 6, 10)


def test_rule_1_a_case_closed_early_counts_when_its_due_has_passed_and_not_before() -> None:
    early = life("C-1", "Mon 09:00 opened; Mon 10:00 closed")
    for now, due in (("Mon 14:59", 0), ("Mon 15:00", 1)):
        found = book(now, early)
        assert fell_due(found, np.ones(1, bool), at("Mon 00:00"), at(now)).denominator == due


@pytest.mark.parametrize("hold", ["", "; Mon 18:00 waiting"])
def test_rule_1_an_open_case_exactly_at_its_target_while_the_calendar_is_shut_is_undecided(hold: str) -> None:
    found = book("Mon 20:00", life("C-1", "Mon 11:00 opened" + hold))
    due = fell_due(found, np.ones(1, bool), at("Mon 00:00"), at("Mon 20:00"))
    assert (due.denominator, due.undecided) == (0, 1)


def test_rule_1_an_open_case_exactly_at_its_target_while_the_calendar_is_open_is_missed() -> None:
    found = book("Mon 15:00", life("C-1", "Mon 09:00 opened"))
    due = fell_due(found, np.ones(1, bool), at("Mon 00:00"), at("Mon 15:00"))
    assert (due.numerator, due.denominator, due.undecided) == (0, 1, 0)


def test_rule_2_holds_are_intersected_with_the_calendar() -> None:
    case = life("C-1", "Mon 15:00 opened; Mon 16:00 waiting; Wed 10:00 open; Wed 12:00 closed")
    found = book("Wed 15:00", case)
    assert (hours(found.organisation_us[0]), hours(found.customer_us[0])) == (3, 13)


def test_rule_3_percentiles_are_nearest_rank_the_median_too() -> None:
    assert nearest_rank(np.array([1, 2, 3, 4]), 50) == 2
    assert nearest_rank(np.arange(1, 21), 85) == 17
    assert nearest_rank(np.array([7]), 85) == 7
    assert nearest_rank(np.array([], dtype=np.int64), 50) is None


def test_rule_3_no_percentage_under_ten_and_grey_under_twenty() -> None:
    assert percentage(9, 9) is None
    assert percentage(9, 10) == 90
    nine = show(on_time, snapshot("Tue 12:00", *many(9, "Mon 09:00 opened; Mon 12:00 closed")))
    nineteen = show(on_time, snapshot("Tue 12:00", *many(19, "Mon 09:00 opened; Mon 12:00 closed")))
    twenty = show(on_time, snapshot("Tue 12:00", *many(20, "Mon 09:00 opened; Mon 12:00 closed")))
    seen = [
        (figure(one.view, "on_time").value, figure(one.view, "on_time").is_grey) for one in (nine, nineteen, twenty)
    ]
    assert seen == [(None, True), (100, True), (100, False)]


def test_rule_4_a_vendors_own_closing_column_is_not_used_where_there_are_events() -> None:
    case = life("C-1", "Mon 09:00 opened; Mon 12:00 closed", closed_at="Mon 16:00")
    assert hours(book("Tue 12:00", case).lead_us[0]) == 3


def test_rule_5_a_case_resumes_until_the_fifth_work_day_after_its_closing() -> None:
    resumed = life("C-1", "Mon 09:00 opened; Mon 10:00 closed; Mon+1 23:00 open")
    found = book("Tue+1 10:00", resumed)
    assert found.numbers(np.arange(found.size)) == ["C-1"]
    # one hour before the closing, one after the re-opening; the closed stretch runs on no clock
    assert (hours(found.organisation_us[0]), hours(found.customer_us[0])) == (2, 2)


def test_rule_5_later_it_is_a_new_case_linked_to_the_old() -> None:
    late = life("C-1", "Mon 09:00 opened; Mon 10:00 closed; Tue+1 00:00 open; Tue+1 10:00 closed; Fri+3 10:00 open")
    found = book("Fri+3 11:00", late)
    assert found.numbers(np.arange(found.size)) == ["C-1", "C-1#2", "C-1#3"]
    assert [hours(one) for one in found.lead_us] == [1, 1, 1]
    assert found.opened_us.tolist() == [at("Mon 09:00"), at("Tue+1 00:00"), at("Fri+3 10:00")]


def test_rule_5_the_reopen_rate_counts_closings_since_undone_in_time() -> None:
    undone = many(2, "Mon 09:00 opened; Mon 10:00 closed; Tue 10:00 open; Tue 11:00 closed")
    kept = many(8, "Mon 09:00 opened; Mon 10:00 closed", start=2)
    shown = show(on_time, snapshot("Wed 12:00", *undone, *kept))
    rate = figure(shown.view, "reopen_rate")
    assert (rate.numerator, rate.denominator, rate.value) == (2, 12, pytest.approx(100 / 6))


def test_rule_6_zone_counts_are_of_running_cases() -> None:
    held = life("C-1", "Mon 09:00 opened; Mon 14:00 waiting")
    running = life("C-2", "Mon 09:00 opened")
    shown = show(open_cases, snapshot("Mon 14:30", held, running))
    assert figure(shown.view, "urgent").value == 1
    assert figure(shown.view, "on_hold_urgent").value == 1
    assert figure(shown.view, "on_hold").value == 1


def test_rule_6_a_case_that_was_late_when_put_on_hold_stays_in_the_late_list_marked() -> None:
    late = life("C-1", "Mon 09:00 opened; Mon 16:00 waiting")
    urgent_on_hold = life("C-2", "Mon 09:00 opened; Mon 14:00 waiting")
    body = show(late_list, snapshot("Tue 12:00", late, urgent_on_hold)).view.body
    assert isinstance(body, CaseRows)
    assert [(row.number, row.is_held, row.hours) for row in body.rows] == [("C-1", True, 1)]


def test_rule_7_a_weeks_figure_is_as_known_at_its_end_undecided_as_missed() -> None:
    # due on Friday at 17:00 exactly, and closed on Monday: at the week's end nobody knew
    undecided = life("C-1", "Fri 11:00 opened; Mon+1 08:00 closed")
    on_time_then = life("C-2", "Fri 10:00 opened; Fri 12:00 closed; Mon+1 09:00 open")
    found = snapshot("Wed+1 12:00", undecided, on_time_then)
    week = found.week_figures("on-time", Where(), on_time_of_week(Where()))[-1]
    assert (week.week_on, week.count.numerator, week.count.denominator) == ("2026-03-02", 1, 2)


def test_rule_7_targets_have_dates_in_force() -> None:
    old, new = target(10), target(4, from_on=instant("Tue 00:00").date())
    found = book("Wed 12:00", life("A", "Mon 23:59 opened"), life("B", "Tue 00:00 opened"), targets=(old, new))
    assert [hours(one) for one in found.need_us] == [10, 4]


def test_rule_8_unusable_records_are_counted_and_named() -> None:
    good = life("A", "Mon 09:00 opened")
    backwards = life("B", "Mon 09:00 opened", closed_at="Mon 08:00", status="closed")
    unopened = life("C", "", status="new")
    future = life("D", "Mon 12:06 opened")
    nearly = life("E", "Mon 12:05 opened")
    source = batch(good, backwards, unopened, future, nearly, as_of="Mon 12:00", cases=("status", "closed"))
    found = Snapshot(organisation(), at("Mon 13:00"), {"desk": source})
    assert found.book.numbers(np.arange(found.book.size)) == ["A", "E"]
    said = {(one.why.key, one.examples) for one in found.history.unusable["desk"]}
    assert said == {
        ("unusable.closed-before-opened", ("B",)),
        ("unusable.no-opening", ("C",)),
        ("unusable.in-future", ("D",)),
    }


def test_rule_8_a_date_without_a_time_feeds_days_and_not_hours() -> None:
    dated = life("A", "Mon 00:00 opened", opened_is_date=True)  # type: ignore[arg-type]
    shown = show(open_cases, snapshot("Tue 12:00", dated, life("B", "Mon 09:00 opened")))
    assert figure(shown.view, "open").value == 2
    assert figure(shown.view, "without_share").value == 1
    assert figure(show(in_and_out, snapshot("Mon 12:00", dated)).view, "opened").value == 1


def two_systems() -> dict[str, Batch]:
    desk = batch(
        life("H-1", "Mon 10:00 opened; Mon 12:00 closed", type="Order"),
        life("H-2", "Mon 10:00 opened", type="Order", owner="kim"),
    )
    erp = batch(
        life("E-7", "Mon 09:00 opened; Mon 15:00 closed; Tue 09:00 queue=FL", shared_key="H-1", owner="Kim Moore"),
        life("E-8", "Mon 11:00 opened; Mon 12:00 closed", shared_key="H-2", type="Quote"),
        life("E-9", "Mon 11:00 opened", type="Quote"),
    )
    return {"desk": desk, "erp": erp}


def joined(now: str) -> Snapshot:
    people = (Person("Kim Moore", "csr", also={"desk": ("kim",)}),)
    queues = (Queue("Front line", "front", {"erp": ("FL",)}),)
    office = organisation(sources=("desk", "erp"), people=people, queues=queues)
    return Snapshot(office, at(now), two_systems())


def test_rule_9_a_case_in_two_systems_counts_once() -> None:
    found = joined("Tue 12:00").book
    assert found.numbers(np.arange(found.size)) == ["H-1", "H-2", "E-9"]
    # opened is the earliest, closed the latest
    assert found.opened_us[0] == at("Mon 09:00")
    assert found.closed_us[0] == at("Mon 15:00")


def test_rule_9_a_case_is_closed_only_when_closed_in_all() -> None:
    found = joined("Tue 12:00").book
    assert [bool(one) for one in found.is_open] == [False, True, True]
    assert joined("Mon 13:00").book.is_open.tolist() == [True, True, True]


def test_rule_9_each_field_comes_from_the_first_source_that_has_it() -> None:
    found = joined("Tue 12:00").book
    assert [found.name("type", row) for row in range(3)] == ["Order", "Order", "Quote"]
    assert [found.name("owner", row) for row in range(2)] == ["Kim Moore", "Kim Moore"]


def test_rule_9_merged_and_ignored_cases_leave_every_count_past_ones_too() -> None:
    merged = life("A", "Mon 09:00 opened; Tue 09:00 merged=")
    spam = life("B", "Mon 09:00 opened; Tue 09:00 spam")
    back = life("C", "Mon 09:00 opened; Tue 09:00 spam; Tue 10:00 unheard of; Tue 11:00 open")
    assert book("Mon 12:00", merged, spam, back).size == 3
    assert book("Tue 10:30", merged, spam, back).size == 0
    found = book("Tue 12:00", merged, spam, back)
    assert found.numbers(np.arange(found.size)) == ["C"]


def test_rule_10_a_panel_whose_field_is_not_mapped_says_which() -> None:
    source = batch(life("A", "Mon 09:00 opened"))
    bare = Batch(source.frames, {"cases": frozenset({"number", "opened"})}, source.as_of_us, source.clock_us)
    found = Snapshot(organisation(), at("Mon 12:00"), {"desk": bare})
    body = show(open_cases, found).view.body
    assert isinstance(body, Blank)
    assert [sentence.args["field"] for sentence in body.why] == ["status", "type"]


def test_rule_10_a_figure_that_needs_a_target_says_how_many_have_one() -> None:
    cases = [life(str(n), "Mon 09:00 opened", type="Order" if n < 8 else "Other") for n in range(10)]
    shown = show(open_cases, snapshot("Mon 12:00", *cases, targets=(target(6, "Order"),)))
    assert words("with-target", with_target=8, all=10) in shown.view.remarks
    assert not figure(shown.view, "watch").is_grey
    cases = [life(str(n), "Mon 09:00 opened", type="Order" if n < 7 else "Other") for n in range(10)]
    shown = show(open_cases, snapshot("Mon 12:00", *cases, targets=(target(6, "Order"),)))
    assert figure(shown.view, "watch").is_grey
    assert not figure(shown.view, "open").is_grey
    assert [has_few_targets(4, 5), has_few_targets(79, 100)] == [False, True]


NOW = at("Mon 12:00")
LIVE = SourceNote("desk", NOW, NOW + 90_000_000, NOW + 600_000_000)
UNREAD = SourceNote("erp")
STALE = SourceNote("erp", NOW - 3600_000_000, NOW - 60, NOW - 30)
STALE_TOO = SourceNote("crm", NOW - 3600_000_000, NOW - 60, NOW - 30)
FAILED_TOO = SourceNote("crm", NOW - 3600_000_000, NOW - 60, NOW - 30, needs_person=True)
FAILED = SourceNote("erp", NOW - 3600_000_000, NOW - 60, NOW - 30, needs_person=True)
LATE = SourceNote("erp", NOW, NOW - 1, NOW + 600_000_000)
CUT_SHORT = SourceNote("erp", NOW, NOW + 90_000_000, NOW + 600_000_000, is_cut_short=True)


@pytest.mark.parametrize(
    ("notes", "word"),
    [
        ((LIVE,), "LIVE"),
        ((LIVE, LATE), "LATE"),
        ((LIVE, STALE), "PARTIAL"),
        ((LIVE, FAILED), "PARTIAL"),
        ((LIVE, UNREAD), "PARTIAL"),
        ((LIVE, CUT_SHORT), "PARTIAL"),
        ((CUT_SHORT,), "PARTIAL"),
        ((STALE, STALE_TOO), "STALE"),
        ((STALE, FAILED_TOO), "STALE"),
        ((FAILED, FAILED_TOO), "FAILED"),
        ((UNREAD,), "NO DATA"),
        ((), "LIVE"),
    ],
)
def test_rule_11_a_panels_word_is_the_first_that_applies(notes: tuple[SourceNote, ...], word: str) -> None:
    assert condition_of(notes, NOW, NOW).word == word


def test_rule_12_a_sources_word_is_the_first_that_applies() -> None:
    said = [word_of_source(note, NOW) for note in (FAILED, STALE, LATE, LIVE, UNREAD)]
    assert said == ["FAILED", "STALE", "LATE", "LIVE", "UNREAD"]


@pytest.mark.parametrize(("age_s", "word"), [(60, "LIVE"), (61, "LATE"), (600, "LATE"), (601, "STALE")])
def test_rule_12_a_view_that_nobody_composes_any_more_ages(age_s: int, word: str) -> None:
    fresh = SourceNote("desk", NOW)
    found = condition_of((fresh,), NOW - age_s * 1_000_000, NOW)
    assert (found.word, found.is_collector_silent) == (word, word != "LIVE")


def test_rule_13_net_is_closed_less_opened_and_reopened_closes_the_sum() -> None:
    opened = many(3, "Tue 10:00 opened")
    closed = many(1, "Mon 10:00 opened; Tue 10:00 closed", start=3)
    reopened = many(1, "Mon 10:00 opened; Mon 11:00 closed; Tue 10:00 open", start=4)
    before, now = book("Mon 23:59", *opened, *closed, *reopened), snapshot("Tue 12:00", *opened, *closed, *reopened)
    shown = show(in_and_out, now)
    value = {one.name: one.value for one in shown.view.figures}
    assert value == {"opened": 3, "closed": 1, "net": -2, "reopened": 1}
    change = int(now.book.is_open.sum()) - int(before.is_open.sum())
    assert value["opened"] + value["reopened"] - value["closed"] == change
    assert isinstance(shown.view.body, Counts)
    assert [one.name for one in shown.view.body.counts] == ["opened", "closed", "net", "reopened"]


def test_rule_13_usual_is_the_median_of_the_last_same_weekdays_by_this_time() -> None:
    # eight Mondays before with one more case each, all before noon, and one after noon that must not count
    cases = [life(f"{week}-{n}", f"Mon-{week} 10:00 opened") for week in range(1, 9) for n in range(week)] + [
        life(f"{week}-pm", f"Mon-{week} 13:00 opened") for week in range(1, 9)
    ]
    shown = show(in_and_out, snapshot("Mon 12:00", life("first", "Mon-9 09:00 opened"), *cases))
    assert figure(shown.view, "opened").usual == 4
    assert figure(shown.view, "opened").n == 8


def test_rule_13_usual_is_not_shown_before_there_are_ten_work_days() -> None:
    shown = show(in_and_out, snapshot("Mon 12:00", life("A", "Mon-1 09:00 opened")))
    assert figure(shown.view, "opened").usual is None
    assert shown.view.note is None


def test_rule_14_owners_stand_on_the_wall_only_by_choice() -> None:
    cases = life("A", "Mon 09:00 opened", owner="Kim Moore"), life("B", "Mon 09:00 opened")
    found = snapshot("Tue 12:00", *cases)
    seen = {}
    for choice in ("missing", "initials", "nothing"):
        body = show(late_list, found, owner=choice).view.body
        assert isinstance(body, CaseRows)
        seen[choice] = [(row.owner, row.has_owner) for row in body.rows]
    assert seen == {
        "missing": [(None, True), (None, False)],
        "initials": [("KM", True), (None, False)],
        "nothing": [(None, True), (None, True)],
    }


def test_rule_15_every_figure_is_the_sum_of_the_cases_behind_it() -> None:
    cases = [
        *many(12, "Mon 09:00 opened; Mon 12:00 closed"),
        *many(5, "Mon 09:00 opened", start=12),
        *many(3, "Tue 09:00 opened; Tue 10:00 waiting", start=17),
        *many(2, "Mon 09:00 opened; Mon 10:00 closed; Tue 09:00 open", start=20),
    ]
    found = snapshot("Tue 12:00", *cases)
    for panel in (open_cases, on_time, in_and_out, late_list):
        shown = show(panel, found)
        for one in shown.view.figures:
            evidence = shown.evidence[one.name]
            assert reckoned(evidence) == one.value, one.name


def test_rule_15_a_case_is_accounted_for_with_its_target_and_where_it_comes_from() -> None:
    case = life("A", "Mon 15:00 opened; Mon 16:00 waiting; Wed 10:00 open; Wed 12:00 closed", type="Order")
    found = book("Wed 15:00", case, targets=(target(6, "Order", place="board.yaml:52"),))
    account = accounts(found, np.array([0]))[0]
    assert account["holds"] == "2026-03-02T16:00:00+00:00/2026-03-04T10:00:00+00:00"
    assert (account["target_h"], account["target_from"], account["calendar"]) == (6, "board.yaml:52", "office")
    assert (account["organisation_h"], account["customer_h"], account["due"]) == (3, 13, "2026-03-04T15:00:00+00:00")


def test_the_default_window_of_on_time_begins_with_what_belongs_to_the_fifth_last_work_day() -> None:
    # a week's window on Friday begins on Monday, which the weekend before belongs to
    assert OFFICE.last_work_days_from_us(at("Fri 12:00"), 5) == at("Sat-1 00:00")


def test_an_on_time_share_meets_its_target_by_the_exact_figure() -> None:
    good = many(189, "Mon 09:00 opened; Mon 12:00 closed")
    missed = many(11, "Mon 09:00 opened", start=189)
    body = show(on_time, snapshot("Tue 12:00", *good, *missed), target=94.5).view.body
    assert isinstance(body, OnTime)
    assert (body.percent, body.zone) == (94.5, "on-track")
    assert show(on_time, snapshot("Tue 12:00", *good, *missed), target=94.6).view.body.zone == "urgent"  # type: ignore[union-attr]


def test_status_words_match_without_regard_to_case_and_a_sources_own_go_first() -> None:
    statuses = StatusMap({"parked": "on-hold"}, {"erp": {"parked": "closed"}})
    assert [statuses.state_of("Parked", "desk"), statuses.state_of("PARKED", "erp")] == ["on-hold", "closed"]
    assert statuses.state_of("Resolved", "desk") == "closed"
    assert statuses.state_of("who knows", "desk") is None


def test_dated_values_take_the_one_in_force() -> None:
    from wallboard.core.organisation import in_force

    slots = (Dated(None, 4), Dated(instant("Wed 00:00").date(), 3))
    assert [in_force(slots, instant(day).date()) for day in ("Tue 12:00", "Wed 00:00", "Thu 12:00")] == [4, 3, 3]
