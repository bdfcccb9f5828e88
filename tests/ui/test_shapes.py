"""What single shapes promise beyond having room: places that do not jump, and numbers that add up."""

from dataclasses import replace

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, lanes_of, layout_of, open_cases, picture_of, view
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import CaseRows, Count, Counts, Fact, Lanes
from wallboard.core.words import verbatim, words
from wallboard.ui.fonts import metrics
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Box, Line, Mark, Rect, Text
from wallboard.ui.shapes.facts import lay_facts
from wallboard.ui.sheet import Sheet

WIDE, UPRIGHT = (1920, 1080), (1080, 1920)
NAMES = ("opened", "closed", "net", "reopened")


def laid(shown, place, size=WIDE, distance=3.0, sources=samples.NOTES):
    """The panel of this view in one of the design's places."""
    views = list(samples.SERVICE)
    views[place] = shown
    layout = layout_of(tuple(views), screen=Screen(distance=distance))
    page = lay_page(layout, picture_of(tuple(views), sources=sources), 0, size, stage_for(layout, size, NOW))
    return page.panels[place], page.frame.scale


def texts(scene):
    return {item.string: item for item in scene.items if isinstance(item, Text)}


def counts(*values):
    made = (
        Count(name, words(f"in-and-out.{name}"), value, is_signed=name == "net")
        for name, value in zip(NAMES, values, strict=False)
    )
    return view("in-and-out", "In and out", Counts(tuple(made)))


def ink_left(text):
    em = 2048
    return text.x + metrics(em, text.weight).tightBoundingRect(text.string).x() * text.px / em


@pytest.mark.parametrize("size", [WIDE, UPRIGHT])
def test_a_count_that_comes_and_goes_moves_none_of_the_others(qapp, size):
    three = texts(laid(counts(86, 104, 18), 2, size)[0])
    four = texts(laid(counts(86, 104, 18, 4), 2, size)[0])
    for label in ("opened", "closed", "net"):
        assert three[label].x == pytest.approx(four[label].x, abs=1)
    assert "re-opened" in four


@pytest.mark.parametrize("size", [WIDE, UPRIGHT])
@pytest.mark.parametrize("values", [(86, 104, 18, 4), (412, 287, -125, 12), (8, 1111, 1103)])
def test_counts_keep_a_gap_between_each_other(qapp, size, values):
    scene, scale = laid(counts(*values), 2, size)
    found = sorted((item.x, item.x + item.width) for item in scene.items if isinstance(item, Text) and item.is_value)
    labels = [texts(scene)[words_] for words_ in ("opened", "closed", "net")]
    for label, (left, _) in zip(labels, found[1:], strict=False):
        assert left - (label.x + label.width) >= scale.least * 0.5


@pytest.mark.parametrize("figure", ["104", "+18", "−125", "8"])
def test_a_figure_and_its_label_begin_on_one_line(qapp, figure):
    value = int(figure.replace("−", "-"))
    shown = texts(laid(counts(*((value, 3) if figure[0].isdigit() else (1, 2, value))), 2)[0])
    label = shown["opened" if figure[0].isdigit() else "net"]
    assert ink_left(shown[figure]) == pytest.approx(ink_left(label), abs=0.1)


def stacked(shares, zones):
    """One lane of marks at given shares, every second one on hold."""
    lanes = lanes_of(((0, 0, 0, 0),), ("Order",), held=0)
    number = len(shares)
    held = tuple(n % 2 == 1 for n in range(number))
    return open_cases(Lanes(lanes.lanes, (0,) * number, shares, zones, held, (1,) * number))


