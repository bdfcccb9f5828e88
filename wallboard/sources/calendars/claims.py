"""What calendars claim wherever they lie: their span of time, the fields that they feed, that they are not emptied."""

from collections.abc import Mapping, Sequence
from typing import Final

from wallboard.core.local_time import DAY_US
from wallboard.sources.calendars.options import Appointments, CalendarResource
from wallboard.sources.mapping.had import Had, emptied

_WEEK_US: Final = 7 * DAY_US
# Half a year each way: the sixty work days that a panel may show, where a week has three of them and six weeks none.
_WEEKS_BACK: Final = 26
_WEEKS_AHEAD: Final = 26
_MAPPED: Final = {
    "appointments": frozenset({"id", "person", "start", "end", "booked"}),
    "absences": frozenset({"person", "start", "end", "known"}),
}
_OF_STATES: Final = frozenset({"state", "state_at"})


def mapped_of(name: str, resource: CalendarResource) -> frozenset[str]:
    """The fields that a resource feeds. A calendar that can only say "cancelled" tells nobody what was performed."""
    can_tell = isinstance(resource, Appointments) and resource.states.performed is not None
    return _MAPPED[name] | _OF_STATES if can_tell else _MAPPED[name]


def span_us_at(at_us: int) -> tuple[int, int]:
    """Whole weeks (UTC) round an instant, so that the same rows come until the week ends; 1970 began on a Thursday."""
    monday_us = (at_us - 4 * DAY_US) // _WEEK_US * _WEEK_US + 4 * DAY_US
    return monday_us - _WEEKS_BACK * _WEEK_US, monday_us + (_WEEKS_AHEAD + 1) * _WEEK_US


def refuse_emptied(
    resources: Mapping[str, CalendarResource],
    names: Mapping[str, Sequence[str]],
    before: Mapping[str, Had],
    now: Mapping[str, Had],
) -> None:
    """Raises NeedsPerson where a resource had entries and no calendar of it has one, unless the board says that it may.

    One person's diary may be empty while others are not. `names` are what each resource is read from.
    """
    for name, resource in resources.items():
        had = before.get(name, Had(0))
        if had.rows and not now[name].rows and not resource.may_be_empty:
            remedy = "file.remedy.emptied" if resource.url is None else "calendar.remedy.emptied"
            raise emptied("calendar.emptied", name, names[name], had, remedy)
