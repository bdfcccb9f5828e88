"""Lets the clocks of a Python process jump while it runs: found by every process with this folder on its PYTHONPATH.

The file WALLBOARD_TEST_JUMP holds by how many nanoseconds each clock has jumped: {"wall": …, "boot": …}.
What a sleeping machine does is nobody's to do in a test: its calendar clock and the time since its start go on, while
CLOCK_MONOTONIC and all that waits stand still.
"""

import json
import os
import time
from pathlib import Path

_FILE = os.environ.get("WALLBOARD_TEST_JUMP")
_time_ns, _clock_gettime_ns = time.time_ns, time.clock_gettime_ns


def _jumped_ns(clock: str) -> int:
    return int(json.loads(Path(_FILE or "").read_bytes())[clock])


def _now_ns() -> int:
    return _time_ns() + _jumped_ns("wall")


def _since_ns(clock: int) -> int:
    return _clock_gettime_ns(clock) + (_jumped_ns("boot") if clock == time.CLOCK_BOOTTIME else 0)


if _FILE:
    time.time_ns, time.time = _now_ns, lambda: _now_ns() / 1e9
    time.clock_gettime_ns = _since_ns
