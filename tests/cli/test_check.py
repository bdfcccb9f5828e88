"""`wallboard check`: every fault at once; then machine, room, sources and panels, and what falls short of them."""

import os
import re
import sqlite3
from contextlib import closing
from time import time

import pytest

from tests.cli.small_office import AT, BOARD, EVENTS, write_office
from tests.incident_log import DATA
from tests.loopback.server import closed_port
from tests.still import write_still


@pytest.fixture
def check(wallboard, tmp_path):
    def call(board=BOARD, *arguments, changes=()):
        path = write_office(tmp_path / "checked", board)
        for name, text in changes:
            write_still(path.parent / name, text)
        return wallboard("check", str(path), *arguments)

    return call


LISTED = BOARD.replace("types: [Order, Quote]", 'types: [Order, Quote, "-100"]')


def test_a_good_board_is_all_well(check):
    ended = check(LISTED)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("\nAll well.\n")
    lines = [line.strip() for line in ended.out.splitlines()]
    assert "pages 2, panels 5, sources 1, files 1" in lines
    assert "read completely" in lines
    assert "cases    7  rows  with number, opened" in lines
    assert "2.1 More / Today: good" in lines


def test_every_fault_of_the_configuration_stands_on_a_line_with_its_place(wallboard, tmp_path):
    text = (DATA / "board-example.yaml").read_text()
    mistakes = {"type: rest": "type: rust", "{category: [Visit, Demo]}": "{colour: red}", "every: 5m": "every: 5x"}
    for right, wrong in mistakes.items():
        text = text.replace(right, wrong)
    path = tmp_path / "board-example.yaml"
    path.write_text(text)
    ended = wallboard("check", str(path), "--offline")
    assert ended.code == 2
    lines = ended.err.splitlines()
    assert [line.split(": ")[1].strip() for line in lines] == [
        "sources.helpdesk.type", "sources.diaries.appointments.counts.colour", "sources.diaries.every",
    ]  # fmt: skip
    assert all(":" in line.partition("board-example.yaml")[2] for line in lines)


def test_rows_that_cannot_be_used_fall_short_and_are_named(check):
    ended = check(changes=[("cases.csv", "Ref,Created\nA-1,2026-03-02 15:00\nA-2,\n,2026-03-02 15:00\n")])
    assert ended.code == 1
    assert "! unusable: 1 case without an opening time: A-2" in ended.out
    assert "! unusable: 1 row without a number (“Ref”)" in ended.out
    assert ended.out.count("      2 cases of desk are unusable\n") == 4, "each panel but that of the sources says so"
    assert ended.out.endswith("things fall short.\n")


JOINED = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources:
  erp:
    type: sql
    file: erp.db
    cases:
      query: SELECT no, made FROM cases JOIN parts USING (no)
      fields: {number: no, opened: made}
