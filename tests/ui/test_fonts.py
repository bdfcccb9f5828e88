"""Names that have no room, and cells of garbage that no wall can hold."""

import pytest

from wallboard.ui.fonts import BOLD, SEMIBOLD, elided, hang, width_of, wrapped

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("name", ["Reklamationen & Gewährleistung", "W" * 20_000, "i" * 5_000_000, "\0" * 5_000])
@pytest.mark.parametrize("room", [60.0, 110.0, 400.0])
def test_a_name_too_long_keeps_as_much_of_its_ends_as_has_room(name: str, room: float) -> None:
    shown = elided(name, 30, SEMIBOLD, room)
    assert width_of(shown, 30, SEMIBOLD) <= room
    head, _, tail = shown.partition("…")
    assert name.startswith(head)
    assert name.endswith(tail)
    assert 0 <= len(head) - len(tail) <= 1 + name[: len(head) + 1].count(" ") + name[-len(tail) - 2 :].count(" ")


def test_a_name_that_has_room_stays_whole() -> None:
    assert elided("Warranty", 30, SEMIBOLD, width_of("Warranty", 30, SEMIBOLD)) == "Warranty"


def test_a_name_without_room_for_its_ends_is_not_shown() -> None:
    assert elided("Warranty", 30, SEMIBOLD, 20.0) == ""


def test_a_word_wider_than_the_line_breaks_inside() -> None:
    lines = wrapped("see /srv/exports/" + "a" * 100, 30, SEMIBOLD, 300.0)
    assert "".join(lines) == "see/srv/exports/" + "a" * 100
    assert max(width_of(line, 30, SEMIBOLD) for line in lines) <= 300


def test_text_without_end_is_cut() -> None:
    assert sum(map(len, wrapped("x" * 1_000_000, 30, SEMIBOLD, 300.0))) == 1600


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Target 95 % of all", ["Target", "95 %", "of", "all"]),
        ("as of 09:55, 2 h 30, which is old", ["09:55,", "2 h 30,", "which"]),
        ("6,2 h drüber, 47 min alt", ["6,2 h", "drüber,", "47 min"]),
        ("larger than 500 MB.", ["larger", "500 MB."]),
        ("1\u202f234 z.\u00a0B.\n  und", ["1\u202f234", "z.\u00a0B.", "und"]),
    ],
)
def test_a_figure_and_its_unit_stand_in_one_line(text: str, parts: list[str]) -> None:
    for room in range(int(max(width_of(part, 30, SEMIBOLD) for part in parts)) + 1, 400, 7):
        lines = wrapped(text, 30, SEMIBOLD, room)
        assert [part for part in parts if not any(part in line for line in lines)] == []


def test_a_figure_before_a_word_that_only_begins_like_a_unit_may_be_parted_from_it() -> None:
    for text in ("3 sheets", "4 dozen", "5 minutes", "9 hours"):
        assert wrapped(text, 30, SEMIBOLD, width_of(text, 30, SEMIBOLD) - 5) == text.split()


def test_only_a_comma_hangs_below_the_line_of_figures() -> None:
    assert hang("5,8", BOLD) > 0.1
    assert hang("5.8", BOLD) < 0.03
    assert hang("−128", BOLD) < 0.03
