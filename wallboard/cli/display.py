"""Whether a display answers, asked before Qt is: where none does, Qt ends the process with other words."""

import os
import re
import socket
from collections.abc import Mapping
from contextlib import suppress

_X11 = re.compile(r"(?P<host>[^/]*):(?P<number>\d{1,5})(\.\d+)?", re.ASCII)
_X11_FOLDER = "/tmp/.X11-unix"  # noqa: S108 - where every X server listens
_X11_PORT = 6000
_MOST_PORT = 0xFFFF
_PATIENCE_S = 3.0


def silent_displays(environ: Mapping[str, str]) -> list[str]:
    """The displays that the environment names, where not one of them answers; none where any does, or may do.

    Whether an X server lets this account in is for Qt to find out.
    """
    platforms = [one.partition(":")[0] for one in environ.get("QT_QPA_PLATFORM", "").split(";") if one]
    asked: list[tuple[str, bool]] = []
    wayland, x11 = environ.get("WAYLAND_DISPLAY"), environ.get("DISPLAY")
    if wayland and (not platforms or any(one.startswith("wayland") for one in platforms)):
        asked.append((wayland, "WAYLAND_SOCKET" in environ or _answers(_wayland_path(wayland, environ))))
    if x11 and (not platforms or "xcb" in platforms):
        asked.append((x11, _x11_answers(x11)))
    return [] if any(is_there for _, is_there in asked) else [name for name, _ in asked]


def _wayland_path(name: str, environ: Mapping[str, str]) -> str:
    return os.path.join(environ.get("XDG_RUNTIME_DIR", ""), name)  # noqa: PTH118 - an absolute name stands alone


def _x11_answers(name: str) -> bool:
    found = _X11.fullmatch(name)
    if found is None:
        return True  # a form of its own, such as a socket's path: nothing is known of it
    host, number = found["host"], int(found["number"])
    if host in ("", "unix"):
        path = f"{_X11_FOLDER}/X{number}"
        if _answers(path) or _answers(f"\0{path}"):
            return True
    return host != "unix" and _answers_at(host.strip("[]") or "localhost", number)  # as the X library asks


def _answers(path: str) -> bool:
    with suppress(OSError), socket.socket(socket.AF_UNIX) as one:
        one.settimeout(_PATIENCE_S)
        one.connect(path)
        return True
    return False


def _answers_at(host: str, number: int) -> bool:
    port = _X11_PORT + number
    with suppress(OSError):
        if port <= _MOST_PORT:
            socket.create_connection((host, port), _PATIENCE_S).close()
            return True
    return False
