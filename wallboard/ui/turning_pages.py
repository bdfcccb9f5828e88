"""The pages of a board as a window shows them: one at a time, the next drawn before its turn, a late case glowing."""

from collections.abc import Callable, Mapping

from PySide6.QtGui import QPainter

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.ui.commands import Signs
from wallboard.ui.glow import PanelGlow
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.overlay import Overlay
from wallboard.ui.page_pair import PagePair
from wallboard.ui.pulse import LateWatch
from wallboard.ui.rotation import Rotation
from wallboard.ui.scene import Rect


class TurningPages:
    """The pages of a layout with a picture's figures, drawn on a pair of images as of `clock` (microseconds UTC).

    `rotation` says whose turn it is, `overlay` what lies over the page that shows; `glow` is that of its panels.
    """

    def __init__(
        self,
        layout: Layout,
        picture: Picture,
        clock: Callable[[], int],
        pair: PagePair,
        glow: PanelGlow,
        rotation: Rotation,
        overlay: Callable[[], Overlay | None],
    ) -> None:
        self.layout = layout
        self.picture = picture
        self.glow = glow
        self.is_for_visitors = False
        self._clock = clock
        self._pair = pair
        self._rotation = rotation
        self._overlay = overlay
        self._watch = LateWatch()
        self._watch.turned(picture, clock())

    @property
    def page(self) -> int:
        """The page that shows, counted from 0."""
        return min(self._rotation.page, self.count - 1)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self.layout.pages)

    @property
    def signs(self) -> Signs:
        """How the pages are set by hand."""
        return Signs(self._rotation.is_paused, self._rotation.pinned, self.is_for_visitors)

    @property
    def left_s(self) -> float:
        """How long the page that shows still has; infinite where it stays."""
        return self._rotation.left_s(self.layout.pages[self.page].dwell_s, self.count)

    @property
    def next_in_turn(self) -> int:
        """The page that comes by itself."""
        return self._rotation.next_page(self.count)

    @property
    def is_drawn(self) -> bool:
        """Whether a page shows, and not one of another size, theme or layout."""
        return not self._pair.is_empty

    @property
    def shown(self) -> MovingPage:
        """The page that shows, drawn where it is not yet."""
        if self._pair.is_empty:
            self.bring_up()
        return self._pair.shown

    @property
    def ahead(self) -> MovingPage:
        """The one to draw on before its turn."""
        return self._pair.ahead

    def take(self, layout: Layout, picture: Picture) -> None:
        """Take a new picture, and a new layout where the board changed; nothing is drawn yet."""
        if layout != self.layout:
            self.forget()
        self.layout, self.picture = layout, picture
        if self._rotation.page != self.page:
            self._rotation.came_up(self.page)

    def bring_up(self) -> list[Rect]:
        """Draw what changed on the page that shows; returns what was painted of it."""
        return self._draw(self._pair.shown, self.page)

    def show(self, page: int) -> None:
        """Let a page show: it is drawn whole before it takes the place of the one that showed."""
        self.glow.end()
        self._rotation.came_up(page)
        self._draw(self._pair.ahead, page)
        self._pair.swap()

    def prepare(self) -> None:
        """Draw the page that comes next, or what changed on it, so that turning to it takes no time."""
        if self.count < 2:
            return
        following = self.next_in_turn
        if following == self.page:
            following = (self.page + 1) % self.count
        self._pair.ahead.show(self.layout, self.picture, following, self._clock(), self.signs)

    def glow_where_late(self, colours: Mapping[str, str]) -> None:
        """The first panel shown on which a case has just turned late pulses, and its page rests."""
        titles = self._watch.turned(self.picture, self._clock())
        places = self.layout.pages[self.page].panels
        number = next((number for number, place in enumerate(places) if place.title in titles), None)
        if number is None or self.picture.at_us is not None:
            return
        self._rotation.rest()
        frame = self.shown.frame
        if frame is not None:
            self.glow.begin(frame.panels[number], frame.scale, colours)

    def forget(self) -> None:
        """Draw anew when next asked: size, theme or layout changed."""
        self.glow.end()
        self._pair.forget()

    def paint(self, painter: QPainter) -> None:
        """Copy the page that shows; a list that lies over its panels lies over their edges too."""
        painter.drawImage(0, 0, self.shown.image)
        if self._overlay() is None:
            self.glow.paint(painter)

    def _draw(self, on: MovingPage, page: int) -> list[Rect]:
        return on.show(self.layout, self.picture, page, self._clock(), self.signs, self._overlay())
