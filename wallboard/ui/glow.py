"""A panel's edge that glows while a pulse lasts; at rest it has no timer and paints nothing."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QGradient, QLinearGradient, QPainter, QRadialGradient

from wallboard.ui.bands import bands
from wallboard.ui.pulse import Pulse
from wallboard.ui.scene import Rect
from wallboard.ui.type_scale import TypeScale

_FRAME_MS = 50
"""Twenty frames a second: a swell of two seconds needs no more."""
_MOST_ALPHA = 0.7
_BAND_PX = 24
"""So few lines of a gradient are filled without threads, with edges between two pixels too."""
_STOPS = tuple(number / 6 for number in range(-6, 7))


class PanelGlow:
    """The glow of one panel at a time; `update` has the rectangles repainted in which it lies."""

    def __init__(self, monotonic: Callable[[], float], update: Callable[[list[Rect]], None]) -> None:
        self._pulse = Pulse(monotonic)
        self._update = update
        self._timer: QTimer | None = None
        self._panel: Rect | None = None
        self._gap = 0.0
        self._radius = 0.0
        self._colour = QColor()

    @property
    def is_on(self) -> bool:
        """Whether it lasts."""
        return self._timer is not None

    def begin(self, panel: Rect, scale: TypeScale, theme: Mapping[str, str]) -> None:
        """Let this panel's edge swell and fade, unless one did within the last minute."""
        if not self._pulse.start():
            return
        self.end()
        self._panel, self._gap = panel, scale.gap
        self._radius, self._colour = scale.radius, QColor(theme["late"])
        self._timer = QTimer()
        self._timer.timeout.connect(self.step)
        self._timer.start(_FRAME_MS)

    def step(self) -> None:
        """The next frame, or the end of it."""
        if self._pulse.is_over:
            self.end()
        elif self._panel is not None:
            self._update(border_of(self._panel, self._gap))

    def end(self) -> None:
        """Leave the edge as it was."""
        if self._timer is None or self._panel is None:
            return
        self._timer.stop()
        self._timer = None
        self._update(border_of(self._panel, self._gap))
        self._panel = None

    def paint(self, painter: QPainter) -> None:
        """Both sides of the edge, strongest on it: gradients, since broad strokes take ten times as long."""
        if self._panel is None:
            return
        reach, x, y, right, bottom = _reach_px(self._gap), *self._panel[:2], self._panel.right, self._panel.bottom
        round_px = max(self._radius, reach)
        across, down = right - x - 2 * round_px, bottom - y - 2 * round_px
        for edge in (y, bottom):
            ramp = QLinearGradient(0, edge - reach, 0, edge + reach)
            _fill(painter, Rect(x + round_px, edge - reach, across, 2 * reach), self._stops(ramp, 0.0))
        for edge in (x, right):
            ramp = QLinearGradient(edge - reach, 0, edge + reach, 0)
            _fill(painter, Rect(edge - reach, y + round_px, 2 * reach, down), self._stops(ramp, 0.0))
        side = round_px + reach
        for left, middle_x in ((x - reach, x + round_px), (right - round_px, right - round_px)):
            for top, middle_y in ((y - reach, y + round_px), (bottom - round_px, bottom - round_px)):
                disc = QRadialGradient(QPointF(middle_x, middle_y), side)
                inner = (round_px - reach) / side
                _fill(painter, Rect(left, top, side, side), self._stops(disc, inner))

    def _stops(self, ramp: QGradient, inner: float) -> QGradient:
        """The ramp, from nothing at `inner` (a part of its length) up to the edge and down to nothing at its end."""
        colour = QColor(self._colour)
        for offset in _STOPS:
            colour.setAlphaF(_MOST_ALPHA * self._pulse.strength * (1 - abs(offset)) ** 1.8)
            ramp.setColorAt(inner + (1 - inner) * (offset + 1) / 2, colour)
        return ramp


def _fill(painter: QPainter, rect: Rect, ramp: QGradient) -> None:
    for band in bands(rect, _BAND_PX):
        painter.fillRect(QRectF(*band), ramp)


def border_of(panel: Rect, gap: float) -> list[Rect]:
    """The four strips along a panel's edge that its glow stays in, where panels stand `gap` pixels apart."""
    reach = _reach_px(gap)
    outer = panel.inset(-reach, -reach)
    side_h = max(0.0, panel.h - 2 * reach)
    return [
        Rect(outer.x, outer.y, outer.w, 2 * reach),
        Rect(outer.x, outer.bottom - 2 * reach, outer.w, 2 * reach),
        Rect(outer.x, panel.y + reach, 2 * reach, side_h),
        Rect(outer.right - 2 * reach, panel.y + reach, 2 * reach, side_h),
    ]


def _reach_px(gap: float) -> float:
    """How far the glow reaches to either side."""
    return max(4.0, gap * 0.5)
