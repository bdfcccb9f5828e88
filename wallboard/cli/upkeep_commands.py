"""What keeps an installation in order: board, machine, secrets, kept data, with the options of each command."""

# ruff: noqa: PLC0415 - each command imports only what it needs: `pin` need not wait for polars
# ruff: noqa: FBT002 - typer makes flags of booleans with a default

from typing import Annotated

import typer

from wallboard.cli.forms import Resource, SecretAction, SourceAction
from wallboard.cli.leaving import end
from wallboard.cli.shared_options import At, Board


def check(
    board: Board = None,
    offline: Annotated[bool, typer.Option("--offline", help="Judge the configuration, and read no source.")] = False,
    at: At = None,
) -> None:
    """Name every fault of the configuration, then what falls short: machine, room, sources, panels.

    0 when all is well; 1 where something falls short; 2 for a board with faults, one a line with its place.
    """
    from wallboard.cli import check as room

    end(lambda: room.check(board, offline=offline, at=at))


def erase(
    term: Annotated[str, typer.Argument(metavar="CASE|PERSON", help="A case's number, or a whole name.")],
) -> None:
    """Erase a case or a person from all that is kept here: cache, journal with its copies and answers, logs.

    Writes what was found, a line a place. Of a case nothing stays; of a person the name goes, and the cases stay. What
    the source still has comes back with its next read. 0; 1 where nothing was found, or something could not be erased.
    """
    from wallboard.cli import erase as room

    end(lambda: room.erase(term))


def doctor(
    board: Board = None,
    out: Annotated[str | None, typer.Option(metavar="FILE.zip", help="Pack it into a file, with the logs.")] = None,
    screens: Annotated[bool, typer.Option("--screens", hidden=True)] = False,
) -> None:
    """Collect what support asks for: versions, machine, screens, files, whether they are sound, what the wall says.

    Titles and words of panels, and no row; in the logs, names, case numbers, secrets and whatever is quoted are
    hidden. What falls short has an exclamation mark. 0 when all is well; 1 where something falls short; 2 where the
    file cannot be written.
    """
    from wallboard.cli import doctor as room

    end(room.screens if screens else lambda: room.doctor(board, out=out))


def pin() -> None:
    """Ask for a PIN twice, and write the line that makes the board ask for it before anybody leaves.

    The PIN is never shown; where nobody can type, it is read from standard input. 0; 2 for what is no PIN.
    """
    from wallboard.cli import pin as room

    end(room.pin)


def secret(
    action: Annotated[SecretAction, typer.Argument(metavar="set|delete|list", help="What is to be done.")],
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", show_default=False, help="What the board calls the secret.")
    ] = None,
    board: Annotated[
        str | None, typer.Option(metavar="BOARD", help="The board whose sources and `secret_file` are meant.")
    ] = None,
    in_file: Annotated[bool, typer.Option("--file", help="Into the private file, keyring or not.")] = False,
) -> None:
    """Keep the password or token of a source: asked for without showing it, or read from standard input.

    Looked for in this order: the keyring; the variable WALLBOARD_SECRET_NAME; systemd's credentials (LoadCredential=);
    a private file, the board's `secret_file` or wallboard/secrets/NAME in your configuration, closed to everybody else.
    A keyring that is locked is left alone: no box opens. `list` says which secrets the board asks for, and where each
    is found.

    0; 1 where one is not found, or another one counts; 2 for what is no name or no secret.
    """
    from wallboard.cli import secret as room

    end(lambda: room.secret(action, name, board=board, in_file=in_file))


def source(
    action: Annotated[SourceAction, typer.Argument(metavar="try", help="What is to be done.")],
    place: Annotated[str, typer.Argument(metavar="FILE|URL", help="A file that was exported, or an address.")],
    resource: Annotated[
        Resource | None,
        typer.Option("--as", metavar="RESOURCE", help="What its rows are, where the guess is wrong: cases, events …"),
    ] = None,
    user: Annotated[str | None, typer.Option(metavar="NAME", help="The account that signs in at an address.")] = None,
    secret: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name of its secret, as `wallboard secret` keeps it.")
    ] = None,
    authority: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Certificates (PEM) of your organisation's own authority, trusted there."),
    ] = None,
) -> None:
    """Print a first mapping of a file or an address, as YAML that a board can include.

    Fields are guessed from headings in English and German, times and what statuses mean from the values; what is in
    doubt is said behind its line.

    0; 1 where nothing comes when it is read so; 2 for what cannot be read.
    """
    from wallboard.cli import source_try as room
    from wallboard.cli.trying.access import Access

    del action
    end(lambda: room.source_try(place, resource, Access(user, secret, authority)))