@pytest.mark.parametrize("size", [WIDE, UPRIGHT, (1280, 720)])
def test_marks_at_the_edge_of_a_zone_stand_wholly_inside_it(qapp, size):
    below, above = 0.999_999, 1.000_001
    shares = (1.0, 1.0, above, above, 2 / 3, 2 / 3 * below, 1 / 3, 1 / 3 * below, 0.0, 0.0, 40.0)
    scene, _ = laid(stacked(shares, (2, 2, 3, 3, 2, 1, 1, 0, 0, 0, 3)), 0, size)
    edges = sorted({item.y1 for item in scene.items if isinstance(item, Line)})
    target = next(item.y1 for item in scene.items if isinstance(item, Line) and item.role == "text")
    third, first = edges[edges.index(target) + 1], edges[edges.index(target) + 2]
    bounds = {"late": (0.0, target), "urgent": (target, third), "watch": (third, first), "on-track": (first, 1e9)}
    marks = [item for item in scene.items if isinstance(item, Mark) and item.halo]
    assert len(marks) == len(shares)
    for mark in marks:
        reach = mark.size * (0.6 if mark.shape == "diamond" else 0.45)
        upper, lower = bounds[mark.role]
        assert upper <= mark.y - reach, mark
        assert mark.y + reach <= lower, mark


def test_an_empty_board_says_that_there_is_no_open_case(qapp):
    scene, _ = laid(open_cases(lanes_of((), (), held=0)), 0)
    assert "no open case" in texts(scene)
    assert not any(isinstance(item, Mark) for item in scene.items)


@pytest.mark.parametrize(("unknown", "said"), [(0, "no target"), (1, "no share"), (2, "unknown")])
def test_the_strip_below_the_lanes_says_why_its_cases_have_no_share(qapp, unknown, said):
    body = lanes_of(untargeted=2)
    lanes = (replace(body.lanes[0], without_hours=unknown), *body.lanes[1:])
    scene, _ = laid(open_cases(replace(body, lanes=lanes)), 0)
    assert [one for one in texts(scene) if one in ("no target", "no share", "unknown")] == [said]


def rows(total, unknown, late=0, urgent=0):
    return view("late-list", "Late", CaseRows(samples.CASES.rows[:total], total, late, urgent, unknown))


def test_nothing_late_is_not_said_of_cases_whose_hours_are_unknown(qapp):
    shown = texts(laid(rows(0, 17), 3)[0])
    assert "hours unknown for 17 cases" in shown
    assert "nothing late, nothing urgent" not in shown
    assert "nothing late, nothing urgent" in texts(laid(rows(0, 0), 3)[0])


@pytest.mark.parametrize("shown", [0, 3, 8])
def test_of_how_many_cases_hours_are_unknown_is_said_once(qapp, shown):
    listed = rows(shown, 17, shown)
    told = replace(listed, remarks=(words("hours-unknown", n=17), words("with-target", with_target=180, all=280)))
    strings = " / ".join(texts(laid(told, 3)[0]))
    assert strings.count("hours unknown for 17 cases") == 1
    assert "180 of 280 have a target" in strings


def test_how_many_hours_are_unknown_stands_at_the_end_of_the_list(qapp):
    assert "hours unknown for 1 case" in texts(laid(rows(3, 1, 3), 3)[0])
    assert "and 2 more · hours unknown for 17 cases" in texts(laid(rows(8, 17, 7, 1), 3)[0])


def test_a_note_gives_up_its_tail_before_it_goes_altogether(qapp):
    shown = view("late-list", "Late", samples.CASES, note=words("late-list.note", late=11, urgent=24))
    assert "11 late · 24 urgent, highest share first" in texts(laid(shown, 3)[0])
    assert "11 late · 24 urgent" in texts(laid(shown, 3, distance=4.0)[0])


@pytest.mark.parametrize("place", range(4))
def test_a_panel_without_data_has_no_note_beside_its_heading(qapp, place):
    unread = tuple(samples.replace(samples.UNREAD_NOTE, name=name) for name in samples.BOTH)
    shown = samples.replace(samples.SERVICE[place], note=verbatim("0 so far"))
    assert "0 so far" in texts(laid(shown, place)[0])
    assert "0 so far" not in texts(laid(shown, place, sources=unread)[0])


