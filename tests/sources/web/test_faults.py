"""What goes wrong on the way to a server and back: each becomes the right kind of fault, within bounds."""

import os
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as threads

import pytest

from tests.loopback.authority import NOW, Authority
from tests.loopback.behaviour import (
    answers,
    breaks_off,
    breaks_off_in_chunks,
    by_path,
    chunks_without_end,
    closes,
    drips,
    drips_headers,
    hangs,
    in_turn,
    keeps_waiting,
    many_headers,
    no_web_server,
    packed_bomb,
    packs,
    redirects,
    resets,
    says,
    sends,
    sends_without_end,
    tells_two_lengths,
)
from tests.loopback.server import Asked, Behaviour, Wire, closed_port, loopback
from tests.sources.web.asking import Clock, door, fault_of, request, said
from tests.waiting import until
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.web.message import Ask

MB = 1_000_000
ROOT = Path(__file__).parents[3]


def peak_bytes(what: Callable[[], object]) -> int:
    """The most memory that Python and numpy held at once while it ran."""
    tracemalloc.start()
    try:
        what()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def asking() -> list[str]:
    """The threads that ask a server."""
    return [thread.name for thread in threads() if thread.name.startswith("ask ")]


# Connections


def test_a_refused_connection_may_mend_itself() -> None:
    fault = fault_of(lambda: door(f"http://127.0.0.1:{closed_port()}").ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.refused"


def test_a_name_without_an_address_may_mend_itself() -> None:
    fault = fault_of(lambda: door("http://desk.invalid").ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.address"
    assert "desk.invalid" in said(fault)


def test_a_resolver_that_hangs_holds_up_neither_this_read_nor_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, go_on = [], Event()

    def hang(*args: object, **_: object) -> object:
        asked.append(args)
        go_on.wait(60)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    kept: dict[str, object] = {}
    first = fault_of(lambda: door("http://desk.example", request(kept), timeout_s=0.2).ask(Ask("/")))
    second = fault_of(lambda: door("http://desk.example", request(kept), timeout_s=0.2).ask(Ask("/")))
    assert isinstance(first, Passing)
    assert first.fault.key == "web.slow"
    assert isinstance(second, Passing)
    assert second.fault == first.fault
    assert len(asked) == 1
    assert len(asking()) == 1
    go_on.set()


@pytest.mark.parametrize("behave", [hangs, drips, drips_headers, keeps_waiting])
def test_a_server_that_is_too_slow_is_given_up_in_time_and_its_connection_ended(behave: Behaviour) -> None:
    with loopback(behave) as server:
        fault = fault_of(lambda: door(server, timeout_s=0.3).ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.fault.key == "web.slow"
    until(lambda: not asking(), "the request that was given up ends")


@pytest.mark.parametrize("behave", [hangs, drips, drips_headers])
def test_an_encrypted_connection_that_is_too_slow_is_ended_too(behave: Behaviour, tmp_path: Path) -> None:
    with loopback(behave, Authority(tmp_path).server()) as server:
        read = request(folder=tmp_path)
        fault = fault_of(lambda: door(server, read, authority="authority.pem", timeout_s=0.5).ask(Ask("/")))
        assert fault.fault.key == "web.slow"
    until(lambda: not asking(), "the request that was given up ends")


def test_a_server_that_takes_connections_and_says_nothing_is_given_up_before_anything_is_encrypted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        fault = fault_of(lambda: door(f"https://127.0.0.1:{port}", timeout_s=0.3).ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.slow"
    until(lambda: not asking(), "the request that was given up ends")


def test_a_connection_that_is_never_taken_is_given_up() -> None:
    kept: dict[str, object] = {}
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):  # until no more fit
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        fault = fault_of(lambda: door(url, request(kept), timeout_s=0.3).ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.fault.key == "web.slow"


def test_after_a_server_was_too_slow_the_same_door_asks_again() -> None:
    with loopback(in_turn(hangs, says({"is": "well"}))) as server:
        web = door(server, timeout_s=1.5)
        fault_of(lambda: web.ask(Ask("/")))
        assert web.ask(Ask("/")).json() == {"is": "well"}


@pytest.mark.parametrize("behave", [breaks_off, breaks_off_in_chunks, resets, closes])
def test_a_connection_that_breaks_off_may_mend_itself(behave: Behaviour) -> None:
    with loopback(behave) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.broken"


def test_a_connection_that_the_server_closed_while_it_was_idle_is_opened_again() -> None:
    def once(asked, wire):  # type: ignore[no-untyped-def]
        says({"number": asked.number})(asked, wire)
        wire.end()

    with loopback(once) as server:
        web = door(server)
        assert [web.ask(Ask("/")).json()["number"] for _ in range(3)] == [0, 1, 2]


def test_connections_are_kept_within_a_read() -> None:
    with loopback(says({})) as server:
        with door(server) as web:
            for _ in range(5):
                web.ask(Ask("/"))
        assert server.connections == 1


def test_an_answer_of_two_lengths_is_its_servers_fault_and_may_mend_itself() -> None:
    with loopback(in_turn(tells_two_lengths, says({"is": "well"}))) as server:
        web = door(server)
        fault = fault_of(lambda: web.ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.fault == words("web.lengths", host=server.url.removeprefix("http://"))
        assert web.ask(Ask("/")).json() == {"is": "well"}


def test_a_server_that_speaks_something_else_needs_a_person() -> None:
    with loopback(no_web_server) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.strange"


def test_headers_are_bounded() -> None:
    with loopback(many_headers(5000)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert fault.fault.key == "web.strange"


# Certificates


def test_an_own_authority_is_trusted_where_the_board_names_it(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with loopback(says({"is": "well"}), authority.server()) as server:
        web = door(server, request(folder=tmp_path), authority="authority.pem")
        assert web.ask(Ask("/")).json() == {"is": "well"}


def test_an_authority_that_this_machine_trusts_need_not_be_named(tmp_path: Path) -> None:
    authority = Authority(tmp_path, names_keys=True)
    code = (
        "import sys; from tests.sources.web.asking import door; from wallboard.sources.web.message import Ask; "
        "print(door(sys.argv[1]).ask(Ask('/')).json())"
    )
    with loopback(says({"is": "well"}), authority.server()) as server:
        told = subprocess.run(
            [sys.executable, "-c", code, server.url],
            env={**os.environ, "SSL_CERT_FILE": str(authority.certificate)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.stdout == "{'is': 'well'}\n", told.stderr


def test_a_certificate_of_an_unknown_authority_needs_a_person_and_the_setting_is_named(tmp_path: Path) -> None:
    with loopback(says({}), Authority(tmp_path).server()) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
        assert server.asked == []
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.certificate.unknown"
    assert "with authority" in said(fault)


def test_a_certificate_of_another_authority_than_the_named_one_is_not_trusted(tmp_path: Path) -> None:
    Authority(tmp_path / "named", "Named authority")
    with loopback(says({}), Authority(tmp_path / "other").server()) as server:
        read = request(folder=tmp_path)
        fault = fault_of(lambda: door(server, read, authority="named/authority.pem").ask(Ask("/")))
    assert fault.fault.key == "web.certificate.unknown"


def test_an_expired_certificate_and_one_for_another_name_need_a_person(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    bad = {
        "web.certificate.expired": authority.server(until=NOW - timedelta(hours=1)),
        "web.certificate.name": authority.server("other.example"),
    }
    for key, context in bad.items():
        with loopback(says({}), context) as server:
            read = request(folder=tmp_path)
            fault = fault_of(lambda url=server.url, read=read: door(url, read, authority="authority.pem").ask(Ask("/")))
            assert isinstance(fault, NeedsPerson)
            assert fault.fault.key == key
            assert server.asked == []


@pytest.mark.parametrize("text", ["", "no certificate", None])
def test_an_authority_that_cannot_be_read_needs_a_person(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "authority.pem").write_text(text)
    read = request(folder=tmp_path)
    fault = fault_of(lambda: door("https://127.0.0.1:1", read, authority="authority.pem").ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.authority"
    assert "authority.pem" in said(fault)


def test_an_authority_that_was_renewed_is_read_again(tmp_path: Path) -> None:
    kept: dict[str, object] = {}
    Authority(tmp_path / "old")
    authority = Authority(tmp_path / "new")
    named = tmp_path / "named.pem"
    named.write_bytes((tmp_path / "old" / "authority.pem").read_bytes())
    with loopback(says({}), authority.server()) as server:
        read = request(kept, folder=tmp_path)
        fault_of(lambda: door(server, read, authority="named.pem").ask(Ask("/")))
        named.write_bytes(authority.certificate.read_bytes() + b"\n")
        assert door(server, read, authority="named.pem").ask(Ask("/")).status == 200


def test_https_at_a_port_without_it_needs_a_person() -> None:
    with loopback(no_web_server) as server:
        fault = fault_of(lambda: door(server.url.replace("http:", "https:")).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.not-encrypted"
    assert "http://" in said(fault)


@contextmanager
def ends_at_hello(port: int = 0) -> Iterator[str]:
    """The https:// address of a server that takes what it is sent and ends, as some do to whom it means nothing."""
    with socket.create_server(("127.0.0.1", port)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(65536)

        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def test_a_server_that_never_spoke_encrypted_and_ends_when_asked_to_needs_a_person() -> None:
    with ends_at_hello() as url:
        fault = fault_of(lambda: door(url).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.not-encrypted"


def test_a_server_that_did_and_ends_at_the_next_greeting_may_mend_itself(tmp_path: Path) -> None:
    kept: dict[str, object] = {}
    authority = Authority(tmp_path)
    with loopback(says({}), authority.server()) as server:
        port = server.port
        assert door(server, request(kept, folder=tmp_path), authority="authority.pem").ask(Ask("/")).status == 200
    with ends_at_hello(port) as url:
        fault = fault_of(lambda: door(url, request(kept, folder=tmp_path), authority="authority.pem").ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.broken"


def test_http_at_a_port_that_speaks_encrypted_alone_needs_a_person() -> None:
    def alerts(_: Asked, wire: Wire) -> None:
        wire.send(b"\x15\x03\x03\x00\x02\x02\x46\r\n\r\n")
        wire.end()

    with loopback(alerts) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.encrypted"
    assert "https://" in said(fault)


def test_a_server_that_ends_a_first_plain_connection_without_a_word_may_want_https(tmp_path: Path) -> None:
    kept: dict[str, object] = {}
    with loopback(says({}), Authority(tmp_path).server()) as server:
        plain = server.url.replace("https:", "http:")
        fault = fault_of(lambda: door(plain, request(kept)).ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.broken"
    assert "https://" in said(fault)


@pytest.mark.parametrize("behave", [breaks_off, closes, resets])
def test_a_server_that_has_said_a_word_before_is_not_asked_whether_it_wants_https(behave: Behaviour) -> None:
    kept: dict[str, object] = {}
    with loopback(in_turn(says({}), behave)) as server:
        door(server, request(kept)).ask(Ask("/"))
        fault = fault_of(lambda: door(server, request(kept)).ask(Ask("/")))
    assert fault.remedy == words("web.remedy.wait")


def test_an_answer_that_breaks_off_was_no_encrypted_one() -> None:
    with loopback(breaks_off) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert fault.remedy == words("web.remedy.wait")


@pytest.mark.parametrize(
    "sentence",
    [
        "400 The plain HTTP request was sent to HTTPS port",
        "Reason: You're speaking plain HTTP to an SSL-enabled server port.",
        "Client sent an HTTP request to an HTTPS server.",
    ],
)
def test_a_server_that_says_in_plain_words_that_it_wants_https_is_believed(sentence: str) -> None:
    with loopback(answers(sentence.encode(), status=400)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.encrypted"
    assert "https://" in said(fault)


def test_over_https_such_words_are_of_a_server_behind_it(tmp_path: Path) -> None:
    behave = answers(b"The plain HTTP request was sent to HTTPS port", status=400)
    with loopback(behave, Authority(tmp_path).server()) as server:
        read = request(folder=tmp_path)
        fault = fault_of(lambda: door(server, read, authority="authority.pem").ask(Ask("/")))
    assert fault.fault.key == "web.bad"


# Statuses


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 408])
def test_a_server_in_trouble_may_mend_itself(status: int) -> None:
    with loopback(answers(status=status)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.down"
    assert str(status) in said(fault)


@pytest.mark.parametrize(
    ("status", "key"),
    [(400, "web.bad"), (404, "web.missing"), (403, "web.forbidden"), (405, "web.bad"), (501, "web.bad")],
)
def test_a_request_that_cannot_succeed_needs_a_person(status: int, key: str) -> None:
    with loopback(answers(b"secret of the source", status=status)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/rest/tickets", params=(("query", "Owner = 'Kim'"),))))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == key
    assert "secret of the source" not in said(fault)
    assert "Kim" not in said(fault)
    assert fault.remedy is not None
    assert (fault.remedy.key == "web.remedy.below") == (status != 403)  # the fault may lie in `path` as well as `url`


def test_a_status_that_is_expected_is_an_answer() -> None:
    with loopback(answers(status=404)) as server:
        assert door(server).ask(Ask("/", expected=frozenset({200, 404}))).status == 404


def test_too_many_calls_without_a_word_of_when_may_mend_itself() -> None:
    with loopback(answers(status=429)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, Passing)
    assert fault.fault.key == "web.busy"
    assert fault.retry_after_s is None


@pytest.mark.parametrize("told", ["120", "Sun, 22 Nov 2026 12:02:00 GMT"])
@pytest.mark.parametrize("status", [429, 503])
def test_a_long_wait_that_the_server_asks_for_is_told_to_the_collector_and_no_call_made_before(
    status: int, told: str
) -> None:
    clock, kept = Clock(), {}
    with loopback(answers(status=status, headers={"Retry-After": told})) as server:
        fault = fault_of(lambda: door(server, request(kept), clock=clock).ask(Ask("/")))
        assert isinstance(fault, Passing)
        assert fault.retry_after_s == 120
        clock.now_s += 60
        again = fault_of(lambda: door(server, request(kept), clock=clock).ask(Ask("/")))
        assert again.fault.key == "web.budget"
        assert again.retry_after_s == 60
        assert len(server.asked) == 1
    assert clock.slept == []


def test_a_short_wait_is_waited_for_within_the_read() -> None:
    clock = Clock()
    with loopback(in_turn(answers(status=429, headers={"Retry-After": "2"}), says({"is": "well"}))) as server:
        assert door(server, clock=clock).ask(Ask("/")).json() == {"is": "well"}
    assert clock.slept == [2]


def test_a_server_that_asks_for_short_waits_for_ever_ends_the_read() -> None:
    clock = Clock()
    with loopback(answers(status=429, headers={"Retry-After": "2"})) as server:
        fault = fault_of(lambda: door(server, clock=clock).ask(Ask("/")))
        assert len(server.asked) == 6
    assert fault.retry_after_s == 2
    assert clock.slept == [2] * 5


def test_a_server_that_says_to_come_back_at_once_is_not_asked_without_a_pause() -> None:
    clock = Clock()
    with loopback(answers(status=503, headers={"Retry-After": "0"})) as server:
        fault_of(lambda: door(server, clock=clock).ask(Ask("/")))
        assert len(server.asked) == 21
    assert clock.slept == [0.5] * 20


@pytest.mark.parametrize("year", [1970, 2026, 2085])
def test_a_wait_until_a_date_counts_by_the_servers_own_clock_however_wrong(year: int) -> None:
    headers = {"Date": f"Fri, 02 Jan {year} 10:00:00 GMT", "Retry-After": f"Fri, 02 Jan {year} 10:00:30 GMT"}
    with loopback(answers(status=429, headers=headers)) as server:
        assert fault_of(lambda: door(server).ask(Ask("/"))).retry_after_s == 30


@pytest.mark.parametrize("told", ["soon", "-5", "1e9", "99999999999999999999999", "Sun, 99 Nov 2026", "٣"])
def test_a_strange_wait_is_no_wait_or_a_bounded_one(told: str) -> None:
    headers = {"Retry-After": told.encode().decode("latin-1")}
    with loopback(answers(status=429, headers=headers)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert fault.retry_after_s is None or 0 <= fault.retry_after_s <= 86400


# Bodies


def test_a_huge_body_is_refused_by_its_length_alone() -> None:
    with loopback(sends(500 * MB, tells=True)) as server:
        fault = fault_of(lambda: door(server, most_mb=8).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.large"


@pytest.mark.parametrize("behave", [sends(500 * MB, tells=False), sends_without_end, chunks_without_end])
def test_a_huge_body_of_untold_length_is_refused_when_it_passes_the_bound(behave: Behaviour) -> None:
    with loopback(behave) as server:
        peak = peak_bytes(lambda: fault_of(lambda: door(server, most_mb=8).ask(Ask("/"))))
    assert peak < 24 * MB
    assert server.sent_bytes < 40 * MB  # the rest of what was taken lies in the system's buffers


def test_a_small_body_that_unpacks_to_a_huge_one_is_refused_within_bounds() -> None:
    behave = packed_bomb(500 * MB)
    with loopback(behave) as server:
        web = door(server, most_mb=8)
        peak = peak_bytes(lambda: fault_of(lambda: web.ask(Ask("/"))))
        assert fault_of(lambda: web.ask(Ask("/"))).fault.key == "web.large"
    assert peak < 24 * MB


def test_a_body_at_the_bound_is_taken_and_one_byte_more_is_not() -> None:
    with loopback(by_path({"/just": answers(b" " * 1000), "/more": packs(b" " * 1001)})) as server:
        web = door(server, most_mb=0.001)
        assert len(web.ask(Ask("/just")).body) == 1000
        assert fault_of(lambda: web.ask(Ask("/more"))).fault.key == "web.large"


@pytest.mark.parametrize("behave", [packs(b'{"a": 1}' * 1000, upto=40), packs(b"{}", upto=9)])
def test_a_packed_body_that_breaks_off_needs_a_person(behave: Behaviour) -> None:
    with loopback(behave) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.packed"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "rot13"])
def test_a_body_packed_in_a_way_that_was_not_asked_for_needs_a_person(encoding: str) -> None:
    with loopback(answers(b"\x1f\x8b\x08 nothing", headers={"Content-Encoding": encoding})) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
        assert server.asked[0].headers["accept-encoding"] == "gzip"
    assert fault.fault.key == "web.packed"


def test_a_length_that_is_too_short_spoils_this_answer_and_no_other() -> None:
    short = answers(b'{"a": 1}', headers={"Content-Length": "4"})
    with loopback(in_turn(short, says({"is": "well"}))) as server:
        web = door(server)
        assert fault_of(lambda: web.ask(Ask("/")).json()).fault.key == "web.json.none"
        again = door(server)
        assert again.ask(Ask("/")).json() == {"is": "well"}


# Redirects


def test_redirects_within_the_origin_are_followed() -> None:
    ways = {"/old": redirects("new?page=2"), "/new": says({"is": "well"})}
    with loopback(by_path(ways)) as server:
        answer = door(server).ask(Ask("/old"))
        assert answer.json() == {"is": "well"}
        assert answer.url == f"{server.url}/new?page=2"


def test_a_redirect_is_read_as_utf_8() -> None:
    ways = {"/old": redirects("/M\u00c3\u00bcller"), "/M%C3%BCller": says({"is": "well"})}
    with loopback(by_path(ways)) as server:
        assert door(server).ask(Ask("/old")).json() == {"is": "well"}


def test_redirects_in_a_circle_end() -> None:
    with loopback(redirects("/again")) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
        assert len(server.asked) == 6
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.redirect.circle"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[", "http:\\\\x", "//u@127.0.0.1/"])
def test_a_redirect_to_what_is_no_web_server_is_not_followed(to: str) -> None:
    with loopback(redirects(to)) as server:
        fault = fault_of(lambda: door(server).ask(Ask("/")))
        assert len(server.asked) == 1
    assert isinstance(fault, NeedsPerson)


def test_the_body_of_a_redirect_is_bounded_too() -> None:
    def behave(asked, wire):  # type: ignore[no-untyped-def]
        wire.send(b"HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")
        while True:
            wire.send(b" " * 65536)

    with loopback(behave) as server:
        assert fault_of(lambda: door(server, most_mb=1).ask(Ask("/"))).fault.key == "web.large"
        assert server.sent_bytes < 20 * MB
