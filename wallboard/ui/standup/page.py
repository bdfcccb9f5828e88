"""A stand-up's page as an image: painted only where something changed since it was last shown."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from wallboard.ui.paint import Painter
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.standup.layout import StandupScene


class StandupPage:
    """One image of `size` pixels in a theme."""

    def __init__(self, size: tuple[int, int], theme: Mapping[str, str]) -> None:
        self.image = QImage(*size, QImage.Format.Format_RGB32)
        self.size = size
        self.theme = theme
        self._brush = Painter(theme)
        self._scenes: tuple[Scene, ...] = ()

    def show(self, page: StandupScene) -> list[Rect]:
        """Bring the image up to a page; returns the rectangles that were painted."""
        new = page.scenes
        if [scene.rect for scene in new] == [scene.rect for scene in self._scenes]:
            dirty = [one.rect for one, old in zip(new, self._scenes, strict=True) if one != old]
        else:
            dirty = [Rect(0, 0, *self.size)]
        self._scenes = new
        if dirty:
            self._paint(dirty)
        return dirty

    def _paint(self, dirty: list[Rect]) -> None:
        painter = QPainter(self.image)
        for rect in dirty:
            painter.setClipRect(QRectF(*rect))
            self._brush.fill(painter, rect, "page")
            self._brush.paint(painter, [scene for scene in self._scenes if scene.rect.meets(rect)])
        painter.end()
