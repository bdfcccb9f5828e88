"""Tokens of OAuth 2: every grant, their renewal, and what happens where they are refused."""

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.loopback.behaviour import answers, by_path, redirects, says
from tests.loopback.server import loopback
from tests.loopback.tokens import TokenServer
from tests.sources.web.asking import NOW_US, SECRETS, Clock, door, fault_of, request, said
from wallboard.core.words import say, words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.web.message import Ask
from wallboard.ui.tongue import PlaceTongue


def oauth(grant: str, token_url: str = "/token", **more: Any) -> dict[str, Any]:
    sign_in = {key: more.pop(key) for key in ("user", "secret") if key in more}
    return {"how": "oauth2", **sign_in, "oauth": {"grant": grant, "token_url": token_url, **more}}


def test_client_credentials_get_a_token_that_goes_with_every_request() -> None:
    tokens, kept = TokenServer(), {}
    sign_in = oauth("client_credentials", client="board", secret="client", scope="read all")
    with loopback(tokens) as server:
        for _ in range(3):
            assert door(server, request(kept), sign_in=sign_in).ask(Ask("/data")).json() == {"token": "t1"}
        packed = base64.b64encode(f"board:{SECRETS['client']}".encode()).decode()
        assert server.asked[0].headers["authorization"] == f"Basic {packed}"
        assert tokens.forms == [{"grant_type": "client_credentials", "scope": "read all"}]


def test_the_client_may_go_in_the_body_with_further_parameters() -> None:
    tokens = TokenServer()
    sign_in = oauth(
        "client_credentials", client="board", secret="client", client_in="body", parameters={"resource": "https://x"}
    )
    with loopback(tokens) as server:
        door(server, sign_in=sign_in).ask(Ask("/data"))
        assert "authorization" not in server.asked[0].headers
    assert tokens.forms[0] == {
        "grant_type": "client_credentials",
        "client_id": "board",
        "client_secret": SECRETS["client"],
        "resource": "https://x",
    }


def test_a_password_and_a_refresh_token_get_a_token_too() -> None:
    tokens = TokenServer()
    password = oauth("password", client="board", client_secret="client", client_in="body", user="kim", secret="desk")
    refresh = oauth("refresh_token", client="board", client_secret="client", client_in="body", secret="desk")
    with loopback(tokens) as server:
        door(server, sign_in=password).ask(Ask("/data"))
        door(server, sign_in=refresh).ask(Ask("/data"))
    client = {"client_id": "board", "client_secret": SECRETS["client"]}
    assert tokens.forms[0] == {
        "grant_type": "password", "username": "kim", "password": SECRETS["desk"], **client
    }  # fmt: skip
    assert tokens.forms[1] == {"grant_type": "refresh_token", "refresh_token": SECRETS["desk"], **client}


def test_a_signed_assertion_gets_a_token() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    tokens = TokenServer()
    sign_in = oauth("jwt_bearer", client="app-7", user="board@example.com", secret="key", audience="https://login")
    with loopback(tokens) as server:
        door(server, request(secrets={"key": pem}), sign_in=sign_in).ask(Ask("/data"))
    (form,) = tokens.forms
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    claims = jwt.decode(form["assertion"], RSAKey.import_key(pem), algorithms=["RS256"]).claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("app-7", "board@example.com", "https://login")
    assert claims["iat"] == NOW_US // 1_000_000
    assert claims["exp"] == claims["iat"] + 180


def test_a_key_that_cannot_sign_needs_a_person_and_is_not_quoted() -> None:
    sign_in = oauth("jwt_bearer", client="app-7", secret="key")
    with loopback(TokenServer()) as server:
        fault = fault_of(lambda: door(server, request(secrets={"key": "no key"}), sign_in=sign_in).ask(Ask("/")))
        assert server.asked == []
    assert isinstance(fault, NeedsPerson)
    assert fault.fault.key == "web.secret.key"
    assert "no key" not in said(fault)


