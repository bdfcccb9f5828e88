"""The records of a resource, taken page by page, and the frame that they make in the form of the records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from wallboard.core.records import Unusable
from wallboard.core.words import Words, words
from wallboard.sources.contract import NeedsPerson
from wallboard.sources.mapping.doubts import Reading, shortened
from wallboard.sources.mapping.forms import feeds, in_form_of_records, told
from wallboard.sources.mapping.origins import Origin
from wallboard.sources.mapping.plain import LINE, NOT_PLAIN
from wallboard.sources.mapping.record_keys import KEY, numbers
from wallboard.sources.mapping.rows import EXAMPLES, FILE, KEYS, NUMBER, ROW, Rows, known
from wallboard.sources.mapping.strange_times import strange_time

# So few may all be unusable among the changes of a minute; more of them are a mapping that does not fit.
FEW_RECORDS: Final = 10
# A field that not one of so many records has is worth a word.
MANY_RECORDS: Final = 50


@dataclass(frozen=True)
class _Records(Rows):
    """Rows that came as records: they are named by their numbers, and by their places only where they have none."""

    def names(self, rows: pl.DataFrame) -> tuple[str, ...]:
        named = zip(self._numbers(rows), rows.get_column(LINE).to_list(), strict=True)
        return tuple(f"{self.resource} {line}" if key is None else shortened(key) for key, line in named)

    def keys(self, rows: pl.DataFrame) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for key in self._numbers(rows) if key is not None))

    def _numbers(self, rows: pl.DataFrame) -> list[str | None]:
        if self.resource == "absences":  # nobody's name stands for a row
            return [None] * rows.height
        keys = rows.get_column(KEYS.get(self.resource, NUMBER)).to_list()
        return [None if key == NOT_PLAIN else key for key in keys]


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a resource's records became: rows as SCHEMAS has them, the fields and kinds that their mapping feeds, what
    could not be used, how many records there were, and which fields had a value in one of them.

    `repeats` are how many of its usable records had the key of a later one, which stands in their place, and
    `repeating` is the first such key.
    `strange` quotes times that could not be read where nothing else came, for a desk.
    `rowless` are the keys of records (`record_keys`) that were taken, and of which nothing came.
    """

    resource: str
    frame: pl.DataFrame
    feeds: frozenset[str]
    unusable: tuple[Unusable, ...]
    records: int
    filled: frozenset[str]
    rowless: frozenset[int] = frozenset()
    strange: tuple[Words, ...] = ()
    repeats: int = 0
    repeating: str = ""

    def refuse_useless(self, *, is_whole: bool) -> None:
        """Raises NeedsPerson where not one of the records can be used, since no rows would look like no work.

        Where they are not the whole of a read, a few may be so.
        """
        lost = sum(one.count for one in self.unusable)
        if not self.records or lost < self.records or (not is_whole and self.records < FEW_RECORDS):
            return
        fault = words("record.useless", n=self.records, resource=self.resource)
        raise NeedsPerson(fault, words("record.remedy.fields"), detail=(*self.strange, self.unusable[0].why)[0])


def unfilled(origins: Sequence[Origin], records: int, filled: frozenset[str], resource: str) -> tuple[Words, ...]:
    """What is to be said of fields that not one of many records of a whole read had a value for: perhaps the path or
    the column is wrong, perhaps there is nothing yet."""
    if records < MANY_RECORDS:
        return ()
    return tuple(
        words("record.unfilled", n=records, resource=resource, field=origin.field, path=origin.said)
        for origin in origins
        if origin.field not in filled
    )


