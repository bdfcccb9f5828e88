"""When a stand-up begins by itself."""

import datetime as dt

from wallboard.core.views.layout import Standup
from wallboard.ui.tongue import PlaceTongue

_AFTER = dt.timedelta(minutes=5)
"""A machine that was asleep at the hour begins late, but not at noon."""


def due_on(standup: Standup | None, now_us: int, tongue: PlaceTongue) -> dt.date | None:
    """The local date whose stand-up is to begin now; None where none is. An hour that the clock skips begins after it.

    Once it has begun, whoever asks remembers the date: it is due for some minutes.
    """
    if standup is None:
        return None
    now = tongue.local(now_us)
    hour, minute = (int(part) for part in standup.at.split(":"))
    at = dt.datetime.combine(now.date(), dt.time(hour, minute), now.tzinfo)
    # the difference of two instants, not of two readings of a clock that may be set between them
    gone = now.astimezone(dt.UTC) - at.astimezone(dt.UTC)
    is_due = now.weekday() in standup.days and dt.timedelta(0) <= gone < _AFTER
    return now.date() if is_due else None