pages: [{title: One, panels: [{type: open-cases, place: [0, 0, 12, 8]}]}]
"""


def test_rows_of_a_query_that_repeat_a_number_are_told_and_did_come(wallboard, tmp_path):
    with closing(sqlite3.connect(tmp_path / "erp.db")) as own, own:
        own.execute(
            "CREATE TABLE cases AS SELECT 1 AS no, '2026-03-02 15:00' AS made UNION SELECT 2, '2026-03-02 15:00'"
        )
        own.execute("CREATE TABLE parts AS SELECT 1 AS no UNION ALL SELECT 2 UNION ALL SELECT 2 UNION ALL SELECT 2")
    (tmp_path / "board.yaml").write_text(JOINED)
    lines = [line.strip() for line in wallboard("check", str(tmp_path / "board.yaml")).out.splitlines()]
    assert "cases  2  rows  with number, opened" in lines
    assert "the source itself counts 4" in lines
    assert (
        "Of cases, 2 rows repeat a number, as “2”: the last of each holds. Let `query` give one row for each." in lines
    )


def test_a_status_that_nobody_mapped_falls_short_and_is_named(check):
    ended = check(BOARD.replace("open: [Active], ", ""))
    assert ended.code == 1
    assert "! status “Active” on 9 rows counts as open: say what it means under `statuses`" in ended.out


def test_where_statuses_stand_and_which_words_are_known_is_said_once(check, tmp_path):
    told = BOARD.replace("open: [Active], ", "")
    ended = check(told)
    number = next(n for n, line in enumerate(told.splitlines(), start=1) if line.startswith("statuses:"))
    known = "new, open, on hold, on-hold, closed, resolved, solved, done, ignored"
    assert (
        f"`statuses` are at {tmp_path / 'checked' / 'board.yaml'}:{number}; known without them: {known}\n" in ended.out
    )
    assert ended.out.count("known without them") == 1
    rows = ["Ref,State,Opened,Closed", "A-1,Erledigt,2026-03-02 15:00,", "A-2,Fertig,2026-03-02 15:00,"]
    without = check(CLOSINGS, changes=[("cases.csv", "\n".join(rows) + "\n")]).out
    assert without.count("`statuses` stand beside `sources`, as in statuses: {closed: [Fertig]}; known") == 1


@pytest.mark.parametrize(("states", "is_told"), [(("", ""), True), (("", "Fertig"), False)])
def test_a_status_of_which_no_case_has_a_value_falls_short(check, states, is_told):
    rows = "".join(f"A-{number},{state},2026-03-02 15:00,\n" for number, state in enumerate(states))
    ended = check(CLOSINGS, changes=[("cases.csv", f"Ref,State,Opened,Closed\n{rows}")])
    assert ended.code == 1
    said = "! no case has a status: all count as open that have no closing time"
    assert (said in ended.out) is is_told


CLOSINGS = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources:
  desk:
    type: file
    cases:
      path: cases.csv
      fields: {number: Ref, status: State, opened: Opened, closed: Closed}
pages:
  - title: Service
    panels: [{type: open-cases, place: [0, 0, 12, 8], title: Open}]
"""


def test_of_a_status_that_nobody_mapped_check_says_that_its_closing_time_closes_nothing(check):
    rows = [
        "Ref,State,Opened,Closed",
        "A-1,Erledigt,2026-03-02 15:00,2026-03-02 16:00",
        "A-2,Fertig,2026-03-02 15:00,2026-03-02 16:00",
        "A-3,Fertig,2026-03-02 15:00,",
        "A-4,Neu,2026-03-02 15:00,",
        "A-5,Done,2026-03-02 15:00,2026-03-02 16:00",
    ]
    ended = check(CLOSINGS, changes=[("cases.csv", "\n".join(rows) + "\n")])
    closes_none = "a closing time closes no case whose status is not mapped, so say what it means under `statuses`"
    assert f"! status “Erledigt” on 1 row, which has a closing time, counts as open: {closes_none}" in ended.out
    assert f"! status “Fertig” on 2 rows, 1 of which has a closing time, counts as open: {closes_none}" in ended.out
    assert "! status “Neu” on 1 row counts as open: say what it means under `statuses`" in ended.out
    assert "Done" not in ended.out


def test_rows_that_cannot_be_used_are_not_among_those_that_have_a_closing_time(check):
    rows = ["Ref,State,Opened,Closed", "A-1,Fertig,2026-03-02 15:00,2026-03-02 16:00",
            "A-2,Fertig,,2026-03-02 16:00"]  # fmt: skip
    ended = check(CLOSINGS, changes=[("cases.csv", "\n".join(rows) + "\n")])
    assert "! status “Fertig” on 1 row, which has a closing time, counts as open" in ended.out


SORTED = [
    "Ref,State,Opened,Closed",
    *(f"A-{n},Sorted,2026-03-02 15:00,2026-03-02 16:00" for n in range(1, 4)),
    "A-4,Active,2026-03-02 15:00,",
    *(f"A-{n},Active,2026-03-02 15:00,2026-03-02 16:00" for n in range(5, 8)),
]


