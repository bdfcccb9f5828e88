"""A panel too low for anything below its heading."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, note, picture_of
from wallboard.core.views.layout import Screen
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Text

SIZE = (1080, 1920)


def panels(views=samples.SERVICE, distance=6.0, notes=samples.NOTES, locale="en_GB"):
    """A page of four panels, far from an upright wall."""
    layout = layout_of(views, screen=Screen(distance=distance), locale=locale)
    picture = picture_of(views, sources=notes)
    return lay_page(layout, picture, 0, SIZE, stage_for(layout, SIZE, NOW)).panels


def values(scene):
    return {item.string for item in scene.items if isinstance(item, Text) and item.is_value}


@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_its_figure_stands_beside_the_heading_and_the_panel_still_lacks_room(locale):
    _, on_time, counts, late = panels(locale=locale)
    assert {text.replace("\u00a0", " ") for text in values(on_time)} == {"87 %"}
    assert "fits.value" in on_time.lacks
    assert any(text.startswith("−5") for text in values(counts))
    assert any(text.startswith("11") for text in values(late))


def test_a_figure_of_few_cases_is_grey_there_too():
    few = replace(samples.ON_TIME, percent=None, numerator=6, denominator=8, is_grey=True)
    scene = panels((samples.SERVICE[0], replace(samples.SERVICE[1], body=few), *samples.SERVICE[2:]))[1]
    assert [item.role for item in scene.items if isinstance(item, Text) and item.string == "6 of 8"] == ["grey"]


def test_a_panel_with_room_keeps_its_heading_to_itself():
    heads = [min(item.baseline for item in scene.items if isinstance(item, Text)) for scene in panels(distance=3.0)]
    for scene, head in zip(panels(distance=3.0), heads, strict=True):
        assert not [item for item in scene.items if isinstance(item, Text) and item.is_value and item.baseline == head]


def test_without_data_no_figure_stands_there():
    unread = tuple(replace(note(name), as_of_us=None) for name in samples.BOTH)
    assert [values(scene) for scene in panels(notes=unread)[1:]] == [set()] * 3


def test_a_figure_that_is_no_longer_true_is_grey_beside_its_word():
    failed = tuple(replace(samples.FAILED_NOTE, name=name) for name in samples.BOTH)
    scene = panels(distance=5.0, notes=failed)[1]
    texts = {item.string.replace("\u00a0", " "): item for item in scene.items if isinstance(item, Text)}
    assert texts["87 %"].role == "grey"
    assert any(text.startswith("FAILED") for text in texts)
