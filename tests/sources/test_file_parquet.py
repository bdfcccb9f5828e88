"""Parquet: typed columns straight, no type guessed at, and claims checked before anything is laid out by them."""

import gzip
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.exports import at, cases, put, read
from wallboard.core.sentences import SENTENCES
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.files.footer import claims

NINE = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001  as columns without a zone hold it


def packed(**columns: Any) -> bytes:
    out = BytesIO()
    pl.DataFrame(columns).write_parquet(out)
    return out.getvalue()


def frame(folder: Path, fields: dict[str, Any], *, time_zone: str = "UTC", **columns: Any) -> pl.DataFrame:
    put(folder, "erp.parquet", packed(**columns))
    return read(folder, cases("erp.parquet", fields), time_zone=time_zone).frame("cases")


def fault(folder: Path, data: bytes, kind: type[SourceFault], **fields: str) -> tuple[str, dict[str, Any]]:
    put(folder, "erp.parquet", data)
    with pytest.raises(SourceFault) as caught:
        read(folder, cases("erp.parquet", {"number": "Ref", **fields}))
    assert type(caught.value) is kind
    assert caught.value.fault.key in SENTENCES
    assert caught.value.remedy is not None
    assert caught.value.remedy.key in SENTENCES
    return caught.value.fault.key, dict(caught.value.fault.args)


def test_instants_with_a_zone_stay_what_they_are(tmp_path: Path) -> None:
    there = [datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")), None]
    opened = frame(tmp_path, {"number": "Ref", "opened": "On"}, Ref=[1, 2], On=there)["opened_at"]
    assert opened.to_list() == [at("2026-07-01 07:00"), None]


@pytest.mark.parametrize("unit", ["ms", "us", "ns"])
def test_times_without_a_zone_are_read_in_that_of_the_board(tmp_path: Path, unit: Any) -> None:
    times = pl.Series([NINE, NINE + timedelta(days=150)], dtype=pl.Datetime(unit))
    opened = frame(tmp_path, {"number": "Ref", "opened": "On"}, time_zone="Europe/London", Ref=[1, 2], On=times)
    assert opened["opened_at"].to_list() == [at("2026-07-01 08:00"), at("2026-11-28 09:00")]
    assert opened["opened_is_date"].to_list() == [False, False]


def test_dates_are_dates_also_where_their_writer_called_them_times(tmp_path: Path) -> None:
    days = [date(2026, 7, 1), None]
    midnights = [datetime(2026, 7, 2), datetime(2026, 7, 3)]  # noqa: DTZ001
    found = frame(tmp_path, {"number": "Ref", "opened": "On", "closed": "Off"}, Ref=[1, 2], On=days, Off=midnights)
    assert found["opened_is_date"].to_list() == [True, False]
    assert found["closed_is_date"].to_list() == [True, True]
    assert found["opened_at"].to_list() == [at("2026-07-01 00:00"), None]


def test_instants_at_midnight_of_a_stated_zone_are_no_dates(tmp_path: Path) -> None:
    found = frame(tmp_path, {"number": "Ref", "opened": "On"}, Ref=[1], On=[datetime(2026, 7, 1, tzinfo=UTC)])
    assert found["opened_is_date"].to_list() == [False]


def test_numbers_flags_and_words_become_their_text(tmp_path: Path) -> None:
    fields = {"number": "Ref", "type": "Kind", "priority": "Rank", "queue": "Flag", "owner": "Part", "client": "Half"}
    found = frame(
        tmp_path,
        fields,
        Ref=pl.Series([2**63 + 1, 7], dtype=pl.UInt64),
        Kind=pl.Series(["Order", None], dtype=pl.Categorical),
        Rank=[1001.0, float("nan")],
        Flag=[True, None],
        Part=pl.Series(["1.50", "2.25"]).cast(pl.Decimal(10, 2)),
        Half=[2.5, None],
    )
    assert found["number"].to_list() == ["9223372036854775809", "7"]
    assert found["type"].to_list() == ["Order", None]
    assert found["priority"].to_list() == ["1001", None]
    assert found["queue"].to_list() == ["true", None]
    assert found["owner"].to_list() == ["1.50", "2.25"]
    assert found["client"].to_list() == ["2.5", None]


def test_whole_decimals_are_whole_numbers(tmp_path: Path) -> None:
    found = frame(tmp_path, {"number": "Ref"}, Ref=[Decimal("12.00"), Decimal("100.00"), Decimal("12.50"), Decimal(-3)])
    assert found["number"].to_list() == ["12", "100", "12.50", "-3"]


def test_a_name_with_points_leads_into_a_structure(tmp_path: Path) -> None:
    users = [{"id": 1, "user": {"name": "Kim"}}, None]
    found = frame(tmp_path, {"number": "Ref", "owner": "who.user.name"}, Ref=[1, 2], who=users)
    assert found["owner"].to_list() == ["Kim", None]


def test_it_reads_from_gzip_and_an_empty_table_has_no_rows(tmp_path: Path) -> None:
    put(tmp_path, "erp.parquet.gz", gzip.compress(packed(Ref=["A"])))
    assert read(tmp_path, cases("erp.parquet.gz", {"number": "Ref"})).frame("cases")["number"].to_list() == ["A"]
    assert frame(tmp_path, {"number": "Ref"}, Ref=pl.Series([], dtype=pl.String)).is_empty()


def test_rows_without_a_number_are_counted_by_their_place(tmp_path: Path) -> None:
    put(tmp_path, "erp.parquet", packed(Ref=["A", None, "C"]))
    found = read(tmp_path, cases("erp.parquet", {"number": "Ref"}))
    assert [(one.why.key, one.examples) for one in found.unusable] == [("file.row.number", ("erp.parquet:2",))]


@pytest.mark.parametrize(
    ("values", "kind", "remedy"),
    [
        ([["a"], ["b"]], "list", "file.remedy.column"),
        ([{"name": "Kim"}, {"name": "Lee"}], "struct", "file.remedy.inner"),
        ([b"\xff", b"\xfe"], "binary", "file.remedy.column"),
        ([time(9, 0), time(10, 0)], "time", "file.remedy.column"),
        ([timedelta(hours=1), None], "duration", "file.remedy.column"),
    ],
)
def test_a_column_of_another_kind_of_value_is_a_fault(tmp_path: Path, values: Any, kind: str, remedy: str) -> None:
    put(tmp_path, "erp.parquet", packed(Ref=[1, 2], who=values))
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("erp.parquet", {"number": "Ref", "owner": "who"}))
    assert caught.value.fault.key == "file.column.not-plain"
    assert dict(caught.value.fault.args)["kind"] == kind
    assert caught.value.remedy is not None
    assert caught.value.remedy.key == remedy
    assert caught.value.detail == (words("file.detail.inner", found="who.name") if kind == "struct" else None)


