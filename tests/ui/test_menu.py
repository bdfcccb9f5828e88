"""What the menu offers, and how it is worked and drawn."""

from itertools import combinations
from typing import get_args

import pytest

from tests.ui.samples import NOW, SERVICE, layout_of, picture_of
from tests.ui.test_scenes import GEOMETRIES, assert_readable, assert_well_laid, ink
from wallboard.core.sentences import SENTENCES
from wallboard.core.views.layout import Screen
from wallboard.ui.commands import Command, Setting, Signs, in_menu, key_of, label_of
from wallboard.ui.help_overlay import KeyList
from wallboard.ui.menu import Menu
from wallboard.ui.overlay import lay_overlay
from wallboard.ui.page import PageScene, frame_of, stage_for
from wallboard.ui.scene import Box, Scene, Text
from wallboard.ui.theme import THEMES

SETTING = Setting(Signs(), page=0, pages=3, is_full_screen=True, can_refresh=True, can_stand_up=True)
DISTANCES = (1.5, 3.0, 5.0, 8.0)


def stage_and_frame(size, distance):
    layout = layout_of(SERVICE, SERVICE, screen=Screen(distance=distance))
    stage = stage_for(layout, size, NOW)
    return stage, frame_of(layout, picture_of(SERVICE, SERVICE), 0, size, stage)


def laid(overlay, size=(1920, 1080), distance=3.0):
    stage, frame = stage_and_frame(size, distance)
    return lay_overlay(overlay.listing(stage), frame.area, stage), frame


def strings(scene):
    return [item.string for item in scene.items if isinstance(item, Text)]


def test_every_command_but_the_menu_itself_is_in_it():
    assert set(in_menu(SETTING)) == set(get_args(Command)) - {"menu"}


def test_what_would_do_nothing_is_not_offered():
    alone = Setting(Signs(), page=0, pages=1, is_full_screen=True, can_refresh=False)
    assert in_menu(alone) == ["visitors", "full-screen", "help", "leave"]


def test_every_command_has_a_label_a_key_and_a_line_in_the_list_of_keys():
    for command in in_menu(SETTING):
        assert label_of(command, SETTING).key in SENTENCES
        assert key_of(command).key in SENTENCES
        assert f"help.{command}" in SENTENCES or command in ("next-page", "page-before")


def test_beside_leave_stands_no_key_for_in_the_menu_escape_only_closes_it(qapp):
    said = strings(laid(Menu(SETTING, chosen="leave"))[0])
    assert "Leave the board" in said
    assert "Esc" not in said


def test_an_entry_says_what_it_will_do(qapp):
    undone = Setting(Signs(is_paused=True, pinned=1, is_for_visitors=True), 1, 3, is_full_screen=True, can_refresh=True)
    wanted = {"Let the pages turn again", "Unpin this page", "Visitor mode off", "Leave full screen"}
    assert wanted <= set(strings(laid(Menu(undone))[0]))
    elsewhere = Setting(Signs(pinned=0), 1, 3, is_full_screen=False, can_refresh=True)
    wanted = {"Pause the pages", "Pin this page", "Visitor mode on", "Full screen"}
    assert wanted <= set(strings(laid(Menu(elsewhere))[0]))


def test_arrows_go_round():
    menu = Menu(SETTING)
    assert menu.chosen == "next-page"
    menu.move(-1)
    assert menu.chosen == "leave"
    menu.move(1)
    menu.move(1)
    assert menu.chosen == "page-before"


def test_the_chosen_entry_stands_out_by_its_ground(qapp):
    menu = Menu(SETTING)
    menu.move(2)
    scene = laid(menu)[0]
    chosen = [item.string for item in scene.items if isinstance(item, Text) and item.ground == "chosen"]
    assert chosen == ["Pause the pages", "Space"]
    assert len([item for item in scene.items if isinstance(item, Box) and item.role == "chosen"]) == 1


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("kind", ["menu", "keys"])
def test_it_is_readable_at_every_distance_and_covers_neither_state_nor_trouble(qapp, kind, distance, size):
    overlay = Menu(SETTING) if kind == "menu" else KeyList()
    for _ in range(9):
        scene, frame = laid(overlay, size, distance)
        empty = Scene(scene.rect, ())
        page = PageScene(frame, empty, (scene,), empty)
        assert_well_laid(page)
        for theme in THEMES:
            assert_readable(page, theme)
        assert frame.area.y <= scene.rect.y
        assert scene.rect.bottom <= frame.area.bottom
        assert scene.rect.x >= frame.area.x
        assert scene.rect.right <= frame.area.right
        overlay.move(1)


@pytest.mark.parametrize("size", GEOMETRIES, ids=str)
def test_however_far_away_every_entry_can_be_reached_and_seen(qapp, size):
    menu, seen = Menu(SETTING), set()
    for _ in in_menu(SETTING):
        scene = laid(menu, size, 8.0)[0]
        seen |= {item.string for item in scene.items if isinstance(item, Text) and item.ground == "chosen"}
        menu.move(1)
    assert {"Next page", "Visitor mode on", "Leave the board"} <= seen


def test_a_list_of_keys_that_has_no_room_is_moved_through_by_arrows(qapp):
    keys, seen = KeyList(), set()
    for _ in range(12):
        scene = laid(keys, distance=8.0)[0]
        assert any("more" in said for said in strings(scene))
        seen |= set(strings(scene))
        keys.move(1)
    assert {"Enter", "Space", "P", "V", "R", "F11", "?", "Esc"} <= seen
    keys.move(-20)
    assert "Enter" in strings(laid(keys, distance=8.0)[0])


def test_nothing_in_it_stands_over_anything(qapp):
    scene = laid(Menu(SETTING), distance=4.5)[0]
    boxes = [ink(item) for item in scene.items if isinstance(item, Text)]
    assert len(boxes) > 15
    assert not any(one.meets(other, 1.0) for one, other in combinations(boxes, 2))
