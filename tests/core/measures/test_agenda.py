"""What a stand-up walks through."""

from dataclasses import replace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.core.lives import HOUR_US, at, batch, instant, life, organisation, snapshot, target
from tests.sales_rows import TEAM, leave, visit
from tests.sales_rows import batch as rows_of
from wallboard.core.measures.agenda import agenda
from wallboard.core.measures.agenda_numbers import Told, agenda_numbers
from wallboard.core.measures.coverage import coverage
from wallboard.core.organisation import CaseType
from wallboard.core.records import Batch, in_form
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.agenda import Agenda, AgendaCase, Answer, GivenAnswer, HoleDay, HoleRow, Leg
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import verbatim, words


def case(now: str, text: str, **more: object) -> AgendaCase:
    """The one case of an agenda."""
    (found,) = agenda(snapshot(now, life("A", text), **more)).cases  # type: ignore[arg-type]
    return found


def legs(now: str, text: str, **more: object) -> list[tuple[str, str | None, float, bool]]:
    return [(leg.state, leg.queue, leg.hours, leg.counts) for leg in case(now, text, **more).way]


def numbers(of: Agenda) -> dict[str, float | None]:
    return {number.figure.name: number.figure.value for number in of.numbers}


def with_log(of: Snapshot, *logged: tuple[str, str, str | None]) -> Snapshot:
    """The snapshot with activities (number, instant, kind) in its one source."""
    frame = pl.DataFrame([{"number": number, "at": instant(when), "kind": kind} for number, when, kind in logged])
    desk = of.batches["desk"]
    frames = {**desk.frames, "activities": in_form("activities", frame)}
    mapped = {**desk.mapped, "activities": frozenset({"number", "at", "kind"})}
    return replace(of, batches={"desk": replace(desk, frames=frames, mapped=mapped)})


def test_late_cases_come_first_then_urgent_ones_each_by_share() -> None:
    cases = [life("U", "Mon 10:30 opened"), life("B", "Mon 09:00 opened"), life("A", "Mon 09:00 opened"),
             life("W", "Mon 13:00 opened"), life("U2", "Mon 10:00 opened")]  # fmt: skip
    found = agenda(snapshot("Mon 15:30", *cases))
    assert [(one.number, one.zone) for one in found.cases] == [
        ("A", "late"),
        ("B", "late"),
        ("U2", "urgent"),
        ("U", "urgent"),
    ]
    assert (found.late, found.urgent, found.without_share) == (2, 2, 0)


def test_more_cases_than_are_listed_are_counted() -> None:
    of = snapshot("Tue 12:00", *(life(f"C-{n}", "Mon 09:00 opened") for n in range(5)))
    found = agenda(of, most=3)
    assert (len(found.cases), found.late) == (3, 5)


def test_a_case_that_was_late_when_put_on_hold_is_talked_about_and_one_that_was_urgent_is_not() -> None:
    cases = [life("L", "Mon 09:00 opened; Mon 16:00 waiting"), life("U", "Mon 10:30 opened; Mon 16:00 waiting")]
    found = agenda(snapshot("Tue 12:00", *cases))
    assert [(one.number, one.is_on_hold) for one in found.cases] == [("L", True)]
    assert numbers(found)["on_hold"] == 2


def test_hours_over_the_target_are_below_nought() -> None:
    found = case("Tue 10:00", "Mon 09:00 opened")
    assert (found.target_h, found.left_h) == (6.0, -3.0)


def test_a_way_is_told_by_state_and_queue_in_work_hours() -> None:
    text = "Mon 09:00 opened & queue=Orders; Mon 11:00 queue=Technical; Mon 15:00 waiting; Tue 11:00 new"
    text = text.replace("opened & queue=Orders", "opened; Mon 09:00 queue=Orders")
    assert legs("Tue 14:00", text) == [
        ("open", "Orders", 2.0, True),
        ("open", "Technical", 4.0, True),
        ("on-hold", "Technical", 4.0, False),
        ("open", "Technical", 3.0, True),
    ]


