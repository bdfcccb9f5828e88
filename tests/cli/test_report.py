"""`wallboard report`: what each panel shows as data, with its word, the same bytes each time."""

import csv
import io
import json

import pytest

from tests.cli.small_office import AT, BOARD, write_office
from tests.still import write_still


@pytest.fixture
def report(wallboard, office):
    return lambda *arguments: wallboard("report", office, "--at", AT, *arguments)


def panels(text):
    return {panel["title"]: panel for page in json.loads(text)["pages"] for panel in page["panels"]}


def figures(panel):
    return {figure["name"]: figure["value"] for figure in panel["view"]["figures"]}


def test_a_report_has_exactly_the_keys_of_the_contract(report):
    ended = report()
    made = json.loads(ended.out)
    assert list(made) == ["at", "organisation", "pages"]
    assert [list(page) for page in made["pages"]] == [["title", "panels"]] * 2
    for panel in panels(ended.out).values():
        assert list(panel) == ["type", "title", "state", "as_of", "sources", "view"]
        assert list(panel["view"])[:2] == ["kind", "figures"]
    assert {
        "name",
        "value",
        "unit",
        "n",
        "numerator",
        "denominator",
        "target",
        "zone",
        "without_target",
        "undecided",
    } < (panels(ended.out)["On time"]["view"]["figures"][0].keys())
    assert (made["at"], made["organisation"]) == ("2026-03-06T12:00:00Z", "Northwind")


def test_figures_are_those_reckoned_by_hand(report):
    found = panels(report().out)
    # Open: A-2 (11 h of 6, late), A-3 (3 of 12), A-4 (on hold at 2 of 12), A-5 (no target), A-6#2 (4 of 6).
    counted = figures(found["Open"])
    assert [counted[name] for name in ("open", "running", "on_hold", "late", "urgent", "without_share")] == [
        5,
        4,
        1,
        1,
        1,
        1,
    ]
    assert figures(found["Late"]) == {"late": 1, "late_on_hold": 0, "urgent": 1}
    # Due in the last five work days: A-1 (3 h on Wednesday, due Wednesday 15:00) on time, A-2 (due Thursday 15:00) not.
    due = found["On time"]["view"]["figures"][0]
    assert (due["numerator"], due["denominator"], due["value"]) == (1, 2, None)
    assert figures(found["Today"]) == {"opened": 2, "closed": 0, "net": -2, "reopened": 0}
    late = found["Late"]["view"]["rows"][0]
    assert (late["number"], late["share"], late["hours"]) == ("A-2", 11 / 6, 5.0)


def test_sentences_are_keys_and_their_instants_are_utc(wallboard, tmp_path):
    # Only the case's present status is known: the past has no history.
    board = BOARD.replace("status: State, owner: Agent, type: Kind", "owner: Agent, type: Kind").replace(
        "number: Ref, opened", "number: Ref, status: Ref, opened"
    )
    ended = wallboard("report", str(write_office(tmp_path / "plain", board)), "--at", AT)
    blank = panels(ended.out)["Late"]
    assert (ended.code, blank["state"], blank["view"]["kind"]) == (1, "NO DATA", "blank")
    (why,) = blank["view"]["why"]
    assert (why["key"], why["args"]["sources"]) == ("missing.history", "desk")
    assert why["args"]["at"].endswith("Z")


def test_every_panel_live_ends_with_0_and_as_of_the_instant(report):
    ended = report()
    assert (ended.code, ended.err) == (0, "")
    found = panels(ended.out)
    assert {panel["state"] for panel in found.values()} == {"LIVE"}
    assert {panel["as_of"] for panel in found.values()} == {"2026-03-06T12:00:00Z"}
    assert found["Open"]["sources"] == ["desk"]


