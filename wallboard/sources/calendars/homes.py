"""Which calendars an address leads to: one, those of somebody's home, or a plain .ics."""

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from wallboard.sources.calendars.dav import Dav, Served

_WELL_KNOWN: Final = "/.well-known/caldav"
_MOST_HOMES: Final = 10


@dataclass(frozen=True, slots=True)
class Way:
    """How an address is read: as the text of a calendar, as a CalDAV calendar, or by what lies inside of homes."""

    kind: Literal["text", "calendar", "homes"]
    urls: tuple[str, ...]


def way_of(dav: Dav, url: str, *, is_persons: bool) -> tuple[Way, list[Served]]:
    """The way of an address, and the calendars that were seen on the way to it; none where it leads to none.

    An address of the server, or of a service, leads to the calendars of whoever signs in; not so one of a person
    (`is_persons`), whose calendars are others.
    """
    found = dav.served(url)
    if not found and urlsplit(url).path in ("", "/"):
        found = dav.served(_at(url, _WELL_KNOWN))
    if not found:
        return Way("text", (url,)), []
    (here, *_) = found
    if here.is_calendar:
        return Way("calendar", (here.url,)), [here]
    is_root = urlsplit(here.url).path in ("", "/")
    if not here.homes and here.is_collection and not (is_root and not is_persons):
        way = Way("homes", (here.url,))
        inside = calendars_of(dav, way) or []
        if inside or is_persons:
            return way, inside
    if not here.homes and here.principal and not is_persons:
        here = next(iter(dav.served(here.principal) or ()), here)
    if not here.homes:
        return Way("text", (url,)), []
    way = Way("homes", here.homes[:_MOST_HOMES])
    return way, calendars_of(dav, way) or []


def calendars_of(dav: Dav, way: Way) -> list[Served] | None:
    """The calendars of a way as they are now; None where it leads nowhere any more."""
    found = [dav.served(url, inside=way.kind == "homes") for url in way.urls]
    if None in found:
        return None
    return [one for several in found for one in several or () if one.is_calendar]


def _at(url: str, path: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{path}"
