"""How many cases people can do: the capacity that the supervisor stated, for those present."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wallboard.core.local_time import date_of
from wallboard.core.measures.presence import presence
from wallboard.core.organisation import Person, in_force
from wallboard.core.snapshot import Snapshot
from wallboard.core.worktime import WorkCalendar

Int32s = NDArray[np.int32]
Float64s = NDArray[np.float64]


def with_capacity(snapshot: Snapshot, names: Sequence[str] | None = None) -> tuple[Person, ...]:
    """The people for whom a capacity is stated, of those named if any are."""
    return tuple(one for one in snapshot.organisation.people if one.capacity and (names is None or one.name in names))


def capacities(snapshot: Snapshot, people: Sequence[Person], calendar: WorkCalendar, days: Int32s) -> Float64s:
    """Cases that these people together can do on each work day: what is in force × their present share of it.

    nan on a day on which nobody's capacity is in force yet.
    """
    on = [date_of(int(day)) for day in days]
    in_days = [[in_force(person.capacity, one) for one in on] for person in people]
    stated = np.array([[np.nan if one is None else one for one in row] for row in in_days]).reshape(-1, days.size)
    share = presence(snapshot, people, calendar, days).share
    together: Float64s = np.where(
        np.isnan(stated).all(axis=0), np.nan, (np.nan_to_num(stated).reshape(share.shape) * share).sum(axis=0)
    )
    return together