def test_a_change_while_the_office_is_shut_is_a_new_leg_without_an_empty_one_before_it() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=A; Mon 18:00 queue=B; Mon 20:00 queue=C"
    assert legs("Tue 10:00", text) == [("open", "A", 8.0, True), ("open", "C", 1.0, True)]


def test_a_case_that_came_back_before_the_next_work_hour_has_not_left() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=A; Mon 18:00 queue=B; Mon 20:00 queue=A"
    assert legs("Tue 10:00", text) == [("open", "A", 9.0, True)]


def test_on_the_customers_clock_a_hold_counts() -> None:
    text = "Mon 09:00 opened; Mon 11:00 waiting"
    assert legs("Mon 17:00", text, targets=(target(2, clock="customer"),)) == [
        ("open", None, 2.0, True),
        ("on-hold", None, 6.0, True),
    ]


def test_a_closed_stretch_of_a_case_that_resumed_runs_on_no_clock() -> None:
    text = "Mon 09:00 opened; Mon 15:00 closed; Tue 09:00 new"
    assert legs("Tue 12:00", text) == [
        ("open", None, 6.0, True),
        ("closed", None, 2.0, False),
        ("open", None, 3.0, True),
    ]


def test_a_queue_without_a_history_labels_no_leg() -> None:
    rows = batch(life("A", "Mon 09:00 opened", queue="Orders"), keeps_events=False, cases=("status",))
    (found,) = agenda(Snapshot(organisation(), at("Tue 10:00"), {"desk": rows})).cases
    assert (found.queue, found.way) == ("Orders", (Leg("open", None, 9.0, counts=True, is_queue_known=False),))


def test_a_case_that_nobody_ever_had_is_without_owner_since_its_opening() -> None:
    found = case("Tue 10:00", "Mon 09:00 opened")
    assert (found.has_owner, found.no_owner_since_us) == (False, at("Mon 09:00"))


def test_one_whose_owner_was_taken_away_since_then() -> None:
    text = "Mon 09:00 opened; Mon 09:30 owner=Kim; Mon 12:00 owner=; Mon 13:00 owner="
    assert case("Tue 10:00", text).no_owner_since_us == at("Mon 12:00")


def test_one_that_has_an_owner_is_without_one_since_never() -> None:
    found = case("Tue 10:00", "Mon 09:00 opened; Mon 12:00 owner=Kim")
    assert (found.has_owner, found.no_owner_since_us) == (True, None)


def test_where_owners_have_no_history_nobody_knows_since_when() -> None:
    rows = batch(life("A", "Mon 09:00 opened"), keeps_events=False, cases=("status",))
    (found,) = agenda(Snapshot(organisation(), at("Tue 10:00"), {"desk": rows})).cases
    assert (found.has_owner, found.no_owner_since_us) == (False, None)


def test_where_owners_are_not_mapped_nothing_is_said_of_them() -> None:
    rows = batch(life("A", "Mon 09:00 opened"), keeps_events=False)
    rows = replace(rows, mapped={"cases": frozenset({"number", "opened", "status", "queue"})})
    found = agenda(Snapshot(organisation(), at("Tue 10:00"), {"desk": rows}))
    assert (found.cases[0].has_owner, found.ownerless, found.ownerless_count) == (None, (), 0)
    assert found.why_no_owners == (words("missing.field", field="owner", sources="desk"),)
    assert "without_owner" not in numbers(found)


def test_the_last_activity_is_the_last_that_is_known_by_then() -> None:
    of = snapshot("Tue 10:00", life("A", "Mon 09:00 opened"), life("B", "Mon 09:00 opened"))
    log = [("A", "Mon 10:00", "call"), ("A", "Mon 12:00", "mail out"), ("A", "Tue 11:00", "visit")]
    a, b = agenda(with_log(of, *log)).cases
    assert (a.last_activity, a.last_activity_at_us) == ("mail out", at("Mon 12:00"))
    assert (b.knows_activities, b.last_activity_at_us) == (True, None)


