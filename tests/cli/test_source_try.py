"""`wallboard source try`: a first mapping from what others export, which a board can include and which brings rows."""

import json
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from ruamel.yaml import YAML

from tests.loopback.authority import Authority
from tests.loopback.behaviour import answers, asks_for, breaks_off, by_path, in_turn, says
from tests.loopback.server import loopback
from tests.still import write_still
from wallboard.cli.trying.entry import entry_of, tried
from wallboard.cli.trying.yaml_text import yaml_lines
from wallboard.collect import read_once
from wallboard.config.load import load_board

BOARD = """\
version: 1
organisation: {{name: Northwind, time_zone: Europe/London}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
include: {file}
pages: [{{title: One, panels: [{{type: clock, place: [0, 0, 12, 8]}}]}}]
"""
NOW_US = int(datetime(2026, 11, 20, tzinfo=UTC).timestamp() * 1e6)
GERMAN = """\
Vorgangsnummer;Art;Warteschlange;Bearbeiter;Zustand;Priorität;Kunde;Eingang;Erledigt am;Bemerkung
V-1;Störung;Technik;Kim;Neu;hoch;Müller GmbH;03.11.2026 09:12;;leer
V-2;Angebot;Vertrieb;Lena;Wartet auf Kunde;normal;Sørensen;04.11.2026 10:00;;
V-3;Störung;Technik;Kim;Erledigt;normal;Brix;05.11.2026 11:30;06.11.2026 12:00;
V-4;Störung;Technik;?;Papierkorb;normal;Brix;05.11.2026 11:31;06.11.2026 12:00;
V-5;Störung;Technik;Kim;Halbfertig;normal;Brix;05.11.2026 11:32;;
"""


@pytest.fixture
def attempted(wallboard, tmp_path, monkeypatch):
    """The command on a file; what it said, and what a board brings that includes what it printed."""
    monkeypatch.chdir(tmp_path)

    def call(place, *options):
        ended = wallboard("source", "try", str(place), *options)
        if not ended.out:
            return ended, None, None
        (tmp_path / "tried.yaml").write_text(ended.out)
        (tmp_path / "board.yaml").write_text(BOARD.format(file="tried.yaml"))
        board = load_board(tmp_path / "board.yaml")
        batches, conditions = read_once(board, NOW_US)
        name = board.sources[0].name
        assert conditions[name].fault is None
        return ended, board, batches[name]

    return call


def test_a_german_export_is_mapped_by_its_headings_and_words(attempted, tmp_path):
    write_still(tmp_path / "vorgänge.csv", GERMAN)
    ended, board, batch = attempted("vorgänge.csv")
    assert ended.code == 0
    assert batch.mapped["cases"] == {
        "number", "type", "queue", "owner", "status", "priority", "client", "opened", "closed",
    }  # fmt: skip
    cases = batch.frame("cases")
    assert cases["number"].to_list() == ["V-1", "V-2", "V-3", "V-4", "V-5"]
    assert cases["owner"].to_list() == ["Kim", "Lena", "Kim", None, "Kim"]  # “?” is no name
    assert cases["opened_at"][0].isoformat() == "2026-11-03T09:12:00+00:00"
    states = board.organisation.statuses.by_source[board.sources[0].name]
    assert states == {
        "neu": "open", "halbfertig": "open", "wartet auf kunde": "on-hold", "erledigt": "closed",
        "papierkorb": "ignored",
    }  # fmt: skip
    assert "# not known: Halbfertig" in ended.out
    assert "# Not used: Bemerkung" in ended.out


@pytest.mark.parametrize("place", ["cases.csv", "../of [1] May/cases.csv", "c*.csv"])
def test_what_is_printed_finds_its_file_from_a_board_in_any_folder(wallboard, tmp_path, monkeypatch, place):
    folder, elsewhere = tmp_path / "of [1] May", tmp_path / "etc"
    folder.mkdir()
    elsewhere.mkdir()
    write_still(folder / "cases.csv", "Ticket,Opened\n1,2026-11-03 10:00\n2,2026-11-04 10:00\n")
    monkeypatch.chdir(folder)
    ended = wallboard("source", "try", place)
    assert f"# in a board beside it {place.rpartition('/')[2]} is enough" in ended.out
    (elsewhere / "tried.yaml").write_text(ended.out)
    (elsewhere / "board.yaml").write_text(BOARD.format(file="tried.yaml"))
    batches, _ = read_once(load_board(elsewhere / "board.yaml"), NOW_US)
    (batch,) = batches.values()
    assert batch.frame("cases")["number"].to_list() == ["1", "2"]


