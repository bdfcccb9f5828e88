"""A source's reads one after the other, as a collector makes them: each is laid over what is known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wallboard.core.records import Batch
from wallboard.store.merging import merged
from wallboard.store.rows import in_order

LONGEST_CYCLE = 1000


@dataclass
class Reads:
    """What is known of a source, and from where it reads on.

    `read` is called with the token of what is known and with what the source keeps between reads. `brought` are all
    batches that came.
    """

    read: Callable[[str, dict[str, Any]], Batch | None]
    known: Batch | None = None
    kept: dict[str, Any] = field(default_factory=dict)
    brought: list[Batch] = field(default_factory=list)

    @property
    def token(self) -> str:
        """From where the next read goes on."""
        return self.known.token if self.known is not None else ""

    def once(self) -> Batch | None:
        """One read, which may be a slice of a cycle; a fault leaves what is known as it was."""
        batch = self.read(self.token, self.kept)
        if batch is not None:
            self.brought.append(batch)
            self.known = merged(self.known, in_order(batch))
        return batch

    def cycle(self) -> Iterator[Batch]:
        """What each read brings until there is no more."""
        for _ in range(LONGEST_CYCLE):
            batch = self.once()
            if batch is not None:
                yield batch
            if batch is None or not batch.has_more:
                return
        raise AssertionError("the cycle goes on and on")

    def restart(self) -> None:
        """Another process goes on: what was kept between reads is gone, rows and token are not."""
        self.kept = {}

    def forget(self) -> None:
        """Nothing is known any more: the next read begins anew."""
        self.known, self.kept = None, {}
