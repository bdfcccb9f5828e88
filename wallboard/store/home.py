"""Paths that begin with somebody's home."""

import os.path
from pathlib import Path


def from_home(path: Path | str) -> Path:
    """A path whose `~` or `~name` is that home's; as it stands where nobody has that name, so that the file which is
    not there can be named."""
    return Path(os.path.expanduser(path))  # noqa: PTH111  pathlib's own raises RuntimeError where there is nobody
