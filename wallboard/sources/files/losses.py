"""What a resource had when it was last read, and whether it has lost that: an export that failed, or work done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.options import FileResource
from wallboard.sources.files.table import Table, broken_off

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


def refuse_losses(
    resources: Mapping[str, FileResource], tables: Mapping[str, Sequence[Table]], before: Mapping[str, Had]
) -> None:
    """Raises Passing where a resource has fewer rows than `before` and its last line has lost its end.

    An exporter that ends its lines ends the last one too. Raises NeedsPerson where it had rows and has none, unless the
    board says that it may.
    """
    for name, resource in resources.items():
        had, now = before.get(name, Had(0)), has(tables[name])
        if had.is_ended and not now.is_ended and now.rows < had.rows:
            raise next(broken_off(table.name, table.open_line) for table in tables[name] if table.open_line)
        if had.rows and not now.rows and not resource.may_be_empty:
            raise emptied("file.emptied", name, [table.name for table in tables[name]], had)


def emptied(key: str, resource: str, files: Sequence[str], had: Had) -> NeedsPerson:
    """That a resource's files have nothing any more: whether the export has failed or the work is done, they do not
    say, and no rows would look like no work."""
    file = files[0] if len(files) == 1 else f"{files[0]} …"
    return NeedsPerson(words(key, file=file, n=had.rows), words("file.remedy.emptied", resource=resource))


def has(tables: Sequence[Table]) -> Had:
    """What the tables of a resource have."""
    rows = sum(table.cells.height + len(table.spoiled) for table in tables)
    return Had(rows, not any(table.open_line for table in tables))


def _rows(count: str) -> str:
    return count.removesuffix(_WITHOUT_END)
