"""How a command of typer's ends: apart from `run`, by which walls start without waiting for typer."""

from collections.abc import Callable

import typer

from wallboard.cli.run import run


def end(work: Callable[[], int]) -> None:
    """Do the work, and leave with its exit code. Raises typer.Exit."""
    raise typer.Exit(run(work))
