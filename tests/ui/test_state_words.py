"""What panels and the corner say about age, at fixed instants."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, SECOND, layout_of, note, picture_of
from wallboard.core.views.shapes import SourceNote, View
from wallboard.core.words import verbatim
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Hatch, Text

SIZE = (1920, 1080)
HATCHED = 1


def laid(notes=samples.NOTES, now=NOW, size=SIZE, **more):
    views = samples.SERVICE
    layout, picture = layout_of(views), picture_of(views, sources=notes, **more)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, now))


def said(scene):
    return [item.string for item in scene.items if isinstance(item, Text)]


def test_a_live_board_shows_its_oldest_age():
    page = laid()
    assert "LIVE, oldest 24 s" in said(page.header)
    assert "10:42" in said(page.header)
    assert not any(isinstance(item, Hatch) for scene in page.panels for item in scene.items)


def test_the_corner_ages_with_the_painting_clock():
    assert "LIVE, oldest 34 s" in said(laid(now=NOW + 10 * SECOND).header)


def test_late_is_a_small_word_with_its_age_in_the_heading():
    page = laid((note("Help desk", 100), note("ERP export", 20)))
    assert {"LATE", "Help desk 1 min"} <= set(said(page.header))
    assert all("LATE 1 min" in said(scene) for scene in page.panels)


def test_stale_is_hatched_and_says_since_when_why_and_what_next():
    stale = (replace(samples.STALE_NOTE, name="Help desk"), samples.STALE_NOTE)
    page = laid(stale, size=(3840, 2160))
    hero = page.panels[0]
    assert any(isinstance(item, Hatch) for item in hero.items)
    lines = said(hero)
    assert {"STALE", "as of 09:55, 47 min old", "ERP export: the share cannot be reached"} <= set(lines)
    assert "Last good data kept. Next try 10:44." in lines
    assert not {item.role for item in hero.items if isinstance(item, Text)} & {"text-urgent", "value-late"}


@pytest.mark.parametrize(
    ("age_s", "words_said"),
    [
        (3600, "as of 09:42, 60 min old"),
        (11 * 3600, "as of Fri 23:42, 11 h 00 old"),
        (6 * 86_400, "as of Sun 10:42, 6 d old"),
        (7 * 86_400, "as of 14 Nov 2026, 7 d old"),
        (248 * 86_400, "as of 18 Mar 2026, 248 d old"),
    ],
)
def test_what_is_old_says_of_which_day_it_is(age_s, words_said):
    old = tuple(note(name, age_s) for name in samples.BOTH)
    assert words_said in said(laid(old, size=(3840, 2160)).panels[0])


def test_failed_says_why_and_what_to_do():
    failed = tuple(replace(samples.FAILED_NOTE, name=name) for name in samples.BOTH)
    lines = said(laid(failed).panels[0])
    assert "FAILED" in lines
    assert "Help desk: The CRM refused the sign-in (401)." in lines
    assert "Its secret “crm” has expired: set a new one." in lines


def test_partial_names_each_culprit_with_its_age_and_keeps_its_colours():
    page = laid((note("Help desk"), samples.STALE_NOTE))
    lines = said(page.panels[0])
    assert {"PARTIAL", "ERP export 47 min old"} <= set(lines)
    assert not any(isinstance(item, Hatch) for item in page.panels[0].items)
    assert {"STALE", "ERP export 47 min"} <= set(said(page.header))


def test_a_list_without_room_for_rows_still_says_how_many(qapp):
    notes = (note("Help desk"), samples.STALE_NOTE, samples.FAILED_NOTE)
    rows = replace(samples.SERVICE[3], sources=("Help desk", "ERP export", "CRM"))
    views = (samples.SERVICE[0], rows, *samples.SERVICE[1:3])
    layout, picture = layout_of(views), picture_of(views, sources=notes)
    page = lay_page(layout, picture, 0, SIZE, stage_for(layout, SIZE, NOW))
    assert {"PARTIAL", "11 late", "24 urgent"} <= set(said(page.panels[1]))
    assert "fits.rows" in page.panels[1].lacks


def test_a_read_cut_short_is_partial_too():
    lines = said(laid((note("Help desk", is_cut_short=True), note("ERP export"))).panels[0])
    assert {"PARTIAL", "Help desk not read to its end"} <= set(lines)


@pytest.mark.parametrize("panel", [1, 2], ids=["on time", "in and out"])
@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
@pytest.mark.parametrize("size", [SIZE, (3840, 2160), (1280, 720)])
def test_a_low_panel_names_what_is_missing_and_keeps_its_figure(qapp, panel, locale, size):
    named = ("Customer service desk", "Enterprise planning")
    notes = (note(named[0], is_cut_short=True), SourceNote(named[1], fault=verbatim("erp.example.com refuses. " * 3)))
    views = tuple(replace(one, sources=named) for one in samples.SERVICE)
    layout, picture = layout_of(views, locale=locale), picture_of(views, sources=notes)
    page = lay_page(layout, picture, 0, size, stage_for(layout, size, NOW))
    scene = page.panels[panel]
    texts = [item for item in scene.items if isinstance(item, Text)]
    assert any(item.is_value and item.role != "muted" for item in texts)
    assert any(item.string in ("PARTIAL", "TEILWEISE") for item in texts)
    assert any(item.string.startswith(named[0][:8]) for item in texts)
    assert max(item.baseline for item in texts) < scene.rect.bottom - page.panels[0].rect.x * 0.2


def test_the_corner_says_that_a_source_was_not_read_to_its_end_though_nothing_is_old():
    page = laid((note("Help desk"), note("ERP export", is_cut_short=True)))
    assert {"PARTIAL", "ERP export not read to its end"} <= set(said(page.header))
    assert not any("LIVE" in text for text in said(page.header))
    late = laid((note("Help desk", 100), note("ERP export", is_cut_short=True)))
    assert {"LATE", "Help desk 1 min"} <= set(said(late.header))


def test_no_data_draws_no_figure_but_the_reason():
    unread = tuple(replace(samples.UNREAD_NOTE, name=name) for name in samples.BOTH)
    page = laid(unread)
    lines = said(page.panels[1])
    assert {"NO DATA", "Help desk: No answer within 20 s."} <= set(lines)
    assert not {"87", "target 95 %"} & set(lines)
    assert "NO DATA" in said(page.header)


@pytest.mark.parametrize(("silence", "word"), [(59, None), (61, "LATE"), (599, "LATE"), (601, "STALE")])
def test_a_collector_that_does_not_answer_shows(silence, word):
    fresh = tuple(replace(item, late_at_us=None, stale_at_us=None) for item in samples.NOTES)
    header = said(laid(fresh, composed_at_us=NOW - silence * SECOND).header)
    assert (word in header) is (word is not None)
    assert any("collector not answering" in text for text in header) is (word is not None)


def test_the_past_is_told_in_place_of_live():
    header = said(laid(at_us=NOW, composed_at_us=None).header)
    assert "AT 21 Nov 2026 10:42" in header
    assert not any("LIVE" in text for text in header)


def test_demo_data_and_closed_days_are_told():
    monday = NOW + (2 * 24 * 3600 - 6120) * SECOND
    header = said(laid(is_demo=True, shut_until_us=monday).header)
    assert "DEMO" in header
    assert "closed until Mon 09:00 ·" in header


def test_trouble_with_the_configuration_stands_in_the_corner():
    page = laid(trouble=(verbatim("board.yaml:12: no type “Qoute”"), verbatim("two"), verbatim("x " * 200)))
    assert said(page.trouble)[0] == "board.yaml:12: no type “Qoute”"
    assert said(page.trouble)[-1] == "and 1 more"
    assert page.trouble.rect.y > max(scene.rect.bottom for scene in page.panels)


def values_of(scene):
    return {item.string for item in scene.items if isinstance(item, Text) and item.is_value}


def test_every_figure_of_a_live_board_stands_on_one_that_failed():
    failed = tuple(replace(samples.FAILED_NOTE, name=name) for name in samples.BOTH)
    for live, grey in zip(laid().panels, laid(failed).panels, strict=True):
        assert values_of(live) <= values_of(grey)


def test_two_sources_with_one_remedy_say_it_once():
    failed = tuple(replace(samples.FAILED_NOTE, name=name) for name in samples.BOTH)
    lines = said(laid(failed).panels[0])
    assert lines.count("Its secret “crm” has expired: set a new one.") == 1


HOUR = 3600 * SECOND


def test_a_wrong_clock_is_said_in_the_corner_with_whose_time_is_shown():
    notes = (note("Help desk", clock_ahead_us=3 * HOUR), note("ERP export"))
    page = laid(notes, clock_ahead_us=3 * HOUR)
    assert {"CLOCK WRONG", "3 h 00 ahead of Help desk", "10:42"} <= set(said(page.header))
    assert not any("CLOCK WRONG" in said(scene) for scene in page.panels)


def test_a_clock_that_is_behind_what_was_kept_is_said_on_every_panel_too():
    page = laid(clock_ahead_us=-3 * HOUR)
    assert {"CLOCK WRONG", "at least 3 h 00 behind"} <= set(said(page.header))
    assert all("CLOCK WRONG" in said(scene) for scene in page.panels)
    assert not any(isinstance(item, Hatch) for scene in page.panels for item in scene.items)


def test_a_clock_within_two_minutes_is_not_worth_a_word():
    notes = (note("Help desk", clock_ahead_us=2 * 60 * SECOND), note("ERP export"))
    assert "LIVE, oldest 24 s" in said(laid(notes, clock_ahead_us=0).header)


def test_the_list_of_sources_says_of_each_how_far_the_clock_is_from_its_own():
    notes = (note("Help desk", clock_ahead_us=-20 * 60 * SECOND), note("ERP export", clock_ahead_us=0))
    view = View("sources", "Sources", verbatim("Sources"), samples.SOURCES, sources=samples.BOTH)
    layout, picture = layout_of((view,)), picture_of((view,), sources=notes, clock_ahead_us=0)
    lines = " ".join(said(lay_page(layout, picture, 0, SIZE, stage_for(layout, SIZE, NOW)).panels[0]))
    assert "This machine’s clock is 20 min behind Help desk’s." in lines
    assert "ERP export’s" not in lines
