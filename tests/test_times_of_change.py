"""A wall that runs through a midnight, a change of the hour, a month or a sleep shows what a fresh start would."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from wallboard.collect import read_once
from wallboard.compose import compose
from wallboard.config.load import load_board

BOARD = Path(__file__).parents[1] / "config" / "every-panel.yaml"
SECOND = 1_000_000
HOUR = 3600 * SECOND


def us(text):
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1e6)


@cache
def board():
    return load_board(BOARD)


TURNS = {
    "midnight in London": ("2026-03-04 23:59:50", (20 * SECOND,)),
    "a week's and a month's end": ("2026-05-31 22:59:50", (5 * SECOND, 10 * SECOND)),
    "a year's end": ("2026-12-31 23:59:50", (20 * SECOND,)),
    "the hour that is left out": ("2026-03-29 00:59:50", (20 * SECOND, 8 * HOUR)),
    "the hour that comes twice": ("2026-10-25 00:30:00", (HOUR, HOUR, 32 * HOUR)),
    "a machine that slept over the weekend": ("2026-03-06 16:59:00", (64 * HOUR,)),
    "a clock that was set back over midnight": ("2026-03-05 00:10:00", (-20 * 60 * SECOND, 30 * 60 * SECOND)),
}


@pytest.mark.parametrize(("begins", "steps"), TURNS.values(), ids=TURNS.keys())
def test_what_was_reckoned_before_a_turn_of_the_time_is_right_after_it(begins, steps):
    now_us = us(begins)
    batches, conditions = read_once(board(), now_us, now_us)
    running = compose(board(), batches, conditions, now_us)
    for step_us in steps:
        now_us += step_us
        running = compose(board(), batches, conditions, now_us, before=running.snapshot)
        fresh = compose(board(), batches, conditions, now_us)
        assert running.faults == fresh.faults == ()
        for run, start in zip(running.picture.pages, fresh.picture.pages, strict=True):
            assert [view.title for view in run] == [view.title for view in start]
            for ours, theirs in zip(run, start, strict=True):
                assert ours == theirs, ours.title
        assert running.picture == fresh.picture
