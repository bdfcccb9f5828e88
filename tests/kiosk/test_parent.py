"""The kiosk as a process, over children that do as they are told."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PATIENCE_S = 60

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[str]] = []

    def kiosk(*told: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(HERE / "kiosk_under_test.py"), *told]
        environment = {**os.environ, "PYTHONPATH": str(HERE.parents[1]), "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        return process

    yield kiosk
    for process in started:
        process.kill()
        process.communicate(timeout=PATIENCE_S)


def said(process: subprocess.Popen[str], until: str) -> list[str]:
    """The lines that it writes, to the first that has these words."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip())
        if until in line:
            return lines
    return pytest.fail("\n".join(["never said: " + until, *lines]))


def test_one_glass_that_is_left_ends_all(start: Start) -> None:
    kiosk = start("--", "beats", "--", "beats", "--", "beat", "say:left", "wait")
    said(kiosk, "ends: board1 was left")
    rest, _ = kiosk.communicate(timeout=PATIENCE_S)
    assert kiosk.returncode == 0
    assert "the glass of board0 has ended as asked" in rest
    assert "the collector has ended as asked" in rest


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all(start: Start, number: signal.Signals) -> None:
    kiosk = start("--", "beats", "--", "beats")
    said(kiosk, "the glass of board0 lives")
    kiosk.send_signal(number)
    said(kiosk, f"ends: {number.name}")
    assert kiosk.wait(PATIENCE_S) == 0


def test_what_a_glass_asks_for_reaches_the_collector_with_the_board_that_stands_up(
    start: Start, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    kiosk = start("--", f"tell:{told}", "--", "beats", "--", "beat", "say:refresh", "say:standup", "say:left", "wait")
    said(kiosk, "ends: board1 was left")
    assert kiosk.wait(PATIENCE_S) == 0
    assert told.read_text().splitlines() == ["refresh", "standup board1"]


def test_a_glass_that_hangs_is_killed_by_the_kiosk_s_own_clock(start: Start) -> None:
    kiosk = start("silence_s=0.5", "--", "beats", "--", "beat", "deaf")
    said(kiosk, "has given no sign of life")
    assert kiosk.poll() is None
    said(kiosk, "the glass of board0 lives")


def test_children_that_ignore_the_end_are_killed(start: Start) -> None:
    kiosk = start("ended_in_s=0.2", "--", "beat", "deaf", "--", "beat", "say:left", "deaf")
    assert kiosk.wait(PATIENCE_S) == 0


def test_complaints_are_handed_on_by_the_child_s_name(start: Start) -> None:
    kiosk = start("--", "err:<4>no network", "beats", "--", "beats")
    assert said(kiosk, "no network")[-1] == "the collector complains: no network"


def test_boards_that_the_collector_calls_bad_are_told_of_and_good_ones_stay(start: Start) -> None:
    kiosk = start("--", "say:bad board1 b.yaml:3: no such key ¶ And 2 more.", "beats", "--", "beats", "--", "beats")
    lines = said(kiosk, "the safe board of board1 lives")
    assert not any("safe board of board0" in line for line in lines)
    assert any("b.yaml:3: no such key And 2 more." in line for line in lines)


def test_a_collector_that_cannot_live_is_told_of_where_there_is_nothing_to_show(start: Start) -> None:
    kiosk = start("has_picture=no", "most_wait_s=0.2", "--", "err:ValueError: Jane Roe", "exit:1", "--", "beats")
    lines = said(kiosk, "the safe board is shown")
    assert sum("the collector has ended" in line for line in lines) == 5
    assert "The program that reads the sources ends, again and again. The kind of error: ValueError." in lines[-1]
    assert "Jane" not in lines[-1]


def test_a_collector_that_cannot_live_leaves_the_last_picture_on_the_wall(start: Start) -> None:
    kiosk = start("most_wait_s=0.2", "--", "exit:1", "--", "beats")
    lines = [line for _ in range(7) for line in said(kiosk, "the collector has ended")]
    assert not any("safe board" in line for line in lines)


def test_a_collector_that_ends_in_good_order_to_begin_anew_is_no_trouble(start: Start) -> None:
    kiosk = start("has_picture=no", "most_wait_s=0.2", "--", "exit:0", "--", "beats")
    lines = [line for _ in range(7) for line in said(kiosk, "the collector has ended")]
    assert not any("safe board" in line for line in lines)
