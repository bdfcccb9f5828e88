"""Arguments and options that several commands have."""

from typing import Annotated

import typer

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
