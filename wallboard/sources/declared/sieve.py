"""What a full read leaves of its records in a few bits each: the first one after a restart finds by it what changed.

It is kept in the token, and stands for the contents that a process holds (`held.py`). A Bloom filter (B. H. Bloom,
Space/time trade-offs in hash coding with allowable errors, CACM 13, 1970): it lacks nothing that was left, and takes
one record in some three hundred others for left.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from typing import Final

from wallboard.sources.declared.shaping import told_of

_BITS: Final = 12
_PLACES: Final = 8
_LEAST_BYTES: Final = 64
_MOST: Final = 50_000
"""Of so many records it has a hundred kilobytes as text; of more there is none."""


class Sieve:
    """Which records were there as they are. Raises ValueError for a text that is none; an empty one is of nothing
    known, and lacks nothing."""

    def __init__(self, text: str) -> None:
        self._bits = b64decode(text, validate=True)

    def lacks(self, key: str, content: bytes) -> bool:
        """Whether a record with this content was surely not there."""
        bits = self._bits
        return bool(bits) and not all(bits[at >> 3] >> (at & 7) & 1 for at in _places(key, content, len(bits) * 8))


def sieve_text(records: Mapping[str, bytes]) -> str:
    """The text of a sieve of records, by their keys and contents; empty for none and for too many."""
    if not 0 < len(records) <= _MOST:
        return ""
    bits = bytearray(max(_LEAST_BYTES, -(-len(records) * _BITS // 8)))
    for key, content in records.items():
        for at in _places(key, content, len(bits) * 8):
            bits[at >> 3] |= 1 << (at & 7)
    return b64encode(bits).decode()


def _places(key: str, content: bytes, size: int) -> Iterator[int]:
    first, step = divmod(int.from_bytes(told_of([key, content.hex()])), 1 << 32)
    return ((first + number * (step | 1)) % size for number in range(_PLACES))
