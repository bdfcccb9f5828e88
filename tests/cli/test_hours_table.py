"""`wallboard hours --csv`: rows in order with their seconds or due instants, against checked vectors."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.core.worktime_oracle import office_of, vectors
from tests.incident_log import DATA
from tests.public import PUBLIC
from wallboard.core.openings import interval_text

OWN, SHARED = (folder / "worktime_vectors.json" for folder in (DATA, PUBLIC))
FILES = [
    pytest.param(OWN, id="own"),
    pytest.param(SHARED, id="shared", marks=pytest.mark.skipif(not SHARED.exists(), reason="no shared test data")),
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.fixture
def add_hours(wallboard, office, tmp_path):
    def call(text, calendar="office", config=None):
        path = tmp_path / "rows.csv"
        path.write_text(text, encoding="utf-8")
        return wallboard("hours", calendar, "--csv", str(path), "--config", config or office)

    return call


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_keep_their_order_and_columns_and_get_their_seconds(add_hours):
    first, second = '"b, x",2026-03-06T16:00:00Z,2026-03-09T10:00:00Z', "a,2026-03-06T09:00:00Z,2026-03-06T09:00:01Z"
    ended = add_hours(f"case,start,end\n{first}\n{second}\n")
    assert ended == (0, f"case,start,end,seconds\n{first},7200\n{second},1\n", "")


@pytest.mark.parametrize(
    "row",
    [
        "2026-03-09T10:00:00Z,2026-03-06T16:00:00Z,",  # the end before its start
        ",2026-03-06T16:00:00Z,",
        "2026-03-06T16:00:00Z,,",
        "1950-03-06T16:00:00Z,2026-03-06T16:00:00Z,",  # before the calendar
        "2026-03-06T16:00:00Z,2026-03-09T16:00:00Z,2026-03-07T00:00:00Z/2026-03-06T00:00:00Z",
    ],
)
def test_a_row_without_work_hours_has_an_empty_cell_and_is_no_fault(add_hours, row):
    ended = add_hours(f"start,end,holds\n{row}\n2026-03-06T16:00:00Z,2026-03-09T10:00:00Z,\n")
    assert (ended.code, ended.err) == (0, "")
    assert [line["seconds"] for line in table(ended.out)] == ["", "7200"]


def test_text_that_is_no_instant_is_named_and_the_other_rows_are_written(add_hours):
    good = "2026-03-06T16:00:00Z,2026-03-09T10:00:00Z"
    ended = add_hours(f"start,end\n{good}\nsoon,2026-03-09T10:00:00Z\n2026-02-30T10:00:00Z,later\n{good}\n")
    assert ended.code == 2
    assert [line["seconds"] for line in table(ended.out)] == ["7200", "", "", "7200"]
    assert "left empty: line 3, 4" in ended.err


@pytest.mark.parametrize(
    "start",
    [
        "2026-03-06T16:00:00Z",
        "2026-03-06T17:00:00+01:00",
        "2026-03-06T17:00+0100",
        "2026-03-06 16:00",
        "20260306T160000Z",
        "2026-03-06T16",
        "2026-03-06T16:00:00.000Z",
        "2026-03-06T16:00:00,000z",
    ],
)
def test_instants_are_utc_in_every_way_of_writing_them(add_hours, start):
    assert table(add_hours(f'start,end\n"{start}",2026-03-09T10:00:00Z\n').out)[0]["seconds"] == "7200"


@pytest.mark.parametrize("offset", ["+14:01", "+1975", "+24", "-12:01"])
def test_an_offset_that_no_place_has_is_named(add_hours, offset):
    good = "2026-03-06T16:00:00+14:00,2026-03-09T10:00:00-12:00"
    ended = add_hours(f"start,end\n{good}\n2026-03-06T16:00:00{offset},2026-03-20T10:00:00Z\n")
    assert ended.code == 2
    assert "left empty: line 3" in ended.err


@pytest.mark.parametrize(
    ("holds", "seconds"),
    [
        ("", 28_800),
        ("2026-03-06T10:00:00Z/2026-03-06T12:00:00Z", 21_600),
        ("2026-03-06T12:00:00Z/2026-03-06T13:00:00Z;2026-03-06T10:00:00Z/2026-03-06T12:30:00Z", 18_000),
        ("2026-03-06T10:00:00Z/2026-03-06T16:00:00Z;2026-03-06T11:00:00Z/2026-03-06T12:00:00Z", 7_200),
        ("2026-03-06T10:00:00Z/", 3_600),
        ("2026-03-06T10:00:00Z/;2026-03-06T12:00:00Z/2026-03-06T13:00:00Z", 3_600),
        ("2026-03-01T00:00:00Z/2026-03-06T10:00:00Z;2026-03-06T16:00:00Z/2027-01-01T00:00:00Z", 21_600),
        ("2026-03-10T00:00:00Z/", 28_800),
    ],
)
def test_holds_overlap_nest_reach_beyond_and_stay_open(add_hours, holds, seconds):
    ended = add_hours(f"start,end,holds\n2026-03-06T09:00:00Z,2026-03-06T17:00:00Z,{holds}\n")
    assert (ended.code, table(ended.out)[0]["seconds"]) == (0, str(seconds))


def test_a_hold_that_is_none_makes_its_row_unreadable(add_hours):
    ended = add_hours("start,end,holds\n2026-03-06T09:00:00Z,2026-03-06T17:00:00Z,2026-03-06T10:00:00Z\n")
    assert (ended.code, table(ended.out)[0]["seconds"]) == (2, "")


def test_parts_of_a_second_are_kept(add_hours):
    rows = "start,end\n2026-03-06T09:00:00Z,2026-03-06T09:00:00.25Z\n2026-03-06T09:00:00Z,2026-03-06T09:00:00.000001Z\n"
    assert [line["seconds"] for line in table(add_hours(rows).out)] == ["0.25", "0.000001"]


def test_rows_of_start_and_plus_get_their_due(add_hours):
    ended = add_hours(
        "start,plus\n2026-03-06T16:00:00Z,3600\n2026-03-06T16:00:00Z,3600.5\n2026-03-06T16:00:00Z,0\n,5\n,\n"
    )
    assert (ended.code, [line["due"] for line in table(ended.out)], ended.err) == (
        0,
        ["2026-03-06T17:00:00Z", "2026-03-09T09:00:00.500000Z", "2026-03-06T16:00:00Z", "", ""],
        "",
    )


@pytest.mark.parametrize("plus", ["", "1e", "nan", "inf", "1e999", "-1"])
def test_a_need_that_is_no_number_is_named(add_hours, plus):
    ended = add_hours(f"start,plus\n2026-03-06T16:00:00Z,3600\n2026-03-06T16:00:00Z,{plus}\n")
    assert (ended.code, [line["due"] for line in table(ended.out)]) == (2, ["2026-03-06T17:00:00Z", ""])
    assert "rows that cannot be read, their due left empty: line 3\n" in ended.err


@pytest.mark.parametrize("plus", ["9e15", "1e99"])
def test_a_need_beyond_the_calendar_is_named(add_hours, plus):
    ended = add_hours(f"start,plus\n2026-03-06T16:00:00Z,{plus}\n2026-03-06T16:00:00Z,3600\n")
    assert (ended.code, [line["due"] for line in table(ended.out)]) == (2, ["", "2026-03-06T17:00:00Z"])
    assert "rows of more work hours than the calendar has, their due left empty: line 2\n" in ended.err


@pytest.mark.parametrize("head", ["start,end,start", "case,start,end,case", '\ufeffstart,end,"start"'])
def test_a_column_that_stands_there_twice_is_refused(add_hours, head):
    ended = add_hours(f"{head}\n2026-03-06T16:00:00Z,2026-03-06T17:00:00Z,2026-03-05T16:00:00Z,x\n")
    assert (ended.code, ended.out) == (2, "")
    assert "has 2 columns with the name" in ended.err


def test_a_table_without_rows_keeps_its_head(add_hours):
    assert add_hours("start,end\n") == (0, "start,end,seconds\n", "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("begin,end\n1,2\n", "must be start,end"),
        ("start,stop\n1,2\n", "start,plus (work time in seconds)"),
        ("", "is no CSV"),
        ("start,end\n1,2,3,4\n", "is no CSV"),
    ],
)
def test_another_table_is_refused(add_hours, text, said):
    ended = add_hours(text)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_file_that_is_not_there_is_refused(wallboard, office, tmp_path):
    ended = wallboard("hours", "office", "--csv", str(tmp_path / "none.csv"), "--config", office)
    assert ended.code == 2
    assert "cannot be read: No such file" in ended.err


def test_instants_do_not_stand_beside_a_table(wallboard, office):
    ended = wallboard("hours", "office", "2026-03-06", "--csv", "rows.csv", "--config", office)
    assert ended.code == 2
    assert "give nothing else" in ended.err


def test_a_dash_is_standard_input(process, office):
    first = "import io; sys.stdin = io.TextIOWrapper(io.BytesIO(b'start,end\\n2026-03-06T16:00Z,2026-03-06T17:00Z\\n'))"
    ended = process("hours", "office", "--csv", "-", "--config", office, first=first)
    assert ended == (0, "start,end,seconds\n2026-03-06T16:00Z,2026-03-06T17:00Z,3600\n", "")


# Vectors


def board_of(path: Path, folder: Path) -> str:
    """The schedules of a vectors file as a file of calendars."""
    calendars = {}
    for name, schedule in vectors(path)["schedules"].items():
        house = office_of(schedule)
        week = zip(DAYS, house.rules[0].week, strict=True)
        calendars[name] = {
            "time_zone": house.time_zone,
            "hours": {day: [interval_text(one) for one in hours] for day, hours in week if hours},
            "closed": [on.isoformat() for on in house.holidays],
            "special": {on.isoformat(): [interval_text(one) for one in hours] for on, hours in house.special.items()},
        }
    made = folder / "calendars.yaml"
    made.write_text(json.dumps({"calendars": calendars}), encoding="utf-8")
    return str(made)


def by_schedule(rows, at):
    grouped = {}
    for row in rows:
        grouped.setdefault(row[at], []).append(row)
    return grouped.items()


def written(holds):
    return ";".join(f"{start}/{end or ''}" for start, end in holds)


@pytest.mark.parametrize("path", FILES)
def test_every_vector_has_its_seconds_and_its_due(add_hours, path, tmp_path):
    config, given = board_of(path, tmp_path), vectors(path)
    for name, rows in by_schedule(given["cases"], at=1):
        text = "start,end\n" + "".join(f"{start},{end}\n" for _, _, start, end, _ in rows)
        found = [line["seconds"] for line in table(add_hours(text, name, config).out)]
        assert found == [str(seconds) for *_, seconds in rows], name
    for name, rows in by_schedule(given["holds"], at=0):
        text = "start,end,holds\n" + "".join(f"{start},{end},{written(holds)}\n" for _, start, end, holds, _ in rows)
        found = [line["seconds"] for line in table(add_hours(text, name, config).out)]
        assert found == [str(seconds) for *_, seconds in rows], name
    for name, rows in by_schedule(given["due"], at=0):
        text = "start,plus\n" + "".join(f"{start},{plus}\n" for _, start, plus, _ in rows)
        found = [line["due"] for line in table(add_hours(text, name, config).out)]
        assert found == [due for *_, due in rows], name


@pytest.mark.parametrize("path", FILES)
def test_every_vector_worked_out_by_hand_stands_on_one_line(wallboard, path, tmp_path):
    config = board_of(path, tmp_path)
    for name, start, end, seconds, why in vectors(path)["by_hand"]:
        ended = wallboard("hours", name, start.replace(" ", "T"), end.replace(" ", "T"), "--config", config)
        assert float(ended.out) * 3600 == pytest.approx(seconds, abs=1e-6), (name, start, end, why)