@pytest.mark.parametrize(("state", "said"), [("open", "open"), ("on-hold", "on hold")])
def test_a_word_for_open_cases_all_of_which_have_a_closing_time_falls_short(check, tmp_path, state, said):
    mapped = f"statuses:\n  open: [Active]\n  {state}: [Sorted]\n" if state != "open" else (
        "statuses:\n  open: [Active, Sorted]\n"
    )  # fmt: skip
    board = CLOSINGS.replace("pages:", f"{mapped}pages:")
    line = next(n for n, text in enumerate(board.splitlines(), start=1) if "Sorted" in text)
    ended = check(board, changes=[("cases.csv", "\n".join(SORTED) + "\n")])
    place = tmp_path / "checked" / f"board.yaml:{line}"
    asks = "does it belong under `closed`, or is another time mapped to `closed`?"
    told = f"! status “Sorted” counts as {said} (see {place}), but all 3 of its rows have a closing time: {asks}"
    assert told in ended.out
    assert "status “Active”" not in ended.out
    assert ended.code == 1


def test_two_rows_with_a_closing_time_may_have_been_opened_again(check):
    board = CLOSINGS.replace("pages:", "statuses: {open: [Active, Sorted]}\npages:")
    rows = [SORTED[0], *SORTED[2:]]
    assert "status “Sorted”" not in check(board, changes=[("cases.csv", "\n".join(rows) + "\n")]).out


TARGETED = CLOSINGS.replace("status: State, ", "type: Kind, ").replace(
    "pages:\n", "targets:\n  - {type: Order, hours: 8}\n  - {type: Ordr, hours: 16}\npages:\n"
)


def test_a_target_for_a_type_that_no_case_has_falls_short_and_is_named(check):
    rows = ["Ref,Kind,Opened,Closed", "A-1,Order,2026-03-02 15:00,", "A-2,Quote,2026-03-02 15:00,"]
    cases = ("cases.csv", "\n".join(rows) + "\n")
    ended = check(TARGETED, "--at", AT, changes=[cases])
    assert ended.code == 1
    line = TARGETED.splitlines().index("  - {type: Ordr, hours: 16}") + 1
    there = "there are Order, Quote; did you mean “Order”?"
    assert f"board.yaml:{line}: no case has the type “Ordr”; {there}\n" in ended.out
    assert ended.out.count("no case has the type") == 1
    assert "no case has the type" not in check(TARGETED, "--at", AT, "--offline", changes=[cases]).out


def test_a_target_may_have_its_cases_in_a_source_that_was_not_read(check):
    rows = ("cases.csv", "Ref,Kind,Opened,Closed\nA-1,Order,2026-03-02 15:00,\n")
    other = "sources:\n  other: {type: file, cases: {path: gone.csv, fields: {number: Ref, opened: Opened}}}\n"
    ended = check(TARGETED.replace("sources:\n", other), "--at", AT, changes=[rows])
    assert "no case has the type" not in ended.out


def filtered(where, more=""):
    return LISTED.replace("title: Late}", f"title: Late, where: {where}}}").replace("pages:\n", f"{more}pages:\n")


@pytest.mark.parametrize(
    ("where", "doubt"),
    [
        ("{status: Actve}", "no row has the status “Actve”; did you mean “Active”?"),
        ("{owner: {not: Kym}}", "no row has the owner “Kym”; did you mean “Kim”?"),
        ("{any: [{type: Order}, {status: [Active, Sent]}]}", "no row has the status “Sent”"),
    ],
)
def test_a_where_that_asks_for_what_no_row_has_falls_short(check, where, doubt):
    ended = check(filtered(where), "--at", AT)
    assert ended.code == 1
    lines = [line.strip() for line in ended.out.splitlines()]
    assert lines[lines.index("1.3 Service / Late: shown, but") + 1] == f"! where: {doubt}"
    assert lines[-1] == "One thing falls short."


@pytest.mark.parametrize("where", ["{queue: Nowhere}", "{tier: expert}"])
def test_a_where_about_a_field_that_no_source_maps_leaves_nothing_to_show(check, where):
    ended = check(filtered(where), "--at", AT)
    assert ended.code == 1
    lines = [line.strip() for line in ended.out.splitlines()]
    why = lines[lines.index("! 1.3 Service / Late: cannot be shown") + 1]
    assert why == "The field “queue” is not mapped for desk."
    assert lines[-1] == "One thing falls short."


