"""`wallboard recompute`: finished weeks anew, both figures kept; and what report and explain say of stored weeks."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import time_ns

import pytest

from tests.cli.conftest import Command, Ended
from tests.still import write_still
from wallboard.cli.ends import Refused
from wallboard.cli.recompute import first_week, label
from wallboard.cli.week_text import figure_text
from wallboard.core.local_time import date_of, day_of
from wallboard.core.measures.weeks import WeekCount, WeekKey, scope_text, this_monday
from wallboard.core.scope import Condition, Where
from wallboard.store.journal import Journal
from wallboard.store.places import Places, board_id, places_of
from wallboard.store.weeks import stored_weeks

ZONE = "Europe/London"
BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources:
  desk:
    type: file
    cases:
      path: cases.csv
      fields: {number: Ref, type: Kind, opened: Opened, closed: Closed}
targets: [{type: default, hours: 6, clock: customer}]
pages:
  - title: Service
    panels:
      - {type: on-time, place: [0, 0, 6, 8], title: All}
      - {type: on-time, place: [6, 0, 6, 8], title: Orders, where: {type: Order}}
"""
LATE, ON_TIME = "16:00", "10:00"


def monday(weeks_back: int) -> str:
    begins = this_monday(ZONE, time_ns() // 1000) - 7 * weeks_back
    return date_of(begins).isoformat()


def write_cases(path: Path, late: dict[int, int]) -> None:
    """Twenty cases opened on Monday of each of the last three weeks; so many of them, by weeks back, closed late."""
    lines = ["Ref,Kind,Opened,Closed"]
    for back, count in late.items():
        for number in range(20):
            closed = LATE if number < count else ON_TIME
            kind = "Order" if number < 10 else "Quote"
            lines.append(f"{back}-{number},{kind},{monday(back)} 09:00,{monday(back)} {closed}")
    write_still(path.with_name("cases.csv"), "\n".join(lines) + "\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "office" / "board.yaml"
    made.parent.mkdir()
    made.write_text(BOARD, encoding="utf-8")
    write_cases(made, {1: 2, 2: 4, 3: 0})
    return made


@pytest.fixture
def recompute(wallboard: Command, path: Path) -> Callable[..., Ended]:
    return lambda since=3, *more: wallboard("recompute", str(path), "--from", monday(since), *more)


def week_values(ended: Ended) -> list[float]:
    figures = json.loads(ended.out)["pages"][0]["panels"][0]["view"]["figures"]
    return [one["value"] for one in figures if one["name"].startswith("week:")][-3:]


def test_weeks_that_had_no_figure_are_stored(recompute: Callable[..., Ended], path: Path) -> None:
    ended = recompute()
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"From {monday(3)}: 6 computed, 0 changed, 6 new, 0 the same.\n"
    stored = stored_weeks(places_of(), board_id(path))
    whole = {key.week_on: count for key, count in stored.items() if "Order" not in key.scope}
    assert whole == {
        monday(3): WeekCount(100, 20, 20, 20, 0, 0),
        monday(2): WeekCount(80, 16, 20, 20, 0, 0),
        monday(1): WeekCount(90, 18, 20, 20, 0, 0),
    }


def test_a_line_for_each_week_that_changed_and_both_figures_are_kept(
    recompute: Callable[..., Ended], path: Path
) -> None:
    recompute()
    write_cases(path, {1: 2, 2: 1, 3: 0})
    ended = recompute()
    assert ended.out.splitlines() == [
        f"{monday(2)} on-time, type: Order: 60 % (6 of 10) → 90 % (9 of 10)",
        f"{monday(2)} on-time: 80 % (16 of 20) → 95 % (19 of 20)",
        f"From {monday(3)}: 6 computed, 2 changed, 0 new, 4 the same.",
    ]
    with closing(sqlite3.connect(places_of().journal)) as journal:
        counted = journal.execute("SELECT cause, count(*) FROM weeks GROUP BY cause").fetchall()
    assert counted == [("recompute", 8)]


def test_a_week_that_now_says_of_targets_what_it_did_not_has_not_changed(
    recompute: Callable[..., Ended], path: Path
) -> None:
    recompute()
    stored = stored_weeks(places_of(), board_id(path))
    before = {key: WeekCount(count.value, count.numerator, count.denominator) for key, count in stored.items()}
    with closing(Journal(places_of())) as journal:
        journal.recompute_weeks(board_id(path), before, 5)
    assert recompute().out == f"From {monday(3)}: 6 computed, 0 changed, 0 new, 6 the same.\n"
    assert stored_weeks(places_of(), board_id(path)) == stored


def test_weeks_stay_when_a_link_to_the_board_is_set_to_another_release(wallboard: Command, path: Path) -> None:
    link = path.parent.parent / "current"
    link.symlink_to(path.parent)
    wallboard("recompute", str(link / "board.yaml"), "--from", monday(3))
    release = path.parent.parent / "release-8"
    path.parent.rename(release)
    write_cases(release / "board.yaml", {1: 20, 2: 20, 3: 20})
    link.unlink()
    link.symlink_to(release)
    assert week_values(wallboard("report", str(link / "board.yaml"))) == [100, 80, 90]


def test_only_weeks_from_the_date_on_are_computed(recompute: Callable[..., Ended], path: Path) -> None:
    ended = recompute(1)
    assert ended.out == f"From {monday(1)}: 2 computed, 0 changed, 2 new, 0 the same.\n"
    assert {key.week_on for key in stored_weeks(places_of(), board_id(path))} == {monday(1)}


def test_any_day_of_a_week_means_the_whole_week(wallboard: Command, path: Path) -> None:
    sunday = date_of(this_monday(ZONE, time_ns() // 1000)) - timedelta(days=1)
    assert f"From {monday(1)}: 2 computed" in wallboard("recompute", str(path), "--from", sunday.isoformat()).out


def test_a_running_writer_is_waited_for(recompute: Callable[..., Ended], path: Path) -> None:
    places = places_of()
    places.make()
    with closing(Journal(places)) as collector:
        collector.store_weeks(board_id(path), {WeekKey("on-time", "{}", monday(1)): WeekCount(1)}, 5)
        assert recompute().code == 0
        assert len(collector.weeks(board_id(path))) == 7


def test_report_tells_the_week_that_the_wall_tells_and_the_past_what_the_rows_tell(
    recompute: Callable[..., Ended], wallboard: Command, path: Path
) -> None:
    recompute()
    write_cases(path, {1: 2, 2: 1, 3: 0})
    now = f"{monday(0)}T00:00"
    assert week_values(wallboard("report", str(path))) == [100, 80, 90]
    assert week_values(wallboard("report", str(path), "--at", now)) == [100, 95, 90]


def test_explain_says_when_the_rows_of_a_stored_week_tell_another_figure(
    recompute: Callable[..., Ended], wallboard: Command, path: Path
) -> None:
    recompute()
    write_cases(path, {1: 2, 2: 1, 3: 0})
    told = {
        back: wallboard("explain", str(path), "--panel", "All", "--figure", f"week:{monday(back)}") for back in (1, 2)
    }
    assert told[1].err == ""
    assert told[2].err == (
        f"The week of {monday(2)} was stored as 80 % (16 of 20); its rows now tell 95 % (19 of 20).\n"
    )
    assert [sum(row["in"] == "1" for row in csv.DictReader(io.StringIO(one.out))) for one in told.values()] == [20, 20]


def test_explain_says_so_of_a_panels_first_figure_too(
    recompute: Callable[..., Ended], wallboard: Command, path: Path
) -> None:
    path.write_text(BOARD.replace("{type: on-time,", "{type: trend, measure: on-time,"), encoding="utf-8")
    recompute()
    write_cases(path, {1: 5, 2: 4, 3: 0})
    assert wallboard("explain", str(path), "--panel", "All").err == (
        f"The week of {monday(1)} was stored as 90 % (18 of 20); its rows now tell 75 % (15 of 20).\n"
    )


def test_weeks_whose_rows_are_not_whole_are_left_alone_and_named(recompute: Callable[..., Ended], path: Path) -> None:
    path.with_name("cases.csv").unlink()
    ended = recompute()
    assert ended.code == 1
    assert stored_weeks(places_of(), board_id(path)) == {}


def test_a_board_that_shows_no_weeks_has_none_to_recompute(wallboard: Command, path: Path) -> None:
    path.write_text(BOARD.replace("on-time", "late-list"), encoding="utf-8")
    ended = wallboard("recompute", str(path), "--from", monday(1))
    assert (ended.code, ended.out, "No panel of this board shows weeks" in ended.err) == (1, "", True)


def test_a_file_older_than_the_weeks_end_tells_nothing_of_it(recompute: Callable[..., Ended], path: Path) -> None:
    import os

    end_s = (day_of(date_of(this_monday(ZONE, time_ns() // 1000))) - 9) * 86_400  # Saturday of the week before last
    os.utime(path.with_name("cases.csv"), (end_s, end_s))
    ended = recompute()
    assert ended.code == 1
    assert ended.out == f"From {monday(3)}: 2 computed, 0 changed, 2 new, 0 the same.\n"
    assert ended.err.splitlines()[0] == "on-time: not up to the last week, for want of rows: desk."


def test_a_folder_in_the_place_of_a_lock_keeps_no_week_from_being_stored(
    recompute: Callable[..., Ended], tmp_path: Path
) -> None:
    state = Places(tmp_path / "state")
    state.make()
    (state.locks / "journal.lock").mkdir()
    ended = recompute()
    assert (ended.code, ended.err) == (0, "")
    assert recompute().out == f"From {monday(3)}: 6 computed, 0 changed, 0 new, 6 the same.\n"


def test_on_a_full_disk_nothing_is_said_of_a_glass(process: Command, path: Path) -> None:
    places_of().make()
    full = "import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    full += "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    ended = process("recompute", str(path), "--from", monday(3), first=full)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "the journal cannot be used (disk I/O error); what it has stays as it is\n"
        "The journal cannot be written: nothing was stored.\n"
    )


# Dates


NOW_ON, THIS_MONDAY = "2026-03-06", 20514  # a Friday, and its Monday
NOW_US = (THIS_MONDAY + 4) * 86_400_000_000


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "“soon” is no date; write it as in 2026-03-02."),
        ("2026-02-30", "“2026-02-30” is no date; write it as in 2026-03-02."),
        ("2026-03-09", "2026-03-09 has not come yet: only weeks that are over can be recomputed."),
        ("2026-03-06", "The week of 2026-03-06 is not over: the last one that is began on 2026-02-23."),
        ("2026-03-08", "The week of 2026-03-08 is not over: the last one that is began on 2026-02-23."),
        ("2020-01-01", "Weeks are kept for 25 months: recompute from 2024-02-12 or later."),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_what_can(text: str, why: str) -> None:
    with pytest.raises(Refused, match="^" + why.replace(".", r"\.") + "$"):
        first_week(text, THIS_MONDAY, NOW_US)


@pytest.mark.parametrize("text", ["2026-02-23", "2026-03-01", " 2026-02-25 "])
def test_a_date_stands_for_the_monday_of_its_week(text: str) -> None:
    assert first_week(text, THIS_MONDAY, NOW_US) == THIS_MONDAY - 7


def test_a_refusal_ends_with_two_before_anything_is_read(wallboard: Command, path: Path) -> None:
    path.with_name("cases.csv").unlink()
    ended = wallboard("recompute", str(path), "--from", "never")
    assert (ended.code, ended.out, ended.err) == (2, "", "“never” is no date; write it as in 2026-03-02.\n")


# Words


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (WeekCount(90, 18, 20), "90 % (18 of 20)"),
        (WeekCount(200 / 3, 8, 12), "66.67 % (8 of 12)"),
        (WeekCount(None, 3, 5), "3 of 5"),
        (WeekCount(1.5, 6, 4), "1.5 (6 of 4)"),
        (WeekCount(6.25, None, 40), "6.25 (n 40)"),
        (WeekCount(None, None, 0), "none (n 0)"),
        (WeekCount(10), "10"),
        (WeekCount(None), "none"),
        (WeekCount(90, 18, 20, 25, 5, 0), "90 % (18 of 20), 20 of 25 with a target"),
        (WeekCount(90, 18, 20, 20, 0, 0), "90 % (18 of 20)"),
    ],
)
def test_a_figure_is_said_with_what_it_rests_on(count: WeekCount, text: str) -> None:
    assert figure_text(count) == text


@pytest.mark.parametrize(
    ("where", "also", "text"),
    [
        (Where(), {}, "opened"),
        (Where(), {"clock": "customer", "calendar": None}, "opened, clock: customer"),
        (Where((Condition("type", ("Quote", "Order", None)),)), {}, "opened, type: none or Order or Quote"),
        (Where((Condition("queue", ("Desk",), is_negated=True),)), {}, "opened, queue: not Desk"),
        (Where((Condition("open_hours", above=4.0, below=8.5),)), {}, "opened, open_hours: above 4, below 8.5"),
        (
            Where((), (Where((Condition("type", ("Order",)),)), Where((Condition("share", above=1.0),)))),
            {},
            "opened, any of (share: above 1; type: Order)",
        ),
    ],
)
def test_a_figure_goes_by_its_measure_and_what_it_is_about(where: Where, also: dict[str, str], text: str) -> None:
    assert label("opened", scope_text(where, "UTC", also)) == text
