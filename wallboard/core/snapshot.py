"""Everything that is known at one instant: the organisation, the sources' rows, and the case book settled from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wallboard.core.measures.book import CaseBook, settle
from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch
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
    def book(self) -> CaseBook:
        """The cases as known at this instant."""
        return settle(self.organisation, self.batches, self.at_us)
