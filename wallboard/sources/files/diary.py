"""Appointments and absences as exports tell of them: when each ends, and what became of it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from wallboard.core.local_time import EPOCH_AT, local_time
from wallboard.core.records import APPOINTMENT_STATES, INSTANT
from wallboard.sources.files.doubts import shortened
from wallboard.sources.files.fields import IGNORED
from wallboard.sources.files.mapped import EXAMPLES, Rows

BOOKED: Final = "booked"


def ended(rows: Rows, time_zone: str) -> Rows:
    """The rows with an end: a date without a time lasts until the midnight after it, as a last day is included.

    Where no end is mapped, a start that is a date is that one day; a start with a time has no end. Rows that end
    before they start are unusable, and so are absences without an end. Dates are the zone's.
    """
    frame = rows.frame
    if "end_at" not in frame.columns:
        frame = frame.with_columns(
            pl.when("start_is_date").then("start_at").alias("end_at"), pl.col("start_is_date").alias("end_is_date")
        )
    last_days = frame.filter("end_is_date").get_column("end_at").drop_nulls().unique()
    after = pl.DataFrame({"end_at": last_days, "\0after": _midnights_after(last_days, time_zone)})
    joined = frame.join(after, on="end_at", how="left", maintain_order="left")
    end = pl.when("end_is_date").then("\0after").otherwise("end_at").alias("end_at")
    left = replace(rows, frame=joined.with_columns(end).drop("\0after"))
    if rows.resource == "absences":
        left = left.without(pl.col("end_at").is_null(), "file.row.no-end")
    return left.without(pl.col("end_at") < pl.col("start_at"), "file.row.ends-before")


def _midnights_after(at: pl.Series, time_zone: str) -> pl.Series:
    """The local midnights that end the dates which begin at some instants."""
    if at.is_empty():
        return pl.Series([], dtype=INSTANT)
    at_us = at.dt.epoch("us").to_numpy()
    first, last = ((EPOCH_AT + timedelta(microseconds=int(us))).year for us in (at_us.min(), at_us.max()))
    table = local_time(time_zone, date(first - 1, 1, 1), date(last + 1, 12, 31))
    days = np.array([table.day_at(int(us)) + 1 for us in at_us], dtype=np.int64)
    return pl.Series(table.midnights_us(days)).cast(INSTANT)


def stated(rows: Rows) -> Rows:
    """The appointments with the states of the records: one without a state is booked, `ignored` ones are left out.

    Words that are no state are counted and named.
    """
    if "state" not in rows.frame.columns:
        return replace(rows, frame=rows.frame.with_columns(pl.lit(BOOKED).alias("state")))
    filled = rows.frame.with_columns(pl.col("state").fill_null(BOOKED).str.to_lowercase().alias("\0state"))
    is_strange = ~pl.col("\0state").is_in([*APPOINTMENT_STATES, IGNORED])
    strange = filled.filter(is_strange).get_column("state").unique(maintain_order=True).head(EXAMPLES)
    said = ", ".join(f"“{shortened(word)}”" for word in strange)
    known = replace(rows, frame=filled).without(is_strange, "file.row.state", said=said)
    kept = known.frame.filter(pl.col("\0state") != IGNORED)
    return replace(known, frame=kept.with_columns(pl.col("\0state").alias("state")).drop("\0state"))
