"""Where a board says what a source's fault is about, and what may have been meant."""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from wallboard.cli.finding import meant
from wallboard.config.board import Board, SourceEntry
from wallboard.core.words import Words

_MOST_LINES = 500
_MOST_FILES = 5_000
_NAMES = ("column", "path", "sheet")
"""Arguments of a fault that are a board's own words."""
_PATTERN = frozenset("*?[")


def remarks_on(fault: Words, source: SourceEntry, board: Board) -> Iterator[str]:
    """The board's line, and of a file that is not there the folder in which it was looked for."""
    said = next((value for name in _NAMES if isinstance(value := fault.args.get(name), str)), None)
    if fault.key == "file.missing" and said is not None:
        yield f"looked in {_folder(said, board)}{_near(said, board)}"
    if source.place:
        yield f"see {_line(said, source, board)}"


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


def _line(said: str | None, source: SourceEntry, board: Board) -> str:
    """The first line from the source's on that has the word, before another source begins; else the source's own."""
    file, _, number = source.place.rpartition(":")
    with suppress(OSError, ValueError):
        first = int(number)
        others = [one.place.rpartition(":") for one in board.sources]
        ends = min((int(line) for where, _, line in others if where == file and int(line) > first), default=None)
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()[first - 1 : ends and ends - 1]
        word = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)" if said else r"(?!)")
        for offset, line in enumerate(lines[:_MOST_LINES]):
            if word.search(line):
                return f"{file}:{first + offset}"
    return source.place
