"""How a test waits for what real processes do."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

PATIENCE_S = 60
Answer = TypeVar("Answer")


def until(what: Callable[[], Answer], told: str) -> Answer:
    """The first answer of `what` that is not false, asked often for as long as patience lasts."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = what()
        if answer:
            return answer
        time.sleep(0.02)
    return pytest.fail(f"not within {PATIENCE_S} s: {told}")
