"""What the entries of a server's calendars come to, resource by resource, with the names that they go by."""

import re
import time
from collections.abc import Callable
from typing import Final

from wallboard.core.words import words
from wallboard.sources.calendars.addresses import Address, Unread
from wallboard.sources.calendars.dav import Served
from wallboard.sources.calendars.lines import Block, Calendar, CutOff, NoCalendar, calendars
from wallboard.sources.calendars.options import CalendarResource, Options
from wallboard.sources.calendars.series import Effort
from wallboard.sources.calendars.taken import Taken, Taker
from wallboard.sources.calendars.whose import person_of_calendars, person_of_name
from wallboard.sources.contract import NeedsPerson, Passing
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.web.origin import origin_of

_DATE: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")


class Taking:
    """Takes calendars for the resources of a source, in a zone and a span of time (µs UTC).

    What a server takes its time for is not the repetitions' fault: the effort is of the time that is spent here.
    """

    def __init__(
        self, options: Options, zone: str, span_us: tuple[int, int], clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock_s = clock_s
        self._worked_s = 0.0
        self._began_s: float | None = None
        effort = Effort(self._working_s)
        self.takers = {
            name: Taker(name, resource, zone, span_us, effort, _place) for name, resource in options.resources().items()
        }

    def of_object(self, address: Address, served: Served, calendar: Calendar) -> dict[str, Taken]:
        """What an object of a CalDAV calendar comes to for each resource of its address."""
        calendar.about["NAME"] = served.name
        return self._taken(address, label_of(address, served.name), calendar)

    def of_text(self, address: Address, body: bytes) -> list[dict[str, Taken]]:
        """The same of each calendar in the text at an address. Raises Unread for what is none, or has no end."""
        label = label_of(address)
        try:
            found = calendars(body)
        except NoCalendar as none:
            fault = NeedsPerson(words("calendar.none", file=label), words("calendar.remedy.address"))
            if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
                fault = NeedsPerson(words("web.page", host=origin_of(address.url).said), words("web.remedy.page"))
            raise Unread(words("calendar.unread.none"), fault) from none
        except CutOff as cut:
            broken = Passing(words("calendar.cut", file=label), words("calendar.remedy.cut"))
            raise Unread(words("calendar.unread.cut"), broken) from cut
        return [self._taken(address, label, calendar) for calendar in found]

    def _taken(self, address: Address, label: str, calendar: Calendar) -> dict[str, Taken]:
        self._began_s = self._clock_s()
        try:
            return {name: self._of_resource(self.takers[name], address, label, calendar) for name in address.resources}
        finally:
            self._worked_s, self._began_s = self._working_s(), None

    def _of_resource(self, taker: Taker, address: Address, label: str, calendar: Calendar) -> Taken:
        whose = taker.resource.whose
        person = person_of_calendars(label, [calendar])[0] if whose == "calendar" else address.word
        return taker.taken(label, calendar, person, taker.marks)

    def _working_s(self) -> float:
        return self._worked_s + (0.0 if self._began_s is None else self._clock_s() - self._began_s)


def label_of(address: Address, name: str = "") -> str:
    """What a calendar is called where one is to be found: whose it is, its own name, or the end of its address."""
    return shortened(address.word or name or address.label)


def owner_of(resource: CalendarResource, address: Address, name: str) -> str:
    """Whose a calendar of that name is, also where no entry is in it; '' where its text or its entries say that."""
    return person_of_name(name) if resource.whose == "calendar" else address.word


def _place(label: str, block: Block) -> str:
    """Where to find an entry of a server's calendar: whose, and the date of its start."""
    found = _DATE.match(block.text("DTSTART"))
    return f"{label} {found[1]}-{found[2]}-{found[3]}" if found else label
