"""What the strip at the top keeps where it has no room for all."""

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from wallboard.core.views.layout import Screen
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Mark, Text

MONDAY = NOW + (2 * 24 * 3600 - 6120) * SECOND
WIDE, UPRIGHT = (1920, 1080), (1080, 1920)
PAGES = (samples.SERVICE, samples.SERVICE)


def header(size, distance=3.0, pages=PAGES, **more):
    layout = layout_of(*pages, screen=Screen(distance=distance))
    picture = picture_of(samples.SERVICE, **more)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, NOW)).header


def said(scene):
    return [item.string for item in scene.items if isinstance(item, Text)]


def dots(scene):
    return [item for item in scene.items if isinstance(item, Mark) and item.shape == "circle"]


@pytest.mark.parametrize("more", [{}, {"at_us": NOW, "composed_at_us": None}], ids=["live", "in the past"])
def test_an_upright_page_says_when_it_opens_and_shows_its_dots_and_whole_title(qapp, more):
    found = header(UPRIGHT, is_demo=True, shut_until_us=MONDAY, **more)
    assert {"Customer service", "DEMO", "closed until Mon 09:00 ·"} <= set(said(found))
    assert len(dots(found)) == 2


def test_an_upright_page_names_the_organisation_where_there_is_room(qapp):
    assert {"Customer service", "Northwind Instruments", "LIVE, oldest 24 s"} <= set(said(header(UPRIGHT)))


def test_the_organisation_goes_first_then_the_dots_then_the_age_and_closed_until_stays(qapp):
    kept = []
    for tenth in range(30, 75):
        found = header(WIDE, tenth / 10, is_demo=True, shut_until_us=MONDAY)
        strings = said(found)
        has_name = any("Northwind" in text or "…" in text for text in strings if text != "Customer service")
        has_age = "LIVE, oldest 24 s" in strings
        is_shut = any(text.startswith("closed until") for text in strings)
        kept.append((is_shut, has_age, bool(dots(found)), has_name))
    assert (True, True, True, False) in kept
    assert (True, True, False, False) in kept
    assert (True, False, False, False) in kept
    assert all(is_shut or not has_age for is_shut, has_age, _, _ in kept)


def test_the_past_is_never_taken_for_now_however_little_room_there_is(qapp):
    for distance in (3.0, 5.0, 7.0):
        strings = said(header(WIDE, distance, is_demo=True, shut_until_us=MONDAY, at_us=NOW, composed_at_us=None))
        assert "AT 21 Nov 2026 10:42" in strings


def test_one_page_has_no_dots(qapp):
    assert not dots(header(WIDE, pages=(samples.SERVICE,)))
