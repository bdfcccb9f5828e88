"""When a panel pulses, and how: once, softly, for what has just turned late."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, picture_of
from tests.ui.test_rotation import Clock
from wallboard.ui.pulse import LateWatch, Pulse

HERO = samples.SERVICE[0].title


def turned(at_us, **more):
    """The service page on which the hero's newest late case became late then."""
    return picture_of((replace(samples.SERVICE[0], turned_late_us=at_us), *samples.SERVICE[1:]), **more)


@pytest.fixture
def watch():
    found = LateWatch()
    found.turned(turned(NOW - 3600 * SECOND), NOW)
    return found


def test_a_case_that_has_just_turned_late_is_noticed_once(watch):
    assert watch.turned(turned(NOW - SECOND), NOW) == {HERO}
    assert watch.turned(turned(NOW - SECOND), NOW + SECOND) == set()
    assert watch.turned(turned(NOW + SECOND), NOW + 2 * SECOND) == {HERO}


def test_what_was_late_before_the_glass_looked_is_no_news(watch):
    assert LateWatch().turned(turned(NOW - SECOND), NOW) == set()


def test_the_first_late_case_of_a_panel_is_news(watch):
    watch.turned(turned(None), NOW)
    assert watch.turned(turned(NOW - SECOND), NOW) == {HERO}


@pytest.mark.parametrize(("seconds", "expected"), [(120, {HERO}), (121, set())])
def test_a_case_that_turned_late_more_than_two_minutes_ago_is_no_news(watch, seconds, expected):
    assert watch.turned(turned(NOW - seconds * SECOND), NOW) == expected


def test_a_late_case_that_is_closed_is_no_news_of_the_one_before_it(watch):
    watch.turned(turned(NOW - SECOND), NOW)
    assert watch.turned(turned(NOW - 60 * SECOND), NOW) == set()


def test_a_panel_whose_figure_is_no_longer_true_has_no_news(watch):
    stale = tuple(samples.note(note.name, 4000) for note in samples.NOTES)
    assert watch.turned(turned(NOW - SECOND, sources=stale), NOW) == set()


def test_there_is_at_most_one_pulse_a_minute():
    clock = Clock()
    pulse = Pulse(clock)
    assert pulse.start()
    clock.s += 59.9
    assert not pulse.start()
    clock.s += 0.2
    assert pulse.start()


def test_it_swells_once_and_fades_within_two_seconds_without_a_jump():
    clock = Clock()
    pulse = Pulse(clock)
    assert pulse.is_over
    assert pulse.strength == 0
    pulse.start()
    strengths = []
    while not pulse.is_over:
        strengths.append(pulse.strength)
        clock.s += 0.05
    assert 39 <= len(strengths) <= 41
    steps = [later - earlier for earlier, later in zip(strengths, [*strengths[1:], pulse.strength], strict=True)]
    top = strengths.index(max(strengths))
    assert strengths[0] == 0
    assert max(strengths) == pytest.approx(1, abs=0.01)
    assert all(step >= 0 for step in steps[:top])
    assert all(step <= 0 for step in steps[top:])
    assert max(abs(step) for step in steps) < 0.15
    assert pulse.strength == 0
