"""One measure in large: its facts, its colour, its words."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from tests.core.lives import life, snapshot
from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board
from wallboard.core.evidence import reckoned
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Blank, Fact, Number, View
from wallboard.core.words import verbatim, words
from wallboard.panels import registry
from wallboard.panels.contract import Envelope, Shown
from wallboard.panels.number import Options, show


def shown(of: Snapshot, envelope: Envelope | None = None, **options: object) -> Shown:
    return show(Options(**options), envelope or Envelope("number", "number"), of)  # type: ignore[arg-type]


def view_of(of: Snapshot, **options: object) -> View:
    return shown(of, **options).view


def body_of(of: Snapshot, **options: object) -> Number:
    body = view_of(of, **options).body
    assert isinstance(body, Number)
    return body


def opened(count: int) -> Snapshot:
    return snapshot("Tue 12:00", *(life(f"C-{n}", "Mon 09:00 opened") for n in range(count)))


def test_a_count_stands_there_with_its_unit_and_the_measures_name_above() -> None:
    view = view_of(opened(3), measure="open")
    assert view.body == Number(3, "cases")
    assert (view.heading, view.note) == (words("measure.open"), None)
    assert [(one.name, one.value, one.unit) for one in view.figures] == [("value", 3, "cases")]


def test_a_window_and_a_clock_are_said() -> None:
    found = opened(3)
    assert view_of(found, measure="opened").note == words("window.days", n=1)
    assert view_of(found, measure="oldest-open").note == words("clock.organisation")
    customer = Envelope("number", "number", clock="customer")
    said = words("note.both", first=words("window.days", n=5), second=words("clock.customer"))
    assert shown(found, customer, measure="lead-time-p85", days=5).view.note == said


@pytest.mark.parametrize(
    ("thresholds", "zones"),
    [
        ({}, [None, None, None]),
        ({"target": 4}, ["on-track", "on-track", "urgent"]),
        ({"urgent": 3, "late": 4}, ["on-track", "urgent", "late"]),
        ({"late": 4}, ["on-track", "on-track", "late"]),
        ({"target": 3, "urgent": 4}, ["on-track", "on-track", "urgent"]),
        ({"better": "higher", "urgent": 5, "late": 4}, ["late", "urgent", "on-track"]),
    ],
)
def test_a_colour_needs_a_threshold_and_begins_beyond_it(thresholds: dict[str, object], zones: list[str]) -> None:
    assert [body_of(opened(n), measure="open", **thresholds).zone for n in (3, 4, 5)] == zones


def test_a_speed_has_the_reopen_rate_beside_it() -> None:
    done = [life(f"C-{n}", "Mon 09:00 opened; Mon 12:00 closed") for n in range(19)]
    undone = life("C-19", "Mon 09:00 opened; Mon 12:00 closed; Tue 09:00 open")
    found = shown(snapshot("Tue 12:00", *done, undone), measure="on-time", target=95)
    body = found.view.body
    assert isinstance(body, Number)
    assert (body.value, body.target, body.zone, body.is_grey) == (95, 95, "on-track", False)
    assert body.facts == (
        Fact(words("fact.of", numerator=19, denominator=20)),
        Fact(words("on-time.reopened", percent=5), is_minor=True),
    )
    assert [one.name for one in found.view.figures] == list(found.evidence) == ["value", "reopen_rate"]


def test_a_figure_that_cannot_be_told_says_why_and_is_none() -> None:
    few = body_of(opened(3), measure="on-time")
    assert (few.value, few.why, few.zone) == (None, words("on-time.too-few"), None)
    assert body_of(opened(0), measure="oldest-open").why == words("measure.none-open")
    assert body_of(opened(3), measure="backlog-days").why == words("measure.none-closed")


def test_net_carries_its_sign() -> None:
    body = body_of(snapshot("Mon 12:00", life("A", "Mon 09:00 opened")), measure="net")
    assert (body.value, body.is_signed) == (-1, True)


def test_net_has_the_reopened_beside_it_where_there_are_any() -> None:
    again = life("A", "Mon 09:00 opened; Mon 12:00 closed; Tue 09:00 open")
    found = shown(snapshot("Tue 12:00", again), measure="net", days=2)
    assert isinstance(found.view.body, Number)
    assert (found.view.body.value, found.view.body.facts) == (0, (Fact(words("fact.reopened", n=1)),))
    assert {one.name: one.value for one in found.view.figures} == {"value": 0, "reopened": 1}
    assert {name: reckoned(found.evidence[name]) for name in found.evidence} == {"value": 0, "reopened": 1}
    assert body_of(opened(3), measure="net").facts == ()
    assert body_of(snapshot("Tue 12:00", again), measure="opened").facts == ()


def test_on_a_day_without_work_the_heading_has_the_last_work_days_date() -> None:
    found = snapshot("Sat 12:00", life("A", "Fri 09:00 opened"))
    view = view_of(found, measure="opened")
    assert view.heading == words("heading.dated", title=words("measure.opened"), on="2026-03-06")
    assert view.note is None
    own = shown(found, Envelope("number", "New ones", has_title=True), measure="opened").view
    assert own.heading == words("heading.dated", title=verbatim("New ones"), on="2026-03-06")
    assert view_of(found, measure="open").heading == words("measure.open")


def test_where_every_hour_is_unknown_there_is_no_nought() -> None:
    dated = life("A", "Mon 00:00 opened", opened_is_date=True)  # type: ignore[arg-type]
    for measure in ("late", "oldest-open"):
        assert view_of(snapshot("Tue 12:00", dated), measure=measure).body == Blank((words("missing.hours", n=1),))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"measure": "opne"}, "Input should be"),
        ({"measure": "open", "days": 5}, "open is of now: leave days out"),
        ({"measure": "opened", "target": 5}, "say which with better"),
        ({"measure": "open", "urgent": 20, "late": 10}, r"late begins beyond urgent \(20\)"),
        ({"measure": "on-time", "urgent": 80, "late": 90}, r"late begins beyond urgent \(80\)"),
    ],
)
def test_what_cannot_be_meant_is_a_fault(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Options(**options)  # type: ignore[arg-type]


def test_a_measure_says_which_keys_mean_nothing_to_it() -> None:
    idle = {
        name: Options(measure=name).makes_no_use_of() for name in ("open", "oldest-open", "opened", "lead-time-p85")
    }  # type: ignore[arg-type]
    assert idle == {
        "open": {"calendar", "clock"},
        "oldest-open": {"calendar"},
        "opened": {"clock"},
        "lead-time-p85": frozenset(),
    }


BOARD = """
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
pages:
  - title: Numbers
    panels:
      - {type: number, place: [0, 0, 4, 4], title: A, measure: open, calendar: office}
      - {type: number, place: [4, 0, 4, 4], title: B, measure: opened, calendar: office}
      - {type: number, place: [8, 0, 4, 4], title: C, measure: on-time, clock: customer}
      - {type: number, place: [0, 4, 4, 4], title: D, measure: oldest-open, clock: customer}
      - {type: number, place: [4, 4, 4, 4], title: E, measure: oldst-open, clock: customer}
"""


def test_a_board_that_gives_a_measure_days_or_a_clock_of_no_use_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "board.yaml"
    file.write_text(BOARD, encoding="utf-8")
    with pytest.raises(BoardFaults) as caught:
        load_board(file, source_types={}, panel_types=registry.types())
    said = [str(fault).partition("board.yaml:")[2] for fault in caught.value.faults]
    assert said[:2] == [
        "8:80: pages.1.panels.1.calendar: number with these options makes no use of calendar; leave it out",
        "10:80: pages.1.panels.3.clock: number with these options makes no use of clock; leave it out",
    ]
    assert said[2].startswith("12:64: pages.1.panels.5.measure")
    assert said[2].endswith('did you mean "oldest-open"?')
    assert len(said) == 3
