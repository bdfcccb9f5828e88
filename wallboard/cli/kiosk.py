"""Opens the boards and keeps them open: the kiosk, with its lock, its log and the commands of its children."""

import logging
import os
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

from wallboard.cli.ends import ALL_WELL, tell
from wallboard.cli.qt import refuse_without_display, refuse_without_qt
from wallboard.cli.show import own_command
from wallboard.config.find import find_board
from wallboard.kiosk.board import BoardCommands
from wallboard.kiosk.limits import limits_of
from wallboard.kiosk.notify import Notifier
from wallboard.kiosk.parent import Kiosk
from wallboard.kiosk.words import ALREADY_SHOWN
from wallboard.store.locks import take
from wallboard.store.logs import PRIORITIES_VARIABLE, start_log
from wallboard.store.places import Places, board_id, places_of, whole_path

log = logging.getLogger(__name__)


def kiosk(boards: Sequence[str]) -> int:
    """Keeps these boards, or the one that is found, on their screens until one is left."""
    refuse_without_qt("kiosk")
    # One that is named may come yet, as when the machine starts; where none is, none ever will.
    refuse_without_display(board=boards[0] if boards else None)
    paths = {board_id(path): path for path in _paths(boards)}
    places = places_of()
    with ExitStack() as stack:
        if not _claim(stack, places):
            tell(f"A kiosk runs already on {places.state}.")
            return ALREADY_SHOWN
        limits = limits_of(os.environ)
        notifier = Notifier()
        # Children say how grave a line is, and their lines reach the log once, through this process.
        os.environ[PRIORITIES_VARIABLE] = "1"
        collector = own_command("collect", "--for-kiosk", *map(str, paths.values()))
        shown = [_commands(name, path, places.kiosk_log) for name, path in paths.items()]
        Kiosk(
            collector, shown, limits, notifier, complained=_complained, has_picture=lambda name: _has(places, name)
        ).run()
    return ALL_WELL


def _paths(boards: Sequence[str]) -> list[Path]:
    return [whole_path(find_board(board, os.environ)) for board in boards or (None,)]


def _claim(stack: ExitStack, places: Places) -> bool:
    """Take the lock and begin the log; False where another kiosk has the lock.

    Where the disk allows neither it goes on without: its glasses show the last views, its safe boards what is wrong,
    and a kiosk that ended would leave a dark wall.
    """
    faults = []
    try:
        places.make()
    except OSError as fault:
        faults.append(fault)
    try:
        lock = take(places.kiosk_lock)
        if lock is None:
            return False
        stack.enter_context(lock)
    except OSError as fault:
        faults.append(fault)
    start_log(stack, places.kiosk_log)
    if faults:
        log.error("The state directory cannot be used: %s", faults[0])
    return True


def _commands(name: str, path: Path, log_file: Path) -> BoardCommands:
    def safe(text: str, output: str | None) -> tuple[str, ...]:
        # Joined by "=", a text that begins with a minus sign is no option.
        where = (f"--screen={output}",) if output is not None else ()
        return own_command("show", "--for-kiosk", *where, f"--safe={text}")

    return BoardCommands(name, own_command("show", "--for-kiosk", str(path)), safe, str(log_file))


def _complained(name: str, level: int, line: str) -> None:
    log.log(level, "%s: %s", name, line)


def _has(places: Places, name: str) -> bool:
    from wallboard.store.journal_reader import JournalReader  # noqa: PLC0415 - asked in trouble alone

    with closing(JournalReader(places.journal, name)) as reader:
        return reader.shown() is not None
