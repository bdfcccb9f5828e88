"""A glass's wish for a stand-up as an empty file, for whichever process composes the board."""

import logging
from contextlib import suppress
from pathlib import Path
from time import time

log = logging.getLogger(__name__)

LASTS_S = 60.0
"""So long a glass waits for what it asked; what it asked before that nobody waits for."""


def wish(path: Path) -> None:
    """Leave a wish. One that cannot be left is logged; the wall will say that nobody answers."""
    try:
        path.touch(mode=0o600)
    except OSError as fault:
        log.warning("a stand-up cannot be asked for: %s", fault.strerror)


def take(path: Path) -> bool:
    """Take a wish away; True where there was one that somebody still waits for. Never raises for the file's sake."""
    with suppress(OSError):
        left_at_s = path.stat().st_mtime
        path.unlink()
        return abs(time() - left_at_s) < LASTS_S
    return False