@pytest.mark.parametrize("place", ["link/../cases.csv", "link/../c*.csv"])
def test_what_leads_up_from_a_link_is_where_the_system_has_it(attempted, tmp_path, place):
    (tmp_path / "far" / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "inner")
    write_still(tmp_path / "far" / "cases.csv", "Ticket,Opened\n1,2026-11-03 10:00\n")
    write_still(tmp_path / "cases.csv", "Ticket,Opened\n2,2026-11-03 10:00\n")
    _, _, batch = attempted(place)
    assert batch.frame("cases")["number"].to_list() == ["1"]


def test_a_date_that_reads_both_ways_is_said_to(attempted, tmp_path):
    write_still(tmp_path / "cases.csv", "Ticket,Opened\n1,03/04/2026 10:00\n2,05/04/2026 11:00\n")
    ended, _, batch = attempted("cases.csv")
    assert (
        'opened: {column: Opened, format: "%d/%m/%Y %H:%M"}  # ! in doubt: it reads as %m/%d/%Y %H:%M too' in ended.out
    )
    assert batch.frame("cases")["opened_at"][0].month == 4


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("1762160000", "epoch_s"),
        ("1762160000000", "epoch_ms"),
        ("20261103", "%Y%m%d"),
        ("03-Nov-2026 09:12", "%d-%b-%Y %H:%M"),
        ("3 November 2026", "%d %B %Y"),
        ("13.11.26", None),
        ("2026-11-03T09:12:00Z", None),
    ],
)
def test_times_are_known_however_they_are_written(attempted, tmp_path, written, form):
    write_still(tmp_path / "cases.csv", f"Ticket,Opened\n1,{written}\n2,{written}\n")
    ended, _, batch = attempted("cases.csv")
    assert batch.frame("cases")["opened_at"].null_count() == 0
    assert ("format" in ended.out) == (form is not None)
    assert form is None or form in ended.out


def test_a_history_of_changes_is_no_table_of_cases(attempted, tmp_path):
    rows = [f"{n % 3},2026-11-0{n % 5 + 1} 10:00,{('Status', 'Bearbeiter', 'Betreff')[n % 3]},x{n}" for n in range(12)]
    write_still(tmp_path / "export.csv", "Ticket,Zeitpunkt,Feld,Neuer Wert\n" + "\n".join(rows) + "\n")
    ended, _, batch = attempted("export.csv")
    assert "Status: status" in ended.out
    assert "Bearbeiter: owner" in ended.out
    assert "Betreff: ignored" in ended.out
    assert batch.frame("events").height == 8
    assert batch.frame("events")["kind"].unique().sort().to_list() == ["status", "owner"]


def test_opportunities_appointments_and_leave_are_told_apart(attempted, tmp_path):
    write_still(
        tmp_path / "a.csv", "Verkaufschance,Verkäufer,Erstellt,Gewonnen am,Verloren\nC-1,Amira,2026-11-01,2026-11-05,\n"
    )
    ended, _, batch = attempted("a.csv")
    assert batch.mapped == {"opportunities": {"number", "owner", "created", "won"}}
    assert "# Not used: Verloren" in ended.out  # not one value tells that it is a time
    write_still(
        tmp_path / "b.csv",
        "Id,Salesperson,Start,End,Status\n1,Amira,2026-11-02 09:00,2026-11-02 10:00,Held\n"
        "2,Amira,2026-11-03 09:00,2026-11-03 10:00,No show\n",
    )
    _, _, batch = attempted("b.csv")
    assert batch.frame("appointments")["state"].to_list() == ["performed", "no-show"]
    write_still(tmp_path / "urlaub.csv", "Mitarbeiter,Von,Bis\nAmira,2026-11-02,2026-11-06\n")
    _, _, batch = attempted("urlaub.csv")
    assert batch.frame("absences").height == 1


