"""What a file source reads: formats, mapping, histories, as-of, and that it reads only what changed."""

import gzip
import importlib.util
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.public import PUBLIC
from tests.sources.exports import FIELDS, GOOD, HOUR_S, NOW_US, at, batch, cases, put, read, touch
from wallboard.core.records import SCHEMAS
from wallboard.core.words import quoted_list, words
from wallboard.sources import file

DATA = Path(__file__).parents[1] / "data"
LOG = {
    "time_zone": "Europe/London",
    "cases": {
        "path": "*.zip",
        "missing": ["?"],
        "fields": {"number": "number", "type": "category", "opened": {"column": "opened_at"}},
    },
    "events": {
        "path": "*.zip",
        "missing": ["?"],
        "fields": {
            "number": "number",
            "at": {"column": "sys_updated_at", "format": "%d/%m/%Y %H:%M"},
            "status": "incident_state",
            "queue": "assignment_group",
            "owner": "assigned_to",
            "type": "category",
        },
    },
}


def zipped(**members: str | bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return out.getvalue()


def workbook(rows: list[list[Any]], *more: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Cases"
    for row in rows:
        sheet.append(row)
    for name in more:
        book.create_sheet(name)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def numbers(folder: Path, options: dict[str, Any]) -> list[str]:
    return read(folder, options).frame("cases")["number"].to_list()


def events(folder: Path, text: str, fields: dict[str, Any], **more: Any) -> list[tuple[Any, ...]]:
    put(folder, "history.csv", text)
    found = read(folder, {"events": {"path": "history.csv", "fields": fields, **more}})
    return found.frame("events").select("number", "kind", "to", "row").rows()


def test_a_table_of_cases_becomes_cases_in_the_normal_form(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD)
    found = read(tmp_path, cases("erp.csv"))
    frame = found.frame("cases")
    assert dict(frame.schema) == dict(SCHEMAS["cases"])
    first = frame.row(0, named=True)
    assert (first["number"], first["type"], first["status"], first["owner"]) == ("E1", "Order", "Open", "Kim")
    assert first["opened_at"] == at("2026-03-02 09:00")
    assert first["closed_at"] is None
    assert first["opened_is_date"] is False
    assert frame["owner"].to_list() == ["Kim", "Lee", None]
    assert found.mapped["cases"] == {"number", "type", "status", "owner", "opened", "closed"}
    assert found.unusable == ()
    assert found.clock_us == NOW_US


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("erp.csv", GOOD.encode()),
        ("erp.csv", GOOD.replace("\n", "\r\n").encode()),
        ("erp.csv", GOOD.replace("\n", "\r").encode()),
        ("erp.csv", GOOD.rstrip("\n").encode()),
        ("erp.csv", ("sep=;\r\n" + GOOD.replace(",", ";").replace("\n", "\r\n")).encode()),
        ("erp.csv", ("\n\n" + GOOD + "\n\n").encode()),
        ("erp.csv", GOOD.encode("utf-8-sig")),
        ("erp.csv", GOOD.encode("utf-16")),
        ("erp.csv", GOOD.replace(",", ";").encode("cp1252")),
        ("erp.tsv", GOOD.replace(",", "\t").encode()),
        ("erp.txt", GOOD.replace(",", "|").encode()),
        ("erp.csv", "\n".join('"' + line.replace(",", '","') + '"' for line in GOOD.split("\n")[:-1]).encode()),
        ("erp.csv", GOOD.replace("\n", ",\n").replace("Finished,", "Finished").encode()),
        ("erp.csv.gz", gzip.compress(GOOD.encode(), mtime=0)),
        ("erp.zip", zipped(erp__csv=GOOD, readme__md="nothing")),
        ("erp.xlsx", workbook([line.split(",") for line in GOOD.split("\n")[:-1]])),
        ("erp.zip", zipped(erp__xlsx=workbook([line.split(",") for line in GOOD.split("\n")[:-1]]))),
    ],
    ids=[
        "plain", "CRLF", "CR", "no last line feed", "sep line", "blank lines", "UTF-8 mark", "UTF-16", "semicolons",
        "tabs", "bars", "all quoted", "trailing delimiters", "gzip", "zip", "spreadsheet", "spreadsheet in zip",
    ],
)  # fmt: skip
def test_the_same_table_reads_the_same_in_every_packing(tmp_path: Path, name: str, data: bytes) -> None:
    put(tmp_path, "plain/erp.csv", GOOD)
    put(tmp_path, name, data)
    found = read(tmp_path, cases(name))
    assert found.frame("cases").equals(read(tmp_path, cases("plain/erp.csv")).frame("cases"))
    assert found.unusable == ()


