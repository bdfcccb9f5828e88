"""`wallboard explain`: rule 15, the cases behind a figure, any case as one line, and hour by hour."""

import csv
import io

import pytest

from tests.cli.small_office import AT, BOARD, write_office
from tests.still import write_still
from wallboard.core.measures.account import COLUMNS


@pytest.fixture
def explain(wallboard, office):
    return lambda *arguments, at=AT: wallboard("explain", office, "--at", at, *arguments)


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def told(text, *columns):
    return [tuple(row[column] for column in columns) for row in rows(text)]


def test_rule_15_every_figure_is_explained_by_its_cases_and_why_they_are_in_or_out(explain):
    ended = explain("--panel", "Late")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == ",".join((*COLUMNS, "in", "amount", "why"))
    assert told(ended.out, "number", "in", "why") == [
        ("A-2", "1", "late"),
        ("A-3", "0", "not late"),
        ("A-4", "0", "not late"),
        ("A-5", "0", "not late"),
        ("A-6#2", "0", "not late"),
    ]


def test_a_case_is_explained_with_all_that_its_hours_rest_on(explain, office):
    ((line),) = rows(explain("--case", "A-1").out)
    assert line == {
        "number": "A-1", "also": "", "sources": "desk", "type": "Order", "queue": "", "owner": "Kim", "priority": "",
        "status": "Closed", "state": "closed", "opened": "2026-03-02T15:00:00+00:00",
        "closed": "2026-03-04T12:00:00+00:00",
        "holds": "2026-03-02T16:00:00+00:00/2026-03-04T10:00:00+00:00", "closed_stretches": "", "target_h": "6.0",
        "target_from": f"{office}:21", "clock": "organisation", "calendar": "office", "hours": "3.0",
        "organisation_h": "3.0", "customer_h": "13.0", "due": "2026-03-04T15:00:00+00:00",
        "share": "0.5", "zone": "watch",
        "queue_since": "", "wait_h": "", "reopened": "0", "in": "", "amount": "", "why": "",
    }  # fmt: skip


def test_the_first_figure_is_taken_unless_one_is_named(explain):
    assert [row["in"] for row in rows(explain("--panel", "1.1").out)] == ["1"] * 5
    held = told(explain("--panel", "Open", "--figure", "on_hold:Quote").out, "number", "in")
    assert held == [("A-4", "1"), ("A-3", "0")]


def test_of_a_percentage_the_denominator_is_in_and_the_reason_tells_the_rest(explain):
    assert told(explain("--panel", "On time").out, "number", "in", "why") == [
        ("A-1", "1", "closed on time"),
        ("A-2", "1", "fell due and is open"),
    ]


def test_cases_come_in_the_order_asked_for(explain):
    assert told(explain("--case", "A-4", "--case", "A-2").out, "number", "state") == [
        ("A-4", "on hold"),
        ("A-2", "running"),
    ]


def test_a_late_return_is_a_case_of_its_own(explain):
    assert told(explain("--case", "A-6", "--case", "A-6#2").out, "number", "state", "hours", "opened") == [
        ("A-6", "closed", "1.0", "2026-02-02T09:00:00+00:00"),
        ("A-6#2", "running", "4.0", "2026-03-05T16:00:00+00:00"),
    ]


def test_of_a_case_that_came_back_late_it_is_said_that_there_are_others(explain):
    others = "“A-6” came back late, so it is 2 cases: this is the first; see --case A-6#2\n"
    assert explain("--case", "A-1", "--case", "A-6").err == others
    assert explain("--case", "A-6", "--hours").err == others
    assert explain("--case", "A-6", "--case", "A-6#2").err == ""
    assert explain("--case", "A-6#2", "--case", "A-1").err == ""


def test_hours_of_a_case_that_has_none_yet_are_said_to_be_none(wallboard, tmp_path):
    path = write_office(tmp_path)
    with (tmp_path / "cases.csv").open("a", encoding="utf-8") as cases:
        cases.write("A-8,2026-03-06 12:00\n")
    ended = wallboard("explain", str(path), "--at", AT, "--hours", "--case", "A-8", "--case", "A-2")
    assert ended.err == "“A-8” has no work hours yet.\n"
    assert {number for (number,) in told(ended.out, "number")} == {"A-2"}


def test_a_number_that_looks_like_a_late_return_is_a_cases_own_and_the_return_comes_after_it(wallboard, tmp_path):
    path = write_office(tmp_path)
    with (tmp_path / "cases.csv").open("a", encoding="utf-8") as cases:
        cases.write("A-6#2,2026-03-06 10:00\nA-1#2,2026-03-06 11:00\n")
    both = wallboard("explain", str(path), "--at", AT, "--case", "A-6#2")
    assert told(both.out, "number", "opened") == [
        ("A-6#2", "2026-03-06T10:00:00+00:00"),
        ("A-6#2", "2026-03-05T16:00:00+00:00"),
    ]
    assert both.err == "“A-6#2” is the number of a case, and “A-6” that came back late: the case comes first.\n"
    alone = wallboard("explain", str(path), "--at", AT, "--case", "A-1#2")
    assert (told(alone.out, "number", "opened"), alone.err) == ([("A-1#2", "2026-03-06T11:00:00+00:00")], "")


