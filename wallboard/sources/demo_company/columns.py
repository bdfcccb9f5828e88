"""Columns of the made-up company's rows, made without asking polars anything: a query costs more than they do."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TypeVar

import numpy as np
import polars as pl

from wallboard.core.records import INSTANT
from wallboard.sources.demo_company.chance import Flags, Int64s
from wallboard.sources.demo_company.visits import Openings, Visits

_Columns = TypeVar("_Columns", Visits, Openings)

_NOT_A_TIME = np.iinfo(np.int64).min


def instants(at_us: Int64s, is_known: Flags | None = None) -> pl.Series:
    """Instants, µs UTC; null where they are not known."""
    if is_known is None:
        return pl.Series("at", at_us, dtype=pl.Int64).cast(INSTANT)
    return pl.Series("at", np.where(is_known, at_us, _NOT_A_TIME).view("datetime64[us]")).cast(INSTANT)


def no_numbers(count: int) -> pl.Series:
    """So many places without a number."""
    return pl.Series(dtype=pl.Int64).clear(count)


def joined(parts: Sequence[_Columns]) -> _Columns:
    """Columns of several weeks, one after another."""
    kind = type(parts[0])
    return kind(*(np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(kind)))
