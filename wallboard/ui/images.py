"""Pictures from files: looked at once a second, decoded once a change, at the size in which they are shown."""

import stat
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

Stamp = tuple[int, int]
"""A file's modification time (ns) and its size in bytes: a change of either is another picture."""

_MOST_PIXELS = 64_000_000
_LIMIT_MIB = 320
"""What a decoder may allocate: 64 megapixels of four bytes, and some to work with."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a file tells: its stamp, and its size in pixels as it is to be shown; None where it is none."""

    stamp: Stamp
    size: tuple[int, int] | None


def stamp_of(path: str) -> Stamp | None:
    """The stamp of a regular file, None where there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def look(path: str) -> Look | None:
    """The picture in a file, without decoding it; None where there is no file."""
    stamp = stamp_of(path)
    return None if stamp is None else Look(stamp, _size(path, stamp))


@lru_cache(maxsize=16)
def _size(path: str, _stamp: Stamp) -> tuple[int, int] | None:
    reader = _reader(path)
    size = _upright(reader, reader.size())
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > _MOST_PIXELS:
        return None
    return size.width(), size.height()


@lru_cache(maxsize=8)
def decoded(path: str, stamp: Stamp, room: tuple[int, int], *, fills: bool) -> QImage | None:
    """The picture as it is to be drawn: as large as `room` (pixels) allows, or all of it, its overhang cut off evenly.

    None where it cannot be decoded. `stamp` tells one state of the file from another.
    """
    size = _size(path, stamp)
    if size is None or min(room) < 1:
        return None
    aspect = Qt.AspectRatioMode.KeepAspectRatioByExpanding if fills else Qt.AspectRatioMode.KeepAspectRatio
    wanted = QSize(*size).scaled(QSize(*room), aspect).expandedTo(QSize(1, 1))
    reader = _reader(path)
    reader.setScaledSize(_upright(reader, wanted))
    image = reader.read()
    if image.isNull():
        return None
    if not fills:
        return image
    left, top = (image.width() - room[0]) // 2, (image.height() - room[1]) // 2
    return image.copy(QRect(max(0, left), max(0, top), *room))


def _reader(path: str) -> QImageReader:
    QImageReader.setAllocationLimit(_LIMIT_MIB)
    reader = QImageReader(path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    return reader


def _upright(reader: QImageReader, size: QSize) -> QSize:
    """A size with its sides swapped where the file says that the camera was held upright."""
    is_turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return size.transposed() if is_turned else size
