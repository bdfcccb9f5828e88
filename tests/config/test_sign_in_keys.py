"""Keys that by their names would hold who signs in, in places where nobody does: where a sign-in stands is said."""

import pytest

from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board

BOARD = """\
version: 1
organisation: {name: Northwind, time_zone: Europe/London, calendar: office}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
sources:
  desk:
    type: rest
    url: https://desk.example.com
    cases: {request: {path: /t}, fields: {number: id, opened: at}}
  diary:
    type: calendar
    absences: {url: "https://diary.example.com/a.ics"}
pages: [{title: One, panels: [{type: open-cases, across: queue, place: [0, 0, 12, 8]}]}]
"""
IN_SOURCE = "who signs in is said in the source, as sign_in: {user: NAME, secret: NAME} or {secret: NAME}; "
IN_SIGN_IN = "a token or a password is said as secret: NAME; "
TOLD = "NAME is what `wallboard secret set NAME` is told"
SECRET = "4711-geheim"


@pytest.fixture
def fault(tmp_path):
    """The one fault of the board with this in the place of that."""

    def call(old, new):
        path = tmp_path / "board.yaml"
        path.write_text(BOARD.replace(old, new))
        with pytest.raises(BoardFaults) as faults:
            load_board(path)
        (one,) = faults.value.faults
        assert SECRET not in str(one)
        return one

    return call


@pytest.mark.parametrize("key", ["secret", "token", "Token", "password", "passwort", "api_key", "user", "tokn"])
def test_a_key_of_a_sign_in_beside_url_says_where_it_stands(fault, key):
    assert fault("    cases:", f"    {key}: {SECRET}\n    cases:").remedy == IN_SOURCE + TOLD


def test_beside_an_address_within_the_source_too(fault):
    assert fault('a.ics"}', f'a.ics", password: {SECRET}}}').remedy == IN_SOURCE + TOLD


@pytest.mark.parametrize("key", ["token", "api_key", "pass"])
def test_within_a_sign_in_it_says_which_key_is_meant(fault, key):
    assert fault("    cases:", f"    sign_in: {{{key}: {SECRET}}}\n    cases:").remedy == IN_SIGN_IN + TOLD


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    cases:", f"    sign_in: {{secrt: {SECRET}}}\n    cases:"),
        ("{request:", "{user: name, request:"),
        ("    cases:", "    colour: red\n    cases:"),
        ("title: One", f"title: One, token: {SECRET}"),
    ],
    ids=["near to another", "of a part that asks nobody", "another word", "of a page"],
)
def test_of_other_keys_nothing_is_said_of_a_sign_in(fault, old, new):
    assert fault(old, new).remedy == ""
