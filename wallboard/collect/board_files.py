"""A board's files, looked at again and again: once a change stands still, the board is loaded anew."""

import logging
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time_ns

from wallboard.config.board import Board
from wallboard.config.faults import BoardFaults, Fault
from wallboard.core.words import Words, words

log = logging.getLogger(__name__)

TRY_AGAIN_S = 15.0
_RECENT_NS = 2_000_000_000
_MOST_SAID = 120

Load = Callable[[Path], Board]
Stamp = tuple[int, int, int]
Stamps = dict[str, Stamp | None]
_NEVER: Stamp = (0, 0, -1)


@dataclass(frozen=True, slots=True)
class Reloaded:
    """A board that was loaded anew, or what is wrong with it; `name` is its name in the journal."""

    name: str
    board: Board | None = None
    faults: tuple[Fault, ...] = ()


def trouble_of(faults: Sequence[Fault]) -> Words:
    """The first fault of a board's files in one short sentence, and how many more there are.

    A wall has a line for it: the file's name, the line, the key and what was found. What may stand there instead is for
    `check` to list.
    """
    first, more = _in_short(faults[0]), len(faults) - 1
    return words("trouble.board-more", fault=first, n=more) if more else words("trouble.board", fault=first)


def _in_short(fault: Fault) -> str:
    keys = [part for part in fault.path.split(".") if part and not part.isdecimal()]
    key = f"{keys[-1]}: " if keys and f'"{keys[-1]}"' not in fault.found else ""
    found = fault.found if len(fault.found) <= _MOST_SAID else fault.found[: _MOST_SAID - 1] + "…"
    return f"{Path(fault.file).name}:{fault.line}: {key}{found}"


class BoardFiles:
    """The files of one board as they stood when it was last loaded. Use from one thread.

    `path` is the board's file, `load` what reads it. The clock is an argument of `look`, in seconds that only rise.
    """

    def __init__(self, name: str, path: Path, load: Load) -> None:
        self._name = name
        self._path = path
        self._load = load
        self._files: tuple[Path, ...] = (path,)
        self._taken: Stamps = {str(path): _NEVER}
        self._seen = self._taken
        self._said: tuple[Fault, ...] = ()
        self._tried_s = 0.0

    @property
    def is_moving(self) -> bool:
        """Whether the last look met a change that has not yet stood still."""
        return self._seen is not self._taken

    def load(self) -> Board:
        """The board, for the first time. Raises BoardFaults."""
        before = _stamps(self._watched())
        board = self._load(self._path)
        self._know(board)
        self._taken = self._seen = self._since(before)
        return board

    def look(self, now_s: float) -> Reloaded | None:
        """What became of the board, where its files have changed and then stood still from one look to the next.

        A half-written file grows; one that is replaced is gone for a moment. A bad board is tried again now and then
        without any change as well: what it lacks may be a file that it does not yet have.
        """
        is_to_try = bool(self._said) and now_s - self._tried_s >= TRY_AGAIN_S
        if not is_to_try and not self.is_moving and _are_as(self._taken):
            return None
        stamps = _stamps(self._taken)
        is_still, is_as_taken = stamps == self._seen, stamps == self._taken
        self._seen = self._taken if is_as_taken else stamps
        if not is_still or (is_as_taken and not is_to_try):
            return None
        self._tried_s = now_s
        try:
            board = self._load(self._path)
        except BoardFaults as bad:
            faults = bad.faults
        except Exception as fault:  # a mistake of ours must not take the last good board from the wall
            faults = (Fault(str(self._path), 1, 1, "", f"an error inside Wallboard: {type(fault).__name__}"),)
            if faults != self._said:
                log.exception("%s cannot be loaded", self._path)
        else:
            self._said = ()
            self._know(board)
            self._taken = self._seen = self._since(stamps)
            return Reloaded(self._name, board)
        is_news, self._said = faults != self._said, faults
        self._taken = self._seen = self._since(stamps)
        return Reloaded(self._name, faults=faults) if is_news else None

    def _know(self, board: Board) -> None:
        self._files = tuple(dict.fromkeys((self._path, *board.files)))

    def _watched(self) -> list[str]:
        """The files of the last good board; of a bad one also the folders, where the missing file will come to be,
        and the files that the faults are in."""
        files = self._files
        if self._said:
            faulty = (Path(fault.file) for fault in self._said)
            files = (*files, *faulty, *(file.parent for file in files))
        return [str(file) for file in dict.fromkeys(files)]

    def _since(self, before: Stamps) -> Stamps:
        """The stamps from before the board was read. A file that only reading it brought to light may have changed
        since it was read: where that is so recent, it counts as changed."""
        return {path: before[path] if path in before else _older(_stamp(path)) for path in self._watched()}


def _are_as(taken: Stamps) -> bool:
    """Whether the files are what they were: what nearly every look finds, so nothing is kept of it."""
    for path, stamp in taken.items():
        try:
            status = os.stat(path)  # noqa: PTH116 - a Path asks the same for twice the work
        except (OSError, ValueError):
            if stamp is not None:
                return False
            continue
        if stamp is None or (status.st_mtime_ns, status.st_size, status.st_ino) != stamp:
            return False
    return True


def _stamps(paths: Iterable[str]) -> Stamps:
    return {path: _stamp(path) for path in paths}


def _stamp(path: str) -> Stamp | None:
    """What tells a file from one that was changed, or put in its place; None where there is none."""
    try:
        status = Path(path).stat()
    except (OSError, ValueError):  # ValueError: a NUL in a name
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _older(stamp: Stamp | None) -> Stamp | None:
    return None if stamp is None or time_ns() - stamp[0] < _RECENT_NS else stamp
