"""Records that are kept as they were last known, because the server does not give their details."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from wallboard.sources.contract import TRIES, SourceFault
from wallboard.sources.declared.blame import is_gone, is_missing, is_of_the_way
from wallboard.sources.declared.moments import Now
from wallboard.sources.declared.tries import Tries

_MOST: Final = 10
"""More than so many are no fault of theirs."""
_PROBES: Final = 2
_REST_US: Final = 3_600_000_000
"""So long a server is left alone with a record for which it asked that again and again."""
_TWICE: Final = 2


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is withheld: its number (empty where that would be a person's name), and when it says that it was
    changed last (None: it does not)."""

    number: str
    changed_us: int | None = None


Keyed = tuple[str, Any]
"""A record's key, and its row."""


@dataclass(slots=True)
class Missing:
    """A record whose details are not there: how often that was answered, and how often since its list had it not."""

    asked: int = 0
    sought: int = 0


@dataclass
class Asked:
    """What came of asking for the details of one step's records (`rows`): those that failed, by their keys, and whether
    any came. It ends with the step, so that a reading that stops in between has nothing weighed by another."""

    rows: Sequence[Any] = ()
    failing: dict[str, tuple[Record, SourceFault]] = field(default_factory=dict)
    has_answered: bool = False


@dataclass
class Withheld:
    """Such records of a resource by their keys.

    What the read under way adds is kept or goes back with it. How often a record's details failed is known to the
    process alone: after a restart they are asked for at once.
    """

    now: Now
    records: dict[str, Record] = field(default_factory=dict)
    _kept: dict[str, Record] = field(default_factory=dict)
    _tries: dict[str, Tries] = field(default_factory=dict)
    _missing: dict[str, Missing] = field(default_factory=dict)
    _forgotten: dict[str, Tries] = field(default_factory=dict)
    _waits: dict[str, Tries] = field(default_factory=dict)
    _answered: Keyed | None = None

    # What is known of them

    @property
    def numbers(self) -> list[str]:
        """Their numbers, in order; none of those that may have been deleted since they were listed."""
        return sorted(record.number for key, record in self.records.items() if not self._is_just_missing(key))

    @property
    def just_missing(self) -> list[str]:
        """The numbers of those that may have been deleted since they were listed, in order."""
        return sorted(record.number for key, record in self.records.items() if self._is_just_missing(key))

    def is_asked(self, key: str) -> bool:
        """Whether a record is to be asked for its details though it came before as it is."""
        tries, now_us = self._tries.get(key), self.now.now_us
        if key not in self.records:
            return tries is not None
        waits = self._waits.get(key)
        if waits is not None and 0 <= now_us - waits.at_us < _REST_US:
            return False
        return tries is None or (tries.at_us != now_us and tries.may_be_tried(now_us))

    @property
    def due(self) -> dict[str, Record]:
        """Those whose time has come to be tried again."""
        return {key: record for key, record in self.records.items() if self.is_asked(key)}

    def _is_just_missing(self, key: str) -> bool:
        return key in self._missing and self._missing[key].asked < _TWICE

    # What comes of asking

    def answer(self, asked: Asked, key: str | None, row: Any) -> None:
        """A record's details came."""
        asked.has_answered = True
        if key is not None:
            self._answered = (key, row)
            self.forget(key)

    def fail(self, asked: Asked, key: str, record: Record, fault: SourceFault) -> None:
        """A record's details did not come, and the fault may be of them alone.

        Raises it where that is too many, or where the way to the server broke down twice and nothing came on it.
        """
        self._note(key)
        before = self._missing.pop(key, Missing())
        if is_missing(fault):
            self._missing[key] = Missing(before.asked + 1)
        if key in self.records:
            self.records[key] = record
            return
        is_second = is_of_the_way(fault) and any(is_of_the_way(one) for _, one in asked.failing.values())
        asked.failing[key] = (record, fault)
        if len(self.records) + len(asked.failing) > _MOST or (is_second and not asked.has_answered):
            fault.is_of_one = asked.has_answered  # what came beside them is kept
            raise fault

    def wait(self, key: str) -> None:
        """The server asked to be left alone where a record's details were asked for."""
        self._waits[key] = self._after(self._waits.get(key))

    def is_left(self, key: str, record: Record, others: Iterable[Keyed], answers: Callable[[Any, str], bool]) -> bool:
        """Whether a record is left out before it is asked for: where it was it alone, in several reads in a row, for
        which the server, having been left alone so long, asked for that once more, and gives another now.

        That is one that came before, else one of `others`. Raises the fault of it where the server asks for more time.
        """
        waits = self._waits.get(key)
        if waits is None or waits.times < TRIES:
            return False
        if key not in self.records:
            known = [] if self._answered is None else [self._answered]
            some = islice((one for one in (*known, *others) if one[0] not in {key, *self.records}), _PROBES)
            if len(self.records) >= _MOST or not any(answers(row, other) for other, row in some):
                return False
        elif self.is_asked(key):
            return False
        self.records[key] = record
        return True

    def miss(self, key: str) -> None:
        """A record that was to be tried is not where it was; one that had no details any more either is deleted, once
        that was so twice."""
        self._note(key)
        missing = self._missing.get(key)
        if missing is not None:
            missing.sought += 1
            if missing.sought >= _TWICE:
                self.forget(key)

    def _note(self, key: str) -> None:
        """Note that a record was tried in this read, in vain."""
        self._tries[key] = self._after(self._tries.get(key))

    def _after(self, before: Tries | None) -> Tries:
        """One try more, unless it was in this read."""
        now_us = self.now.now_us
        if before is not None and before.at_us == now_us:
            return before
        return Tries(now_us, before.times + 1 if before is not None else 1)

    def weigh(self, asked: Asked, rows: Iterable[Keyed], answers: Callable[[Any, str], bool]) -> None:
        """Leave out the records that fail for good, before it is noted that all were read. Raises the fault of one.

        What another reading has brought since, or found gone, is none of them. They alone are to blame once they failed
        in several reads, while another record's details come: of those that came with them, else of one that came
        before or of `rows`, asked for once more. One that is not there any more need not fail again: it may be deleted.
        Where the server itself says that it is, no other's need come.
        """
        failing = {key: failed for key, failed in asked.failing.items() if key in self._tries}
        for key, (_, fault) in failing.items():
            if self._tries[key].times < TRIES and key not in self._missing:
                fault.is_of_one = True
                raise fault
        if not failing:
            return
        known = [] if self._answered is None else [self._answered]
        others = ((key, row) for key, row in (*known, *rows) if key not in failing and key not in self.records)
        of_server = [fault for _, fault in failing.values() if not is_gone(fault)]
        if of_server and not asked.has_answered and not any(answers(row, key) for key, row in islice(others, _PROBES)):
            raise of_server[0]
        self.records |= {key: record for key, (record, _) in failing.items()}

    def forget(self, key: str | None) -> None:
        """A record came with its details, does not count any more, or is gone."""
        if key is not None:
            tries = self._tries.pop(key, None)
            if tries is not None:
                self._forgotten.setdefault(key, tries)
            self.records.pop(key, None)
            self._waits.pop(key, None)
            self._missing.pop(key, None)

    def forget_others(self, keys: Collection[str | None]) -> None:
        """Only records with these keys are there."""
        for key in {*self.records, *self._tries} - set(keys):
            self.forget(key)

    # What holds

    def meet(self, records: Mapping[str, Record]) -> None:
        """Go on from those that were kept."""
        self.records, self._kept = dict(records), dict(records)
        self._tries, self._missing, self._forgotten, self._waits, self._answered = {}, {}, {}, {}, None

    def keep(self) -> None:
        """What the read under way has come to know holds."""
        self._kept, self._forgotten = dict(self.records), {}

    def go_back(self) -> None:
        """Forget what the read under way has come to know."""
        # What failed before is to be asked for again: that it came now is not kept.
        self._tries, self._forgotten = self._forgotten | self._tries, {}
        self.records = dict(self._kept)
