"""The lines of iCalendar (RFC 5545): unfolded, parted into entries and zones, and only what counts is kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

# Titles and categories are looked at once and go no further; descriptions, places, guests and files are never read.
KEPT: Final = frozenset(
    {
        "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID", "SEQUENCE",
        "STATUS", "TRANSP", "CLASS", "CREATED", "LAST-MODIFIED", "CATEGORIES", "SUMMARY", "ORGANIZER",
        "X-MICROSOFT-CDO-BUSYSTATUS",
    }
)  # fmt: skip
_OF_CALENDAR: Final = frozenset({"X-WR-TIMEZONE", "X-WR-CALNAME", "NAME"})
_OF_ZONE: Final = frozenset(
    {"TZID", "X-LIC-LOCATION", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "TZNAME"}
)
# A name, parameters whose values may stand in quotation marks, and all behind the first colon outside of them.
_LINE: Final = re.compile(r'([A-Za-z0-9-]+)((?:;[^=:;"]+=(?:"[^"]*"|[^":;])*)*):(.*)', re.DOTALL)
_PARAMETER: Final = re.compile(r';([^=:;"]+)=((?:"[^"]*"|[^":;])*)')
_LONGEST: Final = 200_000
MOST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name, its parameters by name, and its value as written."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Block:
    """An entry or a zone: the line of the file on which it begins, its properties, and whether it is whole.

    `parts` are the properties of a zone's rules, each a list.
    """

    at: int
    lines: list[Line] = field(default_factory=list)
    parts: list[tuple[str, list[Line]]] = field(default_factory=list)
    is_whole: bool = True

    def first(self, name: str) -> Line | None:
        """The first property of a name; None where there is none."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The value of the first property of a name, stripped; '' where there is none."""
        line = self.first(name)
        return "" if line is None else line.value.strip()


@dataclass
class Calendar:
    """One VCALENDAR: its entries, the zones that it defines, and what it says of itself."""

    entries: list[Block] = field(default_factory=list)
    zones: list[Block] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)


class NoCalendar(ValueError):
    """A text that is no calendar at all."""


class CutOff(ValueError):
    """A calendar without its end."""


def calendars(data: bytes) -> list[Calendar]:
    """The calendars of a file. Raises NoCalendar for a text without any, CutOff for one that does not end."""
    reader = _Reader()
    for number, text in _unfolded(data):
        reader.take(number, text)
    if reader.path:
        raise CutOff
    if not reader.found:
        raise NoCalendar
    return reader.found


def parsed(text: str) -> Line | None:
    """A content line; None for what is none."""
    found = _LINE.fullmatch(text)
    if found is None:
        return None
    parameters = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(found[2])}
    return Line(found[1].upper(), parameters, found[3])


def unescaped(text: str) -> str:
    """A text value as its author wrote it."""
    return re.sub(r"\\([\\,;nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)


def listed(text: str) -> list[str]:
    """The texts of a list, parted at the commas that are not escaped."""
    return [unescaped(one).strip() for one in re.split(r"(?<!\\),", text)]


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Whole lines with the numbers on which they begin; folds may part even the bytes of one letter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", errors="replace").encode(errors="replace")
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    start, whole = 0, b""
    for number, line in enumerate(_returned(lines), start=1):
        if line[:1] in (b" ", b"\t") and start:
            # What is too long to be a time or a title is a picture; its rest is let go.
            whole = whole if len(whole) > _LONGEST else whole + line[1:]
            continue
        if whole:
            yield start, _decoded(whole)
        start, whole = number, line
    if whole:
        yield start, _decoded(whole)


def _returned(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield from line.rstrip(b"\r").split(b"\r")


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


class _Reader:
    """Follows BEGIN and END, and keeps the properties that count where they stand."""

    def __init__(self) -> None:
        self.found: list[Calendar] = []
        self.path: list[str] = []
        self._block: Block | None = None

    def take(self, number: int, text: str) -> None:
        name, _, value = text.partition(":")
        name = name.strip().upper()
        if name == "BEGIN":
            self._begin(number, value.strip().upper())
        elif name == "END":
            self._end(number, value.strip().upper())
        elif self.path:
            self._property(re.split("[:;]", name, maxsplit=1)[0], text)

    def _begin(self, number: int, kind: str) -> None:
        if not self.path:
            if kind != "VCALENDAR":
                return
            self.found.append(Calendar())
        if kind == "VCALENDAR" and self.path:
            # A second calendar within the first: the first has lost its end.
            raise CutOff
        self.path.append(kind)
        if kind == "VEVENT" and len(self.path) > 2:
            # Whatever stands open has lost its end and is not whole; the next entry begins all the same.
            self._broken()
            self.path = [self.path[0], kind]
        if len(self.path) == 2 and kind in ("VEVENT", "VTIMEZONE"):
            self._block = Block(number)
            (self.found[-1].entries if kind == "VEVENT" else self.found[-1].zones).append(self._block)
        elif len(self.path) == 3 and self.path[1] == "VTIMEZONE" and self._block is not None:
            self._block.parts.append((kind, []))

    def _end(self, number: int, kind: str) -> None:
        if not self.path:
            return
        if kind not in self.path:
            self._broken()
            if kind == "VEVENT":
                # The end of an entry whose beginning is spoiled.
                self.path = self.path[:1]
                self._block = None
                self.found[-1].entries.append(Block(number, is_whole=False))
            return
        while self.path[-1] != kind:
            self._broken()
            self.path.pop()
        self.path.pop()
        if len(self.path) < 2:
            self._block = None

    def _broken(self) -> None:
        if self._block is not None:
            self._block.is_whole = False

    def _property(self, name: str, text: str) -> None:
        depth = len(self.path)
        if depth == 1 and name in _OF_CALENDAR:
            line = parsed(text)
            if line is not None:
                self.found[-1].about.setdefault(line.name, unescaped(line.value).strip())
        elif self._block is None or depth > 3:
            return
        elif self.path[1] == "VEVENT" and depth == 2 and name in KEPT:
            self._keep(self._block.lines, text)
        elif self.path[1] == "VTIMEZONE" and name in _OF_ZONE:
            self._keep(self._block.lines if depth == 2 else self._block.parts[-1][1], text)

    def _keep(self, lines: list[Line], text: str) -> None:
        line = parsed(text)
        if line is None or len(lines) >= MOST_LINES or len(text) > _LONGEST:
            self._broken()
        else:
            lines.append(line)
