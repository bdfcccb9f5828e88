"""Good answers, damaged anywhere, and odd requests: an answer or a fault comes of it, never another error."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.loopback.behaviour import bomb, says
from tests.loopback.server import Asked, Loopback, Wire
from tests.sources.web.asking import door
from wallboard.sources.contract import SourceFault
from wallboard.sources.web.message import Ask

BODY = b'{"items": [{"id": 1, "name": "M\xc3\xbcller", "at": "2026-11-22T12:00:00Z"}], "next": "/list?page=2"}'
PACKED = bomb(1 << 16)
ANSWERS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n"
    b'Date: Sun, 22 Nov 2026 12:00:00 GMT\r\nETag: "7"\r\n\r\n%b' % (len(BODY), BODY),
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n%x\r\n%b\r\n0\r\n\r\n"
    % (len(PACKED), PACKED),
    b"HTTP/1.1 302 Found\r\nLocation: /list?page=2\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 Slow\r\nRetry-After: 30\r\nX-Left: 7\r\nContent-Length: 2\r\n\r\n{}",
)  # fmt: skip
DAMAGE = st.tuples(st.floats(0, 1), st.integers(0, 30), st.binary(max_size=12))


def damaged(answer: bytes, damages: list[tuple[float, int, bytes]]) -> bytes:
    """The answer with pieces of it replaced by others."""
    for where, length, piece in damages:
        at = round(where * len(answer))
        answer = answer[:at] + piece + answer[at + length :]
    return answer


@settings(max_examples=400)
@given(st.sampled_from(ANSWERS), st.lists(DAMAGE, min_size=1, max_size=4))
def test_a_damaged_answer_is_read_or_is_a_fault(answer: bytes, damages: list[tuple[float, int, bytes]]) -> None:
    def behave(_: Asked, wire: Wire) -> None:
        wire.send(damaged(answer, damages))
        wire.end()

    with Loopback(behave) as server, door(server, budgets=[{"header": "X-Left"}], most_mb=1) as web:
        try:
            found = web.ask(Ask("/list"))
            found.json()
            web.join(str(found.headers.get("location", "")), found)
        except SourceFault:
            pass


@settings(max_examples=300)
@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=3),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=2),
    st.sampled_from(["GET", "POST", "PROPFIND", "G ET", ""]),
)
def test_an_odd_request_is_made_or_is_a_fault_and_goes_nowhere_else(
    path: str, params: list[tuple[str, str]], headers: dict[str, str], method: str
) -> None:
    with Loopback(says({})) as server, door(server) as web, suppress(SourceFault):
        answer = web.ask(Ask(path, method, params=tuple(params), headers=headers))
        assert answer.url.startswith(server.url)
        came = server.asked[0].params
        assert came[len(came) - len(params) :] == params
