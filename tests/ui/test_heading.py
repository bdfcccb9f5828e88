"""What stands above a panel's figure."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of
from wallboard.core.views.layout import Screen
from wallboard.core.words import verbatim, words
from wallboard.ui.fonts import SEMIBOLD
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Text

DAY = words("heading.in-and-out.day", on="2026-11-20")
TITLED = words("heading.dated", title=verbatim("Abgeschlossene Vorgänge der Werkstatt"), on="2026-11-20")


def panel(heading, size, distance=3.0, locale="de_DE", place=(0, 0, 12, 8), notes=samples.NOTES):
    """A panel of one figure alone on its page."""
    shown = replace(samples.SERVICE[2], heading=heading)
    layout = layout_of((shown,), places=(place,), locale=locale, screen=Screen(distance=distance))
    picture = picture_of((shown,), sources=notes)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, NOW)).panels[0]


def lines(scene):
    """The heading's lines, which stand at the panel's left edge in a weight of their own."""
    texts = [item for item in scene.items if isinstance(item, Text) and item.weight == SEMIBOLD and item.is_name]
    left = min(item.x for item in texts)
    return [item.string for item in texts if item.x == left and item.role == "muted"]


@pytest.mark.parametrize("heading", [DAY, TITLED], ids=["own", "titled"])
@pytest.mark.parametrize("place", [(0, 0, 12, 8), (0, 0, 12, 2), (0, 0, 5, 2), (0, 0, 5, 8)], ids=str)
def test_a_date_above_a_panel_stands_whole_or_without_its_year(qapp, heading, place):
    for tenth in range(30, 75, 5):
        for size in ((1080, 1920), (1920, 1080)):
            found = lines(panel(heading, size, tenth / 10, place=place))
            dates = [line for line in found if "20. Nov." in line]
            assert len(dates) == 1 or "…" in found[-1], (found, tenth, size)
            if place[2] == 12:
                assert dates, (found, tenth, size)


def test_a_heading_without_room_breaks_in_a_high_panel_and_is_elided_in_a_low_one(qapp):
    heading = verbatim("Open cases by share of their own target")
    high, low = (panel(heading, (1920, 1080), 6.0, place=place) for place in ((0, 0, 5, 8), (0, 0, 5, 2)))
    assert " ".join(lines(high)) == "Open cases by share of their own target"
    assert "fits.heading" not in high.lacks
    assert "…" in lines(low)[0]
    assert "fits.heading" in low.lacks


def test_the_word_of_its_state_stands_beside_a_broken_heading(qapp):
    late = tuple(samples.note(name, 100) for name in samples.BOTH)
    found = panel(verbatim("Open cases by share of their own target"), (1080, 1920), 6.0, notes=late)
    texts = [item for item in found.items if isinstance(item, Text)]
    word = next(item for item in texts if item.string.startswith("VERSPÄTET"))
    heading = [item for item in texts if item.string in lines(found)]
    assert all(item.baseline != word.baseline or item.x + item.width < word.x for item in heading)