def test_of_two_activities_at_one_instant_the_later_row_is_the_last() -> None:
    of = snapshot("Tue 10:00", life("A", "Mon 09:00 opened"))
    (found,) = agenda(with_log(of, ("A", "Mon 10:00", "call"), ("A", "Mon 10:00", None))).cases
    assert (found.last_activity, found.last_activity_at_us) == (None, at("Mon 10:00"))


def test_a_source_that_logs_nothing_does_not_say_that_nothing_was_done() -> None:
    assert case("Tue 10:00", "Mon 09:00 opened").knows_activities is False


def test_what_was_done_before_a_late_return_was_done_on_the_case_before() -> None:
    of = snapshot("Tue 10:00", life("A", "Mon-8 09:00 opened; Mon-8 10:00 closed; Mon 09:00 new"))
    (found,) = agenda(with_log(of, ("A", "Mon-8 09:30", "call"))).cases
    assert (found.number, found.last_activity_at_us) == ("A#2", None)


def test_a_case_carries_what_an_earlier_stand_up_said_of_it() -> None:
    said = GivenAnswer(
        Answer("A", None, "expert", "today", "2026-03-02"), at("Mon 09:00"), "2026-03-02", at("Mon 09:05")
    )
    (found,) = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened")), [said]).cases
    assert found.before == said


def test_queues_are_named_whose_oldest_running_case_is_late() -> None:
    cases = [
        life("A", "Mon 09:00 opened; Mon 09:00 queue=Orders"),
        life("B", "Tue 09:00 opened; Tue 09:00 queue=Orders"),
        life("C", "Tue 09:00 opened; Tue 09:00 queue=Quotes"),
        life("D", "Mon 09:00 opened; Mon 09:00 queue=Experts; Mon 16:00 waiting"),
    ]
    found = agenda(snapshot("Tue 10:00", *cases))
    assert [(one.queue, one.oldest, one.oldest_h, one.open, one.late) for one in found.queues] == [
        ("Orders", "A", 9.0, 2, 1)
    ]


def test_the_queue_with_the_longest_wait_stands_first() -> None:
    cases = [
        life("A", "Mon 10:00 opened; Mon 10:00 queue=Orders"),
        life("B", "Mon 09:00 opened; Mon 09:00 queue=Quotes"),
        life("C", "Mon 10:00 opened; Mon 10:00 queue=Arrears"),
    ]
    assert [one.queue for one in agenda(snapshot("Tue 10:00", *cases)).queues] == ["Quotes", "Arrears", "Orders"]


def test_the_oldest_of_a_queue_is_who_waits_there_longest_and_not_who_is_latest() -> None:
    late = life("L", "Mon 09:00 opened; Mon 09:00 queue=A; Tue 09:30 queue=B")
    young = life("Y", "Tue 09:00 opened; Tue 09:00 queue=B")
    assert agenda(snapshot("Tue 10:00", late, young)).queues == ()


def test_without_a_history_of_queues_nobody_knows_whose_oldest_is_late() -> None:
    rows = batch(life("A", "Mon 09:00 opened", queue="Orders"), keeps_events=False, cases=("status",))
    found = agenda(Snapshot(organisation(), at("Tue 10:00"), {"desk": rows}))
    assert (found.late, found.queues, found.without_wait) == (1, (), 1)
    assert found.why_no_queues == (words("agenda.queues.unknown", n=1),)


def test_where_one_source_keeps_no_history_of_queues_its_cases_are_counted_beside_the_others() -> None:
    told = batch(life("A", "Mon 09:00 opened; Mon 09:00 queue=Orders"))
    untold = batch(life("B", "Mon 09:00 opened", queue="Orders"), keeps_events=False, cases=("status",))
    of = organisation(sources=("desk", "erp"))
    found = agenda(Snapshot(of, at("Tue 10:00"), {"desk": told, "erp": untold}))
    assert ([one.oldest for one in found.queues], found.without_wait, found.why_no_queues) == (["A"], 1, ())


