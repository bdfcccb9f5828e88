"""One board on one screen: locks that vanish with the process that holds them."""

import fcntl
import os
import re
from pathlib import Path


def lock_screen(state_dir: Path, screen: str) -> int | None:
    """The lock's file descriptor, or None where another process is on this screen. Raises OSError."""
    return _lock(state_dir, screen, "lock")


def lock_claim(state_dir: Path, screen: str) -> int | None:
    """Ask for a screen that is ours by name: held until whoever stands there in its absence is gone. Raises OSError."""
    return _lock(state_dir, screen, "claim")


def is_claimed(state_dir: Path, screen: str) -> bool:
    """Whether a board that has this screen by name waits for it; where nobody can tell, none does."""
    try:
        handle = os.open(_path(state_dir, screen, "claim"), os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def _lock(state_dir: Path, screen: str, ending: str) -> int | None:
    path = _path(state_dir, screen, ending)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _path(state_dir: Path, screen: str, ending: str) -> Path:
    name = re.sub(r"[^A-Za-z0-9_-]", "-", screen) or "screen"
    return state_dir / "locks" / f"screen-{name}.{ending}"
