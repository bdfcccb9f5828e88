"""A `wallboard collect` of a small office in a process of its own, seen through the journal as a glass sees it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.cli.small_office import write_office
from tests.waiting import PATIENCE_S, until
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import board_id, places_of

ROOT = Path(__file__).parents[1]

Holds = Callable[[Layout, Picture], object]


class Wall:
    """A collector in a process of its own, its board's file, and the journal as a glass reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = write_office(folder / "office")
        self.state = folder / "state"
        self.log = folder / "log"
        self.begin()

    def begin(self) -> None:
        """A new collector over the state that there is, which writes its log anew."""
        environment = {**os.environ, "WALLBOARD_STATE": str(self.state), "PYTHONPATH": str(ROOT)}
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "wallboard", "collect", str(self.path)]
            self.process = subprocess.Popen(command, stderr=log, env=environment, cwd=self.log.parent)
        self.reader = JournalReader(places_of(self.state).journal, board_id(self.path))

    def until(self, holds: Holds) -> tuple[Layout, Picture]:
        """What is in the journal once this holds of it; whatever is there before must be of one board."""
        found = until(lambda: self._shown(holds), f"it is on the wall; {self.log} says why")
        assert found is not None
        return found

    def _shown(self, holds: Holds) -> tuple[Layout, Picture] | None:
        assert self.process.poll() is None, self.log.read_text()
        shown = self.reader.shown()
        if shown is None:
            return None
        layout, picture = shown
        placed = [[panel.title for panel in page.panels] for page in layout.pages]
        assert placed == [[view.title for view in page] for page in picture.pages]
        return shown if holds(layout, picture) else None

    def end(self) -> str:
        self.reader.close()
        self.process.terminate()
        assert self.process.wait(PATIENCE_S) == 0
        return self.log.read_text()


class Ending:
    """No test leaves a collector behind."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall

    def __enter__(self) -> Wall:
        return self._wall

    def __exit__(self, *_: object) -> None:
        self._wall.reader.close()
        self._wall.process.kill()
        self._wall.process.wait(PATIENCE_S)
