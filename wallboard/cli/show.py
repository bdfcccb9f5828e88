"""Opens the glass: the journal's last picture at once, with a collector beside it; or a picture of the past."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wallboard.cli.ends import FALLS_SHORT, Refused, tell
from wallboard.cli.qt import refuse_silent_display, refuse_without_display, refuse_without_qt
from wallboard.config.find import find_board
from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.views.wire import from_plain
from wallboard.kiosk.words import end_with_kiosk
from wallboard.store.places import Places, board_id, places_of, whole_path

if TYPE_CHECKING:
    from wallboard.ui import glass

_HOME = Path(__file__).resolve().parents[2]
_MOST_S = 2_000_000
"""Qt counts milliseconds in 31 bits."""

# What stands here runs before the first paint: no typer, polars, pydantic or SQLAlchemy, not even indirectly.


@dataclass(frozen=True, slots=True)
class ShowArguments:
    """What `wallboard show` is told; `page` counts from 1.

    `is_for_kiosk`: the kiosk started it, with pipes both ways and a collector of its own. `safe` is what is wrong, for
    a page that says it in the board's place.
    """

    board: str | None = None
    is_windowed: bool = False
    screen: str | None = None
    page: int | None = None
    at: str | None = None
    for_seconds: float | None = None
    is_for_kiosk: bool = False
    safe: str | None = None


@dataclass
class PastReader:
    """A picture of the past in the place of a journal: it never changes."""

    pictured: tuple[Layout, Picture] = field(repr=False)

    def change(self) -> int:
        """Always the same number."""
        return 1

    def agenda_number(self) -> int:
        """In the past no stand-up is frozen."""
        return 0

    def agenda(self) -> None:
        """There is none."""

    def shown(self) -> tuple[Layout, Picture] | None:
        """The board's layout and picture."""
        return self.pictured

    def close(self) -> None:
        """Nothing is held."""


def show(arguments: ShowArguments) -> int:
    """Shows the board until it is left; the exit code of the glass."""
    if arguments.is_for_kiosk:
        end_with_kiosk()
    _refuse_what_cannot_be(arguments)
    return _show_board(arguments) if arguments.safe is None else _show_safe(arguments, arguments.safe)


def _refuse_what_cannot_be(arguments: ShowArguments) -> None:
    """Raises Refused where nothing can be shown, or not for so long."""
    refuse_without_qt("show")
    refuse_without_display(board=arguments.board)
    refuse_silent_display(board=arguments.board)
    if arguments.for_seconds is not None and not 0 <= arguments.for_seconds <= _MOST_S:
        raise Refused(f"--for takes 0 to {_MOST_S:,} seconds; without it the board stays.")


def _show_board(arguments: ShowArguments) -> int:
    path = whole_path(find_board(arguments.board, os.environ))  # the collector may be started again much later
    reader = past_reader(path, arguments.at) if arguments.at is not None else None
    places = places_of()
    # A kiosk's glass shows what a disk still tells that takes nothing any more.
    if not arguments.is_for_kiosk and (reader is None or not arguments.is_windowed):
        fault = _fault_of_state(places)
        if fault is not None:
            tell(f"The state directory cannot be used: {fault}")
            return FALLS_SHORT
    if arguments.page is not None and arguments.page > 1:
        _refuse_page(arguments.page, path, places, reader)
    from wallboard.ui import glass  # noqa: PLC0415 - only where Qt is installed

    application = _tell_of_screens(arguments.screen) if arguments.screen is not None else None
    code = glass.run(_glass_options(arguments, path, places, reader), reader)
    del application  # held until here: the glass takes the one that is there
    return code


def _glass_options(
    arguments: ShowArguments, path: Path, places: Places, reader: PastReader | None
) -> "glass.GlassOptions":
    from wallboard.ui import glass  # noqa: PLC0415 - only where Qt is installed

    past = reader.pictured[1] if reader is not None else None
    has_collector = reader is not None or arguments.is_for_kiosk
    return glass.GlassOptions(
        board=board_id(path),
        journal=places.journal,
        state_dir=places.state,
        is_windowed=arguments.is_windowed,
        screen=arguments.screen,
        page=arguments.page - 1 if arguments.page is not None else None,
        for_seconds=arguments.for_seconds,
        at_us=past.at_us if past is not None else None,
        collector=None if has_collector else own_command("collect", "--for-glass", str(path)),
        is_for_kiosk=arguments.is_for_kiosk,
    )


def _show_safe(arguments: ShowArguments, text: str) -> int:
    """The page in the board's place; it must come up whatever is broken, so nothing of the board is looked at."""
    from wallboard.ui import safe  # noqa: PLC0415 - only where Qt is installed

    options = safe.SafeOptions(
        text,
        state_dir=places_of().state,
        is_windowed=arguments.is_windowed,
        screen=arguments.screen,
        for_seconds=arguments.for_seconds,
        is_for_kiosk=arguments.is_for_kiosk,
    )
    return safe.run(options)


def _fault_of_state(places: Places) -> str | None:
    """What keeps lock, log and journal from being written."""
    try:
        places.make()
    except OSError as fault:
        return str(fault)
    closed = [folder for folder in (places.state, places.locks) if not os.access(folder, os.W_OK | os.X_OK)]
    return f"{closed[0]} cannot be written" if closed else None


def _refuse_page(page: int, path: Path, places: Places, reader: PastReader | None) -> None:
    """Raises Refused for a page that the board has not; a board with faults is the collector's to tell."""
    if page <= _pages_known(path, places, reader):
        return
    from wallboard.config.faults import BoardFaults  # noqa: PLC0415 - slow, and seldom needed
    from wallboard.config.load import load_board  # noqa: PLC0415

    try:
        count = len(load_board(path).pages)  # the journal may not know of a page that was just added
    except BoardFaults:
        return
    if page > count:
        raise Refused(f"There is no page {page}: the board has {count}.")


def _pages_known(path: Path, places: Places, reader: PastReader | None) -> int:
    from wallboard.store.journal_reader import JournalReader  # noqa: PLC0415 - not needed where no page is asked for

    known = reader or JournalReader(places.journal, board_id(path))
    shown = known.shown()
    if reader is None:
        known.close()
    return len(shown[0].pages) if shown is not None else 0


def _tell_of_screens(name: str) -> object:
    """Says which screens there are where none has this name; the Qt application that knows them."""
    from wallboard.ui.picture import application  # noqa: PLC0415 - only where Qt is installed

    qt = application()
    names = [screen.name() for screen in qt.screens()]
    if name not in names:
        tell(_no_screen(name, names, qt.primaryScreen().name()))
    return qt


def _no_screen(name: str, names: Sequence[str], primary: str) -> str:
    """That no screen has this name, and where the board goes; without a display there is one that has none."""
    listed = ", ".join(f"“{one}”" for one in names if one)
    if not listed:
        return f"No screen “{name}”: no screen here has a name. The board goes on the one there is."
    where = f"“{primary}”" if primary else "one that has no name"
    return f"No screen “{name}”: there is {listed}. The board goes on {where}."


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
    """This program, by the same Python, with other arguments.

    With -P the folder that the command was given in is no place for modules; a checkout is named instead.
    """
    if _HOME.name in ("site-packages", "dist-packages"):
        return (sys.executable, "-P", "-m", "wallboard", *arguments)
    start = f"import sys; sys.path.insert(0, {str(_HOME)!r}); from wallboard.__main__ import main; sys.exit(main())"
    return (sys.executable, "-P", "-c", start, *arguments)