def test_where_no_case_runs_no_oldest_is_late() -> None:
    found = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened; Mon 10:00 closed", queue="Orders")))
    assert (found.queues, found.without_wait, found.why_no_queues) == ((), 0, ())


def test_a_type_brings_the_short_name_that_the_board_gives_it() -> None:
    found = case("Tue 10:00", "Mon 09:00 opened; Mon 09:00 type=Technical", types=(CaseType("Technical", "Techn."),))
    assert found.type == words("verbatim", text="Technical", short="Techn.")


def test_open_cases_without_owner_stand_by_share_with_the_instant_since_when() -> None:
    cases = [life("A", "Mon 15:00 opened; Mon 15:00 owner=Kim; Tue 09:30 owner="), life("B", "Mon 09:00 opened"),
             life("C", "Mon 09:00 opened; Mon 09:00 owner=Kim"),
             life("D", "Mon 09:00 opened; Mon 10:00 closed")]  # fmt: skip
    found = agenda(snapshot("Tue 10:00", *cases))
    assert [(one.number, one.since_us, one.zone) for one in found.ownerless] == [
        ("B", at("Mon 09:00"), "late"),
        ("A", at("Tue 09:30"), "watch"),
    ]
    assert found.ownerless_count == 2


def test_one_open_case_is_called_one() -> None:
    (first, *_) = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened"))).numbers
    assert first.label == words("agenda.number.open", n=1)


def test_where_no_case_is_open_it_is_not_said_that_every_one_has_an_owner() -> None:
    found = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened; Mon 10:00 closed")))
    assert (found.ownerless, found.why_no_owners) == ((), (words("agenda.none-open"),))
    owned = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened; Mon 09:00 owner=Kim")))
    assert (owned.ownerless, owned.why_no_owners) == ((), ())


def test_where_one_source_says_no_owner_nothing_is_said_of_its_cases() -> None:
    owned = batch(life("A", "Mon 09:00 opened; Mon 09:00 owner=Kim"))
    silent = batch(life("B", "Mon 09:00 opened"), keeps_events=False)
    silent = replace(silent, mapped={"cases": frozenset({"number", "opened", "status", "queue"})})
    of = organisation(sources=("desk", "erp"))
    found = agenda(Snapshot(of, at("Tue 10:00"), {"desk": owned, "erp": silent}))
    assert (found.ownerless, found.why_no_owners) == ((), (words("agenda.owners.as-known"),))


def test_without_a_target_nothing_can_be_late_and_the_agenda_says_so() -> None:
    found = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened"), targets=()))
    assert (found.cases, found.late, found.queues) == ((), 0, ())
    assert found.why_no_cases == found.why_no_queues == (words("missing.targets"),)
    assert [one.number for one in found.ownerless] == ["A"]
    assert set(numbers(found)) == {"open", "on_hold", "without_owner", "opened", "closed", "net"}


def test_cases_of_which_nobody_knows_a_share_are_counted() -> None:
    cases = (life("A", "Mon 09:00 opened", type="Order"), life("B", "Mon 09:00 opened", type="Quote"))
    assert agenda(snapshot("Tue 10:00", *cases, targets=(target(6, "Order"),))).without_share == 1


def test_before_the_first_read_there_is_nothing_but_a_reason() -> None:
    found = agenda(Snapshot(organisation(), at("Tue 10:00")))
    assert (found.numbers, found.cases, found.ownerless) == ((), (), ())
    assert found.why_no_cases == (words("missing.unread", sources="desk"),)
    of = Snapshot(organisation(), at("Tue 10:00"))
    assert agenda_numbers(of, organisation().calendars["office"], Told.of(of)) == ()


