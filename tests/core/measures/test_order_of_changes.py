"""The order of a case's changes, however far apart cases lie and in whatever order their sources tell them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from wallboard.core.measures.history import CLOSED, History, build_history
from wallboard.core.openings import HoursRule, interval
from wallboard.core.organisation import Organisation, StatusMap
from wallboard.core.records import Batch, in_form
from wallboard.core.worktime import WorkCalendar

WEEK = (((interval("09:00", "17:00")),),) * 5 + ((), ())
NOW_AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
NOW_US = round(NOW_AT.timestamp()) * 1_000_000
FAR_APART = (datetime(1700, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC))
NEAR = (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC))


def organisation() -> Organisation:
    return Organisation(
        name="Small",
        time_zone="UTC",
        calendar="office",
        calendars={"office": WorkCalendar("office", "UTC", [HoursRule(None, WEEK)])},
        statuses=StatusMap({"new": "open", "waiting": "on-hold", "done": "closed"}),
        sources=("desk",),
    )


def history_of(
    opened: tuple[datetime, datetime], events: list[tuple[str, datetime, str, int]], kinds: Sequence[str] = ()
) -> History:
    cases = pl.DataFrame({"number": ["A", "B", "C"], "opened_at": [opened[0], opened[0], opened[1]]})
    rows = pl.DataFrame(
        {
            "number": [number for number, *_ in events],
            "at": [at for _, at, *_ in events],
            "kind": [*kinds] or ["status"] * len(events),
            "to": [to for *_, to, _ in events],
            "row": [row for *_, row in events],
        }
    )
    frames = {"cases": in_form("cases", cases), "events": in_form("events", rows)}
    mapped = {"cases": frozenset({"number", "opened"}), "events": frozenset({"number", "at", "status"})}
    return build_history(organisation(), {"desk": Batch(frames, mapped, NOW_US, NOW_US)})


@pytest.mark.parametrize("opened", [FAR_APART, NEAR], ids=["centuries apart", "days apart"])
def test_changes_come_by_case_and_instant_in_whatever_order_they_are_told(opened: tuple[datetime, datetime]) -> None:
    later = [NOW_AT - timedelta(minutes=minutes) for minutes in (5, 50, 20)]
    events = [(number, at, "waiting", row) for row, at in enumerate(later) for number in ("C", "A", "B")]
    found = history_of(opened, events)
    assert found.step_case.tolist() == [0] * 4 + [1] * 4 + [2] * 4
    for case in range(3):
        steps = found.step_us[found.step_case == case]
        assert (np.diff(steps) > 0).all()
        assert steps[0] == found.opened_us[case]


@pytest.mark.parametrize("opened", [FAR_APART, NEAR], ids=["centuries apart", "days apart"])
def test_of_changes_at_one_instant_the_source_s_later_row_counts_last(opened: tuple[datetime, datetime]) -> None:
    at = NOW_AT - timedelta(hours=1)
    found = history_of(opened, [("A", at, "done", 7), ("A", at, "waiting", 3), ("B", at, "new", 1)])
    of_a = found.state_step[found.step_case[found.state_step] == 0]
    words = [found.words[code] for code in found.word[np.isin(found.state_step, of_a)].tolist() if code >= 0]
    assert words == ["waiting", "done"]


@pytest.mark.parametrize("opened", [FAR_APART, NEAR], ids=["centuries apart", "days apart"])
def test_what_happened_before_the_opening_comes_after_it_as_it_was_told(opened: tuple[datetime, datetime]) -> None:
    early = [opened[0] - timedelta(days=days) for days in (1, 3)]
    found = history_of(opened, [("A", early[0], "done", 1), ("A", early[1], "waiting", 2)])
    assert found.step_us[found.step_case == 0].tolist() == [found.opened_us[0]] * 3
    assert [found.words[code] for code in found.word[1:3].tolist()] == ["waiting", "done"]


@pytest.mark.parametrize("kinds", [("status", "closed"), ("closed", "status")])
def test_of_a_status_and_an_end_in_one_row_the_end_counts_wherever_it_stands(kinds: tuple[str, str]) -> None:
    at = NOW_AT - timedelta(minutes=5)
    found = history_of(NEAR, [("A", at, "waiting", 1), ("A", at, "waiting", 1)], kinds)
    assert found.state[found.state_step == found.step_case.tolist().index(0) + 1].tolist()[-1] == CLOSED


def test_changes_that_one_row_states_share_a_step_wherever_that_row_stands() -> None:
    """Told last to first: row 2 states a status and a queue, row 1 a status."""
    at = NOW_AT - timedelta(minutes=5)
    events = [("A", at, "done", 2), ("A", at, "sales", 2), ("A", at, "waiting", 1)]
    found = history_of(NEAR, events, ("status", "queue", "status"))
    opening = found.step_case.tolist().index(0)
    of_a = found.state_step[found.step_case[found.state_step] == 0]
    assert of_a.tolist() == [opening, opening + 1, opening + 2]
    assert found.fields["queue"].step.tolist() == [opening + 2]


def test_events_without_a_number_are_no_case() -> None:
    """Where events alone are brought; also where every number follows the one before it."""
    at = [NOW_AT - timedelta(minutes=minutes) for minutes in (3, 2, 1)]
    numbers = pl.Series([None, None, "A"], dtype=pl.String)
    rows = pl.DataFrame(
        {"number": numbers, "at": at, "kind": ["opened", "status", "opened"], "to": [None, "new", None]}
    )
    mapped = {"events": frozenset({"number", "at", "status", "opened"})}
    batch = Batch({"events": in_form("events", rows)}, mapped, NOW_US, NOW_US)
    found = build_history(organisation(), {"desk": batch})
    assert found.number.to_list() == ["A"]
    assert {one.why.key: one.count for one in found.unusable["desk"]}["unusable.unknown-case"] == 2