def test_with_a_panel_a_case_says_why_it_is_in_or_out_of_the_figure(explain):
    found = explain("--panel", "Late", "--case", "A-2", "--case", "A-3", "--case", "A-1").out
    assert told(found, "number", "in", "why") == [
        ("A-2", "1", "late"),
        ("A-3", "0", "not late"),
        ("A-1", "0", "outside the panel's scope or window"),
    ]


def test_hour_by_hour_the_seconds_add_up_to_the_hours(explain):
    found = explain("--case", "A-1", "--hours").out
    assert told(found, "from", "to", "state", "seconds", "hours") == [
        ("2026-03-02T15:00:00+00:00", "2026-03-02T16:00:00+00:00", "running", "3600", "1.0"),
        ("2026-03-02T16:00:00+00:00", "2026-03-02T17:00:00+00:00", "on hold", "0", "1.0"),
        ("2026-03-03T09:00:00+00:00", "2026-03-03T17:00:00+00:00", "on hold", "0", "1.0"),
        ("2026-03-04T09:00:00+00:00", "2026-03-04T10:00:00+00:00", "on hold", "0", "1.0"),
        ("2026-03-04T10:00:00+00:00", "2026-03-04T12:00:00+00:00", "running", "7200", "3.0"),
    ]


def test_hour_by_hour_an_open_case_goes_on_to_now(explain):
    found = explain("--case", "A-2", "--hours").out
    assert told(found, "to", "hours")[-1] == ("2026-03-06T12:00:00+00:00", "11.0")


def test_text_that_a_spreadsheet_would_run_is_made_harmless_and_a_number_is_not(explain):
    assert told(explain("--case", "A-5").out, "owner", "type") == [("'=cmd()", "-100")]


def test_a_case_that_was_read_and_left_out_says_why(wallboard, tmp_path):
    path = write_office(tmp_path / "spoiled")
    none_opened = "".join(f"B-{n:02},\n" for n in range(30))
    write_still(path.with_name("cases.csv"), f"Ref,Created\nA-1,2026-03-02 15:00\n{none_opened}")
    ended = wallboard("explain", str(path), "--at", AT, "--case", "B-07")
    assert ended == (2, "", "“B-07” was read from desk and left out, as a case without an opening time.\n")
    ended = wallboard("explain", str(path), "--at", AT, "--case", "B-29")
    assert ended.err == "“B-29” was read from desk and left out: `wallboard check` names what cannot be used.\n"
    assert "No case “B-30” is known" in wallboard("explain", str(path), "--at", AT, "--case", "B-30").err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--panel", "Lates"), "No panel “Lates”; did you mean “Late”?"),
        (("--panel", "Late", "--figure", "lat"), "has no figure “lat”; did you mean “late”?"),
        (("--panel", "Sources", "--case", "A-1"), "This figure is of no cases"),
        (("--case", "A-9"), "No case “A-9” is known at 2026-03-06T12:00:00Z"),
        (("--case", "A-7"), "No case “A-7” is known"),  # opened on Monday: not yet
        (("--case", "A-1#2"), "No case “A-1#2” is known"),
        (("--case", "A-1#²"), "No case “A-1#²” is known"),
        (("--case", "A-1#" + "9" * 5000), "is known at"),
        (("--case", "A-1#x"), "No case “A-1#x” is known"),
        ((), "Say which figure"),
        (("--hours",), "say which, with --case"),
        (("--figure", "late"), "needs its panel"),
        (("--figure", "late", "--case", "A-1"), "needs its panel"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(explain, arguments, said):
    ended = explain(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_of_a_panel_that_cannot_be_shown_the_reason_is_told(wallboard, tmp_path):
    path = write_office(tmp_path / "short", BOARD.replace(", type: Kind}", "}"))
    ended = wallboard("explain", str(path), "--at", AT, "--panel", "Open")
    assert ended == (2, "", "“Open” cannot be shown:\n  The field “type” is not mapped for desk.\n")


def test_two_runs_print_the_same_bytes(process):
    arguments = ("explain", "demo", "--panel", "On time", "--at", "2026-03-10T11:00")
    one, other = (process(*arguments, PYTHONHASHSEED=seed) for seed in "12")
    assert (one.code, one.err) == (0, "")
    assert one.out.count("\n") > 100
    assert one.out == other.out


def test_records_that_are_no_cases_are_explained_by_columns_of_their_own(explain):
    ended = explain("--panel", "Sources", "--figure", "rows:desk")
    assert ended.out.splitlines()[0] == "source,resource,in,amount,why"
    assert told(ended.out, "source", "resource", "in", "why")[0] == ("desk", "cases", "1", "read")


def test_a_panel_without_a_figure_has_nothing_to_explain(wallboard):
    ended = wallboard("explain", "config/every-panel.yaml", "--at", AT, "--panel", "Clock")
    assert (ended.code, "“clock” shows no figure" in ended.err) == (2, True)
