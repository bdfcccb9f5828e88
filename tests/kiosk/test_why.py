"""What the wall may say of a program that ended: the kind of error, and never its text."""

import signal

import pytest

from wallboard.kiosk.why import how_it_ended, kind_of_error, told_end

TRACE = (
    "Traceback (most recent call last):",
    '  File "reader.py", line 3, in read',
    '    raise ValueError(f"cannot read row of client {name}")',
    "ValueError: cannot read row of client Jane Roe, +44 20 7946 0000",
)


def test_the_wall_names_the_kind_of_error_and_where_the_log_is_and_no_client() -> None:
    told = told_end("The program", "ended with SIGSEGV", TRACE, "/var/log/kiosk.log")
    assert told.splitlines() == [
        "The program ended with SIGSEGV, again and again.",
        "The kind of error: ValueError.",
        "The log says more: /var/log/kiosk.log",
    ]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ((), None),
        (("Jane Roe: an Error", "Jane RoeError", "  MemoryError"), None),
        (("MemoryError",), "MemoryError"),
        (("polars.exceptions.ColumnNotFoundError: Jane",), "ColumnNotFoundError"),
        ((*TRACE, "During handling of the above exception", "KeyError: 'Jane'", "some noise"), "KeyError"),
    ],
)
def test_the_kind_is_the_type_at_the_last_traceback_s_end(lines: tuple[str, ...], kind: str | None) -> None:
    assert kind_of_error(lines) == kind


def test_a_signal_has_its_name() -> None:
    assert how_it_ended(-signal.SIGSEGV) == "ended with SIGSEGV"
    assert how_it_ended(-250) == "ended with signal 250"
    assert how_it_ended(3) == "ended with exit code 3"
