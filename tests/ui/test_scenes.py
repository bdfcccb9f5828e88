"""Every panel at four geometries, in two themes, with ugly data: what must hold of the items of a scene."""

from dataclasses import replace
from itertools import combinations

import pytest

from tests.ui import samples, samples_queues, samples_sales
from tests.ui.eyes import contrast
from tests.ui.samples import NOW, case, lanes_of, layout_of, note, open_cases, picture_of, view
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import Blank, CaseRows, ClockFace, Count, Counts, SourceRow, SourceRows
from wallboard.core.words import verbatim, words
from wallboard.ui.fonts import metrics
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Box, Hatch, Mark, Rect, Text
from wallboard.ui.theme import THEMES

GEOMETRIES = ((1280, 720), (1920, 1080), (3840, 2160), (1080, 1920))
LONG = "Reklamationen & Gewährleistungsansprüche Großkunden Übersee"
QUEUES = tuple(f"{name} {n}" for n, name in enumerate(("Zoll- und Außenwirtschaft", "Höfe", "Q", "Öl & Gas") * 4))[:14]


def lanes_cases():
    many = tuple((60, 45, 25, 13) for _ in range(14))
    return {
        "as designed": open_cases(),
        "without cases": open_cases(lanes_of(((0, 0, 0, 0),), ("Order",), held=0)),
        "without lanes": open_cases(lanes_of((), (), held=0)),
        "with one case": open_cases(lanes_of(((0, 0, 0, 1), (0, 0, 0, 0)), ("Order", LONG), held=0)),
        "with 2000 cases in 14 queues": open_cases(lanes_of(many, QUEUES, held=40, untargeted=60, highest=16.0)),
        "all on hold": open_cases(lanes_of(((0, 0, 0, 0),) * 3, ("Größe", "Maß", LONG), held=30)),
        "without targets": open_cases(lanes_of(((0, 0, 0, 0),) * 2, ("Order", "Quote"), held=0, untargeted=80)),
        "forty times its target": open_cases(lanes_of(highest=40.0)),
        "with 32 types": open_cases(lanes_of(((9, 4, 2, 1),) * 32, tuple(f"Typ {n}" for n in range(32)))),
    }


def on_time_cases():
    full = samples.ON_TIME
    gaps = tuple(replace(week, percent=None if n % 3 == 0 else week.percent) for n, week in enumerate(full.weeks))
    bodies = {
        "as designed": full,
        "too few": replace(full, percent=None, numerator=6, denominator=8, is_grey=True),
        "nothing due": replace(full, percent=None, numerator=0, denominator=0, weeks=(), closings=0, reopened=0),
        "all on time": replace(full, percent=100.0, numerator=132, zone="on-track"),
        "none on time": replace(full, percent=0.0, numerator=0, zone="late"),
        "thousands with undecided": replace(full, numerator=11512, denominator=13214, undecided=37, target=97.5),
        "weeks with gaps": replace(full, weeks=gaps, is_grey=True),
    }
    note_ = words("on-time.window", n=5)
    return {name: view("on-time", "On time", body, note=note_) for name, body in bodies.items()}


def counts_cases():
    def made(opened, closed, net, reopened=0):
        counts = [
            Count("opened", words("in-and-out.opened"), opened),
            Count("closed", words("in-and-out.closed"), closed),
            Count("net", words("in-and-out.net"), net, "late" if net < 0 else None, is_signed=True),
        ]
        if reopened:
            counts.append(Count("reopened", words("in-and-out.reopened"), reopened))
        return view(
            "in-and-out", "In and out", Counts(tuple(counts)), note=words("in-and-out.usual", opened=31, closed=33)
        )

    return {
        "as designed": made(34, 29, -5),
        "nothing yet": made(0, 0, 0),
        "three digits and re-opened": made(412, 287, -125, 12),
        "five digits": made(21412, 20287, -1125, 1200),
    }


