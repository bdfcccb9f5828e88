"""What one step of a resource's reading brings: a page of rows, most often, and how far it is read with them."""

from dataclasses import dataclass
from typing import Any

from wallboard.sources.declared.listing import Doubt
from wallboard.sources.declared.state import State


@dataclass(frozen=True, slots=True)
class Step:
    """Rows that came, and the state that holds once they are kept (None: as before).

    `keys` are set at the end of a read of everything: of all rows that there are. `doubt` is why it may not be whole.
    With `is_news` the rows are taken though they were seen.
    """

    rows: list[Any]
    state: State | None = None
    keys: frozenset[str] | None = None
    doubt: Doubt = ""
    is_news: bool = False
