"""Which panels have no room for what they show, on the glass that a board names."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import Words, words
from wallboard.ui.page import lay_page, stage_for


@dataclass(frozen=True, slots=True)
class Complaint:
    """A panel that gave something up: its page (from 0), its title, and what, as a sentence.

    `is_grave` tells a figure, lanes or rows that are missing from notes that are.
    """

    page: int
    panel: str
    what: Words
    is_grave: bool


GRAVE = frozenset({"fits.value", "fits.lanes", "fits.rows", "fits.columns", "fits.bars", "fits.line", "fits.heading"})

_NEAREST_M = 0.5


def fits(layout: Layout, picture: Picture, size: tuple[int, int], now_us: int) -> list[Complaint]:
    """What the panels of a board give up on a screen of `size` pixels; empty where everything has room."""
    complaints = []
    for page, places in enumerate(layout.pages):
        scene = lay_page(layout, picture, page, size, stage_for(layout, size, now_us))
        for place, panel in zip(places.panels, scene.panels, strict=True):
            complaints += [Complaint(page, place.title, words(key), key in GRAVE) for key in panel.lacks]
    return complaints


def fits_from(layout: Layout, picture: Picture, size: tuple[int, int], now_us: int) -> float | None:
    """From how many metres every panel of a board has room for more than notes; None where from none."""

    def has_room(metres: float) -> bool:
        return not any(one.is_grave for one in fits(read_from(layout, metres), picture, size, now_us))

    return farthest_m(layout.screen.distance, has_room)


def farthest_m(distance: float, has_room: Callable[[float], bool]) -> float | None:
    """The greatest distance up to this one, in tenths of a metre, from which there is room; None where from none."""
    near, far = round(_NEAREST_M * 10), round(distance * 10)
    found = None
    while near <= far:
        tenths = (near + far) // 2
        if has_room(tenths / 10):
            found, near = tenths / 10, tenths + 1
        else:
            far = tenths - 1
    return found


def read_from(layout: Layout, metres: float) -> Layout:
    """The same board where people stand elsewhere."""
    return replace(layout, screen=replace(layout.screen, distance=metres))
