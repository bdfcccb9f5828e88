"""An error of our own within a handler of Qt's: it is logged, and the board goes on."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from wallboard.ui.unharmed import Care

ROOT = Path(__file__).parents[2]
_PRESSED = """
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of
from wallboard.ui.actions import Actions
from wallboard.ui.window import GlassWindow

def divide():
    1 / 0

app = QGuiApplication(["wallboard"])
window = GlassWindow(layout_of(samples.SERVICE), picture_of(samples.SERVICE), lambda: NOW, Actions(divide, divide))
window.place(QGuiApplication.primaryScreen(), is_windowed=True)
QTest.qWaitForWindowExposed(window)
QTest.keyClick(window, Qt.Key.Key_R)
QTest.keyClick(window, Qt.Key.Key_Escape)
QTest.keyClick(window, Qt.Key.Key_Return)
window.close()
app.processEvents()
window.beat()
print("goes on")
window.destroy()
"""


class Clock:
    """Seconds that the test moves on."""

    now_s = 0.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def test_a_key_whose_command_fails_in_c_does_not_end_the_process():
    done = subprocess.run(
        [sys.executable, "-c", _PRESSED],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "goes on\n")
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "in divide" in done.stderr
    assert done.stderr.count("Traceback") == 2  # of the keys and of the close, the second key's is the first one's


def failing(care, fault, times=1):
    for _ in range(times):
        with care.caught("drawing"):
            raise fault


def test_the_same_error_is_logged_once_in_ten_minutes(clock, caplog):
    care = Care(clock)
    failing(care, ValueError("a"), 100)
    assert len(caplog.records) == 1
    clock.now_s += 600
    failing(care, ValueError("b"), 100)
    assert len(caplog.records) == 2


def test_another_error_is_logged_at_once(clock, caplog):
    care = Care(clock)
    failing(care, ValueError())
    failing(care, KeyError())
    assert [record.exc_info[0] for record in caplog.records] == [ValueError, KeyError]
    assert {record.levelno for record in caplog.records} == {logging.ERROR}


def test_what_works_again_is_no_longer_counted(clock):
    care = Care(clock)
    failing(care, ValueError(), 3)
    assert care.in_a_row("drawing") == 3
    with care.caught("drawing"):
        pass
    assert care.in_a_row("drawing") == 0


def test_the_end_of_the_process_is_no_error(clock):
    with pytest.raises(SystemExit):
        failing(Care(clock), SystemExit())


def test_a_painting_that_fails_is_tried_again_at_the_beat_alone(qapp, clock):
    from PySide6.QtCore import QEvent
    from PySide6.QtTest import QTest

    from tests.ui import samples
    from tests.ui.samples import NOW, layout_of, picture_of
    from wallboard.ui.actions import Actions
    from wallboard.ui.window import GlassWindow

    class Broken(GlassWindow):
        tries = 0

        def _paint(self, painter):
            self.tries += 1
            raise ZeroDivisionError

    window = Broken(layout_of(samples.SERVICE), picture_of(samples.SERVICE), lambda: NOW, Actions())
    window.place(QGuiApplication.primaryScreen(), is_windowed=True)
    QTest.qWaitForWindowExposed(window)
    for _ in range(5):
        QGuiApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    before = window.tries
    assert before == window.care.in_a_row("paintEvent") > 0
    for _ in range(5):
        QGuiApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    assert window.tries == before
    window.beat()
    QGuiApplication.sendEvent(window, QEvent(QEvent.Type.UpdateRequest))
    assert window.tries == before + 1
    window.destroy()
