"""Reads at the same beat: sources of one machine wake it once, and machines that started together not at once."""

import hashlib
from math import ceil

SCATTER = 0.1
"""So much lies between the earliest and the latest of what is scattered."""
_AT_LEAST = 0.5
"""Of the interval lie between the end of a read and the next, however long the read took."""


def wait_s(every_s: float, now_s: float, machine: str) -> float:
    """Seconds from the end of a read until the next beat, or on the way to it.

    No wait is longer than the interval and a tenth: what is read out of step comes into it within six reads. A
    machine's beats come every so many seconds of its own (`now_s`, which only run forwards), each of them moved by a
    twentieth of the interval at most, as a hash of the machine and the beat says: at the same seconds the same
    beats come. They need no thread to know of another.
    """
    earliest = now_s / every_s + _AT_LEAST
    beat = ceil(earliest - SCATTER / 2)
    at = next(at for at in (_at(machine, beat), _at(machine, beat + 1)) if at >= earliest)
    return min(at * every_s - now_s, every_s * (1 + SCATTER))


def scattered(of: str) -> float:
    """By how much a thing is moved, half of SCATTER either way, and the same thing always alike."""
    drawn = hashlib.blake2b(of.encode(), digest_size=4).digest()
    return SCATTER * (int.from_bytes(drawn) / 2**32 - 0.5)


def _at(machine: str, beat: int) -> float:
    """When a beat comes, in intervals."""
    return beat + scattered(f"{machine} {beat}")
