"""What a read brings until it ends: records with all that belongs to them, and the batch that they make."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import Any, Final

import polars as pl

from wallboard.core.records import Unusable
from wallboard.core.words import Words
from wallboard.sources.contract import SourceFault
from wallboard.sources.declared.answers import Door
from wallboard.sources.declared.blame import is_gone, is_of_one, may_be_of_a_record
from wallboard.sources.declared.details import Details
from wallboard.sources.declared.filled import Filled
from wallboard.sources.declared.halves import Halves
from wallboard.sources.declared.lists import adds
from wallboard.sources.declared.moments import Now
from wallboard.sources.declared.options import Options
from wallboard.sources.declared.record_keys import marked, of_record
from wallboard.sources.declared.resources import AnyResource
from wallboard.sources.declared.shaping import Hook, counts, unfolded, with_looked_up
from wallboard.sources.declared.stream import Stream
from wallboard.sources.declared.tables import Tables
from wallboard.sources.declared.withheld import Asked, Record
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.gathering import Gathering
from wallboard.sources.mapping.origins import Origin, by_path, samples
from wallboard.sources.mapping.record_keys import KEY, numbers_of

_MOST_SHOWN: Final = 200
_TIMES: Final = 3
_OF_A_NUMBER: Final = ("events", "activities")
"""What bears the number of the record that it stands in."""


@dataclass(frozen=True)
class Made:
    """The rows of one read, the fields that they feed and those that had a value, and what is to be said of them."""

    frames: Mapping[str, pl.DataFrame]
    feeds: Mapping[str, frozenset[str]]
    filled: Mapping[str, Filled]
    unusable: tuple[Unusable, ...]
    withdrawn: Mapping[str, frozenset[int]]
    remarks: tuple[Words, ...]


@dataclass
class Gathered:
    """The records of a read by resource and key, those that are gone, and what is needed to complete them.

    `shown` are a few of the last records, for a look: never kept beyond the process, never logged.
    """

    options: Options
    time_zone: str
    tables: Tables
    details: Mapping[str, Details]
    origins: Mapping[str, tuple[Origin, ...]]
    hook: Hook | None
    records: dict[str, dict[Any, list[Any]]] = field(default_factory=dict)
    gone: dict[str, set[str]] = field(default_factory=dict)
    out: dict[str, set[str]] = field(default_factory=dict)
    left: dict[str, frozenset[str]] = field(default_factory=dict)
    numbers: dict[str, set[str]] = field(default_factory=dict)
    shown: dict[str, list[Any]] = field(default_factory=dict)
    feeds: dict[str, frozenset[str]] = field(default_factory=dict)
    filled: Mapping[str, Filled] = field(default_factory=dict)
    count: int = 0

    @classmethod
    def of(cls, options: Options, time_zone: str, door: Door, now: Now) -> "Gathered":
        """Nothing yet, of a declaration."""
        resources = options.resources()
        return cls(
            options,
            time_zone,
            Tables(options.lookups, options.errors, options.settings, door, now),
            {
                name: Details(name, resource.details, options.errors, options.settings, door, now)
                for name, resource in resources.items()
                if resource.details is not None
            },
            {
                name: (
                    *by_path(name, resource.fields, resource.missing),
                    *of_record(name, resource, adds=adds(name, resource)),
                )
                for name, resource in resources.items()
            },
            hook_of(options.hook),
        )

    def start(self) -> None:
        """Forget what an earlier read brought."""
        self.records, self.gone, self.out, self.left, self.numbers, self.count = {}, {}, {}, {}, {}, 0
        self.tables.start()

    def take(self, stream: Stream, key: str | None, row: Any, asked: Asked) -> None:
        """A row that is news: with its details it replaces what this read brought of it before. Raises SourceFault.

        What comes of asking for them is noted in `asked`, to be weighed.
        """
        self.put(stream, key, row, self.completed(stream, key, row, asked))

    def completed(self, stream: Stream, key: str | None, row: Any, asked: Asked) -> Any:
        """A row with its details and what tables say; None for one that does not count, or is left as it was. Raises
        SourceFault."""
        if not counts(stream.resource, row):
            return None
        details = self.details.get(stream.name)
        if details is not None and details.is_for(row):
            if key is not None and stream.withheld.is_left(
                key, _record_of(stream, key, row), self._keyed(stream, asked.rows), partial(_has_details, details)
            ):
                return None
            try:
                told = _detailed(details, stream.halves, key, row)
            except SourceFault as fault:
                if key is not None and fault.retry_after_s is not None and fault.fault.key != "web.budget":
                    stream.withheld.wait(key)
                if key is None or not may_be_of_a_record(fault):
                    raise
                stream.withheld.fail(asked, key, _record_of(stream, key, row), fault)
                return None
            stream.withheld.answer(asked, key, row)
            row = told
        elif details is not None:
            stream.halves.forget(key)
            stream.withheld.forget(key)
        return with_looked_up(stream.resource, row, self.tables.value)

    def put(self, stream: Stream, key: str | None, row: Any, told: Any) -> None:
        """A row, and what it is when it is complete."""
        self.count += 1
        of_resource = self.records.setdefault(stream.name, {})
        place = key if key is not None else ("", self.count)
        if not counts(stream.resource, row):
            of_resource.pop(place, None)
            stream.halves.forget(key)
            stream.withheld.forget(key)
            if stream.lists.adds:  # its number is that of others too
                self.out.setdefault(stream.name, set()).update(() if key is None else (key,))
                return
            self.gone.setdefault(stream.name, set()).update(stream.lists.numbers_in(row))
            stream.came.difference_update(stream.lists.numbers_in(row))
            return
        if told is None:
            return
        of_resource.pop(place, None)
        rows = list(self.hook(stream.name, told)) if self.hook is not None else [told]
        of_resource[place] = marked(rows, key) if stream.lists.adds else rows
        numbers = stream.lists.numbers_in(told)
        stream.came.update(numbers)
        self.numbers.setdefault(stream.name, set()).update(numbers)
        self.gone.get(stream.name, set()).difference_update(numbers)
        self.out.get(stream.name, set()).discard(key or "")

    def drop(self, name: str) -> None:
        """Forget what this read brought of a resource."""
        for brought in (self.records, self.gone, self.out, self.left, self.numbers):
            brought.pop(name, None)

    def weigh(self, stream: Stream, rows: list[Any], asked: Asked) -> None:
        """Leave out records whose details do not come while those of others do, be it of these rows. Raises
        SourceFault where those of no other do."""
        details = self.details.get(stream.name)
        if details is None:
            return
        stream.withheld.weigh(asked, self._keyed(stream, rows), partial(_has_details, details))

    def _keyed(self, stream: Stream, rows: Sequence[Any]) -> Iterator[tuple[str, Any]]:
        """The rows that have details, with their keys."""
        details = self.details[stream.name]
        keyed = ((stream.lists.key_of(row), row) for row in rows if counts(stream.resource, row))
        return ((key, row) for key, row in keyed if key is not None and details.is_for(row))

    def compare(self, stream: Stream, keys: frozenset[str]) -> None:
        """Find what is deleted, now that the keys of all there is of a resource are known."""
        if stream.resource.changes is not None:
            self.left[stream.name] = keys | stream.came
        elif stream.known is None:
            self.left[stream.name] = keys
        else:
            self.gone.setdefault(stream.name, set()).update(stream.known - keys)
        stream.is_all(keys)

    @property
    def is_news(self) -> bool:
        """Whether anything has come, or is gone."""
        return bool(self.count or self.left or any(self.gone.values()))

    def make(self, *, is_first: bool, is_whole: bool, through: Set[str]) -> Made:
        """The rows of all that was taken. Raises NeedsPerson where a resource's records are of no use.

        `through` are the resources whose first read is: what no record of theirs had a value for is told.
        """
        filled = dict(self.filled)
        frames: dict[str, pl.DataFrame] = {}
        unusable: list[Unusable] = []
        withdrawn: dict[str, frozenset[int]] = {}
        remarks: list[Words] = []
        for name, resource in self.options.resources().items():
            items = self._items(name, resource)
            gathering = Gathering(name, self.origins[name], self.time_zone)
            gathering.take(items)
            mapped = gathering.mapped()
            mapped.refuse_useless(is_whole=is_whole)
            frames[name] = mapped.frame
            if name in filled or name not in self.feeds:  # else an earlier version fed it, and nobody counted
                filled[name] = filled.get(name, Filled()).then(mapped)
                remarks.extend(filled[name].remarks(name, self.origins[name]) if name in through else ())
            if items or is_first:
                self.feeds[name] = self.feeds.get(name, frozenset()) | mapped.feeds
            unusable.extend(mapped.unusable)
            if KEY in (origin.field for origin in self.origins[name]):
                withdrawn[name] = mapped.rowless | self._without_rows(name, resource.each)
            if resource.of is not None and name in _OF_A_NUMBER:
                # A record tells all of its list, also where that has become empty.
                come = set(mapped.frame.to_series(0))
                self.gone.setdefault(name, set()).update(self.numbers.get(resource.of, set()) - come)
            if items:
                self.shown[name] = items[-_MOST_SHOWN:]
        return Made(frames, dict(self.feeds), filled, tuple(unusable), withdrawn, tuple(remarks))

    def _without_rows(self, name: str, each: str | list[str] | None) -> frozenset[int]:
        """The records, as their rows name them, that do not count, and those of which a list or a hook left nothing."""
        nothing = object()
        emptied = {
            key
            for key, records in self.records.get(name, {}).items()
            if isinstance(key, str)
            and all(next(iter(unfolded(record, each)), nothing) is nothing for record in records)
        }
        return numbers_of(self.out.get(name, set()) | emptied)

    def _items(self, name: str, resource: AnyResource) -> list[Any]:
        """The records of a resource that are mapped; those of a list within another's get values of their own."""
        items = [
            item
            for records in self.records.get(resource.of or name, {}).values()
            for record in records
            for item in unfolded(record, resource.each)
        ]
        if resource.of is None:
            return items
        return [with_looked_up(resource, item, self.tables.value) for item in items if counts(resource, item)]

    def samples(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Up to three values of each field of a resource, as the source writes them."""
        return samples(self.origins[name], self.shown.get(name, []))


def _detailed(details: Details, halves: Halves, key: str | None, row: Any) -> Any:
    """A record with its details, asked for again where they may not be whole, and then taken as they are: a server may
    count what nobody may see. Raises SourceFault."""
    for _ in range(1 if halves.are_many else _TIMES):
        told, doubt = details.with_details(row, key)
        if not doubt:
            halves.forget(key)
            return told
    halves.add(key)
    return told


def _has_details(details: Details, row: Any, key: str) -> bool:
    """Whether a record's details come. Raises SourceFault where the server tells of no record."""
    try:
        details.with_details(row, key)
    except SourceFault as fault:
        if not (is_of_one(fault) or is_gone(fault)):
            raise
        return False
    return True


def _record_of(stream: Stream, key: str, row: Any) -> Record:
    if stream.name == "absences":  # nobody's name stands for a row
        return Record("", stream.lists.changed_us(row))
    numbers = stream.lists.numbers_in(row)
    return Record(shortened(numbers[0] if numbers else key), stream.lists.changed_us(row))


def hook_of(named: str | None) -> Hook | None:
    """The function that a declaration names as module:function."""
    if named is None:
        return None
    module, _, name = named.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
