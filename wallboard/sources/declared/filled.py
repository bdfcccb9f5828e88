"""Which fields the records of a resource ever had a value for, over all of its reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from wallboard.core.words import Words
from wallboard.sources.mapping.gathering import Mapped, unfilled
from wallboard.sources.mapping.origins import Origin


@dataclass(frozen=True, slots=True)
class Filled:
    """How many records came, each as often as it came, and which fields had a value in one of them."""

    records: int = 0
    fields: frozenset[str] = frozenset()

    def then(self, mapped: Mapped) -> "Filled":
        """With what a further read brought."""
        return Filled(self.records + mapped.records, self.fields | mapped.filled)

    def remarks(self, resource: str, origins: Sequence[Origin]) -> tuple[Words, ...]:
        """What is to be said of fields without a value in any of many records."""
        return unfilled(origins, self.records, self.fields, resource)
