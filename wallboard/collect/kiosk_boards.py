"""The boards of a kiosk: which can be shown, which wait to be mended, and what the kiosk is told of each."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from wallboard.collect.board_files import Reloaded
from wallboard.config.board import Board
from wallboard.config.faults import Fault
from wallboard.kiosk.words import ANEW, BAD, GOOD, LINE_BREAK, Beats
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

log = logging.getLogger(__name__)

_FAULTS_TOLD = 3


class KioskBoards:
    """What a collector tells its kiosk. A board with a picture in the journal is shown with its fault in the corner;
    one without is bad, and the kiosk shows why.
    """

    def __init__(self, beats: Beats, places: Places) -> None:
        self.beats = beats
        self._places = places
        self._clashes: set[str] = set()
        """Boards that want a screen which another board has."""
        self._bad: dict[str, tuple[Fault, ...]] = {}

    def tell_bad(self, name: str, faults: Sequence[Fault]) -> None:
        """Tell that a board's file has faults, and which; those that the kiosk has been told of are not told again."""
        if self._bad.get(name) == tuple(faults):
            return
        if self.is_waiting(name):
            log.warning("%s has other faults now:\n%s", name, "\n".join(map(str, faults)))
        self._bad[name] = tuple(faults)
        told = [str(fault) for fault in faults[:_FAULTS_TOLD]]
        more = len(faults) - _FAULTS_TOLD
        self._tell(name, LINE_BREAK.join([*told, f"And {more} more."] if more > 0 else told))

    def part(self, boards: Mapping[str, Board], files: Mapping[str, Path]) -> dict[str, Board]:
        """Those that have a screen to themselves; the kiosk is told of each."""
        firsts: dict[str | None, str] = {}
        for name, board in boards.items():
            output = board.screen.output
            first = firsts.setdefault(output, name)
            if first == name:
                self.beats.say(f"{GOOD} {name} {output or ''}")
                continue
            screen = f"the screen {output}" if output else "the first screen, for neither names one in screen.output"
            self._clashes.add(name)
            self.beats.say(f"{BAD} {name} {files[name]}: {files[first]} is shown on {screen} as well.")
        return {name: board for name, board in boards.items() if name not in self._clashes}

    def is_waiting(self, name: str) -> bool:
        """Whether the board can be shown only once it, or the one on its screen, is mended."""
        return name in self._bad or name in self._clashes

    def is_mended_by(self, found: Reloaded) -> bool:
        """Whether what became of a board may bring up one that waits, which begins with a new process.

        Of two boards that want one screen, the change of either may mend it.
        """
        return found.board is not None and (bool(self._clashes) or self.is_waiting(found.name))

    def tell_anew(self) -> None:
        """This process ends in good order, to be started anew."""
        self.beats.say(f"{ANEW} for a mended board")

    def _tell(self, name: str, text: str) -> None:
        with closing(JournalReader(self._places.journal, name)) as reader:
            shown = reader.shown()
        if shown is None or name in self._clashes:  # whatever its file says now, another board has its screen
            self.beats.say(f"{BAD} {name} {text}")
        else:
            self.beats.say(f"{GOOD} {name} {shown[0].screen.output or ''}")
