"""How columns of times are read: stated formats, the only possible reading, local times, and what is refused."""

from datetime import datetime

import polars as pl
import pytest

from tests.sources.exports import at
from wallboard.core.words import Words, english, say
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.dates import Instants, instants
from wallboard.sources.mapping.doubts import Reading


def read(
    *texts: str | None,
    form: str | None = None,
    zone: str = "UTC",
    is_typed: bool = False,
) -> Instants:
    column = pl.Series("opened", list(texts), dtype=pl.String())
    return instants(column, Reading("opened", "Created", "erp.csv", zone, form, is_typed, "row {}".format))


def read_one(text: str, zone: str = "UTC", form: str | None = None) -> datetime | None:
    found: datetime | None = read(text, zone=zone, form=form).at[0]
    return found


def refused(*texts: str, form: str | None = None) -> Words:
    with pytest.raises(NeedsPerson) as caught:
        read(*texts, form=form)
    return caught.value.fault


class English:
    """Templates alone, for the look of a sentence."""

    def template(self, key: str, n: int | None) -> str:
        return english(key, n)

    def number(self, value: float, decimals: int) -> str:
        return f"{value:.{decimals}f}"

    def time(self, at_us: int) -> str:
        return str(at_us)

    weekday_time = time

    def date(self, iso: str, form: str) -> str:
        return iso


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02 09:05", "2026-03-02 09:05:00"),
        ("2026-03-02T09:05:06", "2026-03-02 09:05:06"),
        ("2026-03-02T09:05:06.789", "2026-03-02 09:05:06.789"),
        ("2026-03-02T09:05:06.123456789Z", "2026-03-02 09:05:06.123456"),
        ("2026-03-02T09:05:06+01:00", "2026-03-02 08:05:06"),
        ("2026-03-02 09:05 -0330", "2026-03-02 12:35:00"),
        ("2026-03-02 09:05+02", "2026-03-02 07:05:00"),
        ("2026/3/2 9:05", "2026-03-02 09:05:00"),
        ("2.3.2026 9:05", "2026-03-02 09:05:00"),
        ("02.03.2026, 09:05:06", "2026-03-02 09:05:06"),
        ("02.03.26 09:05", "2026-03-02 09:05:00"),
        ("29/2/2016 01:16", "2016-02-29 01:16:00"),
        ("2/29/2016 1:16 PM", "2016-02-29 13:16:00"),
        ("2/29/2016 12:16 a.m.", "2016-02-29 00:16:00"),
        ("29-02-2016 12:16 pm", "2016-02-29 12:16:00"),
        ("3/3/2026 08:00", "2026-03-03 08:00:00"),
    ],
)
def test_a_time_that_reads_in_one_way_only_needs_no_format(text: str, instant: str) -> None:
    assert read_one(text) == at(instant)


@pytest.mark.parametrize(
    ("text", "form", "instant"),
    [
        ("29/2/2016 01:16", "%d/%m/%Y %H:%M", "2016-02-29 01:16:00"),
        ("3/4/2026", "%m/%d/%Y", "2026-03-04 00:00:00"),
        ("4 Mar 2026 1:05 PM", "%d %b %Y %I:%M %p", "2026-03-04 13:05:00"),
        ("2026-03-04 01:05 +0100", "%Y-%m-%d %H:%M %z", "2026-03-04 00:05:00"),
        ("1772586300", "epoch_s", "2026-03-04 01:05:00"),
        ("1772586300.5", "epoch_s", "2026-03-04 01:05:00.5"),
        ("1772586300000", "epoch_ms", "2026-03-04 01:05:00"),
    ],
)
def test_a_stated_format_is_used(text: str, form: str, instant: str) -> None:
    assert read_one(text, form=form) == at(instant)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-30 09:00", "2026-13-01", "2026-03-02 24:00", "2026-03-02 09:60", "2026-03-02 13:00 PM", "2026-3/2",
        "0026-03-02", "2/3/16", "soon", "2026-03-02 09", "٢٠٢٦-٠٣-٠٢",
    ],
)  # fmt: skip
def test_what_is_no_time_is_bad_and_not_guessed(text: str) -> None:
    found = read(text, "2026-03-02 09:00")
    assert found.is_bad.to_list() == [True, False]
    assert found.at[0] is None


