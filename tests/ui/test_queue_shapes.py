"""What stacks of queues and spans of lead times promise: counts that add up, one scale, and an order of giving up."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.ui import samples_queues
from tests.ui.samples import NOW, layout_of
from tests.ui.samples_queues import PILE, SPANS, STACKS, stack
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import SpanRow, Spans, Stacks
from wallboard.core.words import verbatim
from wallboard.ui.page import stage_for
from wallboard.ui.scene import Box, Line, Mark, Polyline, Rect, Text
from wallboard.ui.shapes.rows import rowing_for
from wallboard.ui.shapes.segments import least_width, scale_of, segments_of
from wallboard.ui.shapes.spans import lay_spans
from wallboard.ui.shapes.stacks import lay_stacks
from wallboard.ui.sheet import Sheet

ROOM = (1000, 860)
ZONE_FILLS = {"cell", "watch", "cell-urgent", "cell-late"}


def laid(lay, body, room=ROOM, distance=3.0, **more):
    stage = replace(stage_for(layout_of(screen=Screen(distance=distance)), (1920, 1080), NOW), **more)
    sheet = Sheet(stage)
    lay(body, Rect(0, 0, *room), sheet)
    return sheet


def strings(sheet):
    return [item.string for item in sheet.items if isinstance(item, Text)]


def boxes(sheet, *roles):
    return [item.rect for item in sheet.items if isinstance(item, Box) and item.role in roles]


def test_every_case_of_a_queue_is_counted_in_its_bar(qapp):
    row = stack("Quotes", (16, 12, 7, 5), 22.0, held=3, without_target=2)
    sheet = laid(lay_stacks, Stacks((row,)))
    figures = [int(string) for string in strings(sheet) if string.isdigit()]
    assert figures == [16, 12, 7, 5, 2, 3]
    assert "45 open · 3 on hold" in strings(sheet)


def test_bars_stand_on_one_scale_where_counts_have_room(qapp):
    rows = (stack("A", (200, 100, 0, 0)), stack("B", (100, 50, 0, 0)))
    widths = [rect.w for rect in boxes(laid(lay_stacks, Stacks(rows)), "cell", "watch")]
    assert widths[0] == pytest.approx(2 * widths[1])
    assert widths[0] == pytest.approx(2 * widths[2])
    assert widths[2] == pytest.approx(2 * widths[3])


def test_the_widest_bar_just_fills_its_room_and_no_part_is_narrower_than_its_count(qapp):
    stage = stage_for(layout_of(), (1920, 1080), NOW)
    bars = [segments_of(zones, 1, 2) for zones in ((300, 1, 1, 1), (40, 40, 40, 40), (0, 0, 0, 9))]
    per_case = scale_of(bars, 600.0, 38, stage)
    wide = [[max(least_width(part, 38, stage), part.count * per_case) for part in parts] for parts in bars]
    gaps = [4.0 * (len(parts) - 1) for parts in bars]
    whole = [sum(widths) + gap for widths, gap in zip(wide, gaps, strict=True)]
    assert max(whole) == pytest.approx(600.0, abs=10)
    assert scale_of(bars, 100.0, 38, stage) is None
    assert scale_of([[], []], 100.0, 38, stage) == 0.0


def test_a_count_in_a_part_is_told_on_the_part_s_own_ground(qapp):
    sheet = laid(lay_stacks, Stacks((stack("A", (30, 20, 10, 5), 4.0, without_target=3),)))
    grounds = [item.ground for item in sheet.items if isinstance(item, Text) and item.string.isdigit()]
    assert grounds == ["cell", "watch", "cell-urgent", "cell-late", "grey-mark"]


def test_what_is_on_hold_is_an_outline(qapp):
    sheet = laid(lay_stacks, Stacks((stack("A", (3, 0, 0, 0), held=4),)))
    assert len([item for item in sheet.items if isinstance(item, Polyline)]) == 1


def test_the_oldest_wait_stands_in_its_zone_with_its_mark(qapp):
    sheet = laid(lay_stacks, replace(STACKS, rows=STACKS.rows[:1]))
    oldest = next(item for item in sheet.items if isinstance(item, Text) and item.string.startswith("9.5"))
    assert oldest.role == "value-late"
    assert [item.role for item in sheet.items if isinstance(item, Mark) and item.shape == "square"] == ["late"]


def test_the_percentile_goes_first_then_the_second_lines_then_the_last_rows(qapp):
    seen = []
    for height in range(860, 60, -10):
        said = strings(laid(lay_stacks, STACKS, (1000, height)))
        shown = sum(row.label.args["text"] in said for row in STACKS.rows)
        seen.append(("P85" in said, "oldest" in said, shown))
    assert seen[0] == (True, True, 6)
    assert all(one >= other for one, other in pairwise(seen))
    assert (False, False, 6) in seen
    narrow = strings(laid(lay_stacks, STACKS, (760, 860)))
    assert "P85" not in narrow
    assert "oldest" in narrow


def test_rows_without_room_are_counted_and_never_cut(qapp):
    for height in range(70, 600, 10):
        sheet = laid(lay_stacks, STACKS, (1000, height))
        said = strings(sheet)
        shown = sum(row.label.args["text"] in said for row in STACKS.rows)
        if "all 6" in said:
            assert "fits.rows" in sheet.lacks
        elif shown < 6:
            assert f"and {6 - shown} more" in said
            assert "fits.rows" in sheet.lacks
        else:
            assert "fits.rows" not in sheet.lacks


def test_where_not_one_row_has_room_all_are_told_in_one(qapp):
    sheet = laid(lay_stacks, STACKS, (1000, 70))
    figures = [int(string) for string in strings(sheet) if string.isdigit()]
    assert "all 6" in strings(sheet)
    assert figures == [80, 51, 24, 11, 2, 3]
    assert "31.5 h" in [string.replace("\u00a0", " ") for string in strings(sheet)]


def test_names_of_people_are_private_and_those_of_queues_are_not(qapp):
    for body, is_private in ((PILE, True), (STACKS, False)):
        names = [item for item in laid(lay_stacks, body).items if isinstance(item, Text) and item.is_name]
        assert names
        assert all(name.is_private == is_private for name in names)


@pytest.mark.parametrize(("lay", "body"), [(lay_stacks, STACKS), (lay_spans, SPANS)])
def test_a_figure_that_is_no_longer_true_has_no_zone_s_colour(qapp, lay, body):
    sheet = laid(lay, body, is_grey=True)
    roles = {item.role for item in sheet.items}
    assert not roles & {*ZONE_FILLS, "on-track", "urgent", "late", "value-urgent", "value-late", "text"}


def track(sheet, number):
    return boxes(sheet, "rule")[number]


def ticks(sheet):
    return [item.x1 for item in sheet.items if isinstance(item, Line) and item.role == "text"]


def test_lead_times_stand_on_one_scale(qapp):
    sheet = laid(lay_spans, SPANS, (700, 420))
    first = track(sheet, 0)
    places = [(x - first.x) / row.target_h for x, row in zip(ticks(sheet), SPANS.rows, strict=True)]
    assert places == pytest.approx([places[0]] * 5)
    bars = boxes(sheet, "on-track", "urgent")
    per_hour = {round(bar.w / row.p85_h, 3) for bar, row in zip(bars, SPANS.rows, strict=True)}
    assert len(per_hour) == 1


def test_lead_times_far_apart_stand_each_to_their_own_target(qapp):
    rows = (
        SpanRow(verbatim("Order"), 90, 1.2, 0.5, 1.0, "urgent"),
        SpanRow(verbatim("Repair"), 40, 150.0, 60.0, 160.0, "on-track"),
        SpanRow(verbatim("Claim"), 40, 900.0, 60.0, 160.0, "urgent"),
        SpanRow(verbatim("Other"), 40, 9.0, 6.0),
    )
    sheet = laid(lay_spans, Spans(rows, SPANS.legend), (900, 420))
    assert len(set(ticks(sheet))) == 1
    assert len(boxes(sheet, "rule")) == 3
    assert max(rect.right for rect in boxes(sheet, "urgent")) <= track(sheet, 0).right + 0.1
    assert any("each to its own target" in string for string in strings(sheet))


def test_few_cases_are_grey_and_say_how_many(qapp):
    row = replace(SPANS.rows[1], n=7, is_grey=True)
    sheet = laid(lay_spans, Spans((row,)))
    value = next(item for item in sheet.items if isinstance(item, Text) and item.is_value)
    assert value.role == "grey"
    assert "n\u00a07" in strings(sheet)
    assert boxes(sheet, "grey-mark")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (SpanRow(verbatim("A"), 30, 14.0, 5.0, 12.0, "urgent"), "14 of 12\u00a0h"),
        (SpanRow(verbatim("A"), 30, 12.04, 5.0, 12.0, "urgent"), "12.04 of 12\u00a0h"),
        (SpanRow(verbatim("A"), 30, 12.002, 5.0, 12.0, "urgent"), "12.01 of 12\u00a0h"),
        (SpanRow(verbatim("A"), 30, 12.06, 5.0, 12.0, "urgent"), "12.1 of 12\u00a0h"),
        (SpanRow(verbatim("A"), 30, 11.97, 5.0, 12.0, "on-track"), "12.0 of 12\u00a0h"),
        (SpanRow(verbatim("A"), 30, 120.2, 5.0, 120.0, "urgent"), "120.2 of 120\u00a0h"),
        (SpanRow(verbatim("A"), 30, 5.2, 5.0), "5.2\u00a0h"),
        (SpanRow(verbatim("A"), 0), "none closed"),
    ],
)
def test_a_lead_time_is_told_with_its_target(qapp, row, said):
    assert said in strings(laid(lay_spans, Spans((row,))))


def test_the_legend_goes_before_any_row_does(qapp):
    for height in range(120, 420, 10):
        sheet = laid(lay_spans, SPANS, (700, height))
        shown = sum(row.label.args["text"] in strings(sheet) for row in SPANS.rows)
        has_legend = SPANS.legend.args["text"] in strings(sheet)
        assert shown == 5 or not has_legend
        assert has_legend or "fits.secondary" in sheet.lacks


def test_every_box_and_line_of_a_queue_stands_inside_its_panel(qapp):
    for group, lay in (("stacks", lay_stacks), ("spans", lay_spans)):
        for shown in samples_queues.GROUPS[group].values():
            for room in ((1000, 860), (700, 400), (500, 300), (340, 900), (260, 60)):
                for item in laid(lay, shown.body, room).items:
                    if isinstance(item, Box):
                        assert -0.1 <= item.rect.x <= item.rect.right <= room[0] + 0.1, item
                        assert -0.1 <= item.rect.y <= item.rect.bottom <= room[1] + 0.1, item


@pytest.mark.parametrize("count", [1, 3, 14])
@pytest.mark.parametrize("height", [30.0, 100.0, 500.0])
def test_rows_and_the_line_below_them_have_room(count, height):
    rowing = rowing_for(count, height, 20.0, least=40.0, most=90.0)
    assert rowing.shown + rowing.left_over == count
    assert rowing.shown * rowing.pitch + (20.0 if rowing.left_over and rowing.shown else 0.0) <= height
    assert 40.0 <= rowing.pitch <= 90.0
