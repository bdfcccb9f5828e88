"""Memory that is of no use any more, given back to the system."""

import ctypes
import mmap
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path


def give_back() -> None:
    """Return what the C library keeps of freed memory, the holes within its heap too: some 20 of 130 MiB.

    Arrays of one composing lie between those that stay: the heap does not shrink by itself. Elsewhere than on Linux
    with glibc this does nothing, as `give_back_code` does.
    """
    library = _library()
    if library is not None:
        with suppress(AttributeError):  # another C library has no such call
            library.malloc_trim(0)


def give_back_code() -> None:
    """Let go of code that ran some time ago, of which most ran once: it comes from its files where it runs again."""
    library = _library()
    if library is not None:
        for start, size in _code():
            library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), mmap.MADV_DONTNEED)


@cache
def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


def _code() -> Iterator[tuple[int, int]]:
    """Where the code of this process lies, and its sizes: read from files and never written to."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        place, rights, _, _, inode, *_ = line.split(maxsplit=5)
        if rights == "r-xp" and inode != "0":
            start, end = (int(address, 16) for address in place.split("-"))
            yield start, end - start
