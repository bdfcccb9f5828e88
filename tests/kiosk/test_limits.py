"""The kiosk's limits as the environment sets them."""

import pytest

from wallboard.kiosk.limits import MIB, Crashes, Limits, limits_of


def test_a_glass_may_hold_400_mib_and_a_collector_900() -> None:
    assert limits_of({}) == Limits()
    assert (Limits().glass.ceiling, Limits().collector.ceiling) == (400 * MIB, 900 * MIB)


def test_a_silent_collector_is_killed_when_the_wall_calls_it_silent_and_its_successor_has_longer() -> None:
    collector = Limits().collector
    assert (collector.silence_s, collector.most_silence_s) == (60.0, 480.0)
    assert Limits().glass.most_silence_s == 0.0


def test_the_environment_sets_other_ceilings() -> None:
    found = limits_of({"WALLBOARD_GLASS_MIB": "250", "WALLBOARD_COLLECTOR_MIB": " 2000 "})
    assert (found.glass.ceiling, found.collector.ceiling) == (250 * MIB, 2000 * MIB)
    assert found.glass.silence_s == Limits().glass.silence_s


@pytest.mark.parametrize("told", ["15", "-400", "4e2", "400 MiB", "²", "9" * 8, "abc"])
def test_for_a_ceiling_that_is_none_the_usual_one_is_taken_and_that_is_logged(
    told: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert limits_of({"WALLBOARD_GLASS_MIB": told}) == Limits()
    assert caplog.messages == [f"WALLBOARD_GLASS_MIB takes whole MiB from 16, and is “{told}”: 400 is taken"]


def test_too_many_crashes_are_those_that_came_within_the_time_and_are_not_forgotten() -> None:
    crashes = Crashes(Limits(crashes=3, crashes_within_s=10.0))
    assert [crashes.note(at_s) for at_s in (0.0, 6.0, 12.0, 16.0)] == [False, False, False, True]
    crashes.forget()
    assert [crashes.note(at_s) for at_s in (17.0, 18.0, 19.0)] == [False, False, True]
