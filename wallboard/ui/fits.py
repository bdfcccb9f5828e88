"""Which panels have no room for what they show, on the glass that a board names."""

from dataclasses import dataclass

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


GRAVE = frozenset({"fits.value", "fits.lanes", "fits.rows", "fits.columns", "fits.heading"})


def fits(layout: Layout, picture: Picture, size: tuple[int, int], now_us: int) -> list[Complaint]:
    """What the panels of a board give up on a screen of `size` pixels; empty where everything has room."""
    complaints = []
    for page, places in enumerate(layout.pages):
        scene = lay_page(layout, picture, page, size, stage_for(layout, size, now_us))
        for place, panel in zip(places.panels, scene.panels, strict=True):
            complaints += [Complaint(page, place.title, words(key), key in GRAVE) for key in panel.lacks]
    return complaints
