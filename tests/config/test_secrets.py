"""What a board says of its secrets: names, and where their private files lie; never the secrets themselves."""

import pytest

from wallboard.cli.secret import asked_by
from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources:
  helpdesk:
    type: rest
    url: https://helpdesk.example.com
    sign_in: SIGN_IN
    cases: {request: {path: /tickets}, fields: {number: id}}
  crm:
    type: rest
    url: https://crm.example.com
    sign_in: {how: oauth2, secret: crm, oauth: {token_url: /token, client_secret: crm-client}}
    cases: {request: {path: /tickets}, fields: {number: id}}
pages: [{title: One, panels: [{type: clock, place: [0, 0, 12, 8]}]}]
"""


PLAIN = BOARD.replace("SIGN_IN", "{user: wallboard, secret: crm}")


@pytest.fixture
def loaded(tmp_path):
    def call(text):
        (tmp_path / "board.yaml").write_text(text)
        return load_board(tmp_path / "board.yaml")

    return call


def faults_of(loaded, text):
    with pytest.raises(BoardFaults) as bad:
        loaded(text)
    return [str(fault).partition("board.yaml:")[2] for fault in bad.value.faults]


def test_private_files_are_counted_from_the_boards_folder(loaded, tmp_path):
    assert loaded(PLAIN).secret_file is None
    assert loaded(PLAIN + "secret_file: private/{name}\n").secret_file == str(tmp_path / "private" / "{name}")
    assert loaded(PLAIN + "secret_file: /etc/wallboard/{name}.txt\n").secret_file == "/etc/wallboard/{name}.txt"


@pytest.mark.parametrize("value", ["hunter2-in-plain", "[a, b]", "7", '"a\\0{name}"'])
def test_one_file_for_all_secrets_is_refused_and_what_stands_there_is_not_repeated(loaded, value):
    said = faults_of(loaded, PLAIN + f"secret_file: {value}\n")
    assert len(said) == 1
    assert "secret_file: found no path with {name} in it; one file a secret, as in secret_file: " in said[0]
    assert "hunter2" not in said[0]


@pytest.mark.parametrize("value", ['"my password!"', '"../../etc/passwd"', '""'])
def test_what_is_no_name_of_a_secret_may_be_the_secret_and_is_not_repeated(loaded, value):
    said = faults_of(loaded, BOARD.replace("SIGN_IN", f"{{user: wallboard, secret: {value}}}"))
    what = "sources.helpdesk.sign_in.secret: found something that is no name of a secret"
    remedy = "the secret itself is told to `wallboard secret set NAME`"
    assert said == [f"8:40: {what}; allowed: letters, digits, - and _, at most 64; {remedy}"]


def test_a_board_knows_which_secrets_its_sources_ask_for(loaded):
    board = loaded(PLAIN)
    assert asked_by(board) == {"crm": ["helpdesk", "crm"], "crm-client": ["crm"]}


@pytest.mark.parametrize(
    "value",
    [
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "sk-live-0123456789abcdef",
        "eyJhbGciOiJIUzI1NiJ9-eyJzdWIiOiIxIn0",
        "Zk3mP0qRt7LwXy92BvNc41Hd",
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    ],
)
def test_a_secret_in_the_place_of_its_name_is_refused_and_not_repeated(loaded, value):
    said = faults_of(loaded, BOARD.replace("SIGN_IN", f'{{user: wallboard, secret: "{value}"}}'))
    what = "sources.helpdesk.sign_in.secret: found what looks like the secret itself; allowed: its name"
    assert said == [f"8:40: {what}; the secret itself is told to `wallboard secret set NAME`"]


@pytest.mark.parametrize("value", ["helpdesk-of-the-third-floor-2", "sk-desk", "Helpdesk_Read_Only_Account", "eyJ"])
def test_a_long_name_of_a_secret_is_a_name(loaded, value):
    assert value in asked_by(loaded(BOARD.replace("SIGN_IN", f"{{user: wallboard, secret: {value}}}")))


REQUEST = "{path: /tickets}"


@pytest.mark.parametrize(
    ("request_", "place"),
    [
        ('{path: "/tickets?x=1&api_key=hunter2abcd"}', "path: found a password or a key under api_key"),
        ("{path: /tickets, params: {token: hunter2abcd}}", "params.token: found a password or a key under token"),
        ("{path: /tickets, params: {user-password: [hunter2abcd]}}", "under user-password"),
    ],
)
def test_a_secret_in_the_address_of_a_request_is_refused_and_not_repeated(loaded, request_, place):
    said = faults_of(loaded, PLAIN.replace(REQUEST, request_, 1))
    assert len(said) == 1
    assert said[0].startswith("9:")
    assert place in said[0]
    assert "secret: NAME}" in said[0]
    assert "hunter2" not in said[0]


def test_a_placeholder_under_such_a_name_is_no_secret(loaded):
    told = '{path: "/tickets?token={cursor}", params: {page_token: "{cursor}", author: kim}}'
    paged = PLAIN.replace(REQUEST, f"{told}, paging: {{by: cursor, cursor: next}}", 1)
    assert [source.name for source in loaded(paged).sources] == ["helpdesk", "crm"]
