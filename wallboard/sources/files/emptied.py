"""Whether a resource had rows when it was last read and has none now: an export that failed, or work that is done."""

from collections.abc import Mapping, Sequence

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.files.options import FileResource
from wallboard.sources.files.table import Table


def token_with(token: str, tables: Mapping[str, Sequence[Table]]) -> str:
    """A token that also tells how many rows each resource has, for the next read to know."""
    return " ".join((token, *(f"{name}={_rows(several)}" for name, several in tables.items())))


def parted(token: str) -> tuple[str, dict[str, int]]:
    """The token that `token_with` was given, and the rows of each resource; none where it tells of none."""
    first, *more = token.split(" ")
    told = (one.partition("=") for one in more)
    return first, {name: int(count) for name, _, count in told if count.isdecimal()}


def refuse_emptied(
    resources: Mapping[str, FileResource], tables: Mapping[str, Sequence[Table]], before: Mapping[str, int]
) -> None:
    """Raises NeedsPerson where a resource had rows `before` and has none now, unless the board says that it may.

    Whether the export has failed or the work is done, the file does not say: no rows would look like no work.
    """
    for name, resource in resources.items():
        had = before.get(name, 0)
        if had and not resource.may_be_empty and not _rows(tables[name]):
            file = tables[name][0].name if len(tables[name]) == 1 else f"{tables[name][0].name} …"
            raise NeedsPerson(words("file.emptied", file=file, n=had), words("file.remedy.emptied", resource=name))


def _rows(tables: Sequence[Table]) -> int:
    return sum(table.cells.height + len(table.spoiled) for table in tables)