@pytest.mark.parametrize("where", ["{status: [active, Waiting]}", "{owner: null}", "{type: Quote}", "{zone: late}"])
def test_a_where_that_rows_or_the_board_know_is_good(check, where):
    ended = check(filtered(where), "--at", AT)
    assert (ended.code, "where:" in ended.out) == (0, False)


def test_where_nothing_was_read_nothing_is_said_of_a_where(check):
    ended = check(filtered("{status: Actve}").replace("path: events.csv", "path: event.csv"))
    assert "Actve" not in ended.out


def test_a_queue_that_is_in_no_list_falls_short_where_queues_are_listed(check):
    rows = EVENTS.replace("Agent,Kind", "Agent,Kind,Q").replace(",Order\n", ",Order,Front\n")
    rows = rows.replace(",Quote\n", ",Quote,Desk 2\n").replace(",-100\n", ",-100,\n")
    board = LISTED.replace("type: Kind}", "type: Kind, queue: Q}")
    assert check(board, changes=[("events.csv", rows)]).code == 0
    ended = check(board.replace("targets:", "queues: {Front: {}}\ntargets:"), changes=[("events.csv", rows)])
    assert "! 1 queue is not in the list of queues, nor in their `also`: “Desk 2”\n" in ended.out
    assert ended.out.endswith("One thing falls short.\n")


def staffed(*people):
    return LISTED.replace("pages:\n", f"people: [{', '.join(people)}]\npages:\n")


def test_owners_of_whom_the_board_lists_nobody_are_named_once(check):
    ended = check(staffed("{name: Lena Ortiz, role: csr}"), "--at", AT)
    assert ended.code == 1
    assert "    ! owners of cases that nobody on the board has: “=cmd()”, “Kim”; give people `also`\n" in ended.out
    assert ended.out.count("give people `also`") == 1


@pytest.mark.parametrize(
    "people",
    [
        ("{name: kim, role: csr}", "{name: Lena, role: csr}"),
        ("{name: Kim Ortiz, role: expert, also: {desk: KIM}}",),
        ("{name: Amira, role: salesperson}",),
    ],
)
def test_owners_of_whom_somebody_is_listed_are_not_asked_after(check, people):
    assert "nobody on the board" not in check(staffed(*people), "--at", AT).out


def test_late_is_said_of_data_where_a_panel_of_late_cases_is_called_late(wallboard, tmp_path):
    always = BOARD.replace('"09:00-17:00"', '"00:00-24:00"').replace("mon-fri", "mon-sun")
    path = write_office(tmp_path / "aged", always.replace("type: file\n", "type: file\n    expect_every: 1h\n", 1))
    then_s = time() - 3 * 3600
    os.utime(path.with_name("events.csv"), (then_s, then_s))
    said = wallboard("check", str(path)).out
    assert "\n  ! desk (file): data LATE, as of " in said
    assert "\n  ! 1.3 Service / Late: data LATE\n      the data of desk is LATE, 3 h old\n" in said
    assert "\nService / Late: data LATE, as of " in wallboard("report", str(path), "--format", "table").out


def test_of_many_unmapped_statuses_ten_are_named(check):
    rows = "".join(f"A-1,2026-03-02 15:{n:02},S{n:02},Kim,Order\n" for n in range(12))
    ended = check(LISTED, changes=[("events.csv", f"Ref,At,State,Agent,Kind\n{rows}")])
    named = [line for line in ended.out.splitlines() if "counts as open" in line]
    assert (len(named), "status “S09” on 1 row counts" in named[-1]) == (10, True)
    assert "    ! and 2 more\n" in ended.out


def test_a_source_that_fails_says_why_and_what_to_do(check):
    ended = check(BOARD.replace("path: events.csv", "path: event.csv"))
    assert ended.code == 1
    assert "! desk (file): not read" in ended.out
    assert "No file matches event.csv." in ended.out
    assert "Check the path, and that the share is there." in ended.out
    assert "! 2.1 More / Today: cannot be shown" in ended.out