def test_a_token_is_renewed_before_its_end_and_once_when_the_server_refuses_it() -> None:
    tokens, clock, kept = TokenServer(gives={"expires_in": 3600}), Clock(), {}
    sign_in = oauth("client_credentials", client="board", secret="client")

    def token() -> str:
        return str(door(server, request(kept), clock=clock, sign_in=sign_in).ask(Ask("/data")).json()["token"])

    with loopback(tokens) as server:
        assert token() == "t1"
        clock.now_s += 3500
        assert token() == "t1"
        clock.now_s += 50
        assert token() == "t2"
        tokens.forget()
        assert token() == "t3"


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize("error", ["invalid_client", "invalid_grant", "unauthorized_client"])
def test_a_refused_token_names_the_secret_and_is_not_asked_for_again(error: str, status: int) -> None:
    tokens, kept = TokenServer(refuses=error, status=status), {}
    sign_in = oauth("client_credentials", client="board", secret="client")
    with loopback(tokens) as server:
        for _ in range(3):
            fault = fault_of(lambda: door(server, request(kept), sign_in=sign_in).ask(Ask("/data")))
            assert isinstance(fault, NeedsPerson)
            assert fault.fault.key == "web.sign-in"
            assert "“client”" in said(fault)
            assert "pa55" not in said(fault)
        assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_token_server_in_trouble_may_mend_itself(status: int) -> None:
    sign_in = oauth("client_credentials", client="board", secret="client")
    with loopback(answers(status=status, headers={"Retry-After": "77"})) as server:
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
    assert isinstance(fault, Passing)
    assert fault.retry_after_s == 77


@pytest.mark.parametrize("behave", [says({}), says([]), says({"access_token": 7}), answers(b"<html>"), redirects("/x")])
def test_an_answer_without_a_token_needs_a_person(behave: Any) -> None:
    sign_in = oauth("client_credentials", client="board", secret="client")
    with loopback(behave) as server:
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
    assert isinstance(fault, NeedsPerson)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_token_address_that_sends_on_is_named_with_where_to_and_gets_no_secret_there(status: int) -> None:
    tokens = TokenServer()
    with loopback(tokens) as other, loopback(redirects(f"{other.url}/token?key=pa55", status)) as login:
        sign_in = oauth("client_credentials", f"{login.url}/old", client="board", secret="client", client_in="body")
        with loopback(says({})) as server:
            fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
            assert server.asked == []
        assert len(login.asked) == 1
        assert other.asked == []
        there = f"{other.url}/token"
        assert fault.fault == words("web.token.redirect", url=f"{login.url}/old", other=there)
    assert isinstance(fault, NeedsPerson)
    assert fault.remedy == words("web.remedy.token.moved", other=there)
    assert "pa55" not in said(fault)


def test_a_token_address_that_sends_on_within_its_server_is_not_followed_either() -> None:
    with loopback(by_path({"/token": redirects("/token/"), "/token/": TokenServer()})) as server:
        sign_in = oauth("client_credentials", client="board", secret="client")
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
        assert [one.path for one in server.asked] == ["/token"]
        assert fault.fault == words("web.token.redirect", url=f"{server.url}/token", other=f"{server.url}/token/")


@pytest.mark.parametrize(
    "behave",
    [
        answers(b"moved", 302),
        redirects("ftp://login.example/token"),
        redirects("https://a@login.example/token"),
        answers(b"<html>", 404),
        answers(b"<html>"),
    ],
)
def test_a_token_address_where_no_tokens_are_is_named_and_not_that_of_the_data(behave: Any) -> None:
    with loopback(behave) as login, loopback(says({})) as server:
        sign_in = oauth("client_credentials", f"{login.url}/old", client="board", secret="client")
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
        assert fault.fault == words("web.sign-in.strange", host=f"127.0.0.1:{login.port}")
    assert fault.remedy == words("web.remedy.token")
    assert "At /old" in said(fault)


def test_a_sign_in_that_the_giver_of_tokens_refuses_names_that_one() -> None:
    with loopback(TokenServer(refuses="invalid_client")) as login, loopback(says({})) as server:
        sign_in = oauth("client_credentials", f"{login.url}/token", client="board", secret="client")
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
        assert fault.fault == words("web.sign-in", host=f"127.0.0.1:{login.port}", name="client")


def test_a_token_that_is_refused_as_soon_as_it_was_given_does_not_put_the_secret_in_doubt() -> None:
    tokens, kept = TokenServer(), {}
    with loopback(tokens) as login, loopback(answers(b"{}", 401, {"WWW-Authenticate": "Bearer"})) as server:
        sign_in = oauth("client_credentials", f"{login.url}/token", client="board", secret="client")
        for _ in range(2):
            fault = fault_of(lambda: door(server, request(kept), sign_in=sign_in).ask(Ask("/data")))
        assert (len(tokens.forms), len(server.asked)) == (1, 1)
        host, giver = (f"127.0.0.1:{one.port}" for one in (server, login))
    assert isinstance(fault, NeedsPerson)
    assert fault.fault == words("web.token.refused", host=host, other=giver, name="client")
    assert "Check scope" in said(fault)
    assert "secret set" not in said(fault)


