"""The glass from start to end, with a journal made by hand."""

import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui import samples
from tests.ui.grabbed import grabbed
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from wallboard.store.locks import take
from wallboard.store.places import Places
from wallboard.ui.glass import Glass, GlassOptions
from wallboard.ui.screens import ScreenTaken, tell_of_taken
from wallboard.ui.window import GlassWindow


class Journal:
    """A journal in memory; `puts` counts as a change."""

    def __init__(self, layout=None, picture=None):
        self.number = 0
        self.now_shown = (layout, picture)
        self.is_closed = False

    def put(self, layout, picture):
        self.number += 1
        self.now_shown = (layout, picture)

    def change(self):
        return self.number

    def shown(self):
        return self.now_shown if None not in self.now_shown else None

    def close(self):
        self.is_closed = True


def options(tmp_path, **more):
    plain = GlassOptions("northwind", tmp_path / "journal.sqlite", tmp_path, is_windowed=True, at_us=NOW)
    return replace(plain, **more)


def journal():
    return Journal(layout_of(samples.SERVICE), picture_of(samples.SERVICE))


def run_with(glass, qapp, steps):
    """Run the glass, and once it stands do the steps; they must end it."""
    QTimer.singleShot(0, steps)
    return glass.run(qapp)


def window_of(glass):
    assert isinstance(glass._window, GlassWindow)
    return glass._window


def leave(glass):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        QTest.keyClick(window_of(glass), key)


def test_the_first_page_comes_from_the_journal_and_escape_and_enter_leave(qapp, tmp_path):
    held = journal()
    glass = Glass(options(tmp_path), held)
    code = run_with(glass, qapp, lambda: leave(glass))
    assert code == 0
    assert held.is_closed


def test_it_ends_by_itself_when_told_for_how_long(qapp, tmp_path):
    assert Glass(options(tmp_path, for_seconds=0.05), journal()).run(qapp) == 0


def test_new_figures_are_shown_at_the_next_beat(qapp, tmp_path):
    held = journal()
    glass = Glass(options(tmp_path), held)
    seen = []

    def steps():
        seen.append(grabbed(window_of(glass)))
        views = (*samples.SERVICE[:2], replace(samples.SERVICE[2], heading=samples.verbatim("In")), samples.SERVICE[3])
        held.put(layout_of(views), picture_of(views))
        glass.beat()
        seen.append(grabbed(window_of(glass)))
        glass.leave()

    run_with(glass, qapp, steps)
    assert seen[0] != seen[1]


def test_a_journal_that_cannot_be_read_for_a_while_keeps_the_last_picture(qapp, tmp_path):
    held = journal()
    glass = Glass(options(tmp_path), held)
    seen = []

    def steps():
        seen.append(grabbed(window_of(glass)))
        held.put(None, None)
        glass.beat()
        seen.append(grabbed(window_of(glass)))
        glass.leave()

    run_with(glass, qapp, steps)
    assert seen[0] == seen[1]


def test_a_silent_collector_shows_by_the_glass_own_clock(qapp, tmp_path):
    held = journal()
    glass = Glass(options(tmp_path), held)
    seen = []

    def steps():
        layout, picture = held.now_shown
        held.put(layout, replace(picture, composed_at_us=NOW - 90 * SECOND))
        glass.beat()
        seen.extend(glass._shown[1].pages)
        seen.append(glass._shown[1].composed_at_us)
        glass.leave()

    run_with(glass, qapp, steps)
    assert seen[-1] == NOW - 90 * SECOND


def test_without_a_journal_it_waits_and_a_bad_board_is_the_end(qapp, tmp_path):
    command = (sys.executable, "-c", "raise SystemExit(2)")
    glass = Glass(options(tmp_path, collector=command), Journal())
    assert glass.run(qapp) == 2


def test_a_second_board_on_the_same_screen_is_refused(qapp, tmp_path, capsys):
    places = Places(tmp_path)
    places.make()
    with take(places.screen_lock(QGuiApplication.primaryScreen().name())):
        assert Glass(options(tmp_path, is_windowed=False), journal()).run(qapp) == 3
    assert capsys.readouterr().err == "This screen already shows a board.\n"


def test_the_screen_that_shows_a_board_is_named_where_it_has_a_name(capsys):
    tell_of_taken(ScreenTaken("HDMI-1"))
    assert capsys.readouterr().err == "The screen HDMI-1 already shows a board.\n"


def test_it_takes_the_whole_screen_unless_told_otherwise(qapp, tmp_path):
    glass = Glass(options(tmp_path, is_windowed=False), journal())
    states = []

    def steps():
        states.append(window_of(glass).is_full_screen)
        glass.leave()

    run_with(glass, qapp, steps)
    assert states == [True]


@pytest.mark.parametrize(("pinned", "expected"), [(None, 1), (0, 0)])
def test_pages_take_turns_unless_one_is_pinned(qapp, tmp_path, pinned, expected):
    pages = (samples.SERVICE, samples.STATES)
    layout = layout_of(*pages)
    layout = replace(layout, pages=tuple(replace(page, dwell_s=0.0) for page in layout.pages))
    glass = Glass(options(tmp_path, page=pinned), Journal(layout, picture_of(*pages)))
    turned = []

    def steps():
        glass.beat()
        turned.append(window_of(glass).page)
        glass.leave()

    run_with(glass, qapp, steps)
    assert turned == [expected]


def signs_and_menu(glass, qapp):
    """How the header says that the glass is set, and what its menu offers."""
    seen = []

    def steps():
        window = window_of(glass)
        QTest.keyClick(window, Qt.Key.Key_Return)
        offered = []
        while window.controls.overlay.chosen not in offered:
            offered.append(window.controls.overlay.chosen)
            QTest.keyClick(window, Qt.Key.Key_Down)
        seen.extend((window.signs, offered))
        glass.leave()

    run_with(glass, qapp, steps)
    return seen


def test_a_page_asked_for_is_pinned_and_its_menu_can_let_it_go(qapp, tmp_path):
    pages = (samples.SERVICE, samples.STATES)
    held = Journal(layout_of(*pages), picture_of(*pages))
    signs, offered = signs_and_menu(Glass(options(tmp_path, page=1), held), qapp)
    assert signs.pinned == 1
    assert "pin" in offered


def test_the_sources_can_be_asked_only_where_the_collector_is_its_own(qapp, tmp_path):
    sleeper = (sys.executable, "-c", "import sys; sys.stdin.read()")
    assert "refresh" not in signs_and_menu(Glass(options(tmp_path), journal()), qapp)[1]
    assert "refresh" in signs_and_menu(Glass(options(tmp_path, collector=sleeper), journal()), qapp)[1]


def test_none_lives_long_whatever_python(tmp_path):
    code = (
        "import wallboard.ui; from PySide6.QtCore import QObject; thing = QObject()\n"
        "for _ in range(50_000): thing.setObjectName('x')\n"
        "print('alive')"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "alive\n"
    assert told.stderr == ""
