"""Loading the good board with changes, and what is said of it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.config.good_board import GOOD, PANELS, SOURCES
from wallboard.config.board import Board
from wallboard.config.faults import BoardFaults, Fault
from wallboard.config.load import load_board


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Board]:
    """Loads a board's text as board.yaml of the current folder; other files are given by name."""
    monkeypatch.chdir(tmp_path)

    def loaded(text: str | bytes, *, skips_unknown: bool = False, **files: str) -> Board:
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_text(content, encoding="utf-8")
        data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        Path("board.yaml").write_bytes(data)
        return load_board(
            Path("board.yaml"), skip_unknown_types=skips_unknown, source_types=SOURCES, panel_types=PANELS
        )

    return loaded


@pytest.fixture
def faults_of(load: Callable[..., Board]) -> Callable[..., tuple[Fault, ...]]:
    """Every fault of a board's text."""

    def faults(text: str | bytes, **files: str) -> tuple[Fault, ...]:
        with pytest.raises(BoardFaults) as caught:
            load(text, **files)
        return caught.value.faults

    return faults


@pytest.fixture
def said(faults_of: Callable[..., tuple[Fault, ...]]) -> Callable[..., list[str]]:
    """Every fault of the good board with some of its text replaced, as lines."""

    def lines(old: str, new: str, **files: str) -> list[str]:
        assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times in the good board"
        return [str(fault) for fault in faults_of(GOOD.replace(old, new), **files)]

    return lines
