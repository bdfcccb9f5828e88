"""What a board asks of its share on time."""

import pytest

from wallboard.config.load import load_board
from wallboard.config.on_time import on_time_of
from wallboard.core.measures.on_time import ON_TIME, OnTimeAsk
from wallboard.core.scope import Condition, Where

HEAD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}, late: {hours: {mon-fri: ["12:00-20:00"]}}}
sources: {company: {type: demo}}
pages:
  - title: Service
    panels:
      - {type: clock, place: [0, 0, 2, 2]}
"""
ORDERS = "      - {type: on-time, title: Orders, days: 3, where: {type: Order}, place: [2, 0, 2, 2]}\n"
ALL = "      - {type: on-time, days: 10, target: 80, calendar: late, place: [4, 0, 2, 2]}\n"
OTHER = "      - {type: on-time, title: Again, place: [6, 0, 2, 2]}\n"
OF_ORDERS = OnTimeAsk(95, 3, Where((Condition("type", ("Order",)),)), title="Orders")
OF_ALL = OnTimeAsk(80, 10, calendar="late")


@pytest.mark.parametrize(
    ("panels", "asked"),
    [
        ("", ON_TIME),
        (ORDERS, OF_ORDERS),
        (ALL + OTHER, OF_ALL),
        (ORDERS + ALL, OF_ALL),
    ],
)
def test_the_boards_own_panel_says_it_and_one_of_all_cases_before_others(tmp_path, panels, asked):
    path = tmp_path / "board.yaml"
    path.write_text(HEAD + panels, encoding="utf-8")
    assert on_time_of(load_board(path)) == asked
