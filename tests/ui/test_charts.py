"""What charts promise: columns on their base, labels that make way, lines with gaps, bars with their goals."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.ui import samples_queues
from tests.ui.samples import NOW, layout_of
from tests.ui.samples_queues import BARS, DUE, FLOW, TREND, UNFILLED, WEEKS
from wallboard.core.views.shapes import BarRow, Bars, Column, Columns, Part, Trend, TrendPoint
from wallboard.core.words import verbatim, words
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Box, Line, Mark, Polyline, Rect, Text
from wallboard.ui.shapes.bars import lay_bars
from wallboard.ui.shapes.columns import lay_columns
from wallboard.ui.shapes.trend import lay_trend
from wallboard.ui.shapes.week_line import lay_week_line
from wallboard.ui.sheet import Sheet
from wallboard.ui.tongue import PlaceTongue

ROOM = (700, 420)
HOUR = 3_600_000_000
LAYS = {"columns": lay_columns, "bars": lay_bars, "trend": lay_trend}


def empty_sheet(**more):
    return Sheet(replace(stage_for(layout_of(), (1920, 1080), NOW), **more))


def laid(lay, body, room=ROOM, **more):
    sheet = empty_sheet(**more)
    lay(body, Rect(0, 0, *room), sheet)
    return sheet


def strings(sheet):
    return [item.string for item in sheet.items if isinstance(item, Text)]


def boxes(sheet, *roles):
    return [item.rect for item in sheet.items if isinstance(item, Box) and item.role in roles]


def dashes(sheet):
    return [item for item in sheet.items if isinstance(item, Line) and item.is_dashed]


def test_signed_columns_stand_above_and_below_one_line(qapp):
    sheet = laid(lay_columns, FLOW)
    above, below = boxes(sheet, "line"), boxes(sheet, "on-track")
    assert len(above) == sum(column.values[0] > 0 for column in FLOW.columns)
    assert len(below) == sum(column.values[0] < 0 for column in FLOW.columns)
    base = above[0].bottom
    assert all(rect.bottom == pytest.approx(base) for rect in above)
    assert all(rect.y == pytest.approx(base) for rect in below)
    per_case = {round(rect.h / abs(value), 3) for rect, value in zip(above, (3, 5, 2, 6, 1, 4, 2, 3), strict=False)}
    assert len(per_case) == 1


def test_parts_of_a_column_stand_on_each_other_in_their_order(qapp):
    column = UNFILLED.columns[0]
    sheet = laid(lay_columns, replace(UNFILLED, columns=(column,)))
    late, urgent = boxes(sheet, "late")[-1], boxes(sheet, "urgent")[-1]
    outline = [item for item in sheet.items if isinstance(item, Polyline)][-1]
    assert late.y >= urgent.bottom > urgent.y >= max(y for _, y in outline.points) - 2
    for part in UNFILLED.parts:
        assert part.label.args["text"] in strings(sheet)
    assert "4" in strings(sheet)


def test_what_is_usual_is_a_dashed_line_that_strikes_through_no_figure(qapp):
    sheet = laid(lay_columns, DUE, (640, 500))
    assert "usual 3.5" in strings(sheet)
    lines = dashes(sheet)
    assert lines
    for line in lines:
        for text in (item for item in sheet.items if isinstance(item, Text) and item.is_value):
            is_level = text.baseline - 0.73 * text.px < line.y1 < text.baseline
            assert not (is_level and line.x1 < text.x + text.width and line.x2 > text.x), (line, text)


@pytest.mark.parametrize("width", range(120, 1400, 40))
def test_the_label_of_now_stands_whatever_the_room_and_labels_keep_apart(qapp, width):
    columns = tuple(Column(verbatim(f"{n} Nov"), (n,), is_now=n == 6) for n in range(9))
    sheet = laid(lay_columns, Columns(columns, (Part(verbatim("cases")),)), (width, 300))
    labels = sorted((item.x, item.width, item.string) for item in sheet.items if isinstance(item, Text))
    labels = [label for label in labels if label[2].endswith("Nov")]
    assert "6 Nov" in [label[2] for label in labels]
    for (x, own, _), (other, _, _) in pairwise(labels):
        assert x + own < other
    if width > 1000:
        assert len(labels) == 9


def hours_over_night():
    """A chart of the hours until the next day, as a panel gives it: each with its instant, the next day with a date."""
    begins = [NOW + n * HOUR for n in range(9)]
    labels = [words("due-next.day" if n == 2 else "due-next.hour", at=at) for n, at in enumerate(begins)]
    days = [None, None, "2026-11-21", *[None] * 6]
    columns = tuple(
        Column(label, (1.0,), is_now=n == 0, day_on=day)
        for n, (label, day) in enumerate(zip(labels, days, strict=True))
    )
    return Columns(columns, (Part(verbatim("cases")),))


@pytest.mark.parametrize("width", range(250, 1400, 50))
def test_the_beginning_of_the_next_day_is_told_in_every_width(qapp, width):
    said = [text for text in strings(laid(lay_columns, hours_over_night(), (width, 300))) if not text.isdigit()]
    assert [text for text in said if text in ("Sat 12:42", "Sat", "Sa", "S")], said
    assert "10:42" in said or width < 450
    if width > 700:
        assert "Sat 12:42" in said


@pytest.mark.parametrize(
    ("locale", "width", "heads"),
    [
        ("en_GB", 700, ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        ("en_GB", 350, ["Mo", "Tu", "We", "Th", "Fr"]),
        ("en_GB", 280, ["M", "T", "W", "T", "F"]),
        ("ar_EG", 280, ["ن", "ث", "ر", "خ", "ج"]),
    ],
)
def test_weekdays_below_columns_are_shortened_as_their_place_does_before_any_is_left_out(qapp, locale, width, heads):
    days = tuple(Column(words("unfilled-slots.day", on=f"2026-11-{n}"), (1.0,)) for n in range(16, 21))
    tongue = PlaceTongue(locale, "Europe/London")
    sheet = laid(lay_columns, Columns(days, (Part(verbatim("slots")),)), (width, 300), tongue=tongue)
    lowest = max(item.baseline for item in sheet.items if isinstance(item, Text))
    labels = [item for item in sheet.items if isinstance(item, Text) and item.baseline == lowest]
    assert [label.string for label in sorted(labels, key=lambda label: label.x)] == heads


def test_figures_stand_at_all_columns_or_the_scale_tells_them(qapp):
    roomy = [item for item in laid(lay_columns, DUE, (700, 420)).items if isinstance(item, Text) and item.is_value]
    assert [text.string for text in roomy[2:]] == ["5", "5", "6", "2", "1", "5", "3", "1"]
    narrow = laid(lay_columns, FLOW, (500, 300))
    assert {"+5", "−5"} <= set(strings(narrow))
    assert [item.role for item in narrow.items if isinstance(item, Line) and item.role == "rule"] == ["rule"] * 2


def test_a_chart_without_any_value_says_so(qapp):
    nothing = Columns(
        (Column(verbatim("Mo"), (0,)),), (Part(verbatim("cases")),), FLOW.facts, empty=verbatim("nothing falls due")
    )
    assert strings(laid(lay_columns, nothing)) == ["backlog 4.2 days", "slack 6 %", "nothing falls due"]


def test_columns_without_room_leave_the_earliest_out(qapp):
    columns = tuple(Column(verbatim(f"{n}"), (1,)) for n in range(300))
    sheet = laid(lay_columns, Columns(columns, (Part(verbatim("cases")),)), (300, 200))
    assert "fits.columns" in sheet.lacks
    assert "299" in strings(sheet)
    assert "0" not in strings(sheet)


def test_bars_are_as_long_as_their_values_from_one_edge(qapp):
    rows = (BarRow(verbatim("A"), 40.0), BarRow(verbatim("B"), 10.0), BarRow(verbatim("C"), None))
    first, second = boxes(laid(lay_bars, Bars(rows)), "line")
    assert first.x == second.x
    assert first.w == pytest.approx(4 * second.w)
    assert "unknown" in strings(laid(lay_bars, Bars(rows)))


def test_a_bar_beyond_its_goal_passes_the_tick_and_bears_its_zone_s_mark(qapp):
    row = BarRow(verbatim("Technical"), 36.0, "late", 30.0)
    sheet = laid(lay_bars, Bars((row,), "h"))
    (bar,) = boxes(sheet, "late")
    (tick,) = [item.x1 for item in sheet.items if isinstance(item, Line)]
    assert (tick - bar.x) / bar.w == pytest.approx(30 / 36)
    assert [item.shape for item in sheet.items if isinstance(item, Mark)] == ["square"]


def test_negative_bars_lie_left_of_nought(qapp):
    rows = (BarRow(verbatim("A"), -20.0), BarRow(verbatim("B"), 10.0))
    left, right = boxes(laid(lay_bars, Bars(rows, "days")), "line")
    assert left.right == pytest.approx(right.x)
    assert left.w == pytest.approx(2 * right.w)
    assert any(string.startswith("−20") for string in strings(laid(lay_bars, Bars(rows, "days"))))


def test_bars_without_room_are_counted(qapp):
    for height in range(100, 420, 10):
        sheet = laid(lay_bars, BARS, (900, height))
        shown = sum(row.label.args["text"] in strings(sheet) for row in BARS.rows)
        assert shown == 6 or f"and {6 - shown} more" in strings(sheet)
        assert ("fits.rows" in sheet.lacks) == (shown < 6)


def test_the_last_value_of_a_trend_stands_in_large_and_its_target_in_its_zone(qapp):
    sheet = laid(lay_trend, TREND)
    by_text = {item.string: item for item in sheet.items if isinstance(item, Text)}
    (value,) = (item for item in sheet.items if isinstance(item, Text) and item.string == "47.5" and item.is_value)
    assert value.px > 2 * sheet.stage.scale.body
    assert by_text["target 50\u00a0h"].role == "text-on-track"
    assert {"31 Aug", "16 Nov", "70.2", "47.5"} <= set(by_text)
    end = [item for item in sheet.items if isinstance(item, Mark)][-1]
    assert not end.is_filled


def test_weeks_without_a_value_leave_a_gap(qapp):
    sheet = empty_sheet()
    places = lay_week_line([1.0, 2.0, None, 3.0, None, 4.0, 5.0], None, 1.0, Rect(0, 0, 600, 100), sheet)
    runs = [item.points for item in sheet.items if isinstance(item, Polyline)]
    assert [len(run) for run in runs] == [2, 1, 2]
    assert places[2] is places[4] is None
    assert places[0] == (0, 100)
    assert places[6] == (600, 0)


def test_weeks_of_few_cases_are_joined_by_a_grey_line(qapp):
    sheet = empty_sheet()
    few = (False, False, True, False, False)
    lay_week_line([1.0, 2.0, 3.0, 2.0, 1.0], 2.0, 1.0, Rect(0, 0, 400, 100), sheet, few=few)
    runs = [(len(item.points), item.role) for item in sheet.items if isinstance(item, Polyline)]
    assert runs == [(2, "line"), (3, "grey-mark"), (2, "line")]
    assert len(dashes(sheet)) == 1


def test_a_trend_of_few_cases_is_grey_and_says_how_many(qapp):
    sheet = laid(lay_trend, Trend((*WEEKS[:-1], TrendPoint("2026-11-16", 47.5, 7)), "h", 50.0, "late"))
    by_text = {item.string: item for item in sheet.items if isinstance(item, Text)}
    assert "n 7" in by_text
    assert [item.role for item in sheet.items if isinstance(item, Text) and item.is_value] == ["grey"]


def test_a_trend_that_cannot_be_relied_on_is_grey(qapp):
    sheet = laid(lay_trend, replace(TREND, target=None, zone="late", facts=(), is_grey=True))
    assert [item.role for item in sheet.items if isinstance(item, Text) and item.is_value] == ["grey"]
    assert {item.role for item in sheet.items if isinstance(item, Polyline)} == {"grey-mark"}


def test_a_trend_without_any_value_says_so(qapp):
    assert strings(laid(lay_trend, Trend((), "h"))) == ["no figure yet"]


@pytest.mark.parametrize("group", LAYS)
def test_every_box_and_line_of_a_chart_stands_inside_its_panel(qapp, group):
    for shown in samples_queues.GROUPS[group].values():
        for room in ((1000, 860), (700, 400), (500, 200), (340, 900), (260, 60)):
            for item in laid(LAYS[group], shown.body, room).items:
                if isinstance(item, Box):
                    assert -0.1 <= item.rect.x <= item.rect.right <= room[0] + 0.1, item
                    assert -0.1 <= item.rect.y <= item.rect.bottom <= room[1] + 0.1, item
                if isinstance(item, Polyline):
                    assert all(-0.1 <= x <= room[0] + 0.1 and -0.1 <= y <= room[1] + 0.1 for x, y in item.points), item
                if isinstance(item, Line):
                    assert -0.1 <= min(item.x1, item.x2) <= max(item.x1, item.x2) <= room[0] + 0.1, item
                    assert -0.1 <= min(item.y1, item.y2) <= max(item.y1, item.y2) <= room[1] + 0.1, item


@pytest.mark.parametrize("group", LAYS)
def test_a_chart_that_is_no_longer_true_has_no_zone_s_colour(qapp, group):
    for shown in samples_queues.GROUPS[group].values():
        roles = {item.role for item in laid(LAYS[group], shown.body, is_grey=True).items}
        assert not roles & {"on-track", "watch", "urgent", "late", "value-urgent", "value-late", "text", "line"}


def test_a_share_is_never_rounded_up_to_a_target_that_it_missed(qapp):
    trend = laid(lay_trend, Trend((WEEKS[0], TrendPoint("2026-11-16", 94.6, 50)), "%", 95.0, "urgent"))
    bars = laid(lay_bars, Bars((BarRow(verbatim("Order"), 94.6, "urgent", 95.0),), "%"))
    for sheet in (trend, bars):
        figures = [item.string for item in sheet.items if isinstance(item, Text) and item.is_value]
        assert figures[0].startswith("94")


def test_bars_without_room_are_named_as_such(qapp):
    assert "fits.bars" in laid(lay_bars, BARS, (400, 400)).lacks
    assert "fits.bars" not in laid(lay_bars, BARS, (900, 400)).lacks


def test_a_line_stands_beside_the_figure_where_it_has_no_room_below(qapp):
    for height in range(120, 600, 10):
        assert "fits.line" not in laid(lay_trend, TREND, (900, height)).lacks


def test_nothing_of_a_trend_hangs_below_its_room(qapp):
    for shown in samples_queues.GROUPS["trend"].values():
        for width in range(200, 1000, 100):
            for height in range(60, 300, 8):
                for item in laid(lay_trend, shown.body, (width, height)).items:
                    assert not isinstance(item, Text) or item.baseline <= height, (width, height, item)
