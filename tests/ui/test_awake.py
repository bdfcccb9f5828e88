"""Whoever blanks the screens of a desktop is asked to leave this one lit."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from wallboard.ui.awake import INHIBITORS, Awake

SAVER = """
import sys
from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection

app = QCoreApplication([])

@ClassInfo({"D-Bus Interface": sys.argv[3]})
class Saver(QObject):
    @Slot(str, str, result=int)
    def Inhibit(self, application, reason):
        print("inhibit", application, reason, flush=True)
        return 1

saver, bus = Saver(), QDBusConnection.sessionBus()
bus.registerObject(sys.argv[2], saver, QDBusConnection.RegisterOption.ExportAllSlots)
print(bus.registerService(sys.argv[1]), flush=True)
app.exec()
"""
GLASS = """
import sys
import wallboard.ui
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from wallboard.ui.awake import Awake

app = QGuiApplication([])
awake = Awake()
beat = QTimer()
beat.timeout.connect(awake.beat)
beat.start(5)  # a beat a second would take the test half a minute to see who comes next
QTimer.singleShot(60_000, app.quit)
print("beats", flush=True)
app.exec()
"""


def test_without_a_desktop_it_asks_nobody_and_needs_no_bus():
    awake = Awake({})
    for _ in range(100):
        awake.beat()
    code = "import wallboard.ui, sys\nfrom wallboard.ui.awake import Awake\nprint('PySide6.QtDBus' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


@pytest.fixture
def bus() -> Iterator[dict[str, str]]:
    """The environment of a desktop's session."""
    if not shutil.which("dbus-daemon"):
        pytest.fail("dbus-daemon is not installed: ./installer/test --all installs it")
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    yield {**os.environ, "DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()}
    daemon.terminate()
    daemon.wait(timeout=20)
    daemon.stdout.close()


def started(code, environment, *arguments):
    """A process that has said its first line."""
    command = [sys.executable, "-c", code, *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() in ("True\n", "beats\n")
    return process


def ended(process):
    process.kill()
    process.wait(timeout=20)
    process.stdout.close()


@pytest.mark.needs_debian
@pytest.mark.parametrize("inhibitor", INHIBITORS, ids=[inhibitor[0] for inhibitor in INHIBITORS])
def test_it_asks_who_is_there_and_who_comes_later(bus, inhibitor):
    saver = started(SAVER, bus, *inhibitor)
    glass = started(GLASS, bus)
    assert saver.stdout.readline() == "inhibit Wallboard The board is on the wall\n"
    ended(saver)
    successor = started(SAVER, bus, *inhibitor)
    assert successor.stdout.readline() == "inhibit Wallboard The board is on the wall\n"
    ended(successor)
    ended(glass)