def rows_cases():
    ugly = (
        case("INC-2026-000000123456789", LONG, 1234.56, has_owner=False),
        case("Ü-1", "Ö", 0.04, owner="Å. Ğ."),
        case("C-3", LONG, 2.0, is_held=True, owner="K. M."),
        case("C-4", "Quote", 1.2, zone="urgent", owner="Maximiliane von Hohenstein-Öttingen"),
    )
    shown = {
        "as designed": samples.CASES,
        "none": CaseRows((), 0, 0, 0),
        "one": CaseRows(ugly[1:2], 1, 1, 0),
        "ugly": CaseRows(ugly * 5, 20, 15, 5),
    }
    return {
        name: view("late-list", "Late", body, note=words("late-list.note", late=11, urgent=24))
        for name, body in shown.items()
    }


def other_cases():
    sources = tuple(
        SourceRow(f"{LONG} {n}" if n % 3 else f"Ö{n}", verbatim("1,234 cases"), (verbatim(f"{n} rows are odd"),))
        for n in range(14)
    )
    return {
        "sources": view("sources", "Sources", samples.SOURCES),
        "14 sources": view("sources", "Sources", SourceRows(sources)),
        "no source": view("sources", "Sources", SourceRows(())),
        "clock": view("clock", "Time", ClockFace("Asia/Kathmandu"), sources=()),
        "blank": view("open-cases", "Open", Blank((words("missing.field", field="type", sources=LONG),) * 3)),
    }


GROUPS = {
    "lanes": lanes_cases(),
    "on-time": on_time_cases(),
    "counts": counts_cases(),
    "rows": rows_cases(),
    "other": other_cases(),
    **samples_queues.GROUPS,
    **samples_sales.GROUPS,
}
CASES = [(group, name) for group, cases in GROUPS.items() for name in cases]
STATES = {
    "live": samples.NOTES,
    "late": (note("Help desk", 100), note("ERP export", 20)),
    "partial": (note("Help desk"), samples.STALE_NOTE),
    "stale": (note("Help desk", 4000), samples.STALE_NOTE),
    "failed": (replace(samples.FAILED_NOTE, name="Help desk"), replace(samples.FAILED_NOTE, name="ERP export")),
    "no data": (replace(samples.UNREAD_NOTE, name="Help desk"), replace(samples.UNREAD_NOTE, name="ERP export")),
}
PLACES = {"alone": None, "on the design's grid": samples.PLACES}


def page_of(shown, place, size, notes=samples.NOTES, distance=3.0):
    """A page with this view in one of the design's places, or alone on it."""
    if place is None:
        views, places = (shown,), ((0, 0, 12, 8),)
    else:
        others = [replace(item, title=f"{item.title} {n}") for n, item in enumerate(samples.SERVICE)]
        others[place] = shown
        views, places = tuple(others), samples.PLACES
    layout = layout_of(views, places=places, screen=Screen(distance=distance))
    picture = picture_of(views, sources=notes)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, NOW))


def ink(text):
    """Where a string's ink lies, measured apart from the layout."""
    box = metrics(text.px, text.weight).tightBoundingRect(text.string)
    return Rect(text.x + box.x(), text.baseline + box.y(), box.width(), box.height())


def reach(mark):
    """The square that a mark fills."""
    half = mark.size * (0.6 if mark.shape == "diamond" else 0.52)
    return Rect(mark.x - half, mark.y - half, 2 * half, 2 * half)


def assert_well_laid(page):
    least = page.frame.scale.least
    for scene in page.scenes:
        texts = [item for item in scene.items if isinstance(item, Text)]
        marks = [item for item in scene.items if isinstance(item, Mark)]
        inks = [(text, ink(text)) for text in texts]
        for text, box in inks:
            inside = Rect(scene.rect.x - 1, scene.rect.y - 1, scene.rect.w + 2, scene.rect.h + 2)
            assert box.x >= inside.x, text
            assert box.right <= inside.right, text
            assert box.y >= inside.y, text
            assert box.bottom <= inside.bottom, text
            assert text.px >= least, text
            assert ("…" not in text.string) or text.is_name, text
            assert text.full is None or text.is_name, text
        for (one, box), (other, other_box) in combinations(inks, 2):
            assert not box.meets(other_box, 1.0), (one, other)
        for box in (item.rect for item in scene.items if isinstance(item, Box)):
            assert scene.rect.x - 1 <= box.x, box
            assert scene.rect.y - 1 <= box.y, box
            assert box.right <= scene.rect.right + 1, box
            assert box.bottom <= scene.rect.bottom + 1, box
        for mark in marks:
            square = reach(mark)
            assert scene.rect.x <= square.x, mark
            assert square.right <= scene.rect.right, mark
            for text, box in inks:
                assert not square.meets(box, 1.0), (mark, text)


