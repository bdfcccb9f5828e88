"""Records become rows of the normal form: whatever is plain is used, whatever is not is counted by name."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from wallboard.collect.plain import said
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.gathering import Gathering, Mapped, unfilled
from wallboard.sources.mapping.origins import by_path, samples
from wallboard.sources.mapping.paths import (
    AbsencePaths,
    AppointmentPaths,
    CasePaths,
    EventPaths,
    OpportunityPaths,
)

OPENED = "2026-11-21T19:31:11Z"
PATHS = {"cases": CasePaths, "events": EventPaths, "appointments": AppointmentPaths, "absences": AbsencePaths}
PATHS["opportunities"] = OpportunityPaths


def mapped(records: list[Any], resource: str = "cases", missing: tuple[str, ...] = (), **fields: Any) -> Mapped:
    origins = by_path(resource, PATHS[resource].model_validate(fields), missing)
    gathering = Gathering(resource, origins, "Europe/London")
    gathering.take(records)
    return gathering.mapped()


def values(records: list[Any], field: str, **fields: Any) -> list[Any]:
    return mapped(records, number="id", **fields).frame.get_column(field).to_list()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("  Ärger ", "Ärger"),
        (12, "12"),
        (12.0, "12"),
        (12.5, "12.5"),
        (1e22, "10000000000000000000000"),
        (Decimal("12.00"), "12"),
        (Decimal("1E+3"), "1000"),
        (True, "true"),
        (None, None),
        ("", None),
        ("  ", None),
        (float("nan"), None),
        ({"__class__": "Decimal", "decimal": "1000.50"}, "1000.5"),
    ],
)
def test_every_plain_value_has_one_text(value: object, text: str | None) -> None:
    assert values([{"id": 1, "owner": value}], "owner", owner="owner") == [text]


@pytest.mark.parametrize(
    "value", [[1], {"a": 1}, "\ud800", b"ab", 1 << 2000, {"__class__": "datetime", "year": 0}, {"__class__": "Decimal"}]
)
def test_a_value_that_is_not_plain_spoils_its_row_alone(value: object) -> None:
    found = mapped([{"id": 1, "owner": value}, {"id": 2, "owner": "Kim"}], number="id", owner="owner")
    assert found.frame["number"].to_list() == ["2"]
    assert [(one.count, one.examples, one.why.key) for one in found.unusable] == [(1, ("1",), "file.row.not-plain")]


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2026-11-21T19:31:11Z", "2026-11-21T19:31:11+00:00"),
        ("2026-11-21T19:31:11.000+0000", "2026-11-21T19:31:11+00:00"),
        ("2026-11-21T19:31:11.123456+01:00", "2026-11-21T18:31:11.123456+00:00"),
        ("2026-07-01 12:00:00", "2026-07-01T11:00:00+00:00"),
        (datetime(2026, 7, 1, 12), "2026-07-01T11:00:00+00:00"),  # noqa: DTZ001  as databases give it
        (datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=-5))), "2026-07-01T17:00:00+00:00"),
        ({"__class__": "datetime", "year": 2026, "month": 7, "day": 1, "hour": 12}, "2026-07-01T12:00:00+00:00"),
    ],
)
def test_times_are_read_in_every_form_that_systems_have(value: object, instant: str) -> None:
    found = mapped([{"id": 1, "t": value}], number="id", opened="t").frame
    assert found.row(0, named=True)["opened_at"] == at(instant)
    assert found["opened_is_date"].to_list() == [False]


@pytest.mark.parametrize(("format", "value"), [("epoch_s", 1795289471), ("epoch_ms", "1795289471000")])
def test_counted_time_is_read_where_the_board_says_so(format: str, value: object) -> None:  # noqa: A002  the key's name
    opened = {"path": "t", "format": format}
    assert values([{"id": 1, "t": value}], "opened_at", opened=opened) == [datetime.fromtimestamp(1795289471, UTC)]


@pytest.mark.parametrize(
    "value", ["2026-07-01", date(2026, 7, 1), {"__class__": "date", "year": 2026, "month": 7, "day": 1}]
)
def test_a_date_without_a_time_stands_at_its_midnight_and_is_marked(value: object) -> None:
    row = mapped([{"id": 1, "t": value}], number="id", opened="t").frame.row(0, named=True)
    assert (row["opened_at"], row["opened_is_date"]) == (at("2026-07-01T00:00:00+01:00"), True)


@pytest.mark.parametrize("value", ["soon", "21/11/2026", 12, "2026-13-01", "0000-00-00", "1795289471"])
def test_what_is_no_time_is_counted_by_its_case_and_never_quoted(value: object) -> None:
    records = [{"id": "A1", "t": value}, {"id": "A2", "t": OPENED}]
    found = mapped(records, number="id", opened="t")
    assert found.frame["number"].to_list() == ["A2"]
    assert said(found.unusable[0].why) == "1 row whose “t” is no time"
    assert found.unusable[0].examples == ("A1",)


def test_sentinels_of_a_resource_and_of_a_field_mean_no_value() -> None:
    records = [{"id": "1", "owner": {"name": "Nobody"}, "t": "1970-01-01T00:00:00Z", "queue": False}]
    fields = {
        "owner": {"path": "owner.name", "missing": ["Nobody"]},
        "closed": {"path": "t", "missing": ["1970-01-01T00:00:00Z"]},
        "queue": {"path": "queue", "missing": [False]},
    }
    row = mapped(records, number="id", **fields).frame.row(0, named=True)
    assert (row["owner"], row["closed_at"], row["queue"]) == (None, None, None)
    row = mapped(records, missing=("Nobody", "false"), number="id", owner="owner.name", queue="queue").frame
    assert row.select("owner", "queue").row(0) == (None, None)


def test_words_stand_for_others_and_the_rest_for_the_default() -> None:
    records: list[Any] = [{"id": 1, "s": 4}, {"id": 2, "s": "odd"}, {"id": 3}]
    plain = {"path": "s", "values": {4: "Closed"}}
    assert values(records, "status", status=plain) == ["Closed", "odd", None]
    assert values(records, "status", status=plain | {"default": "Open"}) == ["Closed", "Open", "Open"]
    assert values(records, "status", status={"path": "s", "default": "Open"}) == ["4", "odd", "Open"]


def test_paths_pick_join_and_fall_back() -> None:
    records = [{"id": 1, "tags": ["a", "b"], "who": [7, "Kim Moore"]}, {"id": 2, "tags": None, "who": False}]
    assert values(records[:1], "type", type="join('/', tags)") == ["a/b"]
    assert values(records, "owner", owner="who[1] || 'nobody'") == ["Kim Moore", "nobody"]
    assert values(records, "queue", queue="tags[0]") == ["a", None]
    assert values(records, "client", client="to_string(missing)") == [None, None]


def test_a_function_that_cannot_take_a_value_spoils_its_row_alone() -> None:
    found = mapped([{"id": 1, "tags": None}, {"id": 2, "tags": ["a"]}], number="id", type="join('/', tags)")
    assert found.frame["number"].to_list() == ["2"]
    assert found.unusable[0].count == 1


def test_what_is_no_path_is_a_fault_of_the_board() -> None:
    with pytest.raises(ValueError, match="is no JMESPath"):
        CasePaths.model_validate({"number": "id["})


def test_records_without_a_number_and_things_that_are_none_are_named_by_their_place() -> None:
    found = mapped([{"id": 1}, {"name": "x"}, "text", {"id": False}], number="id")
    assert found.frame["number"].to_list() == ["1"]
    assert {(one.why.key, one.examples) for one in found.unusable} == {
        ("record.row.none", ("cases 3",)),
        ("file.row.not-plain", ("cases 4",)),
        ("file.row.number", ("cases 2",)),
    }


def test_a_hundredth_of_bad_records_costs_no_other() -> None:
    records = [{"id": n, "t": "?" if n % 100 == 0 else OPENED} for n in range(1, 1001)]
    found = mapped(records, number="id", opened="t")
    assert (found.frame.height, found.unusable[0].count) == (990, 10)
    assert found.unusable[0].examples == ("100", "200", "300", "400", "500")


def test_records_none_of_which_can_be_used_are_a_fault_and_quote_nothing() -> None:
    found = mapped([{"id": n, "t": "Mrs Smith"} for n in range(12)], number="id", opened="t")
    with pytest.raises(NeedsPerson) as fault:
        found.refuse_useless(is_whole=False)
    assert said(fault.value.fault) == "None of the 12 rows of the cases can be used."


@pytest.mark.parametrize(
    ("form", "told"),
    [(None, "as in 2026-11-23T09:00:00Z (ISO 8601)"), ("%d/%m/%Y", "in the form %d/%m/%Y")],
)
def test_a_desk_is_told_one_time_that_is_none_and_how_it_should_be(form: str | None, told: str) -> None:
    path = {"path": "t", "format": form} if form is not None else "t"
    found = mapped([{"id": n, "t": "next week"} for n in range(12)], number="id", opened=path)
    with pytest.raises(NeedsPerson) as fault:
        found.refuse_useless(is_whole=False)
    assert fault.value.detail is not None
    assert said(fault.value.detail).startswith(f"In the cases, “next week” (t) is no time {told}")


def test_a_few_changes_that_cannot_be_used_are_counted_and_no_fault() -> None:
    found = mapped([{"id": 1, "t": "?"}], number="id", opened="t")
    found.refuse_useless(is_whole=False)
    with pytest.raises(NeedsPerson):
        found.refuse_useless(is_whole=True)


def test_no_records_are_no_fault() -> None:
    found = mapped([], number="id", opened="t")
    found.refuse_useless(is_whole=True)
    assert found.frame.is_empty()
    assert found.feeds == {"number", "opened"}


def test_a_field_that_none_of_many_records_has_is_remarked_and_still_fed() -> None:
    origins = by_path("cases", CasePaths.model_validate({"number": "id", "owner": "assignee.name"}))
    gathering = Gathering("cases", origins, "UTC")
    gathering.take([{"id": n} for n in range(60)])
    found = gathering.mapped()
    assert found.feeds == {"number", "owner"}
    (remark,) = unfilled(origins, found.records, found.filled, "cases")
    assert said(remark) == "Of 60 rows of the cases not one has a value for “owner” (assignee.name)."
    assert unfilled(origins, 20, found.filled, "cases") == ()


def test_pages_make_what_one_answer_with_all_of_them_makes() -> None:
    records = [{"id": n % 40, "t": OPENED, "s": "open" if n < 30 else "done"} for n in range(60)]
    fields = {"number": "id", "status": "s", "opened": "t"}
    origins = by_path("cases", CasePaths.model_validate(fields))
    by_pages = Gathering("cases", origins, "Europe/London")
    for start in range(0, 60, 7):
        by_pages.take(records[start : start + 7])
    assert by_pages.mapped().frame.equals(mapped(records, **fields).frame)
    assert by_pages.mapped().frame.height == 40


def test_a_history_of_changes_tells_its_kinds() -> None:
    kind = {"path": "type", "values": {"Set": "status", "Give": "owner"}, "default": "ignored"}
    records = [
        {"type": "Set", "case": 1, "at": "2026-11-21T10:00:00Z", "new": "open"},
        {"type": "Mail", "case": 1, "at": "2026-11-21T11:00:00Z", "new": None},
        {"type": "Give", "case": 1, "at": "2026-11-21T12:00:00Z", "new": "Kim"},
    ]
    found = mapped(records, "events", number="case", at="at", kind=kind, to="new")
    assert found.frame.select("kind", "to").rows() == [("status", "open"), ("owner", "Kim")]
    assert found.feeds == {"number", "at", "kind", "to", "status", "owner"}
    assert not found.unusable


def test_a_history_of_states_tells_what_differs() -> None:
    records = [
        {"case": 1, "at": "2026-11-21T10:00:00Z", "s": "new", "q": "Front"},
        {"case": 1, "at": "2026-11-21T11:00:00Z", "s": "open", "q": "Front"},
    ]
    found = mapped(records, "events", number="case", at="at", status="s", queue="q")
    told = [("status", "new"), ("queue", "Front"), ("status", "open")]
    assert found.frame.select("kind", "to").rows() == told


def test_appointments_have_states_and_dates_that_include_their_last_day() -> None:
    records = [
        {"id": 1, "who": "Amira", "a": "2026-11-23T09:00:00Z", "b": "2026-11-23T10:00:00Z", "s": "done"},
        {"id": 2, "who": "Amira", "a": "2026-11-24", "b": "2026-11-25", "s": None},
        {"id": 3, "who": None, "a": "2026-11-24", "b": None, "s": None},
    ]
    state = {"path": "s", "values": {"done": "performed"}}
    found = mapped(records, "appointments", id="id", person="who", start="a", end="b", state=state)
    assert found.frame["state"].to_list() == ["performed", "booked"]
    assert found.frame["end_at"].to_list()[1] == at("2026-11-26T00:00:00+00:00")
    assert found.frame["end_on"].to_list() == [None, date(2026, 11, 25)]
    assert [one.examples for one in found.unusable] == [("3",)]


def test_absences_that_cannot_be_used_are_named_by_their_place_and_never_by_the_person() -> None:
    records = [
        {"who": "Kim", "a": "2026-11-24", "b": "2026-11-20"},
        {"who": "Kim", "a": "2026-11-24", "b": "2026-11-25"},
    ]
    found = mapped(records, "absences", person="who", start="a", end="b")
    assert found.frame.height == 1
    assert found.unusable[0].examples == ("absences 1",)


def test_states_of_appointments_that_there_are_not_are_a_fault_of_the_board() -> None:
    fields = {"id": "id", "person": "p", "start": "a", "state": {"path": "s", "values": {"x": "gone"}}}
    with pytest.raises(ValueError, match="no state of an appointment"):
        AppointmentPaths.model_validate(fields)


def test_samples_are_the_first_distinct_values_as_the_source_writes_them() -> None:
    origins = by_path(
        "cases", CasePaths.model_validate({"number": "id", "status": {"path": "s", "values": {"a": "A"}}})
    )
    records = [{"id": n, "s": s} for n, s in enumerate(["a", None, "a", ["x"], "b", "c", "d"])]
    assert samples(origins, records) == {"number": ("0", "1", "2"), "status": ("a", "b", "c")}


def test_frames_have_the_schema_whatever_came() -> None:
    found = mapped([{"id": 1, "won": OPENED}], "opportunities", number="id", won="won", lost="lost")
    assert found.frame.schema["lost_at"] == pl.Datetime("us", "UTC")
    assert found.frame["won_at"].to_list() == [at(OPENED)]
