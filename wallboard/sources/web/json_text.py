"""JSON from a server, measured before it is parsed, so that neither depth nor number of values can do harm."""

import codecs
import json
import re
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

import numpy as np

from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, SourceFault

MOST_VALUES: Final = 2_000_000
"""Each takes at most some hundred bytes when parsed."""
_PIECE: Final = 1 << 18
_MOST_DIGITS: Final = 18
_CHARSET: Final = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CODECS: Final = frozenset({"utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "ascii"})


class _TwiceError(ValueError):
    """An object has one key twice: readers differ on which of the two counts."""


@dataclass(frozen=True, slots=True)
class Size:
    """How deep a text nests, and how many values it has at most."""

    depth: int
    values: int


def json_of(body: bytes, content_type: str, host: str, most_depth: int) -> Any:
    """A body as JSON, see `Answer.json`. Raises NeedsPerson."""
    text = text_of(body, content_type, host)
    if text.lstrip()[:1] == "<":
        raise NeedsPerson(words("web.page", host=host), words("web.remedy.page"))
    is_utf8 = _codec(body, content_type) in ("utf-8", "utf-8-sig")
    size = measured(body if is_utf8 else text.encode("utf-8", "surrogatepass"))
    if size.depth > most_depth:
        raise _bound("web.json.deep", host, most_depth)
    if size.values > MOST_VALUES:
        raise _bound("web.json.many", host, MOST_VALUES)
    try:
        found = _DECODER.decode(text)
    except _TwiceError as fault:
        raise NeedsPerson(words("web.json.twice", host=host), words("web.remedy.maker")) from fault
    except (ValueError, RecursionError) as fault:
        raise NeedsPerson(words("web.json.none", host=host), words("web.remedy.page")) from fault
    return _whole_letters(found) if "\\u" in text and _HALF.search(text) else found


def text_of(body: bytes, content_type: str, host: str) -> str:
    """A body as text: by its mark of a Unicode form, by the charset that its header tells, or UTF-8.

    Raises NeedsPerson where it is not written so.
    """
    try:
        return body.decode(_codec(body, content_type))
    except (LookupError, UnicodeError) as fault:
        raise NeedsPerson(words("web.encoding", host=host), words("web.remedy.maker")) from fault


def _codec(body: bytes, content_type: str) -> str:
    """The name of the codec. Raises LookupError for what is no encoding of texts."""
    told = _CHARSET.search(content_type)
    charset = next((name for mark, name in _MARKS if body.startswith(mark)), told[1] if told else "utf-8")
    codec = codecs.lookup(charset).name
    if codec not in _TEXT_CODECS and not codec.startswith(("iso8859", "cp125")):
        raise LookupError(charset)
    return codec


def measured(text: bytes) -> Size:
    """Depth and number of values of JSON in UTF-8, without parsing it; what stands in its texts does not count."""
    if b"\\" in text:
        # Only texts have backslashes: what they stand before is never a text's end.
        text = text.replace(b"\\\\", b"__").replace(b'\\"', b"__")
    depth = deepest = values = 0
    is_inside = False
    for start in range(0, len(text), _PIECE):
        marks = np.frombuffer(text, dtype=np.uint8, count=min(_PIECE, len(text) - start), offset=start)
        inside = np.logical_xor.accumulate(np.concatenate(([is_inside], marks == 0x22)))[1:]
        is_inside = bool(inside[-1])
        outside = ~inside
        opens = ((marks == 0x5B) | (marks == 0x7B)) & outside
        closes = ((marks == 0x5D) | (marks == 0x7D)) & outside
        values += int(np.count_nonzero(opens)) + int(np.count_nonzero((marks == 0x2C) & outside))
        depths = np.cumsum(opens.astype(np.int32) - closes.astype(np.int32))
        deepest = max(deepest, depth + int(depths.max()))
        depth += int(depths[-1])
    return Size(deepest, values + 1)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError
    return found


def _whole(text: str) -> int | str:
    return int(text) if len(text.lstrip("-")) <= _MOST_DIGITS else text


def _real(text: str) -> float | None:
    number = float(text)
    return number if isfinite(number) else None


def _nothing(_: str) -> None:
    """NaN and Infinity, which are no JSON, are how some programs write that there is no number."""


# Control characters in texts are tolerated: some help desks let them through.
_DECODER: Final = json.JSONDecoder(
    strict=False, parse_int=_whole, parse_float=_real, parse_constant=_nothing, object_pairs_hook=_object
)
_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


def _whole_letters(found: Any) -> Any:
    """The same without halves of letters beyond the first 65,536, which no text can hold."""
    if isinstance(found, str):
        return found.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(found, list):
        return [_whole_letters(inner) for inner in found]
    if isinstance(found, dict):
        return {_whole_letters(key): _whole_letters(inner) for key, inner in found.items()}
    return found


def _bound(key: str, host: str, most: int) -> SourceFault:
    return NeedsPerson(words(key, host=host, most=most), words("web.remedy.maker"))
