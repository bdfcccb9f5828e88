"""The signs of appointments as outlines to be filled: a disc with a check cut out, half a disc, and marked rings."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPainterPathStroker

_STROKE = 0.09
"""Of a sign's size, how thick its ring is."""
_DASHES = 9
_CHECK = ((-0.40, 0.04), (-0.12, 0.32), (0.42, -0.30))


@lru_cache(maxsize=64)
def pip_path(sign: str, size: float) -> QPainterPath:
    """A `PipSign` about the origin within a circle of this diameter (pixels), as one area: it needs no ground."""
    stroke = max(1.5, size * _STROKE)
    radius = (size - stroke) / 2
    if sign == "done":
        disc = QPainterPath()
        disc.addEllipse(QPointF(0, 0), size / 2, size / 2)
        return disc.subtracted(_stroked(_polyline(_CHECK, size / 2), size * 0.11))
    ring = _stroked(_circle(radius), stroke, dashes=_DASHES if sign == "dashed" else 0)
    if sign == "half":
        return ring.united(_lower_half(radius - stroke * 1.2))
    if sign == "crossed":
        reach = size * 0.17
        for turn in (1, -1):
            ring = ring.united(_stroked(_polyline(((-1, -turn), (1, turn)), reach), stroke * 1.1))
    elif sign == "struck":
        ring = ring.united(_stroked(_polyline(((-1, 0), (1, 0)), size * 0.2), stroke * 1.1))
    return ring


def _circle(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def _lower_half(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.moveTo(radius, 0)
    path.arcTo(QRectF(-radius, -radius, 2 * radius, 2 * radius), 0, -180)
    path.closeSubpath()
    return path


def _polyline(points: tuple[tuple[float, float], ...], unit: float) -> QPainterPath:
    path = QPainterPath(QPointF(points[0][0] * unit, points[0][1] * unit))
    for x, y in points[1:]:
        path.lineTo(x * unit, y * unit)
    return path


def _stroked(path: QPainterPath, width: float, *, dashes: int = 0) -> QPainterPath:
    """A path's stroke as an area; with dashes, as many as make a round of it, each longer than its gap."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    stroker.setCapStyle(Qt.PenCapStyle.FlatCap if dashes else Qt.PenCapStyle.RoundCap)
    if dashes:
        period = path.length() / dashes / width
        stroker.setDashPattern([period * 0.58, period * 0.42])
    return stroker.createStroke(path).simplified() if not dashes else stroker.createStroke(path)
