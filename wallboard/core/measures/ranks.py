"""Percentiles by nearest rank, and when a count is too small to say anything (rule 3)."""

import numpy as np
from numpy.typing import NDArray

FEW_FOR_PERCENT = 10
FEW_FOR_WEIGHT = 20
MANY_WITH_TARGET = 80


def nearest_rank(values: NDArray[np.int64], percent: int) -> int | None:
    """The nearest-rank percentile: the smallest value that at least `percent` % do not exceed; None of nothing.

    In whole numbers throughout: rank ⌈n · percent ÷ 100⌉ of the sorted values.
    """
    if not values.size:
        return None
    rank = max(1, -(-values.size * percent // 100))
    return int(np.partition(values, rank - 1)[rank - 1])


def percentage(numerator: float, denominator: int) -> float | None:
    """Percent, or None where fewer than ten make a percentage mean nothing."""
    return 100 * numerator / denominator if denominator >= FEW_FOR_PERCENT else None


def has_few_targets(with_target: int, of: int) -> bool:
    """Whether fewer than 80 % have a target, so that the figure is greyed (rule 10)."""
    return 100 * with_target < MANY_WITH_TARGET * of
