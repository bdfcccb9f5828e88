"""Views, layouts and headers as the journal keeps them: JSON, packed."""

import json
import zlib
from dataclasses import dataclass
from typing import TypeVar

from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.shapes import Picture, View
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import Words

T = TypeVar("T")

HEADER = ""
"""The title under which a picture's header lies; no panel has it."""

# What reading content of another form, or damaged content, ends in.
UNREADABLE = (zlib.error, ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Header:
    """All of a picture but its views, which are named by their titles, and the instant it was composed."""

    board: str
    titles: tuple[tuple[str, ...], ...]
    sources: tuple[SourceNote, ...] = ()
    shut_until_us: int | None = None
    is_demo: bool = False
    trouble: tuple[Words, ...] = ()
    clock_ahead_us: int = 0


def header_of(picture: Picture) -> Header:
    """A picture's header."""
    titles = tuple(tuple(view.title for view in page) for page in picture.pages)
    return Header(
        picture.board,
        titles,
        picture.sources,
        picture.shut_until_us,
        picture.is_demo,
        picture.trouble,
        picture.clock_ahead_us,
    )


def picture_of(header: Header, views: dict[str, View], composed_at_us: int) -> Picture:
    """The picture again. Raises KeyError where a view is missing."""
    pages = tuple(tuple(views[title] for title in page) for page in header.titles)
    return Picture(
        header.board,
        composed_at_us,
        pages,
        header.sources,
        shut_until_us=header.shut_until_us,
        is_demo=header.is_demo,
        trouble=header.trouble,
        clock_ahead_us=header.clock_ahead_us,
    )


def pack(value: object) -> bytes:
    """A view, layout or header as bytes."""
    text = json.dumps(to_plain(value), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


def unpack(cls: type[T], content: bytes) -> T:
    """The value again. Raises one of UNREADABLE."""
    return from_plain(cls, json.loads(zlib.decompress(content)))
