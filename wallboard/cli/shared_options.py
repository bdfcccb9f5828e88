"""Arguments and options that several commands have, and how each of them ends."""

from collections.abc import Callable
from typing import Annotated

import typer

from wallboard.cli.run import run

Board = Annotated[
    str | None,
    typer.Argument(
        metavar="BOARD",
        show_default=False,
        help="The board's file; else WALLBOARD_BOARD, your board, the site's, the demo.",
    ),
]
At = Annotated[
    str | None,
    typer.Option(metavar="INSTANT", help="The past: ISO 8601, without an offset in the organisation's time zone."),
]
Cached = Annotated[bool, typer.Option("--cached", help="Take what the collector has kept, and read no source.")]


def end(work: Callable[[], int]) -> None:
    """Do the work, and leave with its exit code. Raises typer.Exit."""
    raise typer.Exit(run(work))
