"""The commands and their options; what they do stands in a module each, imported when it is called."""

# ruff: noqa: PLC0415 - each command imports only what it needs: `hours` need not wait for polars
# ruff: noqa: FBT002 - typer makes flags of booleans with a default

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from wallboard.cli.forms import Format, Resource, SecretAction, SourceAction
from wallboard.cli.run import run

app = typer.Typer(
    name="wallboard",
    help="Cases, appointments and queues on the office wall, in net work hours.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

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


def _end(work: Callable[[], int]) -> None:
    raise typer.Exit(run(work))


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


@app.command()
def show(  # noqa: PLR0913, PLR0917 - a command takes that many options
    board: Board = None,
    windowed: Annotated[bool, typer.Option("--windowed", help="In a window, not over the whole screen.")] = False,
    screen: Annotated[str | None, typer.Option(metavar="NAME", help="The screen, as the desktop calls it.")] = None,
    page: Annotated[int | None, typer.Option(metavar="N", min=1, help="Stay on this page.")] = None,
    at: At = None,
    for_seconds: Annotated[
        float | None, typer.Option("--for", metavar="SECONDS", min=0, help="Leave after so long.")
    ] = None,
    for_kiosk: Annotated[bool, typer.Option("--for-kiosk", hidden=True)] = False,
    safe: Annotated[str | None, typer.Option("--safe", metavar="TEXT", hidden=True)] = None,
) -> None:
    """Open the board, with a collector unless one runs; without a board, the demo.

    0 when it is left; 2 for a board with faults, or without a display; 3 where the screen shows a board already.
    """
    from wallboard.cli import show as room

    given = room.ShowArguments(board, windowed, screen, page, at, for_seconds, for_kiosk, safe)
    _end(lambda: room.show(given))


@app.command()
def check(
    board: Board = None,
    offline: Annotated[bool, typer.Option("--offline", help="Judge the configuration, and read no source.")] = False,
    at: At = None,
) -> None:
    """Name every fault of the configuration, then what falls short: machine, room, sources, panels.

    0 when all is well; 1 where something falls short; 2 for a board with faults, one a line with its place.
    """
    from wallboard.cli import check as room

    _end(lambda: room.check(board, offline=offline, at=at))


@app.command()
def report(
    board: Board = None,
    at: At = None,
    form: Annotated[Format, typer.Option("--format", metavar="json|table|csv", help="How it is written.")] = "json",
    panel: Annotated[
        str | None, typer.Option(metavar="TITLE", help="Only this panel: PAGE.N, title, heading, or type.")
    ] = None,
    cached: Cached = False,
) -> None:
    """Write what each panel shows, as data, from the same views.

    0 when every panel is LIVE; 1 where one is not; 2 for a board with faults.
    """
    from wallboard.cli import report as room

    _end(lambda: room.report(board, at=at, form=form, panel=panel, cached=cached))


@app.command()
def explain(
    board: Board = None,
    panel: Annotated[
        str | None, typer.Option(metavar="TITLE", help="The panel: PAGE.N, both from 1, its title, heading, or type.")
    ] = None,
    figure: Annotated[str | None, typer.Option(metavar="NAME", help="The figure; else the panel's first.")] = None,
    case: Annotated[
        list[str] | None, typer.Option(metavar="NUMBER", help="A case, as NUMBER or NUMBER#2; more than once.")
    ] = None,
    hours: Annotated[bool, typer.Option("--hours", help="The cases hour by hour.")] = False,
    at: At = None,
    cached: Cached = False,
) -> None:
    """Write the cases behind a figure as CSV, and why each is in or out; or cases by their numbers.

    Each line ends in three columns: `in`, 1 where it counts and 0 where it does not; `amount`, what it gives to the
    figure; `why`, the reason for either.

    Text that a spreadsheet would take for a formula has an apostrophe before it. 0; 2 for a board with faults, and for
    a panel, figure or case that is not there.
    """
    from wallboard.cli import explain as room

    given = {"panel": panel, "figure": figure, "at": at}
    _end(lambda: room.explain(board, cases=case or (), by_hour=hours, cached=cached, **given))


@app.command()
def standup(
    board: Board = None,
    csv: Annotated[bool, typer.Option("--csv", help="The same as --format csv, which it is unless told.")] = False,
    form: Annotated[Format, typer.Option("--format", metavar="json|table|csv", help="How it is written.")] = "csv",
    from_on: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From the stand-up of this date on.")
    ] = None,
    to_on: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Until that of this date.")] = None,
) -> None:
    """Write what held cases and what was promised, stand-up by stand-up, as the team answered.

    Reasons: supplier, expert, customer, capacity, untouched, wrong-queue. Promises: today, tomorrow, this-week, date,
    with the day that each stands for. Of several answers to a case the last; those taken back are left out. `source`
    is the system that the case was in, of several the board's first; answers of before it was kept have none.

    0; 1 where what is kept cannot be read; 2 for a board that is not there.
    """
    from wallboard.cli import standup as room

    _end(lambda: room.standup(board, form="csv" if csv else form, since=from_on, until=to_on))


