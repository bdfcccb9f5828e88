"""The bar: on a terminal, after a while; nowhere else."""

import io
import sys

from wallboard.cli.progress import progress


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self):
        return True


def test_there_is_none_where_nobody_looks(capsys):
    with progress("Reading", 2, after_s=0) as done:
        done("desk")
    assert capsys.readouterr() == ("", "")


def test_short_work_shows_none(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress("Reading", 2, after_s=3600) as done:
        done("desk")
    assert sys.stderr.getvalue() == ""


def test_long_work_says_what_was_done(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with progress("Reading", 2, after_s=0) as done:
        done("desk")
        done("erp")
    assert "Reading: erp" in sys.stderr.getvalue()
    assert "2/2" in sys.stderr.getvalue()