def test_a_source_that_cannot_be_read_ends_with_1_and_its_panels_have_no_data(wallboard, tmp_path):
    path = write_office(tmp_path / "broken")
    (path.parent / "events.csv").unlink()
    ended = wallboard("report", str(path), "--at", AT)
    assert ended.code == 1
    states = {title: panel["state"] for title, panel in panels(ended.out).items()}
    # The list of sources is there to say that one has failed.
    assert states.pop("Sources") == "LIVE"
    assert set(states.values()) == {"NO DATA"}
    assert {panel["as_of"] for panel in panels(ended.out).values()} == {None}


def test_a_file_of_today_is_live_now(wallboard, office):
    ended = wallboard("report", office)
    assert (ended.code, panels(ended.out)["Open"]["state"]) == (0, "LIVE")


def test_nothing_cached_is_no_data(wallboard, office):
    ended = wallboard("report", office, "--cached")
    assert (ended.code, panels(ended.out)["Open"]["state"]) == (1, "NO DATA")
    assert "Nothing is kept of this board yet: start its wall, or `wallboard collect BOARD`.\n" in ended.err


def test_one_panel_is_found_by_its_title_or_its_place(report):
    assert list(panels(report("--panel", "Late").out)) == ["Late"]
    assert list(panels(report("--panel", "late").out)) == ["Late"]
    assert list(panels(report("--panel", "2.1").out)) == ["Today"]


UNTITLED = BOARD.replace(", title: Open}", "}").replace(", title: On time}", "}").replace(", title: Sources}", "}")


@pytest.mark.parametrize("name", ["1.2", "on-time", "ON-TIME", "On time", "on TIME"])
def test_a_panel_without_a_title_is_found_by_its_heading_or_its_type(wallboard, tmp_path, name):
    ended = wallboard("report", str(write_office(tmp_path / "own", UNTITLED)), "--at", AT, "--panel", name)
    assert [panel["type"] for panel in panels(ended.out).values()] == ["on-time"]


def test_a_type_finds_a_titled_panel_too_but_not_one_of_several(wallboard, tmp_path):
    assert list(panels(wallboard("report", "demo", "--at", AT, "--panel", "in-and-out").out)) != []
    twice = BOARD.replace("{type: on-time, place: [7, 0, 5, 4]", "{type: late-list, place: [7, 0, 5, 4]")
    ended = wallboard("report", str(write_office(tmp_path / "twice", twice)), "--at", AT, "--panel", "late-list")
    assert ended.code == 2
    assert ended.err.splitlines()[:2] == ["“late-list” is more than one panel. The board has:", "  1.1  Open"]


def test_a_panel_that_is_none_is_refused_with_those_there_are(report):
    ended = report("--panel", "Lat")
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean “Late”?" in ended.err
    assert "  2.1  Today" in ended.err


def test_an_instant_without_an_offset_is_the_organisations(wallboard, office):
    summer, same = (wallboard("report", office, "--at", at).out for at in ("2026-04-01T12:00", "2026-04-01T11:00Z"))
    assert json.loads(summer)["at"] == "2026-04-01T11:00:00Z"
    assert summer == same


def test_an_instant_that_is_none_is_refused(wallboard, office):
    ended = wallboard("report", office, "--at", "noon")
    assert (ended.code, ended.out) == (2, "")
    assert "“noon” is no instant" in ended.err


def test_what_is_later_than_the_instant_is_not_yet_known_and_not_unusable(wallboard, tmp_path):
    path = write_office(tmp_path / "later")
    cases = path.parent / "cases.csv"
    write_still(cases, cases.read_text(encoding="utf-8") + "A-8,2079-01-02 09:00\n")
    past = figures(panels(wallboard("report", str(path), "--at", AT).out)["Sources"])
    assert past["unusable:desk"] == 0
    assert figures(panels(wallboard("report", str(path)).out)["Sources"])["unusable:desk"] == 1