def test_the_guess_can_be_overruled(attempted, tmp_path):
    write_still(
        tmp_path / "x.csv", "Ticket,When,Activity,Who\n1,2026-11-02 09:00,call,Kim\n1,2026-11-02 10:00,mail,Kim\n"
    )
    _, _, batch = attempted("x.csv", "--as", "activities")
    assert batch.frame("activities")["person"].to_list() == ["Kim", "Kim"]


def test_a_workbook_of_several_sheets_is_read_where_the_rows_are(attempted, tmp_path):
    book = Workbook()
    book.active.title = "About"
    book.active.append(["Made by", "somebody"])
    sheet = book.create_sheet("Tickets 2026")
    sheet.append(["Ticket", "Status", "Created"])
    sheet.append([17, "New", datetime(2026, 11, 2, 9, 30)])  # noqa: DTZ001 - as spreadsheets have it
    book.save(tmp_path / "book.xlsx")
    ended, _, batch = attempted("book.xlsx")
    assert "sheet: Tickets 2026" in ended.out
    assert batch.frame("cases")["number"].to_list() == ["17"]


def test_json_and_parquet_are_read_into_their_objects(attempted, tmp_path):
    records = [
        {
            "id": n,
            "tags": ["a"],
            "assignee": {"name": "Kim", "yes": True},
            "status": "open",
            "created_at": "2026-11-02T09:00:00Z",
        }
        for n in range(3)
    ]
    write_still(tmp_path / "tickets.json", json.dumps({"data": {"items": records}}))
    _, _, batch = attempted("tickets.json")
    assert batch.frame("cases")["owner"].to_list() == ["Kim"] * 3
    pl.DataFrame(records).write_parquet(tmp_path / "tickets.parquet")
    _, _, batch = attempted("tickets.parquet")
    assert batch.frame("cases")["number"].to_list() == ["0", "1", "2"]


def test_a_calendar_names_its_categories(attempted, tmp_path):
    start = datetime(2026, 11, 10, 9, tzinfo=UTC)
    times = (f"{start + timedelta(days=n):%Y%m%dT%H%M%S}Z" for n in range(3))
    entries = "".join(
        f"BEGIN:VEVENT\r\nUID:{time}\r\nDTSTART:{time}\r\nCATEGORIES:Visit\r\nEND:VEVENT\r\n" for time in times
    )
    calendar = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Amira\r\n{entries}END:VCALENDAR\r\n"
    write_still(tmp_path / "amira.ics", calendar)
    ended, _, batch = attempted("amira.ics")
    assert "counts: {category: [Visit]}" in ended.out
    assert batch.frame("appointments")["person"].to_list() == ["Amira"] * 3
    with loopback(answers(calendar.encode(), headers=[("Content-Type", "text/calendar")])) as server:
        ended, _, batch = attempted(f"{server.url}/amira.ics")
        assert batch.frame("appointments").height == 3
        assert "# whose the entries are; or an address a person: {person} in it" in ended.out


def ticket(number):
    return {"id": number, "state": "New", "owner": {"login": "kim"}, "created": "2026-11-02T09:00:00Z"}


def test_pages_by_a_next_address_are_followed(attempted):
    first = {"results": [ticket(1), ticket(2)], "count": 3, "next": "/api/tickets?page=2"}
    second = {"results": [ticket(3)], "count": 3, "next": None}
    with loopback(lambda asked, wire: says(second if asked.param.get("page") == "2" else first)(asked, wire)) as server:
        ended, _, batch = attempted(f"{server.url}/api/tickets")
    assert "records: results" in ended.out
    assert "{by: next, next: next, total: count}" in ended.out
    assert sorted(batch.frame("cases")["number"]) == ["1", "2", "3"]
    assert batch.frame("cases")["owner"].unique().to_list() == ["kim"]


