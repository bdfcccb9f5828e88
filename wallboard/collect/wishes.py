"""The wishes for stand-ups of glasses whose board this process composes."""

import os
from collections.abc import Mapping
from pathlib import Path

from wallboard.store.wishes import take


class Wishes:
    """Empty files, by the boards' names in the journal."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = {board: (str(path), path) for board, path in paths.items()}

    def take(self) -> list[str]:
        """The boards with a wish that somebody still waits for; it is taken away."""
        # Nearly always there is none: asked for in the way that makes and raises nothing.
        return [board for board, (name, path) in self._paths.items() if os.access(name, os.F_OK) and take(path)]

    def forget(self, board: str) -> None:
        """Take away what is said in another way; from any thread."""
        if board in self._paths:
            take(self._paths[board][1])
