"""Closed less opened per work day, backlog in days, slack against the stated capacity."""

from datetime import date

import pytest

from tests.core.lives import life, snapshot
from wallboard.core.evidence import reckoned
from wallboard.core.organisation import Dated, Person
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Columns, Fact, Figure
from wallboard.core.words import words
from wallboard.panels.contract import Envelope, Shown
from wallboard.panels.flow import Options, show


def csr(name: str, *capacity: Dated[float], **more: object) -> Person:
    return Person(name, "csr", capacity=capacity, **more)  # type: ignore[arg-type]


def shown(of: Snapshot, **options: object) -> Shown:
    return show(Options(**options), Envelope("flow", "flow"), of)  # type: ignore[arg-type]


def figures(of: Snapshot, **options: object) -> dict[str, Figure]:
    return {figure.name: figure for figure in shown(of, **options).view.figures}


def facts(of: Snapshot) -> tuple[Fact, ...]:
    body = shown(of).view.body
    assert isinstance(body, Columns)
    return body.facts


# Monday two come and one goes; Tuesday one comes and two go; Wednesday, at 13:00, one has come.
WEEK = (
    life("A", "Mon 09:00 opened; Mon 12:00 closed"),
    life("B", "Mon 10:00 opened; Tue 10:00 closed"),
    life("C", "Tue 09:00 opened; Tue 11:00 closed"),
    life("D", "Wed 09:00 opened"),
)


def test_each_day_has_its_net_and_today_its_own_until_now() -> None:
    found = figures(snapshot("Wed 13:00", *WEEK))
    nets = {name: found[name].value for name in found if name.startswith("net:")}
    assert nets == {"net:2026-03-02": -1, "net:2026-03-03": 1, "net:2026-03-04": -1}
    assert found["net"].value == -1


def test_days_before_the_first_case_are_no_days_without_work() -> None:
    assert shown(snapshot("Wed 13:00", *WEEK)).view.note == words("flow.note", n=3, reopened=0)


def test_a_mean_per_work_day_takes_half_of_today_at_half_time() -> None:
    # three closed in 2.5 work days: 1.2 a day; one is open
    assert figures(snapshot("Wed 13:00", *WEEK))["backlog"].value == pytest.approx(1 / 1.2)
    assert figures(snapshot("Wed 20:00", *WEEK))["backlog"].value == pytest.approx(1.0)


def test_slack_is_what_the_stated_capacity_leaves_over_the_arrivals() -> None:
    # Kim 2 a day, away on Tuesday; Jo 1 a day, 3 from Wednesday: 3 + 1 + ½ · 5 = 6.5 for 4 arrivals; Jo alone 3.5
    people = (
        csr("Kim", Dated(None, 2.0), away=((date(2026, 3, 3), date(2026, 3, 3)),)),
        csr("Jo", Dated(None, 1.0), Dated(date(2026, 3, 4), 3.0)),
        csr("Sam"),
    )
    found = figures(snapshot("Wed 13:00", *WEEK, people=people))["slack"]
    assert (found.value, found.zone) == (pytest.approx(100 - 400 / 6.5), "on-track")
    assert figures(snapshot("Wed 13:00", *WEEK, people=people), people=["Jo"])["slack"].zone == "late"


@pytest.mark.parametrize(("capacity", "zone"), [(1.5, "late"), (1.7, "urgent"), (3.0, "on-track")])
def test_little_slack_is_urgent_and_none_is_late(capacity: float, zone: str) -> None:
    found = figures(snapshot("Wed 13:00", *WEEK, people=(csr("Kim", Dated(None, capacity)),)))
    assert found["slack"].zone == zone


def test_without_a_stated_capacity_the_panel_says_so() -> None:
    found = snapshot("Wed 13:00", *WEEK)
    assert figures(found)["slack"].value is None
    assert facts(found)[1] == Fact(words("flow.no-capacity"), is_minor=True)


def test_where_nothing_was_closed_there_is_no_backlog_in_days() -> None:
    found = snapshot("Mon 13:00", life("A", "Mon 09:00 opened"))
    assert figures(found)["backlog"].value is None
    assert facts(found)[0] == Fact(words("flow.no-closures"))


def test_each_figure_is_explained_by_openings_and_closings() -> None:
    of = shown(snapshot("Wed 13:00", *WEEK, people=(csr("Kim", Dated(None, 2.0)),)))
    values = {one.name: one.value for one in of.view.figures}
    assert {name: reckoned(of.evidence[name]) for name in values} == pytest.approx(values)


def test_days_before_a_capacity_is_stated_are_no_days_of_little_capacity() -> None:
    # from Wednesday, three a day: half of it has passed, and one case has come
    found = snapshot("Wed 13:00", *WEEK, people=(csr("Kim", Dated(date(2026, 3, 4), 3.0)),))
    assert figures(found)["slack"].value == pytest.approx(100 - 100 / 1.5)
    assert words("flow.capacity-days", n=1) in shown(found).view.remarks


def test_re_opened_stands_beside_the_net_so_that_the_sum_is_the_change() -> None:
    case = life("A", "Mon 09:00 opened; Mon 10:00 closed; Tue 09:00 open; Wed 09:00 closed")
    found = figures(snapshot("Wed 13:00", case))
    assert (found["net"].value, found["reopened"].value) == (1, 1)
    assert shown(snapshot("Wed 13:00", case)).view.note == words("flow.note-reopened", n=3, reopened=1)
