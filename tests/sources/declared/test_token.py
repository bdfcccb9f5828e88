"""How far a source was read, as it is kept: the same after a restart, and nothing where it cannot be understood."""

import json
from typing import Any

import pytest

from wallboard.sources.declared.filled import Filled
from wallboard.sources.declared.sieve import sieve_text
from wallboard.sources.declared.state import NOTHING, Counted, First, SoFar, State
from wallboard.sources.declared.token import Token
from wallboard.sources.declared.withheld import Record

READ = State(5_000, 1_000, 2_000, 6_000, 7_000, "mark", "ab12", had=3, older=1, has_open=True, is_whole=True)
KEPT: dict[str, Any] = {"form": 1, "states": {"cases": {"start": 5, "had": 3}}, "feeds": {"cases": ["number"]}}


@pytest.mark.parametrize(
    "state",
    [
        NOTHING,
        READ,
        State(mark=77),
        State(5, 1, 1, 6, 7, full_doubt="early"),
        State(5, 1, 1, 6, 7, forgot_us=8, sieve=sieve_text({"7": b"x"})),
        State(5, 1, 5, first=First({"page": 3, "offset": 200}, None, 4, None)),
        State(5, 1, 5, first=First({"cursor": "c30"}, None, 4, 5, SoFar(30, 29, 55, 1))),
        State(5, 1, 5, first=First("https://desk.example/tickets?cursor=x", 9, None, 8)),
        State(
            5, 1, 5, 9, first=First(None, 9, None, 8, part=Counted(4, 55, 9, 1)), since_part=Counted(-3, 7, 0, 0, -5)
        ),
    ],
)
def test_what_is_kept_is_read_as_it_was(state):
    filled = {"cases": Filled(7, frozenset({"number"}))}
    token = Token(
        {"cases": state},
        {"cases": frozenset({"number"})},
        filled,
        {"people": "early"},
        {"cases": frozenset({"ab"})},
        {"cases": {"7": Record("4711", 5_000), "8": Record("4712")}},
    )
    assert Token.of(token.text) == token


def test_a_token_of_the_form_before_is_read_and_tells_of_no_field_whether_it_was_ever_filled():
    states = {
        "cases": {"start": 5, "floor": 1, "back": 1, "open": True, "since": 6, "older": 0, "had": 3, "whole": False}
    }
    found = Token.of(json.dumps({**KEPT, "states": states}))
    assert found.state("cases") == State(5, 1, 1, 6, had=3, has_open=True)
    assert found.feeds == {"cases": frozenset({"number"})}
    assert found.filled == {}
    assert found.state("events") == NOTHING


@pytest.mark.parametrize(
    "state",
    [
        {"unheard_of": 1},
        {"start_us": 1},
        {"start": "2026-11-02"},
        {"start": 1.5},
        {"start": True},
        {"since": 10**30},
        {"had": [3]},
        {"doubt": "unheard of"},
        {"doubt": 1},
        {"open": "yes"},
        {"sieve": "no"},
        {"sieve": "né"},
        {"sieve": 7},
        {"forgot": "x"},
        {"token": {"a": 1}},
        {"place": 7},
        {"place": {"page": "x"}},
        {"place": {"offset": -1}},
        {"received": -1},
        {"received": True},
        {"distinct": "29"},
        {"total": 1.5},
        {"passes": [1]},
        {"part": 7},
        {"part": [1, 2, 3]},
        {"part": [1, 2, 3, -1, None]},
        {"part": [1, 2, 3, 0, 1.5]},
        {"since_part": ["1", 2, 3, 0, None]},
        {"first": {}},
        [],
        "cases",
        None,
    ],
)
def test_what_is_not_understood_has_all_read_anew(state):
    assert Token.of(json.dumps({**KEPT, "states": {"cases": state}})) == Token()


@pytest.mark.parametrize(
    "change",
    [
        {"form": 2},
        {"states": []},
        {"feeds": {"cases": 7}},
        {"feeds": {"cases": "number"}},
        {"filled": {"cases": []}},
        {"filled": {"cases": ["7"]}},
        {"filled": {"cases": [-1]}},
        {"filled": {"cases": [7, 8]}},
        {"filled": 7},
        {"withheld": 7},
        {"withheld": {"cases": 7}},
        {"withheld": {"cases": [["7", "4711"]]}},
        {"withheld": {"cases": [[7, "4711", 5]]}},
        {"withheld": {"cases": [["7", 4711, 5]]}},
        {"withheld": {"cases": [["7", "4711", "5"]]}},
    ],
)
def test_a_token_of_another_shape_has_all_read_anew(change):
    assert Token.of(json.dumps(KEPT)) != Token()
    assert Token.of(json.dumps(KEPT | change)) == Token()


@pytest.mark.parametrize("text", ["", "x", "[]", "7", "null", '{"form":1}', "[" * 100_000])
def test_what_is_no_token_has_all_read_anew(text):
    assert Token.of(text) == Token()
