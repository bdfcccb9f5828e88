"""Opened, closed and net of a day."""

import pytest

from tests.core.lives import life, snapshot
from tests.shown import values
from wallboard.core.measures.in_and_out import usual
from wallboard.core.views.shapes import Counts, View
from wallboard.core.words import verbatim, words
from wallboard.panels.contract import Envelope
from wallboard.panels.in_and_out import Options, show


def view_of(now: str, *cases: dict[str, object]) -> View:
    return show(Options(), Envelope("in-and-out", "in-and-out"), snapshot(now, *cases)).view


def test_a_weekends_mail_is_mondays() -> None:
    view = view_of("Mon 12:00", life("A", "Sat-1 10:00 opened"), life("B", "Fri-1 18:00 opened"))
    assert values(view)["opened"] == 1


def test_on_a_date_without_work_the_last_work_day_stands_with_its_date() -> None:
    view = view_of("Sat 12:00", life("A", "Fri 10:00 opened"), life("B", "Sat 10:00 opened"))
    assert view.heading == words("heading.in-and-out.day", on="2026-03-06")
    assert values(view)["opened"] == 1


def test_a_title_of_the_boards_own_is_dated_too() -> None:
    envelope = Envelope("in-and-out", "Ins and outs", has_title=True)
    view = show(Options(), envelope, snapshot("Sat 12:00", life("A", "Fri 10:00 opened"))).view
    assert view.heading == words("heading.dated", title=verbatim("Ins and outs"), on="2026-03-06")


def test_a_closing_that_was_undone_the_same_day_is_no_closing_and_no_reopening() -> None:
    view = view_of("Mon 16:00", life("A", "Mon 09:00 opened; Mon 10:00 closed; Mon 11:00 open"))
    assert values(view) == {"opened": 1, "closed": 0, "net": -1, "reopened": 0}


def test_reopened_stands_on_the_wall_only_when_there_are_any() -> None:
    body = view_of("Mon 16:00", life("A", "Mon 09:00 opened")).body
    assert isinstance(body, Counts)
    assert [count.name for count in body.counts] == ["opened", "closed", "net"]


def days(opened: int, weeks: int = 9) -> list[dict[str, object]]:
    """So many cases opened by ten each Monday of the last weeks, and as many closed, but for one more or less."""
    cases = []
    for week in range(1, weeks):
        for n in range(opened):
            closes = "" if n == 0 and week % 2 else f"; Mon-{week} 11:00 closed"
            cases.append(life(f"{week}-{n}", f"Mon-{week} 10:00 opened{closes}"))
    return [life("first", f"Mon-{weeks} 09:00 opened"), *cases]


@pytest.mark.parametrize(("left_open", "zone"), [(0, None), (1, None), (2, "urgent")])
def test_net_is_coloured_outside_the_middle_of_usual_days(left_open: int, zone: str | None) -> None:
    today = [life(f"now-{n}", "Mon 10:00 opened" + ("" if n < left_open else "; Mon 11:00 closed")) for n in range(5)]
    view = view_of("Mon 12:00", *days(5), *today)
    assert next(figure for figure in view.figures if figure.name == "net").zone == zone


def test_more_closed_than_usual_is_calm() -> None:
    old = [life(f"old-{n}", "Mon-9 10:00 opened; Mon 11:00 closed") for n in range(4)]
    view = view_of("Mon 12:00", *days(5), *old)
    assert next(figure for figure in view.figures if figure.name == "net").zone == "watch"


def test_a_short_history_takes_the_last_twenty_work_days() -> None:
    cases = [
        life(f"{day}-{week}", f"{day}-{week} 10:00 opened")
        for week in (1, 2, 3)
        for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
    ]
    found = snapshot("Mon 12:00", life("first", "Mon-3 08:00 opened"), *cases)
    calendar = found.organisation.calendars["office"]
    mask = found.book.opened_us > 0
    normal = usual(found.book, mask, calendar, calendar.today(found.at_us).day, found.at_us)
    assert normal is not None
    assert (normal.opened, normal.days) == (1, 14)
