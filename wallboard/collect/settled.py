"""What a source's thread says, put into the house's time; and what that tells of this machine's clock."""

from dataclasses import replace

from wallboard.collect.house_time import HouseTime
from wallboard.collect.polling import Outcome
from wallboard.core.views.clocks import is_off
from wallboard.sources.contract import SourceType


def settled(outcome: Outcome, kind: SourceType, time: HouseTime) -> Outcome:
    """The outcome with its instants in the house's time, after its source was heard on the time.

    A read that began before the time was known carries instants of a wrong clock: a service's rows would be as old as
    that clock is wrong. A file's age is that of its content, whoever reads it and when.
    """
    if outcome.span_us is None:
        return outcome
    batch = outcome.batch
    if batch is not None and _has_clock(outcome, kind):
        time.tell(outcome.site, batch.clock_us, *outcome.span_us)
    shift_us = time.at(outcome.span_us[0]) - outcome.started_us
    if not is_off(shift_us):
        return outcome
    if batch is not None and kind.is_service and not kind.is_demo:
        batch = replace(batch, as_of_us=batch.as_of_us + shift_us)
    retry_at_us = outcome.retry_at_us + shift_us if outcome.retry_at_us is not None else None
    return replace(outcome, started_us=outcome.started_us + shift_us, retry_at_us=retry_at_us, batch=batch)


def _has_clock(outcome: Outcome, kind: SourceType) -> bool:
    """Whether the source told a time of its own: files have none, and a service without one gives ours back."""
    return (
        kind.is_service
        and not kind.is_demo
        and outcome.batch is not None
        and outcome.batch.clock_us != outcome.started_us
    )
