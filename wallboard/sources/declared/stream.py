"""One resource of a source: how far it was read, and what has been seen of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wallboard.core.local_time import DAY_US
from wallboard.core.worktime import NEVER_US
from wallboard.sources.declared.doubts import HEALS_S, Doubts
from wallboard.sources.declared.halves import Halves
from wallboard.sources.declared.held import Held
from wallboard.sources.declared.listing import Doubt
from wallboard.sources.declared.lists import Lists, names
from wallboard.sources.declared.mark_tries import MarkTries
from wallboard.sources.declared.resources import Resource
from wallboard.sources.declared.seen import Seen
from wallboard.sources.declared.sieve import Sieve
from wallboard.sources.declared.state import NOTHING, State
from wallboard.sources.declared.step import Step
from wallboard.sources.declared.withheld import Record, Withheld

Back = Callable[[State], State]
"""From the state that was kept to one of which all came for sure."""


def _as_it_is(state: State) -> State:
    return state


BY_DAYS: Final = frozenset({"appointments", "absences"})
"""The resources of which a list may be asked for by the days that they are for."""


@dataclass
class Stream:
    """A resource with a request of its own.

    `state` runs ahead while a read is under way, until that is kept or goes back. `seen` holds what came of late, so
    that it is not taken for news again. `known` are the keys of all there was when everything was last read, and
    `came` those that came since everything began to be read. `doubtful` are the keys of a full read that has lost so
    much that it is made once more, and `doubts` what is known of lists in doubt. `held` is what full reads compare with
    where records have details of their own. `halves` are the records that were taken though their details may not be
    whole, `withheld` those that were not taken since theirs do not come, and `mark_tries` those at the mark that its
    first read goes on from.
    """

    lists: Lists
    state: State = NOTHING
    known: frozenset[str] | None = None
    came: set[str] = field(default_factory=set)
    doubtful: frozenset[str] | None = None
    doubts: Doubts = field(default_factory=Doubts)
    held: Held = field(default_factory=Held)
    halves: Halves = field(default_factory=Halves)
    mark_tries: MarkTries = field(default_factory=MarkTries)
    withheld: Withheld = field(init=False)
    seen: Seen = field(init=False)
    _kept: State = NOTHING
    _found: frozenset[str] | None = None
    _back: Back = _as_it_is
    _sieve: Sieve = field(default_factory=lambda: Sieve(""))

    def __post_init__(self) -> None:
        self.withheld = Withheld(self.lists.now)
        self.seen = Seen(self.lists.key_of, self.lists.changed_us, self.halves, self.withheld)

    # What holds

    def meet(self, state: State, halves: Collection[str], withheld: Mapping[str, Record]) -> None:
        """Go on from a state that was kept, and records that were taken without all their details or not at all; all
        else is forgotten."""
        self.seen.clear()
        self.held.meet(is_all=not state.is_begun)
        self.halves.meet(halves)
        self.withheld.meet(withheld)
        self.known, self.came, self.doubtful, self._found = None, set(), None, None
        self.doubts, self._back = Doubts(), _as_it_is
        self.state = self._kept = state
        self._sieve = Sieve(state.sieve)

    def keep(self) -> None:
        """What the read under way has come to know holds."""
        self.seen.keep()
        self.held.keep()
        self.halves.keep()
        self.withheld.keep()
        self.known = self.known if self._found is None else self._found
        self._kept, self._found = self.state, None

    def go_back(self) -> None:
        """Forget what the read under way has come to know."""
        self.seen.go_back()
        self.held.go_back()
        self.halves.go_back()
        self.withheld.go_back()
        self.state, self._found = self._kept, None

    def leave_in_doubt(self) -> None:
        """Be as far as before a list in doubt began."""
        self.go_back()
        self.begin_again(self.state)

    def begin_again(self, state: State) -> None:
        """Be at an earlier state, and not beyond what surely came of a list in doubt."""
        self.state, self._back = self._back(state), _as_it_is

    def is_all(self, keys: frozenset[str]) -> None:
        """Note the keys of all there is, once the read under way is kept."""
        self._found = keys

    def ended(
        self,
        what: str,
        state: State,
        doubt: Doubt,
        rows: Sequence[Any] = (),
        *,
        from_us: int | None = None,
        back: Back = _as_it_is,
    ) -> Step:
        """The end of a list of what changed since `from_us` (None: of everything): its last rows and the state that
        holds then, which tells of a doubt.

        A list in doubt is asked for again, as far as that was kept and `back` lets it be; one that was so in several
        reads in a row is taken as it comes, since its server gives no more, and any later one at once, until all is
        read well.
        """
        if not doubt:
            self.doubts.went_well(what, is_all=not state.doubt)
            return Step(list(rows), state)
        if not self.doubts.is_to_be_taken(what, self.now_us, at_once=bool(self.state.doubt)):
            self._back = back
            return Step(list(rows), doubt=doubt)
        # What is open, and a list of everything, goes back before the floor.
        lost_us = min(from_us or 0, NEVER_US if state.doubt_us is None else state.doubt_us)
        return Step(list(rows), replace(state, doubt=doubt, doubt_us=lost_us))

    def may_be_missed(self, key: str, content: bytes, row: Any) -> bool:
        """Whether a list that was taken in doubt may have passed over a row, or whether it has changed since the full
        read before a restart: what polls brought of it since is not known."""
        from_us, at_us = self.state.doubt_us, self.lists.changed_us(row)
        if from_us is not None and (at_us is None or at_us >= from_us):
            return True
        return self._sieve.lacks(key, content)

    @property
    def is_to_heal(self) -> bool:
        """Whether it is time to ask once more for what may be missing, where no read of everything brings it."""
        return not self.is_compared and self.state.doubt_us is not None and self.doubts.may_heal(self.now_us)

    @property
    def was_begun(self) -> bool:
        """Whether anything of it was kept before the read under way."""
        return self._kept.is_begun

    @property
    def has_advanced(self) -> bool:
        """Whether the read under way is further than what was kept."""
        return self.was_begun and self.state != self._kept

    @property
    def was_read(self) -> bool:
        """Whether what every poll reads of it had come once before the read under way, as far as that was kept."""
        kept = self._kept
        if self.resource.changes is None:
            return kept.full_us is not None
        return kept.back_us is not None and kept.start_us is not None and kept.back_us < kept.start_us

    # What it is

    @property
    def name(self) -> str:
        """The resource's name."""
        return self.lists.name

    @property
    def resource(self) -> Resource:
        """What is declared of it."""
        return self.lists.resource

    @property
    def now_us(self) -> int:
        """The instant of the read under way."""
        return self.lists.now.now_us

    # How far it is

    @property
    def floor_us(self) -> int:
        """How far back the first read goes."""
        return self.now_us if self.state.floor_us is None else self.state.floor_us

    @property
    def back_us(self) -> int:
        """How far back the first read is."""
        return self.now_us if self.state.back_us is None else self.state.back_us

    @property
    def is_through(self) -> bool:
        """Whether the first read has come to its end."""
        if self.resource.changes is None:
            return self.state.full_us is not None
        return self.state.back_us is not None and self.back_us <= self.floor_us

    @property
    def is_back(self) -> bool:
        """Whether nothing of the first read is left to what can wait."""
        return self.resource.changes is None or self.resource.between is None or self.is_through

    @property
    def since_us(self) -> int | None:
        """From when on the resource has been read; None for all of it."""
        if self.resource.changes is not None:
            return None if self.state.is_whole else min(self.back_us, self.now_us)
        if not self.is_through:  # its list has not come to its end: nothing that was is surely there
            return self.now_us if self.state.start_us is None else min(self.state.start_us, self.now_us)
        if self.span_us is not None:
            return None
        has_floor = names("from", self.lists.lister(self.resource.whole))
        floor_us = self.now_us - round(self.resource.first * 1e6)
        return -(-floor_us // DAY_US) * DAY_US if has_floor else None

    @property
    def span_us(self) -> tuple[int, int] | None:
        """The whole days [from, until) of which appointments or leave are there that are listed by their own days, each
        time; None for all, and for what is asked for by its changes. They end where the last whole list did."""
        if self.resource.changes is not None or self.name not in BY_DAYS:
            return None
        lister, (from_us, until_us) = self.lists.lister(self.resource.whole), self.lists.span_us
        has_from, has_until = names("from", lister), names("until", lister)
        if not (has_from or has_until):
            return None
        if self.state.full_us is not None:
            until_us -= self.now_us - self.state.full_us
        first_us = -(-from_us // DAY_US) * DAY_US if has_from else 0
        return first_us, until_us // DAY_US * DAY_US if has_until else NEVER_US

    @property
    def is_compared(self) -> bool:
        """Whether everything is read again now and then, to find what is deleted: also where the server tells that
        by its mark, once that was lost."""
        changes, is_told = self.resource.changes, self.resource.deleted is not None
        if changes is None or self.lists.adds or self.resource.full_every is None:
            return False
        return not (changes.by == "token" and is_told) or self.state.forgot_us is not None

    @property
    def is_due(self) -> bool:
        """Whether that is due: also where it was noted by a clock that was wrong, as of a day that has not come."""
        last_us = self.state.start_us if self.state.full_us is None else self.state.full_us
        every = self.resource.full_every
        if not self.is_compared or last_us is None or every is None:
            return False
        is_unsure = self.state.doubt or self.state.forgot_us is not None
        every = min(every, HEALS_S) if is_unsure else every
        return not -DAY_US <= self.now_us - last_us < every * 1e6

    def total(self) -> int | None:
        """How many rows the source itself counts of all that a first read brings; None where it does not tell.

        Costs a call. Raises SourceFault.
        """
        return self.lists.total(self.floor_us, self.state.older)
