"""What goes wrong with files, one test a kind; `Passing` keeps the last good data as LATE, `NeedsPerson` as FAILED.

kind                                          outcome
--------------------------------------------  ------------------------------------------------------
no file, or the folder (a share) is gone      Passing, naming the path
not permitted or locked                       Passing, naming the cause
empty (0 bytes), also once unpacked           Passing
headings alone                                no rows, which is no fault
headings alone where there were rows before   NeedsPerson, naming how many (test_file_losses)
written to while it is read or just before    Passing; quiet for two seconds, it is read
cut-off gzip, zip or spreadsheet              Passing
last line cut off                             Passing, naming file and line
last line end gone, and rows with it          Passing, naming file and line (test_file_losses)
a row with too many or too few fields         that row counted
a quotation mark too many                     that row counted, those below it kept
a row without number or with a bad time       that row counted
column gone, renamed, twice                   NeedsPerson, naming it, the nearest, all
no headings at all                            NeedsPerson
headings that fit hardly any line             NeedsPerson
sheet gone, or not said which                 NeedsPerson, naming the sheets
zip with several tables, with none, locked    NeedsPerson
not a kind of file that can be read           NeedsPerson
not in the stated encoding                    NeedsPerson
dates read with day or month first, or both   NeedsPerson, naming readings and rows (test_file_dates)
a column that holds no dates                  NeedsPerson (test_file_dates)
rows, of which not one can be used            NeedsPerson, naming the first reason
a column to say how fresh, but without times  NeedsPerson (test_file_freshness)
a pipe or a device                            NeedsPerson, never opened (test_file_places)
a pattern over too many files and folders     NeedsPerson (test_file_places)
file too large, gzip, zip, sheet bombs        NeedsPerson, naming the bound
entities in a spreadsheet's XML               not expanded
too many columns, cells, rows                 NeedsPerson, naming the bound
"""

import gzip
import os
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.sources.exports import FIELDS, GOOD, NOW_US, cases, put, read, refusal, touch
from wallboard.collect.plain import said
from wallboard.core.sentences import SENTENCES
from wallboard.sources import file
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.files.places import look, wait_until_quiet

REF = {"number": "Ref"}


def fault(folder: Path, options: dict[str, Any], kind: type[SourceFault]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(SourceFault) as caught:
        read(folder, options)
    assert type(caught.value) is kind
    assert caught.value.remedy is None or caught.value.remedy.key in SENTENCES
    return caught.value.fault.key, dict(caught.value.fault.args)


def counted(folder: Path, text: str | bytes, fields: dict[str, Any] = FIELDS) -> list[tuple[str, int, tuple[str, ...]]]:
    put(folder, "erp.csv", text)
    return [(one.why.key, one.count, one.examples) for one in read(folder, cases("erp.csv", fields)).unusable]


def sheets(*names: str) -> bytes:
    book = openpyxl.Workbook()
    for name in names:
        book.create_sheet(name).append(["Ref"])
    book.remove(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("path", ["erp.csv", "exports/erp-*.csv", "/nowhere/at/all/*.csv"])
def test_no_file_may_come_back(tmp_path: Path, path: str) -> None:
    assert fault(tmp_path, cases(path), Passing) == ("file.missing", {"path": path})


def test_a_folder_in_the_place_of_a_file_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "erp.csv").mkdir()
    assert fault(tmp_path, cases("erp.csv"), Passing)[0] == "file.missing"


def test_a_file_that_the_system_refuses_may_come_back(tmp_path: Path) -> None:
    # Longer names than a file system has: refused also to root, which no permission stops.
    name = "x" * 300 + ".csv"
    key, args = fault(tmp_path, cases(name), Passing)
    assert key == "file.unreadable"
    assert args["why"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("erp.csv", b""),
        ("erp.csv.gz", gzip.compress(b"", mtime=0)),
        ("erp.zip", zipped({"erp.csv": b""})),
        ("erp.xlsx", b""),
    ],
    ids=["plain", "gzip", "zip", "spreadsheet"],
)
def test_an_empty_file_may_be_filled_again(tmp_path: Path, name: str, data: bytes) -> None:
    put(tmp_path, name, data)
    assert fault(tmp_path, cases(name), Passing) == ("file.empty", {"file": name})


