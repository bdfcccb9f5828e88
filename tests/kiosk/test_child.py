"""The pipes of a child: lines as they come, whatever is in them."""

import logging

from hypothesis import given
from hypothesis import strategies as st

from wallboard.kiosk.child import priority_of, without_secrets
from wallboard.kiosk.words import Lines
from wallboard.store.secrets import variable_of


def test_a_line_that_comes_in_pieces_is_one() -> None:
    lines = Lines()
    assert lines.take(b"be") == []
    assert lines.take(b"at\nrefr") == ["beat"]
    assert lines.take(b"esh\r\n\n") == ["refresh", ""]


def test_what_is_no_text_is_marked_and_what_never_ends_is_cut() -> None:
    lines = Lines()
    assert lines.take(b"\xff\xfe\n") == ["��"]
    cut = lines.take(b"x" * 10_000)
    assert [len(line) for line in cut] == [4_000]


@given(st.lists(st.binary(max_size=9000), max_size=8))
def test_no_bytes_make_it_fail_or_keep_more_than_a_line(pieces: list[bytes]) -> None:
    lines = Lines()
    for piece in pieces:
        assert all(len(line) <= 4_000 for line in lines.take(piece))
        assert len(lines._rest) <= 4_000


def test_a_priority_becomes_a_level_and_other_lines_are_warnings() -> None:
    assert priority_of("<3>gone") == (logging.ERROR, "gone")
    assert priority_of("<6>started") == (logging.INFO, "started")
    assert priority_of("<7>") == (logging.DEBUG, "")
    assert priority_of("<9>odd") == (logging.WARNING, "<9>odd")
    assert priority_of("Traceback") == (logging.WARNING, "Traceback")


def test_what_reads_no_source_is_given_no_secret_and_all_else():
    given = {"PATH": "/bin", "WALLBOARD_SECRET_CRM": "x", "CREDENTIALS_DIRECTORY": "/run/c", "WALLBOARD_STATE": "/s"}
    assert without_secrets(given) == {"PATH": "/bin", "WALLBOARD_STATE": "/s"}
    assert variable_of("crm") not in without_secrets({variable_of("crm"): "x"})
