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
    if not _needs_display(environ) or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return
    raise Refused("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.", _instead(board))


def refuse_silent_display(environ: Mapping[str, str] = os.environ, board: str | None = None) -> None:
    """Raises Refused where a display is named and none answers."""
    if not _needs_display(environ):
        return
    from wallboard.cli.display import silent_displays  # noqa: PLC0415 - needs sockets, which commands do without

    silent = silent_displays(environ)
    if silent:
        named = " and ".join(f"“{name}”" for name in silent)
        subject = f"The display {named} does" if len(silent) == 1 else f"The displays {named} do"
        raise Refused(f"{subject} not answer.", _instead(board))


def _needs_display(environ: Mapping[str, str]) -> bool:
    is_linux = sys.platform.startswith("linux")
    return is_linux and environ.get("QT_QPA_PLATFORM", "").partition(":")[0] not in _NO_DISPLAY_NEEDED


def _instead(board: str | None) -> str:
    named = f" {shlex.quote(board)}" if board else ""
    return f"Draw the pages into a file instead: wallboard snapshot{named} --out board.png"