def test_of_a_file_that_is_not_there_the_folder_the_line_and_the_nearest_name_are_told(check, tmp_path):
    out = check(BOARD.replace("path: events.csv", "path: evnts.csv")).out
    folder = tmp_path / "checked"
    assert f"\n    looked in {folder}; did you mean “events.csv”?\n    see {folder / 'board.yaml'}:18\n" in out
    out = check(BOARD.replace("path: events.csv", 'path: "../exports/*/evnts-*.csv"')).out
    assert f"\n    looked in {tmp_path / 'exports'}\n    see {folder / 'board.yaml'}:18\n" in out


def test_of_a_column_that_is_not_there_the_line_is_told(check, tmp_path):
    ended = check(BOARD.replace("status: State", "status: Stat"))
    assert f"\n    see {tmp_path / 'checked' / 'board.yaml'}:19\n" in ended.out


def test_of_a_column_that_is_not_there_those_that_are_there_are_told_here_alone(check):
    ended = check(BOARD.replace("status: State", "status: Stat"))
    found = EVENTS.partition("\n")[0].replace(",", ", ")
    assert f"\n    Its columns: {found}\n" in ended.out


def test_what_follows_from_one_fault_is_counted_once(check):
    assert check(LISTED.replace("path: events.csv", "path: event.csv")).out.endswith("\nOne thing falls short.\n")
    assert check(BOARD.replace(", type: Kind}", "}")).out.endswith("\nOne thing falls short.\n")


def test_lines_that_follow_from_a_fault_are_told_from_those_that_count(check):
    out = check(BOARD.replace("path: events.csv", "path: event.csv")).out
    marked = [line for line in out.splitlines() if line.lstrip().startswith("! ")]
    sums = f"\n{len(marked) - 1} lines with “!” follow from others, and are not counted.\nOne thing falls short.\n"
    assert len(marked) > 2
    assert out.endswith(sums)


def test_a_word_that_would_steer_a_terminal_is_shown_with_dots(check):
    rows = "A-1,2026-03-02 15:00,Ho\x1b[2Jld\u202e,Kim,Order\n"
    ended = check(changes=[("events.csv", f"Ref,At,State,Agent,Kind\n{rows}")])
    assert "status “Ho·[2Jld·” on 1 row" in ended.out


def test_a_panel_whose_field_is_not_mapped_says_which(check):
    ended = check(BOARD.replace(", type: Kind}", "}"))
    assert ended.code == 1
    assert "! 1.1 Service / Open: cannot be shown" in ended.out
    assert "The field “type” is not mapped for desk." in ended.out


CROWDED = BOARD.replace("place: [7, 0, 5, 4]", "place: [7, 0, 1, 1]")


SALES = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}
calendars:
  office: {hours: {mon-fri: ["09:00-17:00"]}}
sources:
  diaries:
    type: file
    appointments: {path: visits.csv, fields: {id: id, person: person, start: start, end: end, state: state}}
    absences: {path: leave.csv, fields: {person: person, start: start, end: end}}
people:
  - {name: Amira Haddad, role: salesperson}
pages:
  - title: Sales
    panels:
      - {type: appointments, place: [0, 0, 12, 8], title: Visits}
