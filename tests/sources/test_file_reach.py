"""How far a sheet's cells reach, however its XML is written; what reaches too far is never laid out."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.sources.exports import cases, put, read
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.files.reach import Reach, reach

FAR = '<row r="2"><c r="GR200000"><v>1</v></c></row>'
REF = {"number": "Ref"}


def sheet(body: str, head: str = "") -> bytes:
    return f"{head}<worksheet><sheetData>{body}</sheetData></worksheet>".encode()


def book(change: Any, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook with Ref in A1 and E1 in A2, of which one part is changed."""
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["Ref"])
    made.active.append(["E1"])
    plain, out = BytesIO(), BytesIO()
    made.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, change(data) if name == part else data)
    return out.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        FAR,
        FAR.replace('"', "'"),
        FAR.replace(' r="GR', '\n r\t=\r\n "GR'),
        FAR.replace("<c ", '<c s="1" t=">" '),
        FAR.replace("<c ", "<x:c xmlns:x='y' ").replace("</c>", "</x:c>"),
        FAR.replace("GR200000", "&#71;R200000"),
        FAR.replace("GR200000", "gr200000"),
        FAR.replace("<v>1</v>", "<!-- a remark --><v>1</v>"),
        '<row r="199999"/><row>' + '<c r="GQ200000"/><c/>' + "</row>",
        '<row r="199999"/><row>' + "<c/>" * 200 + "</row>",
    ],
    ids=[
        "plain", "single quotation marks", "white space", "a sign in a value", "prefix", "character reference",
        "small letters", "comment", "a cell after another", "counted",
    ],
)  # fmt: skip
def test_a_cell_is_found_however_it_is_written(body: str) -> None:
    found = reach(sheet(body))
    assert (found.columns, found.rows) == (200, 200_000)
    assert found.cells == body.count("<c/>") + body.count("<c ") + body.count("<c\n") + body.count("<x:c")


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_sheet_in_another_encoding_is_measured_too(encoding: str) -> None:
    head = f"<?xml version='1.0' encoding='{encoding}'?>"
    assert reach(sheet(FAR, head).decode().encode(encoding)) == Reach(200, 200_000, 1)


def test_a_part_that_is_no_sheet_reaches_nowhere() -> None:
    assert reach(b"<calcChain><c r='GR200000'/></calcChain>") == Reach()


@pytest.mark.parametrize("xml", [b"<sheetData><c r='A1'>", sheet('<c r="1A"/>', "<!DOCTYPE x>"), sheet("<c r='1A'/>")])
def test_what_no_reader_should_be_given_is_refused(xml: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        reach(xml)


def test_a_sheet_with_a_cell_that_strayed_to_its_end_is_still_read(tmp_path: Path) -> None:
    stray = b'<row><c r="C1048576"><v>1</v></c></row></sheetData>'
    put(tmp_path, "erp.xlsx", book(lambda data: data.replace(b"</sheetData>", stray)))
    found = read(tmp_path, cases("erp.xlsx", REF))
    assert found.frame("cases")["number"].to_list() == ["E1"]
    assert [(one.why.key, one.examples) for one in found.unusable] == [("file.row.number", ("erp.xlsx:1048576",))]


def far(data: bytes) -> bytes:
    return data.replace(b"</sheetData>", b"<row><c r='GR65000'><v>1</v></c></row></sheetData>")


def test_a_small_spreadsheet_cannot_ask_for_all_memory(tmp_path: Path) -> None:
    put(tmp_path, "erp.xlsx", book(far))
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("erp.xlsx", REF))
    assert caught.value.fault.key == "file.vast"


@pytest.mark.parametrize("place", ["hidden/a.xml", "a.rels"])
def test_a_sheet_that_lies_elsewhere_in_the_workbook_is_measured_too(tmp_path: Path, place: str) -> None:
    data = book(far)
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name).replace(b"worksheets/sheet1.xml", place.encode())
            target.writestr(name.replace("worksheets/sheet1.xml", place), text)
    put(tmp_path, "erp.xlsx", out.getvalue())
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("erp.xlsx", REF))
    assert caught.value.fault.key == "file.vast"


def test_a_size_that_a_sheet_only_claims_is_not_believed(tmp_path: Path) -> None:
    def boast(data: bytes) -> bytes:
        assert b'<dimension ref="A1:A2"' in data
        return data.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')

    put(tmp_path, "erp.xlsx", book(boast))
    assert read(tmp_path, cases("erp.xlsx", REF)).frame("cases")["number"].to_list() == ["E1"]


def test_a_sheet_whose_xml_is_none_may_be_whole_next_time(tmp_path: Path) -> None:
    put(tmp_path, "erp.xlsx", book(lambda data: data.replace(b"</row>", b"<!")))
    with pytest.raises(Passing) as caught:
        read(tmp_path, cases("erp.xlsx", REF))
    assert caught.value.fault.key == "file.damaged"
