"""The sample board of diaries: it opens, and no panel may look further than its calendars are read."""

from pathlib import Path

import pytest

from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board

CONFIG = Path(__file__).parents[2] / "config"


def board_with(folder: Path, old: str, new: str) -> Path:
    text = (CONFIG / "diaries.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    board = folder / "diaries.yaml"
    board.write_text(text.replace(old, new), encoding="utf-8")
    return board


OPTIONS = [("unfilled-slots", "days"), ("bookings", "hole_days")]


@pytest.mark.parametrize(("panel", "option"), OPTIONS)
def test_a_panel_of_diaries_may_look_at_sixty_work_days(tmp_path: Path, panel: str, option: str) -> None:
    board = load_board(board_with(tmp_path, f"type: {panel},", f"type: {panel}, {option}: 60,"))
    assert any(f"{option}=60" in repr(one.options) for page in board.pages for one in page.panels)


@pytest.mark.parametrize(("panel", "option"), OPTIONS)
def test_beyond_that_it_is_a_fault_with_its_place(tmp_path: Path, panel: str, option: str) -> None:
    with pytest.raises(BoardFaults) as caught:
        load_board(board_with(tmp_path, f"type: {panel},", f"type: {panel}, {option}: 61,"))
    (fault,) = caught.value.faults
    assert f"{option}: found 61; allowed: 1 to 60 work days" in str(fault)
    assert f"type: {panel}" in (tmp_path / "diaries.yaml").read_text(encoding="utf-8").splitlines()[fault.line - 1]
