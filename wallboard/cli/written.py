"""Where a board says what a source's fault is about, and what may have been meant."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from wallboard.cli.declared_lines import declared_line
from wallboard.cli.finding import meant
from wallboard.collect.plain import said
from wallboard.config.board import Board, SourceEntry
from wallboard.core.words import Words

_ONCE = {
    "sql.remedy.query": "Correct `query`.",
    "web.remedy.perhaps-encrypted": "Try again in a while. If it answers encrypted only, say https:// in `url`.",
    "web.remedy.wait": "Try again in a while.",
    "web.remedy.later": "Try again in a while. `every` and `calls_per_hour` say how often a running wall asks.",
}
"""What to do in the place of that which a running wall does by itself."""
_MOST_LINES = 500
_MOST_FILES = 5_000
_NAMES = ("column", "path", "sheet")
"""Arguments of a fault that are a board's own words."""
_KEY = re.compile(r"`([a-z_]+)`")
"""A key as remedies write it."""
_PATTERN = frozenset("*?[")


def remedy_once(remedy: Words) -> str:
    """What to do about a fault of a command that reads once and ends."""
    return _ONCE.get(remedy.key) or said(remedy)


def remarks_on(
    fault: Words, remedy: Words | None, source: SourceEntry, board: Board, detail: Words | None = None
) -> Iterator[str]:
    """The board's line, that of what the fault is about or of a key that the remedy names where it is there, and where
    a missing file was sought."""
    named = next((value for name in _NAMES if isinstance(value := fault.args.get(name), str)), None)
    if fault.key == "file.missing" and named is not None:
        yield f"looked in {_folder(named, board)}{_near(named, board)}"
    if source.place:
        keys = _KEY.findall(said(remedy)) if remedy is not None else ()
        patterns = [rf"(?<!\w){re.escape(named)}(?!\w)"] if named else [rf"(?<![\w-]){key}\s*:" for key in keys]
        yield f"see {declared_line(fault, detail, source) or _line(patterns, source, board)}"


def _folder(path: str, board: Board) -> Path:
    whole = Path(os.path.abspath(board.folder / path))  # noqa: PTH100 - links are left as they are
    parents = (folder for folder in whole.parents if not _PATTERN & set(str(folder.relative_to(folder.anchor))))
    return next(parents, whole.parent)


def _near(path: str, board: Board) -> str:
    """The name of a file beside the missing one that may have been meant."""
    name = Path(path).name
    if not _PATTERN & set(path):
        with suppress(OSError), os.scandir(_folder(path, board)) as found:
            return meant(name, [one.name for one in islice(found, _MOST_FILES)]).removesuffix(".")
    return ""


def _line(patterns: Sequence[str], source: SourceEntry, board: Board) -> str:
    """The first line from the source's on that has one of these, before another source; else the source's own."""
    file, _, number = source.place.rpartition(":")
    with suppress(OSError, ValueError):
        first = int(number)
        others = [one.place.rpartition(":") for one in board.sources]
        ends = min((int(line) for where, _, line in others if where == file and int(line) > first), default=None)
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()[first - 1 : ends and ends - 1]
        for pattern in map(re.compile, patterns):
            for offset, line in enumerate(lines[:_MOST_LINES]):
                if pattern.search(line):
                    return f"{file}:{first + offset}"
    return source.place