def test_headings_alone_are_a_table_without_rows(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD.split("\n", maxsplit=1)[0])
    found = read(tmp_path, cases("erp.csv"))
    assert found.rows == 0
    assert found.unusable == ()


def test_a_file_written_to_a_moment_ago_is_waited_for_until_it_is_quiet(tmp_path: Path) -> None:
    path = put(tmp_path, "erp.csv", GOOD, age_s=0.5)
    seen = look(str(path))
    assert seen is not None
    waited: list[float] = []
    wait_until_quiet((seen,), NOW_US, waited.append)
    assert waited == [1.5]


def test_a_quiet_file_is_not_waited_for(tmp_path: Path) -> None:
    path = put(tmp_path, "erp.csv", GOOD, age_s=2)
    seen = look(str(path))
    assert seen is not None
    waited: list[float] = []
    wait_until_quiet((seen,), NOW_US, waited.append)
    assert waited == []


@pytest.mark.parametrize("change", ["appended", "replaced", "removed"])
def test_a_file_that_changes_under_way_is_left_for_the_next_poll(tmp_path: Path, change: str) -> None:
    path = put(tmp_path, "erp.csv", GOOD, age_s=0)
    seen = look(str(path))
    assert seen is not None

    def meanwhile(_: float) -> None:
        if change == "appended":
            with path.open("a") as out:
                out.write("E4")
            touch(path, 0)
        elif change == "replaced":
            put(tmp_path, "erp.tmp", GOOD, age_s=0).replace(path)
        else:
            path.unlink()

    with pytest.raises(Passing) as caught:
        wait_until_quiet((seen,), NOW_US, meanwhile)
    assert caught.value.fault.key == "file.changing"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("erp.csv.gz", gzip.compress(GOOD.encode() * 50, mtime=0)[:-40]),
        ("erp.csv.gz", b"no gzip at all"),
        ("erp.zip", zipped({"erp.csv": GOOD.encode()})[:-30]),
        ("erp.zip", zipped({"erp.csv": GOOD.encode()}).replace(b"E1"[:1], b"\0", 1)[:80]),
        ("erp.xlsx", sheets("A")[:-100]),
        ("erp.xlsx", zipped({"xl/workbook.xml": b"<nonsense"})),
        ("erp.xlsx", zipped({"a.xml": b""})),
    ],
    ids=[
        "cut-off gzip", "no gzip", "cut-off zip", "damaged zip", "cut-off sheet", "no XML", "no workbook",
    ],
)  # fmt: skip
def test_what_is_cut_off_or_damaged_may_be_whole_next_time(tmp_path: Path, name: str, data: bytes) -> None:
    put(tmp_path, name, data)
    assert fault(tmp_path, cases(name), Passing) == ("file.damaged", {"file": name})


@pytest.mark.parametrize("left", [1, 2, 5, 10, 30])
def test_a_text_that_breaks_off_within_its_last_row_may_be_whole_next_time(tmp_path: Path, left: int) -> None:
    whole, _, last = GOOD.rstrip().rpartition("\n")
    put(tmp_path, "erp.csv", f"{whole}\n{last[:left]}")
    assert fault(tmp_path, cases("erp.csv"), Passing) == ("file.broken-off", {"file": "erp.csv", "line": 4})


@pytest.mark.parametrize("rest", ['"a note that', '"a note, over\nseveral, lines, with,\nmarks, of all, kin'])
def test_a_text_that_breaks_off_within_quotation_marks_may_be_whole_next_time(tmp_path: Path, rest: str) -> None:
    put(tmp_path, "erp.csv", f"{GOOD}E4,Order,Open,{rest}")
    line = 5 + rest.count("\n")
    assert fault(tmp_path, cases("erp.csv"), Passing) == ("file.broken-off", {"file": "erp.csv", "line": line})


