"""The board of a command, and what it shows at an instant."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wallboard.cli.clocks import Hearing
from wallboard.cli.ends import Refused, tell
from wallboard.cli.finding import board_path, meant
from wallboard.cli.instants import instant_us
from wallboard.cli.language import spoken_on
from wallboard.cli.progress import progress
from wallboard.clocks import wall_us
from wallboard.collect import read_once
from wallboard.collect.plain import said
from wallboard.compose import Composed, compose
from wallboard.config.board import Board, PageEntry, PanelEntry
from wallboard.config.faults import BoardFaults
from wallboard.config.load import load_board
from wallboard.core.views.clocks import RIGHT
from wallboard.core.words import Words
from wallboard.sources.contract import Look
from wallboard.store.places import board_id, places_of
from wallboard.store.weeks import stored_weeks

_NO_CLOCK_US = 1 << 62

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Moment:
    """A board as it stands at an instant; `details` are what a desk may read of sources' faults, and `looks` what
    sources told `check` of themselves, by their names."""

    board: Board
    at_us: int
    composed: Composed
    details: Mapping[str, Words] = field(default_factory=dict)
    looks: Mapping[str, Look] = field(default_factory=dict)


def board_of(argument: str | None) -> Board:
    """The board of an argument, else the one that is found. Raises Refused with every fault, one a line."""
    try:
        return load_board(board_path(argument))
    except BoardFaults as faults:
        raise Refused(*map(str, faults.faults)) from faults


def moment_of(
    board: Board, at: str | None, *, cached: bool = False, looks: bool = False, state_dir: Path | None = None
) -> Moment:
    """Reads every source once (or the cache) and composes the board, now or at the instant that `at` says.

    With `looks` each source that can is looked at beside.
    """
    places = places_of(state_dir)
    hearing = Hearing(board, places)
    at_us = None if at is None else instant_us(at, board.organisation.time_zone)
    if cached:
        _tell_of_state(places.state)
    details: dict[str, Words] = {}
    looked: dict[str, Look] = {}
    with progress("Reading", len(board.sources)) as done:
        asked_us = hearing.asked_us
        ways: dict[str, Any] = {"cached": cached, "state_dir": state_dir, "progress": done}
        look = looked.__setitem__ if looks else None
        read = read_once(board, asked_us, at_us, **ways, detail=details.__setitem__, look=look)
    if cached and not read[0]:
        tell("Nothing is kept of this board yet: start its wall, or `wallboard collect BOARD`.")
    is_now = at_us is None
    batches, conditions = hearing.heed(read) if is_now and not cached else read
    clocks = hearing.clocks() if is_now else RIGHT
    shown_us = hearing.now_us if at_us is None else at_us
    if not is_now:
        # What is later than the instant is not yet known, whenever it was read: else the past would change with the
        # clock of whoever asks.
        batches = {name: replace(batch, clock_us=_NO_CLOCK_US) for name, batch in batches.items()}
    # what the wall says of weeks that are over, the commands say too
    weeks = stored_weeks(places, board_id(board.files[0])) if is_now and board.files else {}
    composed = compose(board, batches, conditions, shown_us, is_past=not is_now, stored_weeks=weeks, clocks=clocks)
    for fault in composed.faults:
        tell(f"An error inside the panel “{fault.title}”: {fault.what}")
    return Moment(board, shown_us, composed, details, looked)


def _tell_of_state(state: Path) -> None:
    """Says that what is kept may stay as it is, where nothing more can be kept."""
    if state.exists() and not os.access(state, os.W_OK | os.X_OK):
        tell(f"{state} cannot be written: the rows are those that were kept there before.")


def panel_of(board: Board, name: str) -> Place:
    """Where a panel stands, as indices of page and panel, both from 0.

    Named as PAGE.N (both from 1), by its title, by the heading that stands above it on the wall, in the wall's language
    or in English, or by its type where only one is of that type; whether letters are capitals does not matter. Raises
    Refused, with the panels that there are, for a name that is none, or that of several.
    """
    places = [(page, panel) for page, entry in enumerate(board.pages) for panel in range(len(entry.panels))]
    titles = {_panel(board.pages, place).envelope.title: place for place in places}
    by_number = {f"{page + 1}.{panel + 1}": (page, panel) for page, panel in places}
    for found in (titles.get(name), by_number.get(name), *_only(titles.items(), name)):
        if found is not None:
            return found
    plain = _headings(board, places)
    headings = [(spoken_on(board, one), place) for one, place in plain]  # as they stand on the wall
    english = [(said(one), place) for one, place in plain]
    types = [(_panel(board.pages, place).envelope.type, place) for place in places]
    for found in (*_only(headings, name), *_only(english, name), *_only(types, name)):
        return found
    known = [*titles, *(heading for heading, _ in (*headings, *english))]
    is_of_several = name.casefold() in {word.casefold() for word, _ in (*headings, *english, *types)}
    fault = f"“{name}” is more than one panel." if is_of_several else f"No panel “{name}”{meant(name, known)}"
    choices = [f"  {number}  {heading}" for number, (heading, _) in zip(by_number, headings, strict=True)]
    raise Refused(f"{fault} The board has:", *choices)


def _only(named: Iterable[tuple[str, Place]], name: str) -> list[Place]:
    """The place of this name, unless there are several."""
    found = [place for word, place in named if word.casefold() == name.casefold()]
    return found if len(found) == 1 else []


def _headings(board: Board, places: Iterable[Place]) -> list[tuple[Words, Place]]:
    """What stands above each panel before anything is read, which tells no day."""
    pages = compose(board, {}, {}, wall_us()).picture.pages
    return [(pages[page][panel].heading, (page, panel)) for page, panel in places]


def _panel(pages: tuple[PageEntry, ...], place: Place) -> PanelEntry:
    return pages[place[0]].panels[place[1]]
