"""What is sent and what comes back when all goes well: parameters, headers, clocks, and what did not change."""

import json
import logging

import pytest
from pydantic import ValidationError

from tests.loopback.behaviour import answers, says
from tests.loopback.server import Asked, Wire, loopback
from tests.sources.web.asking import NOW_US, SECRETS, door, options, request
from wallboard.core.words import verbatim, words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.web.kept import MOST_MARKS, Kept
from wallboard.sources.web.message import Ask


def test_parameters_may_repeat_and_are_encoded() -> None:
    with loopback(says({})) as server:
        params = (("f", "a b"), ("f", "ü&=+"), ("fields[Queue]", "Name"))
        door(server).ask(Ask("/x?d=1", params=params))
        assert server.asked[0].target == "/x?d=1&f=a%20b&f=%C3%BC%26%3D%2B&fields%5BQueue%5D=Name"
        assert server.asked[0].params == [("d", "1"), *params]


def test_json_and_other_bodies_are_sent() -> None:
    with loopback(says({})) as server:
        web = door(server)
        web.ask(Ask("/", method="POST", json={"name": "Müller", "n": [1, None]}))
        web.ask(Ask("/", method="REPORT", body=b"<query/>", headers={"Content-Type": "text/xml", "Depth": "1"}))
        first, second = server.asked
        assert json.loads(first.body) == {"name": "Müller", "n": [1, None]}
        assert first.headers["content-type"] == "application/json"
        assert (second.method, second.body, second.headers["depth"]) == ("REPORT", b"<query/>", "1")
        assert second.headers["content-type"] == "text/xml"


def test_the_boards_headers_go_with_every_request_and_the_requests_own_go_over_them() -> None:
    with loopback(says({})) as server:
        web = door(server, headers={"Accept": "application/json", "X-Odoo-Database": "db"})
        web.ask(Ask("/", headers={"accept": "text/calendar"}))
        assert server.asked[0].headers["x-odoo-database"] == "db"
        assert server.asked[0].headers["accept"] == "text/calendar"


def test_the_servers_clock_is_what_its_answers_tell() -> None:
    with loopback(says({}, headers={"Date": "Mon, 02 Nov 2026 10:00:00 GMT"})) as server:
        web = door(server)
        assert web.clock_us == NOW_US
        answer = web.ask(Ask("/"))
        assert answer.at_us == web.clock_us == 1_793_613_600_000_000


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "Mon, 99 Nov 2026 10:00:00 GMT",
        "0",
        "Mon, 02 Nov 99999 10:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Mon, 01 Jan 1601 00:00:00 GMT",
        "Thu, 01 Jan 1970 00:03:00 GMT",
        "Wed, 31 Dec 2025 23:59:59 GMT",
    ],
)
def test_where_the_server_has_no_clock_the_requests_counts(date: str) -> None:
    with loopback(says({}, headers={"Date": date})) as server:
        web = door(server)
        assert web.ask(Ask("/")).at_us is None
        assert web.clock_us == NOW_US


class Tagged:
    """A server whose list has a tag and a date; it sends it again only where it changed."""

    def __init__(self) -> None:
        self.tag = '"1"'

    def __call__(self, asked: Asked, wire: Wire) -> None:
        if asked.headers.get("if-none-match") == self.tag:
            answers(status=304, headers={"ETag": self.tag})(asked, wire)
        else:
            answers(b"[]", headers={"ETag": self.tag, "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"})(asked, wire)


def test_what_did_not_change_is_not_sent_again_once_it_was_remembered() -> None:
    tagged, kept = Tagged(), {}
    ask = Ask("/list", params=(("page", "1"),), if_changed=True)
    with loopback(tagged) as server:
        first = door(server, request(kept, token="t")).ask(ask)
        assert not first.is_unchanged
        web = door(server, request(kept, token="t"))
        assert not web.ask(ask).is_unchanged, "a read that failed must see it again"
        web.remember(first)
        again = door(server, request(kept, token="t")).ask(ask)
        assert again.is_unchanged
        assert again.body == b""
        assert server.asked[-1].headers["if-modified-since"] == "Mon, 02 Nov 2026 10:00:00 GMT"
        tagged.tag = '"2"'
        assert not door(server, request(kept, token="t")).ask(ask).is_unchanged


def test_where_nothing_is_known_all_is_asked_for_whatever_was_remembered() -> None:
    kept: dict[str, object] = {}
    with loopback(Tagged()) as server:
        web = door(server, request(kept, token="t"))
        web.remember(web.ask(Ask("/list", if_changed=True)))
        assert not door(server, request(kept, token="")).ask(Ask("/list", if_changed=True)).is_unchanged


def test_what_is_remembered_is_bounded() -> None:
    kept = Kept()
    for number in range(MOST_MARKS + 10):
        kept.remember(f"https://desk.example/{number}", '"1"', "")
    assert len(kept.marks) == MOST_MARKS
    assert "https://desk.example/0" not in kept.marks


def test_no_log_has_an_address_or_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sign_in = {"how": "query", "parameter": "key", "secret": "client"}
    with loopback(says({})) as server:
        door(server, sign_in=sign_in).ask(Ask("/tickets", params=(("q", "Owner"),)))
    assert SECRETS["client"] not in caplog.text
    assert "tickets" not in caplog.text


@pytest.mark.parametrize(
    "url",
    ["", "desk.example", "ftp://desk.example", "https://", "https://kim:word@desk.example", "https://desk.example/#x",
     "https://desk.example/a b", "https://desk.example:port", "https:\\\\desk.example"],
)  # fmt: skip
def test_an_address_that_is_none_is_a_fault_of_the_board(url: str) -> None:
    with pytest.raises(ValidationError):
        options(url)


@pytest.mark.parametrize("headers", [{"X Y": "1"}, {"": "1"}, {"X": "a\nb"}, {"X": "€"}])
def test_a_header_that_cannot_be_sent_is_a_fault_of_the_board(headers: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        options("https://desk.example", headers=headers)


def test_a_board_without_such_sources_does_not_import_the_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys, wallboard.sources.web.door; "
        "print([name for name in ('requests', 'urllib3', 'authlib', 'cryptography') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{", b'{"a": 1, "a": 2}', b"[" * 200])
def test_what_is_no_data_is_told_with_the_path_where_it_came_from(body: bytes) -> None:
    with loopback(answers(body)) as server:
        answer = door(server).ask(Ask("/office/x", params=(("key", "planted"),)))
        with pytest.raises(NeedsPerson) as told:
            answer.json()
    assert told.value.detail == words("web.detail.path", path=verbatim("/office/x"))