@pytest.mark.parametrize("form", [None, "%Y-%m-%dT%H:%M%z"])
@pytest.mark.parametrize("offset", ["+99:99", "+01:75", "+24:00", "+14:01", "+20:00", "-12:01", "-1300"])
def test_an_offset_that_no_place_on_earth_has_makes_a_time_unusable(offset: str, form: str | None) -> None:
    found = read(f"2026-11-19T10:00{offset}", "2026-11-19T10:00+00:00", form=form)
    assert found.is_bad.to_list() == [True, False]
    assert (found.at[0], found.at[1]) == (None, at("2026-11-19 10:00:00"))


@pytest.mark.parametrize(
    ("text", "form", "instant"),
    [
        ("2026-11-19T10:00+14:00", None, "2026-11-18 20:00:00"),
        ("2026-11-19T10:00-12:00", None, "2026-11-19 22:00:00"),
        ("2026-11-19T10:00 +14:00", "%Y-%m-%dT%H:%M %z", "2026-11-18 20:00:00"),
        ("-1200 19-11-2026 10:00", "%z %d-%m-%Y %H:%M", "2026-11-19 22:00:00"),
        ("19/Nov/2026 (+05:45) 10:00", "%d/%b/%Y (%z) %H:%M", "2026-11-19 04:15:00"),
        ("2026-11-19 10:00 \N{MINUS SIGN}05:00", "%Y-%m-%d %H:%M%z", "2026-11-19 15:00:00"),
    ],
)
def test_the_farthest_offsets_there_are_count(text: str, form: str | None, instant: str) -> None:
    assert read_one(text, form=form) == at(instant)


def test_an_offset_out_of_bounds_is_found_wherever_a_format_has_it() -> None:
    found = read("+2000 19-11-2026 10:00", "+0200 19-11-2026 10:00", form="%z %d-%m-%Y %H:%M")
    assert found.is_bad.to_list() == [True, False]


@pytest.mark.parametrize(
    ("text", "form"),
    [("29/2/16 01:16", "%d/%m/%Y %H:%M"), ("31/2/2016", "%d/%m/%Y"), ("nan", "epoch_s"), ("1e30", "epoch_ms")],
)
def test_what_does_not_fit_the_format_is_bad(text: str, form: str) -> None:
    assert read(text, form=form).is_bad.to_list() == [True]


def test_no_value_is_neither_bad_nor_a_date() -> None:
    found = read(None, "2026-03-02")
    assert found.at.to_list() == [None, at("2026-03-02 00:00")]
    assert found.is_bad.to_list() == [False, False]
    assert found.is_date.to_list() == [False, True]


def test_a_column_without_any_value_is_no_fault() -> None:
    assert read(None, None).at.to_list() == [None, None]
    assert read().at.len() == 0


def test_a_date_without_a_time_stands_at_its_local_midnight() -> None:
    found = read("2026-07-02", "2026-07-02 00:00", zone="Europe/Berlin")
    assert found.at.to_list() == [at("2026-07-01 22:00")] * 2
    assert found.is_date.to_list() == [True, False]
    assert read("2/7/2026", form="%d/%m/%Y", zone="Europe/Berlin").is_date.to_list() == [True]


@pytest.mark.parametrize("form", [None, "%Y-%m-%d %H:%M"])
@pytest.mark.parametrize(
    ("local", "instant"),
    [
        ("2016-03-27 00:59", "2016-03-27 00:59"),
        ("2016-03-27 01:30", "2016-03-27 01:30"),
        ("2016-03-27 02:00", "2016-03-27 01:00"),
        ("2016-10-30 01:30", "2016-10-30 00:30"),
        ("2016-10-30 02:00", "2016-10-30 02:00"),
    ],
    ids=["before the gap", "in the gap", "after the gap", "twice: the first", "after the fold"],
)
def test_local_times_that_do_not_exist_or_exist_twice(local: str, instant: str, form: str | None) -> None:
    assert read_one(local, zone="Europe/London", form=form) == at(instant)


def test_an_offset_in_the_text_goes_before_the_zone() -> None:
    assert read_one("2026-07-02T09:00:00+05:30", zone="America/New_York") == at("2026-07-02 03:30")


def test_one_row_that_decides_decides_for_all() -> None:
    day_first = read("3/4/2026 09:00", "5/4/2026 10:00", "25/4/2026 10:00")
    assert day_first.at[0] == at("2026-04-03 09:00")
    month_first = read("3/4/2026 09:00", "5/4/2026 10:00", "4/25/2026 10:00")
    assert month_first.at[0] == at("2026-03-04 09:00")