def test_pages_by_offset_are_known_by_their_names(attempted):
    tickets = [ticket(number) for number in range(250)]

    def behave(asked, wire):
        start, size = int(asked.param.get("offset", 0)), min(100, int(asked.param.get("limit", 100)))
        part = {"issues": tickets[start : start + size], "total_count": 250, "offset": start, "limit": size}
        says(part)(asked, wire)

    with loopback(behave) as server:
        ended, _, batch = attempted(f"{server.url}/issues.json")
    assert "by: offset" in ended.out
    assert batch.frame("cases").height == 250


@pytest.mark.parametrize("query", ["page=1", "page=1&per_page=30", "page=1&per_page=100", "offset=0"])
def test_a_count_of_the_page_alone_is_proposed_as_no_total(attempted, query):
    """250 tickets by pages of 30, of which one is none of the account's."""

    def behave(asked, wire):
        start = int(asked.param.get("offset", (int(asked.param.get("page", 1)) - 1) * 30))
        part = [ticket(number) for number in range(start, min(start + 30, 250)) if number != 40]
        says({"tickets": part, "count": len(part)})(asked, wire)

    with loopback(behave) as server:
        ended, _, batch = attempted(f"{server.url}/tickets?{query}")
    assert "size: 30}" in ended.out
    assert "count" not in ended.out
    assert batch.frame("cases").height == 249


@pytest.mark.parametrize("query", ["page=1", "page=1&page_size=100"])
def test_an_only_page_after_which_none_is_named_is_read_by_names_and_not_by_numbers(attempted, query):
    page = {"count": 3, "next": None, "previous": None, "results": [ticket(number) for number in range(3)]}

    def behave(asked, wire):
        is_first = asked.param.get("page", "1") == "1"
        (says(page) if is_first else answers(b"{}", status=404))(asked, wire)

    with loopback(behave) as server:
        ended, _, batch = attempted(f"{server.url}/tickets?{query}")
    assert "{by: next, next: next, total: count}" in ended.out
    assert batch.frame("cases").height == 3
    assert not batch.is_cut_short


@pytest.mark.parametrize(
    ("envelope", "path"),
    [
        ({"next": None}, "next"),
        ({"links": {"next": None}}, "links.next"),
        ({"pagination": {"next_url": None}}, "pagination.next_url"),
    ],
)
def test_an_only_page_that_says_nothing_but_that_none_follows_is_read_by_names(attempted, envelope, path):
    with loopback(says({"tickets": [ticket(number) for number in range(3)], **envelope})) as server:
        ended, _, batch = attempted(f"{server.url}/tickets")
    assert f"{{by: next, next: {path}}}" in ended.out
    assert "as its answer suggests: look it up" in ended.out
    assert batch.frame("cases").height == 3
    assert not batch.is_cut_short


def test_what_comes_next_of_something_else_is_no_sign_of_pages(attempted):
    with loopback(says({"tickets": [ticket(1)], "shift": {"next": None}})) as server:
        ended, _, _ = attempted(f"{server.url}/tickets")
    assert "no sign of pages" in ended.out


def test_an_only_page_that_is_full_is_read_by_the_next_address_it_has_not_yet(attempted):
    page = {"tickets": [ticket(number) for number in range(100)], "total": 100, "next": None}
    with loopback(says(page)) as server:
        ended, _, _ = attempted(f"{server.url}/tickets?limit=100")
    assert "{by: next, next: next, total: total}" in ended.out


