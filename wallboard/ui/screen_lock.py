"""One board on one screen: a lock that vanishes with the process that holds it."""

import fcntl
import os
import re
from pathlib import Path


def lock_screen(state_dir: Path, screen: str) -> int | None:
    """The lock's file descriptor, or None where another process is on this screen. Raises OSError."""
    folder = state_dir / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9_-]", "-", screen) or "screen"
    handle = os.open(folder / f"screen-{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle
