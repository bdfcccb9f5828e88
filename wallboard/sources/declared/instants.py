"""Which instants of other clocks are believed, and from when on changes are asked for."""

from typing import Final

from wallboard.core.local_time import DAY_US

# When a server tells its clock, everything so much older has come: asked for from there, a list stays short although
# thousands of rows may have changed at one instant. The clock that stamps rows may be an hour behind it.
SETTLED_US: Final = 75 * 60 * 1_000_000
# No server's clock is believed to be further ahead of this machine's.
AHEAD_US: Final = 5 * 60 * 1_000_000


def believed_us(at_us: int, now_us: int) -> int:
    """What a server's clock says, where it is not far ahead of this machine's."""
    return min(at_us, now_us + AHEAD_US)


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
