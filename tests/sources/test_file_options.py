"""What a board says of a file source and what cannot work: each is refused in words, before anything is read."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.sources.exports import FIELDS, cases
from wallboard.sources import file


def refused(options: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        file.Options.model_validate(options)
    return str(caught.value)


def dated(form: str) -> dict[str, Any]:
    return cases("a.csv", {"number": "Ref", "opened": {"column": "Created", "format": form}})


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ("%d%H%H%d", "a day, a month and a year"),
        ("%d/%m %H:%M", "a day, a month and a year"),
        ("%d/%m/%Y %H:%H", "says the hour 2 times"),
        ("%d/%m/%Y %d", "says the day 2 times"),
        ("%d/%m/%Y %y", "says the year 2 times"),
        ("%F %d", "says the day 2 times"),
        ("%d %b %m %Y", "says the month 2 times"),
        ("%d/%m/%Y %T:%S", "says the second 2 times"),
        ("%d/%m/%Y %H", "hour, but none for the minute"),
        ("%d/%m/%Y %M", "minute, but none for the hour"),
        ("%d/%m/%Y %H:%M %p", "half, but none for the hour of twelve"),
        ("%d/%m/%Y %I:%M", "hour of twelve, but none for the half of the day"),
        ("%d/%m/%Y %H:%M%.f", "fraction, but none for the second"),
        ("%d/%m/%Y %", "“%” is not a part"),
        ("%d/%m/%Y %%", "“%%” is not a part"),
        ("%9d/%m/%Y", "“%9d” is not a part"),
        ("%.d/%m/%Y", "“%.d” is not a part"),
        ("%d/%m/%Q", "“%Q” is not a part"),
    ],
)
def test_a_format_by_which_nothing_can_be_read_is_refused_in_words(form: str, why: str) -> None:
    assert why in refused(dated(form))


@pytest.mark.parametrize(
    "form",
    ["%d/%m/%Y", "%F %T", "%D %R", "%-d.%-m.%y %H:%M", "%e %b %Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S%.f%z", "%F %T.%3f"],
)
def test_a_format_that_says_each_thing_once_is_taken(form: str) -> None:
    assert file.Options.model_validate(dated(form)).cases is not None


@pytest.mark.parametrize("delimiter", ["é", "\0", "\r", "\n", '"', "€"])
def test_a_delimiter_that_no_table_can_have_is_refused_in_words(delimiter: str) -> None:
    assert "one ASCII character" in refused(cases("a.csv", FIELDS, delimiter=delimiter))


def test_a_path_that_no_system_takes_is_refused_in_words() -> None:
    assert "NUL" in refused(cases("cas\0es.csv"))


@pytest.mark.parametrize("path", ["https://erp.example.com/cases.csv", "FTP://erp/cases.csv", "s3://erp/cases.csv"])
def test_an_address_in_the_place_of_a_path_is_told_where_it_belongs(path: str) -> None:
    assert "an address is a `url`, of a source with type rest, calendar or sql" in refused(cases(path))


@pytest.mark.parametrize("path", [".", "items.", ".items", "data..items"])
def test_a_way_to_a_list_that_leads_nowhere_is_refused_in_words(path: str) -> None:
    assert "its keys with points between" in refused(cases("a.json", FIELDS, records=path))


def test_a_source_without_resources_names_them_all() -> None:
    assert "cases, events, activities, opportunities, appointments, absences" in refused({})
