"""A column as an array without gaps."""

from functools import cache
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

_NOT_A_TIME = np.iinfo(np.int64).min


def filled(column: pl.Series, missing: int | bool) -> NDArray[Any]:
    """A column of instants (µs UTC), dates (days), numbers or flags, `missing` where there is none.

    Most columns are full or empty, which polars can say at once; all else that it does is a query to it.
    """
    lacking = column.null_count()
    if lacking and lacking == column.len():
        return np.full(lacking, missing, dtype=_kind_of(column.dtype))
    if isinstance(column.dtype, pl.Datetime):
        at_us = column.to_numpy().view(np.int64)
        return np.where(at_us == _NOT_A_TIME, missing, at_us) if lacking else at_us
    values = column.to_physical() if column.dtype.is_temporal() else column
    return (values.fill_null(missing) if lacking else values).to_numpy()


@cache
def _kind_of(dtype: pl.DataType) -> np.dtype[Any]:
    kind: np.dtype[Any] = pl.Series([], dtype=dtype).to_physical().to_numpy().dtype
    return kind
