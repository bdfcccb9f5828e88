"""A source's reads over the life of a process: from a token to a batch, and what is kept of it."""

from collections.abc import Callable
from dataclasses import dataclass

from wallboard.core.records import Batch
from wallboard.core.words import Words, words
from wallboard.sources.contract import Look, NeedsPerson, Passing, ReadRequest, ResourceLook, SourceFault
from wallboard.sources.declared.answers import Expired
from wallboard.sources.declared.blame import is_gone
from wallboard.sources.declared.gathered import Gathered, Made
from wallboard.sources.declared.lists import Lists
from wallboard.sources.declared.moments import Now
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.since_probe import asked_since
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.token import Token
from wallboard.sources.declared.turns import USUAL, Bounds, Turns
from wallboard.sources.declared.way import Way
from wallboard.sources.mapping.origins import by_path
from wallboard.sources.web.door import Web


@dataclass
class Engine:
    """What a process keeps of a source. `token` is that of the last batch: with another, nothing of it holds."""

    options: Options
    gathered: Gathered
    turns: Turns
    way: Way
    now: Now
    token: str = ""
    calls: int = 0
    is_reached: bool = False
    is_signed_in: bool = False
    _told: tuple[object, ...] | None = None

    @classmethod
    def of(cls, options: Options, time_zone: str, bounds: Bounds = USUAL) -> "Engine":
        """An engine that has read nothing yet."""
        way, now = Way(), Now()
        gathered = Gathered.of(options, options.time_zone or time_zone, way, now)
        turns = Turns(_streams(options, way, now), gathered, way, options.calls_per_hour, bounds)
        return cls(options, gathered, turns, way, now)

    @property
    def streams(self) -> tuple[Stream, ...]:
        """The resources that have requests of their own."""
        return self.turns.streams

    def read(self, request: ReadRequest, web: Web, clock_s: Callable[[], float]) -> Batch | None:
        """What has come since the request's token, as much as there is time for. Raises SourceFault.

        After a fault everything is as it was before, but for what it brings itself.
        """
        self._begin(request, web)
        self._meet(request.token)
        bounds = self.turns.bounds
        if self.turns.is_under_way and web.waits_s > bounds.patience_s:
            # Said here, before it is asked: what is under way goes on when it may.
            fault = words("web.budget", host=web.host)
            raise Passing(fault, words("web.remedy.later"), retry_after_s=web.waits_s)
        self.gathered.start()
        ends_s = clock_s() + bounds.slice_s
        self.now.is_late = lambda: clock_s() > ends_s + bounds.late_s
        try:
            batch = self._batch(request, has_more=self.turns.run(clock_s, ends_s))
        except Expired as fault:
            self._go_back()
            raise NeedsPerson(words("rest.expired", host=web.host), words("rest.remedy.declaration")) from fault
        except SourceFault as fault:
            batch = self._so_far(request, fault)
            if batch is None:
                self._go_back()
                raise
            fault.batch = batch
            raise
        except BaseException:
            self._go_back()
            raise
        finally:
            self.calls += web.calls
            self._note_way(web)
            self.gathered.start()
        wrong = self.turns.fault
        if wrong is not None:
            raise type(wrong)(wrong.fault, wrong.remedy, detail=wrong.detail, batch=batch)
        return batch

    def look(self, request: ReadRequest, web: Web) -> Look:
        """Who answers, how many rows each resource has by the source's own count, some of what was read of it, and what
        comes of asking for changes.

        Costs a call for each resource that has a count, and one for each that is asked for changes. What keeps the
        server from telling is a remark.
        """
        self._begin(request, web)
        try:
            resources, asked = self._looked(web)
        except SourceFault as fault:
            resources, asked = (), (fault.fault,)
        self._note_way(web)
        title = self.options.untested
        return Look(
            reached=web.host if self.is_reached else None,
            signed_in_as=self.options.sign_in.user or "" if self.is_signed_in else None,
            resources=resources,
            calls=self.calls + web.calls,
            calls_left=web.left,
            remarks=(*((words("rest.untested", title=title),) if title else ()), *asked),
        )

    def _looked(self, web: Web) -> tuple[tuple[ResourceLook, ...], tuple[Words, ...]]:
        """What the server counts, with samples, and what came of asking for changes. Raises SourceFault."""
        totals = {stream.name: stream.total() for stream in self.streams}
        asked = tuple(asked_since(self.streams, web))
        names = self.options.resources()
        return tuple(ResourceLook(name, totals.get(name), self.gathered.samples(name)) for name in names), asked

    def _note_way(self, web: Web) -> None:
        """Notes whether the server has answered, and taken the sign-in, in any read so far."""
        self.is_reached |= web.is_reached
        self.is_signed_in |= web.is_signed_in

    # What is kept

    def _begin(self, request: ReadRequest, web: Web) -> None:
        self.way.begin(web)
        self.now.now_us = request.now_us

    def _meet(self, token: str) -> None:
        """Go on from a token: the one that was given last, or another (or none), of which all else is forgotten."""
        if token == self.token:
            return
        self.turns.begin_anew()
        self._told = None  # what the last batch said is not known: this read says it, though it brings no row
        told, self.token = Token.of(token), token
        self.gathered.feeds, self.gathered.filled = dict(told.feeds), told.filled
        self.gathered.tables.halves = dict(told.tables)
        for stream in self.streams:
            name = stream.name
            stream.meet(told.state(name), told.halves.get(name, ()), told.withheld.get(name, {}))

    def _go_back(self) -> None:
        """Forget what this read has come to know: nothing of it is kept."""
        self.turns.forget()
        self.way.forget_after(0)
        for stream in self.streams:
            stream.go_back()

    def _keep(self, token: str) -> None:
        """What this read has come to know holds."""
        self.token = token
        if not self.turns.is_polling:  # else rows of an answer may still be on their way
            self.way.keep()
        for stream in self.streams:
            stream.keep()

    # The batch

    def _so_far(self, request: ReadRequest, fault: SourceFault) -> Batch | None:
        """What came before a read failed, where the next one goes on from there.

        That is so where it failed in passing in a first read, which might never come to its end otherwise, where the
        server asks to be left alone for a while, as our own budget may, where a record was deleted while it was read,
        and where a record alone may be to blame, or some that fail now and then would keep all others away for ever. Of
        any other nothing is kept.
        """
        is_first = isinstance(fault, Passing) and not all(stream.was_read for stream in self.streams)
        is_pause = fault.retry_after_s is not None or fault.fault.key == "web.busy"
        has_come = any(self.gathered.records.values()) or any(stream.has_advanced for stream in self.streams)
        if not (is_first or is_pause or is_gone(fault) or fault.is_of_one) or not has_come:
            return None
        self.turns.forget()
        self.way.forget_after(0)
        return self._batch(request, has_more=False)

    def _batch(self, request: ReadRequest, *, has_more: bool) -> Batch | None:
        web, doubts = self.way.web, self.turns.doubts
        is_cut_short = bool(doubts) or any(stream.state.doubt for stream in self.streams)
        is_first, covered = not any(stream.was_begun for stream in self.streams), (self._since(), self._reach())
        as_of_us, is_behind = request.now_us, self.turns.is_behind
        if not is_behind and self.turns.began_us is not None:
            as_of_us = self.turns.began_us  # that read what came in several parts
        remarks = self._remarks()
        told = (covered, remarks, is_cut_short, is_behind)
        is_told = is_first or has_more or is_behind or as_of_us != request.now_us or doubts or told != self._told
        if not self.gathered.is_news and not is_told and self.turns.fault is None:
            self._keep(self.token)
            return None
        made = self.gathered.make(
            is_first=is_first, is_whole=is_first and not (has_more or is_behind), through=self._through()
        )
        token = self._token(made)
        batch = Batch(
            frames=made.frames,
            mapped=made.feeds,
            as_of_us=as_of_us,
            clock_us=web.clock_us,
            token=token,
            is_cut_short=is_cut_short,
            unusable=made.unusable,
            remarks=(*made.remarks, *web.remarks, *remarks),
            is_changes=not is_first,
            adds=frozenset(stream.name for stream in self.streams if stream.lists.adds),
            gone={name: tuple(sorted(keys)) for name, keys in self.gathered.gone.items() if keys},
            withdrawn={name: keys for name, keys in made.withdrawn.items() if keys},
            left=dict(self.gathered.left) if not is_first else {},
            has_more=has_more and not doubts,  # a part went back: going on at once would ask the same again and again
            since_us=covered[0],
            reach_us=covered[1],
            is_behind=is_behind,
        )
        self._told = told
        self._keep(token)
        self.gathered.filled = made.filled
        return batch

    def _token(self, made: Made) -> str:
        states = {stream.name: stream.state for stream in self.streams}
        halves = {stream.name: stream.halves.marks for stream in self.streams}
        withheld = {stream.name: stream.withheld.records for stream in self.streams}
        return Token(states, made.feeds, made.filled, self.gathered.tables.halves, halves, withheld).text

    def _since(self) -> dict[str, int]:
        """From when on each resource has been read, what lies in another's records since that one was."""
        told = {name: stream.since_us for name, stream in self._stream_of().items()}
        return {name: since_us for name, since_us in told.items() if since_us is not None}

    def _reach(self) -> tuple[int, int] | None:
        """The days of which all that is listed by days is there; None for all."""
        spans_us = [stream.span_us for stream in self.streams if stream.span_us is not None]
        return (max(one[0] for one in spans_us), min(one[1] for one in spans_us)) if spans_us else None

    def _through(self) -> frozenset[str]:
        """The resources whose first read is through."""
        return frozenset(name for name, stream in self._stream_of().items() if stream.is_through)

    def _stream_of(self) -> dict[str, Stream]:
        """Each resource's own stream, or that of the one in whose records it stands."""
        by_name = {stream.name: stream for stream in self.streams}
        resources = self.options.resources().items()
        return {name: by_name[name if one.request is not None else one.of or ""] for name, one in resources}

    def _remarks(self) -> tuple[Words, ...]:
        """Which lists may not be whole: of this read, of the last of everything, or as they were taken; and which
        tables, how many records' details, and which records are withheld."""
        of_all = {stream.name: stream.state.full_doubt for stream in self.streams if stream.state.full_doubt}
        taken = {stream.name: stream.state.doubt for stream in self.streams if stream.state.doubt}
        doubts = {**self.gathered.tables.halves, **of_all, **taken, **self.turns.doubts}
        found = (words(f"rest.doubt.{doubt}", what=name) for name, doubt in sorted(doubts.items()))
        details = {stream.name: len(stream.halves) for stream in self.streams}
        withheld = {stream.name: stream.withheld.numbers for stream in self.streams}
        return (
            *found,
            *(words("rest.doubt.deleted", what=name) for name in sorted(of_all)),
            *(words("rest.doubt.details", what=name, n=number) for name, number in sorted(details.items()) if number),
            *(
                words("rest.doubt.withheld", what=name, n=len(numbers), found=", ".join(filter(None, numbers)) or "…")
                for name, numbers in sorted(withheld.items())
                if numbers
            ),
        )


def _streams(options: Options, way: Way, now: Now) -> tuple[Stream, ...]:
    return tuple(
        Stream(
            Lists(
                name,
                resource,
                by_path(name, resource.fields, resource.missing),
                options.errors,
                options.settings,
                way,
                now,
            )
        )
        for name, resource in options.resources().items()
        if resource.request is not None
    )