def test_a_text_that_breaks_off_within_a_character_may_be_whole_next_time(tmp_path: Path) -> None:
    data = GOOD.replace("Lee", "Jürgen").replace("E3,Return,Open,,2026-03-04 08:15,", "E3,Return,Open,,,für").encode()
    put(tmp_path, "erp.csv", data[: data.rindex("ü".encode()) + 1])
    assert fault(tmp_path, cases("erp.csv"), Passing) == ("file.broken-off", {"file": "erp.csv", "line": 4})


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", "\n\x1a", "\n  "])
def test_a_last_row_that_is_whole_needs_no_line_end(tmp_path: Path, end: str) -> None:
    put(tmp_path, "erp.csv", GOOD.rstrip() + end)
    found = read(tmp_path, cases("erp.csv"))
    assert (found.rows, found.unusable) == (3, ())


@pytest.mark.parametrize("last", ["E4,Order,Open\n", "E4,Order,Open,Kim,2026-03-02 09:00,,too much"])
def test_a_last_line_that_is_no_row_and_yet_whole_is_counted(tmp_path: Path, last: str) -> None:
    assert counted(tmp_path, GOOD + last) == [("file.row.spoiled", 1, ("erp.csv:5",))]


@pytest.mark.parametrize("name", ["erp.ndjson", "erp.json"])
def test_lines_of_objects_that_break_off_may_be_whole_next_time(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, '{"Ref": "E1"}\n{"Ref": "E2"}\n{"Ref": ')
    assert fault(tmp_path, cases(name, REF), Passing) == ("file.broken-off", {"file": name, "line": 3})
    put(tmp_path, name, '{"Ref": "E1"}\n{"Ref": "E2"}\n{"Ref": "E3"}')
    assert read(tmp_path, cases(name, REF)).rows == 3


def test_rows_with_too_many_or_too_few_fields_are_counted(tmp_path: Path) -> None:
    text = GOOD.replace("E2,Quote", "E2,Quote,Extra").replace(",Kim,", ",")
    assert counted(tmp_path, text) == [("file.row.spoiled", 2, ("erp.csv:2", "erp.csv:3"))]
    assert read(tmp_path, cases("erp.csv")).frame("cases")["number"].to_list() == ["E3"]


