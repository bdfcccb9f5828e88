"""Pictures from files: decoded no larger than the place in which they are shown, and kept within bounds."""

import stat
from math import ceil
from os import SEEK_END
from pathlib import Path
from typing import Literal, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

Stamp = tuple[int, int]
"""A file's modification time (ns) and its size in bytes: a change of either is another picture."""

BYTES_A_PIXEL = 4
MOST_BYTES = 64 * 2**20
"""What is kept of decoded pictures: as much as two pages of 3840 × 2160 pixels, the one that shows and the next."""

PictureFault = Literal["missing", "no picture", "too large", "damaged"]

_TRIAL_ROOM = (64, 64)
_MOST_PIXELS = 64_000_000
_LIMIT_MIB = 320
"""What a decoder may allocate: 64 megapixels of four bytes, and some to work with."""

# here and not where a file is read: it is one setting of the process, and files are read on threads
_RASTER = frozenset({"png", "jpeg", "jpg", "jfif", "webp", "gif", "bmp", "tif", "tiff"})
"""Formats of pixels alone. A drawing (SVG) is a program: it can open other files and never end."""

_DECODED_IN_PART = frozenset({"bmp", "jpeg", "jpg", "jfif"})
_JPEG_END = b"\xff\xd9"
_TAIL = 64 * 1024
"""Bytes in which a JPEG's end is looked for: cameras append to it."""

QImageReader.setAllocationLimit(_LIMIT_MIB)


class Wanted(NamedTuple):
    """A file as it is to be shown: whole in a room of so many pixels, or filling it, its overhang cut off evenly."""

    path: str
    room: tuple[int, int]
    fills: bool = False


class Shelf:
    """Decoded pictures, of each wanted one the newest alone; what was longest not used goes when bytes run out."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._kept: dict[Wanted, tuple[Stamp, QImage]] = {}

    @property
    def kept_bytes(self) -> int:
        """The bytes of all pixels that are kept."""
        return sum(image.sizeInBytes() for _, image in self._kept.values())

    def image(self, wanted: Wanted, stamp: Stamp) -> QImage | None:
        """The picture if it is kept as the file stood at this stamp."""
        kept = self._kept.get(wanted)
        return kept[1] if kept is not None and kept[0] == stamp else None

    def use(self, wanted: Wanted) -> None:
        """Let this one go last."""
        if wanted in self._kept:
            self._kept[wanted] = self._kept.pop(wanted)

    def put(self, wanted: Wanted, stamp: Stamp, image: QImage) -> list[Wanted]:
        """Keep a picture; returns those that had to go for it, or itself where it is too large even alone."""
        self.drop(wanted)
        if image.sizeInBytes() > self._most_bytes:
            return [wanted]
        gone: list[Wanted] = []
        while self._kept and self.kept_bytes + image.sizeInBytes() > self._most_bytes:
            gone.append(next(iter(self._kept)))
            self.drop(gone[-1])
        self._kept[wanted] = (stamp, image)
        return gone

    def drop(self, wanted: Wanted) -> None:
        """Keep it no longer."""
        self._kept.pop(wanted, None)

    def empty(self, most_bytes: int) -> None:
        """Keep nothing, and so many bytes from now on."""
        self._kept.clear()
        self._most_bytes = most_bytes


def stamp_of(path: str) -> Stamp | None:
    """The stamp of a regular file, None where there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def decoded(wanted: Wanted) -> QImage | None:
    """The picture in a file, never larger than its room, four bytes a pixel; None where it cannot be decoded."""
    if min(wanted.room) < 1:
        return None
    found = _read(wanted)
    return found if isinstance(found, QImage) else None


def fault_of(path: str) -> PictureFault | None:
    """Why a file cannot be shown; None where it can."""
    if stamp_of(path) is None:
        return "missing"
    found = _read(Wanted(path, _TRIAL_ROOM))
    return None if isinstance(found, QImage) else found


def _read(wanted: Wanted) -> QImage | PictureFault:
    reader = QImageReader(wanted.path)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    name = bytes(reader.format().data()).decode("ascii", "replace")
    if name not in _RASTER:
        return "no picture"
    if not _has_its_end(wanted.path, name):  # asked first: of half a file a decoder complains aloud
        return "damaged"
    size = reader.size()
    if size.width() * size.height() > _MOST_PIXELS:
        return "too large"
    if size.isEmpty():
        return "damaged"
    _aim(reader, size, wanted)
    image = reader.read()
    if image.isNull():
        return "damaged"
    form = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    return _cut(image, QSize(*wanted.room)).convertToFormat(form)


def _has_its_end(path: str, form: str) -> bool:
    """Whether a file of a format that is decoded without it (the rest grey) has its end: else it is being written."""
    if form not in _DECODED_IN_PART:
        return True
    try:
        with Path(path).open("rb") as file:
            head = file.read(6)
            size = file.seek(0, SEEK_END)
            file.seek(max(0, size - _TAIL))
            tail = file.read(_TAIL)
    except OSError:
        return False
    return size >= int.from_bytes(head[2:6], "little") if form == "bmp" else _JPEG_END in tail


def _aim(reader: QImageReader, size: QSize, wanted: Wanted) -> None:
    """Say which part of the file is read, and how large."""
    # part and size are told as the file lies, which is on its side where the camera was held upright
    is_turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    room = QSize(*wanted.room).transposed() if is_turned else QSize(*wanted.room)
    if not wanted.fills:
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
        return
    # Overhang is left out before scaling: a long narrow strip that fills a square would else be scaled to gigabytes.
    scale = max(room.width() / size.width(), room.height() / size.height())
    part = QSize(ceil(room.width() / scale), ceil(room.height() / scale)).boundedTo(size)
    reader.setClipRect(_middle(size, part))
    reader.setScaledSize(QSize(round(part.width() * scale), round(part.height() * scale)).expandedTo(room))


def _cut(image: QImage, room: QSize) -> QImage:
    """The middle of a picture that is a little larger than its room, for it was read in whole pixels of the file."""
    size = image.size().boundedTo(room)
    return image if size == image.size() else image.copy(_middle(image.size(), size))


def _middle(whole: QSize, part: QSize) -> QRect:
    left, top = (whole.width() - part.width()) // 2, (whole.height() - part.height()) // 2
    return QRect(left, top, part.width(), part.height())
