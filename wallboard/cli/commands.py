"""The reference's section on commands, made from the commands themselves."""

import inspect
from collections.abc import Iterator
from typing import Any

import typer


def commands_reference(program: Any) -> str:
    """Every command of a program with its usage, arguments and options, as Markdown; it ends in one line feed."""
    context = typer.Context(program, info_name="wallboard")
    lines = ["## Commands", ""]
    for name, command in program.commands.items():
        if not command.hidden:
            lines += _command(name, command, typer.Context(command, info_name=name, parent=context))
    return "\n".join(lines).rstrip() + "\n"


def _command(name: str, command: Any, context: typer.Context) -> Iterator[str]:
    usage = " ".join(["wallboard", name, *command.collect_usage_pieces(context)])
    yield from (f"### `wallboard {name}`", "", f"`{usage}`", "")
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        yield from (" ".join(paragraph.split()), "")
    rows = [record for record in (one.get_help_record(context) for one in command.params) if record is not None]
    rows = [(written.partition(" <")[0], meaning) for written, meaning in rows if not written.startswith("--help")]
    if rows:
        yield from ("| argument or option | meaning |", "| --- | --- |")
        yield from (f"| `{written.replace('|', chr(92) + '|')}` | {_cell(meaning)} |" for written, meaning in rows)
        yield ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
