"""A page that follows the clock: laid out anew only where something changed, painted only there."""

from collections.abc import Hashable, Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from wallboard.core.views.freshness import word_of_source
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import ClockFace, Picture, SourceRows, View
from wallboard.core.words import age
from wallboard.ui.header import lay_header
from wallboard.ui.page import PageFrame, frame_of, lay_trouble, stage_for, views_of
from wallboard.ui.paint import Painter
from wallboard.ui.panel import lay_panel
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.sheet import Stage
from wallboard.ui.state_words import notes_of


class MovingPage:
    """One page as an image of `size` pixels; `show` brings it up to an instant and tells what was repainted."""

    def __init__(self, size: tuple[int, int], pixels: tuple[int, int], theme: Mapping[str, str]) -> None:
        self.image = QImage(*size, QImage.Format.Format_RGB32)
        self._size = size
        self._pixels = pixels
        self._brush = Painter(theme)
        self._frame: PageFrame | None = None
        self._scenes: list[Scene] = []
        self._keys: list[tuple[View, Hashable]] = []

    def show(
        self, layout: Layout, picture: Picture | None, page: int, now_us: int, overlay: Scene | None = None
    ) -> list[Rect]:
        """Lay out what changed since the last call and paint it; returns the rectangles that were painted."""
        stage = stage_for(layout, self._size, now_us, self._pixels)
        frame = frame_of(layout, picture, page, self._size, stage)
        if frame != self._frame:
            self._keys, self._scenes = [], []
        scenes = self._laid(layout, picture, page, frame, stage)
        if overlay is not None:
            scenes.append(overlay)
        painted = self._paint(scenes, is_all=frame != self._frame or len(scenes) != len(self._scenes))
        self._frame, self._scenes = frame, scenes
        return painted

    def _laid(self, layout: Layout, picture: Picture | None, page: int, frame: PageFrame, stage: Stage) -> list[Scene]:
        shown = picture or Picture(layout.board, None, ())
        panels: list[Scene] = []
        keys: list[tuple[View, Hashable]] = []
        for number, (view, rect) in enumerate(zip(views_of(layout, picture, page), frame.panels, strict=True)):
            key = (view, _told(view, shown, stage))
            is_same = number < len(self._keys) and _is_same(self._keys[number], key)
            panels.append(self._scenes[1 + number] if is_same else lay_panel(view, rect, stage, shown))
            keys.append(key)
        self._keys = keys
        header = lay_header(layout, picture, page, frame.header, stage)
        return [header, *panels, lay_trouble(picture, frame.trouble, stage)]

    def _paint(self, scenes: list[Scene], *, is_all: bool) -> list[Rect]:
        whole = Rect(0, 0, *self._size)
        changed = scenes if is_all else [new for new, old in zip(scenes, self._scenes, strict=True) if new != old]
        if not changed:
            return []
        painter = QPainter(self.image)
        if is_all:
            self._brush.fill(painter, whole, "page")
        for scene in changed:
            painter.setClipRect(QRectF(*scene.rect))
            if not is_all:
                self._brush.fill(painter, scene.rect, "page")
            self._brush.paint(painter, [scene])
        # What lies over the page must stay over what was painted under it.
        if not is_all and len(scenes) > 1 and scenes[-1] is not changed[-1]:
            painter.setClipping(False)
            self._brush.paint(painter, [scenes[-1]])
        painter.end()
        return [whole] if is_all else [scene.rect for scene in changed]


def _is_same(old: tuple[View, Hashable], new: tuple[View, Hashable]) -> bool:
    return (old[0] is new[0] or old[0] == new[0]) and old[1] == new[1]


def _told(view: View, picture: Picture, stage: Stage) -> Hashable:
    """All that a panel says beside its view: its word and the ages, as written."""
    now_us = stage.now_us
    if isinstance(view.body, ClockFace):
        return replace(stage.tongue, time_zone=view.body.time_zone).local(now_us).replace(second=0, microsecond=0)
    condition = condition_of_view(view, picture.sources, picture.composed_at_us, now_us)
    notes = (notes_of(view, picture) or picture.sources) if isinstance(view.body, SourceRows) else condition.culprits
    ages = tuple(
        (note.name, note.fault, note.remedy, word_of_source(note, now_us), _age(note.as_of_us, stage)) for note in notes
    )
    since = _age(picture.composed_at_us, stage) if condition.is_collector_silent else ""
    return repr((condition.word, ages, since))


def _age(since_us: int | None, stage: Stage) -> str:
    return "" if since_us is None else stage.say(age((stage.now_us - since_us) / 1e6))
