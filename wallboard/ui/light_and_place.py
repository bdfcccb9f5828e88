"""How light a window is, and where the page stands in it: dark and dimmed hours, and the page's wandering."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from wallboard.core.views.layout import Layout
from wallboard.core.views.night import Theme
from wallboard.core.views.shapes import Picture
from wallboard.ui.night import BLACK, NightWatch, lay_darkness
from wallboard.ui.orbit import bared, orbit_at, reach_of
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import Stage


@dataclass(frozen=True, slots=True)
class Change:
    """What is other than at the last look; a night that is over is another light as well."""

    has_other_light: bool
    is_night_over: bool
    has_moved: bool


class LightAndPlace:
    """The light and the page's place of one window; `monotonic` gives seconds, by which a key keeps it lit."""

    def __init__(self, theme: Theme, monotonic: Callable[[], float]) -> None:
        self._night = NightWatch(theme, monotonic)
        self._offset = (0, 0)
        self._dark_minute: int | None = None

    @property
    def is_dark(self) -> bool:
        """Whether the window is black."""
        return self._night.lighting.is_dark

    @property
    def light(self) -> float:
        """The part of its light that the theme leaves."""
        return self._night.lighting.light

    @property
    def colours(self) -> Mapping[str, str]:
        """What each role of a scene is coloured."""
        return self._night.lighting.colours

    def wake(self) -> None:
        """Somebody stands there: light in dark hours too, for ten minutes."""
        self._night.wake()

    def judge(
        self, layout: Layout, picture: Picture, now_us: int, size: tuple[int, int], *, is_on_wall: bool
    ) -> Change:
        """Find the light of now (microseconds UTC) and where the page stands in a window of `size` pixels."""
        was_dark, was_at = self.is_dark, (self._offset, self._dark_minute)
        has_other_light = self._night.judge(layout, picture, now_us, is_on_wall=is_on_wall)
        reach = reach_of(layout.screen.orbit_px, min(size)) if is_on_wall else 0
        self._offset = orbit_at(now_us / 1e6, reach)
        self._dark_minute = now_us // 60_000_000 if self.is_dark else None  # the line in the dark moves by itself
        is_at = (self._offset, self._dark_minute)
        return Change(has_other_light, was_dark and not self.is_dark, is_at != was_at)

    def shifted(self, rect: Rect) -> Rect:
        """Where a part of the page stands in the window."""
        return Rect(rect.x + self._offset[0], rect.y + self._offset[1], rect.w, rect.h)

    def shift(self, painter: QPainter, size: tuple[int, int]) -> None:
        """Move the painter to where the page stands, and paint the ground that a page of `size` leaves bare there."""
        for strip in bared(self._offset, size):
            painter.fillRect(QRectF(*strip), QColor(self.colours["page"]))
        painter.translate(*self._offset)

    def paint_darkness(self, painter: QPainter, size: tuple[int, int], stage: Stage) -> None:
        """What a window of `size` shows in the place of a page while it is dark."""
        Painter(BLACK).paint(painter, [lay_darkness(self._night.lighting, size, stage)])
