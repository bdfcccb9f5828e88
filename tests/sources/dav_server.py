"""A CalDAV server of a few lines that does as told: what it supports, what it says, in how many ways it goes wrong."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from tests.loopback.behaviour import answers
from tests.loopback.server import Asked, Wire

_REPORTS = ("calendar-query", "calendar-multiget", "sync-collection")
_HREF = re.compile(r"<href>([^<]*)</href>")
_TOKEN = re.compile(r"<sync-token>([^<]*)</sync-token>")
_SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:S="http://calendarserver.org/ns/"'


@dataclass
class DavServer:
    """Calendars by their paths (`/amira/`), each a text by name. `knows` are the ways of telling what changed.

    `spoils` makes another body of a good one. It never follows repetitions.
    """

    calendars: dict[str, dict[str, str]] = field(default_factory=dict)
    knows: Set[str] = frozenset({"sync", "ctag", "etag"})
    spoils: Callable[[str], str] = str
    at_once: int = 1000
    names: dict[str, str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    _told: dict[str, dict[str, str]] = field(default_factory=dict)

    def __call__(self, asked: Asked, wire: Wire) -> None:
        body = asked.body.decode()
        calendar = self.calendars.get(unquote(asked.path))
        what = next(
            (one for one in ("calendar-query", "calendar-multiget", "sync-collection") if one in body), asked.method
        )
        self.calls[what] += 1
        if calendar is None:
            answers(status=404)(asked, wire)
        elif what == "PROPFIND":
            self.say(asked, wire, self.properties(asked.path))
        elif what == "calendar-query":
            self.say(asked, wire, "".join(self._entry(asked.path, name, body) for name in calendar))
        elif what == "calendar-multiget":
            names = [unquote(href).rpartition("/")[2] for href in _HREF.findall(body)]
            self.say(asked, wire, "".join(self._entry(asked.path, name, body) for name in names))
        elif what == "sync-collection" and "sync" in self.knows:
            self._changes(asked, wire, body)
        else:
            answers(status=405)(asked, wire)

    def forget_tokens(self) -> None:
        """As servers do after some weeks."""
        self._told.clear()

    def say(self, asked: Asked, wire: Wire, inside: str) -> None:
        """Answers with these responses."""
        text = self.spoils(f'<?xml version="1.0" encoding="utf-8"?><multistatus {_SPACES}>{inside}</multistatus>')
        answers(text.encode(), 207, {"Content-Type": "application/xml"})(asked, wire)

    def properties(self, path: str) -> str:
        """What is said of a calendar."""
        calendar = self.calendars[unquote(path)]
        token, tag = self._token(calendar), _tag(repr(sorted(calendar.items())))
        marks = f"<sync-token>{token}</sync-token>" if "sync" in self.knows else ""
        marks += f"<S:getctag>{tag}</S:getctag>" if "ctag" in self.knows else ""
        if path in self.names:
            marks += f"<displayname>{escape(self.names[path])}</displayname>"
        kinds = "<resourcetype><collection/><C:calendar/></resourcetype>"
        return response(path, f"<propstat><prop>{kinds}{marks}</prop><status>HTTP/1.1 200 OK</status></propstat>")

    def _entry(self, path: str, name: str, body: str) -> str:
        text = self.calendars[unquote(path)].get(name)
        if text is None:
            return response(path + quote(name), "<status>HTTP/1.1 404 Not Found</status>")
        tag = f"<getetag>{_tag(text)}</getetag>" if "etag" in self.knows else ""
        data = f"<C:calendar-data>{escape(text)}</C:calendar-data>" if "calendar-data" in body else ""
        return response(
            path + quote(name), f"<propstat><prop>{tag}{data}</prop><status>HTTP/1.1 200 OK</status></propstat>"
        )

    def _token(self, calendar: dict[str, str]) -> str:
        token = f"urn:token:{_tag(repr(sorted(calendar.items())))}"
        self._told[token] = dict(calendar)
        return token

    def _changes(self, asked: Asked, wire: Wire, body: str) -> None:
        calendar = self.calendars[unquote(asked.path)]
        known = self._told.get(next(iter(_TOKEN.findall(body)), ""))
        if known is None:
            answers(b'<error xmlns="DAV:"><valid-sync-token/></error>', 403)(asked, wire)
            return
        gone = [name for name in known if name not in calendar]
        others = [name for name, text in calendar.items() if known.get(name) != text]
        told = (gone + others)[: self.at_once]
        reached = {name: text for name, text in known.items() if name not in told}
        reached |= {name: calendar[name] for name in told if name in calendar}
        inside = "".join(
            response(asked.path + quote(name), "<status>HTTP/1.1 404 Not Found</status>")
            if name in gone
            else self._entry(asked.path, name, "")
            for name in told
        )
        if len(told) < len(gone + others):
            inside += response(asked.path, "<status>HTTP/1.1 507 Insufficient Storage</status>")
        self.say(asked, wire, f"{inside}<sync-token>{self._token(reached)}</sync-token>")


def response(path: str, inside: str) -> str:
    """What is said of an address."""
    return f"<response><href>{escape(path)}</href>{inside}</response>"


def _tag(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
