"""What a resource had when it was last read, kept in the source's token."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson

_WITHOUT_END = "~"


@dataclass(frozen=True, slots=True)
class Had:
    """How many rows a resource has, and whether the last lines of its texts have an end."""

    rows: int
    is_ended: bool = True


def token_with(token: str, now: Mapping[str, Had]) -> str:
    """A token that also tells what each resource has, for the next read to know."""
    return " ".join((token, *(f"{name}={had.rows}{'' if had.is_ended else _WITHOUT_END}" for name, had in now.items())))


def parted(token: str) -> tuple[str, dict[str, Had]]:
    """The token that `token_with` was given, and what each resource had; nothing where it does not tell."""
    first, *more = token.split(" ")
    told = {name: count for name, _, count in (one.partition("=") for one in more)}
    had = {name: Had(int(rows), rows == count) for name, count in told.items() if (rows := _rows(count)).isdecimal()}
    return first, had


def emptied(
    key: str, resource: str, files: Sequence[str], had: Had, remedy: str = "file.remedy.emptied"
) -> NeedsPerson:
    """That a resource's files have nothing any more: whether the export has failed or the work is done, they do not
    say, and no rows would look like no work."""
    file = files[0] if len(files) == 1 else f"{files[0]} …"
    return NeedsPerson(words(key, file=file, n=had.rows), words(remedy, resource=resource))


def _rows(count: str) -> str:
    return count.removesuffix(_WITHOUT_END)
