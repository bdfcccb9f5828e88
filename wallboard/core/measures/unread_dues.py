"""From when on all that falls due is known, where only what changed since an edge was read (rule 1).

A case that was closed before the edge and not touched since is not there, though it may fall due after it: one that was
late by then is, so that a share on time just behind the edge would be too low.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np

from wallboard.core.local_time import date_of, day_in
from wallboard.core.measures.filters import lets_in
from wallboard.core.measures.targets import target_for
from wallboard.core.organisation import Organisation, Target
from wallboard.core.scope import Where
from wallboard.core.worktime import NEVER_US

_OTHER: Final = ""
"""Stands for the words that neither a target nor a condition names."""


def dues_from_us(organisation: Organisation, since_us: Mapping[str, int], where: Where) -> int:
    """The first instant from which on no unread case of `where` falls due, for each source's edge; NEVER_US past the
    range of a calendar.

    What is not there was closed before the edge, and a closed case runs on from its closing with what was left of its
    target, at most all of it: so no unread due lies further from the edge than the longest target, in its work hours.
    Holds change nothing in that. They put off the due of a case before it is closed, and one that is on hold at the
    edge is open, so that it is known. A due that passed under an earlier target did so before the closing.
    """
    return max((_of_source_us(organisation, source, edge_us, where) for source, edge_us in since_us.items()), default=0)


def _of_source_us(organisation: Organisation, source: str, edge_us: int, where: Where) -> int:
    own = organisation.source_calendars.get(source, organisation.calendar)
    closed_us = edge_us - 1  # the latest instant at which an unread case can have been closed
    on = date_of(day_in(organisation.time_zone, closed_us))
    latest_us = edge_us
    for calendar_name, need_us in _longest(organisation.targets, where, on):
        calendar = organisation.calendars[calendar_name or own]
        goal_us = calendar.worked_at_us(closed_us) + need_us
        due_us = int(calendar.reach_us(np.array([goal_us], dtype=np.int64))[0])
        latest_us = max(latest_us, min(due_us, NEVER_US - 1) + 1)
    return latest_us


@lru_cache(maxsize=256)
def _longest(targets: tuple[Target, ...], where: Where, until_on: date) -> tuple[tuple[str | None, int], ...]:
    """By calendar (None: the source's) the longest target that a case of `where` opened until a date can have, µs."""
    types, priorities = (
        [name for name in _words(targets, where, field) if lets_in(where, field, name, ())]
        for field in ("type", "priority")
    )
    begun = {target.from_on for target in targets if target.from_on is not None and target.from_on <= until_on}
    longest: dict[str | None, int] = {}
    for name, level, on in product(types, priorities, (date.min, *begun)):
        target = target_for(targets, name, level, on)
        if target is not None:
            longest[target.calendar] = max(longest.get(target.calendar, 0), target.need_us)
    return tuple(longest.items())


def _words(targets: tuple[Target, ...], where: Where, field: str) -> frozenset[str | None]:
    """All that a case's type or priority can be, as far as it makes a difference."""
    return frozenset({getattr(target, field) for target in targets} | {None, _OTHER} | _named(where, field))


def _named(where: Where, field: str) -> frozenset[str | None]:
    named = {value for one in where.conditions if one.field == field for value in one.values}
    return frozenset(named).union(*(_named(one, field) for one in where.any_of))
