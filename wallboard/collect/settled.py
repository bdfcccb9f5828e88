"""What a source's thread says, put into the house's time; and what that tells of this machine's clock."""

from dataclasses import replace

from wallboard.clocks import may_be_right
from wallboard.collect.house_time import HouseTime
from wallboard.collect.polling import Outcome
from wallboard.core.records import Batch
from wallboard.core.views.clocks import is_off
from wallboard.sources.contract import SourceType


def settled(outcome: Outcome, kind: SourceType, time: HouseTime) -> Outcome:
    """The outcome with its instants in the house's time, after its source was heard on the time.

    A read that began before the time was known carries instants of a wrong clock: a service's rows would be as old as
    that clock is wrong. A file's age is that of its content, whoever reads it and when.
    """
    if outcome.span_us is None:
        return outcome
    batch, begun_us = outcome.batch, outcome.span_us[0]
    if batch is not None and has_clock(batch, kind, outcome.started_us):
        time.tell(outcome.site, batch.clock_us, *outcome.span_us)
        outcome = replace(outcome, batch=by_a_clock_that_goes(batch, time.at(begun_us)))
    shift_us = time.at(begun_us) - outcome.started_us
    if not is_off(shift_us):
        return outcome
    batch = moved(outcome.batch, kind, shift_us) if outcome.batch is not None else None
    retry_at_us = outcome.retry_at_us + shift_us if outcome.retry_at_us is not None else None
    return replace(outcome, started_us=outcome.started_us + shift_us, retry_at_us=retry_at_us, batch=batch)


def has_clock(batch: Batch, kind: SourceType, asked_us: int) -> bool:
    """Whether a source told a time of its own: files have none, and a service without one gives ours back."""
    return kind.is_service and not kind.is_demo and batch.clock_us != asked_us


def by_a_clock_that_goes(batch: Batch, at_us: int) -> Batch:
    """What was read, judged by the instant of the read where its source's clock cannot be right: by one that began in
    1970 every row would lie in the future."""
    return batch if may_be_right(batch.clock_us) else replace(batch, clock_us=at_us)


def moved(batch: Batch, kind: SourceType, shift_us: int) -> Batch:
    """What was read by a clock that was wrong by so much: only a service's as-of is the reader's own instant."""
    return replace(batch, as_of_us=batch.as_of_us + shift_us) if kind.is_service and not kind.is_demo else batch
