"""Which person of the board a source's word means."""

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.word_column import word_column
from wallboard.core.organisation import Organisation, Person, Role, folded

Int64s = NDArray[np.int64]

NOBODY = -1
"""The row names nobody."""

UNKNOWN = -2
"""The row names somebody whom the board does not know."""


def with_role(organisation: Organisation, role: Role) -> tuple[Person, ...]:
    """The people of a role, in the board's order."""
    return tuple(person for person in organisation.people if person.role == role)


def salespeople(organisation: Organisation, names: Sequence[str] | None) -> tuple[Person, ...]:
    """The people whom a panel of sales shows: those named, in that order; else all salespeople, in the board's."""
    if names is None:
        return with_role(organisation, "salesperson")
    known = {person.name: person for person in organisation.people}
    return tuple(known[name] for name in dict.fromkeys(names) if name in known)


def words_of(people: Sequence[Person], source: str) -> dict[str, int]:
    """What a source may call each person, folded, and the person's place: `also` first, then the name itself."""
    words = {folded(person.name): place for place, person in enumerate(people)}
    return words | {folded(word): place for place, person in enumerate(people) for word in person.also.get(source, ())}


def codes_of(people: Sequence[Person], source: str, column: pl.Series) -> Int64s:
    """The place among `people` of whom each word of a source's column means; NOBODY for null, UNKNOWN for others."""
    words = words_of(people, source)
    return word_column(column).each(lambda word: words.get(folded(word), UNKNOWN), NOBODY).astype(np.int64)


def places_of(everybody: Sequence[Person], people: Iterable[Person]) -> Int64s:
    """The place of each person of the board among those asked about, -1 for none of them.

    Two more, the last, are found by NOBODY and UNKNOWN.
    """
    of_name = {person.name: place for place, person in enumerate(people)}
    return np.array([*(of_name.get(person.name, -1) for person in everybody), -1, -1], dtype=np.int64)
