"""JSON as programs export it: lists, wrapped lists, lines; every value as its text, and what is none counted."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.exports import FIELDS, GOOD, at, cases, put, read, refusal
from wallboard.core.records import Batch
from wallboard.core.sentences import SENTENCES
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.files import objects

HEADING, *LINES = GOOD.rstrip("\n").split("\n")
RECORDS = [{key: cell or None for key, cell in zip(HEADING.split(","), line.split(","), strict=True)} for line in LINES]
REF = {"number": "Ref"}


def listed(*records: Any) -> str:
    return json.dumps(list(records))


def lined(*records: Any) -> str:
    return "".join(f"{json.dumps(record)}\n" for record in records)


def fault(folder: Path, options: dict[str, Any], kind: type[SourceFault]) -> tuple[str, dict[str, Any]]:
    with pytest.raises(SourceFault) as caught:
        read(folder, options)
    assert type(caught.value) is kind
    assert caught.value.fault.key in SENTENCES
    assert caught.value.remedy is not None
    assert caught.value.remedy.key in SENTENCES
    return caught.value.fault.key, dict(caught.value.fault.args)


def column(folder: Path, text: str, name: str, said: Any, **more: Any) -> list[Any]:
    put(folder, "erp.json", text)
    return read(folder, cases("erp.json", {"number": "Ref", name: said}, **more)).frame("cases")[name].to_list()


def counted(batch: Batch) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.why.key, one.count, one.examples) for one in batch.unusable]


@pytest.mark.parametrize(
    ("name", "data", "more"),
    [
        ("erp.json", json.dumps(RECORDS), {}),
        ("erp.json", json.dumps(RECORDS, indent=2), {}),
        ("erp.json", "\ufeff" + json.dumps(RECORDS), {}),
        ("erp.json", json.dumps({"next": None, "items": RECORDS, "total": 3}), {"records": "items"}),
        ("erp.json", json.dumps({"data": {"page": 1, "items": RECORDS}}, indent=1), {"records": "data.items"}),
        ("erp.ndjson", lined(*RECORDS), {}),
        ("erp.jsonl", lined(*RECORDS).replace("\n", "\r\n\r\n"), {}),
        ("erp.json", lined(*RECORDS), {}),
    ],
    ids=["plain", "indented", "UTF-8 mark", "wrapped", "wrapped twice", "lines", "CRLF, blank lines", "as .json"],
)  # fmt: skip
def test_the_same_table_reads_the_same_in_json(tmp_path: Path, name: str, data: str, more: dict[str, Any]) -> None:
    put(tmp_path, "plain/erp.csv", GOOD)
    put(tmp_path, name, data)
    found = read(tmp_path, cases(name, **more))
    assert found.frame("cases").equals(read(tmp_path, cases("plain/erp.csv")).frame("cases"))
    assert found.unusable == ()


def test_it_reads_the_same_in_gzip_and_in_utf_16(tmp_path: Path) -> None:
    put(tmp_path, "erp.json.gz", gzip.compress(json.dumps(RECORDS).encode()))
    put(tmp_path, "erp.json", json.dumps(RECORDS).encode("utf-16"))
    packed, wide = (read(tmp_path, cases(name)).frame("cases") for name in ("erp.json.gz", "erp.json"))
    assert packed.equals(wide)
    assert packed.height == len(RECORDS)


def test_numbers_keep_every_digit_of_their_text(tmp_path: Path) -> None:
    text = '[{"Ref": 12345678901234567890123, "Key": 2.50}, {"Ref": 7, "Key": 1e3}, {"Ref": "8", "Key": -0}]'
    put(tmp_path, "erp.json", text)
    frame = read(tmp_path, cases("erp.json", {"number": "Ref", "shared_key": "Key"})).frame("cases")
    assert frame["number"].to_list() == ["12345678901234567890123", "7", "8"]
    assert frame["shared_key"].to_list() == ["2.50", "1e3", "-0"]


def test_a_whole_number_is_itself_with_and_without_a_point_and_a_text_stays(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", '[{"Ref": 12.0}, {"Ref": 13.00}, {"Ref": 12.50}, {"Ref": "14.0"}, {"Ref": 1.0e3}]')
    found = read(tmp_path, cases("erp.json", REF)).frame("cases")["number"].to_list()
    assert found == ["12", "13", "12.50", "14.0", "1.0e3"]


def test_booleans_are_words_and_null_and_nothing_are_missing(tmp_path: Path) -> None:
    text = '[{"Ref": 1, "State": true}, {"Ref": 2, "State": null}, {"Ref": 3}, {"Ref": 4, "State": " "}]'
    said = {"column": "State", "values": {"true": "Open"}}
    assert column(tmp_path, text, "status", said) == ["Open", None, None, None]


def test_a_name_with_points_leads_into_objects_or_is_a_key_itself(tmp_path: Path) -> None:
    text = listed(
        {"Ref": 1, "owner": {"user": {"name": "Kim"}}},
        {"Ref": 2, "owner": None},
        {"Ref": 3, "owner": {"user": None}},
        {"Ref": 4, "owner": {}},
        {"Ref": 5, "owner.user.name": "Lee"},
    )
    assert column(tmp_path, text, "owner", "owner.user.name") == ["Kim", None, None, None, "Lee"]


def test_times_are_doubted_as_those_of_csv_are(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", listed({"Ref": 1, "On": "03/04/2026 09:00"}, {"Ref": 2, "On": "05/04/2026 09:00"}))
    key, args = fault(tmp_path, cases("erp.json", {"number": "Ref", "opened": "On"}), NeedsPerson)
    assert (key, args["n"]) == ("file.dates.ambiguous", 2)


def test_times_are_instants_with_an_offset_and_epochs_where_the_board_says_so(tmp_path: Path) -> None:
    text = '[{"Ref": 1, "On": "2026-07-01T09:00:00+02:00", "End": 1782896400}, {"Ref": 2, "On": "2026-07-01 09:00"}]'
    put(tmp_path, "erp.json", text)
    fields = {"number": "Ref", "opened": "On", "closed": {"column": "End", "format": "epoch_s"}}
    frame = read(tmp_path, cases("erp.json", fields), time_zone="Europe/London").frame("cases")
    assert frame["opened_at"].to_list() == [at("2026-07-01 07:00"), at("2026-07-01 08:00")]
    assert frame["closed_at"].to_list() == [at("2026-07-01 09:00"), None]


def test_lists_and_objects_for_a_value_are_counted_and_not_guessed(tmp_path: Path) -> None:
    text = listed(
        {"Ref": 1, "owner": "Kim"},
        {"Ref": 2, "owner": ["Kim", "Lee"]},
        {"Ref": 3, "owner": {"name": "Kim"}},
        {"Ref": {"id": 4}, "owner": "Kim"},
    )
    put(tmp_path, "erp.json", text)
    found = read(tmp_path, cases("erp.json", {"number": "Ref", "owner": "owner"}))
    assert found.frame("cases")["number"].to_list() == ["1"]
    assert counted(found) == [
        ("file.row.not-plain", 1, ("erp.json:4",)),
        ("file.row.not-plain", 2, ("erp.json:2", "erp.json:3")),
    ]


def test_what_is_no_object_or_has_a_key_twice_is_counted(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", '[{"Ref": 1}, 2, null, [{"Ref": 3}], {"Ref": 4, "Ref": 5}, {"Ref": 6}]')
    found = read(tmp_path, cases("erp.json", REF))
    assert found.frame("cases")["number"].to_list() == ["1", "6"]
    assert counted(found) == [("file.row.no-object", 4, ("erp.json:2", "erp.json:3", "erp.json:4", "erp.json:5"))]


def test_half_of_a_pair_of_escapes_is_no_text(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", r'[{"Ref": "A\ud83d"}, {"Ref": "B\ud83d\ude00"}, {"\ud83d": 1, "Ref": "C"}]')
    found = read(tmp_path, cases("erp.json", REF))
    assert found.frame("cases")["number"].to_list() == ["B😀", "C"]
    assert counted(found) == [("file.row.not-plain", 1, ("erp.json:1",))]


def test_a_broken_line_costs_only_itself(tmp_path: Path) -> None:
    put(tmp_path, "erp.ndjson", lined({"Ref": 1}) + '{"Ref": 2\n' + lined({"Ref": 3}) + '{"Ref": 4, "x": "\n')
    found = read(tmp_path, cases("erp.ndjson", REF))
    assert found.frame("cases")["number"].to_list() == ["1", "3"]
    assert counted(found) == [("file.row.no-object", 2, ("erp.ndjson:2", "erp.ndjson:4"))]


def test_lines_that_are_mostly_no_objects_are_another_kind_of_file(tmp_path: Path) -> None:
    put(tmp_path, "erp.ndjson", lined({"Ref": 1}) + "Ref;Kind\n" * 12)
    assert fault(tmp_path, cases("erp.ndjson", REF), NeedsPerson)[0] == "file.uneven.objects"


def test_a_list_that_is_wrapped_names_the_keys_that_hold_lists(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", json.dumps({"page": 1, "data": {"items": [{"Ref": 1}]}, "errors": []}))
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("erp.json", REF))
    assert caught.value.fault.key == "file.records.needed"
    assert dict(caught.value.fault.args) == {"file": "erp.json"}
    assert caught.value.remedy == words("file.remedy.records")
    assert caught.value.detail == words("file.detail.inner", found="data.items, errors")


@pytest.mark.parametrize(
    ("text", "records", "key", "found"),
    [
        ('{"error": "sign in"}', None, "file.records.needed", "error"),
        ('{"error": "sign in"}', "items", "file.records.gone", "error"),
        ('{"data": {"rows": []}}', "data.items", "file.records.gone", "rows"),
        ('{"data": {"rows": []}}', "data", "file.records.needed", "data.rows"),
        ('{"items": null}', "items", "file.records.no-list", None),
        ('[{"Ref": 1}]', "items", "file.records.no-list", None),
        ('{"items": [], "items": [{"Ref": 1}]}', "items", "file.column.twice", None),
        ('"nothing"', None, "file.records.none", None),
        ("[[1, 2], [3, 4]]", None, "file.useless", None),
    ],
)
def test_no_list_of_objects_is_a_fault_that_names_what_is_there(
    tmp_path: Path, text: str, records: str | None, key: str, found: str | None
) -> None:
    put(tmp_path, "erp.json", text)
    more = {"records": records} if records else {}
    said, args = fault(tmp_path, cases("erp.json", REF, **more), NeedsPerson)
    assert (said, args.get("found")) == (key, None)
    assert refusal(tmp_path, cases("erp.json", REF, **more))[1] == (f"In it: {found}" if found else "")


def test_what_stands_beside_the_list_may_say_how_fresh_it_is(tmp_path: Path) -> None:
    rows = [{"Ref": 1, "kind": "Order"}, {"Ref": 2, "kind": "Quote"}]
    wrapped = {"kind": "all", "data": {"of": "desk", "items": rows}, "exported": "2026-03-31 18:00"}
    put(tmp_path, "erp.json", json.dumps(wrapped))
    fields = {"number": "Ref", "type": "kind", "queue": "data.of"}
    found = read(tmp_path, cases("erp.json", fields, records="data.items", as_of="exported"))
    assert found.as_of_us == at("2026-03-31 18:00").timestamp() * 1e6
    assert found.frame("cases").select("number", "type", "queue").rows() == [
        ("1", "Order", "desk"),
        ("2", "Quote", "desk"),
    ]


def test_an_as_of_that_nothing_has_is_named_by_its_option(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", json.dumps({"exported": {"at": "2026-03-31"}, "items": [{"Ref": 1}]}))
    with pytest.raises(NeedsPerson) as caught:
        read(tmp_path, cases("erp.json", REF, records="items", as_of="exported"))
    assert caught.value.fault.key == "file.column.gone"
    assert caught.value.remedy == words("file.remedy.as-of")


def test_a_key_that_no_row_has_is_a_fault_that_names_the_keys(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", listed({"Ref": 1, "owner": {"name": "Kim"}, "state": "new"}))
    key, args = fault(tmp_path, cases("erp.json", {"number": "Ref", "owner": "owner.nam"}), NeedsPerson)
    assert (key, args["near"]) == ("file.column.near", "owner.name")
    assert refusal(tmp_path, cases("erp.json", {"number": "Ref", "owner": "owner.nam"}))[1] == (
        "Its columns: Ref, owner.name, state"
    )


@pytest.mark.parametrize("name", ["erp.json", "erp.ndjson"])
def test_of_objects_with_names_for_keys_the_wall_tells_none(tmp_path: Path, name: str) -> None:
    row = {"Kim Rowntree": "SECRET-77123", "Ostler & Sons": "Query"}
    put(tmp_path, name, listed(row) if name == "erp.json" else lined(row, row))
    wall, desk = refusal(tmp_path, cases(name))
    assert wall.startswith(f"Of the 6 columns that the board names, {name} has 0: it looks like another export.")
    assert desk == "Its columns: Kim Rowntree, Ostler & Sons"


def test_lists_below_names_are_not_named_on_the_wall(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", json.dumps({"Ostler & Sons": [{"Ref": 1}]}))
    wall, desk = refusal(tmp_path, cases("erp.json", REF))
    assert ("Ostler" in wall, desk) == (False, "In it: Ostler & Sons")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "null"])
@pytest.mark.parametrize("name", ["erp.json", "erp.ndjson"])
def test_what_is_no_number_numbers_no_case(tmp_path: Path, name: str, value: str) -> None:
    rows = [f'{{"Ref": {value}, "who": "Kim"}}', f'{{"Ref": 2, "who": {value}}}']
    put(tmp_path, name, "\n".join(rows) + "\n" if name == "erp.ndjson" else f"[{','.join(rows)}]")
    found = read(tmp_path, cases(name, {"number": "Ref", "owner": "who"}))
    assert found.frame("cases").select("number", "owner").rows() == [("2", None)]
    assert [(key, count) for key, count, _ in counted(found)] == [("file.row.number", 1)]


@pytest.mark.parametrize("value", ["true", "false"])
def test_true_and_false_number_no_case_but_may_be_a_status(tmp_path: Path, value: str) -> None:
    put(tmp_path, "erp.json", f'[{{"Ref": {value}, "done": false}}, {{"Ref": 2, "done": true}}]')
    status = {"column": "done", "values": {"true": "closed", "false": "open"}}
    found = read(tmp_path, cases("erp.json", {"number": "Ref", "status": status}))
    assert found.frame("cases").select("number", "status").rows() == [("2", "closed")]
    assert counted(found) == [("file.row.not-plain", 1, ("erp.json:1",))]


def test_true_is_nobody(tmp_path: Path) -> None:
    put(tmp_path, "leave.json", listed({"who": True, "from": "2026-03-02"}, {"who": "Kim", "from": "2026-03-02"}))
    found = read(tmp_path, {"absences": {"path": "leave.json", "fields": {"person": "who", "start": "from"}}})
    assert found.frame("absences")["person"].to_list() == ["Kim"]
    assert counted(found) == [("file.row.not-plain", 1, ("leave.json:1",))]


def test_a_list_without_rows_lacks_nothing(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", "[ ]")
    put(tmp_path, "wrapped.json", '{"items": [], "total": 0}')
    assert read(tmp_path, cases("erp.json")).frame("cases").is_empty()
    assert read(tmp_path, cases("wrapped.json", FIELDS, records="items")).frame("cases").is_empty()


@pytest.mark.parametrize(
    "text",
    [
        "[",
        '[{"Ref": 1}',
        '[{"Ref": 1},',
        '[{"Ref": tr',
        '[{"Ref": "Jan',
        '[{"Ref": -',
        '{"items": [{"Ref": 1}]',
        '[{"Re',
    ],
)
def test_a_text_that_is_cut_off_is_read_again_later(tmp_path: Path, text: str) -> None:
    put(tmp_path, "erp.json", text)
    assert fault(tmp_path, cases("erp.json", REF, records="items" if "items" in text else None), Passing) == (
        "file.damaged",
        {"file": "erp.json"},
    )


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('[{"Ref": 1},\n {"Ref": 2 "x": 3}\n]', 2, 12),
        ('[{"Ref": 1},]', 1, 13),
        ('[\n{"Ref": 1}\n{"Ref": 2}]', 3, 1),
        ("[\n{'Ref': 1}]", 2, 2),
        ("[] []", 1, 4),
    ],
)
def test_a_slip_in_a_text_is_named_with_its_line_and_column(tmp_path: Path, text: str, line: int, column: int) -> None:
    put(tmp_path, "erp.json", text)
    with pytest.raises(Passing) as caught:
        read(tmp_path, cases("erp.json", REF))
    assert caught.value.fault == words("file.syntax", file="erp.json", line=line, column=column)
    assert caught.value.remedy == words("file.remedy.syntax")


def test_ten_thousand_levels_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", '[{"Ref": ' + "[" * 10_000 + "]" * 10_000 + "}]")
    put(tmp_path, "erp.ndjson", lined({"Ref": 1}) + '{"Ref": ' + "[" * 10_000 + "]" * 10_000 + "}\n")
    assert fault(tmp_path, cases("erp.json", REF), NeedsPerson)[0] == "file.deep"
    assert counted(read(tmp_path, cases("erp.ndjson", REF))) == [("file.row.no-object", 1, ("erp.ndjson:2",))]


def test_a_million_keys_a_vast_body_and_a_bomb_are_refused(tmp_path: Path) -> None:
    put(tmp_path, "erp.json", json.dumps([{"Ref": 1, **{f"k{n}": n for n in range(3_000)}}]))
    assert fault(tmp_path, cases("erp.json", REF), NeedsPerson)[0] == "file.wide"
    put(tmp_path, "vast.json", b"[" + b" " * objects.MOST_BODY + b"]")
    assert fault(tmp_path, cases("vast.json", REF), NeedsPerson)[0] == "file.large"
    put(tmp_path, "bomb.json.gz", gzip.compress(b" " * 100_000_000))
    assert fault(tmp_path, cases("bomb.json.gz", REF), NeedsPerson)[0] == "file.bomb"


def row(index: int) -> dict[str, Any]:
    state = ["New", "Done", None][index % 3]
    return {"Ref": f"E{index:03d}", "who": {"id": index, "name": ["Kim", "Jörg", "Zoë"][index % 3]}, "State": state}


ROWS = [row(index) for index in range(20)]
MAPPED = {"number": "Ref", "owner": "who.name", "status": "State"}
Seen = tuple[str, str | None, str | None]


def seen(batch: Batch) -> list[Seen]:
    return batch.frame("cases").select("number", "owner", "status").rows()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("json")


patient = settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
places = st.sampled_from(["Ref", "who", "State", "row"])


@patient
@given(
    st.dictionaries(st.integers(0, 19), st.tuples(st.sampled_from(["Ref", "who", "State", "row"]), values), max_size=4)
)
def test_rows_with_other_values_are_counted_or_show_them_and_the_rest_stands(
    folder: Path, damage: dict[int, tuple[str, Any]]
) -> None:
    rows = [dict(one) for one in ROWS]
    for index, (key, value) in damage.items():
        rows[index] = value if key == "row" else {**rows[index], key: value}
    put(folder, "mixed.ndjson", lined(*rows))
    found = read(folder, cases("mixed.ndjson", MAPPED))
    good = [(one["Ref"], one["who"]["name"], one["State"]) for index, one in enumerate(ROWS) if index not in damage]
    assert set(good) <= set(seen(found))
    assert len(set(seen(found)) - set(good)) + sum(one.count for one in found.unusable) <= len(damage)


@patient
@given(st.booleans(), st.integers(0, 5_000), st.binary(min_size=1, max_size=4))
def test_bytes_overwritten_anywhere_raise_nothing_but_a_fault(
    folder: Path, is_list: bool, place: int, noise: bytes
) -> None:
    data = (listed(*ROWS) if is_list else lined(*ROWS)).encode()
    place %= len(data)
    put(folder, "noise.json", data[:place] + noise + data[place + len(noise) :])
    try:
        found = read(folder, cases("noise.json", MAPPED))
    except SourceFault:
        return
    good = {(one["Ref"], one["who"]["name"], one["State"]) for one in ROWS}
    assert len(good - set(seen(found))) <= 2


@patient
@given(st.integers(0, 5_000))
def test_lines_cut_off_within_an_object_are_not_believed(folder: Path, place: int) -> None:
    data = lined(*ROWS).encode()
    place %= len(data)
    put(folder, "cut.ndjson", data[:place])
    try:
        found = read(folder, cases("cut.ndjson", MAPPED))
    except SourceFault as caught:
        key = caught.fault.key
    else:
        key = ""
    if key:
        assert key == "file.broken-off" or not place
        return
    # At the end of an object nobody can tell that there were more.
    assert data[place - 1 :][:1] in b"}\n"
    whole = data[: place + 1].count(b"\n")
    good = [(one["Ref"], one["who"]["name"], one["State"]) for one in ROWS]
    assert (seen(found), found.unusable) == (good[:whole], ())