@pytest.mark.parametrize(
    ("data", "is_guessed"),
    [
        ("Ref;Agent\nE1;Jörg Müller\n".encode("cp1252"), True),
        ("Ref;Agent\nE1;Jörg Müller\n".encode(), False),
        ("Ref;Agent\nE1;Jörg Müller\n".encode("utf-16"), False),
    ],
)
def test_umlauts_survive_and_a_guessed_encoding_is_remarked(tmp_path: Path, data: bytes, is_guessed: bool) -> None:
    put(tmp_path, "erp.csv", data)
    found = read(tmp_path, cases("erp.csv", {"number": "Ref", "owner": "Agent"}))
    assert found.frame("cases")["owner"].to_list() == ["Jörg Müller"]
    assert found.remarks == ((words("file.encoding.guessed", file="erp.csv"),) if is_guessed else ())


def test_one_broken_byte_does_not_turn_every_umlaut_into_nonsense(tmp_path: Path) -> None:
    text = "Ref;Agent\n" + "".join(f"E{n};Müller\n" for n in range(9))
    put(tmp_path, "erp.csv", text.encode().replace("E4;Mü".encode(), b"E4;M\xff", 1))
    found = read(tmp_path, cases("erp.csv", {"number": "Ref", "owner": "Agent"}))
    assert (found.frame("cases")["owner"] == "Müller").sum() == 8
    assert found.remarks == (words("file.encoding.mixed", file="erp.csv", utf8=2, western=6),)


def test_a_file_in_two_encodings_reads_each_as_what_it_is_and_says_so(tmp_path: Path) -> None:
    lines = ["Ref;Agent", "E1;Kim", "E2;Jörg", "E3;Büro", "E4;Łódź"]
    data = b"\n".join(line.encode("cp1252" if "Jö" in line else "utf-8") for line in lines)
    put(tmp_path, "erp.csv", data)
    found = read(tmp_path, cases("erp.csv", {"number": "Ref", "owner": "Agent"}))
    assert found.frame("cases")["owner"].to_list() == ["Kim", "Jörg", "Büro", "Łódź"]
    assert found.remarks == (words("file.encoding.mixed", file="erp.csv", utf8=4, western=3),)


