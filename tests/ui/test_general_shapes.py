"""What the general shapes promise beyond having room: units, totals, the largest text, pictures that follow files."""

import os
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui import samples
from tests.ui.samples import NOW, layout_of, picture_of
from tests.ui.samples_sales import ALL_WORK, GROUPS, heads, row, view
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import Cell, Count, Counts, Fact, ImageFile, Notice, Number, Table
from wallboard.core.words import verbatim, words
from wallboard.ui.moving_page import MovingPage
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Image, Line, Mark, Text
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.theme import THEMES

WIDE = (1920, 1080)
NO_BREAK = "\N{NO-BREAK SPACE}"
HALF = ((0, 0, 6, 5),)

pytestmark = pytest.mark.usefixtures("qapp")


def laid(body, places=HALF, distance=3.0, locale="en_GB", notes=samples.NOTES, size=WIDE):
    """One panel with this body."""
    shown = view("number", "A figure", body)
    layout = layout_of((shown,), places=places, screen=Screen(distance=distance), locale=locale)
    stage = stage_for(layout, size, NOW)
    return lay_page(layout, picture_of((shown,), sources=notes), 0, size, stage).panels[0]


def texts(scene):
    return {item.string.replace(NO_BREAK, " "): item for item in scene.items if isinstance(item, Text)}


def marks(scene):
    return [item.shape for item in scene.items if isinstance(item, Mark)]


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (5.24, "h", "5.2 h"),
        (1234.56, "h", "1,235 h"),
        (86.6, "%", "87 %"),
        (-0.2, "cases", "0"),
        (-5, "cases", "−5"),
        (5.8, "days", "5.8 days"),
        (3, "calls", "3 calls"),
    ],
)
def test_a_figure_stands_in_its_unit(value, unit, written):
    stage = stage_for(layout_of((samples.SERVICE[0],)), WIDE, NOW)
    assert amount_of(value, unit, stage).whole.replace(NO_BREAK, " ") == written


def test_a_signed_figure_shows_its_plus_and_nought_shows_none():
    stage = stage_for(layout_of((samples.SERVICE[0],)), WIDE, NOW)
    signed = [amount_of(value, "cases", stage, is_signed=True).whole for value in (3, 0, -3)]
    assert signed == ["+3", "0", "−3"]


@pytest.mark.parametrize(
    ("value", "unit", "target", "written"),
    [
        (16.004, "h", 16.0, "16.01 h"),
        (16.04, "h", 16.0, "16.04 h"),
        (16.0, "h", 16.0, "16.0 h"),
        (15.96, "h", 16.0, "15.96 h"),
        (94.96, "%", 95.0, "94 %"),
        (5.2, "%", 5.0, "6 %"),
        (12.0, "cases", 10.0, "12"),
    ],
)
def test_a_figure_that_missed_its_target_is_not_written_as_if_it_were_on_it(value, unit, target, written):
    stage = stage_for(layout_of((samples.SERVICE[0],)), WIDE, NOW)
    assert amount_of(value, unit, stage, missed=target).whole.replace(NO_BREAK, " ") == written


def test_a_number_stands_over_its_target_with_the_sign_of_its_zone():
    scene = laid(Number(14.2, "h", 12.0, "urgent"))
    shown = texts(scene)
    assert shown["14.2"].px > 3 * shown["target 12 h"].px
    assert shown["14.2"].baseline < shown["target 12 h"].baseline
    assert marks(scene) == ["diamond"]
    assert scene.lacks == ()


def test_a_zone_without_a_target_is_said_in_its_word():
    assert "late" in texts(laid(Number(-12.0, zone="late", is_signed=True)))


def test_a_number_that_cannot_be_told_says_why_and_shows_no_nought():
    shown = texts(laid(Number(None, "h", 12.0, None, verbatim("Only 6 cases were closed."))))
    assert "Only 6 cases were closed." in shown
    assert not any(item.is_value for item in shown.values())


def test_figures_of_a_table_end_under_the_end_of_their_head():
    scene = laid(Table(heads("all", "Order"), (row("Front line", 7, 112), row("Experts", 1234, 5))))
    shown = texts(scene)

    def right(string):
        return shown[string].x + shown[string].width

    assert right("all") == pytest.approx(right("7"), abs=0.5) == pytest.approx(right("1,234"), abs=0.5)
    assert right("Order") == pytest.approx(right("112"), abs=0.5) == pytest.approx(right("5"), abs=0.5)


def test_a_total_stands_apart_and_stays_when_rows_go():
    rows = tuple(row(f"Type {n}", n) for n in range(40))
    scene = laid(Table(heads("all"), (*rows, row("together", 780, is_total=True))))
    shown = texts(scene)
    rule = next(item for item in scene.items if isinstance(item, Line))
    told = next(string for string in shown if string.startswith("and "))
    kept = [string for string in shown if string.startswith("Type ")]
    assert told == f"and {40 - len(kept)} more"
    assert shown[told].baseline < rule.y1 < shown["780"].baseline
    assert scene.lacks == ("fits.rows",)


