"""Texts with placeholders: how instants are written, what may stand between quotes, what has no value."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from wallboard.sources.declared.asking import ask_of, laid_over, over
from wallboard.sources.declared.moments import instant_us, step_us, written
from wallboard.sources.declared.requests import Patch, Request
from wallboard.sources.declared.template import NoValue, check_text, filled, filled_text, parts_of

AT_US = round(datetime(2026, 10, 25, 0, 30, 15, 250_000, tzinfo=UTC).timestamp() * 1e6)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("iso_z", "2026-10-25T00:30:15Z"),
        ("iso_ms", "2026-10-25T00:30:15.250Z"),
        ("iso_us", "2026-10-25T00:30:15.250000Z"),
        ("sql_utc", "2026-10-25 00:30:15"),
        ("sql_local(America/New_York)", "2026-10-24 20:30:15"),
        ("date", "2026-10-25"),
        ("date(America/New_York)", "2026-10-24"),
        ("epoch_s", str(AT_US // 1_000_000)),
        ("epoch_ms", str(AT_US // 1000)),
    ],
)
def test_an_instant_is_written_as_the_server_wants_it(form, text):
    assert filled_text(f"{{since|{form}}}", {"since": AT_US}) == text


def test_a_local_time_that_exists_twice_is_asked_for_from_the_first():
    # 01:30 in Berlin's night of two hours from two to three: the server may mean either.
    assert filled_text("{since|sql_local(Europe/Berlin)}", {"since": AT_US}) == "2026-10-25 01:30:15"
    later_us = AT_US + 3_600_000_000
    assert filled_text("{since|sql_local(Europe/Berlin)}", {"since": later_us}) == "2026-10-25 01:30:15"


def test_a_typed_placeholder_keeps_its_type():
    tree = {"n": {"$var": "since|epoch_ms"}, "at": {"$var": "since|tryton-object"}, "page": {"$var": "page"}}
    found = filled(tree, {"since": AT_US, "page": 3})
    assert found["n"] == AT_US // 1000
    assert found["page"] == 3
    assert found["at"]["__class__"] == "datetime"
    assert (found["at"]["hour"], found["at"]["microsecond"]) == (0, 250_000)


def test_json_as_text_and_in_base64url_is_what_frappe_and_tryton_take():
    filters = {"$json": [["modified", ">=", "{since|sql_utc}"]]}
    assert filled(filters, {"since": AT_US}) == '[["modified",">=","2026-10-25 00:30:15"]]'
    text = filled({"$b64json": [["id", ">", {"$var": "last"}], ["ß", "=", "?>"]]}, {"last": 7})
    assert json.loads(base64.urlsafe_b64decode(text)) == [["id", ">", 7], ["ß", "=", "?>"]]


def test_what_has_no_value_is_left_out_with_all_that_it_is_part_of():
    request = Request.model_validate(
        {
            "path": "/a",
            "params": {"page": "{page}", "cursor": "{cursor}"},
            "json": {"a": [[{"$var": "cursor"}]], "b": 1},
        }
    )
    ask = ask_of(laid_over(request), {"page": 1})
    assert ask.params == (("page", "1"),)
    assert ask.json == {"b": 1}
    with pytest.raises(NoValue):
        filled_text("/tickets/{key}", {})


def test_a_path_cannot_be_left_through_a_value():
    request = Request.model_validate({"path": "/tickets/{key}/history"})
    assert ask_of(laid_over(request), {"key": "../admin?x=1#"}).path == "/tickets/..%2Fadmin%3Fx%3D1%23/history"


def test_a_parameter_may_be_there_several_times():
    request = Request.model_validate({"path": "/a", "params": {"f": ["id", "a.b"], "all": True, "n": 5}})
    assert ask_of(laid_over(request), {}).params == (("f", "id"), ("f", "a.b"), ("all", "true"), ("n", "5"))


@pytest.mark.parametrize("escape", ["soql", "ticketsql", "odata", "sql"])
@given(value=st.text(max_size=30))
def test_no_value_ends_the_quotes_in_which_it_stands(escape, value):
    text = filled_text("name = '{team|" + escape + "}'", {"team": value})
    inner = text.removeprefix("name = '").removesuffix("'")
    if escape in ("soql", "ticketsql"):
        inner = inner.replace("\\\\", "").replace("\\'", "").replace('\\"', "")
    else:
        inner = inner.replace("''", "")
    assert "'" not in inner


@pytest.mark.parametrize(
    "text",
    [
        "a = '{team}'",
        'a = "{team}"',
        "{since}",
        "{since|iso}",
        "{since|sql_local(Europe/Nowhere)}",
        "{team|eval}",
        "{team.__class__}",
        "{team()}",
        "{}",
        "{a{b}}",
        "a } b",
        "{page|iso_z}",
    ],
)
def test_a_text_that_is_not_well_formed_or_not_safe_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        check_text(text)
    with pytest.raises(ValidationError):
        Request.model_validate({"path": "/a", "params": {"q": text}})


def test_braces_are_written_twice():
    assert filled_text("{{a}} {page}", {"page": 1}) == "{a} 1"


def test_what_is_laid_over_goes_key_by_key_and_null_takes_away():
    assert over({"a": {"b": 1, "c": [1]}, "d": 1}, {"a": {"c": [2], "e": 3}, "d": None}) == {
        "a": {"b": 1, "c": [2], "e": 3}
    }
    request = Request.model_validate({"path": "/a", "params": {"x": "1", "y": "2"}, "headers": {"A": "b"}})
    asked = laid_over(request, Patch.model_validate({"params": {"y": None, "z": "3"}, "method": "POST"}))
    assert (asked.method, asked.params, asked.headers) == ("POST", {"x": "1", "z": "3"}, {"A": "b"})
    encoded = over({"q": {"$json": {"a": 1}}}, {"q": {"$json": {"b": 2}}})
    assert encoded == {"q": {"$json": {"b": 2}}}


@given(at_us=st.integers(0, 4_000_000_000_000_000), form=st.sampled_from(["iso_z", "iso_ms", "iso_us", "sql_utc"]))
def test_what_is_written_is_never_later_than_what_is_meant_and_reads_back(at_us, form):
    text = written(at_us, form, "")
    read_us = instant_us(text, None, None)
    assert read_us is not None
    assert 0 <= at_us - read_us < step_us(form)


@pytest.mark.parametrize(
    ("value", "form", "zone"),
    [
        ("2026-10-25T00:30:15.25Z", None, None),
        ("2026-10-25T00:30:15.250+0000", None, None),
        ("2026-10-25T02:30:15.250+02:00", None, None),
        ("2026-10-24 20:30:15.250000", None, "America/New_York"),
        (AT_US / 1e6, "epoch_s", None),
        (str(AT_US // 1000), "epoch_ms", None),
        ("25.10.2026 00:30:15.250", "%d.%m.%Y %H:%M:%S.%f", None),
        (
            {
                "__class__": "datetime",
                "year": 2026,
                "month": 10,
                "day": 25,
                "minute": 30,
                "second": 15,
                "microsecond": 250_000,
            },
            None,
            None,
        ),
    ],
)
def test_the_change_of_a_row_is_read_in_every_form(value, form, zone):
    assert instant_us(value, form, zone) == AT_US


@pytest.mark.parametrize("value", [None, "", False, "soon", [], {"a": 1}, "2026-13-01", 1e30])
def test_what_is_no_time_is_none(value):
    assert instant_us(value, "epoch_s" if isinstance(value, float) else None, None) is None


def test_every_form_has_a_step_within_which_two_instants_may_look_alike():
    one, other = AT_US, AT_US + round(timedelta(seconds=1) / timedelta(microseconds=1))
    assert written(one, "iso_z", "") != written(other, "iso_z", "")


def test_a_value_anywhere_between_quotes_says_how_it_is_escaped():
    with pytest.raises(ValueError, match="between quotes"):
        check_text("name like '%{team}%'")
    check_text("name like '%{team|sql}%'")
    check_text("name = 'x' and number = {team} and other = 'y'")


@pytest.mark.parametrize("params", [{"size": {"limit": None}}, {"size": [{"limit": None}]}, {"q": {"state": "open"}}])
def test_an_object_among_parameters_is_refused_unless_something_makes_a_text_of_it(params):
    with pytest.raises(ValueError, match=r"an object in params needs one of the keys \$var, \$json") as caught:
        Request.model_validate({"path": "/x", "params": params})
    assert ('did you mean "{limit}" in quotes?' in str(caught.value)) == ("size" in params)
    Request.model_validate({"path": "/x", "params": {"q": {"$json": {"state": "open"}}, "at": [{"$var": "page"}]}})


NO_INSTANT = "no instant, as since, from, until, now are, to be written as"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{sinse|iso_z}", f"“sinse” is {NO_INSTANT} “iso_z”; did you mean {{since|iso_z}}?"),
        ("{team|epoch_s}", f"“team” is {NO_INSTANT} “epoch_s”"),
        ("{team|loud}", "“loud” is no way to escape a value: soql, ticketsql, odata, sql, url, plain"),
    ],
)
def test_a_value_that_is_to_be_written_as_it_cannot_be_says_why(text, said):
    with pytest.raises(ValueError, match="is no") as fault:
        parts_of(text)
    assert str(fault.value) == said
