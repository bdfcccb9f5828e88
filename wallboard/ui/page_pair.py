"""The two pages that a window holds: the one that shows, and the one that is drawn before its turn."""

from collections.abc import Callable

from wallboard.ui.laid_panels import LaidPanels
from wallboard.ui.moving_page import MovingPage


class PagePair:
    """Each page is made by `new` when it is needed: an image is 8 MiB (33 in 4K), and most of the time one will do.

    Both draw all pages of a board in turn, and share what was laid out of them.
    """

    def __init__(self, new: Callable[[LaidPanels], MovingPage]) -> None:
        self._new = new
        self._laid = LaidPanels()
        self._shown: MovingPage | None = None
        self._ahead: MovingPage | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing shows yet, or nothing that was drawn is of use any more."""
        return self._shown is None

    @property
    def shown(self) -> MovingPage:
        """The page that shows; a new one has nothing drawn on it."""
        self._shown = self._shown or self._new(self._laid)
        return self._shown

    @property
    def ahead(self) -> MovingPage:
        """The page to draw on before its turn."""
        self._ahead = self._ahead or self._new(self._laid)
        return self._ahead

    def swap(self) -> None:
        """Let the page ahead show, and the one that showed go."""
        self._shown, self._ahead = self.ahead, None

    def forget(self) -> None:
        """Begin anew: size, theme or layout changed."""
        self._shown = self._ahead = None
        self._laid = LaidPanels()