def assert_readable(page, theme):
    colours = THEMES[theme]
    for scene in page.scenes:
        hatched = any(isinstance(item, Hatch) for item in scene.items)
        for text in (item for item in scene.items if isinstance(item, Text)):
            grounds = [text.ground, "hatch"] if hatched else [text.ground]
            least = 7.0 if text.is_value else 4.5
            for ground in grounds:
                assert contrast(colours[text.role], colours[ground]) >= least, (theme, ground, text)


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize(("group", "name"), CASES)
def test_every_text_stands_in_its_panel_and_over_nothing_else(qapp, group, name, size):
    shown = GROUPS[group][name]
    for place in (None, 0, 1, 3):
        page = page_of(shown, place, size)
        assert_well_laid(page)
        for theme in THEMES:
            assert_readable(page, theme)


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("group", GROUPS)
def test_panels_in_every_state_are_as_readable(qapp, group, state, size):
    shown = GROUPS[group]
    for name in (next(iter(shown)), list(shown)[-1]):
        for place in (None, 0, 1, 3):
            page = page_of(shown[name], place, size, STATES[state])
            assert_well_laid(page)
            for theme in THEMES:
                assert_readable(page, theme)


@pytest.mark.parametrize("distance", [1.5, 5.0, 8.0])
@pytest.mark.parametrize(("group", "name"), CASES)
def test_a_greater_distance_costs_room_but_never_size(qapp, group, name, distance):
    for place in (None, 1, 3):
        assert_well_laid(page_of(GROUPS[group][name], place, (1920, 1080), distance=distance))


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
def test_long_names_are_elided_in_the_middle_and_nothing_else_is(qapp, size):
    layout = layout_of(samples.SERVICE, organisation=LONG * 3)
    layout = replace(layout, pages=(replace(layout.pages[0], title=LONG * 3),))
    picture = picture_of(samples.SERVICE, is_demo=True, shut_until_us=NOW, trouble=(verbatim(LONG * 4),) * 5)
    page = lay_page(layout, picture, 0, size, stage_for(layout, size, NOW))
    assert_well_laid(page)
    cut = [item for item in page.header.items if isinstance(item, Text) and item.full]
    assert cut
    for text in cut:
        head, tail = text.string.split("…")
        assert text.full.startswith(head)
        assert text.full.endswith(tail)
        assert abs(len(head) - len(tail)) <= 3


@pytest.mark.parametrize("name", [name for name in GROUPS["lanes"] if name != "without lanes"])
def test_the_words_on_hold_are_never_elided(qapp, name):
    for size in GEOMETRIES:
        strings = [
            item.string for item in page_of(GROUPS["lanes"][name], 0, size).panels[0].items if isinstance(item, Text)
        ]
        assert any(string.endswith("on hold") for string in strings)


def test_lanes_that_have_no_room_are_summed_and_every_mark_is_drawn_or_none(qapp):
    shown = GROUPS["lanes"]["with 32 types"]
    page = page_of(shown, 0, (1920, 1080))
    strings = [item.string for item in page.panels[0].items if isinstance(item, Text)]
    assert any(string.endswith("others") or string.startswith("+") for string in strings)
    assert "fits.columns" in page.panels[0].lacks
    legend = 4 + 1
    marks = [item for item in page.panels[0].items if isinstance(item, Mark)]
    assert len(shown.body.lane) <= len(marks) <= len(shown.body.lane) + legend


def test_the_case_far_beyond_its_target_stands_inside_the_plot(qapp):
    page = page_of(GROUPS["lanes"]["forty times its target"], 0, (1920, 1080))
    tops = [item.y for item in page.panels[0].items if isinstance(item, Mark)]
    assert min(tops) > page.panels[0].rect.y + page.frame.scale.heading
    assert "16" in [item.string for item in page.panels[0].items if isinstance(item, Text)]


def test_the_design_fits_without_giving_up_anything(qapp):
    page = page_of(samples.SERVICE[0], 0, (1920, 1080))
    assert [scene.lacks for scene in page.panels] == [()] * 4
