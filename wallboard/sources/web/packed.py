"""A body as it comes in, unpacked and counted, so that a small one cannot become a large one."""

import zlib
from io import BytesIO
from typing import Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, SourceFault

_PLAIN: Final = frozenset({"", "identity"})
_GZIP: Final = frozenset({"gzip", "x-gzip"})


class Body:
    """The bytes of a body, fed piece by piece. Raises NeedsPerson where there are more than `most`, packed or not."""

    def __init__(self, encoding: str, most: int, host: str) -> None:
        self._encoding = encoding.strip().lower()
        self._most = most
        self._host = host
        self._whole = BytesIO()
        self._came = 0
        self._unpacker = None if self._encoding in _PLAIN else self._new()

    def feed(self, piece: bytes) -> None:
        """Take the next piece as it came."""
        self._came += len(piece)
        if self._came > self._most:
            raise self._large()
        if self._unpacker is None:
            self._whole.write(piece)
            return
        try:
            self._unpack(piece)
        except zlib.error as fault:
            raise self._damaged() from fault

    def _unpack(self, piece: bytes) -> None:
        while piece and self._unpacker is not None:
            if self._unpacker.eof:
                self._unpacker = self._new()  # gzip allows one member after another
            room = self._most - self._whole.tell()
            self._whole.write(self._unpacker.decompress(piece, room + 1))
            if self._whole.tell() > self._most:
                raise self._large()
            piece = self._unpacker.unconsumed_tail or self._unpacker.unused_data

    def whole(self) -> bytes:
        """All of it, once all has come. Raises NeedsPerson for a packed body that breaks off."""
        if self._unpacker is not None and self._came and not self._unpacker.eof:
            raise self._damaged()
        return self._whole.getvalue()

    def _new(self) -> "zlib._Decompress":
        if self._encoding not in _GZIP and self._encoding != "deflate":
            raise self._damaged()
        return zlib.decompressobj(16 + zlib.MAX_WBITS if self._encoding in _GZIP else zlib.MAX_WBITS)

    def _large(self) -> SourceFault:
        return too_large(self._host, self._most)

    def _damaged(self) -> SourceFault:
        return NeedsPerson(words("web.packed", host=self._host), words("web.remedy.maker"))


def too_large(host: str, most: int) -> SourceFault:
    """The fault of an answer that is larger than it may be."""
    return NeedsPerson(words("web.large", host=host, most=max(1, round(most / 1e6))), words("web.remedy.large"))
