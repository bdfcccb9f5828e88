"""Erasing a case or a person from the cache: rows, what was said of them, and the images for the next start."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import polars as pl

from wallboard.core.records import SCHEMAS, Batch, Unusable
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import Words
from wallboard.store.cache import Cache
from wallboard.store.condition import SourceCondition
from wallboard.store.erasure import Erasure
from wallboard.store.known_texts import CASE_COLUMNS, OWN_COLUMNS, PERSON_COLUMNS
from wallboard.store.places import Places

Counts = dict[str, int]
"""How many rows there were, by resource."""


def erase_rows(places: Places, erasure: Erasure) -> Counts | None:
    """Erase from every site's rows; how many were touched. None where the cache cannot be written."""
    counts: Counts = {}
    with closing(Cache(places)) as cache:
        for site in cache.sites():
            found: Counts = {}
            if not cache.rewrite(site, _batches(erasure, found), _conditions(erasure)):
                return None
            for name, count in found.items():
                counts[name] = counts.get(name, 0) + count
        return counts if cache.wipe() else None


def _batches(erasure: Erasure, counts: Counts) -> Callable[[Batch], Batch]:
    def without(batch: Batch) -> Batch:
        frames = {name: _without(erasure, name, frame, counts) for name, frame in batch.frames.items()}
        unusable = from_plain(tuple[Unusable, ...], erasure.plain(to_plain(batch.unusable)))
        remarks = from_plain(tuple[Words, ...], erasure.plain(to_plain(batch.remarks)))
        unread = _others(erasure, batch.unread)
        diaries_of = None if batch.diaries_of is None else _others(erasure, batch.diaries_of)
        told = replace(batch, unusable=unusable, remarks=remarks, unread=unread, diaries_of=diaries_of)
        if told.tells_as(batch) and not counts:
            return batch
        # without its token, the next start reads the source anew
        return replace(told, frames=frames, token="")

    return without


def _others(erasure: Erasure, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if not erasure.is_meant(word))


def _conditions(erasure: Erasure) -> Callable[[str], str]:
    def without(text: str) -> str:
        condition = from_plain(SourceCondition, erasure.plain(json.loads(text)))
        return json.dumps(to_plain(condition))

    return without


def _without(erasure: Erasure, resource: str, frame: pl.DataFrame, counts: Counts) -> pl.DataFrame:
    """A row that bears the number, or is about nobody else, goes; of others the name goes and the row stays."""
    gone = _is_meant(erasure, frame, (*CASE_COLUMNS.get(resource, ()), *OWN_COLUMNS.get(resource, ())))
    left = frame.filter(~gone)
    columns = PERSON_COLUMNS.get(resource, ())
    named = _is_meant(erasure, left, columns)
    count = int(gone.sum()) + int(named.sum())
    if not count:
        return frame
    counts[resource] = counts.get(resource, 0) + count
    emptied = [
        pl.when(pl.Series(_is_meant(erasure, left, (name,)))).then(None).otherwise(pl.col(name)).alias(name)
        for name in columns
    ]
    return left.with_columns(emptied).cast({name: SCHEMAS[resource][name] for name in columns})


def _is_meant(erasure: Erasure, frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
    """Which rows bear it in one of these columns; looked at by distinct texts, of which there are far fewer."""
    found = pl.Series([False] * frame.height, dtype=pl.Boolean)
    for name in columns:
        texts = frame.get_column(name)
        meant = [text for text in texts.unique().drop_nulls().to_list() if erasure.is_meant(text)]
        found = found | texts.is_in(meant).fill_null(value=False)
    return found
