"""Work hours of 1,000,000 pairs of instants against bare numpy prefix sums, side by side in one run."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from wallboard.core.openings import HoursRule, interval
from wallboard.core.worktime import WorkCalendar

ZONE = "Europe/London"
HOURS = (("08:00", "10:00"), ("10:15", "12:30"), ("13:00", "17:00"))
FIRST_ON, LAST_ON = date(2020, 1, 1), date(2026, 1, 1)
PAIRS = 1_000_000
SPAN_DAYS = 60
ROUNDS = 9
SECOND_US = 1_000_000


class Row(NamedTuple):
    """One line of the table: seconds of both sides, ours ÷ reference, and the ratio aimed at."""

    name: str
    reference: float
    ours: float
    ratio: float
    goal: float


class BarePrefixSums:
    """The shortest numpy that answers the question: six years of openings, prefix sums, two searches."""

    def __init__(self) -> None:
        zone, epoch = ZoneInfo(ZONE), datetime(1970, 1, 1, tzinfo=UTC)
        dates = [FIRST_ON + timedelta(days=n) for n in range((LAST_ON - FIRST_ON).days)]
        bounds = [
            [
                (datetime.combine(on, datetime.strptime(text, "%H:%M").time(), zone) - epoch)  # noqa: DTZ007
                // timedelta(microseconds=1)
                for text in hours
            ]
            for on in dates
            if on.weekday() < 5
            for hours in HOURS
        ]
        self.starts, self.ends = np.array(bounds, dtype=np.int64).T.copy()
        self.before = np.concatenate([[0], np.cumsum(self.ends - self.starts)[:-1]])

    def worked(self, at: np.ndarray) -> np.ndarray:
        index = np.searchsorted(self.starts, at, side="right") - 1
        return self.before[index] + np.minimum(at, self.ends[index]) - self.starts[index]

    def between(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        return self.worked(end) - self.worked(start)


def pairs() -> tuple[np.ndarray, np.ndarray]:
    """Starts all over five years, each with an end 60 days later, in no order; µs UTC."""
    random = np.random.default_rng(20)
    begin, end = (int(datetime(year, 2, 1, tzinfo=UTC).timestamp()) for year in (2020, 2025))
    start = random.integers(begin, end, PAIRS) * SECOND_US
    return start, start + SPAN_DAYS * 86_400 * SECOND_US


def run() -> list[Row]:
    """Time both, turn and turn about, and compare their answers; the middle of the rounds counts."""
    weekday = tuple(interval(*hours) for hours in HOURS)
    calendar = WorkCalendar("bench", ZONE, [HoursRule(None, (weekday,) * 5 + ((), ()))])
    bare, (start, end) = BarePrefixSums(), pairs()
    if not np.array_equal(calendar.between_us(start, end), bare.between(start, end)):
        raise AssertionError("the two sides disagree")
    rounds = [
        (_seconds(lambda: bare.between(start, end)), _seconds(lambda: calendar.between_us(start, end)))
        for _ in range(ROUNDS)
    ]
    reference, ours = (median(side) for side in zip(*rounds, strict=True))
    return [Row("work hours of 1,000,000 pairs", reference, ours, ours / reference, 1.5)]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    print("| what | bare numpy | ours | ratio | goal |\n| --- | --- | --- | --- | --- |")
    for row in run():
        print(f"| {row.name} | {row.reference:.3f} s | {row.ours:.3f} s | {row.ratio:.2f} | ≤ {row.goal} |")
