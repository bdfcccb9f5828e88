"""The page in the board's place: what it says, that all of it has room, and how it is left."""

import os
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.eyes import contrast
from tests.ui.samples import NOW
from tests.ui.test_scenes import GEOMETRIES
from wallboard.ui.fonts import metrics
from wallboard.ui.safe import SafeWindow
from wallboard.ui.safe_page import lay_safe, tongue_of_machine
from wallboard.ui.scene import Rect, Text
from wallboard.ui.theme import DARK
from wallboard.ui.tongue import PlaceTongue
from wallboard.ui.type_scale import font_px

ROOT = Path(__file__).parents[2]
LONDON = PlaceTongue("en_GB", "Europe/London")
FAULTS = "The board cannot be used: office.yaml.\n" + "\n".join(
    f"office.yaml:{n}:3: there is no key “titel”; did you mean “title”?" for n in range(10, 40)
)
TEXTS = {
    "faults": FAULTS,
    "nothing": "",
    "one word": "Broken",
    "a long path": "No such file: /" + "a-folder-with-a-long-name/" * 30,
    "advice of its own": "The screens are the same: HDMI-1.\n\nGive one of the boards another `screen.output`.",
    "without an end": "word " * 3000,
}


def page(text, size=(1920, 1080), tongue=LONDON):
    return lay_safe(text, size, NOW, tongue)


def texts(scene):
    return [item for item in scene.items if isinstance(item, Text)]


def said(scene):
    return " ".join(item.string for item in texts(scene))


def ink(item):
    """Capitals and what hangs below, as a rectangle."""
    return Rect(item.x, item.baseline - 0.73 * item.px, item.width, 0.93 * item.px)


def test_it_says_what_is_wrong_what_to_do_and_the_time():
    told = said(page("The disk is full."))
    assert "The board cannot be shown" in told
    assert "The disk is full." in told
    assert "switch the machine off and on" in told
    assert LONDON.time(NOW) in told


def test_faults_that_have_no_room_are_counted():
    scene = page(FAULTS)
    shown = said(scene).count("titel")
    assert 3 < shown < 30
    assert f"and {30 - shown} more" in said(scene)


@pytest.mark.parametrize("size", GEOMETRIES)
@pytest.mark.parametrize("text", ["word " * 3000, "word " * 3000 + "\nand\nso on", FAULTS])
def test_what_has_no_room_is_counted_in_every_size(size, text):
    assert re.search(r"and [\d,]+ more", said(page(text, size)))


def test_advice_that_comes_with_the_text_stands_in_the_place_of_the_usual():
    told = said(page(TEXTS["advice of its own"]))
    assert "Give one of the boards another" in told
    assert "switch the machine off" not in told


def test_it_speaks_german_where_the_machine_does():
    told = said(page("Kaputt", tongue=PlaceTongue("de_DE", "Europe/Berlin")))
    assert "Was zu tun ist" in told
    assert "What to do" not in told


def test_the_machine_has_a_tongue_and_a_time_zone():
    assert tongue_of_machine().local(NOW).utcoffset() is not None


@pytest.mark.parametrize("size", GEOMETRIES)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_all_stands_within_the_page_and_nothing_over_anything(size, text, locale):
    found = texts(page(text, size, PlaceTongue(locale, "Europe/Berlin")))
    for item in found:
        assert item.x >= 0
        assert item.x + item.width <= size[0]
        assert item.baseline + metrics(item.px, item.weight).descent() <= size[1]
        assert item.px >= font_px(16, diagonal_in=55, distance_m=3, size_px=size)
        assert contrast(DARK[item.role], DARK[item.ground]) >= 4.5
    for one, other in combinations(found, 2):
        assert not ink(one).meets(ink(other), 0.5), (one.string, other.string)


@pytest.fixture
def left():
    return []


@pytest.mark.parametrize(("may_leave", "times"), [(True, 1), (False, 0)])
def test_escape_leaves_it_but_not_in_a_kiosk(qapp, left, may_leave, times):
    window = SafeWindow("Broken", lambda: NOW, (lambda: left.append(1)) if may_leave else None)
    window.resize(640, 360)
    window.show()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(left) == times
    window.destroy()


def test_its_time_goes_on(qapp):
    now = [NOW]
    window = SafeWindow("Broken", lambda: now[0], None)
    window.resize(640, 360)
    before = window.grab_image().copy()
    now[0] += 60_000_000
    assert window.grab_image() != before
    window.destroy()


def test_it_needs_no_board_no_journal_and_no_state_directory(tmp_path):
    state = tmp_path / "state"
    state.write_text("a file in the directory's place")
    command = [sys.executable, "-m", "wallboard", "show", "--safe=The disk is gone.", "--for-kiosk", "no-such.yaml"]
    read, write = os.pipe()
    with os.fdopen(read) as words:
        process = subprocess.Popen(
            command,
            env={**os.environ, "WALLBOARD_STATE": str(state), "WALLBOARD_BEAT": str(write)},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            pass_fds=[write],
        )
        os.close(write)
        assert words.readline() == "beat\n"
        process.stdin.close()
        assert process.wait(timeout=30) == 0