def test_one_row_too_long_does_not_make_up_for_one_too_short(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,State,Agent\nE1,Open,\nE2,Open\nE3,Open,Kim,\n")
    assert counted(tmp_path, "Ref,State,Agent\nE1,Open,\nE2,Open\nE3,Open,Kim,x\n", REF) == [
        ("file.row.spoiled", 2, ("erp.csv:3", "erp.csv:4"))
    ]


@pytest.mark.parametrize("spoiled", ['"E2,Quote', 'E2,"Quote', 'E2,"Qu"ote'])
def test_a_quotation_mark_too_many_costs_its_own_row_alone(tmp_path: Path, spoiled: str) -> None:
    assert counted(tmp_path, GOOD.replace("E2,Quote", spoiled)) == [("file.row.spoiled", 1, ("erp.csv:3",))]
    assert read(tmp_path, cases("erp.csv")).frame("cases")["number"].to_list() == ["E1", "E3"]


def test_a_quotation_mark_cannot_hide_rows_by_finding_another(tmp_path: Path) -> None:
    lines = ["Ref,Kind,State", 'E1,"Order,Open', "E2,Quote,Open", "E3,Quote,Open", 'E4,Return",Open', "E5,Order,Open"]
    found = counted(tmp_path, "\n".join(lines), REF)
    assert found == [("file.row.spoiled", 1, ("erp.csv:2",))]
    numbers = read(tmp_path, cases("erp.csv", REF)).frame("cases")["number"].to_list()
    assert numbers == ["E2", "E3", "E4", "E5"]


def test_rows_without_a_number_or_with_a_bad_time_are_counted_and_named(tmp_path: Path) -> None:
    text = GOOD.replace("E1,", " ,").replace("2026-03-03 11:00", "yesterday")
    assert counted(tmp_path, text) == [
        ("file.row.number", 1, ("erp.csv:2",)),
        ("file.row.time", 1, ("erp.csv:3",)),
    ]
    assert read(tmp_path, cases("erp.csv")).unusable[1].why.args["example"] == "yesterday"
    assert read(tmp_path, cases("erp.csv")).frame("cases")["number"].to_list() == ["E3"]


@pytest.mark.parametrize(
    ("rows", "n", "why"),
    [
        (",Order,Open,,,\n" * 3, 3, "file.row.number"),
        ("E1,Order\n", 1, "file.row.spoiled"),
        ("E1,Order,Open,,soon,\n", 1, "file.row.time"),
        ("E1,Order,Open,,soon,\n,Order,Open,,,\nE2\n", 3, "file.row.spoiled"),
    ],
)
def test_rows_of_which_not_one_can_be_used_are_a_fault_and_not_an_empty_office(
    tmp_path: Path, rows: str, n: int, why: str
) -> None:
    put(tmp_path, "erp.csv", GOOD.split("\n", maxsplit=1)[0] + "\n" + rows)
    key, args = fault(tmp_path, cases("erp.csv"), NeedsPerson)
    assert (key, args["n"], args["file"], args["why"].key) == ("file.useless", n, "erp.csv", why)
    assert args["where"].startswith("erp.csv:")


def test_a_history_of_unknown_kinds_alone_is_a_fault_and_one_of_ignored_kinds_is_not(tmp_path: Path) -> None:
    put(tmp_path, "h.csv", "Ref,When,What\nE1,2026-03-02,XX\n")
    fields = {"number": "Ref", "at": "When", "kind": "What"}
    key, args = fault(tmp_path, {"events": {"path": "h.csv", "fields": fields}}, NeedsPerson)
    assert (key, args["why"].key) == ("file.useless", "file.row.kind")
    ignoring = fields | {"kind": {"column": "What", "values": {"XX": "ignored"}}}
    assert read(tmp_path, {"events": {"path": "h.csv", "fields": ignoring}}).rows == 0


def test_an_event_without_a_time_is_counted(tmp_path: Path) -> None:
    put(tmp_path, "h.csv", "Ref,When,State\nE1,,New\nE1,2026-03-02,New\n")
    fields = {"number": "Ref", "at": "When", "status": "State"}
    found = read(tmp_path, {"events": {"path": "h.csv", "fields": fields}})
    assert [(one.why.key, one.examples) for one in found.unusable] == [("file.row.no-time", ("h.csv:2",))]


def test_a_renamed_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD.replace("Created", "Createdd"))
    key, args = fault(tmp_path, cases("erp.csv"), NeedsPerson)
    assert key == "file.column.near"
    assert (args["column"], args["near"], args["file"]) == ("Created", "Createdd", "erp.csv")
    assert refusal(tmp_path, cases("erp.csv"))[1] == "Its columns: Ref, Kind, State, Agent, Createdd, Finished"


def test_a_column_that_is_gone_is_named_with_those_that_are_there(tmp_path: Path) -> None:
    put(tmp_path, "erp-1.csv", "Ref,State\nE1,Open\n")
    put(tmp_path, "erp-2.csv", "Ref,Weather\nE1,rain\n")
    wall, desk = refusal(tmp_path, cases("erp-*.csv", {"number": "Ref", "status": "State"}))
    assert wall.startswith("erp-2.csv has no column “State”. Correct the export,")
    assert desk == "Its columns: Ref, Weather"


SECRETS = "SECRET-77123,Query,Open,Kim Rowntree,2026-03-02 09:00,\n"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_of_an_export_without_headings_the_wall_tells_no_word_of_its_rows(tmp_path: Path, kind: str) -> None:
    text = SECRETS + GOOD.partition("\n")[2]
    if kind == "csv":
        put(tmp_path, "erp.csv", text)
    else:
        book, out = openpyxl.Workbook(), BytesIO()
        for line in text.splitlines():
            book.active.append(line.split(","))
        book.save(out)
        put(tmp_path, "erp.xlsx", out.getvalue())
    wall, desk = refusal(tmp_path, cases(f"erp.{kind}"))
    assert wall == (
        f"Of the 6 columns that the board names, erp.{kind} has 0: "
        "its first row looks like data and not like headings. "
        "Export it with a row of headings, or say with `header_row` which row that is."
    )
    assert desk == "Its columns: SECRET-77123, Query, Open, Kim Rowntree, 2026-03-02 09:00"


