"""Calendars at addresses: those that changed read, and all laid together."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from wallboard.core.records import Batch, empty
from wallboard.core.words import Words, quoted_list, words
from wallboard.sources.calendars.addresses import Address, addresses_of
from wallboard.sources.calendars.claims import mapped_of, refuse_emptied, span_us_at
from wallboard.sources.calendars.dav import Dav
from wallboard.sources.calendars.diaries import Diaries, digest
from wallboard.sources.calendars.options import Options
from wallboard.sources.calendars.round import Calendars, OutOfTime, Round, Unreads
from wallboard.sources.calendars.rows import Rows
from wallboard.sources.calendars.taken import Taker
from wallboard.sources.calendars.taking import Taking, label_of, owner_of
from wallboard.sources.contract import Look, ReadRequest
from wallboard.sources.mapping.had import Had, parted, token_with
from wallboard.sources.web.door import Web

# Raised when the same calendars and options give other rows, or claim other fields.
_FORM: Final = "2"
_UNREAD: Final = "unread="


def read_addresses(
    options: Options, request: ReadRequest, clock_s: Callable[[], float] = time.monotonic
) -> Batch | None:
    """As `calendar.read`: the same batch whole whenever anything changed, at the cost of what changed.

    None when no calendar has changed since the request's token. A read that takes long comes back with `has_more`,
    and what it has read so far is kept. Raises SourceFault.
    """
    addresses = addresses_of(options, request)
    span_us = span_us_at(request.now_us if request.until_us is None else request.until_us)
    zone = options.time_zone or request.time_zone
    where = [(address, address.url) for address in addresses]
    said = f"{_FORM}\n{zone}\n{options.model_dump_json()}\n{span_us}\n{where!r}"
    form = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
    diaries = request.kept.get("diaries")
    if not isinstance(diaries, Diaries) or (diaries.form, diaries.anew) != (form, request.anew):
        # Where calendars lie has nothing to do with the week: the ways stay.
        ways = diaries.ways if isinstance(diaries, Diaries) else {}
        diaries = request.kept["diaries"] = Diaries(form, ways, request.anew)
    if diaries.began_us is None:
        diaries.began_us = request.now_us
    taking = Taking(options, zone, span_us, clock_s)
    is_done = True
    with Web(_origin_of(addresses[0].url), options, request) as web:
        told = _Told(options, request, diaries, diaries.began_us, span_us)
        way = Round(
            web, Dav(web, span_us), diaries, taking, may_expand=options.repetitions == "server", clock_s=clock_s
        )
        try:
            found = _read(way, told, addresses, taking.takers)
            if found is None:
                return None
            is_done = not found.has_more
            return replace(found, clock_us=web.clock_us, remarks=(*found.remarks, *web.remarks))
        finally:
            request.kept["looked"] = Look(
                web.host if web.is_reached else None,
                _user_of(options) if web.is_signed_in else None,
                calls=web.calls,
                calls_left=web.left,
            )
            if is_done:
                diaries.end_round()


def look_at(request: ReadRequest) -> Look:
    """What `check` tells of the addresses after a read."""
    looked: Look = request.kept.get("looked", Look())
    diaries = request.kept.get("diaries")
    if not isinstance(diaries, Diaries):
        return looked
    # Of a read that failed before it came to any there is nothing to count.
    remarks = [words("calendar.looked", n=len(diaries.known))] if diaries.known else []
    if diaries.unexpanded:
        remarks.append(words("calendar.unexpanded", n=len(diaries.unexpanded)))
    return replace(looked, remarks=tuple(remarks))


def _read(way: Round, told: "_Told", addresses: Sequence[Address], takers: Mapping[str, Taker]) -> Batch | None:
    known, before = parted(told.request.token)
    try:
        calendars, unread = way.look(addresses)
        # What does not tell whether it has changed must be read to know.
        if all(served.mark for _, served in calendars.values()) and told.token(calendars, unread) == known:
            return None
        calendars, unread = way.read(calendars, unread, addresses)
    except OutOfTime:
        return told.part(addresses)
    token = told.token(calendars, unread)
    told.diaries.known = {key: told.diaries.known[key] for key in calendars}
    return None if token == known else told.whole(calendars, unread, takers, token, before)


@dataclass(frozen=True, slots=True)
class _Told:
    """Makes batches of what is known."""

    options: Options
    request: ReadRequest
    diaries: Diaries
    began_us: int
    span_us: tuple[int, int]

    def token(self, calendars: Calendars, unread: Unreads) -> str:
        """What stands for the calendars as they are; the same for as long as none is another."""
        said = [self.diaries.form]
        for key, (address, served) in calendars.items():
            known = self.diaries.known.get(key)
            if address not in unread:
                said += [*key, served.name, served.mark or (known.mark if known is not None else "")]
        for address, why in unread.items():
            said += [address.url, why.why.key]
        return digest(said)

    def part(self, addresses: Sequence[Address]) -> Batch:
        """That there is more to come: nothing new so far, and of nobody the diary where nothing is known yet."""
        names = self.options.resources()
        return Batch(
            frames={name: empty(name) for name in names},
            mapped={name: mapped_of(name, resource) for name, resource in names.items()},
            as_of_us=self.began_us,
            clock_us=self.request.now_us,
            token=self.request.token,
            reach_us=self.span_us,
            is_changes=True,
            has_more=True,
            is_behind=True,
            unread=_unread_of(self.request.token, addresses),
            diaries_of=() if self.options.tells_diaries and not self.request.token else None,
        )

    def whole(
        self,
        calendars: Calendars,
        unread: Unreads,
        takers: Mapping[str, Taker],
        token: str,
        before: Mapping[str, Had],
    ) -> Batch:
        """All that is known. Raises NeedsPerson where all entries are lost that there were before."""
        resources = self.options.resources()
        parts = {name: Rows(taker) for name, taker in takers.items()}
        labels: dict[str, list[str]] = {name: [] for name in resources}
        for key, (address, served) in calendars.items():
            label = label_of(address, served.name)
            for name in address.resources:
                labels[name].append(label)
                parts[name].people.add(owner_of(resources[name], address, served.name))
            for _, held in sorted(self.diaries.known[key].objects.items()):
                for name, taken in held.taken.items():
                    parts[name].add(label, taken)
        now = {name: Had(part.entries) for name, part in parts.items()}
        refuse_emptied(resources, labels, before, now)
        remarks = self._unread_said(unread) + [remark for part in parts.values() for remark in part.remarks]
        return Batch(
            frames={name: part.frame() for name, part in parts.items()},
            mapped={name: mapped_of(name, resource) for name, resource in resources.items()},
            as_of_us=self.began_us,
            clock_us=self.request.now_us,
            token=" ".join((token_with(token, now), *(f"{_UNREAD}{quote(one.word)}" for one in unread))),
            unusable=tuple(one for part in parts.values() for one in part.unusable()),
            remarks=tuple(remark for place, remark in enumerate(remarks) if remark not in remarks[:place]),
            reach_us=self.span_us,
            unread=tuple(dict.fromkeys(address.word for address in unread)),
            diaries_of=parts["appointments"].diaries_of() if self.options.tells_diaries else None,
        )

    def _unread_said(self, unread: Unreads) -> list[Words]:
        """Whose calendars cannot be read, by the reason."""
        whose = {word: name for name, several in self.request.people.items() for word in several}
        by_why: dict[str, tuple[Words, dict[str, None]]] = {}
        for address, found in unread.items():
            by_why.setdefault(repr(found.why), (found.why, {}))[1][whose.get(address.word, address.word)] = None
        return [words("calendar.unread", n=len(who), who=quoted_list(who), why=why) for why, who in by_why.values()]


def _unread_of(token: str, addresses: Sequence[Address]) -> tuple[str, ...]:
    """Whose calendars the read that a token stands for could not read; all of them where there was none."""
    if not token:
        return tuple(dict.fromkeys(address.word for address in addresses if address.word))
    told = (one.partition(_UNREAD) for one in token.split(" "))
    return tuple(dict.fromkeys(unquote(word) for before, mark, word in told if mark and not before))


def _user_of(options: Options) -> str | None:
    return None if options.sign_in.way == "none" else options.sign_in.user or ""


def _origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