@dataclass
class Gathering:
    """Takes a resource's records, a page at a time, and holds no more of them than their fields' texts."""

    resource: str
    origins: Sequence[Origin]
    time_zone: str
    records: int = 0
    _parts: list[pl.DataFrame] = field(default_factory=list)
    _strange: list[int] = field(default_factory=list)

    def take(self, records: Sequence[Any]) -> None:
        """One page of records: JSON objects, or rows of a database."""
        first = self.records + 1
        self.records += len(records)
        places = [n for n, record in enumerate(records, start=first) if isinstance(record, dict | tuple)]
        if len(places) < len(records):
            self._strange += sorted(set(range(first, self.records + 1)) - set(places))
            records = [record for record in records if isinstance(record, dict | tuple)]
        self._parts.append(
            pl.DataFrame(
                [pl.Series(origin.field, origin.texts(records), pl.String) for origin in self.origins]
                + [pl.Series(LINE, places, pl.Int64)]
            )
        )

    def mapped(self) -> Mapped:
        """What all that was taken became; of several records with one key the last counts."""
        rows = taken = self._rows()
        filled = {origin.field for origin in self.origins if rows.frame.get_column(origin.field).count()}
        rows = usable = known(rows, {origin.field: origin.said for origin in self.origins})
        times = {origin.field: self._reading(origin) for origin in self.origins if origin.is_time}
        rows = told(rows, times)
        is_useless = not rows.frame.height and usable.frame.height > 0
        frame = in_form_of_records(rows, [origin.field for origin in self.origins], times)
        return Mapped(
            self.resource,
            frame,
            feeds(self.resource, (origin.field for origin in self.origins), self._kinds(), rows.frame),
            rows.unusable,
            self.records,
            frozenset(filled),
            self._rowless(taken, usable, frame),
            tuple(self._strange_times(usable)) if is_useless else (),
            rows.frame.height - frame.height,
            self._repeating(rows, frame),
        )

    def _repeating(self, rows: Rows, frame: pl.DataFrame) -> str:
        if rows.frame.height == frame.height:
            return ""
        key = rows.frame.get_column(KEYS.get(self.resource, NUMBER))
        return shortened(str(key.filter(key.is_duplicated())[0]))

    def _strange_times(self, rows: Rows) -> Iterator[Words]:
        for origin in self.origins:
            if origin.is_time:
                yield from strange_time(self.resource, origin, rows.frame.get_column(origin.field), self.time_zone)

    def _rowless(self, taken: Rows, usable: Rows, frame: pl.DataFrame) -> frozenset[int]:
        # a row that states a case as the one before does makes no event, but may once that one is another
        tells_states = self.resource == "events" and all(origin.field != "kind" for origin in self.origins)
        had = usable.frame if tells_states else frame
        if KEY not in taken.frame.columns or had.height == taken.frame.height:  # of one row there is one at most
            return frozenset()
        key = numbers(taken.frame.get_column(KEY))
        others = numbers(had.get_column(KEY)) if tells_states else had.get_column(KEY)
        return frozenset(key.filter(~key.is_in(others.drop_nulls().implode())).drop_nulls())

    def _rows(self) -> Rows:
        schema = dict.fromkeys((origin.field for origin in self.origins), pl.String()) | {LINE: pl.Int64()}
        frame = pl.concat([pl.DataFrame(schema=schema), *self._parts], rechunk=True)
        frame = frame.with_columns(pl.lit(0, pl.Int32).alias(FILE)).with_row_index(ROW)
        named = tuple(f"{self.resource} {line}" for line in self._strange[:EXAMPLES])
        strange = Unusable(self.resource, words("record.row.none", n=len(self._strange)), len(self._strange), named)
        return _Records(self.resource, frame, (self.resource,), (strange,) if self._strange else ())

    def _reading(self, origin: Origin) -> Reading:
        zone = origin.time_zone or self.time_zone
        return Reading(origin.field, origin.said, self.resource, zone, origin.format, is_told=True)

    def _kinds(self) -> frozenset[str]:
        """The kinds of change that a history's words stand for, if it says what they do."""
        kind = next((origin for origin in self.origins if origin.field == "kind"), None)
        if kind is None or not (kind.values or kind.default):
            return frozenset()
        return frozenset((*(kind.values or {}).values(), *((kind.default,) if kind.default else ())))
