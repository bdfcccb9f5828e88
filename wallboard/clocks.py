"""This machine's two clocks: the one on its wall, which may be set, and the time since its start, which may not."""

import time

STEP_US = 2_000_000
"""A clock that moves so much against the time since the start was set, not slewed."""

FIRST_RELEASE_US = 1_767_225_600_000_000
"""1 January 2026: a clock before it stands where clocks begin that have lost their battery."""

_END_US = 3_471_292_800_000_000  # 2080: as far as calendars of work hours reach


def is_instant(value: object) -> bool:
    """Whether this may be an instant of a clock, microseconds UTC; what lies before 1970 or after 2080 is damage."""
    return isinstance(value, int) and 0 <= value < _END_US


def may_be_right(told_us: int) -> bool:
    """Whether a clock that tells this may be right: it stands neither where clocks begin, nor in another age."""
    return is_instant(told_us) and told_us >= FIRST_RELEASE_US


def wall_us() -> int:
    """What this machine's clock shows, microseconds UTC."""
    return time.time_ns() // 1000


def elapsed_us() -> int:
    """Microseconds since the machine was started, suspended or not: no setting of its clock moves them."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return (time.clock_gettime_ns(clock) if clock is not None else time.monotonic_ns()) // 1000