def test_sources_with_plenty_of_room_are_larger_and_stand_apart(qapp):
    shown = view("sources", "Sources", samples.SOURCES)
    roomy, scale = laid(shown, 0)
    tight, _ = laid(shown, 1)
    assert scale.body < texts(roomy)["Help desk"].px <= 1.3 * scale.body + 1
    assert texts(tight)["Help desk"].px == scale.body
    apart = [texts(scene)["ERP export"].baseline - texts(scene)["Help desk"].baseline for scene in (tight, roomy)]
    assert apart[1] > 1.5 * apart[0]


FACTS = (
    Fact(verbatim("backlog 4.2 days")),
    Fact(verbatim("slack 6 %"), "urgent"),
    Fact(verbatim("capacity 38 a day"), is_minor=True),
)


def facts_laid(facts, width, height):
    layout = layout_of(samples.SERVICE)
    sheet = Sheet(stage_for(layout, WIDE, NOW))
    rect = Rect(40, 60, width, height)
    return sheet, rect, lay_facts(facts, rect, sheet)


def test_two_facts_stand_left_and_right_on_one_line_at_the_foot(qapp):
    sheet, rect, height = facts_laid(FACTS[:2], 700, 400)
    left, right = (item for item in sheet.items if isinstance(item, Text))
    assert left.x == rect.x
    assert right.x + right.width == pytest.approx(rect.right)
    assert rect.bottom - height < left.baseline == right.baseline < rect.bottom
    assert right.role == "value-urgent"
    assert [item.shape for item in sheet.items if isinstance(item, Mark)] == ["diamond"]


def test_minor_facts_go_first_and_nothing_is_elided(qapp):
    for width in range(60, 900, 20):
        sheet, rect, height = facts_laid(FACTS, width, 60)
        said = [item.string for item in sheet.items if isinstance(item, Text)]
        assert said in ([], [fact.text.args["text"] for fact in FACTS[: len(said)]])
        assert ("fits.secondary" in sheet.lacks) == (len(said) < len(FACTS))
        assert (height > 0) == bool(said)
        assert all(item.x + item.width <= rect.right + 0.1 for item in sheet.items if isinstance(item, Text))


def test_facts_in_a_high_panel_take_a_further_row(qapp):
    sheet, _, height = facts_laid(FACTS, 500, 600)
    assert len([item for item in sheet.items if isinstance(item, Text)]) == 3
    assert height > 2 * sheet.stage.scale.least


@pytest.mark.parametrize("locale", ["en_GB", "de_DE"])
def test_the_lane_on_hold_is_no_wider_than_that_of_the_running_cases(qapp, locale):
    shown = open_cases(lanes_of(held=2))
    for tenth in range(30, 65, 5):
        layout = layout_of((shown,), screen=Screen(distance=tenth / 10), locale=locale)
        scene = lay_page(layout, picture_of((shown,)), 0, (1080, 1920), stage_for(layout, (1080, 1920), NOW)).panels[0]
        bands = sorted(
            {(item.rect.x, item.rect.w) for item in scene.items if isinstance(item, Box) and item.role == "band-late"}
        )
        assert bands, tenth
        assert bands[-1][1] <= (1.1 if len(bands) == 2 else 2) * bands[0][1], (tenth, bands)


def test_where_only_one_lane_of_running_cases_has_room_it_is_that_of_all(qapp):
    shown = open_cases(lanes_of())
    layout = layout_of((shown,), screen=Screen(distance=6.0))
    scene = lay_page(layout, picture_of((shown,)), 0, (1080, 1920), stage_for(layout, (1080, 1920), NOW)).panels[0]
    said = {item.string for item in scene.items if isinstance(item, Text)}
    assert "all" in said
    assert not [text for text in said if text.startswith("+")]
