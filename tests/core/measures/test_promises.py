"""Promises of earlier stand-ups, the reasons of last week, and the dates that can be promised."""

from datetime import date

from tests.core.lives import OFFICE, at, book, life
from wallboard.core.measures.answered import AnsweredCases
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.promises import dates, kept, promise_days, promises_to_review, reasons_of_week
from wallboard.core.openings import HoursRule
from wallboard.core.organisation import CaseType
from wallboard.core.views.agenda import Answer, GivenAnswer, Promise, PromiseKept, Reason, ReasonCount
from wallboard.core.words import words
from wallboard.core.worktime import WorkCalendar

MONDAY, TUESDAY, WEDNESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 6)
SATURDAY = date(2026, 3, 7)
NOTHING = book("Wed 09:00")


def said(
    on: date,
    number: str,
    reason: Reason | None = "expert",
    promise: Promise | None = "today",
    promised_on: date | None = None,
    queue: str | None = None,
    minute: int = 0,
) -> GivenAnswer:
    """An answer at the stand-up of 09:00; without a date it is promised for that day."""
    until = (promised_on or on).isoformat() if promise is not None else None
    answer = Answer(number, queue, reason, promise, until)
    nine_us = at(f"{on.isoformat()}T09:00")
    return GivenAnswer(answer, nine_us, on.isoformat(), nine_us + minute * 60_000_000)


def taken_back(on: date, number: str) -> GivenAnswer:
    return said(on, number, reason=None, promise=None)


def reviewed(*answers: GivenAnswer, on: date) -> list[str]:
    return [given.answer.number for given in promises_to_review(AnsweredCases(NOTHING, answers), on)]


def became_in(of: CaseBook, given: GivenAnswer) -> PromiseKept:
    return kept(AnsweredCases(of, [given]), given, WEDNESDAY)


def became(text: str, of: GivenAnswer, now: str = "Wed 09:00") -> PromiseKept:
    return became_in(book(now, life("A", text)), of)


def test_a_stand_up_looks_back_on_the_promises_of_the_last_one() -> None:
    answers = [said(MONDAY, "A"), said(TUESDAY, "C", minute=1), said(TUESDAY, "B", minute=2)]
    assert reviewed(*answers, on=WEDNESDAY) == ["C", "B"]


def test_after_a_weekend_those_of_friday_are_the_last() -> None:
    assert reviewed(said(FRIDAY, "A"), on=date(2026, 3, 9)) == ["A"]


def test_what_is_said_today_is_not_looked_back_on_today() -> None:
    assert reviewed(said(TUESDAY, "A"), said(WEDNESDAY, "B"), on=WEDNESDAY) == ["A"]


def test_an_earlier_promise_comes_back_once_its_date_has_passed() -> None:
    for_tuesday = said(MONDAY, "A", promise="tomorrow", promised_on=TUESDAY)
    for_friday = said(MONDAY, "F", promise="this-week", promised_on=FRIDAY)
    tuesdays = said(TUESDAY, "B")
    assert reviewed(for_tuesday, for_friday, tuesdays, on=WEDNESDAY) == ["A", "B"]
    wednesdays = said(WEDNESDAY, "C")
    assert reviewed(for_tuesday, for_friday, tuesdays, wednesdays, on=date(2026, 3, 5)) == ["C"]


def test_a_later_answer_to_the_same_case_takes_the_place_of_an_earlier_one() -> None:
    monday, tuesday = said(MONDAY, "A", promised_on=TUESDAY), said(TUESDAY, "A")
    assert promises_to_review(AnsweredCases(NOTHING, [monday, tuesday]), WEDNESDAY) == [tuesday]
    without = said(TUESDAY, "A", promise=None)
    assert reviewed(monday, without, said(TUESDAY, "B"), on=WEDNESDAY) == ["B"]


def test_an_answer_taken_back_leaves_the_one_before() -> None:
    monday = said(MONDAY, "A")
    answers = [monday, taken_back(TUESDAY, "A")]
    assert promises_to_review(AnsweredCases(NOTHING, answers), WEDNESDAY) == [monday]


def test_a_promise_is_kept_when_its_case_is_closed() -> None:
    found = became("Mon 09:00 opened; Tue 12:00 closed", said(TUESDAY, "A"))
    assert (found.outcome, found.zone, found.is_due) == ("closed", None, True)


