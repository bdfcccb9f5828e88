"""An image of scenes: painted only where something changed since it was last shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from wallboard.ui.paint import Painter
from wallboard.ui.scene import Rect, Scene


class SceneImage:
    """One image of `size` pixels, painted by a brush; each scene stays within its own rectangle."""

    def __init__(self, size: tuple[int, int], brush: Painter) -> None:
        self.image = QImage(*size, QImage.Format.Format_RGB32)
        self.size = size
        self._brush = brush
        self._scenes: tuple[Scene, ...] = ()
        self._over: Scene | None = None

    def show(self, scenes: Sequence[Scene], over: Scene | None = None) -> list[Rect]:
        """Bring the image up to scenes in painting order, and one that lies over them all perhaps.

        Returns the rectangles that were painted: the whole where scenes stand in other places than before.
        """
        dirty = self._changed(scenes, over)
        self._scenes, self._over = tuple(scenes), over
        if dirty:
            self._paint(dirty)
        return dirty

    def _changed(self, scenes: Sequence[Scene], over: Scene | None) -> list[Rect]:
        if [scene.rect for scene in scenes] != [scene.rect for scene in self._scenes]:
            return [Rect(0, 0, *self.size)]
        dirty = [new.rect for new, old in zip(scenes, self._scenes, strict=True) if new != old]
        if over != self._over:
            dirty += {scene.rect for scene in (over, self._over) if scene is not None}
        return dirty

    def _paint(self, dirty: list[Rect]) -> None:
        """Paint rectangles whole, from the ground up: what lies over the others is cut by the same edge as they are."""
        layers = self._scenes if self._over is None else (*self._scenes, self._over)
        painter = QPainter(self.image)
        for rect in dirty:
            painter.setClipRect(QRectF(*rect))
            self._brush.fill(painter, rect, "page")
            for scene in layers:
                if scene.rect.meets(rect):
                    painter.setClipRect(QRectF(*scene.rect).intersected(QRectF(*rect)))
                    self._brush.paint(painter, [scene])
        painter.end()
