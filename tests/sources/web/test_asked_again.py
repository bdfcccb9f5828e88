"""What is asked a second time: a request on a connection that was kept open, of whose answer not a byte came."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.loopback.behaviour import closes, head, in_turn, resets, says
from tests.loopback.server import Asked, Behaviour, Wire, loopback
from tests.sources.web.asking import door, fault_of, said
from wallboard.sources.contract import Passing, SourceFault
from wallboard.sources.web.message import Ask

BEGINNINGS = {
    "a sign": b"H",
    "a status line": b"HTTP/1.1 200 OK\r\n",
    "half a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "word to go on": b"HTTP/1.1 100 Continue\r\n\r\n",
    "headers": head(200, {"Content-Length": "1000"}),
    "half a body": head(200, {"Content-Length": "1000"}) + b'{"items": [',
    "half a chunk": head(200, {"Transfer-Encoding": "chunked"}) + b'100\r\n{"items": [',
}


def begins(beginning: bytes, ending: Callable[[Wire], None]) -> Behaviour:
    """The beginning of an answer, which comes before the connection ends."""

    def behave(_: Asked, wire: Wire) -> None:
        wire.send(beginning)
        wire.rest(0.1)
        ending(wire)

    return behave


def after(seconds: float, way: Behaviour) -> Behaviour:
    """The same, so much later."""

    def behave(asked: Asked, wire: Wire) -> None:
        wire.rest(seconds)
        way(asked, wire)

    return behave


@pytest.mark.parametrize("ending", [Wire.end, Wire.reset])
@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_is_asked_again_once_its_answer_began(
    beginning: bytes, ending: Callable[[Wire], None], method: str
) -> None:
    with loopback(in_turn(says({}), begins(beginning, ending), says({}))) as server, door(server) as web:
        web.ask(Ask("/"))
        with suppress(SourceFault):
            web.ask(Ask("/", method))
        assert len(server.asked) == 2
        assert server.connections == 1, "the second went over the connection that was kept"


@pytest.mark.parametrize("way", [closes, resets])
def test_what_was_not_answered_with_a_byte_is_asked_again(way: Behaviour) -> None:
    with loopback(in_turn(says({}), way, says({"is": "well"}))) as server, door(server) as web:
        web.ask(Ask("/"))
        assert web.ask(Ask("/")).json() == {"is": "well"}
        assert len(server.asked) == 3


@pytest.mark.parametrize("way", [closes, resets])
def test_it_is_asked_again_once(way: Behaviour) -> None:
    with loopback(in_turn(says({}), way)) as server, door(server) as web:
        web.ask(Ask("/"))
        fault = fault_of(lambda: web.ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.fault.key == "web.broken"
        assert len(server.asked) == 3


def test_both_share_the_requests_time() -> None:
    ways = (says({}), after(1.0, resets), after(1.0, says({})))
    with loopback(in_turn(*ways)) as server, door(server, timeout_s=1.5) as web:
        web.ask(Ask("/"))
        fault = fault_of(lambda: web.ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert "did not answer in full within 2 s." in said(fault)
        assert len(server.asked) == 3