def test_an_address_with_a_sign_in_takes_a_secret_by_its_name(attempted, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    right = asks_for(lambda asked: "Basic" in asked.headers.get("authorization", ""), says([ticket(1)]))
    with loopback(right) as server:
        ended, _, batch = attempted(f"{server.url}/tickets", "--user", "wall", "--secret", "tried")
        assert "planted" not in ended.out + ended.err
        assert "sign_in:" in ended.out
        assert "no sign of pages" in ended.out
        assert batch.frame("cases").height == 1
        refused, _, _ = attempted(f"{server.url}/tickets")
        assert refused.code == 2


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (answers(b"<html>log in</html>"), "answers with a web page where data is expected."),
        (says({"a": 1}), "answers with JSON, but with no list of objects in it."),
        (says([1, 2]), "answers with JSON, but with no list of objects in it."),
        (answers(b"", status=500), "has trouble of its own (500)."),
        (answers(b"", status=404), "has nothing at an address that was asked for.\nAt /x\nCheck the address.\n"),
    ],
)
def test_an_address_that_gives_no_list_is_refused_with_a_reason(attempted, behaviour, reason):
    with loopback(behaviour) as server:
        ended, _, _ = attempted(f"{server.url}/x")
    assert (ended.code, ended.out) == (2, "")
    assert reason in ended.err


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("", 2, "odd.csv is empty."),
        ("\0\0\0", 1, "# ! Not whole yet: cases need number."),
        ("a\n", 1, "# ! Not whole yet: cases need number."),
        ('{"a": 1}', 1, "# ! Not whole yet: cases need number."),
        ("x,y\n1,2\n", 0, "number: x"),
    ],
)
def test_whatever_a_file_holds_it_ends_in_a_sentence(attempted, tmp_path, text, code, said, wallboard):
    write_still(tmp_path / "odd.csv", text)
    ended = wallboard("source", "try", "odd.csv")
    assert ended.code == code
    assert said in (ended.err if code == 2 else ended.out)
    assert "Traceback" not in ended.err


def test_words_that_would_break_yaml_stay_words(attempted, tmp_path):
    words = ["yes", "a: b #c", "- [x]", 'ö"q', "12"]
    rows = [f'{n},"{word.replace(chr(34), chr(34) * 2)}",2026-11-02' for n, word in enumerate(words)]
    write_still(tmp_path / "cases.csv", 'Ticket,"Status: {now}",Opened\n' + "\n".join(rows) + "\n")
    _, board, batch = attempted("cases.csv")
    assert batch.frame("cases")["status"].to_list() == words
    assert set(board.organisation.statuses.by_source["cases"]) == set(words)


