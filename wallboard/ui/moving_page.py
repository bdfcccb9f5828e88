"""A page that follows the clock: laid out anew only where something changed, and painted only there."""

import logging
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtGui import QImage

from wallboard.core.views.clocks import is_off
from wallboard.core.views.freshness import SourceNote, Word, condition_of, word_of_source
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Blank, ClockFace, ImageFile, Picture, SourceRows, Table, View
from wallboard.core.words import age, words
from wallboard.ui.commands import Signs
from wallboard.ui.header import lay_header
from wallboard.ui.image_sights import AT_ONCE, Sights
from wallboard.ui.laid_panels import LaidPanels, PanelKey
from wallboard.ui.overlay import Overlay
from wallboard.ui.page import PageFrame, frame_of, lay_panel_for, lay_trouble, stage_for, views_of
from wallboard.ui.paint import Painter
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.scene_image import SceneImage
from wallboard.ui.sheet import Stage

log = logging.getLogger(__name__)

_NO_SIGNS = Signs()
_STEP_US = 5_000_000
"""Ages move on in steps of this: a figure that counts every second draws the eye, and is half of a quiet wall's work.
What turns LATE or STALE and the time of day are still shown at their second."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """All that a page without an overlay is drawn from; two that are equal give the same image."""

    layout: Layout
    picture: Picture
    page: int
    signs: Signs
    step: int
    words: tuple[Word | str, ...]


class MovingPage:
    """One page as an image of `size` pixels; `show` brings it up to an instant and tells what was repainted.

    It takes any page: what stays the same from one to the next is not painted again. `light` is the part of it that
    `theme` leaves of its own, for pictures; `laid` is shared by those that draw the same pages.
    """

    def __init__(
        self,
        size: tuple[int, int],
        pixels: tuple[int, int],
        theme: Mapping[str, str],
        images: Sights = AT_ONCE,
        light: float = 1.0,
        laid: LaidPanels | None = None,
    ) -> None:
        self._size = size
        self._pixels = pixels
        self._images = images
        self._drawn = SceneImage(size, Painter(theme, images=images, light=light))
        self._frame: PageFrame | None = None
        self._laid = laid if laid is not None else LaidPanels()
        self._moment: _Moment | None = None
        self._is_covered = False

    @property
    def image(self) -> QImage:
        """The page as it was last shown."""
        return self._drawn.image

    @property
    def frame(self) -> PageFrame | None:
        """Where its regions stand; None before the first `show`."""
        return self._frame

    def show(
        self,
        layout: Layout,
        picture: Picture,
        page: int,
        now_us: int,
        signs: Signs = _NO_SIGNS,
        overlay: Overlay | None = None,
    ) -> list[Rect]:
        """Lay out what changed since the last call and paint it; returns the rectangles that were painted."""
        moment = _moment(layout, picture, page, now_us, signs)
        if moment == self._moment and overlay is None and not self._is_covered:
            return []
        stage = replace(stage_for(layout, self._size, now_us, self._pixels), images=self._images)
        frame = frame_of(layout, picture, page, self._size, stage)
        panels = self._laid_out(layout, picture, page, frame, stage, signs)
        header = lay_header(layout, picture, page, frame.header, stage, signs)
        scenes = [header, *panels, lay_trouble(picture, frame.trouble, stage)]
        over = overlay.scene(frame.area, stage) if overlay is not None else None
        self._frame, self._is_covered = frame, over is not None
        # a picture file is another when it is, whatever the moment
        self._moment = None if _shows_files(layout, picture, page) else moment
        return self._drawn.show(scenes, over)

    def _laid_out(
        self, layout: Layout, picture: Picture, page: int, frame: PageFrame, stage: Stage, signs: Signs
    ) -> tuple[Scene, ...]:
        views = views_of(layout, picture, page)
        keys = tuple(PanelKey(view, (_told(view, picture, stage), signs.is_for_visitors)) for view in views)
        return self._laid.of(
            page, frame, keys, lambda place: _laid_out(views[place], frame.panels[place], stage, picture, signs)
        )


def _laid_out(view: View, rect: Rect, stage: Stage, picture: Picture, signs: Signs) -> Scene:
    """A panel's scene; one that cannot be laid out says so, and takes none of the others from the wall."""
    try:
        return lay_panel_for(view, rect, stage, picture, signs)
    except Exception as fault:
        log.exception("panel %s cannot be drawn", view.title)
        why = words("trouble.panel", what=type(fault).__name__)
        return lay_panel_for(replace(view, body=Blank((why,)), note=None, remarks=()), rect, stage, picture, signs)


def _moment(layout: Layout, picture: Picture, page: int, now_us: int, signs: Signs) -> _Moment:
    step = now_us // _STEP_US
    words_now = (
        condition_of((), picture.composed_at_us, now_us).word,
        *(word_of_source(note, now_us) for note in picture.sources),
    )
    ageless = tuple(replace(note, as_of_us=None, late_at_us=None, stale_at_us=None) for note in picture.sources)
    return _Moment(layout, replace(picture, composed_at_us=None, sources=ageless), page, signs, step, words_now)


def _shows_files(layout: Layout, picture: Picture, page: int) -> bool:
    return any(isinstance(view.body, ImageFile) for view in views_of(layout, picture, page))


def _told(view: View, picture: Picture, stage: Stage) -> Hashable:
    """All that a panel says beside its view: its word and the ages, as written."""
    now_us = stage.now_us
    if isinstance(view.body, ClockFace):
        return replace(stage.tongue, time_zone=view.body.time_zone).local(now_us).replace(second=0, microsecond=0)
    condition = condition_of_view(view, picture.sources, picture.composed_at_us, now_us, picture.clock_ahead_us)
    notes = (picture.notes_of(view) or picture.sources) if _tells_of_sources(view) else condition.culprits
    ages = tuple(
        (note.name, note.fault, note.remedy, word_of_source(note, now_us), _age(note.as_of_us, stage), _wrong(note))
        for note in notes
    )
    since = _age(picture.composed_at_us, stage) if condition.is_collector_silent else ""
    image = stage.images.state(view.body.path) if isinstance(view.body, ImageFile) else None
    return repr((condition.word, ages, since, image))


def _tells_of_sources(view: View) -> bool:
    """Whether the age of each source stands there, fresh or not."""
    body = view.body
    return isinstance(body, SourceRows) or (isinstance(body, Table) and any(row.source for row in body.rows))


def _wrong(note: SourceNote) -> int | None:
    return note.clock_ahead_us if is_off(note.clock_ahead_us) else None


def _age(since_us: int | None, stage: Stage) -> str:
    return "" if since_us is None else stage.say(age((stage.now_us - since_us) / 1e6))
