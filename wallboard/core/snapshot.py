"""Everything that is known at one instant: the organisation, the sources' rows, and the case book settled from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import History, build_history
from wallboard.core.measures.on_time import Week, finished_weeks, this_monday
from wallboard.core.measures.settle import settle
from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch
from wallboard.core.scope import Where
from wallboard.core.views.freshness import SourceNote


@dataclass(frozen=True)
class Snapshot:
    """What is known at `at_us`: immutable; books derived from it are settled once, when first asked for.

    `batches` are keyed by source, in the board's order. `is_past` says that the instant was asked for (`--at`): rows
    later than it are not yet known, and nothing has an age.
    """

    organisation: Organisation
    at_us: int
    batches: Mapping[str, Batch] = field(default_factory=dict)
    notes: tuple[SourceNote, ...] = ()
    is_past: bool = False
    is_demo: bool = False

    @cached_property
    def history(self) -> History:
        """The cases' histories, whatever the instant."""
        return build_history(self.organisation, self.batches)

    @cached_property
    def book(self) -> CaseBook:
        """The cases as known at this instant."""
        return settle(self.history, self.at_us)

    @cached_property
    def _weeks(self) -> dict[tuple[Where, int], tuple[Week, ...]]:
        return {}

    def finished_weeks(self, where: Where) -> tuple[Week, ...]:
        """The last finished weeks of a scope; the same until a row changes or another week has ended."""
        monday = this_monday(self.organisation.time_zone, self.at_us)
        if (where, monday) not in self._weeks:
            self._weeks[where, monday] = finished_weeks(self.history, where, monday)
        return self._weeks[where, monday]

    def moved_to(self, at_us: int, notes: tuple[SourceNote, ...]) -> "Snapshot":
        """The same rows at another instant; what does not depend on the clock is not reckoned again."""
        moved = replace(self, at_us=at_us, notes=notes)
        moved.__dict__.update({name: self.__dict__[name] for name in ("history", "_weeks") if name in self.__dict__})
        return moved
