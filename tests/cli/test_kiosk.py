"""The kiosk with its real glass and collector: after each fault the board is back by itself, with what it had."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.waiting import PATIENCE_S, until
from wallboard.store.places import board_id

ROOT = Path(__file__).parents[2]

CLOCKS = """
version: 1
organisation: {{name: Northwind, time_zone: Europe/London, locale: en_GB, calendar: office}}
calendars: {{office: {{hours: {{mon-fri: ["09:00-17:00"]}}}}}}
screen: {{diagonal: 55, distance: 3{screen}}}
sources: {{}}
pages:
  - title: One clock
    panels: [{{type: clock, title: London, place: [0, 0, 12, 8]}}]
"""


@dataclass
class Kiosk:
    """A running kiosk, seen from outside: its processes and its log."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None

    def board(self, name: str = "board", text: str = CLOCKS, screen: str = "") -> Path:
        path = self.folder / f"{name}.yaml"
        path.write_text(text.format(screen=screen) if text is CLOCKS else text)
        return path

    def start(self, *boards: Path) -> "Kiosk":
        with (self.folder / "stderr").open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "wallboard", "kiosk", *map(str, boards)],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stderr=said,
                text=True,
            )
        return self

    @property
    def said(self) -> str:
        return (self.folder / "stderr").read_text()

    def child(self, word: str, *others: str) -> psutil.Process | None:
        """The living child whose command has these words."""
        assert self.process is not None
        try:
            children = psutil.Process(self.process.pid).children()
            return next((one for one in children if {word, *others} <= set(one.cmdline())), None)
        except psutil.Error:
            return None

    @property
    def log(self) -> list[str]:
        path = self.folder / "state" / "logs" / "kiosk.log"
        return path.read_text().splitlines() if path.exists() else []

    def lines(self, pattern: str) -> list[str]:
        return [line for line in self.log if re.search(pattern, line)]

    def alive(self, what: str, times: int = 1) -> None:
        """Wait until glass, collector or safe board has said so often that it lives."""
        until(lambda: len(self.lines(f"the {what}.* lives$")) >= times, f"{what} lives, {times}")

    def end(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    made = Kiosk(tmp_path)
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
        made.process.wait(PATIENCE_S)


@pytest.fixture
def running(kiosk: Kiosk) -> Kiosk:
    kiosk.start(kiosk.board())
    kiosk.alive("glass")
    kiosk.alive("collector")
    until((kiosk.folder / "state" / "journal.sqlite").exists, "a journal")
    return kiosk


def comes_back(kiosk: Kiosk, what: str, harm: Callable[[psutil.Process], None]) -> bool:
    """Harm a child once; whether another one lives in its place. Prints how long that took, which nothing judges."""
    first = kiosk.child("show" if what == "glass" else "collect")
    assert first is not None
    harm(first)
    until(lambda: kiosk.lines(f"the {what}.* has ended"), f"{what} ended")
    kiosk.alive(what, 2)
    ended, lives = kiosk.lines(f"the {what}.* has ended")[0], kiosk.lines(f"the {what}.* lives$")[1]
    print(f"the {what} is back after {_second(lives) - _second(ended):.2f} s")
    successor = kiosk.child("show" if what == "glass" else "collect")
    return successor is not None and successor.pid != first.pid


def _second(line: str) -> float:
    hours, minutes, seconds = line.split()[1].replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_a_killed_glass_is_back(running: Kiosk) -> None:
    assert comes_back(running, "glass", lambda one: one.kill())


def test_a_stopped_glass_is_killed_and_back(running: Kiosk) -> None:
    assert comes_back(running, "glass", lambda one: one.suspend())
    assert running.lines("the glass.* has given no sign of life for 1. s and is killed")


def test_a_killed_collector_is_back_while_the_glass_stays(running: Kiosk) -> None:
    glass = running.child("show")
    assert comes_back(running, "collector", lambda one: one.kill())
    assert running.child("show") == glass


def test_sigterm_ends_all_in_good_order(running: Kiosk) -> None:
    children = [running.child("show"), running.child("collect")]
    assert running.end() == 0
    assert not any(one is None or one.is_running() for one in children)
    ends = {line.split(" ", 3)[3] for line in running.lines("has ended")}
    glass = board_id(running.folder / "board.yaml")
    assert ends == {f"the glass of {glass} has ended as asked", "the collector has ended as asked"}


def test_a_killed_kiosk_takes_its_children_along_also_one_that_is_stopped(running: Kiosk) -> None:
    glass, collector = running.child("show"), running.child("collect")
    assert glass is not None
    assert collector is not None
    glass.suspend()
    assert running.process is not None
    running.process.kill()
    running.process.wait(PATIENCE_S)
    psutil.wait_procs([glass, collector], timeout=PATIENCE_S)
    assert not glass.is_running()
    assert not collector.is_running()


def test_a_second_kiosk_on_the_same_state_ends_at_once(running: Kiosk) -> None:
    second = subprocess.run(
        [sys.executable, "-m", "wallboard", "kiosk", str(running.folder / "board.yaml")],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert second.returncode == 3
    assert "A kiosk runs already" in second.stderr


def test_the_parent_is_small(running: Kiosk) -> None:
    assert running.process is not None
    mapped = {Path(one.path).name.split(".")[0] for one in psutil.Process(running.process.pid).memory_maps()}
    assert not any(re.match("libQt|_polars|libpython_polars|_pydantic|_multiarray", name) for name in mapped)


def test_a_glass_above_its_ceiling_is_started_anew_in_good_order(kiosk: Kiosk) -> None:
    kiosk.environment["WALLBOARD_GLASS_MIB"] = "16"
    kiosk.start(kiosk.board())
    kiosk.alive("glass", 2)
    assert kiosk.lines(r"the glass.* holds \d+ MiB, more than its 16, and is started anew")
    assert kiosk.lines("the glass.* has ended as asked")


def test_without_any_display_it_ends_instead_of_trying_for_ever(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    kiosk.start(kiosk.board())
    assert kiosk.process is not None
    assert kiosk.process.wait(PATIENCE_S) == 2
    assert "There is no display" in kiosk.said


def test_a_display_that_is_not_there_yet_is_waited_for(kiosk: Kiosk) -> None:
    kiosk.environment |= {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":4711"}
    kiosk.start(kiosk.board())
    until(lambda: len(kiosk.lines("the glass.* has ended with exit code 2")) >= 2, "two tries")
    assert kiosk.lines("The display “:4711” does not answer")
    assert kiosk.end() == 0


def test_with_a_ceiling_that_is_none_the_wall_comes_up_all_the_same(kiosk: Kiosk) -> None:
    kiosk.environment["WALLBOARD_GLASS_MIB"] = "lots"
    kiosk.start(kiosk.board())
    kiosk.alive("glass")
    assert kiosk.lines("WARNING WALLBOARD_GLASS_MIB takes whole MiB from 16, and is “lots”: 400 is taken")


def test_a_bad_board_without_a_picture_is_told_by_name_and_line_and_mended_ones_come_up(kiosk: Kiosk) -> None:
    bad = kiosk.board("bad", "version: 1\npages: oops\n")
    kiosk.start(bad, kiosk.board("good", screen=", output: HDMI-1"))
    kiosk.alive("safe board")
    safe = kiosk.child("show", "--for-kiosk")
    assert safe is not None
    assert kiosk.lines("bad-[0-9a-f]+: the safe board is shown: The board’s file has to be mended")
    assert kiosk.lines(rf"{re.escape(str(bad))}:2:\d+: pages")
    kiosk.alive("glass of good")
    kiosk.board("bad", CLOCKS, screen=", output: HDMI-2")
    kiosk.alive("glass of bad")
    until(lambda: kiosk.lines("the safe board.* has ended as asked"), "the safe board goes")


def test_a_bad_board_with_a_picture_keeps_it(running: Kiosk) -> None:
    assert running.end() == 0
    running.board("board", "version: 1\npages: oops\n")
    running.start(running.folder / "board.yaml")
    running.alive("glass", 2)
    running.alive("collector", 2)
    assert not running.lines("safe board")


def test_two_boards_that_want_one_screen_are_a_fault_of_the_second(kiosk: Kiosk) -> None:
    first = kiosk.board("first", screen=", output: HDMI-1")
    second = kiosk.board("second", screen=", output: HDMI-1")
    kiosk.start(first, second)
    kiosk.alive("safe board of second")
    kiosk.alive("glass of first")
    assert kiosk.lines(f"{second}: {first} is shown on the screen HDMI-1 as well")
    kiosk.board("first", screen=", output: HDMI-2")
    kiosk.alive("glass of second")


def test_a_glass_that_dies_five_times_leaves_the_screen_to_the_safe_board(running: Kiosk) -> None:
    for times in range(1, 6):
        running.alive("glass", times)
        glass = running.child("show")
        assert glass is not None
        glass.kill()
        until(lambda count=times: len(running.lines("the glass.* has ended with SIGKILL")) == count, "an end")
    running.alive("safe board")
    assert running.lines("the safe board is shown: The program that draws this board ended with SIGKILL, again")


def test_where_the_state_directory_cannot_be_used_the_safe_board_says_so(kiosk: Kiosk) -> None:
    (kiosk.folder / "state").write_text("no folder")
    kiosk.start(kiosk.board())
    until(lambda: " lives" in kiosk.said.partition("the safe board of")[2], "a safe board")
    assert re.search("safe board is shown: The program that reads the sources ends, .* The state dir", kiosk.said)
    assert (kiosk.folder / "state").read_text() == "no folder"
    assert kiosk.end() == 0


def test_what_stands_in_the_place_of_folders_locks_and_logs_is_set_aside(kiosk: Kiosk) -> None:
    state = kiosk.folder / "state"
    (state / "locks" / "kiosk.lock").mkdir(parents=True)
    (state / "locks" / f"board-{board_id(kiosk.board())}.lock").mkdir()
    (state / "images").write_text("no folder")
    (state / "journal-copies").write_text("no folder")
    (state / "logs").mkdir()
    os.mkfifo(state / "logs" / "kiosk.log")
    kiosk.start(kiosk.board())
    until((state / "logs" / "kiosk.log").is_file, "a log")
    kiosk.alive("glass")
    kiosk.alive("collector")
    until((state / "journal.sqlite").exists, "a journal")
    assert kiosk.end() == 0
    for name in ("images", "journal-copies", "locks/kiosk", "logs/kiosk"):
        assert (state / f"{name}.damaged-1").exists(), name
    assert not kiosk.lines("has ended with")


def test_a_file_in_the_place_of_the_logs_is_set_aside(kiosk: Kiosk) -> None:
    (kiosk.folder / "state").mkdir()
    (kiosk.folder / "state" / "logs").write_text("no folder")
    (kiosk.folder / "state" / "locks").write_text("no folder")
    kiosk.start(kiosk.board())
    kiosk.alive("glass")
    kiosk.alive("collector")


def test_systemd_is_told(kiosk: Kiosk) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(kiosk.folder / "notify"))
        systemd.settimeout(PATIENCE_S)
        kiosk.environment |= {"NOTIFY_SOCKET": str(kiosk.folder / "notify"), "WATCHDOG_USEC": "1000000"}
        kiosk.start(kiosk.board())
        heard = [systemd.recv(4096).decode() for _ in range(6)]
        assert heard.count("READY=1") == 1
        assert heard.count("WATCHDOG=1") >= 2
        assert any(line.startswith("STATUS=collector") for line in heard)
        assert kiosk.process is not None
        kiosk.process.send_signal(signal.SIGTERM)
        while systemd.recv(4096) != b"STOPPING=1":
            pass
