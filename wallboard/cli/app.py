"""The program as typer knows it: every command in the order of the reference.

What they do stands in a module each, imported when it is called.
"""

# ruff: noqa: FBT002 - typer makes flags of booleans with a default

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from wallboard.cli.about_commands import reference, schema, types
from wallboard.cli.figure_commands import explain, hours, recompute, report, standup
from wallboard.cli.plain_options import PlainCommand
from wallboard.cli.upkeep_commands import check, doctor, erase, pin, secret, source
from wallboard.cli.wall_commands import collect, kiosk, picture, show, snapshot

app = typer.Typer(
    name="wallboard",
    help="Cases, appointments and queues on the office wall, in net work hours.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        try:
            typer.echo(f"wallboard {version('wallboard')}")
        except PackageNotFoundError:
            typer.echo("wallboard, a copy that is not installed")
        raise typer.Exit


@app.callback()
def main(
    show_version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Say which version this is.")
    ] = False,
) -> None:
    """Cases, appointments and queues on the office wall, in net work hours."""
    del show_version


for _command in (
    show,
    check,
    report,
    explain,
    standup,
    recompute,
    snapshot,
    hours,
    collect,
    kiosk,
    erase,
    doctor,
    pin,
    secret,
    source,
    schema,
    reference,
    types,
):
    app.command(cls=PlainCommand)(_command)
app.command(cls=PlainCommand, hidden=True)(picture)
