"""The one painter: scenes onto any Qt paint device, marks by stamps."""

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from wallboard.ui.bands import bands
from wallboard.ui.dimmed import to_srgb
from wallboard.ui.fonts import font, units_per_em
from wallboard.ui.image_sights import AT_ONCE, Sights
from wallboard.ui.images import Wanted
from wallboard.ui.pip_signs import pip_path
from wallboard.ui.scene import PIP_SIGNS, Box, Hatch, Image, Item, Line, Mark, Polyline, Rect, Scene, Text

_STAMP_MOST_PX = 64
_FAINT = 0.35
_GLYPH_MOST_PX = 60
"""Qt keeps glyphs up to 64 px as images; larger ones it draws by outlines that differ with what was drawn before."""

_BAND_PX = 8
"""So few lines of a hatch are filled without threads, round corners too."""


class Painter:
    """Paints scenes in a theme; stamps are made once for each shape, size and colour, and kept.

    Pictures give the part `light` of theirs: they have no colours of the theme.
    """

    def __init__(
        self, theme: Mapping[str, str], *, is_vector: bool = False, images: Sights = AT_ONCE, light: float = 1.0
    ) -> None:
        self._colours = {role: QColor(value) for role, value in theme.items()}
        self._is_vector = is_vector
        self._images = images
        self._light = light
        self._stamps: dict[tuple[str, float, str, bool, str | None], QPixmap] = {}
        self._tiles: dict[tuple[float, str], QBrush] = {}

    def paint(self, painter: QPainter, scenes: Iterable[Scene]) -> None:
        """Paint scenes in order."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        for scene in scenes:
            for item in scene.items:
                self._paint_item(painter, item)

    def fill(self, painter: QPainter, rect: Rect, role: str) -> None:
        """Fill a rectangle with a role's colour."""
        painter.fillRect(QRectF(*rect), self._colours[role])

    def _paint_item(self, painter: QPainter, item: Item) -> None:
        match item:
            case Text():
                self._paint_text(painter, item)
            case Mark():
                self._paint_mark(painter, item)
            case Box():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self._colours[item.role])
                painter.drawRoundedRect(QRectF(*item.rect), item.radius, item.radius)
            case Line():
                self._paint_line(painter, item)
            case Polyline():
                pen = self._pen(item.role, item.width)
                pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                pen.setCapStyle(Qt.PenCapStyle.RoundCap)
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in item.points]))
            case Hatch():
                self._paint_hatch(painter, item)
            case Image():
                self._paint_image(painter, item)

    def _paint_image(self, painter: QPainter, item: Image) -> None:
        image = self._images.image(Wanted(item.path, item.room, item.fills), item.stamp)
        if image is not None:
            painter.setOpacity(_FAINT if item.is_grey else 1.0)
            shown = image if self._light >= 1.0 else _with_less_light(image, self._light)
            painter.drawImage(QPointF(round(item.rect.x), round(item.rect.y)), shown)
            painter.setOpacity(1.0)

    def _paint_text(self, painter: QPainter, item: Text) -> None:
        at = QPointF(item.x, item.baseline)
        if item.px <= _GLYPH_MOST_PX or self._is_vector:
            painter.setFont(font(item.px, item.weight))
            painter.setPen(self._colours[item.role])
            painter.drawText(at, item.string)
            return
        shrink = item.px / units_per_em()
        painter.save()
        painter.translate(at)
        painter.scale(shrink, shrink)
        painter.fillPath(_outline(item.string, item.weight), self._colours[item.role])
        painter.restore()

    def _paint_line(self, painter: QPainter, item: Line) -> None:
        pen = self._pen(item.role, item.width)
        if item.is_dashed:
            pen.setDashPattern([3.0, 3.0])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(item.x1, item.y1), QPointF(item.x2, item.y2))

    def _paint_hatch(self, painter: QPainter, item: Hatch) -> None:
        rect, foot = item.rect, _foot_of_card(item.rect, item.radius)
        painter.save()
        if self._is_vector:
            painter.setClipPath(foot, Qt.ClipOperation.IntersectClip)
            _draw_stripes(painter, self._pen(item.role, item.pitch / 2), rect, item.pitch * math.sqrt(2))
        else:
            painter.setBrushOrigin(round(rect.x), round(rect.y))
            stripes = self._stripes(item)
            for band in bands(rect, _BAND_PX):
                painter.save()
                painter.setClipRect(QRectF(*band).toAlignedRect(), Qt.ClipOperation.IntersectClip)
                painter.fillPath(foot, stripes)
                painter.restore()
        painter.restore()

    def _stripes(self, item: Hatch) -> QBrush:
        """Stripes as a tile, so that a part of them is as in the whole: Qt cuts a line at the clip, and rounds it."""
        key = (item.pitch, item.role)
        if key not in self._tiles:
            side = max(1, round(item.pitch * math.sqrt(2)))
            tile = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
            tile.fill(Qt.GlobalColor.transparent)
            painter = QPainter(tile)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _draw_stripes(painter, self._pen(item.role, side / math.sqrt(8)), Rect(0, 0, side, side), side)
            painter.end()
            self._tiles[key] = QBrush(tile)
        return self._tiles[key]

    def _paint_mark(self, painter: QPainter, item: Mark) -> None:
        if self._is_vector or item.size > _STAMP_MOST_PX:
            self._draw_mark(painter, item, item.x, item.y)
            return
        key = (item.shape, item.size, item.role, item.is_filled, item.halo)
        stamp = self._stamps.get(key)
        if stamp is None:
            stamp = self._stamps[key] = self._stamp(item)
        half = stamp.width() / 2
        # Whole pixels: a stamp between them would be resampled, slowly and blurred.
        painter.drawPixmap(round(item.x - half), round(item.y - half), stamp)

    def _stamp(self, item: Mark) -> QPixmap:
        side = 2 * math.ceil(item.size * 0.75 + 1 + (halo_width(item.size) if item.halo else 0.0))
        stamp = QPixmap(side, side)
        stamp.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stamp)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_mark(painter, item, side / 2, side / 2)
        painter.end()
        return stamp

    def _draw_mark(self, painter: QPainter, item: Mark, x: float, y: float) -> None:
        stroke = max(1.5, item.size * 0.12)
        size = item.size if item.is_filled else item.size - stroke
        if item.halo:
            width = 2 * halo_width(item.size) + (0.0 if item.is_filled else stroke)
            painter.setPen(self._pen(item.halo, width))
            painter.setBrush(self._colours[item.halo])
            painter.drawPath(_mark_path(item.shape, x, y, size))
        if item.is_filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[item.role])
        else:
            painter.setPen(self._pen(item.role, stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_mark_path(item.shape, x, y, size))

    def _pen(self, role: str, width: float) -> QPen:
        return QPen(self._colours[role], width)


def _foot_of_card(rect: Rect, radius: float) -> QPainterPath:
    """A rectangle with the two round corners that a card ends in."""
    side = min(2 * radius, rect.w, 2 * rect.h)
    path = QPainterPath(QPointF(rect.x, rect.y))
    path.arcTo(rect.x, rect.bottom - side, side, side, 180, 90)
    path.arcTo(rect.right - side, rect.bottom - side, side, side, 270, 90)
    path.lineTo(rect.right, rect.y)
    path.closeSubpath()
    return path


def _draw_stripes(painter: QPainter, pen: QPen, rect: Rect, step: float) -> None:
    """Lines from top right to bottom left, one every `step` pixels along the edge."""
    painter.setPen(pen)
    for number in range(int((rect.w + rect.h) / step) + 2):
        x = rect.x + number * step
        painter.drawLine(QPointF(x, rect.y), QPointF(x - rect.h, rect.bottom))


def _with_less_light(image: QImage, light: float) -> QImage:
    """A copy under a veil of black, where the picture is not transparent."""
    dimmed = image.copy()
    painter = QPainter(dimmed)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
    painter.fillRect(dimmed.rect(), QColor.fromRgbF(0, 0, 0, 1 - to_srgb(light)))
    painter.end()
    return dimmed


def halo_width(size: float) -> float:
    """How far a halo reaches beyond a mark of this size, in pixels."""
    return max(1.0, size * 0.09)


@lru_cache(maxsize=256)
def _outline(string: str, weight: int) -> QPainterPath:
    """A string's outline in the font's own units, where every coordinate is whole: the same in every process."""
    path = QPainterPath()
    path.addText(QPointF(0, 0), font(units_per_em(), weight), string)
    for number in range(path.elementCount()):
        element = path.elementAt(number)
        path.setElementPositionAt(number, round(element.x), round(element.y))
    return path


def _mark_path(shape: str, x: float, y: float, size: float) -> QPainterPath:
    """A sign's outline about its centre, each as heavy to the eye as a circle of this diameter."""
    if shape in PIP_SIGNS:
        return pip_path(shape, size).translated(x, y)
    path = QPainterPath()
    half = size / 2
    if shape == "circle":
        path.addEllipse(QPointF(x, y), half * 0.95, half * 0.95)
    elif shape == "square":
        path.addRect(QRectF(x - half * 0.9, y - half * 0.9, size * 0.9, size * 0.9))
    elif shape == "dash":
        path.addRoundedRect(QRectF(x - half, y - half * 0.35, size, size * 0.35), half * 0.15, half * 0.15)
    else:
        corners = {
            "triangle": [(0.0, -1.0), (1.05, 0.85), (-1.05, 0.85)],
            "diamond": [(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
        }[shape]
        path.addPolygon(QPolygonF([QPointF(x + dx * half, y + dy * half) for dx, dy in corners]))
        path.closeSubpath()
    return path
