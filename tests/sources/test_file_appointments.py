"""Appointments, absences and opportunities from exports: states, ends, days that are included, what is counted."""

import json
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from pydantic import ValidationError

from tests.sources.exports import at, put, read
from wallboard.core.records import SCHEMAS, Batch
from wallboard.core.words import quoted_list
from wallboard.sources import file
from wallboard.sources.contract import NeedsPerson

VISITS = """Nr,Rep,From,Till,Made,Result,Since,Lead
1,amira,2026-03-30 09:00,2026-03-30 10:00,2026-03-20 11:00,OK,2026-03-30 10:05,O-7
2,amira,2026-03-30 11:00,2026-03-30 12:00,2026-03-20 11:10,Not home,2026-03-30 11:20,
3,farid,2026-03-31 09:00,,2026-03-23 08:00,,,O-9
4,farid,2026-03-31 11:00,2026-03-31 12:00,2026-03-23 08:30,CANCELLED,2026-03-30 17:00,O-8
"""
FIELDS: dict[str, Any] = {
    "id": "Nr",
    "person": "Rep",
    "start": "From",
    "end": "Till",
    "booked": "Made",
    "state": {"column": "Result", "values": {"OK": "performed", "Not home": "no-show"}},
    "state_at": "Since",
    "opportunity": "Lead",
}
LEAVE = {"person": "Who", "start": "First", "end": "Last"}


def visits(folder: Path, text: str, fields: dict[str, Any] = FIELDS, *, time_zone: str = "UTC") -> Batch:
    put(folder, "visits.csv", text)
    return read(folder, {"appointments": {"path": "visits.csv", "fields": fields}}, time_zone=time_zone)


def leave(folder: Path, text: str, fields: dict[str, Any] = LEAVE, *, time_zone: str = "Europe/London") -> Batch:
    put(folder, "leave.csv", text)
    return read(folder, {"absences": {"path": "leave.csv", "fields": fields}}, time_zone=time_zone)


def counted(batch: Batch) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.why.key, one.count, one.examples) for one in batch.unusable]


def spans(batch: Batch, resource: str) -> list[tuple[datetime, datetime | None]]:
    return batch.frame(resource).select("start_at", "end_at").rows()


def test_a_table_of_appointments_comes_in_the_normal_form(tmp_path: Path) -> None:
    found = visits(tmp_path, VISITS)
    frame = found.frame("appointments")
    assert dict(frame.schema) == dict(SCHEMAS["appointments"])
    assert frame.row(0) == (
        "1",
        "amira",
        "O-7",
        at("2026-03-30 09:00"),
        at("2026-03-30 10:00"),
        None,
        None,
        at("2026-03-20 11:00"),
        "performed",
        at("2026-03-30 10:05"),
    )
    assert frame["state"].to_list() == ["performed", "no-show", "booked", "cancelled"]
    assert frame["end_at"].to_list()[2] is None
    assert frame["opportunity"].to_list() == ["O-7", None, "O-9", "O-8"]
    assert found.mapped["appointments"] == set(FIELDS)
    assert found.unusable == ()


def test_a_word_that_is_no_state_is_counted_and_named(tmp_path: Path) -> None:
    found = visits(tmp_path, VISITS.replace("Not home", "Nobody").replace("CANCELLED", "moved"))
    assert found.frame("appointments")["id"].to_list() == ["1", "3"]
    assert counted(found) == [("file.row.state", 2, ("visits.csv:3", "visits.csv:5"))]
    assert dict(found.unusable[0].why.args)["said"] == quoted_list(["Nobody", "moved"])


def test_rows_that_the_board_ignores_are_left_out_without_a_word(tmp_path: Path) -> None:
    states = {"column": "Result", "values": {"OK": "performed", "Not home": "ignored"}}
    found = visits(tmp_path, VISITS, {**FIELDS, "state": states})
    assert found.frame("appointments")["id"].to_list() == ["1", "3", "4"]
    assert found.unusable == ()


def test_a_state_that_there_is_not_is_a_fault_of_the_board() -> None:
    states = {"column": "Result", "values": {"OK": "perfomed"}}
    with pytest.raises(ValidationError, match="perfomed"):
        file.Options.model_validate({"appointments": {"path": "x.csv", "fields": {**FIELDS, "state": states}}})


