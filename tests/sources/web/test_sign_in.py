"""Signing in, by every way; and that a refused sign-in is not tried again and again."""

import base64
import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.loopback.behaviour import answers, asks_for, by_path, in_turn, says
from tests.loopback.server import Asked, Wire, loopback
from tests.sources.web.asking import SECRETS, Clock, door, fault_of, request, said
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.web.message import Ask
from wallboard.sources.web.options import WebOptions
from wallboard.sources.web.sign_in import SignIn

TRYTON = {
    "how": "session",
    "user": "admin",
    "secret": "desk",
    "session": {
        "path": "/db1/rpc/",
        "json": {"id": 1, "method": "common.db.login", "params": ["{user}", {"password": "{secret}"}, "en"]},
        "values": {"uid": "[0]", "token": "[1]"},
        "encoded": {"key": "{user}:{uid}:{token}"},
        "send": {"Authorization": "Session {key}"},
    },
}
ODOO = {
    "how": "session",
    "user": "admin",
    "secret": "desk",
    "session": {
        "path": "/jsonrpc",
        "json": {"params": {"service": "common", "method": "authenticate", "args": ["db", "{user}", "{secret}"]}},
        "error": "error",
        "values": {"uid": "result"},
    },
}


def basic(name: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


@pytest.mark.parametrize(
    ("sign_in", "header", "text"),
    [
        ({"user": "kim", "secret": "desk"}, "authorization", basic("kim", SECRETS["desk"])),
        ({"secret": "client"}, "authorization", f"Bearer {SECRETS['client']}"),
        ({"how": "bearer", "secret": "client"}, "authorization", f"Bearer {SECRETS['client']}"),
        (
            {"how": "basic", "name": "{user}/token", "user": "kim", "secret": "client"},
            "authorization",
            basic("kim/token", SECRETS["client"]),
        ),
        (
            {"how": "basic", "name": "{secret}", "password": "X", "secret": "client"},
            "authorization",
            basic(SECRETS["client"], "X"),
        ),
        (
            {"how": "header", "text": "token {user}:{secret}", "user": "kim", "secret": "client"},
            "authorization",
            f"token kim:{SECRETS['client']}",
        ),
        ({"how": "header", "header": "X-API-Key", "secret": "client"}, "x-api-key", SECRETS["client"]),
    ],
)
def test_each_way_sends_what_it_should(sign_in: dict[str, Any], header: str, text: str) -> None:
    with loopback(says({})) as server:
        door(server, sign_in=sign_in).ask(Ask("/"))
        assert server.asked[0].headers[header] == text


def test_nobody_signs_in_where_the_board_says_nothing() -> None:
    with loopback(says({})) as server:
        door(server).ask(Ask("/"))
        assert "authorization" not in server.asked[0].headers


def test_a_server_that_asks_for_a_sign_in_where_there_is_none_needs_a_person() -> None:
    with loopback(answers(status=401)) as server:
        assert fault_of(lambda: door(server).ask(Ask("/"))).fault.key == "web.sign-in.none"


@pytest.mark.parametrize(
    ("challenge", "wants_token"),
    [
        ("Bearer", True),
        ('Bearer realm="Basic, or so", error="invalid_token"', True),
        ("Negotiate, bearer", True),
        ('Basic realm="Bearer"', False),
        ('Bearer realm="x", Basic realm="y"', False),
        ("", False),
    ],
)
def test_a_server_that_takes_tokens_alone_says_so(challenge: str, wants_token: bool) -> None:
    by_token, basic = "web.remedy.bearer", {"user": "kim", "secret": "desk"}
    cases: list[tuple[dict[str, Any], str, str]] = [
        ({}, by_token, "web.remedy.sign-in"),
        (basic, by_token, "web.remedy.secret"),
        ({"secret": "desk"}, "web.remedy.secret", "web.remedy.secret"),
        ({"how": "basic", **basic}, "web.remedy.secret", "web.remedy.secret"),
    ]
    for sign_in, told, untold in cases:
        with loopback(answers(status=401, headers={"WWW-Authenticate": challenge})) as server:
            remedy = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/"))).remedy  # noqa: B023
            assert remedy is not None
            assert remedy.key == (told if wants_token else untold), sign_in


@pytest.mark.parametrize(
    "sign_in", [{"user": "kim", "secret": "desk"}, {"how": "query", "parameter": "key", "secret": "desk"}, TRYTON, ODOO]
)
def test_a_refused_sign_in_names_its_secret_and_is_not_tried_again_until_it_changes(sign_in: dict[str, Any]) -> None:
    clock, kept = Clock(), {}
    with loopback(answers(b'{"error": "no", "result": false}', 401)) as server:

        def again(secrets: dict[str, str]) -> NeedsPerson:
            read = request(kept, secrets=secrets)
            fault = fault_of(lambda: door(server, read, clock=clock, sign_in=sign_in).ask(Ask("/")))
            assert isinstance(fault, NeedsPerson)
            assert fault.fault.key == "web.sign-in"
            assert "“desk”" in said(fault)
            assert "wallboard secret set desk" in said(fault)
            assert secrets["desk"] not in said(fault)
            return fault

        for _ in range(5):
            again({"desk": "wrong"})
            clock.now_s += 600
        assert len(server.asked) == 1
        again({"desk": "also wrong"})
        assert len(server.asked) == 2
        clock.now_s += 3600
        again({"desk": "also wrong"})
        assert len(server.asked) == 3
    assert "wrong" not in repr(kept)


def test_a_sign_in_that_worked_before_is_tried_again_sooner() -> None:
    clock, kept = Clock(), {}
    sign_in = {"user": "kim", "secret": "desk"}

    def ask() -> None:
        door(server, request(kept), clock=clock, sign_in=sign_in).ask(Ask("/"))

    with loopback(in_turn(says({}), answers(status=401), says({}))) as server:
        ask()
        fault_of(ask)
        clock.now_s += 899
        fault_of(ask)
        assert len(server.asked) == 2
        clock.now_s += 1
        ask()


def test_a_new_secret_works_at_once() -> None:
    kept: dict[str, object] = {}
    way = asks_for(lambda asked: asked.headers["authorization"] == basic("kim", "right"), says({"is": "well"}))
    sign_in = {"user": "kim", "secret": "desk"}
    with loopback(way) as server:
        fault_of(lambda: door(server, request(kept, secrets={"desk": "wrong"}), sign_in=sign_in).ask(Ask("/")))
        answer = door(server, request(kept, secrets={"desk": "right"}), sign_in=sign_in).ask(Ask("/"))
        assert answer.json() == {"is": "well"}


def test_a_secret_that_is_not_there_is_the_fault_and_nothing_is_asked() -> None:
    def secret(name: str) -> str:
        raise NeedsPerson(said_of(name))

    from dataclasses import replace

    from wallboard.core.words import words

    def said_of(name: str):  # type: ignore[no-untyped-def]
        return words("fault.no-secret", name=name)

    with loopback(says({})) as server:
        read = replace(request(), secret=secret)
        fault = fault_of(lambda: door(server, read, sign_in={"user": "kim", "secret": "desk"}).ask(Ask("/")))
        assert fault.fault.key == "fault.no-secret"
        assert server.asked == []


@pytest.mark.parametrize(
    ("sign_in", "lacks"),
    [
        ({"how": "basic"}, "secret"),
        ({"user": "kim"}, "secret"),
        ({"how": "basic", "secret": "desk"}, "user"),
        ({"how": "bearer"}, "secret"),
        ({"how": "header", "text": "{user}:{secret}", "secret": "desk"}, "user"),
        ({key: value for key, value in TRYTON.items() if key != "user"}, "user"),
        ({key: value for key, value in TRYTON.items() if key != "secret"}, "secret"),
        ({"how": "oauth2", "oauth": {"token_url": "/token", "client": "a"}}, "secret"),
        (
            {"how": "oauth2", "oauth": {"token_url": "/token", "client": "a", "grant": "password"}, "secret": "desk"},
            "user",
        ),
    ],
)
def test_what_a_preset_leaves_to_the_board_is_named_and_nothing_is_asked(sign_in: dict[str, Any], lacks: str) -> None:
    with loopback(says({})) as server:
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/")))
        assert fault.fault.key == "web.sign-in.lacks"
        assert fault.fault.args["what"] == lacks
        assert server.asked == []


def test_a_secret_with_a_line_in_it_is_not_sent() -> None:
    with loopback(says({})) as server:
        read = request(secrets={"desk": "a\r\nX-Evil: b"})
        fault = fault_of(lambda: door(server, read, sign_in={"how": "bearer", "secret": "desk"}).ask(Ask("/")))
        assert fault.fault.key == "web.secret.line"
        assert server.asked == []


def test_a_secret_is_asked_for_once_a_read() -> None:
    from dataclasses import replace

    asked: list[str] = []

    def secret(name: str) -> str:
        asked.append(name)
        return "right"

    with loopback(says({})) as server:
        web = door(server, replace(request(), secret=secret), sign_in={"user": "kim", "secret": "desk"})
        for _ in range(3):
            web.ask(Ask("/"))
    assert asked == ["desk"]


# Sessions


class Tryton:
    """A server with sessions that end when it says so; it counts who logs in."""

    def __init__(self) -> None:
        self.logins = 0
        self.good: set[str] = set()

    def __call__(self, asked: Asked, wire: Wire) -> None:
        if asked.path == "/db1/rpc/":
            right = json.loads(asked.body)["params"] == ["admin", {"password": SECRETS["desk"]}, "en"]
            self.logins += 1
            self.good = {base64.b64encode(f"admin:3:t{self.logins}".encode()).decode()}
            (says([3, f"t{self.logins}"]) if right else answers(b"{}", 401))(asked, wire)
            return
        key = asked.headers.get("authorization", "").removeprefix("Session ")
        (says({"login": self.logins}) if key in self.good else answers(b"{}", 401))(asked, wire)


def test_a_session_is_opened_once_used_by_later_reads_and_renewed_once_when_it_is_over() -> None:
    tryton, kept = Tryton(), {}
    with loopback(tryton) as server:
        for _ in range(3):
            assert door(server, request(kept), sign_in=TRYTON).ask(Ask("/m")).json() == {"login": 1}
        tryton.good.clear()
        assert door(server, request(kept), sign_in=TRYTON).ask(Ask("/m")).json() == {"login": 2}
        assert tryton.logins == 2


def test_a_session_that_is_over_may_be_told_by_403_and_what_stays_forbidden_names_the_secret() -> None:
    kept: dict[str, object] = {}
    ways = [says([3, "t1"]), says({}), answers(status=403), says([3, "t2"]), says({"is": "well"}), answers(status=403)]
    with loopback(in_turn(*ways, says([3, "t3"]), answers(status=403))) as server:
        door(server, request(kept), sign_in=TRYTON).ask(Ask("/m"))
        assert door(server, request(kept), sign_in=TRYTON).ask(Ask("/m")).json() == {"is": "well"}
        fault = fault_of(lambda: door(server, request(kept), sign_in=TRYTON).ask(Ask("/m")))
        assert isinstance(fault, NeedsPerson)
        assert fault.fault.key == "web.forbidden"
        assert "“desk”" in said(fault)
        assert len(server.asked) == 8


def test_what_is_forbidden_to_one_account_does_not_keep_it_from_the_rest() -> None:
    kept: dict[str, object] = {}
    sign_in = {"user": "kim", "secret": "desk"}
    with loopback(by_path({"/mine": says({})}, answers(status=403))) as server:
        web = door(server, request(kept), sign_in=sign_in)
        assert fault_of(lambda: web.ask(Ask("/theirs"))).fault.key == "web.forbidden"
        assert web.ask(Ask("/mine")).status == 200
        assert door(server, request(kept), sign_in=sign_in).ask(Ask("/mine")).status == 200


def test_a_session_that_is_refused_right_after_its_log_in_is_not_renewed_in_a_loop() -> None:
    with loopback(by_path({"/db1/rpc/": says([3, "t"])}, answers(status=401))) as server:
        fault = fault_of(lambda: door(server, sign_in=TRYTON).ask(Ask("/m")))
        assert fault.fault.key == "web.sign-in"
        assert [one.path for one in server.asked] == ["/db1/rpc/", "/m"]


def test_a_log_in_that_is_throttled_or_in_trouble_may_mend_itself_and_is_not_remembered_as_refused() -> None:
    kept: dict[str, object] = {}
    with loopback(in_turn(answers(status=429), answers(status=500), says([3, "t"]), says({"is": "well"}))) as server:
        for key in ("web.busy", "web.down"):
            fault = fault_of(lambda: door(server, request(kept), sign_in=TRYTON).ask(Ask("/m")))
            assert isinstance(fault, Passing)
            assert fault.fault.key == key
        assert door(server, request(kept), sign_in=TRYTON).ask(Ask("/m")).json() == {"is": "well"}


@pytest.mark.parametrize(
    ("said_no", "key"),
    [
        ({"result": False}, "web.sign-in"),
        ({"error": {"data": {"name": "AccessDenied"}}}, "web.sign-in"),
        ({}, "web.sign-in.strange"),
        ([], "web.sign-in.strange"),
    ],
)
def test_a_log_in_that_is_refused_with_200_is_refused_and_tried_once(said_no: object, key: str) -> None:
    kept: dict[str, object] = {}
    with loopback(says(said_no)) as server:
        for _ in range(3):
            ask = Ask("/jsonrpc", method="POST", json={})
            fault = fault_of(lambda ask=ask: door(server, request(kept), sign_in=ODOO).ask(ask))
            assert isinstance(fault, NeedsPerson)
            assert fault.fault.key == key
            assert "“desk”" in said(fault) or key == "web.sign-in.strange"
        assert len(server.asked) == 1


def test_bodies_have_the_sign_ins_values_with_their_types_and_their_texts_stay() -> None:
    with loopback(in_turn(says({"result": 7}), says({}))) as server:
        web = door(server, sign_in=ODOO)
        args = ["db", {"$sign_in": "uid"}, {"$sign_in": "secret"}, "{secret}", [["name", "=", "{user}"]]]
        web.ask(Ask("/jsonrpc", method="POST", json={"args": args}))
        assert json.loads(server.asked[1].body) == {
            "args": ["db", 7, SECRETS["desk"], "{secret}", [["name", "=", "{user}"]]]
        }
        assert web.values() == {"user": "admin", "secret": SECRETS["desk"], "uid": 7}


def test_a_refusal_that_only_the_body_tells_renews_the_session_once() -> None:
    over = {"error": "session expired"}
    kept: dict[str, object] = {}
    ask = Ask("/jsonrpc", method="POST", json={}, is_refused=lambda answer: "error" in answer.json())
    with loopback(
        in_turn(says({"result": 7}), says({}), says(over), says({"result": 8}), says({"is": "well"}))
    ) as server:
        door(server, request(kept), sign_in=ODOO).ask(ask)
        assert door(server, request(kept), sign_in=ODOO).ask(ask).json() == {"is": "well"}
        assert len(server.asked) == 5


def test_a_form_and_cookies_log_in_too() -> None:
    sign_in = {
        "how": "session",
        "user": "kim",
        "secret": "desk",
        "session": {"path": "/login", "form": {"user": "{user}", "pass": "{secret}"}},
    }
    ways = {
        "/login": answers(b"welcome", headers={"Set-Cookie": "sid=1; Path=/; HttpOnly"}),
        "/data": asks_for(lambda asked: asked.headers.get("cookie") == "sid=1", says({"is": "well"})),
    }
    with loopback(by_path(ways)) as server:
        assert door(server, sign_in=sign_in).ask(Ask("/data")).json() == {"is": "well"}
        assert server.asked[0].headers["content-type"] == "application/x-www-form-urlencoded"
        assert server.asked[0].body == b"user=kim&pass=pa55-w%C3%B6rd"


# What a board may say


@pytest.mark.parametrize(
    "sign_in",
    [
        {"how": "magic"},
        {"how": "query", "secret": "desk"},
        {"how": "session", "secret": "desk"},
        {"how": "oauth2", "secret": "desk"},
        {"how": "header", "header": "no header", "secret": "desk"},
        {"how": "header", "text": "{password}", "secret": "desk"},
        {"password": "{secret", "name": "{nobody}"},
        {"how": "session", "session": {"path": "/", "values": {"a": "["}}},
        {"how": "session", "session": {"path": "/", "send": {"A": "{token}"}}},
        {"how": "session", "session": {"path": "/", "json": {}, "form": {}}},
        {"how": "basic", "secret": "desk", "oauth": {"token_url": "/t", "grant": "implicit"}},
    ],
)
def test_what_cannot_sign_in_is_a_fault_of_the_board(sign_in: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SignIn.model_validate(sign_in)


@pytest.mark.parametrize(
    "sign_in",
    [
        {"user": "kim", "password": "planted-4711"},
        {"user": "kim", "secret": "desk", "password": "planted-4711"},
        {"how": "header", "text": "token planted-4711"},
        {"how": "query", "parameter": "key", "text": "planted-4711"},
    ],
)
def test_a_password_in_the_place_of_its_name_is_refused_and_not_repeated(sign_in: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as fault:
        SignIn.model_validate(sign_in)
    (one,) = fault.value.errors(include_input=False, include_url=False)
    assert "planted" not in str(one)
    assert "`wallboard secret set NAME`" in one["ctx"]["remedy"]


def test_what_stands_before_the_host_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValidationError) as fault:
        WebOptions.model_validate({"url": "https://kim:planted-4711@desk.example.com"})
    (one,) = fault.value.errors(include_input=False, include_url=False)
    assert "planted" not in str(one)
    assert one["ctx"]["remedy"] == "take it out, and say it with `sign_in`"


@pytest.mark.parametrize(
    "said",
    [
        {"sign_in": {"password": "tok-4711"}},
        {"sign_in": {"text": "tok-4711"}},
        {"sign_in": {"how": "bearer", "text": "tok-4711"}},
        *(
            {"headers": {name: "tok-4711"}}
            for name in ("authorization", "Proxy-Authorization", "Cookie", "X-Api-Key", "api-key", "X-Auth-Token")
        ),
    ],
)
def test_a_secret_is_refused_wherever_a_board_could_send_it(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        WebOptions.model_validate({"url": "https://example.com", **said}, strict=False)
    (one,) = caught.value.errors()
    assert one["ctx"]["found"] == "found a password or a key in the place of its name"
    assert "`wallboard secret set NAME`" in one["ctx"]["remedy"]


def test_headers_that_carry_no_secret_are_a_boards_to_say() -> None:
    said = {"X-Odoo-Database": "office", "Accept-Language": "en", "X-Atlassian-Token": "no-check", "X-CSRF-Token": "1"}
    assert WebOptions.model_validate({"url": "https://example.com", "headers": said}).headers == said
