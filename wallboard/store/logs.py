"""Logs that stay small: in files below the state directory, and on standard error for systemd's journal."""

import logging
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, TextIO

log = logging.getLogger(__name__)

LOG_BYTES: Final = 1_000_000
LOGS_KEPT: Final = 3
"""Beside the one that is written, of each board."""
BOARDS_KEPT: Final = 16
"""Boards come and go; their logs would stay."""
PRIORITIES_VARIABLE: Final = "WALLBOARD_PRIORITIES"
"""Set for a child whose standard error is read by a parent that hands the lines on to the journal as they are."""

_NAMES: Final = "collect-*.log*"
_PLAIN: Final = "%(asctime)s %(levelname)s %(message)s"
_PRIORITIES: Final = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
_DEBUG: Final = 7


class JournalFormatter(logging.Formatter):
    """Every line begins with its priority as sd-daemon(3) has it, `<3>` for an error; the journal knows the time."""

    def __init__(self) -> None:
        super().__init__("%(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The record's lines, each with the priority: the journal takes each for a message of its own."""
        priority = next((one for level, one in _PRIORITIES if record.levelno >= level), _DEBUG)
        return "\n".join(f"<{priority}>{line}" for line in super().format(record).splitlines())


def start_log(stack: ExitStack, path: Path) -> None:
    """Log to standard error and to a file, until the stack is left; without the file where it cannot be."""
    root = logging.getLogger("wallboard")
    complaints = logging.StreamHandler()
    is_journal = goes_to_journal(sys.stderr, os.environ)
    complaints.setFormatter(JournalFormatter() if is_journal else logging.Formatter(_PLAIN))
    handlers: list[logging.Handler] = [complaints]
    try:
        forget_logs(path.parent, but=path)
        _make_way(path)
        file = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
        file.setFormatter(logging.Formatter(_PLAIN))
        handlers.append(file)
    except OSError as fault:
        log.warning("no log file: %s", fault)
    level, raises = root.level, logging.raiseExceptions
    root.setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk would write a traceback to stderr for every line
    stack.callback(root.setLevel, level)
    stack.callback(setattr, logging, "raiseExceptions", raises)
    for handler in handlers:
        root.addHandler(handler)
        stack.callback(_close, handler)
        stack.callback(root.removeHandler, handler)


def _make_way(path: Path) -> None:
    """Set aside what no log can be written to: to open a pipe that nobody reads would take for ever. Raises OSError."""
    with suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISCHR(mode):  # whoever links it to /dev/null wants none
            from wallboard.store.sqlite import set_aside  # noqa: PLC0415 - nearly never, and the kiosk is small

            set_aside(path)


def goes_to_journal(stream: TextIO | None, environ: Mapping[str, str]) -> bool:
    """Whether what is written there reaches systemd's journal: JOURNAL_STREAM names the device and file of its pipe."""
    if environ.get(PRIORITIES_VARIABLE):
        return True
    told = environ.get("JOURNAL_STREAM", "")
    if not told or stream is None:
        return False
    try:
        status = os.fstat(stream.fileno())
    except (OSError, ValueError):
        return False
    return told == f"{status.st_dev}:{status.st_ino}"


def forget_logs(folder: Path, but: Path) -> None:
    """Keep the logs of the boards that were written last, and the one that is. Raises OSError."""
    written_at: dict[str, float] = {}
    entries = [entry for entry in folder.glob(_NAMES) if entry.is_file()]
    for entry in entries:
        name = _first_name(entry)
        written_at[name] = max(written_at.get(name, 0.0), entry.lstat().st_mtime)
    written_at.pop(but.name, None)
    gone = sorted(written_at, key=lambda name: written_at[name], reverse=True)[BOARDS_KEPT - 1 :]
    for entry in entries:
        if _first_name(entry) in gone:
            entry.unlink(missing_ok=True)


def _first_name(entry: Path) -> str:
    """The name under which a file was written before it was put by, as in `collect-demo.log.2`."""
    return entry.stem if entry.suffix[1:].isdecimal() else entry.name


def _close(handler: logging.Handler) -> None:
    with suppress(OSError):  # its last lines may find no room
        handler.close()
