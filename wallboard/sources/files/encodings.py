"""What a text is written in, where nobody says it: UTF-8, UTF-16, Windows-1252, or two of them in one file."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.files.unpack import Content

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Before UTF-16, whose mark is the beginning of theirs.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
# Windows-1252 leaves five bytes open; they stand for the control characters of Latin-1, as on the web.
_WESTERN: Final = [bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(256)]
# Encodings of two and four bytes a character, in which most of a table's bytes, or its delimiters at least, are NUL.
_WIDE: Final = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "utf-32-le": "UTF-32", "utf-32-be": "UTF-32"}
_HEAD: Final = 4_096
_LEAST_NULS: Final = 0.05
_HANDLER: Final = "wallboard.western"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text in UTF-8 with line feeds, and what is to be said of how it was written."""

    data: bytes
    remarks: tuple[Words, ...] = ()


def decoded(content: Content, encoding: str | None) -> Decoded:
    """A file's text; `encoding` is what the board says of it.

    Raises NeedsPerson where that does not fit and for UTF-16 and UTF-32 without a mark, Passing for UTF-8 that breaks
    off within a character.
    """
    found = encoding or next((name for bom, name in _BOMS if content.data.startswith(bom)), None)
    if found is not None:
        return Decoded(_stated(content, found))
    _refuse_wide_characters(content)
    if content.data.isascii():
        return Decoded(content.data)
    try:
        content.data.decode()
    except UnicodeDecodeError as fault:
        if fault.reason == "unexpected end of data" and _sequence_at(content.data) is not None:
            line = _line(content.data, fault.start)
            raise Passing(
                words("file.broken-off", file=content.name, line=line), words("file.remedy.line-end")
            ) from fault
        return _western(content, fault.start)
    return Decoded(content.data)


def _stated(content: Content, encoding: str) -> bytes:
    try:
        return content.data.decode(encoding).removeprefix("\ufeff").encode()
    except (UnicodeError, LookupError, AttributeError) as fault:
        raise NeedsPerson(
            words("file.encoding", file=content.name, encoding=encoding), words("file.remedy.encoding")
        ) from fault


def _refuse_wide_characters(content: Content) -> None:
    head = content.data[:_HEAD].rstrip(b"\0")
    if head.count(0) <= len(head) * _LEAST_NULS:
        return
    plain = {name: share for name in _WIDE if (share := _plain_share(content.data[:_HEAD], name))}
    if plain:
        name = max(plain, key=lambda one: plain[one])
        fault = words("file.encoding.wide", file=content.name, encoding=_WIDE[name])
        raise NeedsPerson(fault, words("file.remedy.encoding.say", encoding=name))


def _plain_share(head: bytes, encoding: str) -> float:
    """How many of a text's characters are ASCII if it is written so; 0 where it cannot be."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        return 0.0
    return 0.0 if "\0" in text or not text else sum(map(str.isascii, text)) / len(text)


def _western(content: Content, foreign_at: int) -> Decoded:
    """What is not UTF-8 is Windows-1252; where there is both, each sequence is read as what it is."""
    data = content.data
    sequence = _sequence_at(data)
    if sequence is None:
        text = data.decode("cp1252", errors=_HANDLER)
        return Decoded(text.encode(), (words("file.encoding.guessed", file=content.name),))
    remark = words(
        "file.encoding.mixed",
        file=content.name,
        utf8=_line(data, sequence),
        western=_line(data, foreign_at),
    )
    return Decoded(data.decode(errors=_HANDLER).encode(), (remark,))


def _sequence_at(data: bytes) -> int | None:
    """Where the first characters of several bytes stand that are surely UTF-8; None where there are none."""
    for found in _SEQUENCE.finditer(data):
        try:
            found[0].decode()
        except UnicodeDecodeError:
            continue
        return found.start()
    return None


def _line(data: bytes, at: int) -> int:
    above = data[:at]
    return (above.count(b"\n") or above.count(b"\r")) + 1


def _as_western(fault: UnicodeError) -> tuple[str, int]:
    assert isinstance(fault, UnicodeDecodeError)  # noqa: S101  the handler is named for decoding alone
    return "".join(_WESTERN[code] for code in fault.object[fault.start : fault.end]), fault.end


codecs.register_error(_HANDLER, _as_western)