@pytest.mark.parametrize("heading", ["Argent", "Rowntree & Co", "Agent Smith"])
def test_a_name_in_the_place_of_a_heading_is_not_on_the_wall(tmp_path: Path, heading: str) -> None:
    put(tmp_path, "erp.csv", GOOD.replace("Agent", heading, 1))
    wall, desk = refusal(tmp_path, cases("erp.csv"))
    near = ", but “Argent”" if heading == "Argent" else ""
    assert wall == (f"erp.csv has no column “Agent”{near}. Correct the export, or the column’s name in `fields`.")
    assert desk == f"Its columns: Ref, Kind, State, {heading}, Created, Finished"


def test_of_a_board_that_names_one_column_no_other_is_on_the_wall(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Reff\nE1\n")
    wall, desk = refusal(tmp_path, cases("erp.csv", REF))
    assert (wall.partition(".csv")[2].partition(". ")[0], desk) == (" has no column “Ref”", "Its columns: Reff")


def test_two_columns_of_three_that_are_gone_are_another_export_and_one_of_two_is_named(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,Weather\nE1,rain\n")
    assert fault(tmp_path, cases("erp.csv", {"number": "Ref", "status": "State"}), NeedsPerson)[0] == "file.column.gone"
    three = {"number": "Ref", "status": "State", "owner": "Agent"}
    assert fault(tmp_path, cases("erp.csv", three), NeedsPerson)[0] == "file.header.data"


def test_a_mapped_column_that_is_there_twice_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,Ref,State\nE1,E2,Open\n")
    assert fault(tmp_path, cases("erp.csv", REF), NeedsPerson)[0] == "file.column.twice"
    assert read(tmp_path, cases("erp.csv", {"number": "State"})).rows == 1


@pytest.mark.parametrize(("name", "data"), [("erp.csv", b"\n\n\n"), ("erp.xlsx", None)])
def test_a_file_without_headings_is_a_fault(tmp_path: Path, name: str, data: bytes | None) -> None:
    book = openpyxl.Workbook()
    out = BytesIO()
    book.save(out)
    put(tmp_path, name, out.getvalue() if data is None else data)
    assert fault(tmp_path, cases(name), NeedsPerson) == ("file.header.none", {"file": name})


def test_headings_that_fit_hardly_any_line_are_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref,State,Agent\n" + "E1,Open\n" * 12 + "E2,Open,Kim\n")
    key, args = fault(tmp_path, cases("erp.csv", REF), NeedsPerson)
    assert (key, args["n"], args["rows"]) == ("file.uneven", 12, 13)


def test_a_sheet_that_is_gone_or_not_chosen_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "erp.xlsx", sheets("May", "June"))
    wall, desk = refusal(tmp_path, cases("erp.xlsx", REF, sheet="April"))
    assert (wall, desk) == ("erp.xlsx has no sheet “April”. Say with `sheet` which one.", "Its sheets: May, June")
    wall, desk = refusal(tmp_path, cases("erp.xlsx", REF))
    assert wall == "erp.xlsx has 2 sheets, and the board does not say which. Say with `sheet` which one."
    assert desk == "Its sheets: May, June"


def test_a_zip_with_several_tables_or_none_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "two.zip", zipped({"a.csv": b"Ref\n", "b.csv": b"Ref\n"}))
    wall, desk = refusal(tmp_path, cases("two.zip"))
    assert (wall, desk) == ("two.zip holds 2 tables. Say with `member` which one.", "In it: a.csv, b.csv")
    put(tmp_path, "none.zip", zipped({"readme.md": b"hello"}))
    assert fault(tmp_path, cases("none.zip"), NeedsPerson)[0] == "file.member.none"


