"""What writes figures, what stands behind them, and work hours, with the options of each command."""

# ruff: noqa: PLC0415 - each command imports only what it needs: `hours` need not wait for polars
# ruff: noqa: FBT002 - typer makes flags of booleans with a default

from typing import Annotated

import typer

from wallboard.cli.forms import Format
from wallboard.cli.leaving import end
from wallboard.cli.shared_options import At, Board, Cached


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

    end(lambda: room.report(board, at=at, form=form, panel=panel, cached=cached))


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
    end(lambda: room.explain(board, cases=case or (), by_hour=hours, cached=cached, **given))


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

    end(lambda: room.standup(board, form="csv" if csv else form, since=from_on, until=to_on))


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

    end(lambda: room.recompute(board, since=from_on, cached=cached))


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
    end(lambda: room.hours(calendar, from_at, to_at, holds=hold or (), **given))
