"""Memory that is of no use any more, given back to the system; and allocators told what to keep until then."""

import ctypes
import mmap
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8  # glibc's numbers
_LARGE = 1 << 20
_MOST_ON_HEAP = 32 << 20  # the most that it takes
_NEVER = (1 << 31) - 1


def share_one_heap() -> None:
    """Let all threads allocate from one heap, so that none keeps what it has freed for itself."""
    _set_allocator(_M_ARENA_MAX, 1)


def keep_until_given_back() -> None:
    """Keep what is freed on the heap until `give_back`, for what works in bursts and says itself when it rests.

    By itself the C library gives the arrays of a composing back one by one, and gets each page anew for the next.
    """
    _set_allocator(_M_MMAP_THRESHOLD, _MOST_ON_HEAP)
    _set_allocator(_M_TRIM_THRESHOLD, _NEVER)


def give_back_large_at_once() -> None:
    """Give blocks from 1 MiB on, such as images, back where they are freed.

    By itself the C library puts them on its heap from the second on, and there they stay.
    """
    _set_allocator(_M_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Return what the C library keeps of freed memory, the holes within its heap too: some 20 of 130 MiB.

    Arrays of one composing lie between those that stay: the heap does not shrink by itself. Elsewhere than on Linux
    this does nothing, as all else here does.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library than glibc has no such call
            _library().malloc_trim(0)


def give_back_code(*, with_constants: bool = False) -> None:
    """Let go of the code of libraries that ran some time ago, of which most ran once: what runs again comes back from
    its file, which the system has at hand.

    `with_constants`: of their constants too, which takes some milliseconds more to find; once after a start will do.
    """
    if sys.platform == "linux":
        advise = _library().madvise
        with suppress(OSError):
            for start, size in _constant_parts() if with_constants else _code():
                advise(ctypes.c_void_p(start), ctypes.c_size_t(size), mmap.MADV_DONTNEED)


def _set_allocator(what: int, value: int) -> None:
    if sys.platform == "linux":
        with suppress(AttributeError):
            _library().mallopt(what, value)


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _code() -> Iterator[tuple[int, int]]:
    """Where the code of this process lies, and its sizes: read from files and never written to."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").splitlines():
        if " r-xp " in line:
            place, _, _, _, inode, *_ = line.split(maxsplit=5)
            if inode != "0":
                yield _span(place)


def _constant_parts() -> Iterator[tuple[int, int]]:
    """Where code and constants lie: parts of a library that are not written to, and never were (as its tables of
    addresses are when it is loaded; what was written would be lost).
    """
    place = ""
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8", errors="replace").splitlines():
        name, *told = line.split(maxsplit=5)
        if not name.endswith(":"):
            rights, path = told[0], told[-1]
            place = name if rights in ("r-xp", "r--p") and ".so" in path else ""
        elif place and line.startswith("Anonymous:") and told[0] == "0":
            yield _span(place)


def _span(place: str) -> tuple[int, int]:
    start, end = (int(address, 16) for address in place.split("-"))
    return start, end - start
