"""Secrets in files: one file a secret, closed to everybody else; and those that systemd hands to a service."""

import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from wallboard.store.home import from_home
from wallboard.store.whole_file import write_whole

PLACE: Final = "{name}"
"""What stands for the secret's name in a board's `secret_file`."""

_CREDENTIALS: Final = "CREDENTIALS_DIRECTORY"
_MOST_BYTES: Final = 64 * 1024
"""Room for a private key or a chain of certificates; more is no secret."""


class FileFault(Exception):
    """A file that is there and cannot be used."""

    def __init__(self, path: Path) -> None:
        super().__init__("file")
        self.path = path


class FileOpen(FileFault):
    """One that others than its owner may read or write."""


def private_path(name: str, file: str | None, environ: Mapping[str, str]) -> Path:
    """Where the private file of a secret is: as the board says, else below the user's configuration."""
    if file is not None:
        return from_home(file.replace(PLACE, name))
    told = environ.get("XDG_CONFIG_HOME")
    if told:
        return Path(told) / "wallboard" / "secrets" / name
    import platformdirs  # noqa: PLC0415 - only asked where nobody said otherwise

    return platformdirs.user_config_path("wallboard", appauthor=False) / "secrets" / name


def private_names(folder: Path) -> list[str]:
    """What the private files in a folder are called; nothing of them is read."""
    try:
        return sorted(one.name for one in folder.iterdir() if one.is_file() and not one.name.startswith("."))
    except OSError:
        return []


def read_private(path: Path) -> str:
    """What a private file holds; '' where there is none. Raises FileOpen, or FileFault where it cannot be read.

    The file that was judged is the one that is read: it is not opened twice.
    """
    return _read(path, is_private=True)


def credential(name: str, environ: Mapping[str, str]) -> str:
    """A secret that systemd hands over (`LoadCredential=`, `LoadCredentialEncrypted=`); '' for none. Raises FileFault.

    Who may read it is systemd's own care: it may grant it by access lists, which look like a group's rights.
    """
    folder = environ.get(_CREDENTIALS)
    return _read(Path(folder) / name, is_private=False) if folder else ""


def write_private(path: Path, value: str) -> None:
    """Put a secret into its file, whole or not at all, closed to others. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, value.encode())


def delete_private(path: Path) -> bool:
    """Take a secret's file away; whether there was one. Raises OSError."""
    try:
        path.unlink()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def _read(path: Path, *, is_private: bool) -> str:
    try:
        # Without waiting: a pipe in its place would hold the read up.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError:
        raise FileFault(path) from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > _MOST_BYTES:
            raise FileFault(path)
        if is_private and sys.platform != "win32" and stat.S_IMODE(found.st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
            raise FileOpen(path)
        return os.read(handle, _MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise FileFault(path) from None
    finally:
        with suppress(OSError):
            os.close(handle)
