"""What shows the wall, or draws it: the glass, the collector, the kiosk, with the options of each command."""

# ruff: noqa: PLC0415 - each command imports only what it needs: `kiosk` need not wait for polars
# ruff: noqa: FBT002 - typer makes flags of booleans with a default

from typing import Annotated

import typer

from wallboard.cli.leaving import end
from wallboard.cli.shared_options import At, Board, Cached


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
    end(lambda: room.show(given))


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

    end(lambda: room.snapshot(board, out=out, page=page, size=size, at=at, cached=cached))


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

    end(lambda: room.collect(boards or (), for_glass=for_glass, for_kiosk=for_kiosk))


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

    end(lambda: room.kiosk(boards or ()))


def picture(at: At, board: Board = None) -> None:
    """Write layout and picture at an instant, for a glass."""
    from wallboard.cli import picture as room

    end(lambda: room.picture(board, at=at or ""))
