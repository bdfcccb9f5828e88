"""What a CalDAV server is asked (RFC 4791, 6578): what lies at an address, entries in a span, what changed since."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from wallboard.core.local_time import DAY_US, EPOCH_AT
from wallboard.sources.calendars.multistatus import CALDAV, DAV, SERVER, Element, Multistatus, NoMultistatus, Response
from wallboard.sources.web.door import Answer, Ask, Web

AT_ONCE: Final = 100
"""How many entries are asked for by name in one request."""
_MOST_PARTS: Final = 200
# What says "not in this way", after which another is tried; others say that the server is down, or has had enough.
_LOOKED: Final = frozenset(range(200, 300)) | (frozenset(range(400, 500)) - {401, 408, 425, 429}) | {501}
# Over what they were asked to expand, servers also break down.
_ANY: Final = _LOOKED | {500}
_TOO_MUCH: Final = 507
NOT_THERE: Final = frozenset({403, 404, 410})
_PLAIN: Final = frozenset({207}) | NOT_THERE
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACES: Final = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'
_ASKED: Final = (
    "<resourcetype/><displayname/><sync-token/><S:getctag/><getetag/><current-user-principal/>"
    "<C:calendar-home-set/><C:supported-calendar-component-set/>"
)


class NotThere(Exception):
    """One calendar that the server does not have, or does not show."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(frozen=True, slots=True)
class Served:
    """What lies at an address: a calendar with what tells whether it changed, or something that leads to calendars.

    `token` is its sync token, `tag` its ctag or ETag ('' where it has none). `homes` and `principal` are addresses.
    """

    url: str
    name: str
    is_calendar: bool
    is_collection: bool
    token: str
    tag: str
    homes: tuple[str, ...]
    principal: str

    @property
    def mark(self) -> str:
        """What is another when the calendar has changed; '' where nothing tells."""
        return self.token or self.tag


