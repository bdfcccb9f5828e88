"""Changes of rows laid over those that are known, at the cost of the changes: most of a frame stays where it is."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.store.rows import Changes, changes, sorted_by_key

Places = NDArray[np.intp]

MOST_CHUNKS = 8192
"""A frame of more is joined into one: every slice walks along them, and joining costs what all rows cost."""
_FEW_CHUNKS = 64
_CUTS = 16
_SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
_NTH = "nth"
_ROW = "row"
_RECORD = "key"
_FIRST, _PLACE = "first", "place"


@dataclass(frozen=True, slots=True)
class Step:
    """A resource's rows before and after some were laid over them; `changes` is None where they are the same."""

    before: pl.DataFrame
    now: pl.DataFrame
    changes: Changes | None


def lay(
    resource: str,
    known: pl.DataFrame,
    come: pl.DataFrame,
    gone: Sequence[str] = (),
    *,
    is_added: bool = False,
    withdrawn: Set[int] = frozenset(),
    most_chunks: int = MOST_CHUNKS,
) -> Step:
    """Lay rows over those known, both in order: of each key that comes they stand for all rows known under it.

    With `is_added` they come beside those known under their key, each once: rows of one record of the source (column
    `key`) stand for those known of it, under whichever key that was; others are told by all they say. What is known
    under the keys that are `gone`, or of records that are `withdrawn`, goes before that. The frame after it is in
    order too; between the new rows it shares the memory of the one before, so that it may consist of many chunks.
    """
    over = pl.Series(_RECORD, list(withdrawn) if is_added else [], dtype=pl.Int64)
    moved = _filed_under(known, come, over) if is_added else known.to_series(0).clear()
    keys = _keys(come.to_series(0), moved, gone)
    if keys.is_empty():
        return Step(known, known, None)
    low, high = _places(known, keys)
    begins = np.append(True, low[1:] != high[:-1])
    ends = np.append(begins[1:], True)
    parts = _cut(known, np.stack([low[begins], high[ends]], axis=1).ravel())
    old = pl.concat(parts[1::2], rechunk=True)
    new = _met(resource, _of_others(old, over), come, gone, is_added=is_added)
    change = changes(resource, old, new)
    if change is None:
        return Step(known, known, None)
    first, last = _places(new, keys)
    parts[1::2] = _cut(new, np.append(first[begins], last[-1]))[1:-1]
    now = pl.concat([part for part in parts if part.height] or parts[:1], rechunk=False)
    return Step(known, now.rechunk() if now.n_chunks() > most_chunks else now, replace(change, hashes=None))


