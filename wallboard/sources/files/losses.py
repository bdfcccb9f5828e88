"""Whether a resource has lost the rows that it had: an export that failed, or work done."""

from collections.abc import Mapping, Sequence

from wallboard.sources.files.options import FileResource
from wallboard.sources.files.table import Table, broken_off
from wallboard.sources.mapping.had import Had, emptied


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


def has(tables: Sequence[Table]) -> Had:
    """What the tables of a resource have."""
    rows = sum(table.cells.height + len(table.spoiled) for table in tables)
    return Had(rows, not any(table.open_line for table in tables))
