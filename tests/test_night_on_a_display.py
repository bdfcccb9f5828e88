"""Dark hours and the PIN on a real X display: what stands on the glass, and what no key gets round."""

import json
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.test_on_a_display import TWO_PAGES, Wall, wall
from tests.waiting import until
from wallboard.cli.show import own_command
from wallboard.ui.pin_tries import TRIES_FILE

__all__ = ["wall"]

pytestmark = pytest.mark.needs_debian
PIN, OTHER = "471108", "471109"


def around_now(hours: float) -> str:
    """Hours of the day, UTC, around the present."""
    now = datetime.now(UTC)
    first, last = now - timedelta(hours=hours), now + timedelta(hours=hours)
    return f"{first:%H:%M}-{last:%H:%M}"


def board(wall: Wall, screen: str = "", more: str = "") -> Path:
    """A board of two pages, its clock UTC's."""
    path = wall.folder / "night.yaml"
    text = TWO_PAGES.replace("Europe/London", "UTC") + (f"screen: {{{screen}}}\n" if screen else "") + more
    path.write_text(text, encoding="utf-8")
    return path


def pin_line(pin: str) -> str:
    """What `wallboard pin` writes for it."""
    made = subprocess.run(own_command("pin"), input=f"{pin}\n", capture_output=True, check=True, text=True, timeout=60)
    return made.stdout


def black_part(wall: Wall) -> float:
    """How much of the screen is black."""
    return wall.pixels_of("#000000") / (wall.seen()[0] // 4 * (wall.seen()[1] // 4))


def shows(wall: Wall) -> bool:
    """Whether a page stands there."""
    return wall.seen()[2] == "#0e1217" and wall.pixels_of("#161c23") > 1000


def test_a_board_in_its_dark_hours_is_black_until_a_key_lights_it(wall: Wall) -> None:
    glass = wall.show(board=board(wall, f'dark: {{at: "{around_now(2)}"}}'))
    until(lambda: glass.poll() is None and 0.95 < black_part(wall) < 1, "black, with a line")
    wall.key("Escape")
    until(lambda: shows(wall), "lit by a key")
    assert glass.poll() is None
    wall.key("Escape", "Return")
    assert glass.wait(20) == 0


def test_dark_hours_that_are_written_into_the_board_hold_at_once_and_so_does_their_end(wall: Wall) -> None:
    glass = wall.show(board=board(wall))
    until(lambda: shows(wall), "the first page")
    board(wall, f'dark: {{at: "{around_now(2)}"}}')
    until(lambda: black_part(wall) > 0.95, "dark")
    board(wall, f'dim: {{at: "{around_now(2)}", to: 40}}')
    until(lambda: wall.pixels_of("#0b0f13") > 0, "dimmed")
    assert glass.poll() is None


def asks_pin(wall: Wall) -> bool:
    """Whether the box for the PIN lies over the page."""
    return wall.pixels_of("#20272f") > 1000


def tries(wall: Wall) -> int:
    """How many wrong tries are written down."""
    file = wall.folder / "state" / TRIES_FILE
    return int(json.loads(file.read_bytes())["wrong"]) if file.exists() else 0


def test_no_key_no_window_manager_and_no_restart_gets_round_the_pin(wall: Wall) -> None:
    path = board(wall, more=pin_line(PIN))
    glass = wall.show(board=path)
    until(lambda: shows(wall), "the first page")
    for keys in (["alt+F4"], ["F11"], ["Return", "Up", "Return"], ["Escape", "alt+F4", "F11", "q"]):
        wall.key(*keys)
        until(lambda: asks_pin(wall), f"the PIN is asked for after {keys}")
        wall.key("Escape")
        until(lambda: not asks_pin(wall), "Escape goes back")
    time_of_last = time.time()
    wall.key("Escape")
    for number in range(1, 4):
        wall.key(*OTHER, "Return")
        until(lambda number=number: tries(wall) == number, f"{number} wrong tries")
    glass.send_signal(signal.SIGKILL)
    glass.wait(20)
    glass = wall.show(board=path)
    until(lambda: shows(wall), "the board again")
    wall.key("Escape", *PIN, "Return")
    until(lambda: asks_pin(wall), "the PIN does not help yet")
    assert tries(wall) == 3
    file = wall.folder / "state" / TRIES_FILE
    told = json.loads(file.read_bytes())
    assert told["last_s"] >= time_of_last
    file.write_text(json.dumps({**told, "last_s": told["last_s"] - 60}), encoding="utf-8")  # half a minute later
    wall.key("Escape", "Escape", *PIN, "Return")
    assert glass.wait(20) == 0
    assert tries(wall) == 0
