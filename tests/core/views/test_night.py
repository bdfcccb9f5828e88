"""Black hours and dimmed ones, by the clock on the wall."""

from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wallboard.core.views.layout import Layout, Screen
from wallboard.core.views.night import EVERY_DAY, LEAST_LIGHT, Dimming, Night, Spell
from wallboard.core.views.wire import from_plain, to_plain

HOUR = 3600
EVENING_TO_MORNING = Spell(20 * HOUR, 24 * HOUR + 6 * HOUR + 1800)
WORK_NIGHTS = Spell(20 * HOUR, 30 * HOUR, (0, 1, 2, 3, 4))
AFTERNOON = Spell(17 * HOUR, 20 * HOUR)


def at(text):
    """A local time in the week that begins on Monday, 16 November 2026."""
    day, time = text.split()
    return datetime.fromisoformat(f"2026-11-{16 + ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].index(day)}T{time}")


@pytest.mark.parametrize(
    ("moment", "is_dark"),
    [
        ("mon 19:59:59", False), ("mon 20:00", True), ("mon 23:59", True), ("tue 00:00", True), ("tue 06:29:59", True),
        ("tue 06:30", False), ("tue 12:00", False),
    ],
)  # fmt: skip
def test_black_hours_begin_at_their_start_and_run_over_midnight_to_their_end(moment, is_dark):
    assert Night((EVENING_TO_MORNING,)).is_dark_at(at(moment)) is is_dark


@pytest.mark.parametrize(
    ("moment", "is_dark"),
    [("mon 05:00", False), ("mon 21:00", True), ("fri 21:00", True), ("sat 05:59", True), ("sat 21:00", False)],
)
def test_hours_belong_to_the_day_on_which_they_begin(moment, is_dark):
    assert Night((WORK_NIGHTS,)).is_dark_at(at(moment)) is is_dark


def test_it_is_lit_again_when_hours_that_follow_one_another_are_all_over():
    weekend = Spell(6 * HOUR, 30 * HOUR, (5, 6))
    assert Night((WORK_NIGHTS,)).lit_at(at("fri 22:00")) == at("sat 06:00")
    assert Night((WORK_NIGHTS, weekend)).lit_at(at("fri 22:00")) == at("sun 06:00").replace(day=23)
    assert Night((WORK_NIGHTS,)).lit_at(at("mon 12:00")) == at("mon 12:00")


def test_a_screen_that_is_always_black_is_never_lit():
    assert Night((Spell(0, 24 * HOUR),)).lit_at(at("mon 12:00")) is None


quarters = st.integers(0, 95).map(lambda quarter: quarter * 900)
spells = st.builds(
    lambda start, length, days: Spell(start, start + length, tuple(sorted(days))),
    quarters,
    st.integers(1, 96).map(lambda quarter: quarter * 900),
    st.sets(st.integers(0, 6), min_size=1),
)


@settings(max_examples=60)
@given(st.lists(spells, min_size=1, max_size=4), st.integers(0, 7 * 96 - 1))
def test_quarter_by_quarter_it_is_dark_until_it_is_lit(listed, quarter):
    night, quarter_hour = Night(tuple(listed)), timedelta(minutes=15)
    moment = at("mon 00:00") + quarter * quarter_hour
    week = [moment + number * quarter_hour for number in range(7 * 96 + 1)]
    first_lit = next((one for one in week if not night.is_dark_at(one)), None)
    assert night.lit_at(moment) == first_lit


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_where_clocks_are_changed_the_clock_on_the_wall_decides(day):
    zone = ZoneInfo("Europe/London")
    night = Night((EVENING_TO_MORNING,))
    assert night.is_dark_at(datetime.fromisoformat(f"{day}T06:29").replace(tzinfo=zone))
    assert not night.is_dark_at(datetime.fromisoformat(f"{day}T06:30").replace(tzinfo=zone))


def test_without_hours_it_is_never_dark_and_never_dim():
    assert not Night().is_dark_at(at("mon 03:00"))
    assert Night().light_at(at("mon 03:00"), "dark") == 1.0


def light(night, moment, theme="dark"):
    return night.light_at(at(moment), theme)


def test_light_goes_softly_within_five_minutes_and_comes_back_so():
    night = Night(dim=(Dimming(AFTERNOON, 0.5),))
    assert light(night, "mon 16:59:59") == 1.0
    falling = [light(night, f"mon 17:0{minute}") for minute in range(6)]
    assert falling == sorted(falling, reverse=True)
    assert falling[-1] == 0.5
    assert all(one - other <= 0.15 for one, other in pairwise(falling))
    rising = [light(night, f"mon 20:0{minute}") for minute in range(6)]
    assert rising == sorted(rising)
    assert (rising[0], rising[-1]) == (0.5, 1.0)


def test_hours_that_follow_one_another_do_not_light_up_between():
    night = Night(dim=(Dimming(AFTERNOON, 0.6), Dimming(Spell(20 * HOUR, 23 * HOUR), 0.4)))
    assert max(light(night, f"mon 20:{minute:02}") for minute in range(10)) == 0.6
    assert light(night, "mon 20:10") == 0.4


def test_after_black_hours_it_grows_light_instead_of_flashing():
    night = Night((EVENING_TO_MORNING,), (Dimming(AFTERNOON, 0.5),))
    assert light(night, "tue 06:30") == LEAST_LIGHT["dark"]
    assert light(night, "tue 06:35") == 1.0


def test_the_least_of_several_counts_and_no_theme_goes_below_what_it_can_bear():
    night = Night(dim=(Dimming(AFTERNOON, 0.5), Dimming(AFTERNOON, 0.45)))
    assert light(night, "mon 18:00") == 0.45
    assert light(night, "mon 18:00", "light") == LEAST_LIGHT["light"]


def test_a_light_board_may_be_a_dark_one_in_the_evening():
    night = Night(dim=(Dimming(AFTERNOON, 0.5, "dark"),))
    assert night.theme_at(at("mon 16:00"), "light") == "light"
    assert night.theme_at(at("mon 17:00"), "light") == "dark"


def test_it_travels_as_plain_data_and_older_layouts_have_none():
    night = Night((WORK_NIGHTS,), (Dimming(AFTERNOON, 0.5, "dark"), Dimming(Spell(0, HOUR, EVERY_DAY))))
    layout = Layout("board", "Northwind", "UTC", "en_GB", Screen(night=night, orbit_px=0), (), pin="hash")
    assert from_plain(Layout, to_plain(layout)) == layout
    older = to_plain(layout)
    del older["screen"]["night"], older["screen"]["orbit_px"], older["pin"]
    assert from_plain(Layout, older) == Layout("board", "Northwind", "UTC", "en_GB", Screen(), ())