def test_without_a_state_all_are_booked_and_the_state_is_not_mapped(tmp_path: Path) -> None:
    found = visits(tmp_path, VISITS, {"id": "Nr", "person": "Rep", "start": "From"})
    assert set(found.frame("appointments")["state"]) == {"booked"}
    assert found.frame("appointments")["end_at"].null_count() == 4
    assert found.mapped["appointments"] == {"id", "person", "start"}


def test_of_rows_with_one_id_the_last_counts_and_it_is_remarked(tmp_path: Path) -> None:
    moved = "1,farid,2026-04-01 09:00,2026-04-01 10:00,2026-03-31 11:00,,,O-7\n"
    found = visits(tmp_path, VISITS + moved)
    last = found.frame("appointments").filter(pl.col("id") == "1")
    assert last.select("person", "state").rows() == [("farid", "booked")]
    assert [remark.key for remark in found.remarks] == ["file.repeated"]


def test_rows_without_id_person_or_start_and_those_that_end_first_are_counted(tmp_path: Path) -> None:
    text = (
        "Nr,Rep,From,Till\n"
        "1,amira,2026-03-30 09:00,2026-03-30 10:00\n"
        ",amira,2026-03-30 09:00,\n"
        "3,,2026-03-30 09:00,\n"
        "4,amira,,2026-03-30 10:00\n"
        "5,amira,2026-03-30 09:00,2026-03-30 08:59\n"
        "6,amira,2026-03-30 09:00,\n"
    )
    found = visits(tmp_path, text, {"id": "Nr", "person": "Rep", "start": "From", "end": "Till"})
    assert found.frame("appointments")["id"].to_list() == ["1", "6"]
    assert sorted(counted(found)) == [
        ("file.row.ends-before", 1, ("visits.csv:6",)),
        ("file.row.no-time", 1, ("visits.csv:3",)),
        ("file.row.no-time", 1, ("visits.csv:4",)),
        ("file.row.no-time", 1, ("visits.csv:5",)),
    ]


def test_appointments_come_from_json_with_names_that_lead_inside(tmp_path: Path) -> None:
    put(
        tmp_path, "visits.json", json.dumps({"value": [{"id": 7, "rep": {"mail": "amira"}, "at": "2026-03-30T09:00Z"}]})
    )
    fields = {"id": "id", "person": "rep.mail", "start": "at"}
    found = read(tmp_path, {"appointments": {"path": "visits.json", "records": "value", "fields": fields}})
    assert found.frame("appointments").select("id", "person", "start_at").rows() == [
        ("7", "amira", at("2026-03-30 09:00"))
    ]


def test_an_appointment_on_a_date_lasts_the_day(tmp_path: Path) -> None:
    text = "Nr,Rep,From\n1,amira,2026-03-30\n"
    found = visits(tmp_path, text, {"id": "Nr", "person": "Rep", "start": "From"}, time_zone="Europe/London")
    assert spans(found, "appointments") == [(at("2026-03-29 23:00"), at("2026-03-30 23:00"))]


def test_leave_in_dates_includes_both_also_where_the_clock_changes(tmp_path: Path) -> None:
    found = leave(tmp_path, "Who,First,Last\namira,2026-03-27,2026-03-29\nfarid,2026-04-06,2026-04-06\n")
    assert spans(found, "absences") == [
        (at("2026-03-27 00:00"), at("2026-03-29 23:00")),
        (at("2026-04-05 23:00"), at("2026-04-06 23:00")),
    ]
    assert dict(found.frame("absences").schema) == dict(SCHEMAS["absences"])


def dates(batch: Batch, resource: str = "absences") -> list[tuple[date | None, date | None]]:
    return batch.frame(resource).select("start_on", "end_on").rows()


