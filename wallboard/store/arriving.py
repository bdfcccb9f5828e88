"""A source read from the beginning although rows of it are known: what has come so far lies beside those."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from wallboard.core.local_time import DAY_US, HOUR_US
from wallboard.core.records import SCHEMAS, Batch
from wallboard.store.laying import known_of
from wallboard.store.merging import gone_keys, merged
from wallboard.store.rows import key_of

_MARGIN_US = HOUR_US
"""A row may be stamped by another clock than that by which the last read was noted."""
_PATIENCE_US = DAY_US
"""So long a read may not yet have come back to what is known, though it finds nothing more: its calls were spent."""


class Place(Enum):
    """Where rows that have come belong."""

    BESIDE = auto()
    """Nowhere yet: what is known is more."""
    OVER = auto()
    """Laid over what is known, which reaches further back."""
    INSTEAD = auto()
    """In the place of what is known."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """All that a read begun anew has brought until now, each part in order (`in_order`).

    `adds`, `gone` and `withdrawn` are what its parts said of rows that are known; `has_more` where the read goes on,
    and `is_whole` unless the last part was cut short, or something of it refused. `began_us` is when the first part was
    read, `came_us` when the last was.
    """

    batch: Batch
    adds: frozenset[str] = frozenset()
    gone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    withdrawn: Mapping[str, frozenset[int]] = field(default_factory=dict)
    has_more: bool = True
    is_whole: bool = True
    began_us: int = 0
    came_us: int = 0

    @classmethod
    def of(cls, batch: Batch, *, is_whole: bool = True) -> "Arriving":
        """What the first part of such a read brought."""
        is_whole = is_whole and not batch.is_cut_short
        gone = {name: frozenset(keys) for name, keys in batch.gone.items() if keys}
        began_us = batch.as_of_us
        known = merged(None, batch)
        return cls(known, batch.adds, gone, batch.withdrawn, batch.has_more, is_whole, began_us, began_us)

    def then(self, known: Batch, batch: Batch, *, is_whole: bool = True) -> "Arriving":
        """With the next part, the changes that it brought."""
        gone = dict(self.gone)
        for name, keys in gone_keys(known, batch).items():
            gone[name] = gone.get(name, frozenset()) | set(keys)
        withdrawn = dict(self.withdrawn)
        for name, records in batch.withdrawn.items():
            withdrawn[name] = withdrawn.get(name, frozenset()) | known_of(known.frame(name), records)
        is_whole = is_whole and not batch.is_cut_short
        adds = self.adds | batch.adds
        came = merged(self.batch, batch)
        return Arriving(came, adds, gone, withdrawn, batch.has_more, is_whole, self.began_us, batch.as_of_us)

    def through(self, now_us: int) -> "Arriving":
        """The same, after a read that found nothing more."""
        batch = replace(self.batch, as_of_us=now_us, clock_us=now_us, is_behind=False)
        return replace(self, batch=batch, has_more=False, came_us=now_us)

    def place(self, read_us: int | None, *, is_inherited: bool) -> Place:
        """Where it belongs now, beside rows of which all were last read at `read_us` (None: never).

        Rows that were inherited may be another server's, or tell otherwise: nothing is laid over them.
        """
        reaches = self._reaches(read_us)
        if not self._is_ready(reaches=reaches, is_inherited=is_inherited):
            # it would leave a hole, which the next polls may close
            is_unknown = read_us is None or read_us > self.came_us  # then a clock was wrong
            is_old = is_unknown or not 0 <= self.came_us - self.began_us < _PATIENCE_US
            if self.has_more or not is_old:
                return Place.BESIDE
        is_all = self.is_whole and not self.has_more and not self.batch.since_us
        return Place.OVER if reaches and not is_inherited and not is_all else Place.INSTEAD

    def _is_ready(self, *, reaches: bool, is_inherited: bool) -> bool:
        """Whether what has come is as much as what is known, or all that will come."""
        is_told = bool(self.batch.since_us)
        if not self.batch.is_complete:
            return False
        if self.has_more:
            return reaches and is_told
        if not self.is_whole:  # a part was refused: the others, laid over what is known, take nothing from it
            is_all_there_is = self.batch.is_cut_short  # of a list that was taken though it may not be whole
            return (reaches and is_told) or (is_all_there_is if is_inherited else reaches)
        return reaches or is_inherited

    def _reaches(self, read_us: int | None) -> bool:
        """Whether every resource was read back to before the last read, so that there is no hole between."""
        if read_us is None or read_us > self.batch.as_of_us:  # a clock was wrong
            return False
        return all(since_us <= read_us - _MARGIN_US for since_us in self.batch.since_us.values())

    def instead(self) -> Batch:
        """In the place of what is known, also of a list that was taken though it may not be whole."""
        batch = self.batch
        if not batch.is_cut_short:
            return batch
        left = {name: frozenset(batch.frame(name).get_column(key_of(name)).drop_nulls()) for name in SCHEMAS}
        mapped = {name: batch.mapped.get(name, frozenset()) for name in SCHEMAS}
        return replace(batch, is_changes=True, left=left, mapped=mapped)

    def over(self) -> Batch:
        """As changes of what is known; of what the read has brought all of, known rows that it did not bring go."""
        batch = self.batch
        all_of = batch.frames.keys() - batch.since_us.keys() if self.is_whole else frozenset()
        left = {name: frozenset(batch.frame(name).get_column(key_of(name)).drop_nulls()) for name in all_of}
        gone = {name: tuple(sorted(keys)) for name, keys in self.gone.items()}
        return replace(batch, is_changes=True, adds=self.adds - all_of, withdrawn=self.withdrawn, gone=gone, left=left)
