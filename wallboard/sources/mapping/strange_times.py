"""What a time that cannot be read looks like, and how it was to be written, for whoever sits at a desk and asks."""

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from wallboard.core.words import Words, words
from wallboard.sources.mapping.dates import instants
from wallboard.sources.mapping.doubts import Reading, shortened
from wallboard.sources.mapping.origins import Origin
from wallboard.sources.mapping.plain import NOT_PLAIN


def strange_times(resource: str, origins: Sequence[Origin], records: Sequence[Any], time_zone: str) -> Iterator[Words]:
    """A sentence for each time of a resource that one of these records has, and that is none as it is to be read.

    It quotes one value, so it is for a terminal alone.
    """
    for origin in origins:
        if origin.is_time:
            texts = pl.Series(origin.texts(records), dtype=pl.String)
            yield from strange_time(resource, origin, texts.replace(NOT_PLAIN, None), time_zone)


def strange_time(resource: str, origin: Origin, texts: pl.Series, time_zone: str) -> Iterator[Words]:
    """The sentence for the first of a field's texts that is no time, if one is none."""
    how = Reading(origin.field, origin.said, resource, origin.time_zone or time_zone, origin.format, is_told=True)
    strange = texts.filter(instants(texts, how).is_bad)
    if strange.is_empty():
        return
    told = {"resource": resource, "field": origin.field, "column": origin.said, "found": shortened(strange[0])}
    if origin.format is None:
        yield words("record.detail.time", **told)
    else:
        yield words("record.detail.format", **told, format=origin.format)
