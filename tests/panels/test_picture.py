"""An image from a file, which a board names from its own place."""

from pathlib import Path

import pytest

from tests.core.lives import snapshot
from wallboard.config.board import Board
from wallboard.config.load import load_board
from wallboard.core.views.shapes import ImageFile
from wallboard.panels import registry
from wallboard.panels.contract import Envelope
from wallboard.panels.picture import Options, show

BOARD = """
version: 1
organisation: {name: Northwind, time_zone: Europe/London}
calendars: {office: {hours: {mon-fri: ["09:00-17:00"]}}}
pages:
  - title: Plan
    panels:
      - {type: picture, path: PATH, place: [0, 0, 12, 8]}
"""


def board_of(folder: Path, path: str) -> Board:
    file = folder / "board.yaml"
    file.write_text(BOARD.replace("PATH", path), encoding="utf-8")
    return load_board(file, source_types={}, panel_types=registry.types())


def path_in(board: Board) -> str:
    options = board.pages[0].panels[0].options
    assert isinstance(options, Options)
    return options.path


def test_the_glass_is_told_where_the_file_is_and_reads_it_itself() -> None:
    view = show(Options(path="/srv/plan.png", fills=True), Envelope("picture", "picture"), snapshot("Mon 12:00")).view
    assert view.body == ImageFile("/srv/plan.png", fills=True)
    assert (view.figures, view.sources) == ((), ())


def test_a_path_begins_at_the_boards_folder_wherever_the_program_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "plan.png").write_bytes(b"")
    monkeypatch.chdir(tmp_path / "images")
    board = board_of(tmp_path, "images/plan.png")
    assert path_in(board) == str(tmp_path / "images" / "plan.png")
    assert board.warnings == ()
    assert path_in(board_of(tmp_path, str(tmp_path / "images" / "plan.png"))) == str(tmp_path / "images" / "plan.png")


@pytest.mark.parametrize("path", ["gone.png", ".", '"nul\\0.png"', "a" * 300])
def test_a_file_that_is_not_there_is_a_warning_and_no_fault(tmp_path: Path, path: str) -> None:
    (warning,) = board_of(tmp_path, path).warnings
    assert "board.yaml:8:31" in warning
    assert "no such file is there" in warning
