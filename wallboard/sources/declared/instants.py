"""Which instants of other clocks are believed, and from when on changes are asked for."""

from collections.abc import Iterable
from typing import Final

from wallboard.core.local_time import DAY_US

# When a server tells its clock, everything so much older has come: asked for from there, a list stays short although
# thousands of rows may have changed at one instant. The clock that stamps rows may be an hour behind it.
SETTLED_US: Final = 75 * 60 * 1_000_000
# This machine's clock may be set back by so much, and a server's with it, without a day being read again.
AHEAD_US: Final = 5 * 60 * 1_000_000
# Dates without a time, and zones: what comes may have changed so much before what was asked for.
EARLIER_US: Final = 3 * DAY_US


def believed_us(server_us: int | None, now_us: int) -> int:
    """What time it surely is: by the clock that is behind, the server's (None: it does not tell) or this machine's.

    One that is ahead is set right some day, and what changes then would lie before what is asked for.
    """
    return now_us if server_us is None else min(server_us, now_us)


def latest_us(changes_us: Iterable[int | None], clock_us: int) -> int | None:
    """The last change of all that were until an instant; None of none.

    A record may say that it changes in a year, by a wrong import or a wrong clock: others do not come after it.
    """
    return max((at_us for at_us in changes_us if at_us is not None and at_us <= clock_us), default=None)


def begin_us(server_us: int | None, latest_us: int | None, now_us: int) -> int:
    """From when on changes are asked for, by the server's clock; without one by the latest change there is.

    Well before it: rows may be stamped by another clock.
    """
    if server_us is not None:
        return believed_us(server_us, now_us) - SETTLED_US
    return min(latest_us, now_us) if latest_us is not None else now_us - DAY_US


def later_us(one: int | None, other: int | None) -> int | None:
    """The later of two instants, where there are any."""
    return one if other is None else other if one is None else max(one, other)
