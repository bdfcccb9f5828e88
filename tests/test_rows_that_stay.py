"""What a running collector keeps of a source whose file breaks, or whose settings are wrong, and what the wall says."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import time_ns

import pytest

from tests.cli.small_office import BOARD, CASES, EVENTS
from tests.running_wall import Ending, Wall
from wallboard.core.views.freshness import SourceNote, word_of_source
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Blank, Picture

USELESS = "missing.useless.cases"


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    with Ending(Wall(tmp_path)) as found:
        found.until(lambda layout, picture: picture.sources[0].rows)
        yield found


def has_fault(layout: Layout, picture: Picture) -> bool:
    return picture.sources[0].fault is not None


def has_none(layout: Layout, picture: Picture) -> bool:
    return picture.sources[0].fault is None and picture.sources[0].as_of_us is not None


def write(wall: Wall, name: str, text: str) -> None:
    """A file as an exporter leaves it, a minute ago."""
    path = wall.path.with_name(name)
    path.write_text(text, encoding="utf-8")
    then_ns = time_ns() - 60_000_000_000
    os.utime(path, ns=(then_ns, then_ns))


def told(wall: Wall, note: SourceNote) -> tuple[str, str, str]:
    """The source's word, and the keys of what is wrong with it and of what to do."""
    assert note.fault is not None
    assert note.remedy is not None
    return word_of_source(note, time_ns() // 1000), note.fault.key, note.remedy.key


def figures(picture: Picture) -> list[object]:
    """What the panels show that only the rows can change."""
    bodies = [view.body for view in picture.pages[0]]
    assert not any(isinstance(body, Blank) for body in bodies)
    return [(view.title, [figure.value for figure in view.figures]) for view in picture.pages[0]]


def test_a_file_that_breaks_off_leaves_the_last_rows_until_it_is_whole(wall: Wall) -> None:
    _, before = wall.until(has_none)
    write(wall, "events.csv", EVENTS[: len(EVENTS) // 2])
    _, broken = wall.until(has_fault)
    assert told(wall, broken.sources[0]) == ("LATE", "file.broken-off", "file.remedy.line-end")
    assert (broken.sources[0].rows, figures(broken)) == (before.sources[0].rows, figures(before))
    write(wall, "events.csv", EVENTS)
    wall.until(has_none)
    log = wall.end()
    assert log.count("desk: events.csv breaks off in line") == log.count("desk answers again") == 1


def test_a_file_that_has_lost_all_its_rows_leaves_the_last_ones_and_the_wall_says_so(wall: Wall) -> None:
    _, before = wall.until(has_none)
    write(wall, "cases.csv", CASES.split("\n", maxsplit=1)[0] + "\n")
    _, empty = wall.until(has_fault)
    assert told(wall, empty.sources[0]) == ("FAILED", "file.emptied", "file.remedy.emptied")
    assert (empty.sources[0].rows, figures(empty)) == (before.sources[0].rows, figures(before))
    write(wall, "cases.csv", CASES)
    wall.until(has_none)
    assert wall.end().count("desk: cases.csv has no rows, where it had 7.") == 1


def test_each_panel_says_how_many_cases_cannot_be_used_after_a_restart_too(wall: Wall) -> None:
    write(wall, "cases.csv", f"{CASES}A-8,\nA-9,yesterday\n,2026-03-02 15:00\n")
    _, before = wall.until(lambda layout, picture: has_none(layout, picture) and useless(picture) == {3})
    wall.end()
    wall.begin()
    _, after = wall.until(lambda layout, picture: picture.composed_at_us > before.composed_at_us)
    assert useless(after) == {3}
    assert word_of_source(after.sources[0], after.composed_at_us) == "LIVE"


def useless(picture: Picture) -> set[object]:
    """How many cases of the source cannot be used, by the panels of its first page; None for one that does not say."""
    told = [[one.args["n"] for one in view.remarks if one.key == USELESS] or [None] for view in picture.pages[0]]
    return {n for said in told for n in said}


def test_of_an_export_without_headings_nothing_kept_and_no_log_has_a_word(wall: Wall) -> None:
    _, before = wall.until(has_none)
    write(wall, "cases.csv", CASES.partition("\n")[2].replace("A-1,", "SECRET-77123,", 1))
    _, strange = wall.until(has_fault)
    assert told(wall, strange.sources[0]) == ("FAILED", "file.header.data", "file.remedy.header")
    assert figures(strange) == figures(before)
    log = wall.end()
    assert "its first row looks like data" in log
    assert "SECRET" not in log
    kept = [path for path in wall.state.rglob("*") if path.is_file()]
    assert kept
    assert not [path.name for path in kept if b"SECRET-77123" in path.read_bytes()]


def test_a_board_that_says_so_believes_that_there_are_no_rows(wall: Wall) -> None:
    write(wall, "cases.csv", CASES.split("\n", maxsplit=1)[0] + "\n")
    _, before = wall.until(has_fault)
    wall.path.write_text(BOARD.replace("path: cases.csv", "path: cases.csv\n      may_be_empty: true"))
    _, picture = wall.until(has_none)
    assert picture.sources[0].rows == before.sources[0].rows - len(CASES.splitlines()) + 1


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("column: Created", "column: Create", ("FAILED", "file.column.near", "file.remedy.column")),
        ("path: cases.csv", "path: case.csv", ("LATE", "file.missing", "file.remedy.path")),
    ],
    ids=["column", "path"],
)
def test_settings_that_are_wrong_leave_the_rows_that_the_board_had(
    wall: Wall, right: str, wrong: str, said: tuple[str, str, str]
) -> None:
    _, before = wall.until(has_none)
    wall.path.write_text(BOARD.replace(right, wrong))
    _, picture = wall.until(has_fault)
    assert told(wall, picture.sources[0]) == said
    assert figures(picture) == figures(before)
    assert picture.sources[0].as_of_us == before.sources[0].as_of_us
    wall.path.write_text(BOARD)
    _, picture = wall.until(has_none)
    assert figures(picture) == figures(before)
