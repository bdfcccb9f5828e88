"""Logs stay small, whatever the machine, and say to systemd's journal how grave a line is."""

import logging
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from wallboard.store.logs import (
    BOARDS_KEPT,
    LOG_BYTES,
    LOGS_KEPT,
    PRIORITIES_VARIABLE,
    JournalFormatter,
    forget_logs,
    start_log,
)

LOGS = """
import logging, sys
from contextlib import ExitStack
from pathlib import Path
from wallboard.store.logs import start_log
with ExitStack() as stack:
    start_log(stack, Path(sys.argv[1]))
    logging.getLogger("wallboard.collect").error("the shop: no answer\\nTraceback")
"""


def logged(folder: Path, **environ: str) -> str:
    """What a process says on a standard error that is a pipe, whose device and file fill the variable's braces."""
    reads, writes = os.pipe()
    status = os.fstat(writes)
    given = {name: value.format(f"{status.st_dev}:{status.st_ino}") for name, value in environ.items()}
    clean = {name: value for name, value in os.environ.items() if name not in ("JOURNAL_STREAM", PRIORITIES_VARIABLE)}
    subprocess.run(
        [sys.executable, "-c", LOGS, str(folder / "a.log")], stderr=writes, env=clean | given, check=True, text=True
    )
    os.close(writes)
    with os.fdopen(reads) as said:
        return said.read()


def test_on_a_terminal_a_line_has_its_time_and_level(tmp_path: Path) -> None:
    lines = logged(tmp_path).splitlines()
    assert lines[0].endswith(" ERROR the shop: no answer")
    assert lines[0][:2] == "20"


def test_in_the_journal_every_line_has_its_priority_and_the_file_is_as_ever(tmp_path: Path) -> None:
    assert logged(tmp_path, JOURNAL_STREAM="{}") == "<3>the shop: no answer\n<3>Traceback\n"
    assert " ERROR the shop: no answer\nTraceback\n" in (tmp_path / "a.log").read_text()


def test_what_was_the_journal_of_a_parent_is_not_ours(tmp_path: Path) -> None:
    assert "<3>" not in logged(tmp_path, JOURNAL_STREAM="8:1")


def test_a_parent_that_hands_lines_on_asks_for_their_priorities(tmp_path: Path) -> None:
    assert logged(tmp_path, **{PRIORITIES_VARIABLE: "1"}).startswith("<3>the shop")


@pytest.mark.parametrize(
    ("level", "priority"),
    [(logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (logging.DEBUG, 7)],
)
def test_each_level_is_one_of_the_journals(level: int, priority: int) -> None:
    record = logging.LogRecord("wallboard", level, "", 0, "one\ntwo", None, None)
    assert JournalFormatter().format(record) == f"<{priority}>one\n<{priority}>two"


def test_a_log_is_put_by_before_it_grows_and_the_oldest_goes(tmp_path: Path) -> None:
    with ExitStack() as stack:
        start_log(stack, tmp_path / "a.log")
        logging.getLogger("wallboard").handlers[0].setLevel(logging.CRITICAL + 1)
        for _ in range((LOGS_KEPT + 3) * LOG_BYTES // 50_000):
            logging.getLogger("wallboard.test").info("x" * 50_000)
    sizes = [entry.stat().st_size for entry in tmp_path.iterdir()]
    assert len(sizes) == 1 + LOGS_KEPT
    assert max(sizes) <= LOG_BYTES


def test_logs_of_boards_that_are_long_gone_go_too(tmp_path: Path) -> None:
    for number in range(BOARDS_KEPT + 4):
        for name in (f"collect-{number}.log", f"collect-{number}.log.1"):
            (tmp_path / name).write_text("x")
            os.utime(tmp_path / name, (number, number))
    (tmp_path / "another.txt").write_text("nobody's log")
    forget_logs(tmp_path, but=tmp_path / "collect-0.log")
    kept = {entry.name for entry in tmp_path.iterdir()}
    numbers = [0, *range(5, BOARDS_KEPT + 4)]
    assert kept == {"another.txt"} | {
        name for number in numbers for name in (f"collect-{number}.log", f"collect-{number}.log.1")
    }


def test_a_log_that_cannot_be_written_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with ExitStack() as stack:
        start_log(stack, tmp_path / "missing" / "a.log")
        logging.getLogger("wallboard.test").warning("still said")
    assert [record.message for record in caplog.records][-1] == "still said"


def test_a_pipe_in_a_logs_place_holds_nobody_up_and_is_set_aside(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.log")
    logged(tmp_path)
    assert " ERROR the shop: no answer\nTraceback\n" in (tmp_path / "a.log").read_text()
    assert (tmp_path / "a.damaged-1").is_fifo()


def test_a_log_that_is_linked_to_nothing_stays_so(tmp_path: Path) -> None:
    (tmp_path / "a.log").symlink_to("/dev/null")
    assert "no answer" in logged(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.log"]
    assert (tmp_path / "a.log").is_symlink()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_log_on_a_full_disk_costs_no_more_than_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with ExitStack() as stack:
        start_log(stack, Path("/dev/full"))
        logging.getLogger("wallboard").warning("one line")
        assert logging.raiseExceptions is False
    written = capsys.readouterr().err
    assert (written.count("one line"), written.count("\n")) == (1, 1)
    assert logging.raiseExceptions is True
