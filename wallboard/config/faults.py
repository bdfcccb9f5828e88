"""What is wrong in a board: each fault with its place, what was found, what is allowed, the nearest name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

PathPart = str | int
Path = tuple[PathPart, ...]
"""Where a value stands among keys and list entries (from 0), as in `("pages", 0, "title")`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value was written: the file, line and column (both from 1), and its path within that file."""

    file: str
    line: int
    column: int
    path: Path = ()

    @property
    def short(self) -> str:
        """`board.yaml:12`, for a sentence that points to another place."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `found` says what, `allowed` what may stand there, `remedy` what to do."""

    file: str
    line: int
    column: int
    path: str
    found: str
    allowed: str = ""
    nearest: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        parts = [self.found]
        if self.allowed:
            parts.append(f"allowed: {self.allowed}")
        if self.nearest:
            parts.append(f'did you mean "{self.nearest}"?')
        if self.remedy:
            parts.append(self.remedy)
        where = f"{self.path}: " if self.path else ""
        return f"{self.file}:{self.line}:{self.column}: {where}{'; '.join(parts)}"


class BoardFaults(Exception):
    """Everything that is wrong with a board, sorted by place, each once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = in_order(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by file in the order met, then line and column; one that an alias brought twice, once."""
    once = list(dict.fromkeys(faults))
    files = list(dict.fromkeys(fault.file for fault in once))
    return tuple(sorted(once, key=lambda fault: (files.index(fault.file), fault.line, fault.column)))


def written_path(path: Path) -> str:
    """A path as people read it, who count from 1: `pages.1.panels.2.type` is the second panel of the first page."""
    return ".".join(str(part + 1) if isinstance(part, int) else part[:60] for part in path)


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice that a mistyped word most likely meant; '' when none is near. Case does not matter."""
    by_fold = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else ""


def listed(choices: Sequence[str], most: int = 20) -> str:
    """Choices as one phrase; a long list ends in how many are left."""
    if len(choices) <= most:
        return ", ".join(choices)
    return f"{', '.join(choices[:most])} and {len(choices) - most} more"


def quoted(value: object, most: int = 60) -> str:
    """A value as a fault shows it: text in quotes and cut when long, lists and mappings by their kind."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        shown = value if len(value) <= most else value[: most - 1] + "…"
        return '"' + "".join(letter if letter.isprintable() else "·" for letter in shown) + '"'
    if isinstance(value, dict):
        return "a mapping of keys and values" if value else "an empty mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return str(value)
