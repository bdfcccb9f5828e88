"""The board of a command, and what it shows at an instant."""

from dataclasses import dataclass, replace
from pathlib import Path
from time import time_ns

from wallboard.cli.ends import Refused, tell
from wallboard.cli.finding import board_path, meant
from wallboard.cli.instants import instant_us
from wallboard.cli.progress import progress
from wallboard.collect import read_once
from wallboard.compose import Composed, compose
from wallboard.config.board import Board, PageEntry, PanelEntry
from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board

_NO_CLOCK_US = 1 << 62


@dataclass(frozen=True, slots=True)
class Moment:
    """A board as it stands at an instant."""

    board: Board
    at_us: int
    composed: Composed


def board_of(argument: str | None) -> Board:
    """The board of an argument, else the one that is found. Raises Refused with every fault, one a line."""
    try:
        return load_board(board_path(argument))
    except BoardFaults as faults:
        raise Refused(*map(str, faults.faults)) from faults


def moment_of(board: Board, at: str | None, *, cached: bool = False, state_dir: Path | None = None) -> Moment:
    """Reads every source once (or the cache) and composes the board, now or at the instant that `at` says."""
    now_us = time_ns() // 1000
    at_us = None if at is None else instant_us(at, board.organisation.time_zone)
    with progress("Reading", len(board.sources)) as done:
        batches, conditions = read_once(board, now_us, at_us, cached=cached, state_dir=state_dir, progress=done)
    shown_us = now_us if at_us is None else at_us
    if at_us is not None:
        # What is later than the instant is not yet known, whenever it was read: else the past would change with the
        # clock of whoever asks.
        batches = {name: replace(batch, clock_us=_NO_CLOCK_US) for name, batch in batches.items()}
    composed = compose(board, batches, conditions, shown_us, is_past=at_us is not None)
    for fault in composed.faults:
        tell(f"An error inside the panel “{fault.title}”: {fault.what}")
    return Moment(board, shown_us, composed)


def panel_of(board: Board, name: str) -> tuple[int, int]:
    """Where a panel stands, as indices of page and panel: by its title, or as PAGE.N, both from 1.

    Raises Refused, with the panels that there are, for a name that is none.
    """
    places = [(page, panel) for page, entry in enumerate(board.pages) for panel in range(len(entry.panels))]
    titles = {_panel(board.pages, place).envelope.title: place for place in places}
    by_fold = {title.casefold(): place for title, place in reversed(titles.items())}
    by_number = {f"{page + 1}.{panel + 1}": (page, panel) for page, panel in places}
    for found in (titles.get(name), by_fold.get(name.casefold()), by_number.get(name)):
        if found is not None:
            return found
    choices = [f"{number}  {_panel(board.pages, place).envelope.title}" for number, place in by_number.items()]
    raise Refused(f"No panel “{name}”{meant(name, titles)} The board has:", *(f"  {choice}" for choice in choices))


def _panel(pages: tuple[PageEntry, ...], place: tuple[int, int]) -> PanelEntry:
    return pages[place[0]].panels[place[1]]
