"""Opens the glass: the journal's last picture at once, with a collector beside it; or a picture of the past."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from wallboard.cli.ends import Refused
from wallboard.cli.qt import refuse_without_display, refuse_without_qt
from wallboard.config.find import find_board
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.views.wire import from_plain
from wallboard.store.places import board_id, places_of

# What stands here runs before the first paint: no typer, polars, pydantic or SQLAlchemy, not even indirectly.


@dataclass(frozen=True, slots=True)
class ShowArguments:
    """What `wallboard show` is told; `page` counts from 1."""

    board: str | None = None
    is_windowed: bool = False
    screen: str | None = None
    page: int | None = None
    at: str | None = None
    for_seconds: float | None = None


@dataclass
class PastReader:
    """A picture of the past in the place of a journal: it never changes."""

    pictured: tuple[Layout, Picture] = field(repr=False)

    def change(self) -> int:
        """Always the same number."""
        return 1

    def composed_at_us(self) -> int | None:
        """A picture of the past has no age."""
        return None

    def layout(self) -> Layout | None:
        """The board's layout."""
        return self.pictured[0]

    def picture(self) -> Picture | None:
        """The picture."""
        return self.pictured[1]

    def close(self) -> None:
        """Nothing is held."""


def show(arguments: ShowArguments) -> int:
    """Shows the board until it is left; the exit code of the glass."""
    refuse_without_qt("show")
    refuse_without_display()
    path = find_board(arguments.board, os.environ)
    reader = past_reader(path, arguments.at) if arguments.at is not None else None
    from wallboard.ui import glass  # noqa: PLC0415 - only where Qt is installed

    places = places_of()
    past = reader.pictured[1] if reader is not None else None
    options = glass.GlassOptions(
        board=board_id(path),
        journal=places.journal,
        state_dir=places.state,
        is_windowed=arguments.is_windowed,
        screen=arguments.screen,
        page=arguments.page - 1 if arguments.page is not None else None,
        for_seconds=arguments.for_seconds,
        at_us=past.at_us if past is not None else None,
        collector=None if reader is not None else own_command("collect", "--for-glass", str(path)),
    )
    return glass.run(options, reader)


def past_reader(path: Path, at: str) -> PastReader:
    """What a process of its own composes for the instant, so that the glass need not know how.

    Raises Refused, with what that process said, where it could not.
    """
    command = own_command("picture", str(path), "--at", at)
    made = subprocess.run(command, capture_output=True, check=False, text=True, encoding="utf-8")  # noqa: S603
    if made.returncode != 0:
        raise Refused(made.stderr.strip() or f"The board could not be composed for {at}.")
    plain = json.loads(made.stdout)
    return PastReader((from_plain(Layout, plain["layout"]), from_plain(Picture, plain["picture"])))


def own_command(*arguments: str) -> tuple[str, ...]:
    """This program, by the same Python, with other arguments."""
    return (sys.executable, "-m", "wallboard", *arguments)
