"""The bytes of a table, out of gzip and zip, within bounds."""

import fnmatch
import gzip
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing, SourceFault
from wallboard.sources.files.places import Seen, bytes_of

MOST_UNPACKED: Final = 2_000_000_000
MOST_SHEET: Final = 500_000_000
# Tables pack well, to a fiftieth at times, but not like the zeros of a bomb.
MOST_RATIO: Final = 200
RATIO_FROM: Final = 50_000_000

TEXTS: Final = (".csv", ".tsv", ".txt")
SHEETS: Final = (".xlsx",)
LINES: Final = (".ndjson", ".jsonl")
OBJECTS: Final = (".json", *LINES)
PARQUETS: Final = (".parquet",)
TABLES: Final = (*TEXTS, *SHEETS, *OBJECTS, *PARQUETS)


# How files begin that are known by it whatever they are called, and the ending that they should have.
_BEGINNINGS: Final = (
    (b"\x1f\x8b\x08", "file.disguised.gzip", ".gz", ()),
    (b"PK\x03\x04", "file.disguised.zip", ".zip / .xlsx", SHEETS),
    (b"PAR1", "file.disguised.parquet", ".parquet", PARQUETS),
    (b"\xd0\xcf\x11\xe0", "file.disguised.old-excel", "", ()),
    (b"%PDF-", "file.disguised.pdf", "", ()),
)


@dataclass(frozen=True, slots=True)
class Content:
    """A table's bytes and the name of the file that they were in."""

    name: str
    data: bytes

    def is_of(self, kinds: tuple[str, ...]) -> bool:
        """Whether its name ends as those of some kind do."""
        return self.name.lower().endswith(kinds)


def content(
    seen: Seen, member: str | None, kinds: tuple[str, ...] = TABLES, remedy: str = "file.remedy.kind"
) -> Content:
    """A file's bytes, unpacked; `remedy` is the sentence for one that is of none of the kinds.

    Raises Passing for one that is cut off or not to be had, else NeedsPerson, also for one that is something other than
    its name says.
    """
    name = seen.name
    lower = name.lower()
    if not lower.endswith((*kinds, ".gz", ".zip")):
        raise NeedsPerson(words("file.kind", file=name), words(remedy))
    raw = bytes_of(seen)
    if not raw:
        raise Passing(words("file.empty", file=name), words("file.remedy.wait"))
    if lower.endswith(".gz"):
        return _checked(Content(name[:-3], _from_gzip(name, raw)), name)
    if lower.endswith(".zip"):
        return _checked(_from_zip(name, raw, member, kinds), name)
    return _checked(Content(name, raw), name)


def _checked(found: Content, outer: str) -> Content:
    if not found.data:
        raise Passing(words("file.empty", file=outer), words("file.remedy.wait"))
    _refuse_disguised(found, outer)
    if found.is_of(SHEETS):
        return Content(found.name, _repacked(found))
    return found


def _refuse_disguised(found: Content, outer: str) -> None:
    """Raises NeedsPerson for bytes that are plainly something other than their name says, before they look cut off."""
    for beginning, kind, ending, kinds in _BEGINNINGS:
        if not found.data.startswith(beginning) or (kinds and found.is_of(kinds)):
            continue
        if kinds == PARQUETS and not found.data.endswith(beginning):
            continue  # a heading may be called so
        remedy = words("file.remedy.rename", ending=ending) if ending else words("file.remedy.kind")
        raise NeedsPerson(words("file.disguised", file=outer, kind=words(kind)), remedy)


def _from_gzip(name: str, raw: bytes) -> bytes:
    most = _allowed(len(raw))
    try:
        with gzip.GzipFile(fileobj=BytesIO(raw)) as packed:
            data = packed.read(most + 1)
    except (EOFError, OSError, zlib.error) as fault:
        raise _damaged(name) from fault
    if len(data) > most:
        raise _bomb(name, most)
    return data


def _allowed(packed: int, most: int = MOST_UNPACKED) -> int:
    return min(most, max(RATIO_FROM, packed * MOST_RATIO))


def _from_zip(name: str, raw: bytes, member: str | None, kinds: tuple[str, ...]) -> Content:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            chosen = _member(name, archive, member, kinds)
            return Content(PurePosixPath(chosen.filename).name, _unpacked(name, archive, chosen))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise _damaged(name) from fault


def _member(name: str, archive: zipfile.ZipFile, pattern: str | None, kinds: tuple[str, ...]) -> zipfile.ZipInfo:
    tables = [
        info
        for info in archive.infolist()
        if info.filename.lower().endswith(kinds) and not info.filename.startswith("__MACOSX/")
    ]
    if pattern is not None:
        tables = [
            info
            for info in tables
            if fnmatch.fnmatchcase(info.filename, pattern)
            or fnmatch.fnmatchcase(PurePosixPath(info.filename).name, pattern)
        ]
    if len(tables) != 1:
        found = ", ".join(info.filename for info in tables[:5])
        key = "file.member.several" if tables else "file.member.none"
        # Only tables can be told apart by `member`.
        remedy = "file.remedy.member" if kinds == TABLES else "calendar.remedy.kind"
        detail = words("file.detail.inner", found=found) if found else None
        raise NeedsPerson(words(key, file=name, n=len(tables)), words(remedy), detail=detail)
    return tables[0]


def _unpacked(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int = MOST_UNPACKED) -> bytes:
    """A member's bytes; zipfile never gives more than the size that the archive states, so that bounds it."""
    if info.flag_bits & 0x1:
        raise NeedsPerson(words("file.locked", file=name), words("file.remedy.password"))
    allowed = _allowed(info.compress_size, most)
    if info.file_size > allowed:
        raise _bomb(name, allowed)
    try:
        return archive.read(info)
    except NotImplementedError as fault:
        raise NeedsPerson(words("file.kind", file=name), words("file.remedy.kind")) from fault


def _repacked(sheet: Content) -> bytes:
    """A spreadsheet with its parts not compressed, so that whoever reads it cannot be made to unpack more.

    Also finds one that is cut off: every part's checksum is compared.
    """
    stored = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(sheet.data)) as packed, zipfile.ZipFile(stored, "w") as plain:
            parts = [info for info in packed.infolist() if info.filename.endswith((".xml", ".rels"))]
            if sum(info.file_size for info in parts) > MOST_SHEET:
                raise _bomb(sheet.name, MOST_SHEET)
            for info in parts:
                plain.writestr(info.filename, _unpacked(sheet.name, packed, info, MOST_SHEET))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as fault:
        raise _damaged(sheet.name) from fault
    return stored.getvalue()


def refuse_unpacked(name: str, size: int, packed: int) -> None:
    """Raises NeedsPerson where so many packed bytes become more than they may."""
    allowed = _allowed(packed)
    if size > allowed:
        raise _bomb(name, allowed)


def _damaged(name: str) -> SourceFault:
    return Passing(words("file.damaged", file=name), words("file.remedy.wait"))


def _bomb(name: str, most: int) -> SourceFault:
    return NeedsPerson(words("file.bomb", file=name, most=most // 1_000_000), words("file.remedy.bound"))
