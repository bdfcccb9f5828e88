"""Files that have lost rows that they had: the read fails where they surely should not, so that the last rows stay."""

from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from tests.sources.exports import GOOD, batch, cases, put, read, refusal_of, touch
from wallboard.sources.contract import Passing

HEADINGS = GOOD.split("\n", maxsplit=1)[0] + "\n"
REF = {"number": "Ref"}


def emptied(folder: Path, options: dict[str, Any], token: str) -> tuple[str, dict[str, Any], str, dict[str, Any]]:
    return refusal_of(lambda: batch(folder, options, token=token))


def sheet(path: Path, *rows: str) -> None:
    book = openpyxl.Workbook()
    for row in ("Ref", *rows):
        book.worksheets[0].append([row])
    book.save(path)


def parquet(path: Path, *rows: str) -> None:
    pl.DataFrame({"Ref": rows}, schema={"Ref": pl.String}).write_parquet(path)


def array(path: Path, *rows: str) -> None:
    path.write_text("[" + ", ".join(f'{{"Ref": "{row}"}}' for row in rows) + "]")


def text(path: Path, *rows: str) -> None:
    path.write_text("\n".join(("Ref", *rows, "")))


FORMS = {"erp.csv": text, "erp.xlsx": sheet, "erp.parquet": parquet, "erp.json": array}


@pytest.mark.parametrize("name", FORMS)
def test_a_file_that_had_rows_and_has_none_any_more_is_not_believed(tmp_path: Path, name: str) -> None:
    FORMS[name](tmp_path / name, "E1", "E2")
    touch(tmp_path / name, 7200)
    token = read(tmp_path, cases(name, REF)).token
    FORMS[name](tmp_path / name)
    touch(tmp_path / name, 3600)
    told = ("file.emptied", {"file": name, "n": 2}, "file.remedy.emptied", {"resource": "cases"})
    assert emptied(tmp_path, cases(name, REF), token) == told
    assert emptied(tmp_path, cases(name, REF), token) == told, "nor at the next poll"


def test_rows_that_come_back_are_read(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD)
    token = read(tmp_path, cases("erp.csv")).token
    put(tmp_path, "erp.csv", HEADINGS)
    emptied(tmp_path, cases("erp.csv"), token)
    put(tmp_path, "erp.csv", GOOD + "E4,Order,Open,,2026-03-05 08:15,\n")
    found = batch(tmp_path, cases("erp.csv"), token=token)
    assert found is not None
    assert found.rows == 4


def test_a_file_that_may_be_empty_is_believed(tmp_path: Path) -> None:
    options = cases("erp.csv", may_be_empty=True)
    put(tmp_path, "erp.csv", GOOD)
    token = read(tmp_path, options).token
    put(tmp_path, "erp.csv", HEADINGS)
    found = batch(tmp_path, options, token=token)
    assert found is not None
    assert found.rows == 0


def test_a_file_that_was_empty_before_is_believed(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", HEADINGS)
    token = read(tmp_path, cases("erp.csv")).token
    put(tmp_path, "erp.csv", HEADINGS, age_s=60)
    found = batch(tmp_path, cases("erp.csv"), token=token)
    assert found is not None
    assert found.rows == 0


def test_of_several_files_one_with_rows_is_enough(tmp_path: Path) -> None:
    put(tmp_path, "erp-1.csv", GOOD)
    put(tmp_path, "erp-2.csv", GOOD)
    token = read(tmp_path, cases("erp-*.csv")).token
    put(tmp_path, "erp-2.csv", HEADINGS)
    found = batch(tmp_path, cases("erp-*.csv"), token=token)
    assert found is not None
    assert found.rows == 3
    put(tmp_path, "erp-1.csv", HEADINGS)
    assert emptied(tmp_path, cases("erp-*.csv"), found.token)[1] == {"file": "erp-1.csv …", "n": 3}


def test_each_resource_of_a_source_is_judged_by_itself(tmp_path: Path) -> None:
    leave = {"absences": {"path": "leave.csv", "fields": {"person": "Who", "start": "From", "end": "To"}}}
    options = cases("erp.csv") | leave
    put(tmp_path, "erp.csv", GOOD)
    put(tmp_path, "leave.csv", "Who,From,To\nKim,2026-04-01,2026-04-03\n")
    token = read(tmp_path, options).token
    put(tmp_path, "leave.csv", "Who,From,To\n", age_s=60)
    found = batch(tmp_path, options, token=token)
    assert found is not None
    assert found.rows == 3, "nobody is away: nothing strange"
    put(tmp_path, "erp.csv", HEADINGS, age_s=60)
    assert emptied(tmp_path, options, found.token)[3] == {"resource": "cases"}


LINED = "".join(f'{{"Ref": "E{n}"}}\n' for n in range(3))


def test_headings_of_which_the_line_end_is_missing_are_still_being_written(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD)
    token = read(tmp_path, cases("erp.csv")).token
    put(tmp_path, "erp.csv", HEADINGS.rstrip())
    with pytest.raises(Passing) as caught:
        batch(tmp_path, cases("erp.csv"), token=token)
    assert dict(caught.value.fault.args) == {"file": "erp.csv", "line": 1}


@pytest.mark.parametrize(("name", "text"), [("erp.csv", GOOD), ("erp.ndjson", LINED)])
def test_fewer_rows_without_the_last_line_end_are_a_part_of_the_file(tmp_path: Path, name: str, text: str) -> None:
    put(tmp_path, name, text)
    token = read(tmp_path, cases(name, REF)).token
    lines = text.splitlines()
    put(tmp_path, name, "\n".join(lines[:-1]))
    with pytest.raises(Passing) as caught:
        batch(tmp_path, cases(name, REF), token=token)
    assert dict(caught.value.fault.args) == {"file": name, "line": len(lines) - 1}


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (GOOD, GOOD.rstrip()),
        (GOOD, GOOD + "E4,Order,Open,,2026-03-05 08:15,"),
        (GOOD.rstrip(), GOOD.rstrip().rpartition("\n")[0]),
        (GOOD, GOOD.rstrip().rpartition("\n")[0] + "\n"),
    ],
    ids=["as many", "more", "never had one", "still has one"],
)
def test_other_rows_with_or_without_a_last_line_end_are_believed(tmp_path: Path, before: str, now: str) -> None:
    put(tmp_path, "erp.csv", before)
    token = read(tmp_path, cases("erp.csv")).token
    put(tmp_path, "erp.csv", now, age_s=60)
    assert batch(tmp_path, cases("erp.csv"), token=token) is not None


@pytest.mark.parametrize("token", ["", "x", "x cases", "x cases=", "x cases=many", "x cases=~", "= ="])
def test_a_token_that_tells_of_no_rows_is_no_reason_for_doubt(tmp_path: Path, token: str) -> None:
    put(tmp_path, "erp.csv", HEADINGS)
    found = batch(tmp_path, cases("erp.csv"), token=token)
    assert found is not None
    assert found.rows == 0
