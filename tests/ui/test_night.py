"""Dark hours on the glass: black but for a faint line, lit by a key, never where the time is not known."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.ui.eyes import contrast
from tests.ui.samples import AT_NIGHT, NOW, SECOND, SERVICE, layout_of, note, picture_of
from tests.ui.test_rotation import Clock
from tests.ui.test_scenes import GEOMETRIES
from wallboard.core.views.layout import Screen
from wallboard.core.views.night import Dimming, Night, Spell
from wallboard.ui.night import AWAKE_S, BLACK, Lighting, NightWatch, lay_darkness
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Box, Rect, Text
from wallboard.ui.sheet import ASCENT_EM, DESCENT_EM
from wallboard.ui.theme import DARK, LIGHT

HOUR = 3600
MINUTE_US = 60 * SECOND
NIGHTLY = Night((Spell(20 * HOUR, 30 * HOUR + 1800),), (Dimming(Spell(17 * HOUR, 20 * HOUR), 0.5),))
UNTIL = NOW - (4 * HOUR + 720) * SECOND
"""Saturday, 06:30 in London."""


def board(night=NIGHTLY, **screen):
    return layout_of(SERVICE, screen=Screen(night=night, **screen))


class Watched:
    """A watch with its clocks."""

    def __init__(self):
        self.clock = Clock()
        self.night = NightWatch("dark", self.clock)

    def judged(self, now_us=AT_NIGHT, picture=None, layout=None, *, is_on_wall=True):
        self.night.judge(layout or board(), picture or picture_of(SERVICE), now_us, is_on_wall=is_on_wall)
        return self.night.lighting


@pytest.fixture
def watched():
    return Watched()


def test_in_its_dark_hours_the_screen_is_black_and_knows_until_when(watched):
    assert watched.judged() == Lighting("dark", 1.0, is_dark=True, until_us=UNTIL)
    assert watched.judged(UNTIL - 1).is_dark
    assert not watched.judged(UNTIL).is_dark


def test_a_key_lights_it_for_ten_minutes_after_the_last(watched):
    watched.night.wake()
    watched.clock.s += AWAKE_S - 1
    assert not watched.judged().is_dark
    watched.night.wake()
    watched.clock.s += AWAKE_S - 1
    assert not watched.judged().is_dark
    watched.clock.s += 1
    assert watched.judged().is_dark


def test_it_tells_when_the_light_is_another(watched):
    changes = [
        watched.night.judge(board(), picture_of(SERVICE), now, is_on_wall=True)
        for now in (NOW, NOW, AT_NIGHT, AT_NIGHT, NOW)
    ]
    assert changes == [False, False, True, False, True]


def test_in_dimmed_hours_the_theme_gives_less_light(watched):
    evening = NOW + 8 * HOUR * SECOND
    lighting = watched.judged(evening)
    assert (lighting.is_dark, lighting.light) == (False, 0.5)
    assert lighting.colours["panel"] < DARK["panel"]
    other = replace(NIGHTLY, dim=(replace(NIGHTLY.dim[0], theme="dark"),))
    assert watched.judged(evening, layout=board(other, theme="light")).theme == "dark"
    assert watched.judged(NOW, layout=board(other, theme="light")).colours is LIGHT


def test_in_a_window_and_in_the_past_it_is_never_night(watched):
    assert watched.judged(is_on_wall=False) == Lighting("dark")
    past = replace(picture_of(SERVICE), at_us=AT_NIGHT)
    assert watched.judged(picture=past) == Lighting("dark")


def test_a_machine_that_does_not_know_the_time_yet_is_lit(watched):
    assert watched.judged(3 * HOUR * SECOND) == Lighting("dark")


def test_a_clock_that_is_wrong_is_set_right_by_the_sources_or_not_believed(watched):
    ahead = 13 * HOUR * SECOND
    told = replace(picture_of(SERVICE, sources=(note("erp", clock_ahead_us=ahead),)), clock_ahead_us=ahead)
    assert watched.judged(NOW, told).is_dark
    guessed = replace(picture_of(SERVICE), clock_ahead_us=-ahead)
    assert watched.judged(AT_NIGHT - ahead, guessed) == Lighting("dark")


def darkness(minute=0, size=(1920, 1080), until=UNTIL, **screen):
    now = AT_NIGHT + minute * MINUTE_US
    lighting = Lighting(is_dark=True, until_us=until)
    return lay_darkness(lighting, size, stage_for(board(**screen), size, now))


def texts(scene):
    return [item for item in scene.items if isinstance(item, Text)]


def test_it_says_faintly_why_it_is_black_and_until_when():
    scene = darkness()
    assert [text.string for text in texts(scene)] == ["Dark until 06:30", "Any key lights the board"]
    assert 4.5 <= contrast(BLACK["faint"], BLACK["black"]) < 5.5
    assert {text.role for text in texts(scene)} == {"faint"}
    assert [item.role for item in scene.items if isinstance(item, Box)] == ["black"]


def test_of_a_night_that_lasts_for_days_it_says_the_day():
    said = darkness(until=UNTIL + 48 * HOUR * SECOND)
    assert texts(said)[0].string == "Dark until Mon 06:30"
    assert [text.string for text in texts(darkness(until=None))] == ["Any key lights the board"]


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("distance", [1.5, 3.0, 8.0])
def test_the_line_stays_on_the_screen_wherever_it_wanders(size, distance):
    whole = Rect(0, 0, *size)
    for minute in range(0, 600, 7):
        for text in texts(darkness(minute, size, distance=distance)):
            assert text.x >= whole.x
            assert text.x + text.width <= whole.right
            assert text.baseline - ASCENT_EM * text.px >= whole.y
            assert text.baseline + DESCENT_EM * text.px <= whole.bottom


def test_within_an_hour_the_line_has_been_all_over_the_screen():
    places = [(text.x / 1920, text.baseline / 1080) for minute in range(60) for text in texts(darkness(minute))[:1]]
    assert len(set(places)) == 60
    for axis in (0, 1):
        taken = sorted(place[axis] for place in places)
        assert taken[-1] - taken[0] > 0.6
        assert max(other - one for one, other in pairwise(taken)) < 0.06