def test_a_redirect_elsewhere_gets_no_secret(attempted, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    with loopback(says([ticket(1)])) as other:
        away = by_path({"/x": in_turn(answers(status=302, headers=[("Location", f"{other.url}/y")]))})
        with loopback(away) as server:
            ended, _, _ = attempted(f"{server.url}/x", "--user", "wall", "--secret", "tried")
        assert ended.code == 2
        assert not other.asked


def test_a_key_in_an_address_is_named_and_not_repeated(attempted, monkeypatch, wallboard):
    with loopback(asks_for(lambda asked: asked.param.get("api_key") == "planted-4711", says([ticket(1)]))) as server:
        ended = wallboard("source", "try", f"{server.url}/tickets?api_key=planted-4711&open=1")
        assert "planted" not in ended.out + ended.err
        assert all(line in ended.out for line in ("how: query", "parameter: api_key", 'secret: "127-0-0-1"'))
        assert (ended.code, "wallboard secret set 127-0-0-1" in ended.out) == (1, True)
        monkeypatch.setenv("WALLBOARD_SECRET_127_0_0_1", "planted-4711")
        _, _, batch = attempted(f"{server.url}/tickets?api_key=planted-4711&open=1")
        assert batch.frame("cases").height == 1


CELLS = st.none() | st.text(max_size=12) | st.sampled_from(["2026-11-02", "03/04/2026", "New", "1", "?", "yes", "17.5"])
TABLES = st.lists(
    st.text(min_size=1, max_size=20) | st.sampled_from(["Ticket", "Status", "Feld"]), min_size=1, unique=True
)


@settings(max_examples=60)
@given(headings=TABLES, data=st.data())
def test_whatever_columns_there_are_the_entry_is_yaml_that_says_the_same(headings, data):
    rows = data.draw(st.integers(0, 5))
    column = st.lists(CELLS, min_size=rows, max_size=rows)
    cells = pl.DataFrame({name: pl.Series(data.draw(column), dtype=pl.String) for name in headings})
    entry = entry_of(tried("any.csv", cells), "file", {"path": "any.csv"})
    text = "\n".join(yaml_lines({"sources": {"any": entry.data}}, {("sources", "any"): "# a remark"}))
    assert YAML(typ="safe", pure=True).load(text) == {"sources": {"any": entry.data}}


def test_of_an_object_the_name_is_taken_and_not_the_number(attempted):
    people = {"assignee": {"id": 7, "name": "Kim"}, "team_id": 3, "team_name": "Front"}
    records = [{"id": n, "state": "New", "created": "2026-11-02T09:00:00Z", **people} for n in range(3)]
    with loopback(says(records)) as server:
        _, _, batch = attempted(f"{server.url}/tickets")
    assert batch.frame("cases")["owner"].to_list() == ["Kim"] * 3
    assert batch.frame("cases")["queue"].to_list() == ["Front"] * 3
    assert batch.frame("cases")["number"].to_list() == ["0", "1", "2"]


def test_an_only_page_that_names_none_after_it_is_a_sign_of_pages(attempted):
    with loopback(says({"count": 1, "next": None, "previous": None, "results": [ticket(1)]})) as server:
        ended, _, batch = attempted(f"{server.url}/tickets")
    assert "{by: next, next: next, total: count}" in ended.out
    assert batch.frame("cases").height == 1


def test_of_a_time_of_change_it_says_that_all_is_read_each_time(attempted):
    with loopback(says([{**ticket(1), "updated_at": "2026-11-02T10:00:00Z"}])) as server:
        ended, _, _ = attempted(f"{server.url}/tickets")
    assert "all is read each time; if the server can be asked for what is newer by updated_at, " in ended.out
    with loopback(says([ticket(1)])) as server:
        assert "each time" not in attempted(f"{server.url}/tickets")[0].out


def test_where_a_sign_in_is_asked_for_the_options_are_named(attempted):
    with loopback(asks_for(lambda _: False, says([]))) as server:
        ended, _, _ = attempted(f"{server.url}/tickets")
    assert ended.code == 2
    assert "--user NAME --secret NAME" in ended.err


@pytest.mark.parametrize("place", ["desk.sqlite", "desk.db", "postgresql://wall:planted@db.example.org/desk"])
def test_a_database_is_said_to_be_one(attempted, tmp_path, place):
    for name in ("desk.sqlite", "desk.db"):
        (tmp_path / name).write_bytes(b"SQLite format 3\0" + bytes(84))
    ended, _, _ = attempted(place)
    assert ended.code == 2
    assert "`type: sql`" in ended.err
    assert "planted" not in ended.err


@pytest.mark.parametrize(
    ("place", "more", "said"),
    [
        ("helpdesk.example.com/tickets", (), "If it is an address, let it begin with https://.\n"),
        ("htps://helpdesk.example.com", (), "If it is an address, let it begin with https://.\n"),
        ("https://kim:planted-4711@127.0.0.1/x", (), "say --user NAME --secret NAME in its place.\n"),
        ("https://", (), "An address begins with https:// (or http://) and a host.\n"),
        ("https://127.0.0.1:99999/", (), "Port out of range 0-65535.\n"),
        ("https://127.0.0.1:9/x", (), "127.0.0.1:9 refuses the connection.\nCheck the network and the address.\n"),
        ("http://desk.example.com/x", ("--user", "kim", "--secret", "tried"), "would go unencrypted.\nSay https://.\n"),
        ("https://127.0.0.1:9/x", ("--secret", "lost"), "On this machine: `wallboard secret set lost`"),
        ("nowhere.csv", (), "No file matches nowhere.csv.\nCheck the path.\n"),
    ],
)
def test_what_cannot_be_tried_says_where_it_is_wrong_and_what_to_do(
    wallboard, monkeypatch, tmp_path, place, more, said
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    ended = wallboard("source", "try", place, *more)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "planted" not in ended.err
    assert "`url`" not in ended.err, "there is no board whose key that could be"


def test_a_file_that_is_not_there_is_no_address_for_all_its_point(wallboard, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for place in ("exports/cases of May.csv", "nowhere.csv", "amira.ics", "cases"):
        assert "https" not in wallboard("source", "try", place).err


@pytest.mark.parametrize("status", [401, 200, 302])
def test_a_refusal_names_the_options_of_the_command(wallboard, monkeypatch, status):
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    page = answers(b"<html>", status=status, headers={"Location": "https://login.example.com/"})
    with loopback(page) as server:
        ended = wallboard("source", "try", f"{server.url}/x", "--user", "kim", "--secret", "tried")
    wanted = {
        401: "`wallboard secret set tried`; check --user, without which a token goes.",
        200: "nobody was refused, but there are pages for people. Data often lie under /api.",
        302: "try its address.",
    }
    assert ended.err.rstrip("\n").endswith(wanted[status])


def test_whose_token_is_wrong_is_not_told_to_check_a_user_that_was_not_given(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    with loopback(answers(b"", status=401)) as server:
        ended = wallboard("source", "try", f"{server.url}/x", "--secret", "tried")
    assert "`wallboard secret set tried`; perhaps it has a user: --user NAME.\n" in ended.err
    assert "check --user" not in ended.err


def test_https_where_nothing_is_encrypted_is_named_and_nothing_goes_on_by_itself(wallboard):
    with loopback(says([ticket(1)])) as server:
        ended = wallboard("source", "try", server.url.replace("http:", "https:"))
    assert ended.code == 2
    assert "does not answer encrypted." in ended.err
    assert ended.err.endswith("Is it http://, or another port?\n")
    with loopback(breaks_off) as server:
        ended = wallboard("source", "try", server.url)
    assert "broke off" in ended.err
    assert "by itself" not in ended.err
    assert ended.err.endswith("Try again in a while.\n")


def paged(tickets, size=1):
    """So many tickets a page."""

    def behave(asked, wire):
        page = int(asked.param["page"])
        part = tickets[(page - 1) * size : page * size]
        says({"tickets": part, "total": len(tickets), "page": page, "per_page": size})(asked, wire)

    return behave


def test_statuses_of_later_pages_are_sorted_too(wallboard):
    words = ("New", "Solved", "Pending", "Halfway", "new ")
    tickets = [{**ticket(n), "status": word} for n, word in enumerate(words, start=1)]
    with loopback(paged(tickets)) as server:
        ended = wallboard("source", "try", f"{server.url}/tickets?page=1&per_page=1")
    assert ended.code == 0
    (entry,) = YAML(typ="safe", pure=True).load(ended.out)["sources"].values()
    assert entry["statuses"] == {"open": ["New", "Halfway"], "on-hold": ["Pending"], "closed": ["Solved"]}
    assert "# not known: Halfway" in ended.out
    assert ended.out.endswith("# Read by it: 5 cases.\n")


def test_an_owner_that_is_an_object_or_null_is_taken_by_its_name(wallboard):
    rows = [{"id": n, "state": "New", "assignee": {"id": n, "name": "Kim"} if n % 2 else None} for n in range(12)]
    with loopback(says({"tickets": rows})) as server:
        ended = wallboard("source", "try", f"{server.url}/tickets")
    (entry,) = YAML(typ="safe", pure=True).load(ended.out)["sources"].values()
    assert entry["cases"]["fields"]["owner"] == "assignee.name"
    assert ended.out.endswith("# Read by it: 12 cases.\n")


CLOSED_ALL = "Nummer;Zustand;Eingang;Erledigt am\n" + "".join(
    f"V-{n};{word};03.11.2026 09:{n:02};{closed}\n"
    for n, (word, closed) in enumerate(
        [("Neu", ""), ("Sortiert", "04.11.2026 10:00"), ("Halb", ""), ("Halb", "04.11.2026 10:00")] * 4
    )
)


def test_an_unknown_status_all_of_whose_rows_have_a_closing_time_is_closed(attempted, tmp_path):
    write_still(tmp_path / "cases.csv", CLOSED_ALL)
    ended, board, _ = attempted("cases.csv")
    states = board.organisation.statuses.by_source["cases"]
    assert states == {"neu": "open", "halb": "open", "sortiert": "closed"}
    assert "# every row has a closing time: Sortiert\n" in ended.out
    assert "# not known: Halb\n" in ended.out


def test_a_time_that_open_cases_have_too_makes_no_status_closed(attempted, tmp_path):
    write_still(tmp_path / "cases.csv", CLOSED_ALL.replace(";\n", ";04.11.2026 10:00\n"))
    _, board, _ = attempted("cases.csv")
    assert set(board.organisation.statuses.by_source["cases"].values()) == {"open"}


def test_a_read_that_goes_on_is_said_to_be_half_way(wallboard):
    with loopback(paged([ticket(n) for n in range(1, 25_003)], size=5_000)) as server:
        ended = wallboard("source", "try", f"{server.url}/tickets?page=1&per_page=5000")
    assert ended.code == 0
    assert ended.out.endswith("# Read by it: 20,000 of 25,002 cases so far; the rest takes longer.\n")


def test_a_server_that_takes_tokens_alone_asks_for_a_secret_without_a_user(wallboard, monkeypatch):
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", "planted-4711")
    with loopback(answers(b"{}", status=401, headers={"WWW-Authenticate": "Bearer"})) as server:
        for signs in ((), ("--user", "wall", "--secret", "desk")):
            ended = wallboard("source", "try", f"{server.url}/x", *signs)
            assert ended.code == 2
            assert "The server asks for a token: --secret NAME alone" in ended.err
            assert "--user" not in ended.err


def test_of_times_that_cannot_be_read_one_is_shown(wallboard):
    rows = [{"id": n, "created_at": f"2026-11-03T09:{n:02}:00Z"} for n in range(30)]
    rows[7]["created_at"] = "soon"
    with loopback(says({"items": rows})) as server:
        ended = wallboard("source", "try", f"{server.url}/tickets")
    assert (
        "# ! 1 row whose “created_at” is no time\n# ! In the cases, “soon” (created_at) is no time as in " in ended.out
    )


def test_a_server_that_speaks_encrypted_alone_may_be_meant_with_https(wallboard, tmp_path):
    with loopback(says({}), Authority(tmp_path).server()) as server:
        ended = wallboard("source", "try", server.url.replace("https:", "http:"))
    assert ended.err.endswith("\nTry again in a while. If it answers encrypted only, say https://.\n")


def test_an_authority_of_the_organisations_own_is_named_and_trusted(attempted, tmp_path, monkeypatch):
    authority = Authority(tmp_path / "trust")
    monkeypatch.setenv("WALLBOARD_SECRET_TRIED", "planted-4711")
    rows = [{"id": 1, "status": "new", "created_at": "2026-11-03T09:00:00Z"}]
    with loopback(says({"items": rows}), authority.server()) as server:
        place = f"{server.url}/tickets"
        ended, _, _ = attempted(place)
        assert (ended.code, ended.out) == (2, "")
        assert "is from an authority that this machine does not know." in ended.err
        assert "Name your organisation’s authority: --authority FILE." in ended.err
        options = ("--authority", "trust/authority.pem", "--secret", "tried")
        ended, board, batch = attempted(place, *options)
    assert ended.code == 0
    assert batch.rows == 1
    (source,) = board.sources
    assert (source.options.authority, source.options.sign_in.secret) == (str(authority.certificate), "tried")


def test_an_authority_in_the_house_of_nobody_is_no_file(wallboard):
    ended = wallboard("source", "try", "https://127.0.0.1:9/tickets", "--authority", "~nobody-of-that-name/own.pem")
    assert ended.code == 2
    assert "~nobody-of-that-name/own.pem cannot be read." in ended.err
    assert ended.err.endswith("--authority takes a file with certificates (PEM).\n")


@pytest.mark.parametrize("text", [None, "no certificate", "ä"])
def test_an_authority_that_cannot_be_read_is_named_and_what_the_option_takes(wallboard, tmp_path, text):
    file = tmp_path / "own.pem"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with loopback(says([]), Authority(tmp_path).server()) as server:
        ended = wallboard("source", "try", server.url, "--authority", str(file))
    assert ended.code == 2
    assert f"The certificates of the authority in {file} cannot be read." in ended.err
    assert ended.err.endswith("--authority takes a file with certificates (PEM).\n")
