"""Of whom nobody knows what fills their days: no calendar of theirs can be read, or none is read at all."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.people import codes_of, places_of
from wallboard.core.organisation import Person
from wallboard.core.records import Unusable
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words

Int64s = NDArray[np.int64]

_UNREAD, _WITHOUT = "diaries.unread-people", "diaries.without-people"
OF_PEOPLE = frozenset({_UNREAD, _WITHOUT})
"""What is said of people who are left out."""


def unread_people(snapshot: Snapshot, people: Sequence[Person]) -> Int64s:
    """The places, among those asked about, of people of whom some source could not read appointments or leave."""
    places = places_of(snapshot.organisation.people, people)
    found: set[int] = set()
    for source, batch in snapshot.batches.items():
        if batch.unread and not batch.frames.keys().isdisjoint(("appointments", "absences")):
            found.update(_places(snapshot, source, batch.unread, places))
    return np.array(sorted(found - {-1}), dtype=np.int64)


def people_without(snapshot: Snapshot, people: Sequence[Person]) -> Int64s:
    """The places of people whose calendar no source of appointments has read.

    None where any source of appointments does not tell whose it has: it may know everybody.
    """
    places = places_of(snapshot.organisation.people, people)
    known: set[int] = set()
    sources = {source: batch for source, batch in snapshot.batches.items() if "appointments" in batch.frames}
    for source, batch in sources.items():
        if batch.diaries_of is None:
            return np.zeros(0, dtype=np.int64)
        known.update(_places(snapshot, source, batch.diaries_of, places))
    return np.array([place for place in range(len(people)) if sources and place not in known], dtype=np.int64)


def left_out_people(people: Sequence[Person], unread: Int64s, without: Int64s) -> tuple[Unusable, ...]:
    """How many are left out for each reason, and who; of whom one calendar cannot be read that alone is said."""
    why = {_UNREAD: unread, _WITHOUT: np.setdiff1d(without, unread)}
    return tuple(
        Unusable("appointments", words(key, n=which.size), which.size, tuple(people[at].name for at in which.tolist()))
        for key, which in why.items()
        if which.size
    )


def why_nobody(snapshot: Snapshot, people: Sequence[Person]) -> tuple[Words, ...]:
    """Why nothing can be told where the diary of none of these people is known."""
    unread, without = unread_people(snapshot, people), people_without(snapshot, people)
    if np.union1d(unread, without).size < len(people):
        return ()
    if unread.size:
        return tuple(one.why for one in left_out_people(people, unread, without))
    return (words("missing.diaries"), words("missing.diaries.remedy"))


def _places(snapshot: Snapshot, source: str, said: Sequence[str], places: Int64s) -> list[int]:
    found: list[int] = places[codes_of(snapshot.organisation.people, source, pl.Series(said, dtype=pl.String))].tolist()
    return found
