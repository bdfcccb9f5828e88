"""When a stand-up begins by itself."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from wallboard.core.views.layout import Standup
from wallboard.ui.standup.starts import due_on
from wallboard.ui.tongue import PlaceTongue

BERLIN = PlaceTongue("de_DE", "Europe/Berlin")
WEEKDAYS = Standup("09:00", (0, 1, 2, 3, 4))


def us(text, fold=0):
    """A local time in Berlin as microseconds UTC."""
    local = dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Berlin"), fold=fold)
    return int(local.timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("now", "is_due"),
    [
        ("2026-11-24T08:59:59", False),
        ("2026-11-24T09:00:00", True),
        ("2026-11-24T09:04:59", True),
        ("2026-11-24T09:05:00", False),
        ("2026-11-28T09:00:00", False),
    ],
)
def test_it_is_due_on_its_days_from_its_hour_for_five_minutes(now, is_due):
    assert (due_on(WEEKDAYS, us(now), BERLIN) is not None) is is_due


def test_without_an_hour_none_is_due():
    assert due_on(None, us("2026-11-24T09:00:00"), BERLIN) is None


def test_an_hour_that_the_clock_skips_begins_after_it():
    early = Standup("02:30", (6,))
    assert due_on(early, us("2026-03-29T03:30:00"), BERLIN) == dt.date(2026, 3, 29)
    assert due_on(early, us("2026-03-29T01:59:00"), BERLIN) is None


def test_an_hour_that_comes_twice_begins_once():
    early = Standup("02:30", (6,))
    assert due_on(early, us("2026-10-25T02:30:00"), BERLIN) == dt.date(2026, 10, 25)
    assert due_on(early, us("2026-10-25T02:30:00", fold=1), BERLIN) is None
