"""What keeps pictures from the disk: a collector that cannot write them cannot say so through the journal either."""

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from wallboard.core.views.freshness import COMPOSED_LATE_US
from wallboard.ui.beside import Beside, Do

_TRIAL_BYTES = 1 << 18
"""About what a picture needs: a disk that has room for less has none for the next one."""
_EVERY_US = 15_000_000
_EARLIER_US = 5_000_000
"""So long before a picture is called late; where nothing moves the next comes sooner than that."""
_FIRST_US = 2_000_000
"""So long a first picture may take to come."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Hindrance = Literal["", "full", "read-only"]
""""" for none."""


class FullDisk:
    """Tries the folder that the journal lies in, now and then, and only once the picture is about to be called late, or
    while there is none.

    `do` does the trying, beside the thread that paints unless given.
    """

    def __init__(self, folder: Path, find: Callable[[Path], Hindrance] | None = None, do: Do | None = None) -> None:
        self._folder = folder
        self._find = find or hindrance_in
        self._do = do or Beside("full disk").do
        self._tried_us: int | None = None
        self._found: Hindrance = ""

    def look(self, composed_at_us: int | None, now_us: int) -> Hindrance:
        """What of the disk makes a picture from that instant old, as far as it was tried."""
        if composed_at_us is None or now_us - composed_at_us < COMPOSED_LATE_US - _EARLIER_US:
            self._tried_us, self._found = None, ""
            return ""
        return self._tried(now_us)

    def look_without_picture(self, since_us: int, now_us: int) -> bool:
        """Whether no picture has come since that instant because the disk is full, as far as it was tried."""
        return now_us - since_us >= _FIRST_US and self._tried(now_us) == "full"

    def _tried(self, now_us: int) -> Hindrance:
        if self._tried_us is None or abs(now_us - self._tried_us) >= _EVERY_US:
            self._tried_us = now_us
            self._do(self._try)
        return self._found

    def _try(self) -> None:
        self._found = self._find(self._folder)


def hindrance_in(folder: Path) -> Hindrance:
    """What keeps a folder from taking another picture; "" also where it is something else than the disk."""
    trial = folder / ".room"
    try:
        trial.write_bytes(b"\x01" * _TRIAL_BYTES)
    except OSError as fault:
        if fault.errno == errno.EROFS:
            return "read-only"
        return "full" if fault.errno in _FULL else ""
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)
    return ""
