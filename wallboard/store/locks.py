"""Locks between processes that vanish with the process that held them."""

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType


class Lock:
    """An exclusive lock on a file, held until `release` or the end of the process."""

    def __init__(self, handle: int) -> None:
        self._handle: int | None = handle

    def release(self) -> None:
        """Let another process have it. A second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> "Lock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def take(path: Path) -> Lock | None:
    """The lock, or None where another holds it. Raises OSError."""
    try:
        return _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return None


def wait_for(path: Path) -> Lock:
    """The lock, once it is free: for work that takes a moment. Raises OSError."""
    return _locked(path, fcntl.LOCK_EX)


def is_held(path: Path) -> bool:
    """Whether another has the lock; where nobody can tell, none has. Makes no file, and leaves none locked."""
    if not os.access(path, os.F_OK):  # as nearly always: told without raising anything
        return False
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
    return False


def _locked(path: Path, how: int) -> Lock:
    handle = _opened(path)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return Lock(handle)


def _opened(path: Path) -> int:
    """The file, made where there is none; a folder in its place is set aside."""
    how = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    try:
        return os.open(path, how, 0o600)
    except IsADirectoryError:
        from wallboard.store.sqlite import set_aside  # noqa: PLC0415 - nearly never, and the kiosk is small

        set_aside(path)
        return os.open(path, how, 0o600)
