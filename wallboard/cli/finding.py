"""Which board file a command is about, and what was meant by a name that is none."""

import os
from collections.abc import Iterable
from pathlib import Path

from wallboard.config.faults import nearest
from wallboard.config.find import find_board


def board_path(argument: str | None) -> Path:
    """The one board file to be used."""
    return find_board(argument, os.environ)


def meant(word: str, choices: Iterable[str]) -> str:
    """The end of a sentence about a name that is none: the nearest one, if any is near."""
    near = nearest(word, choices)
    return f"; did you mean “{near}”?" if near else "."
