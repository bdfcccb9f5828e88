"""A round of reads: each address looked at, and the calendars read that are not known as they are now."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from wallboard.sources.calendars.addresses import (
    MOST_CALENDARS,
    Address,
    Unread,
    astray,
    no_calendar,
    not_there,
    strange,
    too_many,
)
from wallboard.sources.calendars.dav import NOT_THERE, Dav, NotThere, Served
from wallboard.sources.calendars.diaries import Diaries, Held, Key, Known, read_calendar
from wallboard.sources.calendars.homes import calendars_of, way_of
from wallboard.sources.calendars.multistatus import NoMultistatus
from wallboard.sources.calendars.taking import Taking
from wallboard.sources.contract import SLICE_S, NeedsPerson
from wallboard.sources.web.door import Ask, Web

_GIVEN: Final = frozenset({200, 304}) | NOT_THERE

Calendars = Mapping[Key, tuple[Address, Served]]
Unreads = Mapping[Address, Unread]


class OutOfTime(Exception):
    """The read has taken long enough, and goes on when asked again."""


class Round:
    """A round, or the part of one that the time is enough for; what it finds is kept in `diaries`.

    Raises SourceFault where no address can be read, or not a shared one, and OutOfTime.
    """

    def __init__(
        self,
        web: Web,
        dav: Dav,
        diaries: Diaries,
        taking: Taking,
        *,
        may_expand: bool,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._web = web
        self._dav = dav
        self._diaries = diaries
        self._taking = taking
        self._may_expand = may_expand
        self._clock_s = clock_s
        self._ends_s = clock_s() + SLICE_S

    def look(self, addresses: Sequence[Address]) -> tuple[Calendars, Unreads]:
        """The calendars of the addresses as they are now, and the addresses that have none that can be read."""
        looked, calendars = self._diaries.looked, dict[Key, tuple[Address, Served]]()
        unread: dict[Address, Unread] = {}
        for address in addresses:
            if address.url not in looked:
                self._heed_time()
                looked[address.url] = self._look(address)
            found = looked[address.url]
            if isinstance(found, Unread):
                unread[address] = found
            else:
                calendars |= {(address.url, served.url): (address, served) for served in found}
        if len(calendars) > MOST_CALENDARS:
            raise too_many(len(calendars))
        self._refuse(addresses, unread)
        return calendars, unread

    def _refuse(self, addresses: Sequence[Address], unread: Unreads) -> None:
        """Raises the fault where no address can be read, or not a shared one: the others are one person's each."""
        for address, found in unread.items():
            if not address.word or len(unread) == len(addresses):
                raise found.fault

    def _look(self, address: Address) -> Sequence[Served] | Unread:
        try:
            return self._served(address) or self._lost(address, no_calendar(self._web.host))
        except NotThere as fault:
            return self._lost(address, not_there(fault.answer, self._web.clock_us))
        except NoMultistatus:
            return self._lost(address, strange(self._web.host))
        except Unread as why:
            return self._lost(address, why)
        except NeedsPerson as fault:
            return self._lost(address, astray(fault))

    def _lost(self, address: Address, why: Unread) -> Unread:
        self._diaries.ways.pop(address.url, None)
        return why

    def _served(self, address: Address) -> Sequence[Served]:
        way, found = self._diaries.ways.get(address.url), None
        if way is not None and way.kind != "text":
            found = calendars_of(self._dav, way)
        if way is None or (found is None and way.kind != "text"):
            way, found = way_of(self._dav, address.url, is_persons=bool(address.word))
        calendars = [self._text(address)] if way.kind == "text" else found or []
        self._diaries.ways[address.url] = way
        return calendars

    def _text(self, address: Address) -> Served:
        """The calendar at an address that gives its text, which is taken at once."""
        key = (address.url, address.url)
        known = self._diaries.known.get(key)
        answer = self._web.ask(Ask(address.url, if_changed=known is not None, expected=_GIVEN))
        if answer.status in NOT_THERE:
            raise NotThere(answer)
        mark = known.mark if answer.is_unchanged and known is not None else hashlib.sha256(answer.body).hexdigest()
        if known is None or known.mark != mark:
            taken = self._taking.of_text(address, answer.body)
            objects = {f"{number:06}": Held("", found) for number, found in enumerate(taken)}
            self._diaries.known[key] = Known("", mark, "", objects)
        self._web.remember(answer)
        return Served(
            address.url, "", is_calendar=True, is_collection=False, token="", tag=mark, homes=(), principal=""
        )

    def read(self, calendars: Calendars, unread: Unreads, addresses: Sequence[Address]) -> tuple[Calendars, Unreads]:
        """Reads those that are not known as they are now. What can be read, and what cannot."""
        failed = dict(unread)
        for key, (address, served) in calendars.items():
            known = self._diaries.known.get(key)
            is_same = known is not None and (known.mark, known.name) == (served.mark, served.name)
            if not is_same and key not in self._diaries.done:
                self._heed_time()
                why = self._read(key, address, served, known)
                failed |= {address: why} if why is not None else {}
        self._refuse(addresses, failed)
        return {key: found for key, found in calendars.items() if found[0] not in failed}, failed

    def _read(self, key: Key, address: Address, served: Served, known: Known | None) -> Unread | None:
        diaries = self._diaries
        may_expand = self._may_expand and served.url not in diaries.unexpanded
        take = partial(self._taking.of_object, address, served)
        try:
            diaries.known[key], expands = read_calendar(self._dav, served, known, take, may_expand=may_expand)
        except NotThere as fault:
            return self._lost(address, not_there(fault.answer, self._web.clock_us))
        except NoMultistatus:
            return self._lost(address, strange(self._web.host))
        except NeedsPerson as fault:
            return self._lost(address, astray(fault))
        diaries.done.add(key)
        if may_expand and not expands:
            diaries.unexpanded.add(served.url)
        return None

    def _heed_time(self) -> None:
        if self._clock_s() > self._ends_s:
            raise OutOfTime