def test_where_tokens_are_given_is_said_under_sign_in_and_so_is_what_to_do() -> None:
    with loopback(says({"access_token": 7})) as server:
        sign_in = oauth("client_credentials", client="board", secret="client")
        fault = fault_of(lambda: door(server, sign_in=sign_in).ask(Ask("/data")))
    assert (fault.fault.key, fault.remedy) == ("web.sign-in.strange", words("web.remedy.token"))


def test_tokens_may_be_given_elsewhere_which_learns_nothing_but_what_is_meant_for_it() -> None:
    tokens = TokenServer()
    data = by_path({"/data": says({"is": "well"})})
    with loopback(tokens) as login, loopback(data) as server:
        sign_in = oauth("client_credentials", f"{login.url}/token", client="board", secret="client")
        web = door(server, sign_in=sign_in, headers={"X-Board": "7"})
        assert web.ask(Ask("/data")).json() == {"is": "well"}
        assert server.asked[0].headers["authorization"] == "Bearer t1"
        assert "x-board" not in login.asked[0].headers


def test_the_token_may_name_the_address_of_the_data_and_then_it_alone_is_asked() -> None:
    tokens = TokenServer()
    with loopback(by_path({"/services/data": says({"is": "well"})})) as data, loopback(tokens) as login:
        tokens.gives = {"instance_url": data.url}
        sign_in = oauth("client_credentials", client="board", secret="client", base="instance_url")
        web = door(login, sign_in=sign_in)
        answer = web.ask(Ask("/services/data"))
        assert answer.json() == {"is": "well"}
        assert web.join("/services/next", answer) == f"{data.url}/services/next"
        assert fault_of(lambda: web.join(f"{login.url}/x", answer)).fault.key == "web.link"
        assert [one.path for one in login.asked] == ["/token"]


@pytest.mark.parametrize("base", ["http://desk.example", "ftp://desk.example", "https://a@b", "", 7, None])
def test_an_address_of_the_data_that_is_none_or_unencrypted_needs_a_person(base: object) -> None:
    tokens = TokenServer(gives={"instance_url": base})
    sign_in = oauth("client_credentials", client="board", secret="client", base="instance_url")
    with loopback(tokens) as server:
        web = door(server, sign_in=sign_in)
        for _ in range(2):
            fault = fault_of(lambda: web.ask(Ask("/data")))
            assert isinstance(fault, NeedsPerson)
            assert "a@b" not in said(fault)
        assert {one.path for one in server.asked} == {"/token"}


def test_a_refresh_token_that_the_server_replaces_is_used_and_said_to_last_until_the_next_start_only() -> None:
    tokens, kept = TokenServer(gives={"refresh_token": "second", "expires_in": 100}), {}
    clock = Clock()
    sign_in = oauth("refresh_token", client="board", secret="desk")
    with loopback(tokens) as server:
        web = door(server, request(kept), clock=clock, sign_in=sign_in)
        web.ask(Ask("/data"))
        (remark,) = web.remarks
        assert "“desk”" in say(remark, PlaceTongue("en_GB", "UTC"))
        clock.now_s += 100
        door(server, request(kept), clock=clock, sign_in=sign_in).ask(Ask("/data"))
        assert [form["refresh_token"] for form in tokens.forms] == [SECRETS["desk"], "second"]
        tokens.refuses = "invalid_grant"
        clock.now_s += 100
        fault = fault_of(lambda: door(server, request(kept), clock=clock, sign_in=sign_in).ask(Ask("/data")))
        assert "refresh token" in said(fault)
    assert "second" not in repr(kept)


def test_a_new_secret_goes_before_a_refresh_token_that_replaced_the_old_one() -> None:
    tokens, kept, clock = TokenServer(gives={"refresh_token": "second", "expires_in": 100}), {}, Clock()
    sign_in = oauth("refresh_token", client="board", secret="desk")
    with loopback(tokens) as server:
        door(server, request(kept), clock=clock, sign_in=sign_in).ask(Ask("/data"))
        clock.now_s += 100
        door(server, request(kept, secrets={"desk": "third"}), clock=clock, sign_in=sign_in).ask(Ask("/data"))
    assert tokens.forms[1]["refresh_token"] == "third"
