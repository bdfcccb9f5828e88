"""A running `wallboard collect` whose board's files change under it, seen through the journal as a glass sees it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.small_office import BOARD, write_office
from tests.running_wall import PATIENCE_S, ROOT, Ending, Wall
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of

MOVED = BOARD.replace("title: More", "title: Moved")
BAD = BOARD.replace("type: sources", "type: saucers").replace("hours: 12}", "hours: much}")
PANELS = [["Open", "On time", "Late"], ["Today", "Sources"]]


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    with Ending(Wall(tmp_path)) as found:
        found.until(lambda layout, picture: picture.sources[0].rows)
        yield found


def titles(layout: Layout) -> list[str]:
    return [page.title for page in layout.pages]


def troubles(picture: Picture) -> list[str]:
    return [str(line.args["fault"]) for line in picture.trouble]


def renamed_over(path: Path, text: str) -> None:
    beside = path.with_name(".board.yaml.swp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


@pytest.mark.parametrize("save", [Path.write_text, renamed_over])
def test_a_changed_board_is_on_the_wall_with_its_rows(wall: Wall, save: Callable[[Path, str], object]) -> None:
    save(wall.path, MOVED)
    _, picture = wall.until(lambda layout, _: titles(layout) == ["Service", "Moved"])
    assert [[view.title for view in page] for page in picture.pages] == PANELS
    assert picture.sources[0].rows > 0
    assert "board was loaded anew" in wall.end()


def test_a_bad_board_leaves_the_last_good_one_with_file_and_line_in_the_corner(wall: Wall) -> None:
    wall.path.write_text(BAD, encoding="utf-8")
    layout, picture = wall.until(lambda _, picture: picture.trouble)
    assert troubles(picture) == ['board.yaml:22: hours: found "much"']
    assert picture.trouble[0].args["n"] == 1
    assert (titles(layout), picture.sources[0].rows > 0) == (["Service", "More"], True)
    renamed_over(wall.path, MOVED)
    layout, picture = wall.until(lambda layout, picture: not picture.trouble)
    assert titles(layout) == ["Service", "Moved"]
    assert wall.end().count("the last good board stays") == 1


def test_a_half_written_board_ends_as_the_whole_one(wall: Wall) -> None:
    with wall.path.open("w", encoding="utf-8") as file:
        file.write(MOVED[: len(MOVED) // 2])
        file.flush()
        wall.until(lambda _, picture: picture.trouble)  # whoever saves so slowly is told so for as long
        file.write(MOVED[len(MOVED) // 2 :])
    layout, _ = wall.until(lambda _, picture: not picture.trouble)
    assert titles(layout) == ["Service", "Moved"]


def test_a_deleted_board_stays_on_the_wall_and_is_taken_up_when_it_is_back(wall: Wall) -> None:
    wall.path.unlink()
    layout, picture = wall.until(lambda _, picture: picture.trouble)
    assert "cannot read this file" in troubles(picture)[0]
    assert titles(layout) == ["Service", "More"]
    wall.path.write_text(MOVED, encoding="utf-8")
    layout, picture = wall.until(lambda _, picture: not picture.trouble)
    assert titles(layout) == ["Service", "Moved"]


def test_a_source_that_a_change_brings_is_read_and_one_that_is_gone_is_not(wall: Wall) -> None:
    both = MOVED.replace(
        "targets:",
        "  erp: {type: file, cases: {path: cases.csv, fields: {number: Ref, opened: Created}}}\ntargets:",
    )
    renamed_over(wall.path, both)
    wall.until(lambda _, picture: [(note.name, note.rows > 0) for note in picture.sources][1:] == [("erp", True)])
    renamed_over(wall.path, BOARD)
    _, picture = wall.until(lambda layout, picture: len(picture.sources) == 1)
    assert picture.sources[0].rows > 0


def test_an_include_that_a_change_brings_is_watched_too(wall: Wall) -> None:
    shared = wall.path.with_name("shared.yaml")
    shared.write_text("types: [Return]\n", encoding="utf-8")
    renamed_over(wall.path, MOVED + "include: shared.yaml\n")
    wall.until(lambda layout, _: titles(layout) == ["Service", "Moved"])
    renamed_over(shared, "types: Return\n")
    _, picture = wall.until(lambda _, picture: picture.trouble)
    assert troubles(picture)[0].startswith("shared.yaml:1: ")
    renamed_over(shared, "types: [Return]\n")
    wall.until(lambda _, picture: not picture.trouble)


def test_a_board_that_is_bad_at_the_start_ends_with_two(tmp_path: Path) -> None:
    with Ending(Wall(tmp_path / "good")) as good:
        good.until(lambda layout, picture: picture.sources[0].rows)
        good.end()
    path = write_office(tmp_path / "good" / "office", BAD)
    environment = {**os.environ, "WALLBOARD_STATE": str(good.state), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "wallboard", "collect", str(path)]
    ended = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=PATIENCE_S)
    assert ended.returncode == 2
    with closing(JournalReader(places_of(good.state).journal, board_id(path))) as reader:
        shown = reader.shown()
    assert shown is not None
    assert troubles(shown[1]) == ['board.yaml:22: hours: found "much"']
