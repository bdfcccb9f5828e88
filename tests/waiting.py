"""How a test waits for what real processes do."""

import time
from collections.abc import Callable

import pytest

PATIENCE_S = 60


def until(what: Callable[[], object], told: str) -> object:
    """The first answer of `what` that is not false, asked often for as long as patience lasts."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = what()
        if answer:
            return answer
        time.sleep(0.02)
    return pytest.fail(f"not within {PATIENCE_S} s: {told}")
