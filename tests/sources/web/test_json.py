"""JSON of a server: measured before it is parsed, and faults for what is none."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.web.asking import fault_of
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.web.json_text import MOST_VALUES, json_of, measured
from wallboard.sources.web.message import Answer

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)  # fmt: skip


def read(body: bytes, content_type: str = "application/json", most_depth: int = 100) -> object:
    return json_of(body, content_type, "desk.example", most_depth)


def key_of(body: bytes, content_type: str = "application/json") -> str:
    fault = fault_of(lambda: read(body, content_type))
    assert isinstance(fault, NeedsPerson)
    return fault.fault.key


def depth_of(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth_of, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(depth_of, value), default=0)
    return 0


def count_of(value: object) -> int:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return 1 + sum(map(count_of, inner))


@given(VALUES, st.booleans())
def test_any_value_is_read_as_it_was_written(value: object, is_ascii: bool) -> None:
    assert read(json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "replace")) == value or not is_ascii


@given(VALUES, st.booleans())
def test_depth_is_measured_exactly_and_values_are_never_undercounted_by_much(value: object, is_ascii: bool) -> None:
    size = measured(json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "replace"))
    assert size.depth == depth_of(value)
    assert count_of(value) <= 2 * size.values


def test_what_stands_in_texts_counts_neither_as_depth_nor_as_values_even_across_pieces() -> None:
    text = ('[\\"' * 300_000) + "\\\\"
    body = f'["{text}", [1]]'.encode()
    size = measured(body)
    assert (size.depth, size.values) == (2, 4)


def test_ten_thousand_levels_are_refused_before_they_are_parsed() -> None:
    assert key_of(b"[" * 10_000 + b"]" * 10_000) == "web.json.deep"
    assert key_of(b'{"a":' * 10_000 + b"1" + b"}" * 10_000) == "web.json.deep"
    assert key_of(b"[" * 10_000_000) == "web.json.deep"


def test_the_bound_on_depth_is_the_callers() -> None:
    assert read(b"[[1]]", most_depth=2) == [[1]]
    assert fault_of(lambda: read(b"[[[1]]]", most_depth=2)).fault.key == "web.json.deep"


def test_too_many_values_are_refused_before_they_take_memory() -> None:
    body = b"[" + b"[]," * (MOST_VALUES // 2) + b"[]]"
    tracemalloc.start()
    try:
        assert key_of(body) == "web.json.many"
        assert tracemalloc.get_traced_memory()[1] < 4 * len(body) + 16_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a": }',
        b"[1,]",
        b"{'a': 1}",
        b"[1] [2]",
        b"undefined",
        b"\x00\x00",
        b"1" * 5000 + b"x",
        b"][",
    ],
)
def test_what_is_no_json_needs_a_person(body: bytes) -> None:
    assert key_of(body) == "web.json.none"


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><title>Log in</title>", b"  \n<html>", b"\xef\xbb\xbf<html>"])
def test_a_page_to_log_in_is_told_from_broken_data(body: bytes) -> None:
    assert key_of(body, "text/html; charset=utf-8") == "web.page"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('["Müller"]'.encode(), "application/json"),
        ('["Müller"]'.encode(), "application/json; charset=utf-8"),
        ('["Müller"]'.encode("utf-8-sig"), "application/json"),
        ('["Müller"]'.encode("utf-16"), "application/json"),
        ('["Müller"]'.encode("latin-1"), "application/json; charset=ISO-8859-1"),
        ('["Müller"]'.encode("cp1252"), 'application/json; charset="windows-1252"'),
    ],
)
def test_text_is_read_in_the_encoding_that_it_is_said_to_have(body: bytes, content_type: str) -> None:
    assert read(body, content_type) == ["Müller"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('["Müller"]'.encode("latin-1"), "application/json"),
        (b"[1]", "application/json; charset=none-such"),
        (b"[1]", "application/json; charset=zlib"),
        (b"[1]", "application/json; charset=undefined"),
        (b"\xff\xfe[\x00", "application/json"),
    ],
)
def test_text_in_another_encoding_than_it_says_needs_a_person(body: bytes, content_type: str) -> None:
    assert key_of(body, content_type) in ("web.encoding", "web.json.none")
    assert key_of(b'["M\xfcller"]') == "web.encoding"


def test_an_object_with_one_key_twice_needs_a_person() -> None:
    assert key_of(b'{"id": 1, "id": 2}') == "web.json.twice"


def test_numbers_that_are_none_are_nothing_and_long_ones_keep_their_digits() -> None:
    assert read(b"[NaN, Infinity, -Infinity, 1e999]") == [None, None, None, None]
    digits = b"9" * 100_000
    assert read(b"[123456789012345678, %s, -1]" % digits) == [123456789012345678, digits.decode(), -1]


def test_half_letters_are_replaced_so_that_texts_can_be_kept() -> None:
    (half, whole, key) = read(b'["a\\ud83d", "\\ud83d\\ude00", {"\\udc00": 1}]')  # type: ignore[misc]
    assert (half, whole, key) == ("a\ufffd", "\U0001f600", {"\ufffd": 1})


def test_an_answer_is_json_whatever_its_type_says() -> None:
    answer = Answer(200, {"content-type": "text/plain"}, b'{"a": 1}', "http://desk.example/", "desk.example")
    assert answer.json() == {"a": 1}
