"""Which files a pattern means, how they look from outside, and whether somebody is still writing them."""

import glob
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.files.options import FileResource
from wallboard.sources.files.patterns import Search
from wallboard.sources.mapping.doubts import shortened

MOST_BYTES: Final = 1_000_000_000
MOST_FILES: Final = 2_000
QUIET_S: Final = 2.0


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """A file as seen from outside: it is another file, or was written to, as soon as any of this differs."""

    path: str
    size: int
    changed_ns: int
    node: int

    @property
    def name(self) -> str:
        """What a fault calls the file."""
        return Path(self.path).name


def files_of(resource: FileResource, folder: Path) -> tuple[Seen, ...]:
    """The files of a resource, in the order of their names; the newest alone where it asks for that.

    Raises Passing where there is none or one cannot be looked at, NeedsPerson for one that is too large.
    """
    seen = seen_at(resource.path, folder)
    if resource.files == "newest":
        seen = [max(seen, key=lambda one: (one.changed_ns, one.path))]
    if len(seen) > MOST_FILES:
        raise NeedsPerson(words("file.many", path=resource.path, n=len(seen), most=MOST_FILES))
    return refuse_large(seen, MOST_BYTES)


def seen_at(path: str, folder: Path, said: str = "") -> list[Seen]:
    """The files that a path or pattern means, in the order of their names; `said` is what the board calls it.

    Raises Passing where there is none.
    """
    seen = [found for found in map(look, _matches(path, folder)) if found is not None]
    if not seen:
        raise Passing(words("file.missing", path=said or path), words("file.remedy.path"))
    return seen


def refuse_large(files: Sequence[Seen], most: int) -> tuple[Seen, ...]:
    """The files. Raises NeedsPerson where one has more bytes than `most`."""
    for one in files:
        if one.size > most:
            fault = words("file.large", file=one.name, most=most // 1_000_000)
            raise NeedsPerson(fault, words("file.remedy.bound"))
    return tuple(files)


def _matches(pattern: str, folder: Path) -> list[str]:
    whole = str(folder / pattern)
    if not glob.has_magic(pattern) or os.path.isfile(whole):  # noqa: PTH113  Path.is_file may raise for long names
        return [whole]
    # Programs leave lock files and half-made copies under such names.
    return [path for path in Search(pattern).matches(folder) if not Path(path).name.startswith(("~$", "."))]


def look(path: str) -> Seen | None:
    """A file as it is now; None where there is none, or a folder.

    Raises Passing where its share does not answer, NeedsPerson for pipes, devices and their like.
    """
    try:
        state = Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as fault:
        raise unreadable(path, fault) from fault
    if stat.S_ISDIR(state.st_mode):
        return None
    _refuse_special(path, state.st_mode)
    return Seen(path, state.st_size, state.st_mtime_ns, state.st_ino)


def bytes_of(seen: Seen) -> bytes:
    """All of a file. Raises Passing where it cannot be read, NeedsPerson for what is no file any more."""
    # What was a file when it was looked at may be a pipe by now, and to open one waits for its other end.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(os.open(seen.path, flags), "rb") as file:  # noqa: PTH123  Path.open takes no descriptor
            _refuse_special(seen.path, os.fstat(file.fileno()).st_mode)
            return file.read(MOST_BYTES)
    except OSError as fault:
        raise unreadable(seen.path, fault) from fault


def _refuse_special(path: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise NeedsPerson(words("file.special", file=shortened(Path(path).name)), words("file.remedy.special"))


def unreadable(path: str, fault: OSError) -> Passing:
    """A file that the system does not let us read now: locked, not permitted, or its share is gone."""
    why = fault.strerror or type(fault).__name__
    return Passing(words("file.unreadable", file=shortened(Path(path).name), why=why), words("file.remedy.permission"))


def wait_until_quiet(files: tuple[Seen, ...], now_us: int, pause: Callable[[float], None]) -> None:
    """Waits, at most QUIET_S, until no file was written to within it; raises Passing where one still is.

    A time of change that lies in the future (a share with a clock of its own) counts as now.
    """
    youngest_s = min((now_us - one.changed_ns // 1000) / 1e6 for one in files)
    if youngest_s >= QUIET_S:
        return
    pause(QUIET_S - max(0.0, youngest_s))
    refuse_changed(files)


def refuse_changed(files: tuple[Seen, ...]) -> None:
    """Raises Passing where a file is no longer what it was."""
    for one in files:
        if look(one.path) != one:
            raise Passing(words("file.changing", file=one.name), words("file.remedy.wait"))
