"""The pipes of a child: lines as they come, whatever is in them."""

import logging

from hypothesis import given
from hypothesis import strategies as st

from wallboard.kiosk.child import priority_of
from wallboard.kiosk.words import Lines


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
