"""A stand-up from its asking to its end: waiting, idle hours, broken off and taken up, a disk that takes nothing."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.ui.samples import SECOND, SERVICE, layout_of
from tests.ui.standup.samples import AGENDA, AT
from tests.ui.test_rotation import Clock
from wallboard.core.views.agenda import Answer
from wallboard.core.views.layout import Standup
from wallboard.ui.standup.desk import Desk
from wallboard.ui.standup.show import Canvas, StandupShow
from wallboard.ui.theme import DARK, LIGHT

Key = Qt.Key
LAYOUT = replace(layout_of(SERVICE), time_zone="Europe/London")
CANVAS = Canvas((960, 540), (960, 540), DARK)
MINUTE = 60 * SECOND
FIRST = AGENDA.cases[0].name


class Book:
    """A book of answers; `is_full` takes none."""

    def __init__(self):
        self.answers = {}
        self.is_full = False
        self.has_unwritten = False

    def give(self, agenda, answer, now_us):
        self.answers.setdefault(agenda.at_us, {})[answer.case] = answer
        self.has_unwritten = self.is_full
        return not self.is_full

    def write_again(self):
        self.has_unwritten = self.is_full
        return not self.is_full

    def given(self, agenda):
        return {case: answer for case, answer in self.answers.get(agenda.at_us, {}).items() if answer.reason}


class House:
    """A stand-up with its journal, book and clocks; the collector freezes when told to."""

    def __init__(self):
        self.asked = 0
        self.frozen = []
        self.now_us = AT - 5 * MINUTE
        self.struck_s = 0.0
        self.clock = Clock()
        self.book = Book()
        self.show = self.started()

    def started(self):
        """The stand-up of a glass that was just started."""
        return StandupShow(Desk(self, self.book, self.ask), lambda: self.now_us, self.clock)

    def ask(self):
        self.asked += 1

    def freeze(self, agenda=AGENDA):
        self.frozen.append(agenda)
        self.now_us = agenda.at_us

    def agenda_number(self):
        return len(self.frozen)

    def agenda(self):
        return self.frozen[-1] if self.frozen else None

    def press(self, *keys, apart_s=1.0, is_repeated=False):
        """Strike keys one after the other; a text is a number key or a letter."""
        for key in keys:
            self.struck_s += apart_s
            text = key if isinstance(key, str) else ""
            self.show.press(Key(ord(key.upper())) if text else key, text, self.struck_s, is_repeated=is_repeated)

    def wait(self, seconds):
        self.now_us += round(seconds * SECOND)
        self.clock.s += seconds
        self.show.beat()

    def begin(self):
        self.show.begin()
        self.freeze()
        self.show.beat()


@pytest.fixture
def house():
    return House()


def to_cases(house):
    house.press(Key.Key_Right, Key.Key_Right)
    assert house.show.walk.case.number == "C-10298"


def test_it_waits_until_the_figures_are_frozen(house):
    house.show.begin()
    assert (house.asked, house.show.is_on, house.show.walk) == (1, True, None)
    house.show.beat()
    assert house.show.walk is None
    house.freeze()
    house.show.beat()
    assert house.show.walk.agenda is AGENDA


def test_what_was_frozen_before_it_was_asked_for_is_not_taken(house):
    house.freeze(replace(AGENDA, at_us=AT - 86400 * SECOND))
    house.now_us = AT
    house.show.begin()
    house.show.beat()
    assert (house.asked, house.show.walk) == (1, None)


def test_a_collector_that_does_not_answer_is_told_of_asked_again_and_given_up(house):
    house.show.begin()
    house.wait(19)
    first = house.show.draw(LAYOUT, CANVAS)
    house.wait(1)
    assert first
    assert house.show.draw(LAYOUT, CANVAS)
    house.press("s")
    assert house.asked == 2
    house.wait(59)
    assert house.show.is_on
    house.wait(1)
    assert not house.show.is_on


def test_escape_gives_up_waiting(house):
    house.show.begin()
    house.press(Key.Key_Escape)
    assert not house.show.is_on


def test_answers_are_kept_the_moment_they_are_given(house):
    house.begin()
    to_cases(house)
    house.press("2")
    assert house.book.answers[AT] == {FIRST: Answer("C-10298", "Technical", "expert")}
    house.press("1")
    assert house.book.answers[AT][FIRST].promised_on == "2026-11-24"


def test_a_disk_that_takes_nothing_is_told_of_and_tried_again(house):
    house.begin()
    to_cases(house)
    house.book.is_full = True
    house.press("2")
    house.show.draw(LAYOUT, CANVAS)
    told = house.show.image.copy()
    house.book.is_full = False
    house.wait(1)
    house.now_us -= SECOND
    assert not house.book.has_unwritten
    house.show.draw(LAYOUT, CANVAS)
    assert house.show.image != told
    assert house.show.walk.answer.reason == "expert"


def test_what_was_broken_off_goes_on_where_it_stood(house):
    house.begin()
    to_cases(house)
    house.press("2", "1", Key.Key_Right, Key.Key_Escape)
    assert (house.show.is_on, house.show.is_open) == (False, True)
    house.show.begin()
    assert house.asked == 1
    assert house.show.walk.case.number == "C-10377"


def test_half_an_hour_later_it_begins_anew(house):
    house.begin()
    house.press(Key.Key_Escape)
    house.now_us = AT + 30 * MINUTE
    assert not house.show.is_open
    house.show.begin()
    assert house.asked == 2


def test_after_its_end_the_next_one_is_frozen_anew(house):
    house.begin()
    for _ in house.show.walk.stops:
        house.press(Key.Key_Right)
    assert not house.show.is_on
    house.now_us += MINUTE
    house.show.begin()
    assert (house.asked, house.show.walk) == (2, None)


def test_a_glass_that_was_started_anew_takes_up_the_answers(house):
    house.begin()
    to_cases(house)
    house.press("2", "1")
    house.show = house.started()
    house.now_us = AT + 3 * MINUTE
    house.show.begin()
    assert house.asked == 1
    assert house.show.walk.case.number == "C-10377"


def test_without_a_key_for_its_whole_time_the_wall_comes_back(house):
    house.begin()
    house.wait(19 * 60)
    house.press(Key.Key_Right)
    house.wait(19 * 60)
    assert house.show.is_on
    house.wait(60)
    assert not house.show.is_on


def test_the_end_gives_the_wall_back_after_a_minute(house):
    house.begin()
    for _ in house.show.walk.stops[1:]:
        house.press(Key.Key_Right)
    assert house.show.walk.stop.segment == "end"
    house.wait(59)
    assert house.show.is_on
    house.wait(1)
    assert not house.show.is_on


def test_it_begins_by_itself_at_its_hour_once(house):
    layout = replace(LAYOUT, standup=Standup("09:00", (1,)))
    house.show.begin_if_due(layout)
    assert not house.show.is_on
    house.now_us = AT
    house.show.begin_if_due(layout)
    assert (house.show.is_on, house.asked) == (True, 1)
    house.press(Key.Key_Escape)
    house.show.begin_if_due(layout)
    assert not house.show.is_on


def test_two_screens_that_begin_by_themselves_show_the_same_figures(house):
    layout = replace(LAYOUT, standup=Standup("09:00", (1,)))
    house.freeze()
    house.now_us = AT + SECOND
    house.show.begin_if_due(layout)
    assert house.asked == 0
    assert house.show.walk.agenda is AGENDA


def test_who_presses_s_a_moment_after_another_screen_gets_its_figures(house):
    house.freeze()
    house.now_us = AT + SECOND
    house.show.begin()
    house.show.beat()
    assert house.asked == 0
    assert house.show.walk.agenda is AGENDA


def test_a_stand_up_by_hand_before_the_hour_is_that_days(house):
    layout = replace(LAYOUT, standup=Standup("09:02", (1,)))
    house.begin()
    house.press(Key.Key_Escape)
    house.now_us = AT + 2 * MINUTE
    house.show.begin_if_due(layout)
    assert not house.show.is_on


def test_a_key_held_down_moves_but_answers_nothing(house):
    house.begin()
    house.press(Key.Key_Right, Key.Key_Right, "2", is_repeated=True)
    assert house.show.walk.case.number == "C-10298"
    assert house.book.answers == {}


def test_a_key_struck_twice_at_once_answers_one_question(house):
    house.begin()
    to_cases(house)
    house.press("1")
    house.press("1", apart_s=0.2)
    assert house.book.answers[AT][FIRST] == Answer("C-10298", "Technical", "supplier")
    assert house.show.walk.question == "promise"
    house.press("1")
    assert house.book.answers[AT][FIRST].promise == "today"


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Escape])
def test_enter_and_escape_struck_twice_at_once_are_meant_once(house, key):
    house.begin()
    to_cases(house)
    house.press("2", "1")
    at = house.show.walk.stop
    house.press(Key.Key_Down, Key.Key_Right)
    house.press(key)
    house.press(key, apart_s=0.1)
    assert house.show.is_on
    assert house.show.walk.stop == at
    assert house.show.walk.question == ("promise" if key == Key.Key_Return else None)


def test_a_page_is_not_skipped_by_a_second_enter(house):
    house.begin()
    to_cases(house)
    house.press("2", "1", Key.Key_Return)
    house.press(Key.Key_Return, apart_s=0.1)
    assert (house.show.walk.case.number, house.show.walk.focus) == ("C-10377", "page")


def test_two_keys_in_quick_succession_are_both_meant(house):
    house.begin()
    to_cases(house)
    house.press("2")
    house.press("1", apart_s=0.05)
    assert house.show.walk.answer.promise == "today"


def test_who_leafs_quickly_is_not_held_up(house):
    house.begin()
    house.press(Key.Key_Right, Key.Key_Right, Key.Key_Right, apart_s=0.05)
    assert house.show.walk.case.number == "C-10377"


def test_a_second_repaints_the_time_alone(house):
    house.begin()
    house.show.draw(LAYOUT, CANVAS)
    assert house.show.draw(LAYOUT, CANVAS) == []
    house.wait(1)
    (timer,) = house.show.draw(LAYOUT, CANVAS)
    assert timer.w < CANVAS.size[0] / 3


def test_another_size_or_theme_is_painted_whole(house):
    house.begin()
    house.show.draw(LAYOUT, CANVAS)
    for canvas in (replace(CANVAS, size=(1280, 720), pixels=(1280, 720)), replace(CANVAS, theme=LIGHT)):
        (whole,) = house.show.draw(LAYOUT, canvas)
        assert (whole.w, whole.h) == canvas.size


def test_visitors_see_no_number(house):
    house.begin()
    to_cases(house)
    house.show.draw(LAYOUT, CANVAS)
    named = house.show.image.copy()
    house.show.draw(LAYOUT, replace(CANVAS, is_for_visitors=True))
    assert house.show.image != named


def test_a_page_that_cannot_be_drawn_gives_the_wall_back_and_keeps_the_answers(house, caplog):
    house.show.begin()
    house.freeze(replace(AGENDA, dates=("no date",)))
    house.show.beat()
    to_cases(house)
    house.press("2", "4")
    assert house.show.draw(LAYOUT, CANVAS) == []
    assert not house.show.is_on
    assert house.book.answers[AT][FIRST].reason == "expert"
    assert "cannot be drawn" in caplog.text