@app.command()
def recompute(
    from_on: Annotated[
        str, typer.Option("--from", metavar="DATE", help="From the week of this date to the last that is over.")
    ],
    board: Board = None,
    cached: Cached = False,
) -> None:
    """Compute finished weeks anew from the rows of now; the journal keeps both figures, the wall shows the new one.

    Writes what changed, a line a week. 0; 1 where weeks could not be computed or stored; 2 for a board with faults, and
    for a date that cannot be.
    """
    from wallboard.cli import recompute as room

    _end(lambda: room.recompute(board, since=from_on, cached=cached))


@app.command()
def snapshot(
    out: Annotated[str, typer.Option(metavar="FILE", help="Where to: a .png or .pdf file.")],
    board: Board = None,
    page: Annotated[int | None, typer.Option(metavar="N", help="Only this page, from 1.")] = None,
    size: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Pixels, as in 3840x2160; else the board's, or 1920x1080.")
    ] = None,
    at: At = None,
    cached: Cached = False,
) -> None:
    """Draw pages without a screen: FILE-1.png, FILE-2.png … where there are several, or one PDF.

    0 when every panel drawn is LIVE; 1 where one is not; 2 for a board with faults, or a file that cannot be written.
    """
    from wallboard.cli import snapshot as room

    _end(lambda: room.snapshot(board, out=out, page=page, size=size, at=at, cached=cached))


@app.command()
def hours(
    calendar: Annotated[str, typer.Argument(metavar="CALENDAR", help="A calendar's name in the board.")],
    from_at: Annotated[
        str | None, typer.Argument(metavar="FROM", show_default=False, help="ISO 8601; else in the calendar's zone.")
    ] = None,
    to_at: Annotated[str | None, typer.Argument(metavar="TO", show_default=False, help="Likewise.")] = None,
    hold: Annotated[
        list[str] | None, typer.Option(metavar="FROM/TO", help="A time on hold; FROM/ while it lasts; more than once.")
    ] = None,
    plus: Annotated[
        str | None, typer.Option(metavar="HOURS", help="When so many work hours after FROM are through.")
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="A table start,end[,holds], or start,plus (work seconds); - is stdin."),
    ] = None,
    config: Annotated[
        str | None, typer.Option(metavar="FILE", help="The file that has the calendar; else the board's.")
    ] = None,
) -> None:
    """Reckon work hours: between two instants, or when some are through, or for each row of a table.

    Writes decimal hours, or an instant with its offset. Of a table: its rows in order with `seconds` added (empty
    where there are none), or `due`; there `plus` is work seconds, not hours, and instants are UTC unless they carry an
    offset. 0; 2 for what cannot be read.
    """
    from wallboard.cli import hours as room

    given = {"plus": plus, "csv": csv, "config": config}
    _end(lambda: room.hours(calendar, from_at, to_at, holds=hold or (), **given))


