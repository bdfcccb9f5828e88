"""Columns as arrays without gaps."""

from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from wallboard.core.measures.filled import filled
from wallboard.core.records import INSTANT

EARLY, LATE = datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2026, 3, 2, 9, tzinfo=UTC)
COLUMNS = {
    "instants": (pl.Series([LATE, None, EARLY], dtype=INSTANT), 7, [1_772_442_000_000_000, 7, -1_000_000], np.int64),
    "dates": (pl.Series([date(1970, 1, 3), None], dtype=pl.Date), -5, [2, -5], np.int32),
    "numbers": (pl.Series([4, None], dtype=pl.Int8), -1, [4, -1], np.int8),
    "flags": (pl.Series([True, None, False]), False, [True, False, False], np.bool_),
}


@pytest.mark.parametrize(("column", "missing", "told", "kind"), COLUMNS.values(), ids=COLUMNS)
def test_what_is_missing_is_filled_and_all_else_stays(column, missing, told, kind):
    for of, expected in (
        (column, told),
        (column.drop_nulls(), [one for one, is_null in zip(told, column.is_null(), strict=True) if not is_null]),
        (column.filter(column.is_null()), [missing]),
        (column.clear(), []),
    ):
        found = filled(of, missing)
        assert (found.tolist(), found.dtype) == (expected, kind)
