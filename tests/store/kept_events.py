"""Events as a cache keeps them."""

from collections.abc import Sequence

import polars as pl

from wallboard.core.records import Batch
from wallboard.store import rows


def frame_of(told: Sequence[tuple[str | None, str | None, int]]) -> pl.DataFrame:
    """Events (number, to, row) in the order in which a cache keeps them."""
    columns = list(zip(*told, strict=True)) or [(), (), ()]
    frame = pl.DataFrame(
        {
            "number": pl.Series(columns[0], dtype=pl.String),
            "to": pl.Series(columns[1], dtype=pl.String),
            "row": pl.Series(columns[2], dtype=pl.Int64),
        }
    )
    return rows.in_order(Batch({"events": frame}, {}, 0, 0)).frames["events"]
