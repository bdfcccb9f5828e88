"""A column as an array without gaps."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray


def filled(column: pl.Series, missing: int | bool) -> NDArray[Any]:
    """A column of instants (µs UTC), dates (days), numbers or flags, `missing` where there is none.

    Most columns are full or empty, which polars can say at once.
    """
    values = column.to_physical()
    lacking = values.null_count()
    if lacking and lacking == values.len():
        return np.full(lacking, missing, dtype=values.head(0).to_numpy().dtype)
    return (values.fill_null(missing) if lacking else values).to_numpy()