def test_a_zip_with_a_password_is_a_fault(tmp_path: Path) -> None:
    packed = bytearray(zipped({"a.csv": b"Ref\nE1\n"}))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    put(tmp_path, "erp.zip", bytes(packed))
    assert fault(tmp_path, cases("erp.zip", REF), NeedsPerson) == ("file.locked", {"file": "erp.zip"})


@pytest.mark.parametrize(
    ("name", "data", "is_what"),
    [
        (
            "erp.csv",
            gzip.compress(GOOD.encode(), mtime=0),
            "packed with gzip, whatever its name says. Let its name, and `path`, end in .gz.",
        ),
        ("erp.ndjson", gzip.compress(b"{}", mtime=0), "packed with gzip, "),
        ("erp.xlsx", gzip.compress(GOOD.encode(), mtime=0), "packed with gzip, "),
        (
            "erp.csv",
            sheets("May"),
            "a zip archive or an .xlsx, whatever its name says. Let its name, and `path`, end in",
        ),
        ("erp.json", b"PAR1....PAR1", "a Parquet file, whatever its name says."),
        (
            "erp.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "an old .xls, or a spreadsheet with a password, whatever",
        ),
        ("erp.csv", b"%PDF-1.7\n", "a PDF, whatever its name says. Export it as .csv,"),
        ("erp.csv.gz", gzip.compress(gzip.compress(GOOD.encode(), mtime=0), mtime=0), "packed with gzip, "),
    ],
)
def test_what_a_file_plainly_is_goes_before_its_name(tmp_path: Path, name: str, data: bytes, is_what: str) -> None:
    put(tmp_path, name, data)
    assert refusal(tmp_path, cases(name))[0].startswith(f"{name} is {is_what}")


def test_a_heading_may_look_like_the_mark_of_a_format(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "PAR1,Ref\nx,E1\n")
    assert read(tmp_path, cases("erp.csv", REF)).rows == 1


CYRILLIC = "\N{CYRILLIC CAPITAL LETTER ZHE}"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [GOOD, GOOD.replace("Order", CYRILLIC * 40), "Ref\nE1\n" * 9_000])
def test_wide_characters_without_a_mark_are_named_with_what_the_board_would_say(
    tmp_path: Path, text: str, encoding: str
) -> None:
    put(tmp_path, "erp.csv", text.encode(encoding))
    wall, _ = refusal(tmp_path, cases("erp.csv"))
    assert wall == (
        f"erp.csv is written in {encoding[:6].upper()} without a mark that says so. "
        f"Say `encoding: {encoding}` there, or export it as UTF-8."
    )
    if text.startswith(GOOD[:20]):
        assert read(tmp_path, cases("erp.csv", encoding=encoding)).rows == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_wide_characters_with_a_mark_are_read(tmp_path: Path, encoding: str) -> None:
    put(tmp_path, "erp.csv", GOOD.encode(encoding))
    assert read(tmp_path, cases("erp.csv")).rows == 3


def test_a_mark_before_a_text_whose_encoding_is_stated_is_no_part_of_its_first_heading(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD.encode("utf-8-sig"))
    assert read(tmp_path, cases("erp.csv", encoding="utf-8")).rows == 3


def test_a_file_that_was_given_its_size_before_its_end_is_not_taken_for_wide_characters(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD.encode() + bytes(3_000))
    assert read(tmp_path, cases("erp.csv")).rows == 3