def joined(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame in one piece, for who goes through all of it; the very object where it is in few."""
    return frame.rechunk() if frame.n_chunks() > _FEW_CHUNKS else frame


def known_of(rows: pl.DataFrame, records: Set[int]) -> frozenset[int]:
    """Which of some records there are rows of."""
    key = rows.get_column(_RECORD)
    return frozenset(key.filter(key.is_in(pl.Series(list(records), dtype=pl.Int64).implode())))


def _filed_under(known: pl.DataFrame, come: pl.DataFrame, withdrawn: pl.Series) -> pl.Series:
    """The keys of all rows known of the records that come, or are withdrawn: one look through the records' numbers."""
    key = known.to_series(0)
    if _RECORD not in known.columns:
        return key.clear()
    records = pl.concat([come.get_column(_RECORD).drop_nulls(), withdrawn]).unique()
    return key.filter(known.get_column(_RECORD).is_in(records.implode())) if records.len() else key.clear()


def _of_others(rows: pl.DataFrame, records: pl.Series) -> pl.DataFrame:
    """The rows but those of some records."""
    return rows.filter(~pl.col(_RECORD).is_in(records.implode(), nulls_equal=True)) if records.len() else rows


def _keys(come: pl.Series, moved: pl.Series, gone: Sequence[str]) -> pl.Series:
    """The keys that are meant, each once and in order; a missing one is the empty text, beside which its rows lie."""
    texts = pl.concat([come.fill_null(""), moved.fill_null(""), pl.Series(gone, dtype=pl.String)])
    return texts.unique().sort()


def _places(frame: pl.DataFrame, keys: pl.Series) -> tuple[Places, Places]:
    """From which row of a frame in order up to which those of each key lie, or would lie."""
    key = frame.to_series(0)
    missing = key.null_count()
    texts = key.slice(missing)
    if texts.is_empty():
        low = np.zeros(keys.len(), dtype=np.intp)
        high = low.copy()
    else:
        low, high = (texts.search_sorted(keys, side).to_numpy().astype(np.intp) for side in _SIDES)
    low, high = low + missing, high + missing
    if keys[0] == "":
        low[0] = 0
    return low, high


def _met(resource: str, old: pl.DataFrame, come: pl.DataFrame, gone: Sequence[str], *, is_added: bool) -> pl.DataFrame:
    """What stands under the keys after it, in order."""
    key = old.to_series(0)
    over = pl.Series(key.name, gone, dtype=pl.String)
    if not is_added:
        over = pl.concat([over, come.to_series(0)])
    left = old.filter(~key.is_in(over.unique().implode(), nulls_equal=True)) if over.len() else old
    if is_added:
        left, come = _beside(left, come)
    return sorted_by_key(resource, pl.concat([left, come]))


def _beside(known: pl.DataFrame, come: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What of the rows known stays, and what comes beside it: rows that are not known by all they say but `row`, whose
    count begins anew in every read, and all rows of a record of which not just the same is known.
    """
    said = [name for name in come.columns if name != _ROW]
    known = _not_told_before(known, come, said)
    nth = pl.int_range(pl.len()).over(said).alias(_NTH)  # the same twice is two rows
    here, there, by = come.with_columns(nth), known.with_columns(nth), [*said, _NTH]
    new = _without(here, there, by).drop(_NTH)
    if _RECORD not in said or not come.get_column(_RECORD).count():
        return known, _counted_on(known, new)
    record = [come.columns[0], _RECORD]
    no_more = _without(_with(there, come, [_RECORD]), here, by)  # also where it was filed under another key
    other = pl.concat([new.select(record), no_more.select(record)]).drop_nulls(_RECORD).unique()
    placed, rest = _in_places(_with(known, other, record), _with(come, other, record), record)
    rest = pl.concat([new.filter(pl.col(_RECORD).is_null()), rest])
    return _without(known, other, record), pl.concat([placed, _counted_on(known, rest)])


def _not_told_before(known: pl.DataFrame, come: pl.DataFrame, said: list[str]) -> pl.DataFrame:
    """What is known but for rows without a record's number that come with one now, as they do where an earlier version
    of the program did not keep it: they say the same of all else, and of a record that is not known yet.
    """
    if _RECORD not in said or not known.get_column(_RECORD).null_count() or not come.get_column(_RECORD).count():
        return known
    new = _without(come.drop_nulls(_RECORD), known, [_RECORD])
    nameless = new.with_columns(pl.lit(None, pl.Int64()).alias(_RECORD))
    nth = pl.int_range(pl.len()).over(said).alias(_NTH)
    return _without(known.with_columns(nth), nameless.with_columns(nth), [*said, _NTH]).drop(_NTH)


def _in_places(before: pl.DataFrame, come: pl.DataFrame, record: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of records that take the places, in the source's order, of those known of them; and rows that have none:
    of new records, and of those that have become longer."""
    if _ROW not in come.columns:
        return come, come.clear()
    row = pl.col(_ROW)
    first = before.group_by(record).agg(row.min().alias(_FIRST))
    # Between the rows of a record that came in pieces there may be another's: those are none of its places.
    places = before.select(*record, row.alias(_PLACE), pl.lit(value=True).alias(_NTH)).unique()
    found = come.join(first, on=record, how="left", nulls_equal=True, maintain_order="left")
    found = found.with_columns((pl.col(_FIRST) + row - row.min().over(record)).alias(_PLACE))
    found = found.join(places, on=[*record, _PLACE], how="left", nulls_equal=True, maintain_order="left")
    has_place = pl.col(_NTH).fill_null(value=False).all().over(record)
    found = found.with_columns(has_place.alias(_NTH))
    found = found.with_columns(pl.when(pl.col(_NTH)).then(pl.col(_PLACE)).otherwise(row).alias(_ROW))
    placed, rest = found.filter(_NTH), found.filter(~pl.col(_NTH))
    return placed.select(come.columns), rest.select(come.columns)


def _counted_on(known: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows with `row` counted on from those known under their key, so that changes of two reads are not taken for
    what one row states together."""
    if _ROW not in new.columns or not known.height or not new.height:
        return new
    key = known.columns[0]
    last = known.group_by(key).agg((pl.col(_ROW).max() + 1).alias(_NTH))
    ahead = pl.col(_NTH) - pl.col(_ROW).min().over(key)
    shift = pl.max_horizontal(ahead, 0).fill_null(0)
    joined = new.join(last, on=key, how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col(_ROW) + shift).drop(_NTH)


def _with(these: pl.DataFrame, those: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The rows beside which there are such that say the same of these columns."""
    return these.join(those, on=by, how="semi", nulls_equal=True)


def _without(these: pl.DataFrame, those: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """The rows beside which there are none."""
    return these.join(those, on=by, how="anti", nulls_equal=True)


def _cut(frame: pl.DataFrame, places: Places) -> list[pl.DataFrame]:
    """The frame cut at these places; in two steps, since a slice walks along all chunks before it."""
    bounds = [0, *places.tolist(), frame.height]
    found = []
    for place in range(0, len(bounds) - 1, _CUTS):
        some = bounds[place : place + _CUTS + 1]
        around = frame.slice(some[0], some[-1] - some[0])
        found += [around.slice(a - some[0], b - a) for a, b in pairwise(some)]
    return found