@dataclass(frozen=True, slots=True)
class Object:
    """An entry with its exceptions, as one object of a calendar: its path, its tag, its text (None: not given)."""

    path: str
    href: str
    tag: str
    text: str | None
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Which objects of a calendar are others since then (addresses by path), which are gone, the token from here on."""

    changed: Mapping[str, str]
    gone: frozenset[str]
    token: str


class Dav:
    """A CalDAV server, asked through its door, for a span of time (µs UTC).

    Raises SourceFault, and NoMultistatus where an answer cannot be understood.
    """

    def __init__(self, web: Web, span_us: tuple[int, int]) -> None:
        self._web = web
        # A day more at both ends: the server has its own idea of the zone of whole days.
        first, last = (EPOCH_AT + timedelta(microseconds=us) for us in (span_us[0] - DAY_US, span_us[1] + DAY_US))
        self._range = f'start="{first:%Y%m%dT%H%M%SZ}" end="{last:%Y%m%dT%H%M%SZ}"'

    def served(self, url: str, *, inside: bool = False) -> list[Served] | None:
        """What lies at an address, or also directly inside of it; None where no CalDAV is spoken there."""
        body = f"{_HEAD}<propfind {_SPACES}><prop>{_ASKED}</prop></propfind>"
        answer = self._ask("PROPFIND", url, body, "1" if inside else "0", _LOOKED)
        if answer.status != 207:
            return None
        found = [one for one in Multistatus(answer.body) if not one.is_gone]
        return [_served(one, partial(self._web.join, answer=answer)) for one in found]

    def entries(self, url: str, *, expanded: bool) -> Iterator[Object] | None:
        """The objects with something in the span, expanded by the server where asked so.

        None where it refuses to expand. Raises NotThere where there is no calendar that may be read.
        """
        answer = self._query(url, f"<getetag/>{self._data(expanded=expanded)}", _ANY if expanded else _PLAIN)
        if answer.status in NOT_THERE and not expanded:
            raise NotThere(answer)
        return None if answer.status != 207 else self._objects(answer)

    def tags(self, url: str) -> dict[str, Object] | None:
        """The same without their texts, by path; None where the server refuses."""
        answer = self._query(url, "<getetag/>", _ANY)
        return None if answer.status != 207 else {one.path: one for one in self._objects(answer)}

    def named(self, url: str, hrefs: Sequence[str], *, expanded: bool) -> Iterator[Object] | None:
        """The objects of these addresses; None where the server refuses."""
        data = self._data(expanded=expanded)
        links = "".join(f"<href>{escape(href)}</href>" for href in hrefs)
        body = f"{_HEAD}<C:calendar-multiget {_SPACES}><prop><getetag/>{data}</prop>{links}</C:calendar-multiget>"
        answer = self._ask("REPORT", url, body, "1")
        return None if answer.status != 207 else self._objects(answer)

    def changes(self, url: str, token: str) -> Changes | None:
        """What changed since a sync token; None where the server does not know the token any more, or never did."""
        changed: dict[str, str] = {}
        gone: set[str] = set()
        own = path_of(url)
        for _ in range(_MOST_PARTS):
            body = (
                f"{_HEAD}<sync-collection {_SPACES}><sync-token>{escape(token)}</sync-token>"
                "<sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
            )
            answer = self._ask("REPORT", url, body, "0")
            if answer.status != 207:
                return None
            is_part = False
            found = Multistatus(answer.body)
            for one in found:
                path = path_of(self._web.join(one.href, answer))
                # Of the calendar itself: there is more than the server tells at once.
                is_part |= path == own and one.status == _TOO_MUCH
                if path != own:
                    changed.pop(path, None)
                    gone.discard(path)
                    if one.is_gone:
                        gone.add(path)
                    else:
                        changed[path] = one.href
            if not found.sync_token or (is_part and found.sync_token == token):
                return None
            token = found.sync_token
            if not is_part:
                return Changes(changed, frozenset(gone), token)
        return None

    # inside

    def _data(self, *, expanded: bool) -> str:
        return f"<C:calendar-data><C:expand {self._range}/></C:calendar-data>" if expanded else "<C:calendar-data/>"

    def _query(self, url: str, asked: str, expected: frozenset[int]) -> Answer:
        body = (
            f"{_HEAD}<C:calendar-query {_SPACES}><prop>{asked}</prop>"
            '<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
            f"<C:time-range {self._range}/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
        )
        return self._ask("REPORT", url, body, "1", expected)

    def _ask(self, method: str, url: str, body: str, depth: str, expected: frozenset[int] = _ANY) -> Answer:
        headers = {"Depth": depth, "Content-Type": 'application/xml; charset="utf-8"'}
        return self._web.ask(Ask(url, method, headers=headers, body=body.encode(), expected=expected))

    def _objects(self, answer: Answer) -> Iterator[Object]:
        own = path_of(answer.url)
        for one in Multistatus(answer.body):
            path = path_of(self._web.join(one.href, answer))
            if path == own and one.status == _TOO_MUCH:
                # What is left out is not told, and would look like free days.
                raise NoMultistatus
            if path != own:
                data = one.properties.get(f"{CALDAV}calendar-data")
                text = None if data is None else data.text
                yield Object(path, one.href, one.text(f"{DAV}getetag"), text, one.is_gone)


def path_of(url: str) -> str:
    """The path of an address as it is compared: servers write one character in more than one way."""
    return unquote(urlsplit(url).path)


def _served(one: Response, join: Callable[[str], str]) -> Served:
    kinds = {kind.name for kind in _inside(one, f"{DAV}resourcetype")}
    components = [part.attributes.get("name", "") for part in _inside(one, f"{CALDAV}supported-calendar-component-set")]
    takes_events = not components or "VEVENT" in components
    return Served(
        join(one.href),
        one.text(f"{DAV}displayname"),
        is_calendar=f"{CALDAV}calendar" in kinds and takes_events,
        is_collection=f"{DAV}collection" in kinds or f"{DAV}principal" in kinds,
        token=one.text(f"{DAV}sync-token"),
        tag=one.text(f"{SERVER}getctag") or one.text(f"{DAV}getetag"),
        homes=_links(one, f"{CALDAV}calendar-home-set", join),
        principal=next(iter(_links(one, f"{DAV}current-user-principal", join)), ""),
    )


def _links(one: Response, name: str, join: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(join(link.text.strip()) for link in _inside(one, name) if link.name == f"{DAV}href")


def _inside(one: Response, name: str) -> list[Element]:
    found = one.properties.get(name)
    return [] if found is None else found.inside
