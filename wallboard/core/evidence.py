"""The cases behind a figure, and why each is in or out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Rows of the case book that were weighed for a figure: in the same order, whether each is in, and why.

    `rows` are indices into the case book (int64), `is_in` booleans, `why` one short phrase a row, or one for all.
    `book` names which book the indices belong to ('' is the snapshot's own; a week's is its ISO Monday).
    """

    rows: NDArray[np.int64]
    is_in: NDArray[np.bool_]
    why: tuple[str, ...] | str
    book: str = ""
