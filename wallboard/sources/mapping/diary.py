"""Appointments and absences as exports tell of them: when each ends, and what became of it."""

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from wallboard.core.local_time import date_of, local_time
from wallboard.core.records import APPOINTMENT_STATES, INSTANT
from wallboard.core.words import quoted_list
from wallboard.sources.mapping.doubts import shortened
from wallboard.sources.mapping.fields import IGNORED
from wallboard.sources.mapping.rows import EXAMPLES, Rows

BOOKED: Final = "booked"


def ended(rows: Rows, time_zone: str) -> Rows:
    """The rows with an end: a date without a time lasts until the midnight after it, as a last day is included.

    Where no end is mapped or given, a start that is a date is that one day; a start with a time has no end. Rows that
    end before they start are unusable, and so are absences without an end or without a length. The zone is that of the
    ends.
    """
    frame = rows.frame
    if "end_at" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, INSTANT).alias("end_at"), pl.lit(None, pl.Date).alias("end_on"))
    frame = frame.with_columns(pl.when(pl.col("end_at").is_null()).then("start_on").otherwise("end_on").alias("end_on"))
    after = _midnights_after(frame.get_column("end_on"), time_zone)
    joined = frame.join(after, on="end_on", how="left", maintain_order="left")
    left = replace(rows, frame=joined.with_columns(pl.coalesce("\0after", "end_at").alias("end_at")).drop("\0after"))
    if rows.resource == "absences":
        left = left.without(pl.col("end_at").is_null(), "file.row.no-end")
        left = left.without(pl.col("end_at") == pl.col("start_at"), "file.row.no-length")
    return left.without(pl.col("end_at") < pl.col("start_at"), "file.row.ends-before")


def _midnights_after(dates: pl.Series, time_zone: str) -> pl.DataFrame:
    """The local midnights that end some dates."""
    last_days = dates.drop_nulls().unique()
    days = last_days.to_physical().to_numpy().astype(np.int64)
    if not days.size:
        return pl.DataFrame(schema={"end_on": pl.Date, "\0after": INSTANT})
    first, last = (date_of(int(day)).year for day in (days.min(), days.max()))
    table = local_time(time_zone, date(first - 1, 1, 1), date(last + 1, 12, 31))
    return pl.DataFrame({"end_on": last_days, "\0after": pl.Series(table.midnights_us(days + 1)).cast(INSTANT)})


def stated(rows: Rows) -> Rows:
    """The appointments with the states of the records: one without a state is booked, `ignored` ones are left out.

    Words that are no state are counted and named.
    """
    if "state" not in rows.frame.columns:
        return replace(rows, frame=rows.frame.with_columns(pl.lit(BOOKED).alias("state")))
    filled = rows.frame.with_columns(pl.col("state").fill_null(BOOKED).str.to_lowercase().alias("\0state"))
    is_strange = ~pl.col("\0state").is_in([*APPOINTMENT_STATES, IGNORED])
    strange = filled.filter(is_strange).get_column("state").unique(maintain_order=True).head(EXAMPLES)
    said = quoted_list(shortened(word) for word in strange)
    known = replace(rows, frame=filled).without(is_strange, "file.row.state", said=said)
    kept = known.frame.filter(pl.col("\0state") != IGNORED)
    return replace(known, frame=kept.with_columns(pl.col("\0state").alias("state")).drop("\0state"))
