"""This machine's two clocks: the one on its wall, which may be set, and the time since its start, which may not."""

import time

STEP_US = 2_000_000
"""A clock that moves so much against the time since the start was set, not slewed."""

_END_US = 3_471_292_800_000_000  # 2080: as far as calendars of work hours reach


def is_instant(value: object) -> bool:
    """Whether this may be an instant of a clock, microseconds UTC; what lies before 1970 or after 2080 is damage."""
    return isinstance(value, int) and 0 <= value < _END_US


def wall_us() -> int:
    """What this machine's clock shows, microseconds UTC."""
    return time.time_ns() // 1000


def elapsed_us() -> int:
    """Microseconds since the machine was started, suspended or not: no setting of its clock moves them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.clock_gettime_ns(clock) if clock is not None else time.monotonic_ns()) // 1000
