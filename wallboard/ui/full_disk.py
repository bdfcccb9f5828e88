"""Whether the disk is full: a collector that cannot write its pictures lives, and cannot say so through the journal."""

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from wallboard.core.views.freshness import COMPOSED_LATE_US
from wallboard.ui.beside import Beside, Do

_TRIAL_BYTES = 1 << 18
"""About what a picture needs: a disk that has room for less has none for the next one."""
_EVERY_US = 15_000_000
_EARLIER_US = 15_000_000
_FIRST_US = 2_000_000
"""So long a first picture may take to come."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FullDisk:
    """Tries the folder that the journal lies in, now and then, and only once the picture is about to be called late, or
    while there is none.

    `do` does the trying, beside the thread that paints unless given.
    """

    def __init__(self, folder: Path, has_room: Callable[[Path], bool] | None = None, do: Do | None = None) -> None:
        self._folder = folder
        self._has_room = has_room or has_room_in
        self._do = do or Beside("full disk").do
        self._tried_us: int | None = None
        self._is_full = False

    def look(self, composed_at_us: int | None, now_us: int) -> bool:
        """Whether a picture from that instant is old because of the disk, as far as it was tried."""
        if composed_at_us is None or now_us - composed_at_us < COMPOSED_LATE_US - _EARLIER_US:
            self._tried_us, self._is_full = None, False
            return False
        return self._tried(now_us)

    def look_without_picture(self, since_us: int, now_us: int) -> bool:
        """Whether no picture has come since that instant because of the disk, as far as it was tried."""
        return now_us - since_us >= _FIRST_US and self._tried(now_us)

    def _tried(self, now_us: int) -> bool:
        if self._tried_us is None or abs(now_us - self._tried_us) >= _EVERY_US:
            self._tried_us = now_us
            self._do(self._try)
        return self._is_full

    def _try(self) -> None:
        self._is_full = not self._has_room(self._folder)


def has_room_in(folder: Path) -> bool:
    """Whether a folder takes another picture; True also where something else than the disk keeps it from that."""
    trial = folder / ".room"
    try:
        trial.write_bytes(b"\x01" * _TRIAL_BYTES)
    except OSError as fault:
        return fault.errno not in _FULL
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)
    return True