def test_two_runs_print_the_same_bytes_in_any_locale_and_zone(process, office):
    one = process("report", office, "--at", AT, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    other = process("report", office, "--at", AT, PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C.UTF-8")
    assert (one.code, one.err) == (0, "")
    assert one == other


def test_the_demo_is_live_and_the_same_twice(process):
    one, other = (process("report", "demo", "--at", "2026-03-10T11:00", PYTHONHASHSEED=seed) for seed in "12")
    assert (one.code, one.err) == (0, "")
    assert one.out == other.out


def test_csv_has_a_row_a_figure_and_one_for_a_panel_without(report):
    rows = list(csv.DictReader(io.StringIO(report("--format", "csv").out)))
    late = [row for row in rows if row["panel"] == "Late"]
    assert [(row["page"], row["figure"], row["value"], row["unit"], row["state"]) for row in late] == [
        ("Service", "late", "1", "cases", "LIVE"),
        ("Service", "late_on_hold", "0", "cases", "LIVE"),
        ("Service", "urgent", "1", "cases", "LIVE"),
    ]


def test_a_table_is_plain_lines_below_each_other(report):
    lines = report("--format", "table", "--panel", "Late").out.splitlines()
    assert lines[0] == "Northwind, 2026-03-06T12:00:00Z"
    assert lines[2] == "Service / Late: LIVE, as of 2026-03-06T12:00:00Z"
    assert [line.split()[:3] for line in lines[4:]] == [
        ["late", "1", "cases"],
        ["late_on_hold", "0", "cases"],
        ["urgent", "1", "cases"],
    ]


def test_a_bad_board_is_all_its_faults_one_a_line(wallboard, tmp_path):
    bad = BOARD.replace("hours: 6", "hours: six").replace("type: in-and-out", "type: in-or-out")
    ended = wallboard("report", str(write_office(tmp_path / "bad", bad)))
    assert (ended.code, ended.out) == (2, "")
    first, second = ended.err.splitlines()
    assert ":21:26: targets.1.hours" in first
    assert 'did you mean "in-and-out"?' in second


def test_another_format_is_refused(report):
    ended = report("--format", "xml")
    assert (ended.code, ended.out) == (2, "")
    assert "xml" in ended.err


def test_nothing_in_a_report_can_steer_a_terminal(wallboard, tmp_path):
    evil = "Ho\x1b[2Jld\u202e\x9b"
    path = write_office(tmp_path / "evil", BOARD.replace("types: [Order, Quote]\n", ""))
    for table in ("cases.csv", "events.csv"):
        file = path.parent / table
        write_still(file, file.read_text(encoding="utf-8").replace("Quote", evil))
    for form in ("table", "csv", "json"):
        out = wallboard("report", str(path), "--at", AT, "--format", form).out
        assert not set(out) & set("\x1b\u202e\x9b"), form
        assert "Ho" in out, form
        if form == "json":
            assert any(evil in name for name in figures(panels(out)["Open"]))


GERMAN = BOARD.replace("locale: en_GB", "locale: de_DE").replace(", title: On time", "").replace(", title: Late", "")


@pytest.mark.parametrize("name", ["Pünktlich", "pünktlich", "On time", "on-time", "1.2"])
def test_a_panel_is_named_as_its_wall_names_it_in_its_language_or_in_english(wallboard, tmp_path, name):
    path = write_office(tmp_path / "german", GERMAN)
    ended = wallboard("report", str(path), "--at", AT, "--panel", name)
    assert list(panels(ended.out)) == ["on-time"]


def test_panels_to_choose_from_are_named_as_on_the_wall(wallboard, tmp_path):
    path = write_office(tmp_path / "german", GERMAN)
    ended = wallboard("report", str(path), "--at", AT, "--panel", "Pünklich")
    assert ended.code == 2
    assert ended.err.startswith("No panel “Pünklich”; did you mean “Pünktlich”? The board has:\n")
    assert "\n  1.2  Pünktlich\n  1.3  Überfällig\n" in ended.err
