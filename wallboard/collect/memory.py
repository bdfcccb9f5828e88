"""Memory that is of no use any more, given back to the system."""

import ctypes
import mmap
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def give_back() -> None:
    """Return what the C library keeps of freed memory, the holes within its heap too, and code that ran long ago.

    Arrays of one composing lie between those that stay: the heap does not shrink by itself. And of the libraries' code
    most has run once, at the start: the 20 MiB of it come back from their files where they are ever needed again.
    Elsewhere than on Linux with glibc this does nothing.
    """
    if sys.platform != "linux":
        return
    with suppress(OSError, AttributeError):  # another C library has no such call
        library = ctypes.CDLL(None)
        library.malloc_trim(0)
        for start, size in _code():
            library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), mmap.MADV_DONTNEED)


def _code() -> Iterator[tuple[int, int]]:
    """Where the code of this process lies, and its sizes: read from files and never written to."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        place, rights, _, _, inode, *_ = line.split(maxsplit=5)
        if rights == "r-xp" and inode != "0":
            start, end = (int(address, 16) for address in place.split("-"))
            yield start, end - start