"""


def test_whom_a_panel_does_not_know_is_named_here_and_not_on_the_wall(check):
    visits = "id,person,start,end,state\n1,Amira Haddad,2026-03-02 09:00,2026-03-02 10:00,performed\n"
    leave = "person,start,end\nzoe@rival.example,2026-03-02 09:00,2026-03-02 10:00\n"
    ended = check(SALES, changes=[("visits.csv", visits), ("leave.csv", leave)])
    lines = [line.strip() for line in ended.out.splitlines()]
    place = lines.index("1.1 Sales / Visits: shown, but")
    assert lines[place + 1 : place + 3] == [
        "leave of somebody the board does not know",
        "! nobody of the board, nor in their `also`: “zoe@rival.example”",
    ]
    assert lines[-1] == "One thing falls short."


def test_rows_that_a_panel_leaves_out_are_told_once_with_their_names(check):
    visits = "id,person,start,end,state,booked\n" + "".join(
        f"{n},Amira Haddad,2026-03-02 1{n}:00,2026-03-02 1{n}:30,performed,2079-01-02 10:00\n" for n in range(2)
    )
    board = SALES.replace("    absences: {path: leave.csv, fields: {person: person, start: start, end: end}}\n", "")
    ended = check(board.replace("state: state}", "state: state, booked: booked}"), changes=[("visits.csv", visits)])
    lines = [line.strip() for line in ended.out.splitlines() if "booked later" in line]
    assert lines == ["2 appointments booked later than the source’s own clock: 0, 1"]


def proposed(out):
    """The pages that were proposed, as text."""
    return out[out.index("\npages:\n") + 1 : out.rindex("\n\n")] + "\n"


def test_a_panel_without_room_falls_short_and_gets_places_where_it_has_room(check):
    ended = check(CROWDED, "--offline")
    assert ended.code == 1
    assert "! page 1, On time: its heading has no room, its figure has no room\n" in ended.out
    assert "in these places every panel has room; put them in the place of `pages:` in board.yaml\n" in ended.out
    assert ended.out.endswith("\n\nOne thing falls short.\n")


def test_notes_that_have_no_room_are_said_to_be_some_and_fall_short_of_nothing(check):
    ended = check(LISTED.replace("[7, 0, 5, 4]", "[7, 0, 3, 2]"), "--at", AT)
    assert "\n  page 1, On time: some of its notes are left out; a larger place may show them\n" in ended.out
    assert ended.code == 0


@pytest.mark.parametrize(("distance", "pages"), [(3, 2), (6, 4)])
def test_a_board_with_the_proposed_pages_is_all_well(check, distance, pages):
    crowded = CROWDED.replace("pages:\n", f"screen: {{distance: {distance}}}\npages:\n")
    first = check(crowded, "--offline")
    assert first.code == 1
    mended = crowded[: crowded.index("pages:\n")] + proposed(first.out)
    again = check(mended, "--offline")
    assert (again.code, again.out.endswith("\nAll well.\n")) == (0, True), again.out
    assert f"pages {pages}, panels 5," in again.out
    assert [line for line in proposed(first.out).splitlines() if "title: Service" in line][1:] == [
        f"  - title: Service {n}" for n in range(2, pages)
    ]


def test_from_where_the_board_has_room_as_it_is_is_said(check):
    far = BOARD.replace("pages:\n", "screen: {distance: 8}\npages:\n")
    (said,) = (line for line in check(far, "--offline").out.splitlines() if "as it is, " in line)
    found = re.search(r"when read from ([0-9.]+) m or on a screen of ([0-9]+) inches$", said)
    assert found is not None
    near = BOARD.replace("pages:\n", f"screen: {{distance: {found[1]}}}\npages:\n")
    large = BOARD.replace("pages:\n", f"screen: {{distance: 8, diagonal: {found[2]}}}\npages:\n")
    assert [check(board, "--offline").code for board in (near, large)] == [0, 0]


def test_two_checks_propose_the_same(check):
    assert check(CROWDED, "--offline") == check(CROWDED, "--offline")


def test_a_page_gets_the_next_number_that_is_free(check):
    crowded = BOARD.replace("pages:\n", "screen: {distance: 6}\npages:\n").replace("title: More", "title: Service 2")
    titles = [line for line in proposed(check(crowded, "--offline").out).splitlines() if line.startswith("  - title")]
    assert titles[0] == "  - title: Service"
    assert "  - title: Service 3" in titles
    assert len(titles) == len(set(titles))


def test_a_panel_without_room_even_alone_says_what_would_give_it_room(check):
    sources = "".join(f"  s{n}: {{type: demo}}\n" for n in range(14))
    crowded = BOARD.replace("sources:\n", f"sources:\n{sources}").replace("pages:\n", "screen: {distance: 7}\npages:\n")
    ended = check(crowded, "--offline")
    assert (
        "page 2, Sources: fewer rows have room than it needs even on a page of its own; it has room when" in ended.out
    )
    assert " inches or with fewer rows\n" in ended.out
    assert "all but 2 of the panels have room" in ended.out


def test_a_page_of_more_panels_than_are_shared_out_says_so_and_gets_no_places(check):
    panels = "".join(
        f"      - {{type: number, measure: late, place: [{n % 20}, {n // 20}, 1, 1], title: Late {n}}}\n"
        for n in range(200)
    )
    full = BOARD[: BOARD.index("pages:\n")] + f"pages:\n  - title: Full\n    grid: [20, 10]\n    panels:\n{panels}"
    ended = check(full, "--offline")
    assert "page 1 has 200 panels, too many to look for other places" in ended.out
    assert "even on a page of its own" not in ended.out
    assert "pages:" not in ended.out


def test_whose_figures_a_panel_is_judged_by_is_said(check):
    unread = "judged by the demo's figures, for want of own ones: Open, On time, Late, Today\n"
    assert unread in check(BOARD, "--offline").out
    assert unread in check(BOARD.replace("path: events.csv", "path: event.csv")).out
    assert "judged by" not in check(LISTED).out


OLD = """\
sources:
  archive:
    type: file
    cases:
      path: cases.csv
      as_of: Created
      fields: {number: Ref, opened: Created, status: State, owner: Agent, type: Kind}
