"""What a window of the wall shows, as an image, whenever a test asks."""

from PySide6.QtGui import QImage, QPainter

from wallboard.ui.window import GlassWindow


def grabbed(window: GlassWindow) -> QImage:
    """All that the window would paint now, in the screen's pixels; no painting of the window's own is asked for."""
    image = QImage(*window.physical_size(), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    window._paint(painter)
    painter.end()
    return image