@pytest.mark.parametrize("form", ["csv", "json", "xlsx", "parquet"])
def test_dates_keep_their_names_whatever_the_form_of_the_file_and_its_zone(tmp_path: Path, form: str) -> None:
    rows = [("amira", date(2026, 3, 26), date(2026, 3, 26)), ("farid", date(2026, 3, 27), date(2026, 3, 29))]
    said = [{"Who": who, "First": first.isoformat(), "Last": last.isoformat()} for who, first, last in rows]
    data = BytesIO()
    if form == "xlsx":
        made = openpyxl.Workbook()
        for row in (("Who", "First", "Last"), *rows):
            made.active.append(row)
        made.save(data)
    elif form == "parquet":
        pl.DataFrame(rows, schema=["Who", "First", "Last"], orient="row").write_parquet(data)
    else:
        table = "".join(",".join(row) + "\n" for row in (said[0], *(one.values() for one in said)))
        data.write((json.dumps(said) if form == "json" else table).encode())
    put(tmp_path, f"leave.{form}", data.getvalue())
    options = {"absences": {"path": f"leave.{form}", "fields": LEAVE}}
    for zone in ("Europe/London", "America/New_York", "Asia/Tokyo"):
        assert dates(read(tmp_path, options, time_zone=zone)) == [row[1:] for row in rows]


def test_a_date_with_an_offset_is_the_date_that_is_written(tmp_path: Path) -> None:
    found = leave(tmp_path, "Who,First,Last\namira,2026-03-26Z,2026-03-26+13:00\n", time_zone="America/New_York")
    assert dates(found) == [(date(2026, 3, 26), date(2026, 3, 26))]


def test_times_name_no_dates_and_each_end_speaks_for_itself(tmp_path: Path) -> None:
    text = "Who,First,Last\na,2026-03-02 00:00,2026-03-03 00:00\nb,2026-03-03,2026-03-04 12:00\n"
    text += "c,2026-03-03 12:00,2026-03-04\n"
    assert dates(leave(tmp_path, text)) == [(None, None), (date(2026, 3, 3), None), (None, date(2026, 3, 4))]


def test_dates_are_read_by_a_stated_format_too(tmp_path: Path) -> None:
    form = {"format": "%d/%m/%Y", "time_zone": "America/New_York"}
    fields = {"person": "Who", "start": {"column": "First", **form}, "end": {"column": "Last", **form}}
    found = leave(tmp_path, "Who,First,Last\namira,03/04/2026,05/04/2026\n", fields)
    assert dates(found) == [(date(2026, 4, 3), date(2026, 4, 5))]


def test_leave_that_ends_when_it_starts_is_counted_unless_dates_make_it_a_day(tmp_path: Path) -> None:
    text = "Who,First,Last\na,2026-03-02 00:00,2026-03-02 00:00\nb,2026-03-02,2026-03-02\n"
    text += "c,2026-03-02 13:00,2026-03-02 13:00\nd,2026-03-02,2026-03-02 00:00\n"
    found = leave(tmp_path, text)
    assert found.frame("absences")["person"].to_list() == ["b"]
    assert counted(found) == [("file.row.no-length", 3, ("leave.csv:2", "leave.csv:4", "leave.csv:5"))]


def test_an_appointment_of_no_length_is_one_all_the_same(tmp_path: Path) -> None:
    text = "Nr,Rep,From,Till\n1,amira,2026-03-30 09:00,2026-03-30 09:00\n"
    found = visits(tmp_path, text, {"id": "Nr", "person": "Rep", "start": "From", "end": "Till"})
    assert (found.frame("appointments").height, found.unusable) == (1, ())


def test_an_appointment_on_a_date_without_an_end_lasts_the_day_beside_others_that_have_one(tmp_path: Path) -> None:
    text = "Nr,Rep,From,Till\n1,amira,2026-03-30,\n2,amira,2026-03-30,2026-03-31\n3,amira,2026-03-30 09:00,\n"
    found = visits(tmp_path, text, {"id": "Nr", "person": "Rep", "start": "From", "end": "Till"})
    assert [last for _, last in dates(found, "appointments")] == [date(2026, 3, 30), date(2026, 3, 31), None]
    assert found.frame("appointments")["end_at"].to_list()[0] == at("2026-03-31 00:00")


def test_leave_in_times_is_those_hours_and_may_begin_on_a_date(tmp_path: Path) -> None:
    text = "Who,First,Last\namira,2026-03-02 13:00,2026-03-02 17:30\namira,2026-03-03,2026-03-04 12:00\n"
    assert spans(leave(tmp_path, text), "absences") == [
        (at("2026-03-02 13:00"), at("2026-03-02 17:30")),
        (at("2026-03-03 00:00"), at("2026-03-04 12:00")),
    ]


