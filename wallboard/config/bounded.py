"""Files of the configuration, read within bounds: a device or a pipe named by mistake may hang or fill nothing."""

import errno
import os
import stat
from pathlib import Path

from wallboard.config.positions import MOST_BYTES


def read_bounded(path: Path) -> bytes:
    """The bytes of a regular file, at most one more than may stand in a configuration.

    Raises OSError where it cannot be read or is no regular file, ValueError for a name with a NUL.
    """
    # not blocking: opening a pipe would wait for its other end before anybody could see that it is one
    with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a file with text in it")
        return file.read(MOST_BYTES + 1)
