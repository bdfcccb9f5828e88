"""Panels of a page laid out on trial, to see what they would give up elsewhere on it."""

import math
from dataclasses import dataclass

from wallboard.core.views.layout import Layout, PageLayout, PanelPlace
from wallboard.core.views.shapes import Picture
from wallboard.ui.fits import GRAVE, farthest_m, read_from
from wallboard.ui.geometry import panel_rects
from wallboard.ui.page import frame_of, stage_for, views_of
from wallboard.ui.panel import lay_panel
from wallboard.ui.scene import Rect, Text
from wallboard.ui.slicing import Place

WIDE_GRID, UPRIGHT_GRID = (12, 8), (8, 12)
_MOST_TRIALS = 1500
_LEAST_PART = (4, 6)
"""A panel has at least a fourth of a wide grid's columns, and a sixth of an upright one's rows, or it is a strip."""
_MOST_TURNED = 3.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a panel gives up in a place (keys `fits.*`), and how many letters and figures it tells there."""

    lacks: tuple[str, ...]
    told: int

    @property
    def is_grave(self) -> bool:
        """Whether more than notes has no room."""
        return bool(GRAVE & set(self.lacks))


_NO_ROOM = Outcome(("fits.value",), 0)


class Trials:
    """The panels of one page and what they lack in a place of a grid; the same size is laid out once.

    `was` is where the panels stand today, `grid` one on which others can be tried. After 1500 trials every panel lacks
    room, so that a search has an end.
    """

    def __init__(self, layout: Layout, picture: Picture, page: int, size: tuple[int, int], now_us: int) -> None:
        self._picture = picture
        self._stage = stage_for(layout, size, now_us)
        self._views = views_of(layout, picture, page)
        frame = frame_of(layout, picture, page, size, self._stage)
        self.was = frame.panels
        self._area = frame.area
        self.grid = UPRIGHT_GRID if frame.area.h > frame.area.w else WIDE_GRID
        self._known: dict[tuple[int, float, float], Outcome] = {}

    def rect(self, place: Place) -> Rect:
        """Where a place of the grid is, in pixels."""
        page = PageLayout("", 0.0, self.grid, (PanelPlace("", "", place),))
        return panel_rects(page, self._area, self._stage.scale.gap)[0]

    def outcome(self, panel: int, place: Place) -> Outcome:
        """What becomes of a panel there."""
        return self._outcome_in(panel, self.rect(place))

    def loss(self, panel: int, place: Place) -> float:
        """The part of what a panel tells on a page of its own that it does not tell there, 0 to 1."""
        return max(0.0, 1 - self.outcome(panel, place).told / max(1, self._alone(panel).told))

    def has_room(self, panel: int, place: Place) -> bool:
        """Whether it gives up no more than notes there and tells half of what it could; less where it does so today."""
        outcome = self.outcome(panel, place)
        return not outcome.is_grave and outcome.told >= self._enough(panel)

    def has_shape(self, panel: int, place: Place) -> bool:
        """Whether it is no strip there, and not of quite another shape than today; a whole page is of any shape."""
        if place[2:] == self.grid:
            return True
        least = (max(1, self.grid[0] // _LEAST_PART[0]), max(1, self.grid[1] // _LEAST_PART[1]))
        is_strip = place[2] < least[0] or place[3] < least[1]
        return not is_strip and self.turn(panel, place) <= math.log(_MOST_TURNED)

    def turn(self, panel: int, place: Place) -> float:
        """How much flatter or steeper it is there than today: the logarithm of the ratio, 0 for the same shape."""
        now, was = self.rect(place), self.was[panel]
        return abs(math.log(_flatness(now) / _flatness(was)))

    def _enough(self, panel: int) -> float:
        today = self._outcome_in(panel, self.was[panel])
        half = self._alone(panel).told / 2
        return half if today.is_grave else min(half, today.told)

    def _alone(self, panel: int) -> Outcome:
        return self.outcome(panel, (0, 0, *self.grid))

    def _outcome_in(self, panel: int, rect: Rect) -> Outcome:
        size = (panel, rect.w, rect.h)
        if size not in self._known:
            if len(self._known) >= _MOST_TRIALS:
                return _NO_ROOM
            scene = lay_panel(self._views[panel], rect, self._stage, self._picture)
            told = sum(len(item.string) for item in scene.items if isinstance(item, Text))
            self._known[size] = Outcome(scene.lacks, told)
        return self._known[size]

    def needs(self, panel: int) -> dict[int, int]:
        """The fewest rows for each number of columns in which it has room at all.

        What a shape does with its room goes in steps, so that a little less may even suit it better: each width is
        tried from the rows that the width before it needed, up or down.
        """
        columns, rows = self.grid
        found: dict[int, int] = {}
        least = 1
        for wide in range(columns, 0, -1):
            high = least
            while high <= rows and not self.has_room(panel, (0, 0, wide, high)):
                high += 1
            while high == least and least > 1 and self.has_room(panel, (0, 0, wide, least - 1)):
                high = least = least - 1
            if high <= rows:
                found[wide] = least = high
        return found


def farthest(layout: Layout, picture: Picture, at: tuple[int, int], size: tuple[int, int], now_us: int) -> float | None:
    """From how many metres a panel (page, number) has room on a page of its own, in tenths; None where from none."""
    page, panel = at

    def has_room(metres: float) -> bool:
        trials = Trials(read_from(layout, metres), picture, page, size, now_us)
        return trials.has_room(panel, (0, 0, *trials.grid))

    return farthest_m(layout.screen.distance, has_room)


def _flatness(rect: Rect) -> float:
    return max(1.0, rect.w) / max(1.0, rect.h)