def test_leave_without_a_last_day_is_one_day_only_where_none_is_mapped(tmp_path: Path) -> None:
    text = "Who,First,Last\namira,2026-03-02,\nfarid,2026-03-02,2026-03-03\n"
    open_ended = leave(tmp_path, text)
    assert open_ended.frame("absences")["person"].to_list() == ["farid"]
    assert counted(open_ended) == [("file.row.no-time", 1, ("leave.csv:2",))]
    days = leave(tmp_path, text, {"person": "Who", "start": "First"})
    assert spans(days, "absences") == [(at("2026-03-02 00:00"), at("2026-03-03 00:00"))] * 2


def test_leave_that_begins_at_a_time_needs_an_end(tmp_path: Path) -> None:
    text = "Who,First\namira,2026-03-02 13:00\nfarid,2026-03-03\n"
    found = leave(tmp_path, text, {"person": "Who", "start": "First"})
    assert found.frame("absences")["person"].to_list() == ["farid"]
    assert counted(found) == [("file.row.no-end", 1, ("leave.csv:2",))]


def test_rows_of_leave_are_no_less_for_being_of_one_person(tmp_path: Path) -> None:
    text = "Who,First,Last\namira,2026-03-02,2026-03-02\namira,2026-03-02,2026-03-02\namira,2026-04-02,2026-04-02\n"
    found = leave(tmp_path, text)
    assert found.frame("absences").height == 3
    assert found.remarks == ()


def test_dates_of_leave_in_another_zone_are_that_zones_days(tmp_path: Path) -> None:
    zone = "America/New_York"
    fields = {
        "person": "Who",
        "start": {"column": "First", "time_zone": zone},
        "end": {"column": "Last", "time_zone": zone},
    }
    found = leave(tmp_path, "Who,First,Last\namira,2026-07-01,2026-07-02\n", fields)
    assert spans(found, "absences") == [(at("2026-07-01 04:00"), at("2026-07-03 04:00"))]


def test_ambiguous_days_of_leave_are_a_fault_not_a_guess(tmp_path: Path) -> None:
    with pytest.raises(NeedsPerson) as caught:
        leave(tmp_path, "Who,First,Last\namira,03/04/2026,05/04/2026\nfarid,06/07/2026,06/07/2026\n")
    assert caught.value.fault.key == "file.dates.ambiguous"


def test_opportunities_come_as_the_contract_of_boards_maps_them(tmp_path: Path) -> None:
    text = (
        "Id,Rep,Planner,Created,FirstVisit,Won,Lost,HandedOver\n"
        "1,amira,lena,2026-03-02 09:00,,,,\n"
        "2,amira,lena,2026-03-02 09:30,2026-03-03 10:00,2026-03-20 16:00,,2026-03-23 09:00\n"
        "3,farid,,2026-03-04,2026-03-05 11:00,,2026-03-25 12:00,\n"
        ",farid,,2026-03-04,,,,\n"
        "1,farid,lena,2026-03-02 09:00,2026-03-06 09:00,,,\n"
    )
    put(tmp_path, "opportunities.csv", text)
    fields = {
        "number": "Id",
        "owner": "Rep",
        "coordinator": "Planner",
        "created": "Created",
        "released": "FirstVisit",
        "won": "Won",
        "lost": "Lost",
        "accepted": "HandedOver",
    }
    found = read(tmp_path, {"opportunities": {"path": "opportunities.csv", "fields": fields}})
    frame = found.frame("opportunities")
    assert dict(frame.schema) == dict(SCHEMAS["opportunities"])
    assert frame["number"].to_list() == ["2", "3", "1"]
    assert frame.row(0)[3:] == tuple(
        at(text) if text else None
        for text in ("2026-03-02 09:30", "2026-03-03 10:00", "2026-03-20 16:00", "", "2026-03-23 09:00")
    )
    assert frame.row(2)[:5] == ("1", "farid", "lena", at("2026-03-02 09:00"), at("2026-03-06 09:00"))
    assert counted(found) == [("file.row.number", 1, ("opportunities.csv:5",))]
    assert found.mapped["opportunities"] == set(fields)
