"""Polls and composes without a window."""

import sys
from collections.abc import Sequence
from pathlib import Path

from wallboard.cli.finding import board_path
from wallboard.collect import run
from wallboard.compose import compose
from wallboard.config.load import load_board


def collect(boards: Sequence[str], *, for_glass: bool = False) -> int:
    """Collects for these boards, or for the one that is found, until told to end."""
    paths: list[Path] = [board_path(board) for board in boards] or [board_path(None)]
    return run(paths, load=load_board, compose=compose, for_glass=for_glass, pipe=_input() if for_glass else 0)


def _input() -> int:
    return sys.stdin.fileno() if sys.stdin is not None else 0
