"""Rows that count in no figure of a panel, listed after those that were weighed, each with the reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import Records, Value, amounts_of

Int64s = NDArray[np.int64]

REASONS: Mapping[str, str] = {
    "unusable.appointment-start": "unusable: it has no start",
    "unusable.appointment-future": "unusable: booked later than its source's clock",
    "unusable.appointment-state": "unusable: its state is none of the known words",
    "unusable.appointment-order": "unusable: it ends before it starts",
    "unusable.opportunity-created": "unusable: it has no creation",
    "unusable.opportunity-order": "unusable: something happened before its creation",
    "unusable.opportunity-future": "unusable: later than its source's clock",
    "diaries.strangers": "not counted: its person is not one of the board's",
    "diaries.nobody": "not counted: it names no person",
}
"""What is said of a single row, by the key of the sentence that counts such rows."""


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Rows of one source that count in nothing, and the key of why.

    source: rank among the snapshot's batches; rows: of the source's frame.
    """

    source: int
    why: str
    rows: Int64s


def with_left_out(
    records: Records, left_out: Iterable[LeftOut], row_of: Callable[[int, int], tuple[Value, ...]]
) -> Records:
    """Records, and after them the rows left out, each once, with the first reason that applies.

    `row_of` makes the columns of a row from the source's rank and the row's place in its frame.
    """
    whys: dict[tuple[int, int], str] = {}
    for one in left_out:
        for row in one.rows.tolist():
            whys.setdefault((one.source, row), REASONS[one.why])
    if not whys:
        return records
    reasons = (*records.reasons, *(said for said in dict.fromkeys(whys.values()) if said not in records.reasons))
    more = np.array([reasons.index(said) for said in whys.values()], dtype=np.int8)
    return replace(
        records,
        rows=(*records.rows, *(row_of(*place) for place in whys)),
        is_in=np.concatenate([records.is_in, np.zeros(len(whys), dtype=np.bool_)]),
        reason=np.concatenate([records.reason, more]),
        reasons=reasons,
        amounts=np.concatenate([amounts_of(records), np.full(len(whys), np.nan)]),
    )
