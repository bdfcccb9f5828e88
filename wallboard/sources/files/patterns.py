"""Files that a pattern means, found within bounds: a pattern over a whole disk must not hold up the board."""

import fnmatch
import glob
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing

MOST_ENTRIES: Final = 10_000
LONGEST_S: Final = 2.0
_ANY_DEPTH: Final = "**"


@dataclass
class Search:
    """One search and what it has cost so far. Raises NeedsPerson beyond MOST_ENTRIES, Passing beyond LONGEST_S."""

    pattern: str
    clock: Callable[[], float] = time.monotonic
    entries: int = 0
    until_s: float = 0

    def __post_init__(self) -> None:
        self.until_s = self.clock() + LONGEST_S

    def matches(self, folder: Path) -> list[str]:
        """The paths that the pattern means, in order; `*`, `?`, `[…]` within a name, `**` for folders in between.

        Names that begin with a point are left out unless the pattern says it; links to folders are not
        followed by `**`.
        """
        pattern = Path(self.pattern)
        start = Path(pattern.anchor) if pattern.is_absolute() else folder
        parts = pattern.parts[1:] if pattern.is_absolute() else pattern.parts
        parts = (*parts, "*") if parts[-1:] == (_ANY_DEPTH,) else parts
        return sorted({str(path) for path in self._below(start, parts) if path.exists()})

    def _below(self, folder: Path, parts: tuple[str, ...]) -> Iterator[Path]:
        if not parts:
            yield folder
            return
        first, rest = parts[0], parts[1:]
        if first == _ANY_DEPTH:
            yield from self._below(folder, rest)
            for entry in self._entries(folder):
                if not entry.name.startswith(".") and _is_folder(entry, follow=False):
                    yield from self._below(Path(entry.path), parts)
        elif glob.has_magic(first):
            for entry in self._entries(folder):
                if _fits(entry.name, first) and (not rest or _is_folder(entry, follow=True)):
                    yield from self._below(Path(entry.path), rest)
        else:
            yield from self._below(folder / first, rest)

    def _entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as found:
                for entry in found:
                    self._count()
                    yield entry
        except OSError:
            # A folder that is gone or closed to us holds no match, as in a shell.
            return

    def _count(self) -> None:
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise NeedsPerson(
                words("file.pattern.vast", path=self.pattern, most=MOST_ENTRIES), words("file.remedy.pattern")
            )
        if self.clock() > self.until_s:
            raise Passing(words("file.pattern.slow", path=self.pattern, n=int(LONGEST_S)), words("file.remedy.pattern"))


def _fits(name: str, pattern: str) -> bool:
    return (pattern.startswith(".") or not name.startswith(".")) and fnmatch.fnmatch(name, pattern)


def _is_folder(entry: os.DirEntry[str], *, follow: bool) -> bool:
    try:
        return entry.is_dir(follow_symlinks=follow)
    except OSError:
        return False
