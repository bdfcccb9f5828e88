"""CSV by RFC 4180, harmless to spreadsheets, and aligned lines."""

import pytest

from wallboard.cli.sheet import aligned, csv_text, harmless


def test_rows_are_quoted_where_they_must_be_and_end_in_line_feeds():
    text = csv_text(("a", "b"), [['x, "y"', "two\nlines"], [None, 0.1 + 0.2]])
    assert text == 'a,b\n"x, ""y""","two\nlines"\n,0.30000000000000004\n'


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "--5", "-5x"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-5", "+5.25", "-1,000.5", "-1e-5", "a=b", "", "x-1", -5, -0.5, None])
def test_numbers_and_other_text_stay_as_they_are(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("a\x1b]0;x\x07b", "a·]0;x·b"),
        ("\x9b31m\x7f", "·31m·"),
        ("a\u202eb\u2066c\u2069", "a·b·c·"),
        ("two\nlines\tand", "two\nlines\tand"),
        ("\x1b=", "·="),
        ("=\x1b", "'=·"),
        ("\rx", "'·x"),
    ],
)
def test_what_would_steer_a_terminal_is_a_dot(cell, written):
    assert harmless(cell) == written


def test_columns_stand_below_each_other():
    assert aligned([["a", "1", ""], ["bcd", "22", "x"]], right=frozenset({1})) == ["a     1", "bcd  22  x"]
    assert aligned([]) == []
