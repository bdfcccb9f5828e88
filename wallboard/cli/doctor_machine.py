"""What support asks of a machine: versions, processor, memory, clock, screens, processes, environment."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from wallboard.cli.machine import machine_shortcomings, processor_flags
from wallboard.cli.qt import has_qt
from wallboard.cli.show import own_command

PACKAGES: Final = ("wallboard", "polars", "numpy", "pydantic", "PySide6-Essentials", "pyqtgraph", "ruamel.yaml")
_TOLD: Final = ("DISPLAY", "WAYLAND_DISPLAY", "LANG", "LANGUAGE", "TZ", "HOME", "USER", "WALLBOARD_STATE")
_BEGINNINGS: Final = ("LC_", "QT_", "XDG_", "WLR_")
_SECRET: Final = "WALLBOARD_SECRET_"  # noqa: S105 - how such a variable begins
_HOMES: Final = ("home", "Users")
_NO_PERSONS: Final = ("kiosk", "pi", "tv", "user", "wallboard")
"""Accounts of machines: these words stand in too much else."""
_SCREENS_WITHIN_S = 20
_LEVELS: Final = (("avx2", "x86-64-v3"), ("sse4_2", "x86-64-v2"))


def machine_lines() -> Iterator[str]:
    """Versions, system, processor, memory, clock; and what keeps the program from running here."""
    yield f"Python {platform.python_version()} ({sys.executable})"
    yield from (f"{name} {_version(name)}" for name in PACKAGES)
    yield f"system: {_system()}, kernel {platform.release()}, {' '.join(platform.libc_ver())}"
    yield f"processor: {platform.machine()}, {os.cpu_count()} cores, {_level()}"
    yield from _memory()
    yield f"clock: {datetime.now(UTC).isoformat(timespec='seconds')}, zone {'/'.join(time.tzname)}"
    yield f"up since: {_uptime()}"
    yield from (f"! {sentence}" for sentence in machine_shortcomings(draws=has_qt()))


def environment_lines(environ: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The variables that matter here; of those that hold a secret, the names."""
    for name, value in sorted(environ):
        if name.startswith(_SECRET):
            yield f"{name} is set"
        elif name in _TOLD or name.startswith(_BEGINNINGS):
            yield f"{name}={value}"
        elif name in ("JOURNAL_STREAM", "NOTIFY_SOCKET", "WALLBOARD_BOARD"):
            yield f"{name} is set"


def secrets_of(environ: Iterable[tuple[str, str]]) -> list[str]:
    """The values of those variables, lest anything quotes one."""
    return [value for name, value in environ if name.startswith(_SECRET) and value]


def account_of(home: Path) -> list[str]:
    """The name of the account whose home this is, where that may be a person's: it stands in paths too."""
    is_persons = home.parent.name in _HOMES and home.name not in _NO_PERSONS
    return [home.name] if is_persons else []


def screen_lines() -> Iterator[str]:
    """The connectors that the kernel knows, then the screens that Qt finds, asked in a process of its own."""
    for status in sorted(Path("/sys/class/drm").glob("card*-*/status")):
        modes = _read(status.with_name("modes")).split()
        yield f"{status.parent.name}: {_read(status).strip()}{f', {modes[0]}' if modes else ''}"
    if not has_qt():
        yield "Qt is not installed"
        return
    command = own_command("doctor", "--screens")
    try:
        made = subprocess.run(  # noqa: S603 - our own command
            command, capture_output=True, check=False, text=True, timeout=_SCREENS_WITHIN_S
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        yield f"! Qt does not say: {type(fault).__name__}"
        return
    yield from made.stdout.splitlines() if made.returncode == 0 else (f"! Qt ends with {made.returncode}",)


def qt_screens() -> Iterator[str]:
    """The screens as Qt names them: pixels, scale, rate, millimetres."""
    from wallboard.ui.picture import application  # noqa: PLC0415 - only in the process that is asked for it

    qt = application()
    yield f"Qt platform: {qt.platformName()}"
    for screen in qt.screens():
        size, metres = screen.geometry(), screen.physicalSize()
        yield (
            f"{screen.name() or 'without a name'}: {size.width()} × {size.height()} at {size.x()}, {size.y()}, "
            f"scale {screen.devicePixelRatio():g}, {screen.refreshRate():.0f} Hz, "
            f"{metres.width():.0f} × {metres.height():.0f} mm"
        )


def process_lines() -> Iterator[str]:
    """The program's own processes: what they do, since when, and how much memory they hold."""
    import psutil  # noqa: PLC0415 - not needed by what is asked for more often

    for process in psutil.process_iter(["pid", "cmdline", "create_time", "memory_info", "num_threads"]):
        told = process.info
        words = told["cmdline"] or []
        does = next((word for word in words if word in ("kiosk", "collect", "show")), None)
        if does is None or process.pid == os.getpid() or not any("wallboard" in word for word in words):
            continue
        since = datetime.fromtimestamp(told["create_time"], UTC).isoformat(timespec="seconds")
        memory = f"{told['memory_info'].rss / 2**20:.0f} MiB" if told["memory_info"] else "memory unknown"
        yield f"{does} {told['pid']}: since {since}, {memory}, {told['num_threads']} threads"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    except OSError:
        return platform.system()


def _level() -> str:
    flags = processor_flags(Path("/proc/cpuinfo"))
    if flags is None or platform.machine() != "x86_64":
        return "level unknown"
    return next((level for flag, level in _LEVELS if flag in flags), "x86-64-v1")


def _memory() -> Iterator[str]:
    for line in _read(Path("/proc/meminfo")).splitlines():
        name, _, value = line.partition(":")
        if name in ("MemTotal", "MemAvailable", "SwapFree"):
            yield f"{name}: {int(value.split()[0]) // 1024:,} MiB"


def _uptime() -> str:
    seconds = _read(Path("/proc/uptime")).split()
    if not seconds:
        return "unknown"
    return datetime.fromtimestamp(time.time() - float(seconds[0]), UTC).isoformat(timespec="minutes")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
