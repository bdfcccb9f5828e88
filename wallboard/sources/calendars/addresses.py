"""The addresses that a board's calendars are read from, and why one has none that can be read."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from wallboard.core.words import Words, words
from wallboard.sources.calendars.options import PERSON, PRIVATE, Options
from wallboard.sources.contract import NeedsPerson, ReadRequest, SourceFault
from wallboard.sources.web.message import Answer
from wallboard.sources.web.statuses import fault_of_status

MOST_CALENDARS: Final = 2_000
_MISSING: Final = frozenset({404, 410})
# Faults of what a server says of one calendar, and not of the server.
_ASTRAY: Final = frozenset({"web.link", "web.redirect", "web.link.bad", "web.redirect.circle"})


@dataclass(frozen=True, slots=True)
class Address:
    """An address, the word of the person whose it is ('' for a shared one), and the resources that are read from it.

    The address itself may be secret; `label` is what its calendar is called where it has no name of its own.
    """

    url: str = field(repr=False)
    word: str
    label: str
    resources: tuple[str, ...]


def addresses_of(options: Options, request: ReadRequest) -> tuple[Address, ...]:
    """The addresses that are read, each once.

    Raises NeedsPerson where they are one a person, and nobody has any, and where a secret in them is not to be had.
    """
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    words_of = dict.fromkeys(word for several in request.people.values() for word in several)
    for name, resource in options.resources().items():
        url = resource.url or ""
        for word in words_of if PERSON in url else ("",):
            filled = url.replace(PERSON, quote(word, safe="@"))
            if PRIVATE in url:
                filled = filled.replace(PRIVATE, quote(_secret(options, request, word), safe=""))
            found.setdefault((filled, word), (_label(url), []))[1].append(name)
    if not found:
        raise NeedsPerson(words("calendar.no-people"), words("calendar.remedy.people"))
    if len(found) > MOST_CALENDARS:
        raise too_many(len(found))
    return tuple(Address(url, word, label, tuple(names)) for (url, word), (label, names) in found.items())


def _secret(options: Options, request: ReadRequest, word: str) -> str:
    name = options.secrets.get(word) if isinstance(options.secrets, dict) else options.secrets
    if name is None:
        raise NeedsPerson(words("calendar.no-secret", word=word), words("calendar.remedy.secret"))
    if request.secret is None:
        raise NeedsPerson(words("fault.no-secret", name=name))
    return request.secret(name)


def _label(url: str) -> str:
    """The end of an address as the board writes it, or the host."""
    parts = urlsplit(url)
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc


class Unread(Exception):
    """That an address has no calendar to be read: why, and the fault that it is where that is so of all."""

    def __init__(self, why: Words, fault: SourceFault) -> None:
        super().__init__(why.key)
        self.why = why
        self.fault = fault


def not_there(answer: Answer, now_us: int) -> Unread:
    """That the server does not have a calendar, or does not show it."""
    fault = fault_of_status(answer.status, answer.headers, answer.host, urlsplit(answer.url).path, now_us)
    return Unread(words("calendar.unread.missing" if answer.status in _MISSING else "calendar.unread.forbidden"), fault)


def no_calendar(host: str) -> Unread:
    """That an address leads to no calendar."""
    fault = NeedsPerson(words("calendar.no-calendars", host=host), words("calendar.remedy.address"))
    return Unread(words("calendar.unread.none"), fault)


def strange(host: str) -> Unread:
    """That what the server says of a calendar is not CalDAV as anybody can read it."""
    fault = NeedsPerson(words("calendar.strange", host=host), words("calendar.remedy.address"))
    return Unread(words("calendar.unread.strange"), fault)


def astray(fault: NeedsPerson) -> Unread:
    """That the server names another one for a calendar, or no address. Raises the fault itself where it is another."""
    if fault.fault.key not in _ASTRAY:
        raise fault
    other = fault.fault.args.get("other")
    key = "calendar.unread.strange" if other is None else "calendar.unread.elsewhere"
    return Unread(words(key) if other is None else words(key, other=other), fault)


def too_many(found: int) -> NeedsPerson:
    """That there are more calendars than anyone means."""
    fault = words("calendar.calendars", n=found, most=MOST_CALENDARS)
    return NeedsPerson(fault, words("calendar.remedy.address"))
