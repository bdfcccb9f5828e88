"""Polls and composes without a window."""

import sys
from collections.abc import Sequence
from pathlib import Path

from wallboard.cli.finding import board_path
from wallboard.collect import run
from wallboard.compose import compose
from wallboard.config.load import load_board
from wallboard.kiosk.words import Beats, end_with_kiosk


def collect(boards: Sequence[str], *, for_glass: bool = False, for_kiosk: bool = False) -> int:
    """Collects for these boards, or for the one that is found, until told to end."""
    paths: list[Path] = [board_path(board) for board in boards] or [board_path(None)]
    beats = None
    if for_kiosk:
        end_with_kiosk()
        beats = Beats()
    is_fed = for_glass or for_kiosk
    pipe = _input() if is_fed else 0
    return run(paths, load=load_board, compose=compose, for_glass=is_fed, pipe=pipe, beats=beats)


def _input() -> int:
    return sys.stdin.fileno() if sys.stdin is not None else 0