@app.command()
def collect(
    boards: Annotated[
        list[str] | None, typer.Argument(metavar="BOARD", show_default=False, help="The boards' files.")
    ] = None,
    for_glass: Annotated[bool, typer.Option("--for-glass", hidden=True)] = False,
    for_kiosk: Annotated[bool, typer.Option("--for-kiosk", hidden=True)] = False,
) -> None:
    """Poll the sources and compose boards without a window, until told to end.

    0 after an end in good order; 1 where nothing can be kept; 2 for a board with faults.
    """
    from wallboard.cli.frugal import be_frugal

    be_frugal()
    from wallboard.cli import collect as room

    _end(lambda: room.collect(boards or (), for_glass=for_glass, for_kiosk=for_kiosk))


@app.command()
def kiosk(
    boards: Annotated[
        list[str] | None,
        typer.Argument(metavar="BOARD", show_default=False, help="The boards' files, each with a screen of its own."),
    ] = None,
) -> None:
    """Keep boards on their screens for months: what dies, hangs or grows too large is started again.

    One collector reads for all boards; each stands on the screen that it names in `screen.output`. A glass may hold
    400 MiB and the collector 900; WALLBOARD_GLASS_MIB and WALLBOARD_COLLECTOR_MIB set others. Tells systemd that it
    lives, where that started it.

    0 when a board is left by hand, and after SIGTERM; 1 where nothing can be kept; 2 without a display; 3 where a kiosk
    runs already.
    """
    from wallboard.cli import kiosk as room

    _end(lambda: room.kiosk(boards or ()))


@app.command()
def erase(
    term: Annotated[str, typer.Argument(metavar="CASE|PERSON", help="A case's number, or a whole name.")],
) -> None:
    """Erase a case or a person from all that is kept here: cache, journal with its copies and answers, logs.

    Writes what was found, a line a place. Of a case nothing stays; of a person the name goes, and the cases stay. What
    the source still has comes back with its next read. 0; 1 where nothing was found, or something could not be erased.
    """
    from wallboard.cli import erase as room

    _end(lambda: room.erase(term))


@app.command()
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

    _end(room.screens if screens else lambda: room.doctor(board, out=out))


@app.command(hidden=True)
def picture(at: At, board: Board = None) -> None:
    """Write layout and picture at an instant, for a glass."""
    from wallboard.cli import picture as room

    _end(lambda: room.picture(board, at=at or ""))


@app.command()
def pin() -> None:
    """Ask for a PIN twice, and write the line that makes the board ask for it before anybody leaves.

    The PIN is never shown; where nobody can type, it is read from standard input. 0; 2 for what is no PIN.
    """
    from wallboard.cli import pin as room

    _end(room.pin)


@app.command()
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

    _end(lambda: room.secret(action, name, board=board, in_file=in_file))


@app.command()
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
) -> None:
    """Print a first mapping of a file or an address, as YAML that a board can include.

    Fields are guessed from headings in English and German, times and what statuses mean from the values; what is in
    doubt is said behind its line.

    0; 1 where nothing comes when it is read so; 2 for what cannot be read.
    """
    from wallboard.cli import source_try as room

    del action
    _end(lambda: room.source_try(place, resource, user=user, secret=secret))


@app.command()
def schema() -> None:
    """Write the JSON Schema of a board, for editors."""
    from wallboard.cli import about as room

    _end(room.schema)


@app.command()
def reference() -> None:
    """Write the reference in Markdown: every key, source, panel, figure and command."""
    from wallboard.cli import about as room
    from wallboard.cli.commands import commands_reference

    _end(lambda: room.reference(commands_reference(app)))


@app.command()
def types() -> None:
    """Write every source and panel type."""
    from wallboard.cli import about as room

    _end(room.types)
