"""What the kiosk and its children say to each other: lines over pipes, a beat as the sign of life, exit codes."""

import ctypes
import os
import signal
import sys
from collections.abc import MutableMapping
from contextlib import suppress

BEAT_VARIABLE = "WALLBOARD_BEAT"
"""The environment variable with the number of the pipe's end that a child writes to."""
BEAT = "beat"
REFRESH = "refresh"
STANDUP = "standup"
LEFT = "left"
FAULT = "fault"
"""Said before a text: what hinders this child, for the safe board."""
BUSY = "busy"
"""Said before seconds: for so long a restart would be seen, or would disturb a person."""
GOOD = "good"
"""A collector's, before a board's name and its screen's output, where it names one: the board can be shown."""
ANEW = "anew"
"""Said before a text: this child ends in good order, to be started anew, and for what."""
BAD = "bad"
"""A collector's, before a board's name and a text: the board has faults, and the journal no picture of it."""

LINE_BREAK = " ¶ "
"""Stands in a text where the safe board begins a new line."""

WELL = 0
"""An exit code: it ended in good order."""
BROKEN = 1
"""A glass's: it cannot be drawn, or its window was taken away."""
NO_STATE = 1
"""A collector's: the state directory cannot be used."""
BAD_BOARD = 2
"""The board has faults; a glass's, where nothing is known of it besides."""
ALREADY_SHOWN = 3
"""A glass's: its screen shows a board already."""
ALREADY_COMPOSED = 4
"""A collector's: another process composes the board, and this one has nothing to do."""

_LINE_BYTES = 2000
"""Below what a pipe writes in one piece (PIPE_BUF): lines of a child are never torn."""
_CUT = " …"
"""Ends what was cut."""
_KEPT_LINES = 50
_LONGEST = 4_000
_DIGITS = 9
_PR_SET_PDEATHSIG = 1


class Lines:
    """Bytes as they come, cut into lines; a line without an end is cut where it grows too long."""

    def __init__(self) -> None:
        self._rest = b""

    def take(self, some: bytes) -> list[str]:
        """The lines that `some` completes, without what cannot be read as text."""
        *lines, self._rest = (self._rest + some).split(b"\n")
        if len(self._rest) > _LONGEST:
            lines, self._rest = [*lines, self._rest[:_LONGEST]], b""
        return [line[:_LONGEST].decode(errors="replace").rstrip("\r") for line in lines]


class Beats:
    """The child's end: never raises and never blocks; without a kiosk, or once it is gone, it says nothing.

    A beat that finds the pipe full is dropped, since a later one says as much; other lines wait for the next word.
    """

    def __init__(self, environment: MutableMapping[str, str] | None = None) -> None:
        """Takes the pipe's number out of the environment, so that no grandchild writes to a stranger's file."""
        told = (os.environ if environment is None else environment).pop(BEAT_VARIABLE, "")
        self._end: int | None = None
        self._kept: list[bytes] = []
        if not told.isdecimal() or len(told) > _DIGITS:
            return
        try:
            os.set_blocking(int(told), False)
            os.set_inheritable(int(told), False)  # noqa: FBT003 - the standard library's own form
        except (OSError, OverflowError):
            return
        self._end = int(told)

    def beat(self) -> None:
        """This process lives: from the loop that would stand still if it did not."""
        if self._flush():
            self._write(_line(BEAT))

    def say(self, line: str) -> None:
        """Say a word of this module, with its text: line breaks become spaces, what is too long is cut."""
        if self._end is not None:
            self._kept = [*self._kept, _line(line)][-_KEPT_LINES:]
            self._flush()

    def busy(self, seconds: float) -> None:
        """For so long a restart would be seen: a key was pressed, a page has turned, people stand before the wall."""
        if self._flush():
            self._write(_line(f"{BUSY} {seconds:g}"))

    def close(self) -> None:
        """Say nothing more."""
        end, self._end, self._kept = self._end, None, []
        if end is not None:
            os.close(end)

    def _flush(self) -> bool:
        while self._kept and self._write(self._kept[0]):
            del self._kept[0]
        return not self._kept

    def _write(self, line: bytes) -> bool:
        if self._end is None:
            return False
        try:
            os.write(self._end, line)
        except BlockingIOError:
            return False
        except OSError:  # the kiosk is gone, and stdin's end says the same
            self.close()
            return False
        return True


def end_with_kiosk() -> None:
    """Let the system end this process, hung or stopped as it may be, as soon as the one that started it is gone.

    Without this a hung glass would keep the screen from the one that a new kiosk starts.
    """
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _line(text: str) -> bytes:
    plain = " ".join(text.split()).encode(errors="replace")
    if len(plain) > _LINE_BYTES:
        # A cut may stand within a character, of which nothing is left.
        whole = plain[: _LINE_BYTES - len(_CUT.encode())].decode(errors="ignore")
        plain = f"{whole.rstrip()}{_CUT}".encode()
    return plain + b"\n"
