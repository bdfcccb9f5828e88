"""How fresh a file is: what says so, and that no clock gone wrong keeps a dead export fresh for ever."""

from pathlib import Path
from typing import Any

import pytest

from tests.sources.exports import GOOD, HOUR_S, NOW_US, at, cases, put, read
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson

REF = {"number": "Ref"}
YEAR_S = 365 * 86_400


def exported(folder: Path, *values: str, **more: Any) -> tuple[int, tuple[Words, ...]]:
    """As-of and remarks of a file changed an hour ago whose column says these times."""
    put(folder, "erp.csv", "Ref,Exported\n" + "".join(f"E{n},{value}\n" for n, value in enumerate(values)))
    found = read(folder, cases("erp.csv", REF, as_of="Exported", **more))
    return found.as_of_us, found.remarks


def refused(folder: Path, *values: str, **more: Any) -> tuple[str, object, object]:
    with pytest.raises(NeedsPerson) as caught:
        exported(folder, *values, **more)
    fault = caught.value.fault
    return fault.key, fault.args["column"], fault.args.get("example")


def us(text: str) -> int:
    return int(at(text).timestamp()) * 1_000_000


@pytest.mark.parametrize("ahead_s", [11 * YEAR_S, 100 * YEAR_S, 301])
def test_a_file_from_the_future_is_as_old_as_its_read_and_the_clock_is_blamed(tmp_path: Path, ahead_s: int) -> None:
    put(tmp_path, "erp.csv", GOOD, age_s=-ahead_s)
    found = read(tmp_path, cases("erp.csv"))
    assert found.as_of_us == NOW_US
    assert found.remarks == (words("file.clock", file="erp.csv"),)


def test_clocks_that_differ_a_little_are_no_matter(tmp_path: Path) -> None:
    put(tmp_path, "erp.csv", GOOD, age_s=-299)
    found = read(tmp_path, cases("erp.csv"))
    assert (found.as_of_us, found.remarks) == (NOW_US, ())


def test_two_resources_of_one_file_blame_its_clock_once(tmp_path: Path) -> None:
    put(tmp_path, "log.csv", "Ref,When,State\nE1,2026-03-02,Open\n", age_s=-YEAR_S)
    events = {"path": "log.csv", "fields": {"number": "Ref", "at": "When", "status": "State"}}
    assert len(read(tmp_path, cases("log.csv", REF) | {"events": events}).remarks) == 1


def test_one_row_from_the_future_does_not_say_how_fresh_the_file_is(tmp_path: Path) -> None:
    as_of_us, remarks = exported(tmp_path, "2026-03-31 18:00", "2099-01-01 00:00", "2026-03-31 17:00")
    assert as_of_us == us("2026-03-31 18:00")
    assert remarks == (words("file.as-of.some-future", n=1, column="Exported", example="2099-01-01 00:00"),)


def test_an_as_of_some_minutes_ahead_is_now(tmp_path: Path) -> None:
    assert exported(tmp_path, "2026-04-01 12:04") == (NOW_US, ())


def test_an_as_of_that_lies_in_the_future_alone_is_a_fault(tmp_path: Path) -> None:
    assert refused(tmp_path, "2099-01-01", "", "soon", "2099-01-01") == ("file.as-of.future", "Exported", "2099-01-01")


def test_an_as_of_without_any_value_is_a_fault_and_not_the_files_time(tmp_path: Path) -> None:
    assert refused(tmp_path, "", " ") == ("file.as-of.none", "Exported", None)
    assert refused(tmp_path, "?", missing=["?"]) == ("file.as-of.none", "Exported", None)


def test_an_as_of_that_is_no_time_is_a_fault_and_not_the_files_time(tmp_path: Path) -> None:
    assert refused(tmp_path, "soon") == ("file.as-of.unread", "Exported", "soon")
    assert refused(tmp_path, "soon", "later") == ("file.dates.none", "Exported", "soon")


def test_a_few_values_that_are_no_times_are_remarked(tmp_path: Path) -> None:
    as_of_us, remarks = exported(tmp_path, "2026-03-31 18:00", "soon", "2026-03-31 17:00")
    assert as_of_us == us("2026-03-31 18:00")
    assert [remark.key for remark in remarks] == ["file.as-of.some-unread"]


def test_headings_alone_are_as_fresh_as_the_file_and_say_so(tmp_path: Path) -> None:
    as_of_us, remarks = exported(tmp_path)
    assert as_of_us == NOW_US - HOUR_S * 1_000_000
    assert [remark.key for remark in remarks] == ["file.as-of.no-rows"]