def test_the_numbers_tell_what_stands_and_how_the_last_work_day_went() -> None:
    cases = [life("A", "Mon 09:00 opened"), life("B", "Fri-1 16:00 opened; Mon 10:00 closed"),
             life("C", "Tue 09:00 opened"), life("D", "Mon 12:00 opened; Mon 13:00 waiting")]  # fmt: skip
    found = agenda(snapshot("Tue 10:00", *cases))
    assert numbers(found) == {
        "open": 3,
        "on_hold": 1,
        "late": 1,
        "urgent": 0,
        "due_today": 1,
        "without_owner": 3,
        "on_time": None,
        "opened": 2,
        "closed": 1,
        "net": -1,
    }
    assert found.numbers[-1].label == words("agenda.number.net", on="2026-03-02")


def test_statuses_that_nobody_mapped_are_told_as_panels_tell_them() -> None:
    of = snapshot("Tue 10:00", life("A", "Mon 09:00 opened; Mon 10:00 Fertig"))
    told = agenda(of).remarks
    assert told == coverage(of, frozenset({"cases"}), Where(), ("status",)).remarks
    assert [one.key for one in told] == ["missing.statuses"]
    assert agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened"))).remarks == ()


def test_on_a_monday_the_last_work_day_is_friday_and_so_it_is_on_a_sunday() -> None:
    for now in ("Sun-1 10:00", "Mon 10:00"):
        found = agenda(snapshot(now, life("A", "Fri-1 09:00 opened")))
        assert found.numbers[-1].label.args["on"] == "2026-02-27"


def sales(now: str, *rows: dict[str, object], absences: tuple[dict[str, object], ...] = ()) -> Agenda:
    of = organisation(people=TEAM, sources=("diary",))
    return agenda(Snapshot(of, at(now), {"diary": rows_of(appointments=list(rows), absences=list(absences))}))


def test_holes_are_the_slots_that_nobody_has_booked_on_the_next_three_work_days() -> None:
    full = [visit("amira", f"Fri {hour}:00") for hour in range(10, 14)]
    found = sales(
        "Thu 09:00", *full, visit("amira", "Mon+1 10:00"), visit("amira", "Mon+1 11:00", "cancelled", "Wed 10:00")
    )
    assert found.hole_days == ("2026-03-06", "2026-03-09", "2026-03-10")
    assert found.holes[0] == HoleRow("Amira Haddad", (HoleDay(4, 0), HoleDay(4, 3), HoleDay(4, 4)))


def test_a_day_on_leave_has_no_holes() -> None:
    found = sales("Thu 09:00", visit("amira", "Fri 10:00"), absences=(leave("amira", "Mon+1 00:00", "Tue+1 00:00"),))
    assert found.holes[0].days == (HoleDay(4, 3), None, HoleDay(4, 4))


def test_who_has_no_calendar_has_no_holes_and_is_counted() -> None:
    rows = replace(rows_of(appointments=[visit("amira", "Fri 10:00")]), diaries_of=("amira",))
    of = organisation(people=TEAM, sources=("diary",))
    found = agenda(Snapshot(of, at("Thu 09:00"), {"diary": rows}))
    assert [row.days[0] for row in found.holes] == [HoleDay(4, 3), None]
    assert found.lacks_of_holes == (words("diaries.without-people", n=1),)
    nobody = agenda(Snapshot(of, at("Thu 09:00"), {"diary": replace(rows, diaries_of=())}))
    assert nobody.why_no_holes == (words("missing.diaries"), words("missing.diaries.remedy"))


def test_a_board_without_sales_has_no_page_of_holes() -> None:
    found = agenda(snapshot("Tue 10:00", life("A", "Mon 09:00 opened")))
    assert (found.hole_days, found.holes, found.why_no_holes) == ((), (), ())


def test_a_diary_whose_fields_are_not_mapped_says_which() -> None:
    rows = replace(rows_of(appointments=[visit("amira", "Fri 10:00")]), mapped={"appointments": frozenset({"start"})})
    of = organisation(people=TEAM, sources=("diary",))
    found = agenda(Snapshot(of, at("Thu 09:00"), {"diary": rows}))
    assert found.why_no_holes == (words("missing.field", field="person", sources="diary"),)


