"""What the strip at the top keeps where it has no room for all."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, layout_of, picture_of
from wallboard.core.views.layout import Screen
from wallboard.core.words import age, say
from wallboard.ui.commands import Signs
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Box, Mark, Text
from wallboard.ui.tongue import PlaceTongue

MONDAY = NOW + (2 * 24 * 3600 - 6120) * SECOND
WIDE, UPRIGHT = (1920, 1080), (1080, 1920)
PAGES = (samples.SERVICE, samples.SERVICE)


def header(size, distance=3.0, pages=PAGES, signs=Signs(), **more):  # noqa: B008 - immutable
    layout = layout_of(*pages, screen=Screen(distance=distance))
    picture = picture_of(samples.SERVICE, **more)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, NOW), signs).header


def said(scene):
    return [item.string for item in scene.items if isinstance(item, Text)]


def dots(scene):
    return [item for item in scene.items if isinstance(item, Mark) and item.shape == "circle" and item.is_filled]


def rings(scene):
    return [item for item in scene.items if isinstance(item, Mark) and item.shape == "circle" and not item.is_filled]


def bars(scene):
    return [item.rect for item in scene.items if isinstance(item, Box)]


@pytest.mark.parametrize("more", [{}, {"at_us": NOW, "composed_at_us": None}], ids=["live", "in the past"])
def test_an_upright_page_says_when_it_opens_and_shows_its_dots_and_whole_title(qapp, more):
    found = header(UPRIGHT, is_demo=True, shut_until_us=MONDAY, **more)
    assert {"Customer service", "DEMO", "closed until Mon 09:00 ·"} <= set(said(found))
    assert len(dots(found)) == 2


def test_an_upright_page_names_the_organisation_where_there_is_room(qapp):
    assert {"Customer service", "Northwind Instruments", "LIVE, oldest 24 s"} <= set(said(header(UPRIGHT)))


def test_the_organisation_goes_first_then_the_dots_then_closed_until_and_the_age_never(qapp):
    kept = []
    for tenth in range(30, 75):
        found = header(WIDE, tenth / 10, is_demo=True, shut_until_us=MONDAY)
        strings = said(found)
        has_name = any("Northwind" in text or "…" in text for text in strings if text != "Customer service")
        is_shut = any(text.startswith("closed until") for text in strings)
        assert [text for text in strings if text.endswith("24 s")], strings
        kept.append((is_shut, bool(dots(found)), has_name))
    assert {(True, True, False), (True, False, False), (False, False, False)} <= set(kept)


@pytest.mark.parametrize("size", [WIDE, UPRIGHT, (1280, 720)], ids=str)
@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_how_old_it_is_stands_in_every_state_from_any_distance(qapp, locale, size):
    stale = (samples.STALE_NOTE, samples.note("Help desk"))
    long = (replace(samples.FAILED_NOTE, name="Kundenbeziehungsverwaltungsdatenbank"),)
    for tenth in range(30, 81, 5):
        for notes in (samples.NOTES, stale, long):
            for shut in (None, MONDAY):
                layout = layout_of(*PAGES, screen=Screen(distance=tenth / 10), locale=locale)
                picture = picture_of(samples.SERVICE, sources=notes, shut_until_us=shut, is_demo=True)
                found = lay_page(layout, picture, 0, size, stage_for(layout, size, NOW)).header
                old = age((NOW - notes[0].as_of_us) / SECOND)
                said_age = say(old, PlaceTongue(locale, "Europe/London"))
                assert [text for text in said(found) if said_age in text], (tenth, notes, shut, said(found))


def test_the_past_is_never_taken_for_now_however_little_room_there_is(qapp):
    for distance in (3.0, 5.0, 7.0):
        strings = said(header(WIDE, distance, is_demo=True, shut_until_us=MONDAY, at_us=NOW, composed_at_us=None))
        assert "AT 21 Nov 2026 10:42" in strings


def test_one_page_has_no_dots(qapp):
    assert not dots(header(WIDE, pages=(samples.SERVICE,)))


@pytest.mark.parametrize("size", [WIDE, UPRIGHT])
def test_a_pause_is_two_bars_beside_the_dots(qapp, size):
    found = header(size, signs=Signs(is_paused=True))
    assert len(bars(found)) == 2
    assert max(bar.right for bar in bars(found)) < min(dot.x - dot.size for dot in dots(found))
    assert not bars(header(size))


def test_a_pinned_page_has_a_ring_round_its_dot(qapp):
    found = header(WIDE, signs=Signs(pinned=1))
    assert [(ring.x, ring.y) for ring in rings(found)] == [(dots(found)[1].x, dots(found)[1].y)]
    assert not rings(header(WIDE))


def test_where_a_page_is_alone_there_is_neither_pause_nor_pin(qapp):
    found = header(WIDE, pages=(samples.SERVICE,), signs=Signs(is_paused=True, pinned=0))
    assert not bars(found)
    assert not rings(found)


def test_the_dots_give_way_to_the_pause_and_that_to_the_visitors_and_none_to_the_state(qapp):
    signs = Signs(is_paused=True, is_for_visitors=True)
    kept = []
    for tenth in range(30, 75):
        found = header(WIDE, tenth / 10, signs=signs, shut_until_us=MONDAY)
        has_state = any(text.startswith("closed until") for text in said(found))
        kept.append((has_state, "visitors" in said(found), len(bars(found)) == 2, len(dots(found)) == 2))
    for has_state, has_visitors, has_pause, has_dots in kept:
        assert has_dots <= has_pause <= has_visitors <= has_state
    assert {(True, True, True, True), (True, True, True, False), (True, True, False, False)} <= set(kept)
