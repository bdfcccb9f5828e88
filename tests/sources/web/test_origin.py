"""No credential follows to another origin, whatever a server says."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from tests.loopback.authority import Authority
from tests.loopback.behaviour import answers, by_path, redirects, says
from tests.loopback.server import loopback
from tests.sources.web.asking import SECRETS, door, fault_of, request, said
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.web.door import Web
from wallboard.sources.web.message import Answer, Ask
from wallboard.sources.web.origin import Origin, below

WAYS: dict[str, dict[str, Any]] = {
    "basic": {"user": "wallboard", "secret": "client"},
    "bearer": {"how": "bearer", "secret": "client"},
    "header": {"how": "header", "header": "X-Key", "secret": "client"},
    "query": {"how": "query", "parameter": "key", "secret": "client"},
    "session": {
        "how": "session",
        "user": "wallboard",
        "secret": "client",
        "session": {
            "path": "/login",
            "json": ["{user}", "{secret}"],
            "values": {"token": "token"},
            "send": {"X-T": "{token}"},
        },
    },
}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("way", WAYS)
def test_a_redirect_to_another_origin_is_never_followed_and_its_host_named(way: str, status: int) -> None:
    with loopback(says({})) as other:
        moved = redirects(f"{other.url}/stolen", status)
        login = answers(b'{"token": "t"}', headers={"Set-Cookie": "session=secret"})
        with loopback(by_path({"/login": login, "/": moved})) as server:
            web = door(server, sign_in=WAYS[way])
            fault = fault_of(lambda: web.ask(Ask("/", method="POST", json={"$sign_in": "secret"})))
            assert isinstance(fault, NeedsPerson)
            assert fault.fault.key == "web.redirect"
            assert other.url in said(fault)
            assert "stolen" not in said(fault)
        assert other.connections == 0


def test_a_redirect_from_http_to_https_of_one_host_is_named_and_not_followed(tmp_path: Path) -> None:
    with (
        loopback(says({}), Authority(tmp_path).server()) as safe,
        loopback(redirects(safe.url)) as server,
    ):
        fault = fault_of(lambda: door(server).ask(Ask("/")))
        assert fault.fault.key == "web.redirect"
        assert safe.url in said(fault)


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/next",
        "//evil.example/next",
        "http://127.0.0.1/next",
        "https://desk.example/next",
        "http://desk.example:8080/next",
        "http://desk.example@evil.example/next",
        "http://user:word@desk.example/next",
        "http://desk.example\\@evil.example/next",
        "http:\\\\evil.example",
        "http://evil.example#desk.example",
        "http://desk.example.evil.example/",
        "http://desk.example:99999/",
        "http://[::1",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "/next\r\nX-Evil: 1",
        "http://desk.example /",
        "\x00http://evil.example/",
    ],
)
def test_a_link_to_another_origin_is_a_fault(link: str) -> None:
    fault = fault_of(lambda: door("http://desk.example/rt").join(link))
    assert isinstance(fault, NeedsPerson)
    if link.startswith("http"):
        assert isinstance(fault_of(lambda: door("http://desk.example/rt").ask(Ask(link))), NeedsPerson)


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("next?page=2", "http://desk.example/rt/REST/next?page=2"),
        ("/services/next", "http://desk.example/services/next"),
        ("?page=2", "http://desk.example/rt/REST/tickets?page=2"),
        ("http://desk.example:80/x", "http://desk.example:80/x"),
        ("HTTP://DESK.example/x#y", "http://DESK.example/x"),
        ("", "http://desk.example/rt/REST/tickets?page=1"),
    ],
)
def test_links_are_read_from_the_page_that_they_stand_on(link: str, url: str) -> None:
    page = Answer(200, {}, b"", "http://desk.example/rt/REST/tickets?page=1", "desk.example")
    assert door("http://desk.example/rt").join(link, page) == url


def test_from_https_no_link_leads_to_http() -> None:
    fault = fault_of(lambda: door("https://desk.example").join("http://desk.example/next"))
    assert fault.fault.key == "web.link"


def test_a_key_that_the_server_repeats_in_its_links_is_left_out_of_them() -> None:
    with loopback(says({"next": "/next?key=cl1ent-s3cret&page=2"})) as server:
        web = door(server, sign_in=WAYS["query"])
        answer = web.ask(Ask("/first", params=(("page", "1"),)))
        assert server.asked[0].param == {"page": "1", "key": SECRETS["client"]}
        assert SECRETS["client"] not in answer.url
        link = web.join(answer.json()["next"], answer)
        assert link == f"{server.url}/next?page=2"
        web.ask(Ask(link))
        assert server.asked[1].params == [("page", "2"), ("key", SECRETS["client"])]


@pytest.mark.parametrize("parameter", ["auth[token]", "api key", "schlüssel"])
@pytest.mark.parametrize("name", [quote, quote_plus, str])
def test_it_is_left_out_however_the_server_writes_it(parameter: str, name: Callable[[str], str]) -> None:
    secret = SECRETS["client"]
    link = f"/next?a%5Bb%5D=1&{name(parameter)}={secret}&page=2&again={secret}&empty="
    with loopback(says({})) as server:
        web = door(server, sign_in={**WAYS["query"], "parameter": parameter})
        answer = web.ask(Ask("/first"))
        assert web.join(link.replace(" ", "+"), answer) == f"{server.url}/next?a%5Bb%5D=1&page=2&empty="


@pytest.mark.parametrize("url", ["http://desk.example", "http://10.1.2.3"])
def test_a_sign_in_goes_to_no_other_machine_unencrypted_unless_the_board_says_so(url: str) -> None:
    fault = fault_of(lambda: door(url, sign_in=WAYS["basic"]))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.plain"
    assert isinstance(door(url, sign_in=WAYS["basic"], unencrypted=True), Web)
    assert isinstance(door(url), Web)
    assert isinstance(door("http://localhost:1", sign_in=WAYS["basic"]), Web)


def test_a_netrc_is_never_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login wallboard password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with loopback(says({})) as server:
        door(server).ask(Ask("/"))
        assert "authorization" not in server.asked[0].headers


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with loopback(says({"is": "proxy"})) as proxy, loopback(says({"is": "server"})) as server:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert door(server).ask(Ask("/")).json() == {"is": "server"}
        assert door("http://desk.invalid").ask(Ask("/x")).json() == {"is": "proxy"}
        assert proxy.asked[0].target == "http://desk.invalid/x"


def test_a_proxy_that_refuses_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    with loopback(answers(status=407)) as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        fault = fault_of(lambda: door("https://desk.invalid").ask(Ask("/x")))
    assert fault.fault.key == "web.proxy"


def test_a_proxy_that_cannot_be_spoken_to_needs_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    fault = fault_of(lambda: door("https://desk.invalid").ask(Ask("/x")))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.proxy"


def test_cookies_go_back_to_the_server_that_set_them_in_later_reads_too() -> None:
    kept: dict[str, object] = {}
    with loopback(answers(b"{}", headers={"Set-Cookie": "id=7; Path=/"})) as server:
        door(server, request(kept)).ask(Ask("/"))
        door(server, request(kept)).ask(Ask("/"))
        assert [one.headers.get("cookie") for one in server.asked] == [None, "id=7"]


@pytest.mark.parametrize(
    ("base", "path", "url"),
    [
        ("https://desk.example", "/REST/2.0", "https://desk.example/REST/2.0"),
        ("https://desk.example/", "REST/2.0", "https://desk.example/REST/2.0"),
        ("https://desk.example/rt/", "/REST/2.0?x=1", "https://desk.example/rt/REST/2.0?x=1"),
        ("https://desk.example/rt", "", "https://desk.example/rt"),
        ("https://desk.example/rt?d=1", "?e=2", "https://desk.example/rt?e=2"),
        ("https://desk.example", "/a#b?x=1", "https://desk.example/a%23b?x=1"),
        ("https://desk.example", "//evil.example/x", "https://desk.example/evil.example/x"),
    ],
)
def test_paths_go_below_the_sources_address(base: str, path: str, url: str) -> None:
    assert below(base, path) == url


def test_one_origin_may_be_written_in_many_ways() -> None:
    ways = ["https://desk.example", "HTTPS://Desk.Example:443/x", "https://desk.example./y"]
    assert len({Origin.of(way) for way in ways}) == 1
    assert Origin.of("https://müller.example").host == "xn--mller-kva.example"
    assert Origin.of("http://[::1]:8080").said == "[::1]:8080"
    assert Origin.of("http://127.8.8.8").is_this_machine
    assert not Origin.of("http://localhost.example").is_this_machine
