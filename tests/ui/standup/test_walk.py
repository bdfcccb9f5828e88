"""The walk through an agenda by keys: stops, sections, reasons and promises."""

from dataclasses import replace

import pytest

from tests.ui.standup.samples import AGENDA, BARE, agenda_case
from wallboard.core.views.agenda import Answer, PromiseDay
from wallboard.ui.standup.walk import Stop, Walk, stops_of


class Hand:
    """A walk, and the answers that it gave."""

    def __init__(self, agenda=AGENDA, given=None):
        self.kept = []
        self.walk = Walk(agenda, self.kept.append, given or {})

    def press(self, *keys):
        for key in keys:
            if isinstance(key, int):
                self.walk.press_digit(key)
            else:
                self.walk.press(key)

    def to(self, segment):
        while self.walk.stop.segment != segment:
            self.press("right")


@pytest.fixture
def hand():
    return Hand()


def test_the_walk_goes_from_promises_by_cases_to_last_weeks_reasons():
    segments = list(dict.fromkeys(stop.segment for stop in stops_of(AGENDA)))
    assert segments == ["promises", "numbers", "late", "urgent", "queues", "appointments", "reasons", "end"]
    cases = [AGENDA.cases[stop.case].number for stop in stops_of(AGENDA) if stop.case is not None]
    assert cases == [case.number for case in AGENDA.cases]


def test_that_nothing_is_late_is_a_page_and_what_a_board_lacks_is_none():
    assert stops_of(BARE) == (Stop("late"), Stop("queues"), Stop("end"))


def test_nothing_moves_but_by_a_key(hand):
    hand.to("late")
    stop = hand.walk.stop
    hand.press(2, 1)
    assert hand.walk.stop == stop
    hand.press("right")
    assert hand.walk.stop != stop


def test_two_number_keys_give_a_reason_and_a_promise(hand):
    hand.to("late")
    hand.press(2, 1)
    assert hand.kept == [
        Answer("C-10298", "Technical", "expert"),
        Answer("C-10298", "Technical", "expert", "today", "2026-11-24"),
    ]
    assert hand.walk.question is None


def test_a_remote_with_arrows_enter_and_escape_does_the_same(hand):
    hand.to("late")
    hand.press("down", "right", "choose", "right", "choose")
    assert hand.kept[-1] == Answer("C-10298", "Technical", "expert", "tomorrow", "2026-11-25")
    assert hand.walk.focus == "page"


def test_a_date_is_chosen_by_arrows(hand):
    hand.to("late")
    hand.press("down", "choose", "down", "choose")
    assert hand.walk.question == "date"
    hand.press("down", "right", "choose")
    assert hand.kept[-1] == Answer("C-10298", "Technical", "supplier", "date", "2026-12-02")


def test_the_arrows_stay_within_the_answers_and_lead_out_at_the_top(hand):
    hand.to("late")
    hand.press("down", "left")
    assert hand.walk.choice == 0
    hand.press("right", "right", "right", "down", "down")
    assert hand.walk.choice == 5
    hand.press("up", "up")
    assert hand.walk.focus == "page"
    hand.press("right")
    assert hand.walk.case.number == "C-10377"


def test_a_short_last_row_is_reached_from_every_column(hand):
    hand.to("late")
    hand.press(1, 4, "down")
    assert hand.walk.question == "date"
    hand.press("right", "right", "down", "down", "down")
    assert hand.walk.options[hand.walk.choice].value == AGENDA.dates[-1]


def test_escape_goes_back_a_question_then_to_the_page_then_to_the_board(hand):
    hand.to("late")
    hand.press("down", 1, 4)
    assert hand.walk.question == "date"
    hand.press("back")
    assert hand.walk.question == "promise"
    hand.press("back")
    assert hand.walk.question == "reason"
    hand.press("back")
    assert (hand.walk.focus, hand.walk.is_over) == ("page", False)
    hand.press("back")
    assert hand.walk.is_over


def test_a_reason_without_a_promise_is_an_answer(hand):
    hand.to("late")
    hand.press(4, "right", "left")
    assert hand.kept == [Answer("C-10298", "Technical", "capacity")]
    assert hand.walk.question is None
    hand.press("right")
    hand.press(4, 5)
    assert hand.kept[-1] == Answer("C-10377", "Technical", "capacity")


def test_an_answer_is_not_changed_by_a_stray_number(hand):
    hand.to("late")
    hand.press(2, 1, 3)
    assert hand.walk.answer == Answer("C-10298", "Technical", "expert", "today", "2026-11-24")


def test_an_answer_is_changed_or_taken_back_when_asked_for(hand):
    hand.to("late")
    hand.press(2, 1, "down")
    assert hand.walk.options[hand.walk.choice].value == "expert"
    hand.press(3, 2)
    assert hand.walk.answer == Answer("C-10298", "Technical", "customer", "tomorrow", "2026-11-25")
    hand.press("down", 3, 6)
    assert hand.kept[-1] == Answer("C-10298", "Technical")
    assert hand.walk.answer is None
    assert hand.walk.question == "reason"


def test_the_erasing_key_takes_an_answer_back(hand):
    hand.to("late")
    hand.press("erase")
    assert hand.kept == []
    hand.press(2, 1, "erase")
    assert hand.kept[-1] == Answer("C-10298", "Technical")


def test_a_number_means_the_same_on_every_day():
    friday = replace(AGENDA, promise_days=(PromiseDay("tomorrow", "2026-11-30"),), dates=())
    hand = Hand(friday)
    hand.to("late")
    hand.press(1, 1, 3, 4)
    assert hand.kept == [Answer("C-10298", "Technical", "supplier")]
    hand.press(2)
    assert hand.kept[-1].promised_on == "2026-11-30"


def test_sections_are_reached_from_the_bar(hand):
    hand.press("up", "right", "right", "right")
    assert hand.walk.stop.segment == "urgent"
    hand.press("left", "down")
    assert (hand.walk.stop, hand.walk.focus) == (Stop("late", 0), "page")
    hand.press("up", "left", "left", "left", "left", "choose")
    assert hand.walk.stop.segment == "promises"


def test_numbers_do_nothing_where_no_case_is(hand):
    hand.press(1, 2)
    hand.to("queues")
    hand.press(1, "down")
    assert hand.kept == []
    assert hand.walk.focus == "page"


def test_after_the_last_page_enter_gives_the_wall_back(hand):
    hand.to("end")
    assert not hand.walk.is_over
    hand.press("up", "left")
    assert hand.walk.stop.segment == "reasons"
    hand.press("right", "choose")
    assert hand.walk.is_over


def test_a_walk_that_was_broken_off_goes_on_at_the_first_case_without_an_answer():
    given = {
        answer.case: answer
        for answer in (Answer("C-10298", "Technical", "expert"), Answer("C-00921", None, "capacity"))
    }
    hand = Hand(given=given)
    assert hand.walk.case.number == "C-10377"
    assert hand.walk.answer_to(("C-00921", None)) == given["C-00921", None]
    assert [answer.number for answer in hand.walk.answers] == ["C-10298", "C-00921"]


def test_a_walk_with_an_answer_to_every_case_begins_at_the_front():
    agenda = replace(AGENDA, cases=(agenda_case("C-1"),))
    assert Hand(agenda, {("C-1", None): Answer("C-1", None, "expert")}).walk.stop.segment == "promises"