def test_facts_give_way_before_the_sign_of_the_zone():
    body = Number(86.4, "%", 95.0, "urgent", facts=(Fact(verbatim("re-opened 2.1 %")), Fact(verbatim("115 of 132"))))
    roomy = laid(body)
    assert "115 of 132" in texts(roomy)
    low = laid(body, ((0, 0, 3, 2),))
    assert "115 of 132" not in texts(low)
    assert "diamond" in marks(low)
    assert "fits.secondary" in low.lacks


def test_the_one_fact_without_room_is_said_to_be_missing():
    body = Number(5, "cases", facts=(Fact(verbatim("the only fact there is, and a long one")),))
    assert laid(body, ((0, 0, 2, 2),)).lacks == ("fits.secondary",)


def test_a_source_keeps_its_name_where_its_word_has_no_room():
    scene = laid(samples.SOURCES, ((0, 0, 2, 4),), distance=5.0)
    names = [item.full or item.string for item in scene.items if isinstance(item, Text) and item.is_name]
    assert {row.name for row in samples.SOURCES.rows} & set(names)
    assert "fits.columns" in scene.lacks


def test_cases_keep_their_numbers_where_hours_have_no_room():
    scene = laid(samples.CASES, ((0, 0, 4, 8),), distance=7.0)
    assert "C-10298" in texts(scene)
    assert "6.2" not in texts(scene)
    assert "fits.columns" in scene.lacks


@pytest.mark.parametrize("figures", [(412, 287, -125, 1), (28, 12, -16, 1), (1, 1, 0, 11)])
@pytest.mark.parametrize("distance", [3.0, 4.0, 5.0, 6.0])
@pytest.mark.parametrize("place", [(0, 0, 5, 2), (0, 0, 5, 3), (0, 0, 7, 4)])
def test_two_counts_are_never_read_as_one(figures, distance, place):
    counts = Counts(tuple(Count(f"{n}", verbatim("net"), value, is_signed=n == 2) for n, value in enumerate(figures)))
    values = [item for item in laid(counts, (place,), distance).items if isinstance(item, Text) and item.is_value]
    for left, right in pairwise(values):
        assert right.x - left.x - left.width > 0.6 * left.px


def test_the_columns_that_have_no_room_are_the_last_ones():
    table = Table(heads(*"ABCDEFGHIJKLMNOPQRST"), (row("Orders", *range(1000, 1020)),))
    scene = laid(table)
    shown = [string for string in texts(scene) if string in "ABCDEFGHIJKLMNOPQRST"]
    assert shown == list("ABCDEFGHIJKLMNOPQRST")[: len(shown)]
    assert 3 < len(shown) < 20
    assert "fits.columns" in scene.lacks
    more = texts(scene)[f"+{20 - len(shown)}"]
    last = texts(scene)[shown[-1]]
    assert (more.baseline, more.x > last.x + last.width) == (last.baseline, True)


@pytest.mark.parametrize(("distance", "has_number"), [(3.5, True), (4.0, False)])
def test_the_first_column_has_room_before_the_number_of_the_others(distance, has_number):
    table = Table(heads("Order", "Quote", "Complaint"), (row("Front line", 7, 8, 9), row("Experts", 1234, 5, 6)))
    shown = texts(laid(table, ((0, 0, 3, 8),), distance=distance))
    assert {"Order", "7", "1,234"} <= shown.keys()
    assert ("+2" in shown) == has_number


def test_a_row_of_a_source_tells_its_word_and_age():
    notes = (samples.note("Help desk", 24), samples.note("ERP export", 3000))
    scene = laid(ALL_WORK, notes=notes)
    shown = texts(scene)
    assert {"LIVE", "STALE", "24 s", "50 min"} <= shown.keys()
    assert shown["STALE"].role == "text-warn"
    assert {"circle", "triangle"} <= set(marks(scene))


def test_what_nobody_knows_is_a_dash_and_no_nought():
    shown = texts(laid(Table(heads("all"), (row("Diaries", None),))))
    assert "–" in shown
    assert "0" not in shown


def test_a_late_figure_of_a_table_has_its_sign_before_it():
    scene = laid(Table(heads("oldest"), (replace(row("Returns"), cells=(Cell(31.5, "h", "late"),)),)))
    figure = texts(scene)["31.5 h"]
    mark = next(item for item in scene.items if isinstance(item, Mark))
    assert (mark.shape, figure.role) == ("square", "value-late")
    assert mark.x + mark.size / 2 < figure.x


