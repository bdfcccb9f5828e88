"""An address, as a first entry: asked once, through the same door as every source."""

import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from pydantic import ValidationError

from wallboard.cli.ends import Refused
from wallboard.cli.trying.access import Access
from wallboard.cli.trying.answers import columns, listed, paged
from wallboard.cli.trying.calendars import calendar_entry
from wallboard.cli.trying.entry import Entry, entry_of, tried
from wallboard.cli.trying.headings import is_of_change
from wallboard.collect.polling import giver
from wallboard.sources.calendars.dav import Dav
from wallboard.sources.calendars.homes import way_of
from wallboard.sources.calendars.multistatus import NoMultistatus
from wallboard.sources.contract import ReadRequest, SourceFault
from wallboard.sources.web.door import Web
from wallboard.sources.web.message import Answer, Ask

_KEYS: Final = frozenset({"key", "api_key", "apikey", "token", "access_token", "password", "secret", "auth"})
"""Parameters in which a secret stands; it is named in the entry, not repeated."""


def dav_entry(url: str, access: Access, request: ReadRequest) -> Entry | None:
    """The entry for an address that leads to calendars of CalDAV, if it does; nothing of them is read, nor changed."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    place = f"{root}{parts.path or '/'}"
    with suppress(SourceFault, NoMultistatus), Web(root, access.reach(root), request) as web:
        way, found = way_of(Dav(web, (0, 0)), place, is_persons=False)
        if way.kind != "text" and found:
            part = {"url": place, "person": "calendar"}
            own = {"type": "calendar", "appointments": part, **access.trust, "sign_in": access.sign_in}
            entry = Entry("appointments", own)
            one = urlsplit(found[0].url).path
            entry.remarks["appointments", "url"] = f"leads to calendars, {len(found):,} of them, such as {one}"
            entry.remarks["appointments", "person"] = "whose the entries are; or an address a person: {person} in it"
            return entry
    return None


class NoList(Refused):
    """What an address answers has no list of records."""


def address_entry(url: str, resource: str | None, access: Access, request: ReadRequest) -> tuple[Entry, int, Answer]:
    """The entry for an address that answers with JSON or a calendar, how many rows came, and the answer. Raises
    SourceFault, and Refused for what is neither."""
    parts = urlsplit(url)
    root = f"{parts.scheme}://{parts.netloc}"
    try:
        reach = access.reach(root)
    except ValidationError as fault:
        raise Refused(*(_said(one["msg"], one.get("ctx", {})) for one in fault.errors())) from fault
    with Web(root, reach, request) as web:
        answer = web.ask(Ask(parts.path or "/", params=tuple(parse_qsl(parts.query, keep_blank_values=True))))
    key = next((name for name, _ in parse_qsl(parts.query) if name.casefold() in _KEYS), None)
    sign_in = access.sign_in
    if key is not None and not sign_in:
        sign_in = {"how": "query", "parameter": key, "secret": _secret_name(parts.hostname or "")}
    own = access.of(root, sign_in)
    if answer.body.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"BEGIN:VCALENDAR"):
        if key is not None:
            raise Refused("A secret stands in this address: name it under `secrets` of a calendar source.")
        entry, rows = calendar_entry(answer.body, Path(parts.path).name, {"url": url}, resource)
        entry.data.update({key: value for key, value in own.items() if key != "url"})
        return entry, rows, answer
    return (*_json_entry(answer, parts.path, parts.query, own, resource), answer)


def _json_entry(answer: Answer, path: str, query: str, own: dict[str, Any], resource: str | None) -> tuple[Entry, int]:
    found = listed(answer.json())
    if found is None:
        raise NoList(f"{answer.host} answers with JSON, but with no list of objects in it.")
    paging, params = paged(answer, found, query)
    given = {name: text for name, text in parse_qsl(query) if name.casefold() not in _KEYS} | params
    request: dict[str, Any] = {"path": path or "/"} | ({"params": given} if given else {})
    where: dict[str, Any] = {"request": request, "records": found.path} | ({"paging": paging} if paging else {})
    entry = entry_of(tried(Path(path).name, columns(found.records)), "rest", where, resource, column="path")
    entry.data = {"type": "rest", **own, **{key: value for key, value in entry.data.items() if key != "type"}}
    says = "as its answer suggests: look it up" if paging else "no sign of pages: only this answer is read"
    entry.remarks[(entry.resource, "paging") if paging else (entry.resource,)] = says
    changed = next((one for one in columns(found.records).columns if is_of_change(one)), None)
    if changed is not None:
        told = (
            f"all is read each time; if the server can be asked for what is newer by {changed}, say so with `changes`"
        )
        before = entry.remarks.get((entry.resource,))
        entry.remarks[entry.resource,] = f"{before}; {told}" if before else told
    return entry, len(found.records)


def _said(message: str, more: dict[str, Any]) -> str:
    """A fault of the address or the sign-in as a sentence."""
    if "found" in more:  # what may be a secret
        return f"There is {more['found'].removeprefix('found ')}: say --user NAME --secret NAME in its place."
    message = message.removeprefix("Value error, ")
    return f"{message[:1].upper()}{message[1:]}."


def _secret_name(host: str) -> str:
    return "-".join(re.findall(r"[A-Za-z0-9]+", host)) or "tried"


def request_of(secret: Any, now_us: int) -> ReadRequest:
    """A request of nobody's board."""
    bare = ReadRequest("tried", Path.cwd(), now_us, "UTC", secret=secret)
    return ReadRequest("tried", Path.cwd(), now_us, "UTC", secret=giver(bare, []))
