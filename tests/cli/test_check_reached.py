"""What `wallboard check` says of who answered and who signed in: only what happened, above all where a read failed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.loopback.behaviour import answers, in_turn, says
from tests.loopback.server import closed_port, loopback
from tests.loopback.tickets import ticket
from tests.loopback.tokens import TokenServer
from tests.test_source_faults import BOARD, CASES, yaml_text

Checked = Callable[..., list[str]]
LISTS = says({"items": [ticket(1)]})
BASIC = {"user": "kim", "secret": "desk"}
TOKEN = {"how": "oauth2", "secret": "desk", "oauth": {"token_url": "/token", "client": "board"}}


@pytest.fixture
def check(wallboard: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    """What a check says of the way to a source at an address: that it was reached, and who signed in."""
    monkeypatch.setenv("WALLBOARD_SECRET_DESK", "pa55")

    def call(url: str, sign_in: dict[str, Any] | None = BASIC, **more: Any) -> list[str]:
        path = tmp_path / "board.yaml"
        signs = {"sign_in": sign_in} if sign_in is not None else {}
        entry = {"type": "rest", "url": url, "cases": CASES, **signs, **more}
        path.write_text(yaml_text({**BOARD, "sources": {"desk": entry}}))
        lines = wallboard("check", str(path)).out.splitlines()
        parts = [part for line in lines for part in line.strip().split(", ")]
        host = url.partition("://")[2]
        return [part.replace(host, "HOST") for part in parts if part.startswith(("reached", "signed in"))]

    return call


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "https://127.0.0.1:{port}", "https://desk.invalid"])
def test_a_server_that_does_not_answer_was_not_reached(check: Checked, url: str) -> None:
    assert check(url.format(port=closed_port())) == []


def test_a_server_that_cannot_encrypt_was_not_reached(check: Checked) -> None:
    with loopback(LISTS) as server:
        assert check(server.url.replace("http:", "https:")) == []


@pytest.mark.parametrize("status", [401, 403])
def test_where_a_server_refuses_it_was_reached_and_nobody_is_signed_in(check: Checked, status: int) -> None:
    with loopback(answers(b"{}", status)) as server:
        assert check(server.url) == ["reached HOST"]
        assert check(server.url, None) == ["reached HOST"]


def test_where_an_answer_that_forbids_is_looked_into_nobody_is_signed_in(check: Checked) -> None:
    errors = [{"status": 403, "when": "error", "means": "refused"}]
    with loopback(says({"error": "no"}, 403)) as server:
        assert check(server.url, errors=errors) == ["reached HOST"]


def test_where_rows_come_the_account_is_signed_in_if_there_is_one(check: Checked) -> None:
    with loopback(LISTS) as server:
        assert check(server.url) == ["reached HOST", "signed in as kim"]
        assert check(server.url, {"secret": "desk"}) == ["reached HOST", "signed in"]
        assert check(server.url, None) == ["reached HOST"]


def test_where_no_token_is_to_be_had_nobody_was_reached(check: Checked) -> None:
    elsewhere = TOKEN | {"oauth": {"token_url": f"http://127.0.0.1:{closed_port()}/token", "client": "board"}}
    with loopback(LISTS) as server:
        assert check(server.url, elsewhere) == []
        assert server.asked == []


def test_a_server_that_gives_no_token_itself_was_reached(check: Checked) -> None:
    with loopback(TokenServer(refuses="invalid_client")) as server:
        assert check(server.url, TOKEN) == ["reached HOST"]


def test_a_server_whose_count_fails_after_its_rows_came_was_reached_all_the_same(check: Checked) -> None:
    paging = {"by": "page", "size": 10, "total": "total"}
    request = {"path": "/tickets", "params": {"page": "{page}"}}
    counted = CASES | {"paging": paging, "request": request}
    with loopback(in_turn(says({"items": [ticket(1)], "total": 1}), answers(b"{}", 403))) as server:
        assert check(server.url, cases=counted) == ["reached HOST", "signed in as kim"]
