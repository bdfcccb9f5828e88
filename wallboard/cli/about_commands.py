"""What the program tells of itself, with the options of each command."""

# ruff: noqa: PLC0415 - each command imports only what it needs

import typer

from wallboard.cli.leaving import end


def schema() -> None:
    """Write the JSON Schema of a board, for editors."""
    from wallboard.cli import about as room

    end(room.schema)


def reference(context: typer.Context) -> None:
    """Write the reference in Markdown: every key, source, panel, figure and command."""
    from wallboard.cli import about as room
    from wallboard.cli.commands import commands_reference

    end(lambda: room.reference(commands_reference(context.find_root().command)))


def types() -> None:
    """Write every source and panel type."""
    from wallboard.cli import about as room

    end(room.types)
