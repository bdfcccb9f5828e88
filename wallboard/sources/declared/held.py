"""What is held of a resource's records, in short: by it a full read finds what has changed without a word."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wallboard.sources.declared.answers import found, is_true
from wallboard.sources.declared.lists import Lists
from wallboard.sources.declared.shaping import counts, told_of
from wallboard.sources.declared.sieve import sieve_text

Content = Callable[[Any], bytes]
"""The function from a row to what counts of it, in eight bytes."""


def content_of(lists: Lists, *, is_hooked: bool) -> Content:
    """The function for a resource: by what feeds its fields, since rows tell of more that differs each day. All that a
    row says counts where a hook, or a list within it, comes between."""
    resource, details = lists.resource, lists.resource.details
    if is_hooked or resource.each is not None:
        return told_of
    looked_up = [one.by for one in resource.look_up.values()]
    only = details.only if details is not None else None

    def content(row: Any) -> bytes:
        told = [origin.get(row) for origin in lists.origins] + [found(row, path) for path in looked_up]
        return told_of([counts(resource, row), only is None or is_true(row, only), told])

    return content


@dataclass
class Held:
    """The content of each record as it was taken last, by its key; after a restart, as a full read lists it first.

    `is_all` tells that every record there is was taken, or listed so. What the read under way adds is kept or goes
    back with it.
    """

    is_all: bool = True
    _was_all: bool = True
    _known: dict[str, bytes] = field(default_factory=dict)
    _noted: dict[str, bytes] = field(default_factory=dict)

    def take(self, key: str, content: bytes) -> None:
        """A record was taken."""
        self._noted[key] = content

    def missed(
        self,
        rows: Iterable[tuple[str | None, Any]],
        content: Content,
        may_be_missed: Callable[[str, bytes, Any], bool],
        *,
        is_through: bool,
    ) -> Iterator[Any]:
        """Of the keyed rows of a full read those to be taken, with their keys: that are not held so; and those that are
        not held at all where all that were there are (`is_through`: as far as the first read goes), or where they may
        have been passed over, or have changed unsaid before a restart.

        One that another reading brought, once its page had come, is passed over: what that has may be younger.
        """
        missed = []
        for key, row in rows:
            if key is None:
                continue
            told, before = content(row), self._of(key)
            if before is None and not (self.is_all and is_through) and not may_be_missed(key, told, row):
                self._noted[key] = told
            elif before != told:
                missed.append((key, row, before))
        for key, row, before in missed:
            if self._of(key) == before:
                yield key, row

    def _of(self, key: str) -> bytes | None:
        return self._noted.get(key) or self._known.get(key)

    def are(self, keys: Collection[str | None]) -> None:
        """Only records with these keys are there, and all of them are known."""
        self._known = {key: told for key, told in self._known.items() if key in keys}
        self.is_all = True

    @property
    def sieve(self) -> str:
        """What is left of all of them, for the next process."""
        return sieve_text(self._known | self._noted)

    # What holds

    def meet(self, *, is_all: bool) -> None:
        """Nothing is held; `is_all`: since nothing was ever read."""
        self._known, self._noted = {}, {}
        self.is_all = self._was_all = is_all

    def keep(self) -> None:
        """What was noted holds."""
        self._known |= self._noted
        self._noted, self._was_all = {}, self.is_all

    def go_back(self) -> None:
        """What was noted is not held."""
        self._noted, self.is_all = {}, self._was_all
