"""Of how many cases a share of target is known, and what is said of the others (rules 8 and 10)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.ranks import has_few_targets
from wallboard.core.words import Words, words

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shares:
    """Of how many cases a share is known: `without_target` have none, `without_hours` a target but unknown hours."""

    cases: int
    without_target: int
    without_hours: int

    @property
    def with_target(self) -> int:
        """How many have one."""
        return self.cases - self.without_target

    @property
    def is_few(self) -> bool:
        """Whether fewer than 80 % have a share, so that the figure is greyed."""
        return has_few_targets(self.cases - self.without_target - self.without_hours, self.cases)

    @property
    def blank(self) -> tuple[Words, ...]:
        """Why nothing can be said at all: every case's hours are unknown."""
        is_none_known = 0 < self.cases == self.without_hours
        return (words("missing.hours", n=self.cases),) if is_none_known else ()

    @property
    def remarks(self) -> tuple[Words, ...]:
        """What the figures leave out, in words."""
        said = []
        if self.without_target:
            said.append(words("with-target", with_target=self.with_target, all=self.cases))
        if self.without_hours:
            said.append(words("hours-unknown", n=self.without_hours))
        return tuple(said)


def shares_of(book: CaseBook, mask: Bools) -> Shares:
    """Of how many of these cases a share is known."""
    has_target = book.has_target
    return Shares(
        int(np.count_nonzero(mask)),
        int(np.count_nonzero(mask & ~has_target)),
        int(np.count_nonzero(mask & has_target & ~book.has_hours)),
    )