def test_a_notice_is_as_large_as_all_of_it_fits():
    sizes = [
        max(item.px for item in laid(Notice((text,))).items if isinstance(item, Text) and item.role == "text")
        for text in ("Well done", "Meet at the north gate and leave all where it is. " * 2, "Meet at the gate. " * 30)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[2]


def test_a_notice_never_breaks_a_word_to_be_larger():
    words = [
        item.string for item in laid(Notice(("Rindfleischetikettierung ist wichtig",))).items if isinstance(item, Text)
    ]
    assert any("Rindfleischetikettierung" in line for line in words)


def test_lines_of_a_notice_that_have_no_room_are_counted():
    scene = laid(Notice(tuple(f"Line {n}" for n in range(100))))
    kept = [string for string in texts(scene) if string.startswith("Line ")]
    assert f"and {100 - len(kept)} more lines" in texts(scene)
    assert "fits.rows" in scene.lacks


def painted(path, size=(400, 100), colour="#336699"):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    assert image.save(str(path))
    return str(path)


def image_of(scene):
    return next((item for item in scene.items if isinstance(item, Image)), None)


def test_a_picture_stands_whole_in_the_middle_and_keeps_its_sides(tmp_path):
    scene = laid(ImageFile(painted(tmp_path / "plan.png")))
    found = image_of(scene)
    assert found.rect.w / found.rect.h == pytest.approx(4, rel=0.01)
    assert found.rect.x + found.rect.w / 2 == pytest.approx(scene.rect.x + scene.rect.w / 2, abs=1.5)


def test_a_picture_that_fills_takes_the_whole_panel_below_the_heading(tmp_path):
    path = painted(tmp_path / "plan.png")
    whole, filling = (image_of(laid(ImageFile(path, fills=fills))).rect for fills in (False, True))
    assert filling.w >= whole.w
    assert filling.h > 2 * whole.h


def test_a_picture_that_is_missing_or_broken_is_said_by_its_name(tmp_path):
    broken = tmp_path / "plan.png"
    broken.write_text("no picture")
    assert "plan.png cannot be read" in texts(laid(ImageFile(str(broken))))
    assert "gone.png is not there" in texts(laid(ImageFile(str(tmp_path / "gone.png"))))


def test_the_page_follows_a_file_that_is_written_anew(tmp_path):
    path = painted(tmp_path / "plan.png", colour="#aa0000")
    shown = view("picture", "Plan", ImageFile(path))
    layout, picture = layout_of((shown,)), picture_of((shown,))
    page = MovingPage((960, 540), (960, 540), THEMES["dark"])
    page.show(layout, picture, 0, NOW)
    assert page.image.pixelColor(480, 300).name() == "#aa0000"
    assert page.show(layout, picture, 0, NOW) == []
    painted(path, colour="#00aa00")
    os.utime(path, (1, 1))
    page.show(layout, picture, 0, NOW)
    assert page.image.pixelColor(480, 300).name() == "#00aa00"
    (tmp_path / "plan.png").unlink()
    assert page.show(layout, picture, 0, NOW)


def test_the_age_of_a_source_in_a_table_is_that_of_now():
    shown = view("table", "All work", ALL_WORK)
    layout, picture = layout_of((shown,)), picture_of((shown,))
    page = MovingPage(WIDE, WIDE, THEMES["dark"])
    page.show(layout, picture, 0, NOW)
    table = page.frame.panels[0]
    assert table in page.show(layout, picture, 0, NOW + 10_000_000)


@pytest.mark.parametrize("group", ["number", "table"])
def test_what_is_no_longer_true_has_no_colour_of_a_zone(group):
    old = (replace(samples.STALE_NOTE, name="Help desk"), samples.STALE_NOTE)
    saturated = {"urgent", "late", "value-urgent", "value-late", "text-urgent", "text-late"}
    for shown in GROUPS[group].values():
        scene = laid(shown.body, notes=old)
        assert not [item for item in scene.items if getattr(item, "role", "") in saturated]


OFFICE = Table(
    (words("all-work.all"), *heads("Order", "Return", "Enquiry", "Technical")),
    (
        row("helpdesk", 6, 0, 0, 3, 3, source="Help desk"),
        row("erp", 4, 0, 2, 1, 1, source="ERP export"),
        replace(row("together", 8, 0, 2, 3, 3, is_total=True), label=words("all-work.sum")),
    ),
)


@pytest.mark.parametrize(
    ("columns", "locale", "elided"),
    [
        (5, "en_GB", ["Technical"]),
        (5, "de_DE", ["Technical"]),
        (6, "en_GB", []),
        (6, "de_DE", []),
        (7, "en_GB", []),
    ],
)
def test_only_those_heads_of_a_table_are_elided_that_have_no_room(columns, locale, elided):
    scene = laid(OFFICE, ((0, 0, columns, 5),), locale=locale)
    names = [item for item in scene.items if isinstance(item, Text) and item.full]
    assert [item.full for item in names] == elided
    for item in names:  # what it lacks does not stand empty before it
        before = max(one.x + one.width for one in scene.items if isinstance(one, Text) and one.string == "Enquiry")
        letter = (item.width - item.px * 0.5) / len(item.string)
        assert item.x - before < item.px * 0.5 + 2 * letter + 2


def test_the_word_for_the_sum_is_no_name_and_stands_whole_where_names_do_not():
    named = replace(OFFICE, rows=(replace(OFFICE.rows[0], label=verbatim("Kundendienstverwaltung")), *OFFICE.rows[1:]))
    scene = laid(named, ((0, 0, 5, 5),), locale="de_DE")
    assert "gesamt" in texts(scene)
    assert any(item.full == "Kundendienstverwaltung" for item in scene.items if isinstance(item, Text))
