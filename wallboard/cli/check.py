"""Everything that is wrong with a board, or falls short: configuration, machine, room, sources, panels."""

from dataclasses import replace
from typing import TYPE_CHECKING

from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, give
from wallboard.cli.findings import Findings
from wallboard.cli.machine import machine_shortcomings
from wallboard.cli.qt import has_qt
from wallboard.clocks import wall_us

if TYPE_CHECKING:
    from collections.abc import Callable

    from wallboard.cli.boards import Moment
    from wallboard.config.board import Board


def check(board: str | None, *, offline: bool = False, at: str | None = None) -> int:
    """Writes what was found, now or as it was at an instant; 1 where something falls short.

    Raises Refused with every fault of the configuration.
    """
    found = Findings()
    found.head("Machine")
    lacking = machine_shortcomings(draws=has_qt())
    for sentence in lacking:
        found.fall_short(sentence)
    if lacking:
        give(found.text)  # what follows may not even start here
        found = Findings(short=found.short)
    else:
        found.note("runs the program")
    _check_board(found, board, offline=offline, at=at)
    give(found.text)
    return FALLS_SHORT if found.short else ALL_WELL


def _check_board(found: Findings, argument: str | None, *, offline: bool, at: str | None) -> None:
    # Not above: a processor that is too old stops at these.
    from wallboard.cli.boards import board_of, moment_of  # noqa: PLC0415
    from wallboard.cli.check_sources import check_panels, check_sources  # noqa: PLC0415
    from wallboard.cli.finding import board_path  # noqa: PLC0415
    from wallboard.cli.instants import local_text  # noqa: PLC0415

    house = board_of(argument)
    panels = sum(len(page.panels) for page in house.pages)
    found.head("Configuration")
    found.note(f"{board_path(argument)}: {house.organisation.name}")
    found.note(f"pages {len(house.pages)}, panels {panels}, sources {len(house.sources)}, files {len(house.files)}")
    for warning in house.warnings:
        found.fall_short(warning)
    if has_qt():
        from wallboard.cli.check_pictures import picture_faults  # noqa: PLC0415 - only where Qt is installed

        for fault in picture_faults(house):
            found.fall_short(fault)
    _check_language(found, house.locale)
    moment = _unread(house, at) if offline else moment_of(house, at, looks=True)
    for name, calendar in house.organisation.calendars.items():
        until = calendar.holidays_until
        if until is not None and until.isoformat() < local_text(moment.at_us, calendar.time_zone)[:10]:
            found.fall_short(f"calendar {name}: its holidays end on {until}; later ones count as work days")
    say_proposal = _check_room(found, moment)
    if not offline:
        check_panels(found, moment, check_sources(found, moment))
    if say_proposal is not None:
        say_proposal()


def _check_language(found: Findings, locale: str) -> None:
    if not has_qt():
        return
    from wallboard.cli.language import language_remark  # noqa: PLC0415 - only where Qt is installed

    remark = language_remark(locale)
    if remark is not None:
        said, is_short = remark
        (found.fall_short if is_short else found.note)(said)


def _unread(house: "Board", at: str | None) -> "Moment":
    """The board without any rows, every panel with its form all the same."""
    from wallboard.cli.boards import Moment  # noqa: PLC0415
    from wallboard.cli.instants import instant_us  # noqa: PLC0415
    from wallboard.compose import compose  # noqa: PLC0415

    now_us = wall_us() if at is None else instant_us(at, house.organisation.time_zone)
    composed = compose(house, {}, {}, now_us)
    return Moment(house, now_us, replace(composed, picture=replace(composed.picture, sources=())))


def _check_room(found: Findings, moment: "Moment") -> "Callable[[], None] | None":
    """Which panels have no room at the size in which text can be read from where people stand.

    What says how they would have it, to be called last, where there is a way.
    """
    screen = moment.board.screen
    size = screen.size_px or (1920, 1080)
    found.head("Screen")
    found.note(f"{screen.diagonal:g} inches, read from {screen.distance:g} m, {size[0]} × {size[1]} pixels")
    if not has_qt():
        found.note("not judged: Qt is not installed")
        return None
    from wallboard.cli.check_fit import check_fit, say_proposal  # noqa: PLC0415 - only where Qt is installed

    proposal = check_fit(found, moment, size)
    return None if proposal is None else lambda: say_proposal(found, moment, proposal)
