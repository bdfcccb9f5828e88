"""Events from a history: rows that are changes, or rows that each state the case from then on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from wallboard.core.records import EVENT_KINDS
from wallboard.core.words import quoted_list
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.fields import IGNORED, STATES
from wallboard.sources.mapping.record_keys import KEY
from wallboard.sources.mapping.rows import EXAMPLES, ROW, Rows

KIND: Final = pl.Enum(EVENT_KINDS)
_CASE = "\0case"
_PLACE = "\0place"


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows by their number's first appearance, then by instant, ties as they stood. _CASE counts cases."""
    number = pl.col("number")
    starts = frame.select(number.ne_missing(number.shift(1)).alias("start")).to_series()
    if starts.sum() == frame.get_column("number").n_unique():
        coded = frame.with_columns(starts.cum_sum().cast(pl.Int64).alias(_CASE))
    else:
        coded = frame.with_columns(pl.col(ROW).min().over("number").alias(_CASE))
    return coded.sort(_CASE, "at_at", maintain_order=True)


def changes(rows: Rows) -> Rows:
    """The events of rows that each name one change; kinds that are no kind of event are unusable.

    A kind that is mapped to `ignored` is left out.
    """
    to = pl.col("to") if "to" in rows.frame.columns else pl.lit(None, pl.String).alias("to")
    filled = replace(rows, frame=rows.frame.with_columns(to)).without(pl.col("kind").is_null(), "file.row.no-kind")
    is_strange = ~pl.col("kind").str.to_lowercase().is_in([*EVENT_KINDS, IGNORED])
    strange = filled.frame.filter(is_strange).get_column("kind").unique(maintain_order=True).head(EXAMPLES)
    said = quoted_list(shortened(word) for word in strange)
    known = filled.without(is_strange, "file.row.kind", said=said)
    known = replace(known, frame=known.frame.with_columns(pl.col("kind").str.to_lowercase()))
    kept = in_order(known.frame.filter(pl.col("kind") != IGNORED))
    return replace(known, frame=_events(kept.with_columns(pl.col("kind").cast(KIND))))


def states(rows: Rows) -> Rows:
    """The events of rows that state the case: the first states every mapped field, later ones what differs.

    A missing value is a value: where it comes after another, the case has lost its queue, owner, …
    """
    frame = in_order(rows.frame)
    kinds = [name for name in STATES if name in frame.columns]
    is_first = pl.col(_CASE).ne_missing(pl.col(_CASE).shift(1))
    frame = frame.with_columns(
        *((is_first | pl.col(name).ne_missing(pl.col(name).shift(1))).alias(f"\0{name}") for name in kinds),
    ).with_row_index(_PLACE)
    return replace(rows, frame=_events(_stacked(frame, kinds)))


def _stacked(frame: pl.DataFrame, kinds: Sequence[str]) -> pl.DataFrame:
    """One row for each changed field, those of one row of the source side by side."""
    shared = (_PLACE, "number", "at_at", ROW, "at_is_date", *((KEY,) if KEY in frame.columns else ()))
    return (
        pl.concat(
            [
                frame.lazy()
                .filter(pl.col(f"\0{name}"))
                .select(
                    *shared[1:],
                    (pl.col(_PLACE).cast(pl.Int64) * len(kinds) + index).alias(_PLACE),
                    pl.lit(name, dtype=KIND).alias("kind"),
                    pl.col(name).alias("to"),
                )
                for index, name in enumerate(kinds)
            ]
        )
        .sort(_PLACE)
        .collect()
    )


def _events(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "number",
        pl.col("at_at").alias("at"),
        "kind",
        "to",
        pl.col(ROW).cast(pl.Int64).alias("row"),
        pl.col("at_is_date").alias("is_date"),
        *((KEY,) if KEY in frame.columns else ()),
    )
