"""Views travel as JSON and come back the same."""

import json

import pytest

from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen
from wallboard.core.views.shapes import (
    SHAPES,
    Blank,
    CaseRow,
    CaseRows,
    ClockFace,
    Count,
    Counts,
    Figure,
    Lane,
    Lanes,
    OnTime,
    Picture,
    Shape,
    SourceRow,
    SourceRows,
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
