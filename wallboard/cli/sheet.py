"""Rows as CSV by RFC 4180: UTF-8, plain line ends, and no cell that a spreadsheet would take for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from wallboard.cli.printable import printable_lines

Cell = str | float | int | None

_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)*(e[+-]?\d+)?", re.IGNORECASE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Header and rows; None is an empty cell, numbers are unrounded.

    Text from a source that a spreadsheet would run (it begins with = + - @, a tab or a carriage return) gets an
    apostrophe before it; a number, as in -100, stays as it is. Control characters become dots, on a terminal or not:
    the same bytes wherever they go.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: Cell) -> Cell:
    """A cell that means the same to a spreadsheet as to anybody else."""
    if not isinstance(cell, str):
        return cell
    is_run = cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
    return f"'{printable_lines(cell)}" if is_run else printable_lines(cell)


def aligned(rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), gap: str = "  ") -> list[str]:
    """Rows as lines of columns that stand below each other; the columns `right` are aligned at their end."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        gap.join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