"""


def test_why_a_panel_is_not_live_stands_below_it(check):
    rows = "Ref,Created,State,Agent,Kind\nA-1,2020-03-02 15:00,Active,Kim,Order\n"
    ended = check(LISTED.replace("sources:\n", OLD), changes=[("cases.csv", rows), ("events.csv", EVENTS)])
    assert ended.code == 1
    assert re.search(r"\n  ! 1\.1 Service / Open: PARTIAL\n      archive is STALE, [0-9]+ d old\n", ended.out)
    assert "! archive (file): STALE, as of 2020-03-02 15:00\n" in ended.out


def test_offline_reads_no_source(check):
    ended = check(BOARD.replace("path: events.csv", "path: none.csv"), "--offline")
    assert (ended.code, "Sources" in ended.out) == (0, False)


def test_a_holiday_list_that_has_run_out_falls_short(check):
    ended = check(BOARD.replace('["09:00-17:00"]}\n  nights', '["09:00-17:00"]}\n    holidays: [2019-12-25]\n  nights'))
    assert ended.code == 1
    assert "! calendar office: its holidays end on 2019-12-25" in ended.out


def test_without_qt_the_rest_is_judged(process, office):
    blocked = "import sys; sys.modules['PySide6'] = None"
    ended = process("check", office, "--offline", first=blocked)
    assert (ended.code, ended.err) == (0, "")
    assert "not judged: Qt is not installed" in ended.out


@pytest.mark.parametrize(
    ("locale", "code", "said"),
    [
        ("en_US", 0, ""),
        ("de_AT", 0, ""),
        ("de", 0, ""),
        ("fr_FR", 0, "  locale fr_FR: not translated into French; the board speaks English, with dates as in fr_FR\n"),
        ("fr_ZZ", 1, "! locale fr_ZZ: no such place is known; numbers and dates are written as in fr_FR\n"),
        ("xx_YY", 1, "! locale xx_YY: no such language is known; the board speaks English\n"),
    ],
)
def test_what_a_locale_does_not_give_is_said(check, locale, code, said):
    ended = check(LISTED.replace("locale: en_GB", f"locale: {locale}"), "--offline")
    assert ended.code == code
    assert said in ended.out
    assert (f"locale {locale}:" in ended.out) == bool(said)


QUEUES = "      - {type: queue-ages, place: [0, 0, 7, 8]}\n"


def waiting(history=""):
    """A board of cases with their queues and statuses of now, and of their changes what is mapped."""
    before, _, after = LISTED.partition("      - {type: open-cases")
    told = before + QUEUES + after.partition("\n")[2]
    told = told.replace('%H:%M"}}\n', '%H:%M"}, status: State, queue: Team}\n', 1)
    head, _, rest = told.partition("    events:")
    events = f"    events:\n      path: events.csv\n      fields: {{number: Ref, at: At, {history}}}\n"
    return f"{head}{events if history else ''}targets:{rest.partition('targets:')[2]}"


@pytest.mark.parametrize(
    ("history", "knows_waits", "knows_holds"),
    [("", False, False), ("status: State", False, True), ("queue: Agent", True, False)],
)
def test_what_began_nobody_knows_when_has_the_history_that_tells_beside_it(check, history, knows_waits, knows_holds):
    cases = "Ref,Created,State,Team\nA-1,2026-03-05 09:00,Active,Front\nA-2,2026-03-05 09:00,Waiting,Front\n"
    ended = check(waiting(history), changes=[("cases.csv", cases)])
    lines = [line.strip() for line in ended.out.splitlines()]
    beside = {
        "of 1 running case nobody knows since when it waits": (
            "since when they wait: map the changes of queue of desk as `events`: `number`, `at` and `queue`",
            knows_waits,
        ),
        "! 1 case is on hold without a history: its hours are unknown: A-2": (
            "map the changes of status as `events`: `number`, `at` and `status`",
            knows_holds,
        ),
    }
    for unknown, (remedy, is_known) in beside.items():
        assert lines.count(remedy) == (not is_known)
        assert lines.count(unknown) == (not is_known)
        assert is_known or lines.index(remedy) > lines.index(unknown)


def test_dates_alone_have_what_is_to_be_mapped_beside_them(check):
    told = LISTED.replace('{column: Created, format: "%Y-%m-%d %H:%M"}', '{column: Created, format: "%Y-%m-%d"}')
    ended = check(told, changes=[("cases.csv", "Ref,Created\nA-1,2026-03-02\n")])
    lines = [line.strip() for line in ended.out.splitlines()]
    doubt = next(place for place, line in enumerate(lines) if "has a date without a time" in line)
    assert lines[doubt + 1] == "map a time with each date of `opened` and `closed`"


def test_a_field_that_nobody_maps_has_its_remedy_beside_it(check):
    told = BOARD.replace(", type: Kind}", ", queue: Team}")
    events = EVENTS.replace("Ref,At,State,Agent,Kind", "Ref,At,State,Agent,Team")
    ended = check(told, changes=[("events.csv", events)])
    remedy = "“type”: map it among the source’s `fields`, or say `across: queue` for this panel"
    lines = [line.strip() for line in ended.out.splitlines()]
    assert lines[lines.index("The field “type” is not mapped for desk.") + 1] == remedy
    ended = check(BOARD.replace(", type: Kind}", "}"))
    assert "“type”: map it among the source’s `fields`\n" in ended.out, "no queue is there to be shown either"
    assert "map it" not in check(LISTED).out


def test_a_fault_leads_to_the_line_of_the_key_that_its_remedy_names(check, tmp_path):
    told = BOARD.replace(
        "  desk:\n", "  web:\n    type: calendar\n    every: 5m\n    absences:\n      url: URL\n  desk:\n"
    )
    ended = check(told.replace("URL", f"http://127.0.0.1:{closed_port()}/team.ics"))
    number = told.splitlines().index("      url: URL") + 1
    assert f"\n    see {tmp_path / 'checked' / 'board.yaml'}:{number}\n" in ended.out


def test_what_the_database_says_of_a_query_is_not_promised_below_itself(check, tmp_path):
    sqlite3.connect(tmp_path / "desk.db").close()
    cases = "{query: SELECT id FROM nowhere, fields: {number: id, opened: at}}"
    begin, _, rest = CLOSINGS.partition("sources:\n")
    desk = f"sources:\n  desk: {{type: sql, file: {tmp_path / 'desk.db'}, cases: {cases}}}\n"
    ended = check(f"{begin}{desk}{rest[rest.index('pages:') :]}")
    assert ended.code == 1
    assert "no such table: nowhere" in ended.out
    assert "Correct `query`.\n" in ended.out
    assert "says what the database says" not in ended.out


@pytest.mark.parametrize("said", ["argument", "environment"])
def test_a_board_in_the_home_of_nobody_is_a_file_that_is_not_there(wallboard, monkeypatch, said):
    named = "~no-such-person/board.yaml"
    monkeypatch.setenv("WALLBOARD_BOARD", named)
    ended = wallboard("check", *([named] if said == "argument" else []))
    assert ended.code == 2
    assert f"{named}:1:1: cannot read this file: no such file or directory" in ended.out + ended.err