@pytest.mark.parametrize("column", ["Ref", "Kind", "Agent", "State", "Created"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_row_with_a_cell_that_no_export_has_is_counted(tmp_path: Path, column: str, quote: str) -> None:
    long = f"{quote}{'x' * 20_000}{quote}"
    was = {"Ref": "E2", "Kind": "Quote", "Agent": "Lee", "State": "Done", "Created": "2026-03-02 10:30"}[column]
    put(tmp_path, "erp.csv", GOOD.replace(was, long))
    found = read(tmp_path, cases("erp.csv"))
    assert found.frame("cases")["number"].to_list() == ["E1", "E3"]
    assert [(said(one.why), one.examples) for one in found.unusable] == [
        (f"1 row whose “{column}” is longer than 16 KiB", ("erp.csv:3",))
    ]


def test_four_thousand_characters_are_no_matter_nor_is_any_length_where_nothing_is_mapped(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", f"Ref,Agent,Note\nE1,{CYRILLIC * 4_096},{'x' * 900_000}\n")
    assert read(tmp_path, cases("erp.csv", {"number": "Ref", "owner": "Agent"})).unusable == ()


def test_a_kind_of_file_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "erp.xls", b"\xd0\xcf\x11\xe0")
    assert fault(tmp_path, cases("erp.xls"), NeedsPerson) == ("file.kind", {"file": "erp.xls"})


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_text_that_is_not_in_the_stated_encoding_is_a_fault(tmp_path: Path, encoding: str) -> None:
    put(tmp_path, "erp.csv", b"Ref;Agent\nE1;M\xfcller\n")
    assert fault(tmp_path, cases("erp.csv", REF, encoding=encoding), NeedsPerson)[0] == "file.encoding"


def test_a_file_beyond_the_largest_is_not_opened(tmp_path: Path) -> None:
    path = put(tmp_path, "erp.csv", b"Ref\n")
    os.truncate(path, 1_000_000_001)
    touch(path, 60)
    assert fault(tmp_path, cases("erp.csv", REF), NeedsPerson) == ("file.large", {"file": "erp.csv", "most": 1000})


def bomb_sheet() -> bytes:
    return zipped({"xl/worksheets/sheet1.xml": bytes(60_000_000), "xl/workbook.xml": b"<workbook/>"})


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("erp.csv.gz", lambda: gzip.compress(bytes(60_000_000), 6)),
        ("erp.zip", lambda: zipped({"erp.csv": bytes(60_000_000)})),
        ("erp.xlsx", bomb_sheet),
    ],
)
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, name: str, make: Any) -> None:
    put(tmp_path, name, make())
    assert fault(tmp_path, cases(name), NeedsPerson) == ("file.bomb", {"file": name, "most": 50})


def remade(book: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(book)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    assert old in members[part]
    return zipped(members | {part: members[part].replace(old, new, 1)})


def test_a_spreadsheet_with_entities_is_refused_before_they_are_expanded(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE x [<!ENTITY e0 "boom">{levels}]><worksheet'.encode()
    book = remade(sheets("A"), "xl/worksheets/sheet1.xml", b"<worksheet", head)
    book = remade(
        book,
        "xl/worksheets/sheet1.xml",
        b"</row>",
        b'</row><row r="2"><c r="A2" t="inlineStr"><is><t>&e9;</t></is></c></row>',
    )
    put(tmp_path, "erp.xlsx", book)
    assert fault(tmp_path, cases("erp.xlsx", REF), Passing)[0] == "file.damaged"


def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "Ref"
    book.active.cell(row=1_048_576, column=1_900, value="E1")
    out = BytesIO()
    book.save(out)
    put(tmp_path, "erp.xlsx", out.getvalue())
    assert fault(tmp_path, cases("erp.xlsx", REF), NeedsPerson)[0] == "file.vast"


@pytest.mark.parametrize("columns", [2_001, 1_000_000])
def test_a_million_columns_are_refused(tmp_path: Path, columns: int) -> None:
    put(tmp_path, "erp.csv", ",".join(f"c{n}" for n in range(columns)) + "\n")
    key, args = fault(tmp_path, cases("erp.csv", REF), NeedsPerson)
    assert (key, args["most"]) == ("file.wide", 2_000)


def test_too_many_rows_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", "Ref\n" + "1\n" * 5_000_001)
    assert fault(tmp_path, cases("erp.csv", REF), NeedsPerson)[0] == "file.long"


def test_a_fault_leaves_the_next_read_untouched(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", b"")
    assert fault(tmp_path, cases("erp.csv"), Passing)[0] == "file.empty"
    put(tmp_path, "erp.csv", GOOD)
    assert read(tmp_path, cases("erp.csv")).rows == 3
    assert file.POLLS_EVERY_S < 10