def test_a_column_that_reads_both_ways_names_the_first_two_values_their_rows_and_readings() -> None:
    found = refused("3/4/2026 09:00", "7/7/2026 09:00", "3/4/2026 09:00", "5/6/2026 09:00", "8/9/2026 09:00")
    assert found.key == "file.dates.ambiguous"
    assert say(found, English()) == (
        "“Created” of erp.csv has 4 rows that can be read both ways: “3/4/2026 09:00” (row 0) is 2026-04-03 or "
        "2026-03-04; “5/6/2026 09:00” (row 3) is 2026-06-05 or 2026-05-06."
    )


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("3/4/2026", "%d/%m/%Y"),
        ("3-4-2026", "%d-%m-%Y"),
        ("3/4/2026 09:00", "%d/%m/%Y %H:%M"),
        ("3/4/2026, 09:00:01", "%d/%m/%Y, %H:%M:%S"),
        ("3/4/2026T09:00:01.5", "%d/%m/%YT%H:%M:%S%.f"),
        ("3/4/2026 9:00 PM", "%d/%m/%Y %I:%M %p"),
    ],
)
def test_the_remedy_is_what_the_board_would_say_and_it_works(text: str, form: str) -> None:
    with pytest.raises(NeedsPerson) as caught:
        read(text)
    remedy = caught.value.remedy
    assert remedy is not None
    assert remedy.args["day"] == f'opened: {{column: Created, format: "{form}"}}'
    swapped = f"%m{form[2]}%d{form[5:]}"
    assert remedy.args["month"] == f'opened: {{column: Created, format: "{swapped}"}}'
    assert read(text, form=form).is_bad.to_list() == [False]


@pytest.mark.parametrize(
    ("column", "written"), [("Eröffnet am", "Eröffnet am"), ("on", '"on"'), ("a: b", '"a: b"'), ("1", '"1"')]
)
def test_a_column_that_yaml_would_misread_is_quoted_in_the_remedy(column: str, written: str) -> None:
    with pytest.raises(NeedsPerson) as caught:
        instants(pl.Series(["3/4/2026"]), Reading("closed", column, "erp.csv", "UTC"))
    remedy = caught.value.remedy
    assert remedy is not None
    assert str(remedy.args["day"]).startswith(f"closed: {{column: {written}, ")


def test_a_column_that_is_written_both_ways_is_refused_too() -> None:
    found = refused("25/4/2026 09:00", "4/25/2026 09:00", "4/26/2026 09:00")
    assert found.key == "file.dates.mixed"
    assert (found.args["rows_day"], found.args["rows_month"]) == (1, 2)
    assert "25/4/2026 09:00; 1" in say(found, English())


def test_days_and_months_that_are_the_same_number_are_no_doubt() -> None:
    assert read("3/3/2026", "12/12/2026").is_bad.to_list() == [False, False]


def test_a_column_that_holds_no_dates_is_one_fault_and_not_so_many_bad_rows() -> None:
    found = refused(*[f"Agent {n}" for n in range(12)], "2026-03-02")
    assert (found.key, found.args["n"], found.args["rows"]) == ("file.dates.none", 12, 13)
    found = refused(*["2/3/2026"] * 10, form="%Y-%m-%d")
    assert (found.key, found.args["format"]) == ("file.dates.format", "%Y-%m-%d")


def test_one_bad_value_or_no_more_than_half_are_no_fault_of_the_column() -> None:
    assert read("soon").is_bad.sum() == 1
    assert read(*["soon"] * 10, *["2026-03-02"] * 10).is_bad.sum() == 10
    assert refused("soon", "2026-03-02", "later").args["example"] == "soon"


def test_cells_that_are_dates_go_beside_texts_in_the_stated_format() -> None:
    found = read("2026-03-04 09:30:00", "05/03/2026 10:00", form="%d/%m/%Y %H:%M", is_typed=True)
    assert found.at.to_list() == [at("2026-03-04 09:30"), at("2026-03-05 10:00")]


def test_a_spreadsheets_column_of_midnights_is_one_of_dates() -> None:
    assert read("2026-03-04 00:00:00", None, is_typed=True).is_date.to_list() == [True, False]
    assert read("2026-03-04 00:00:00", "2026-03-04 09:00:00", is_typed=True).is_date.to_list() == [False, False]
