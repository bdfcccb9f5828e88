"""A wall paints on one thread: those that Qt starts for large areas stay for half a minute."""

import os
import subprocess
import sys

import pytest

HATCH = """
import psutil
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Hatch, Rect, Scene
from wallboard.ui.theme import DARK
app = QGuiApplication([])
image = QImage(3840, 2160, QImage.Format.Format_RGB32)
painter = QPainter(image)
before = psutil.Process().num_threads()
for radius in (8, 16, 32):
    for height in (574.65108, 1439.46907, 655.09966):
        whole = Rect(244.44664, 482.44852, 303.02811, height)
        Painter(DARK).paint(painter, [Scene(whole, (Hatch(whole, "hatch", 12.0, radius),))])
print(psutil.Process().num_threads() - before)
painter.end()
"""

GLOW = """
import psutil
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from wallboard.ui.glow import PanelGlow
from wallboard.ui.scene import Rect
from wallboard.ui.theme import DARK
from wallboard.ui.type_scale import scale_for
app = QGuiApplication([])
image = QImage(3840, 2160, QImage.Format.Format_RGB32)
image.fill(0)
now = [0.0]
glow = PanelGlow(lambda: now[0], lambda parts: None)
glow.begin(Rect(32.5, 90.25, 2000, 1900.5), scale_for(55, 3, (3840, 2160)), DARK)
now[0] = 1.0
painter = QPainter(image)
before = psutil.Process().num_threads()
glow.paint(painter)
assert image.pixelColor(32, 1000) != image.pixelColor(2500, 1000)
print(psutil.Process().num_threads() - before)
painter.end()
"""

TWO_PARTS_OF_A_WINDOW = """
import time
import psutil
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage, QRegion
from wallboard.ui.wall_window import WallWindow
class Copying(WallWindow):
    image = QImage(1200, 800, QImage.Format.Format_RGB32)
    def paintEvent(self, event):
        painted.append(event.region().rectCount())
        self.paint_each(event.region(), lambda painter: painter.drawImage(0, 0, self.image))
def until(is_so):
    ends = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < ends, painted
        app.processEvents()
painted = []
app = QGuiApplication([])
window = Copying()
window.image.fill(0)
window.place(app.primaryScreen(), is_windowed=False)
until(lambda: painted)
before = psutil.Process().num_threads()
window.update(QRegion(QRect(0, 0, 200, 300)) + QRegion(QRect(400, 250, 200, 300)))
until(lambda: painted[-1] > 1)
print(psutil.Process().num_threads() - before)
"""


@pytest.mark.parametrize("program", [HATCH, GLOW, TWO_PARTS_OF_A_WINDOW], ids=["hatch", "glow", "window"])
def test_what_is_large_is_painted_on_one_thread(program):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
