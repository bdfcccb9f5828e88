"""A measure week by week."""

import pytest
from pydantic import ValidationError

from tests.core.lives import life, snapshot
from wallboard.core.evidence import reckoned
from wallboard.core.measures.weeks import WeekCount
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Fact, Trend, TrendPoint
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, Shown
from wallboard.panels.trend import Options, show


def shown(of: Snapshot, **options: object) -> Shown:
    return show(Options(**options), Envelope("trend", "trend"), of)  # type: ignore[arg-type]


def body_of(of: Snapshot, **options: object) -> Trend:
    body = shown(of, **options).view.body
    assert isinstance(body, Trend)
    return body


def growing() -> Snapshot:
    """One more each week: 1 four weeks ago, 4 last week, 5 in the running one."""
    cases = [life(f"{back}-{n}", f"Mon-{back} 09:00 opened") for back in range(1, 5) for n in range(5 - back)]
    return snapshot("Mon 12:00", *cases, *(life(f"now-{n}", "Mon 09:00 opened") for n in range(5)))


def test_the_last_finished_week_is_the_value_and_the_running_one_is_marked() -> None:
    found = shown(growing(), measure="opened", weeks=4, this_week=True)
    assert found.view.body == Trend(
        (
            TrendPoint("2026-02-02", 1),
            TrendPoint("2026-02-09", 2),
            TrendPoint("2026-02-16", 3),
            TrendPoint("2026-02-23", 4),
            TrendPoint("2026-03-02", 5, is_now=True),
        )
    )
    named = {one.name: one.value for one in found.view.figures}
    assert named == {"value": 4, "week:2026-02-02": 1, "week:2026-02-09": 2, "week:2026-02-16": 3,
                     "week:2026-02-23": 4, "this_week": 5}  # fmt: skip
    assert {name: reckoned(found.evidence[name]) for name in found.evidence} == named


def test_what_is_of_now_is_told_of_each_weeks_end() -> None:
    assert [point.value for point in body_of(growing(), measure="open", weeks=4).points] == [1, 3, 6, 10]


def test_a_percentage_has_its_n_its_goal_and_the_reopen_rate() -> None:
    done = [life(f"C-{n}", "Mon-1 09:00 opened; Mon-1 12:00 closed") for n in range(18)]
    missed = [life(f"L-{n}", "Mon-1 09:00 opened") for n in range(2)]
    body = body_of(snapshot("Mon 12:00", *done, *missed), measure="on-time", target=95)
    assert (len(body.points), body.points[-1]) == (12, TrendPoint("2026-02-23", 90, 20))
    assert (body.unit, body.target, body.zone) == ("%", 95, "urgent")
    assert body.facts == (
        Fact(words("fact.of", numerator=18, denominator=20)),
        Fact(words("on-time.reopened", percent=0), is_minor=True),
    )


def test_a_stored_week_goes_before_what_the_rows_would_tell() -> None:
    fresh = growing()
    shown(fresh, measure="opened", weeks=4)
    keys = {key.week_on: key for key in fresh._reckoned_weeks}
    kept = Snapshot(fresh.organisation, fresh.at_us, fresh.batches,
                    stored_weeks={keys["2026-02-23"]: WeekCount(40)})  # fmt: skip
    assert [point.value for point in body_of(kept, measure="opened", weeks=4).points] == [1, 2, 3, 40]
    stored = [one.name for one in shown(kept, measure="opened", weeks=4).view.figures if one.is_stored]
    assert stored == ["value", "week:2026-02-23"]


def test_net_is_signed_and_a_lead_time_says_its_clock() -> None:
    assert body_of(growing(), measure="net", weeks=4).is_signed
    assert shown(growing(), measure="lead-time-p85").view.note == words("clock.organisation")
    assert shown(growing(), measure="backlog-days").view.note == words("window.days", n=20)
    assert shown(growing(), measure="closed").view.note is None


def test_net_has_the_reopened_of_the_last_week_beside_it() -> None:
    again = life("A", "Mon-4 09:00 opened; Fri-3 12:00 closed; Mon-2 09:00 open")
    other = life("B", "Mon-3 09:00 opened; Fri-2 12:00 closed; Mon-1 09:00 open")
    found = shown(snapshot("Mon 12:00", again, other), measure="net", weeks=4)
    assert isinstance(found.view.body, Trend)
    assert found.view.body.facts == (Fact(words("fact.reopened", n=1)),)
    named = {one.name: one.value for one in found.view.figures}
    assert (named["reopened"], named["reopened:2026-02-23"], named["reopened:2026-02-09"]) == (1, 1, 0)
    assert {name: reckoned(found.evidence[name]) for name in found.evidence} == named


def test_without_targets_the_panel_says_so() -> None:
    found = snapshot("Mon 12:00", life("A", "Mon-1 09:00 opened"), targets=())
    assert shown(found, measure="late").view.body == Blank((words("missing.targets"),))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "due-today"}, "Input should be"),
        ({"measure": "opened", "weeks": 3}, "greater than or equal to 4"),
        ({"measure": "opened", "weeks": 53}, "less than or equal to 52"),
        ({"measure": "opened", "days": 5}, "a week is the window"),
        ({"measure": "opened", "target": 5}, "say which with better"),
    ],
)
def test_what_cannot_be_meant_is_a_fault(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Options(**options)  # type: ignore[arg-type]


def test_a_backlog_looks_back_on_days_of_its_own() -> None:
    assert Options(measure="backlog-days", days=10).makes_no_use_of() == {"clock"}
    assert Options(measure="opened").makes_no_use_of() == {"calendar", "clock"}


def test_a_value_that_cannot_be_relied_on_is_grey() -> None:
    done = [life(f"C-{n}", "Mon-1 09:00 opened; Mon-1 12:00 closed") for n in range(20)]
    assert [body_of(snapshot("Mon 12:00", *done[:n]), measure="on-time").is_grey for n in (19, 20)] == [True, False]
