"""What visitors see, and what they do not."""

import pytest

from tests.ui import samples
from tests.ui.samples import NOW, case, layout_of, picture_of, view
from tests.ui.test_scenes import CASES, GROUPS, STATES, ink, page_of, reach
from wallboard.core.views.layout import Screen
from wallboard.core.views.shapes import CaseRows
from wallboard.ui.commands import Signs
from wallboard.ui.page import lay_page, stage_for
from wallboard.ui.scene import Box, Mark, Rect, Scene, Text
from wallboard.ui.visitors import for_visitors

SIZE = (1920, 1080)
PEOPLE = ("Å. Ğ.", "K. Mayer", "Maximiliane von Hohenstein")
ROWS = CaseRows(tuple(case(f"C-{n:05d}"[: 3 + n], "Quote", 2.0, owner=PEOPLE[n % 3]) for n in range(5)), 5, 5, 0)
LATE = view("late-list", "Late", ROWS)


def page(*views, signs=Signs(is_for_visitors=True), size=SIZE):  # noqa: B008 - immutable
    layout, picture = layout_of(views, screen=Screen()), picture_of(views)
    return lay_page(layout, picture, 0, size, stage_for(layout, size, NOW), signs)


def texts(scene):
    return [item.string for item in scene.items if isinstance(item, Text)]


def veils(scene):
    return [item.rect for item in scene.items if isinstance(item, Box) and item.role == "veil"]


def test_case_numbers_and_owners_are_bars_and_figures_and_types_stay(qapp):
    open_scene = page(LATE, signs=Signs()).panels[0]
    scene = page(LATE).panels[0]
    assert {"C-0", "K. Mayer"} <= set(texts(open_scene))
    assert set(texts(scene)) == {"Late", "Quote", "2.0", "h over"}
    assert len(veils(scene)) == 10


def test_that_nobody_owns_a_case_and_that_it_waits_is_no_secret(qapp):
    rows = CaseRows((case("C-1", "Quote", 2.0, has_owner=False), case("C-2", "Quote", 1.0, is_held=True)), 2, 2, 0)
    assert {"no owner", "on hold"} <= set(texts(page(view("late-list", "Late", rows)).panels[0]))


def test_bars_of_a_column_are_alike_whatever_they_hide(qapp):
    widths = {(round(rect.x), round(rect.w)) for rect in veils(page(LATE).panels[0])}
    assert len(widths) == 2


def test_a_bar_that_stands_alone_is_wider_than_its_text_by_steps(qapp):
    def bar(width):
        text = Text("x", 10, 50, width, 20, 500, "text", is_private=True)
        return veils(for_visitors(Scene(Rect(0, 0, 400, 100), (text,))))[0].w

    assert [bar(width) for width in (1, 39, 41, 79)] == [40, 40, 80, 80]


@pytest.mark.parametrize(("group", "name"), CASES)
def test_a_bar_covers_nothing_and_stays_inside_its_panel(qapp, group, name):
    for place in (None, 3):
        for plain in page_of(GROUPS[group][name], place, SIZE).panels:
            scene = for_visitors(plain)
            kept = [item for item in scene.items if isinstance(item, Text)]
            marks = [item for item in scene.items if isinstance(item, Mark)]
            for bar in veils(scene):
                assert bar.x >= scene.rect.x
                assert bar.right <= scene.rect.right
                assert not any(bar.meets(ink(text), 1.0) for text in kept)
                assert not any(bar.meets(reach(mark), 1.0) for mark in marks)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("group", GROUPS)
def test_no_age_and_no_state_word_is_hidden(qapp, group, state):
    for shown in GROUPS[group].values():
        plain = page_of(shown, None, SIZE, STATES[state]).panels[0]
        seen = for_visitors(plain)
        public = [item for item in plain.items if not (isinstance(item, Text) and item.is_private)]
        assert [item for item in seen.items if not (isinstance(item, Box) and item.role == "veil")] == public
        assert len(seen.items) == len(plain.items)
        assert seen.lacks == plain.lacks


@pytest.mark.parametrize("size", [SIZE, (1080, 1920)])
def test_the_header_says_that_visitors_are_here(qapp, size):
    assert "visitors" in texts(page(*samples.SERVICE, size=size).header)
    assert "visitors" not in texts(page(*samples.SERVICE, signs=Signs(), size=size).header)