def test_one_that_is_open_has_its_zone_and_tells_whether_its_day_has_come() -> None:
    found = became("Mon 09:00 opened; Mon 09:00 queue=Orders", said(TUESDAY, "A", queue="Orders", promised_on=FRIDAY))
    assert (found.outcome, found.zone, found.queue, found.is_due) == ("open", "late", "Orders", False)


def test_one_in_another_queue_was_moved_there() -> None:
    found = became(
        "Mon 09:00 opened; Mon 09:00 queue=Orders; Tue 10:00 queue=Experts", said(TUESDAY, "A", queue="Orders")
    )
    assert (found.outcome, found.queue) == ("moved", "Experts")


def test_its_type_brings_the_short_name_that_the_board_gives_it() -> None:
    of = book("Wed 09:00", life("A", "Mon 09:00 opened", type="Technical"), types=(CaseType("Technical", "Techn."),))
    assert became_in(of, said(TUESDAY, "A")).type == words("verbatim", text="Technical", short="Techn.")


def test_one_that_came_back_to_its_queue_is_open_there() -> None:
    text = "Mon 09:00 opened; Mon 09:00 queue=Orders; Tue 10:00 queue=Experts; Tue 15:00 queue=Orders"
    assert became(text, said(TUESDAY, "A", queue="Orders")).outcome == "open"


def test_one_that_waits_for_the_customer_says_so() -> None:
    assert became("Mon 09:00 opened; Tue 10:00 waiting", said(TUESDAY, "A")).outcome == "on-hold"


def test_a_case_that_is_ignored_or_unknown_by_now_is_gone() -> None:
    assert became("Mon 09:00 opened; Tue 10:00 spam", said(TUESDAY, "A")).outcome == "gone"
    assert became("Mon 09:00 opened", said(TUESDAY, "B")).outcome == "gone"


def test_a_late_return_is_found_by_its_own_number() -> None:
    of: CaseBook = book("Wed 09:00", life("A", "Mon-8 09:00 opened; Mon-8 10:00 closed; Mon 10:00 new"))
    assert became_in(of, said(TUESDAY, "A")).outcome == "closed"
    assert became_in(of, said(TUESDAY, "A#2")).outcome == "open"


def test_the_reasons_of_a_week_are_counted_by_case_the_most_frequent_first() -> None:
    answers = [
        said(date(2026, 3, 1), "X", "capacity"),  # the Sunday before
        said(MONDAY, "A", "capacity"),
        said(MONDAY, "B", "customer"),
        said(MONDAY, "C", "supplier"),
        said(TUESDAY, "A", "expert"),
        said(TUESDAY, "D", "expert"),
        taken_back(WEDNESDAY, "D"),
        said(date(2026, 3, 9), "Y", "capacity"),
    ]
    assert reasons_of_week(AnsweredCases(NOTHING, answers), MONDAY) == (
        ReasonCount("expert", 2),
        ReasonCount("supplier", 1),
        ReasonCount("customer", 1),
    )


def test_a_promise_without_a_reason_is_none_of_the_reasons() -> None:
    assert reasons_of_week(AnsweredCases(NOTHING, [said(MONDAY, "A", None)]), MONDAY) == ()


def days(on: date, calendar: WorkCalendar = OFFICE) -> dict[str, str]:
    return {day.promise: day.on for day in promise_days(calendar, on)}


def test_tomorrow_is_the_next_work_day_and_this_week_its_last() -> None:
    assert days(TUESDAY) == {"today": "2026-03-03", "tomorrow": "2026-03-04", "this-week": "2026-03-06"}
    assert days(FRIDAY) == {"today": "2026-03-06", "tomorrow": "2026-03-09", "this-week": "2026-03-06"}


def test_on_a_saturday_without_work_only_monday_can_be_promised() -> None:
    assert days(SATURDAY) == {"tomorrow": "2026-03-09"}


def test_a_calendar_that_has_ended_has_no_day_to_promise() -> None:
    ended = WorkCalendar("old", "Europe/London", [HoursRule(None, (((9 * 3600, 17 * 3600),),) * 5 + ((), ()))],
                         first_on=date(2020, 1, 1), last_on=date(2021, 1, 1))  # fmt: skip
    assert (promise_days(ended, TUESDAY), dates(ended, TUESDAY)) == ((), ())


def test_the_dates_to_choose_begin_after_tomorrow() -> None:
    found = dates(OFFICE, FRIDAY)
    assert (found[0], len(found), len(set(found))) == ("2026-03-10", 20, 20)