def test_no_byte_becomes_the_sign_for_a_lost_character(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", b"Ref;Agent\nE1;" + bytes(range(0x80, 0x100)) + b"\n")
    owner = read(tmp_path, cases("erp.csv", {"number": "Ref", "owner": "Agent"})).frame("cases")["owner"].item()
    assert "\ufffd" not in owner
    assert len(owner) == 128


def test_a_stated_encoding_and_delimiter_are_used(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref~Agent\nE1~Łódź\n".encode("cp1250"))
    options = cases("erp.csv", {"number": "Ref", "owner": "Agent"}, encoding="cp1250", delimiter="~")
    assert read(tmp_path, options).frame("cases")["owner"].to_list() == ["Łódź"]


def test_fields_may_hold_delimiters_quotation_marks_and_line_breaks(tmp_path: Path) -> None:
    text = 'Ref,Note,Agent\nE1,"a ""b"", c\nsecond line\n",Kim\nE2,19" screen,Lee\nE3,,\n'
    put(tmp_path, "erp.csv", text)
    found = read(tmp_path, cases("erp.csv", {"number": "Ref", "type": "Note", "owner": "Agent"}))
    assert found.frame("cases").select("number", "type", "owner").rows() == [
        ("E1", 'a "b", c\nsecond line', "Kim"),
        ("E2", '19" screen', "Lee"),
        ("E3", None, None),
    ]
    assert found.unusable == ()


def test_words_are_stripped_mapped_and_missing_where_the_board_says_so(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,Kind,Agent\n E1 , R ,?\nE2,Order, Kim \n")
    fields = {"number": "Ref", "type": {"column": "Kind", "values": {"R": "Return"}}, "owner": "Agent"}
    found = read(tmp_path, cases("erp.csv", fields, missing=["?"])).frame("cases")
    assert found.select("number", "type", "owner").rows() == [("E1", "Return", None), ("E2", "Order", "Kim")]


def test_of_several_files_a_later_row_of_a_number_wins(tmp_path: Path) -> None:
    put(tmp_path, "erp-1.csv", "Ref,State\nE1,Open\nE2,Open\n")
    put(tmp_path, "erp-2.csv", "State,Ref\nDone,E1\nOpen,E3\n")
    found = read(tmp_path, cases("erp-*.csv", {"number": "Ref", "status": "State"})).frame("cases")
    assert dict(found.select("number", "status").rows()) == {"E1": "Done", "E2": "Open", "E3": "Open"}


def test_numbers_that_one_file_repeats_are_counted_and_named(tmp_path: Path) -> None:
    put(tmp_path, "erp-1.csv", "Ref,State\nE1,Open\nE2,Open\nE1,Held\nE3,Open\nE2,Held\nE1,Done\n")
    put(tmp_path, "erp-2.csv", "Ref,State\nE3,Done\n")
    found = read(tmp_path, cases("erp-*.csv", {"number": "Ref", "status": "State"}))
    assert dict(found.frame("cases").select("number", "status").rows()) == {"E1": "Done", "E2": "Held", "E3": "Done"}
    assert found.unusable == ()
    (remark,) = found.remarks
    assert (remark.key, remark.args["n"]) == ("file.repeated", 3)
    assert remark.args["first"] == words("file.repeated.one", number="E1", file="erp-1.csv", first=2, second=4)


def test_states_of_one_case_in_a_history_are_no_repetition(tmp_path: Path) -> None:
    put(tmp_path, "log.csv", "Ref,When,State\nE1,2026-03-02,Open\nE1,2026-03-03,Done\n")
    events = {"path": "log.csv", "fields": {"number": "Ref", "at": "When", "status": "State"}}
    assert read(tmp_path, cases("log.csv", {"number": "Ref"}) | {"events": events}).remarks == ()


def test_newest_takes_the_file_that_changed_last_alone(tmp_path: Path) -> None:
    put(tmp_path, "erp-b.csv", "Ref\nold\n", age_s=2 * HOUR_S)
    put(tmp_path, "erp-a.csv", "Ref\nnew\n")
    found = read(tmp_path, cases("erp-*.csv", {"number": "Ref"}, files="newest"))
    assert found.frame("cases")["number"].to_list() == ["new"]
    assert found.as_of_us == NOW_US - 3_600_000_000


def test_lock_files_of_office_programs_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref\nE1\n")
    put(tmp_path, "~$erp.csv", "x")
    put(tmp_path, ".erp.csv", "x")
    assert numbers(tmp_path, cases("*.csv", {"number": "Ref"})) == ["E1"]


def test_a_member_of_a_zip_is_chosen_by_pattern(tmp_path: Path) -> None:
    put(tmp_path, "all.zip", zipped(a__csv="Ref\nA\n", b__csv="Ref\nB\n"))
    assert numbers(tmp_path, cases("all.zip", {"number": "Ref"}, member="b*.csv")) == ["B"]


def test_a_header_row_may_stand_below_a_letterhead(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Northwind\n1 April\n\nRef,State\nE1,Open\n")
    assert numbers(tmp_path, cases("erp.csv", {"number": "Ref"}, header_row=4)) == ["E1"]
    put(tmp_path, "erp.xlsx", workbook([["Northwind"], [], ["Ref", "State"], [], ["E1", "Open"]]))
    assert numbers(tmp_path, cases("erp.xlsx", {"number": "Ref"}, header_row=3)) == ["E1"]


def test_spreadsheet_cells_are_what_they_show(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["Ref", "Created", "Finished", "Agent"],
        [10298.0, datetime(2026, 3, 2, 9, 30), date(2026, 3, 3), "=cmd|' /C calc'!A0"],  # noqa: DTZ001
        ["0012", datetime(2026, 3, 2), date(2026, 3, 4), "Kim"],  # noqa: DTZ001
    ]
    book = workbook(rows)
    put(tmp_path, "erp.xlsx", book)
    fields = {"number": "Ref", "opened": "Created", "closed": "Finished", "owner": "Agent"}
    found = read(tmp_path, cases("erp.xlsx", fields), time_zone="Europe/London").frame("cases")
    assert found["number"].to_list() == ["10298", "0012"]
    assert found["opened_at"].to_list() == [at("2026-03-02 09:30"), at("2026-03-02 00:00")]
    assert found["opened_is_date"].to_list() == [False, False]
    assert found["closed_is_date"].to_list() == [True, True]
    # The formula was never computed by a spreadsheet program, so no value is stored with it.
    assert found["owner"].to_list() == [None, "Kim"]


def test_a_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,Agent\nE1,=cmd|' /C calc'!A0\n")
    found = read(tmp_path, cases("erp.csv", {"number": "Ref", "owner": "Agent"})).frame("cases")
    assert found["owner"].to_list() == ["=cmd|' /C calc'!A0"]


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    put(tmp_path, "erp.xlsx", workbook([["Ref"], ["E1"]], "Notes"))
    assert numbers(tmp_path, cases("erp.xlsx", {"number": "Ref"}, sheet="Cases")) == ["E1"]


def test_rows_of_changes_become_events_in_order_of_instants(tmp_path: Path) -> None:
    text = (
        "Ref,When,Change,Value\n"
        "E1,2026-03-02 09:00,ST,Open\n"
        "E2,2026-03-02 09:30,Q,Orders\n"
        "E1,2026-03-03 10:00,Q,\n"
        "E1,2026-03-02 12:00,Q,Quotes\n"
        "E1,2026-03-03 10:00,CM,a remark\n"
    )
    kind = {"column": "Change", "values": {"ST": "status", "Q": "queue", "CM": "ignored"}}
    assert events(tmp_path, text, {"number": "Ref", "at": "When", "kind": kind, "to": "Value"}) == [
        ("E1", "status", "Open", 0),
        ("E1", "queue", "Quotes", 3),
        ("E1", "queue", None, 2),
        ("E2", "queue", "Orders", 1),
    ]


def test_rows_of_unknown_kinds_are_counted(tmp_path: Path) -> None:
    put(tmp_path, "history.csv", "Ref,When,Change\nE1,2026-03-02,ST\nE1,2026-03-02,XX\nE1,2026-03-02,\n")
    kind = {"column": "Change", "values": {"ST": "status"}}
    fields = {"number": "Ref", "at": "When", "kind": kind}
    found = read(tmp_path, {"events": {"path": "history.csv", "fields": fields}})
    assert [(one.why.key, one.count, one.examples) for one in found.unusable] == [
        ("file.row.no-kind", 1, ("history.csv:4",)),
        ("file.row.kind", 1, ("history.csv:3",)),
    ]
    assert found.unusable[1].why.args["said"] == quoted_list(["XX"])
    assert found.mapped["events"] == {"number", "at", "kind", "status"}


def test_each_unknown_kind_is_quoted_as_it_is_written_once(tmp_path: Path) -> None:
    rows = "".join(f"E1,2026-03-02,{word}\n" for word in ("Farbe", "status", "Größe", "Farbe"))
    put(tmp_path, "history.csv", f"Ref,When,Change\n{rows}")
    found = read(
        tmp_path, {"events": {"path": "history.csv", "fields": {"number": "Ref", "at": "When", "kind": "Change"}}}
    )
    (unusable,) = found.unusable
    assert (unusable.count, unusable.why.args["said"]) == (3, quoted_list(["Farbe", "Größe"]))


def test_kinds_without_a_map_are_the_words_themselves(tmp_path: Path) -> None:
    put(tmp_path, "history.csv", "Ref,When,Change\nE1,2026-03-02,Closed\nE1,2026-03-01,OPENED\n")
    fields = {"number": "Ref", "at": "When", "kind": "Change"}
    found = read(tmp_path, {"events": {"path": "history.csv", "fields": fields}})
    assert found.frame("events")["kind"].to_list() == ["opened", "closed"]
    assert found.mapped["events"] == {"number", "at", "kind", "opened", "closed"}


def test_rows_that_state_the_case_become_what_changed(tmp_path: Path) -> None:
    text = (
        "Ref,When,State,Desk\n"
        "E1,2026-03-02 09:00,New,\n"
        "E2,2026-03-02 09:00,New,Orders\n"
        "E1,2026-03-02 10:00,New,Orders\n"
        "E1,2026-03-02 10:00,Done,\n"
        "E2,2026-03-02 09:00,New,Orders\n"
    )
    fields = {"number": "Ref", "at": "When", "status": "State", "queue": "Desk"}
    assert events(tmp_path, text, fields) == [
        ("E1", "status", "New", 0),
        ("E1", "queue", None, 0),
        ("E1", "queue", "Orders", 2),
        ("E1", "status", "Done", 3),
        ("E1", "queue", None, 3),
        ("E2", "status", "New", 1),
        ("E2", "queue", "Orders", 1),
    ]


def test_rows_that_do_not_stand_in_order_are_compared_in_order_of_instants(tmp_path: Path) -> None:
    text = "Ref,When,State\nE1,2026-03-03 09:00,Done\nE1,2026-03-02 09:00,New\nE1,2026-03-02 10:00,New\n"
    assert events(tmp_path, text, {"number": "Ref", "at": "When", "status": "State"}) == [
        ("E1", "status", "New", 1),
        ("E1", "status", "Done", 0),
    ]


def test_activities_and_opportunities_come_in_their_forms(tmp_path: Path) -> None:
    put(tmp_path, "log.csv", "Ref,When,What,Who\nE1,2026-03-02 09:00,call,Kim\nE1,2026-03-02 09:00,call,Kim\n")
    put(tmp_path, "opps.csv", "Id,Rep,Created,Won\nO1,Amira,2026-03-02,\nO1,Farid,2026-03-02,2026-03-09\n")
    found = read(
        tmp_path,
        {
            "activities": {
                "path": "log.csv",
                "fields": {"number": "Ref", "at": "When", "kind": "What", "person": "Who"},
            },
            "opportunities": {
                "path": "opps.csv",
                "fields": {"number": "Id", "owner": "Rep", "created": "Created", "won": "Won"},
            },
        },
    )
    activities = found.frame("activities").select("number", "at", "kind", "person")
    assert activities.rows() == [("E1", at("2026-03-02 09:00"), "call", "Kim")] * 2
    row = found.frame("opportunities").row(0, named=True)
    assert (row["number"], row["owner"], row["won_at"]) == ("O1", "Farid", at("2026-03-09 00:00"))
    assert found.mapped["opportunities"] == {"number", "owner", "created", "won"}


def test_as_of_is_the_time_of_the_oldest_resource(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD, age_s=HOUR_S)
    put(tmp_path, "log.csv", "Ref,When\nE1,2026-03-02\n", age_s=3 * HOUR_S)
    log = {"activities": {"path": "log.csv", "fields": {"number": "Ref", "at": "When"}}}
    assert read(tmp_path, cases("erp.csv") | log).as_of_us == NOW_US - 3 * 3_600_000_000


def test_a_mapped_as_of_goes_before_the_files_time(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,Exported\nE1,31.3.2026 18:00\nE2,31.3.2026 19:00\nE3,\n")
    found = read(tmp_path, cases("erp.csv", {"number": "Ref"}, as_of="Exported"), time_zone="Europe/Berlin")
    assert datetime.fromtimestamp(found.as_of_us / 1e6, UTC) == at("2026-03-31 17:00")


def test_nothing_is_read_again_until_a_file_or_an_option_changes(tmp_path: Path) -> None:
    path = put(tmp_path, "erp.csv", GOOD)
    token = read(tmp_path, cases("erp.csv")).token
    assert batch(tmp_path, cases("erp.csv"), token=token) is None
    assert batch(tmp_path, cases("erp.csv", missing=["?"]), token=token) is not None
    assert batch(tmp_path, cases("erp.csv"), token=token, time_zone="Asia/Tokyo") is not None
    path.write_text(GOOD + "E4,Order,Open,,2026-03-05 09:00,\n")
    touch(path, HOUR_S)
    assert batch(tmp_path, cases("erp.csv"), token=token) is not None


def test_a_file_replaced_by_rename_is_seen_though_size_and_time_are_the_same(tmp_path: Path) -> None:
    path = put(tmp_path, "erp.csv", GOOD)
    token = read(tmp_path, cases("erp.csv")).token
    put(tmp_path, "erp.tmp", GOOD.replace("Kim", "Max")).replace(path)
    found = batch(tmp_path, cases("erp.csv"), token=token)
    assert found is not None
    assert found.frame("cases")["owner"].to_list() == ["Max", "Lee", None]


def test_the_made_incident_log_is_what_its_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_incidents", DATA / "make_incidents.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert zipfile.ZipFile(DATA / "incidents.zip").read("incidents.csv") == script.log()


def test_a_log_gives_cases_and_events_from_the_same_rows(tmp_path: Path) -> None:
    put(tmp_path, "incidents.zip", (DATA / "incidents.zip").read_bytes())
    found = read(tmp_path, LOG)
    log = pl.read_csv(zipfile.ZipFile(DATA / "incidents.zip").read("incidents.csv"), infer_schema=False)
    assert found.frame("cases").height == log["number"].n_unique() == 300
    assert found.frame("cases")["opened_at"].null_count() == 0
    assert found.unusable == ()
    # Put together again, the events say of every row what the row says.
    told = found.frame("events").pivot("kind", index="row", values="to")
    stated = log.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
    both = told.join(stated, on="row", how="inner")
    assert (both["status"].is_null() | (both["status"] == both["incident_state"])).all()
    passed_over = found.frame("cases").filter(number="INC0000280")["opened_at"].item()
    assert passed_over == at("2016-03-27 01:17")


@pytest.mark.skipif(not (PUBLIC / "incident_event_log.zip").exists(), reason="the public incident log is not here")
def test_the_public_incident_log_is_read_whole() -> None:
    found = read(PUBLIC, LOG | {"cases": LOG["cases"] | {"path": "incident_event_log.zip"}})
    assert found.frame("cases").height == 24_918
    assert found.unusable == ()
    assert found.frame("events")["row"].max() == 141_711


def test_options_name_every_resource_and_describe_every_field() -> None:
    assert file.IS_SERVICE is False
    assert file.POLLS_EVERY_S == 5.0
    schema = file.Options.model_json_schema()
    for model in [schema, *schema["$defs"].values()]:
        for name, field in model["properties"].items():
            assert field.get("description"), name


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"time_zone": "Europe/Lodnon", **cases("a.csv")},
        cases("a.csv", {"opened": "Created"}),
        cases("a.csv", {"number": "Ref", "opened": {"column": "Created", "format": "%q"}}),
        cases("a.csv", {"number": "Ref", "opened": {"column": "Created", "format": "YYYY-MM-DD"}}),
        cases("a.csv", FIELDS, encoding="utf-9"),
        cases("a.csv", FIELDS, delimiter="::"),
        {"events": {"path": "a.csv", "fields": {"number": "Ref", "at": "When"}}},
        {"events": {"path": "a.csv", "fields": {"number": "Ref", "at": "When", "kind": "K", "status": "S"}}},
    ],
)
def test_options_that_cannot_work_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        file.Options.model_validate(options)