def test_promises_and_last_weeks_reasons_are_on_it() -> None:
    def said(day: str, number: str) -> GivenAnswer:
        on = instant(f"{day} 09:00").date().isoformat()
        return GivenAnswer(Answer(number, None, "capacity", "today", on), at(f"{day} 09:00"), on, at(f"{day} 09:05"))

    of = snapshot("Tue 10:00", life("A", "Mon 09:00 opened", type="Order"))
    found = agenda(of, [said("Wed-1", "Z"), said("Mon", "A")])
    assert [(one.given.answer.number, one.outcome, one.type) for one in found.promises] == [
        ("A", "open", verbatim("Order"))
    ]
    assert [(one.reason, one.cases) for one in found.reasons] == [("capacity", 1)]
    assert found.last_week_on == "2026-02-23"


def test_the_date_is_that_of_the_organisations_zone() -> None:
    found = agenda(snapshot("2026-03-02T23:30:00-05:00", life("A", "Mon 09:00 opened")))
    assert found.on == "2026-03-03"


steps = st.lists(
    st.tuples(
        st.integers(0, 10 * 24 * 60),
        st.sampled_from(["new", "waiting", "closed", "queue=A", "queue=B", "queue=", "owner=Kim", "owner="]),
    ),
    max_size=9,
)
lives = st.lists(steps, min_size=1, max_size=4)


def lived(of: list[list[tuple[int, str]]], now: int, clock: str) -> Snapshot:
    """Cases opened on Monday at 09:00, with changes so many minutes later."""
    made = []
    for number, changes in enumerate(of):
        one = life(f"C-{number}", "Mon 09:00 opened")
        for row, (minute, change) in enumerate(changes):
            kind, _, to = change.partition("=") if "=" in change else ("status", "", change)
            when = instant("Mon 09:00") + minute * (instant("Mon 09:01") - instant("Mon 09:00"))
            one["events"].append({"number": f"C-{number}", "at": when, "kind": kind, "to": to or None, "row": row})  # type: ignore[attr-defined]
        made.append(one)
    rows: Batch = batch(*made)
    of_office = organisation(targets=(target(1, clock=clock),))
    return Snapshot(of_office, at("Mon 09:00") + now * 60_000_000, {"desk": rows})


@given(lives, st.integers(0, 12 * 24 * 60), st.sampled_from(["organisation", "customer"]))
def test_a_way_adds_up_to_the_lead_time_and_ends_where_the_case_is(
    of: list[list[tuple[int, str]]], now: int, clock: str
) -> None:
    found = agenda(lived(of, now, clock))
    for one in found.cases:
        assert abs(sum(leg.hours for leg in one.way if leg.counts) - (one.target_h - one.left_h)) < 1e-9
        assert all(leg.hours > 0 for leg in one.way)
        assert all(
            (before.state, before.queue) != (after.state, after.queue)
            for before, after in zip(one.way, one.way[1:], strict=False)
        )
        assert (one.no_owner_since_us is not None) == (one.has_owner is False)
        assert one.no_owner_since_us is None or at("Mon 09:00") <= one.no_owner_since_us <= found.at_us


@given(lives, st.integers(0, 12 * 24 * 60))
def test_an_agenda_survives_the_journal_as_it_is(of: list[list[tuple[int, str]]], now: int) -> None:
    found = agenda(lived(of, now, "organisation"))
    assert from_plain(Agenda, to_plain(found)) == found


@given(lives, st.integers(0, 12 * 24 * 60))
def test_what_was_frozen_then_is_what_is_told_of_then_later(of: list[list[tuple[int, str]]], now: int) -> None:
    known = [[step for step in changes if step[0] <= now] for changes in of]
    assert agenda(lived(of, now, "organisation")) == agenda(lived(known, now, "organisation"))


def test_a_long_way_is_reckoned_in_the_calendar_of_its_target() -> None:
    found = case("Mon 21:00", "Mon 15:00 opened", targets=(target(2, calendar="always"),))
    assert found.way == (Leg("open", None, 6.0, counts=True),)
    assert (found.target_h - found.left_h) * HOUR_US == at("Mon 21:00") - at("Mon 15:00")
