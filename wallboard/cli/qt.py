"""Whether this machine can draw, in sentences; imports nothing of Qt."""

import os
import shlex
import sys
from collections.abc import Mapping
from importlib.util import find_spec

from wallboard.cli.ends import Refused

_NO_DISPLAY_NEEDED = ("offscreen", "minimal", "eglfs", "linuxfb", "vnc", "vkkhrdisplay")


def has_qt() -> bool:
    """Whether the drawing library is installed."""
    try:
        return find_spec("PySide6") is not None
    except ImportError:
        return False


def refuse_without_qt(command: str) -> None:
    """Raises Refused where Qt is missing."""
    if not has_qt():
        raise Refused(
            f"`wallboard {command}` draws, and Qt is not installed: the Python package PySide6-Essentials is missing.",
            "Install it beside Wallboard. `wallboard report` and `wallboard explain` need none.",
        )


def refuse_without_display(environ: Mapping[str, str] = os.environ, board: str | None = None) -> None:
    """Raises Refused, with what draws the board all the same, where nothing says on which display a window could be."""
    if not sys.platform.startswith("linux") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return
    named = f" {shlex.quote(board)}" if board else ""
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in _NO_DISPLAY_NEEDED:
        raise Refused(
            "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            f"Draw the pages into a file instead: wallboard snapshot{named} --out board.png",
        )
