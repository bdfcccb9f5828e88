"""Where one part of a list ends and the next begins: whether all came that was counted before it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wallboard.sources.declared.listing import Page
from wallboard.sources.declared.shaping import KeyOf
from wallboard.sources.declared.state import Counted


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list, and the rows of its last page, some of which may come with the next part again."""

    counted: Counted
    last: Sequence[Any] = ()

    def lacks(self, first: Page, key_of: KeyOf) -> bool:
        """Whether it counts rows that neither came nor are counted in the next part, whose first page is given.

        What changes or is made meanwhile is counted there too; rows that leave the list are not, and seem to lack.
        """
        if first.total is None:
            return False
        rows = {key: row for row in first.rows if (key := key_of(row)) is not None}
        again = [row for row in self.last if rows.get(key_of(row) or "") == row]
        return self.counted.total - first.total > self.counted.received - len(again)

    def until(self, next_us: int, changed_of: Callable[[Any], int | None]) -> Counted:
        """What is kept of it where the next part begins: without the rows that come again then."""
        again = sum((changed_of(row) or 0) >= next_us for row in self.last)
        return replace(self.counted, received=max(self.counted.received - again, 0))
