"""Views travel as JSON and come back the same."""

import json

import pytest

from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen
from wallboard.core.views.shapes import (
    SHAPES,
    BarRow,
    Bars,
    Blank,
    Booked,
    BookedRow,
    Bookings,
    Buffer,
    CaseRow,
    CaseRows,
    Cell,
    ClockFace,
    Column,
    Columns,
    Count,
    Counts,
    Fact,
    Figure,
    ImageFile,
    Lane,
    Lanes,
    Notice,
    Number,
    OnTime,
    Part,
    Picture,
    PipRow,
    Pips,
    Shape,
    SourceRow,
    SourceRows,
    SpanRow,
    Spans,
    StackRow,
    Stacks,
    Table,
    TableRow,
    Trend,
    TrendPoint,
    View,
    WeekPoint,
)
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import age, verbatim, words

ORDER = verbatim("Order")
EACH: tuple[Shape, ...] = (
    Lanes((Lane(ORDER, ORDER, (1, 0, 0, 0), (0, 0, 0, 0)),), (0,), (0.1,), (0,), (False,), (1,)),
    Lanes((), (), (), (), (), ()),
    OnTime(None, 1, 2, 0, 95, "urgent", (WeekPoint("2026-03-02", None, 3), WeekPoint("2026-03-09", 50, 12)), 0, 9),
    Counts((Count("net", words("in-and-out.net"), -5, "urgent", is_signed=True),)),
    CaseRows((CaseRow("C-1", ORDER, "late", 1.5, 6.2, is_over=True, owner="KM"),), 1, 1, 0),
    SourceRows((SourceRow("desk", words("sources.cases", n=3), (words("unusable.no-opening", n=1),)),)),
    ClockFace("Europe/London"),
    Blank((words("missing.targets"),)),
    Stacks((StackRow(ORDER, 8, (4, 3, 0, 1), oldest_h=9.5, oldest_zone="late", p85_h=3, n=20),)),
    Spans((SpanRow(ORDER, 21, 5.2, 1.5, 6, "on-track"),), words("axis.target")),
    Columns((Column(ORDER, (3, -1.5)),), (Part(ORDER), Part(ORDER, "late")), (Fact(ORDER, "urgent"),), is_signed=True),
    Bars((BarRow(ORDER, None), BarRow(ORDER, 2, "late", 1, ORDER)), "h"),
    Table((ORDER,), (TableRow(ORDER, (Cell(None), Cell(2.5, "h", "late"))), TableRow(ORDER, (), source="desk"))),
    Trend((TrendPoint("2026-03-02", None, 3), TrendPoint("2026-03-09", 87.5, 30, is_now=True)), "%", 95, "urgent"),
    Number(None, why=words("missing.targets")),
    Pips((PipRow("Amira", ("performed", "empty"), 1, 2), PipRow("Farid", (), 0, 0, ORDER)), 1, 2, 3, 4),
    Bookings(("2026-03-09",), (BookedRow("Amira", (Booked(3, 4, 4, "urgent"), None)),), (4,), 1, 3, 5.8),
    Buffer(
        28, 60, "urgent", is_too_many=False, cover_days=2.3, oldest_h=11.5, oldest_zone="urgent", came=14, released=19
    ),
    Notice(("Fire drill at 14:00",)),
    ImageFile("/srv/plan.png", fills=True),
)


@pytest.mark.parametrize("body", EACH, ids=lambda body: body.kind)
def test_every_shape_comes_back_the_same(body: Shape) -> None:
    view = View("type", "Title", verbatim("Title"), body, (Figure("open", 3, zone="late"),), ("desk",), age(5))
    picture = Picture("board", 5, ((view,), ()), (SourceNote("desk", 1, fault=words("state.unread")),))
    assert from_plain(Picture, json.loads(json.dumps(to_plain(picture)))) == picture


def test_every_shape_there_is_was_tried() -> None:
    assert {body.kind for body in EACH} == set(SHAPES)


def test_a_layout_comes_back_the_same() -> None:
    page = PageLayout("Page", 30, (12, 8), (PanelPlace("clock", "Clock", (0, 0, 12, 8)),))
    layout = Layout("board", "Northwind", "Europe/London", "en_GB", Screen(size_px=(1920, 1080)), (page,))
    assert from_plain(Layout, json.loads(json.dumps(to_plain(layout)))) == layout


def test_sentences_within_sentences_come_back() -> None:
    note = SourceNote("desk", fault=words("state.as-of", at=5, age=age(9)))
    assert from_plain(SourceNote, to_plain(note)) == note


@pytest.mark.parametrize(
    "broken",
    [
        {"board": 5},
        {"board": "b", "composed_at_us": None, "pages": [[{"type": "x"}]]},
        {"board": "b", "composed_at_us": "soon", "pages": []},
        {"board": "b", "composed_at_us": None, "pages": 7},
    ],
)
def test_data_of_another_form_is_refused_and_not_guessed_at(broken: dict[str, object]) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        from_plain(Picture, broken)


def test_a_word_that_is_not_of_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="none of"):
        from_plain(Figure, {"name": "open", "value": 1, "zone": "red"})
