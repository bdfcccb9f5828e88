"""Whether this machine can run the program: its C library and its processor. Standard library alone."""

import platform
import sys
from pathlib import Path

# From the tags of the wheels: what draws needs more than what reckons.
_LEAST_GLIBC = {"x86_64": (2, 28), "aarch64": (2, 28)}
_LEAST_GLIBC_TO_DRAW = {"x86_64": (2, 34), "aarch64": (2, 39)}
_NEEDED_FLAGS = ("cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3")
"""What numpy's wheels are built for: the second level of x86-64."""


def shortcomings(machine: str, libc: tuple[str, str], flags: frozenset[str] | None, *, draws: bool = True) -> list[str]:
    """What keeps the program from running here, in sentences; `flags` are the processor's, None where nobody knows."""
    if machine not in _LEAST_GLIBC:
        return [f"The processor is a {machine}; Wallboard runs on x86_64 and aarch64."]
    found = []
    name, version = libc
    least = (_LEAST_GLIBC_TO_DRAW if draws else _LEAST_GLIBC)[machine]
    if name != "glibc":
        found.append(f"The C library is {name or 'unknown'}; Wallboard needs glibc {_dotted(least)} or later.")
    elif tuple(int(part) for part in version.split(".")[:2]) < least:
        found.append(f"The C library is glibc {version}; Wallboard needs {_dotted(least)} or later on {machine}.")
    lacking = [flag for flag in _NEEDED_FLAGS if flags is not None and flag not in flags]
    if machine == "x86_64" and lacking:
        found.append(f"The processor lacks {', '.join(lacking)}: it is older than what the program is built for.")
    return found


def machine_shortcomings(*, draws: bool) -> list[str]:
    """The same of the machine on which this runs; other systems than Linux are not judged."""
    if not sys.platform.startswith("linux"):
        return []
    return shortcomings(platform.machine(), platform.libc_ver(), processor_flags(Path("/proc/cpuinfo")), draws=draws)


def processor_flags(file: Path) -> frozenset[str] | None:
    """The processor's abilities, as the kernel lists them; None where it does not."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    listed = [line.partition(":")[2].split() for line in lines if line.startswith("flags")]
    return frozenset(listed[0]) if listed else None


def _dotted(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
