"""The panels of a board's pages as they were last laid out: who draws a page again lays out only what changed."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass

from wallboard.core.views.shapes import View
from wallboard.ui.page import PageFrame
from wallboard.ui.scene import Scene


@dataclass(frozen=True, slots=True)
class PanelKey:
    """What decides how a panel looks in its place: its view, and what is told beside it."""

    view: View
    told: Hashable


class LaidPanels:
    """Kept for every page of one layout in one size and theme; a turn of pages would else lay out all of them."""

    def __init__(self) -> None:
        self._pages: dict[int, tuple[PageFrame, tuple[PanelKey, ...], tuple[Scene, ...]]] = {}

    def of(
        self, page: int, frame: PageFrame, keys: tuple[PanelKey, ...], lay: Callable[[int], Scene]
    ) -> tuple[Scene, ...]:
        """The scenes of a page's panels; `lay` gives that of a panel, by its place in `frame`, that is another now."""
        known_frame, known, scenes = self._pages.get(page, (frame, (), ()))
        same = known if known_frame == frame else ()
        laid = tuple(
            scenes[place] if place < len(same) and same[place] == key else lay(place) for place, key in enumerate(keys)
        )
        self._pages[page] = (frame, keys, laid)
        return laid
