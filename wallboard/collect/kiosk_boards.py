"""The boards of a kiosk: which can be shown, which wait to be mended, and what the kiosk is told of each."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue

from wallboard.collect.board_files import Reloaded
from wallboard.config.board import Board
from wallboard.config.faults import Fault
from wallboard.kiosk.words import BAD, GOOD, LINE_BREAK, Beats
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
        self.clashes: dict[str, str] = {}
        """Boards that want a screen which another board has, and what is said of it."""
        self._places = places
        self._bad: dict[str, tuple[Fault, ...]] = {}

    def is_bad(self, name: str, faults: Sequence[Fault]) -> None:
        """A board's file has faults; those that the kiosk has been told of are not told again."""
        if self._bad.get(name) == tuple(faults):
            return
        if name in self._bad or name in self.clashes:
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
            self.clashes[name] = f"{files[name]}: {files[first]} is shown on {screen} as well."
            self.beats.say(f"{BAD} {name} {self.clashes[name]}")
        return {name: board for name, board in boards.items() if name not in self.clashes}

    def _tell(self, name: str, text: str) -> None:
        with closing(JournalReader(self._places.journal, name)) as reader:
            shown = reader.shown()
        if shown is None or name in self.clashes:  # whatever its file says now, another board has its screen
            self.beats.say(f"{BAD} {name} {text}")
        else:
            self.beats.say(f"{GOOD} {name} {shown[0].screen.output or ''}")


class UntilMended(SimpleQueue[object]):
    """Takes the looks at a board that cannot be shown: `mended` is called when it can be read, else `still_bad`."""

    def __init__(self, mended: Callable[[], None], still_bad: Callable[[Reloaded], None]) -> None:
        self._mended = mended
        self._still_bad = still_bad

    def put(self, item: object, block: bool = True, timeout: float | None = None) -> None:  # noqa: FBT002 - as its kin
        """One look's finding."""
        del block, timeout
        if not isinstance(item, Reloaded):
            return
        if item.board is not None:
            self._mended()
        else:
            self._still_bad(item)
