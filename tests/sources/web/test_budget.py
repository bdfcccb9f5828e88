"""How often a server is asked: by the board, and by what the server's own headers tell."""

import pytest
from pydantic import ValidationError

from tests.loopback.behaviour import answers, in_turn, says
from tests.loopback.server import loopback
from tests.sources.web.asking import NOW_US, Clock, door, fault_of, options, request
from wallboard.sources.contract import Passing
from wallboard.sources.web.message import Ask

LIMIT_INFO = {"header": "Sforce-Limit-Info", "pattern": r"api-usage=(?P<used>\d+)/(?P<total>\d+)", "floor": 1000}
REMAINING = {"header": "X-RateLimit-Remaining", "resets": "RateLimit-Reset", "floor": 2}


def test_no_more_calls_are_made_in_any_hour_than_the_board_allows() -> None:
    clock, kept = Clock(), {}
    with loopback(says({})) as server:
        for minute in range(3):
            web = door(server, request(kept), clock=clock, calls_per_hour=3)
            assert web.left == 3 - minute
            web.ask(Ask("/"))
            clock.now_s += 60
        web = door(server, request(kept), clock=clock, calls_per_hour=3)
        fault = fault_of(lambda: web.ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.fault.key == "web.budget"
        assert fault.retry_after_s == 3600 - 180
        assert web.waits_s == 3600 - 180
        assert len(server.asked) == 3
        clock.now_s += 3600 - 180 + 1
        web.ask(Ask("/"))
        assert len(server.asked) == 4
        assert fault_of(lambda: web.ask(Ask("/"))).retry_after_s == pytest.approx(59)


def test_between_two_calls_lies_the_least_gap() -> None:
    clock, kept = Clock(), {}
    with loopback(says({})) as server:
        for _ in range(3):
            door(server, request(kept), clock=clock, gap_s=6).ask(Ask("/"))
        clock.now_s += 100
        door(server, request(kept), clock=clock, gap_s=6).ask(Ask("/"))
    assert clock.slept == [6, 6]


def test_calls_that_the_server_counts_are_left_to_others_down_to_the_floor() -> None:
    clock, kept = Clock(), {}
    told = [answers(b"{}", headers={"Sforce-Limit-Info": f"api-usage={used}/5000"}) for used in (25, 3999, 4000, 30)]
    with loopback(in_turn(*told)) as server:
        web = door(server, request(kept), clock=clock, budgets=[LIMIT_INFO])
        assert web.left is None
        web.ask(Ask("/"))
        assert web.left == 3975
        web.ask(Ask("/"))
        assert web.left == 1
        web.ask(Ask("/"))
        assert web.left == 0
        fault = fault_of(lambda: web.ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.retry_after_s == 60
        assert len(server.asked) == 3
        clock.now_s += 61
        web.ask(Ask("/"))
        assert web.left == 3970


@pytest.mark.parametrize(
    ("resets", "wait_s"),
    [
        ("30", 30),
        ("0", 1),
        (str(NOW_US // 1_000_000 + 90), None),
        (str(NOW_US // 1000 + 90_000), None),
        ("soon", 60),
        ("99999999999999", 86400),
    ],
)
def test_the_wait_is_what_the_header_tells_in_seconds_or_as_an_instant(resets: str, wait_s: float | None) -> None:
    clock = Clock()
    # Without a clock of its own, so that the request's counts.
    headers = {"X-RateLimit-Remaining": "1", "RateLimit-Reset": resets, "Date": "no date"}
    with loopback(answers(b"{}", headers=headers)) as server:
        web = door(server, clock=clock, budgets=[REMAINING])
        web.ask(Ask("/"))
        assert web.waits_s == pytest.approx(90 if wait_s is None else wait_s, abs=1)


@pytest.mark.parametrize("text", ["", "many", "٣", "9" * 5000])
def test_a_header_that_tells_nothing_stops_nothing(text: str) -> None:
    headers = {"X-RateLimit-Remaining": text.encode().decode("latin-1")}
    with loopback(answers(b"{}", headers=headers)) as server:
        web = door(server, budgets=[REMAINING])
        web.ask(Ask("/"))
        web.ask(Ask("/"))


def test_a_body_can_say_that_there_were_too_many_calls() -> None:
    ask = Ask("/", expected=frozenset({200, 403}), is_limited=lambda answer: "LIMIT" in answer.body.decode())
    with loopback(answers(b'[{"errorCode": "REQUEST_LIMIT_EXCEEDED"}]', 403)) as server:
        fault = fault_of(lambda: door(server).ask(ask))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.busy"


def test_a_read_counts_its_calls() -> None:
    with loopback(says({})) as server:
        web = door(server)
        web.ask(Ask("/"))
        web.ask(Ask("/"))
        assert web.calls == 2


@pytest.mark.parametrize("pattern", ["(", "no group", r"(?P<used>\d+)"])
def test_a_pattern_that_tells_nothing_is_a_fault_of_the_board(pattern: str) -> None:
    with pytest.raises(ValidationError):
        options("https://desk.example", budgets=[{"header": "X-Left", "pattern": pattern}])


@pytest.mark.parametrize(
    "pattern", [r"(?P<left>(\d+)+)$", r"(?P<left>(?:a|a)*)", r"((?P<left>\d*)x){2,}", r"(?P<left>[)]([(]?\d{1,9}){9})"]
)
def test_a_pattern_that_could_search_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError, match="repeats what repeats already"):
        options("http://desk.example", budgets=[{"header": "X-Left", "pattern": pattern}])


@pytest.mark.parametrize(
    "pattern",
    [r"(?P<left>\d+)", r"(?P<used>\d+)/(?P<total>\d+)?", r"\(+(?P<left>[+*)]?\d+)", "(?:ab)+(?P<left>[0-9]+)"],
)
def test_one_that_repeats_in_one_way_is_taken(pattern: str) -> None:
    assert (
        options("http://desk.example", budgets=[{"header": "X-Left", "pattern": pattern}]).budgets[0].pattern == pattern
    )


def test_of_a_long_header_no_more_is_read_than_a_number_needs() -> None:
    with loopback(answers(b"{}", headers={"X-Left": "x" * 64 + "7"})) as server:
        web = door(server, budgets=[{"header": "X-Left"}])
        web.ask(Ask("/"))
        assert web.left is None