def test_true_and_false_number_no_case(tmp_path: Path) -> None:
    assert fault(tmp_path, packed(Ref=[True, False]), NeedsPerson)[0] == "file.column.not-plain"
    done = frame(tmp_path, {"number": "Ref", "status": "Done"}, Ref=[1, 2], Done=[True, None])["status"]
    assert done.to_list() == ["true", None]


def test_what_is_no_finite_number_numbers_no_case(tmp_path: Path) -> None:
    numbers = frame(tmp_path, {"number": "Ref"}, Ref=[float("nan"), float("inf"), 12.0])["number"]
    assert numbers.to_list() == ["12"]


def test_a_column_that_is_gone_is_named_with_those_there_are(tmp_path: Path) -> None:
    key, args = fault(tmp_path, packed(Ref=[1], Agnt=["Kim"], who=[{"id": 1}]), NeedsPerson, owner="Agent")
    assert (key, args["near"]) == ("file.column.near", "Agnt")
    assert fault(tmp_path, packed(Ref=[1], who=[{"id": 1}]), NeedsPerson, owner="who.name")[0] == "file.column.gone"


def test_a_file_that_is_cut_off_or_no_parquet_is_read_again_later(tmp_path: Path) -> None:
    whole = packed(Ref=list(range(1_000)))
    for data in (whole[:100], whole[:-1], whole[: len(whole) // 2] + whole[-8:], b"PAR1", b"Ref,Kind\n", whole[4:]):
        assert fault(tmp_path, data, Passing) == ("file.damaged", {"file": "erp.parquet"})


def test_an_encrypted_file_is_locked(tmp_path: Path) -> None:
    assert fault(tmp_path, b"PARE" + bytes(50) + b"PARE", NeedsPerson)[0] == "file.locked"


def varint(number: int) -> bytes:
    zigzag, out = number * 2, b""
    while zigzag > 0x7F:
        out, zigzag = out + bytes([zigzag & 0x7F | 0x80]), zigzag >> 7
    return out + bytes([zigzag])


def test_a_claim_of_ever_so_many_rows_is_refused_before_any_is_laid_out(tmp_path: Path) -> None:
    whole = packed(Ref=list(range(1_000)))
    assert claims(whole, frozenset({"Ref"})).rows == 1_000
    size = int.from_bytes(whole[-8:-4], "little")
    body, footer = whole[: -8 - size], whole[-8 - size : -8]
    vast = footer.replace(varint(1_000), varint(2**40))
    assert vast != footer
    data = body + vast + len(vast).to_bytes(4, "little") + b"PAR1"
    assert fault(tmp_path, data, Passing)[0] == "file.damaged"


def test_few_bytes_that_become_gigabytes_are_refused(tmp_path: Path) -> None:
    data = packed(Ref=pl.Series(["A" * 1_000_000]).new_from_index(0, 3_000))
    assert len(data) < 1_000_000
    assert fault(tmp_path, data, NeedsPerson)[0] == "file.bomb"
    zeros = packed(Ref=pl.Series(["A" * 1_000 + str(n) for n in range(100_000)]))
    assert len(zeros) < 500_000
    assert fault(tmp_path, zeros, NeedsPerson)[0] == "file.bomb"


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    assert fault(tmp_path, packed(Ref=[1], **{f"c{n}": [n] for n in range(2_001)}), NeedsPerson)[0] == "file.wide"


ROWS = 60
GOOD = packed(
    Ref=[f"E{n:03d}" for n in range(ROWS)],
    On=[datetime(2026, 3, 2, 9, n, tzinfo=UTC) for n in range(ROWS)],
    Kind=["Order", "Quote", None] * (ROWS // 3),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parquet")


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.binary(min_size=1, max_size=6)), min_size=1, max_size=3))
def test_bytes_overwritten_anywhere_raise_nothing_but_a_fault(folder: Path, noise: list[tuple[int, bytes]]) -> None:
    data = GOOD
    for place, found in noise:
        start = place % len(data)
        data = (data[:start] + found + data[start + len(found) :])[: len(GOOD)]
    put(folder, "noise.parquet", data)
    try:
        batch = read(folder, cases("noise.parquet", {"number": "Ref", "opened": "On", "type": "Kind"}))
    except SourceFault:
        return
    assert batch.frame("cases").height + sum(one.count for one in batch.unusable) <= ROWS
