"""How commands end: without tracebacks, whatever happens to their streams."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_office import AT
from wallboard.cli.ends import Refused
from wallboard.cli.run import run


def test_the_code_is_that_of_the_work():
    assert run(lambda: 1) == 1


def test_a_refusal_is_told_line_by_line_with_exit_2(capsys):
    def refuse():
        raise Refused("This.", "That.")

    assert run(refuse) == 2
    assert capsys.readouterr() == ("", "This.\nThat.\n")


def test_an_interrupt_is_quiet(capsys):
    def interrupted():
        raise KeyboardInterrupt

    assert run(interrupted) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_has_gone_is_no_traceback(office):
    # More than a pipe holds, and nobody reads it.
    command = [sys.executable, "-m", "wallboard", "explain", "demo", "--panel", "Late", "--at", "2026-03-10T11:00"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as made:
        assert made.stdout is not None
        assert made.stderr is not None
        made.stdout.close()
        said = made.stderr.read()
    assert (made.returncode, said) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [("types",), ("--help",), ("report", "demo", "--at", "2026-03-10T11:00")])
def test_output_that_finds_no_room_ends_with_1_and_a_line(arguments):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "wallboard", *arguments]
        made = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert (made.returncode, made.stderr) == (1, b"wallboard: the output: No space left on device\n")


def test_closed_streams_swallow_what_they_are_given(process, office):
    first = "import sys; sys.stdout = sys.stderr = None"
    assert process("report", office, "--at", AT, first=first) == (0, "", "")


def test_output_is_utf_8_with_plain_line_ends_in_any_locale(process):
    ended = process("report", "demo", "--at", "2026-03-10T11:00", "--format", "csv", PYTHONIOENCODING="latin-1")
    assert "\r" not in ended.out
    assert (
        process("hours", "ofice", "2026-03-10", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").err.count("“") == 2
    )


def test_a_stream_that_is_no_file_is_left_as_it_is(monkeypatch):
    made = io.StringIO()
    monkeypatch.setattr(sys, "stdout", made)
    run(lambda: sys.stdout.write("x"))
    assert made.getvalue() == "x"


@pytest.mark.parametrize(
    "arguments", [("chek",), ("report", "--att", AT), ("report", "a", "b"), ("show", "--page", "x")]
)
def test_what_is_no_command_line_is_told_with_exit_2(wallboard, arguments):
    ended = wallboard(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "Usage: wallboard" in ended.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("report", "--format", "xml"), "Invalid value for '--format': “xml” is none of json, table, csv."),
        (
            ("source", "try", "a.csv", "--as", "it's \x1b[1m"),
            "'--as': “it's ·[1m” is none of cases, events, activities, ",
        ),
        (("source", "tri", "a.csv"), "Invalid value for 'try': say try, not “tri”."),
        (("show", "--page", "0"), "Invalid value for '--page': “0” is too small: it is 1 or more."),
        (("show", "--page", "x"), "Invalid value for '--page': “x” is no whole number."),
        (("show", "--page", "9" * 5_000), "9” is too large a number."),
        (("show", "--for", "x"), "Invalid value for '--for': “x” is no number."),
    ],
)
def test_a_value_that_cannot_be_is_told_in_plain_words(wallboard, arguments, told):
    ended = wallboard(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert "Value error" not in ended.err
    assert "Input should" not in ended.err


def test_a_mistyped_command_is_answered_with_the_nearest(wallboard):
    assert "Did you mean 'check'" in wallboard("chek").err


def test_help_and_version_are_no_errors(wallboard):
    assert wallboard("--help").code == 0
    ended = wallboard("--version")
    assert (ended.code, ended.out[:9]) == (0, "wallboard")
