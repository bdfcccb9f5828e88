"""What an attempt at a source becomes, and how long it is until the next."""

from dataclasses import replace

import polars as pl
import pytest

from tests.collect.collecting import NOW_US, request
from tests.small_board import TinyOptions, batch, source
from wallboard.collect.polling import Outcome, attempt, delay_s
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, Passing


def attempted(read, **told):
    kind = source("crm", read).type
    return attempt("site", kind, TinyOptions(), request(**told))


def raising(fault):
    def read(options, request):
        raise fault

    return read


def test_a_fault_that_may_pass_becomes_words():
    found = attempted(raising(Passing(words("fault.no-answer", n=3), words("more", n=1), retry_after_s=9)))
    assert (found.fault, found.remedy) == (words("fault.no-answer", n=3), words("more", n=1))
    assert (found.needs_person, found.retry_after_s, found.trace) == (False, 9, "")


def test_a_fault_for_a_person_is_marked():
    assert attempted(raising(NeedsPerson(words("fault.no-answer", n=3)))).needs_person


def test_any_other_error_becomes_an_internal_fault_with_its_trace():
    found = attempted(raising(ZeroDivisionError("of nothing")))
    assert found.fault == words("fault.internal", what="ZeroDivisionError")
    assert "of nothing" in found.trace
    assert not found.needs_person


def test_rows_of_another_form_are_an_internal_fault():

    odd = replace(batch("1"), frames={"cases": pl.DataFrame({"colour": ["red"]})})
    assert attempted(lambda options, request: odd).fault == words("fault.internal", what="ValueError")


def test_a_secret_does_not_reach_the_trace():
    def read(options, request):
        raise RuntimeError(f"refused {request.secret('crm')}")

    found = attempted(read, secret=lambda name: "hunter2")
    assert "refused •••" in found.trace
    assert "hunter2" not in found.trace


def test_a_secret_that_nobody_can_give_needs_a_person():
    found = attempted(lambda options, request: request.secret("crm"))
    assert (found.fault, found.needs_person) == (words("fault.no-secret", name="crm"), True)


def wait(failures=1, every_s=60.0, turn=0, *, is_service=True, is_starting=False, **told):
    one = Outcome("site", NOW_US, **told)
    return delay_s(one, every_s=every_s, failures=failures, turn=turn, is_service=is_service, is_starting=is_starting)


def test_the_interval_is_scattered_by_a_twentieth_either_way_and_always_the_same():
    waits = [wait(turn=turn) for turn in range(200)]
    assert waits == [wait(turn=turn) for turn in range(200)]
    assert 57 <= min(waits) < 58
    assert 62 < max(waits) <= 63


def test_failures_double_the_wait_up_to_a_quarter_of_an_hour():
    assert [round(wait(failures=n) / 60) for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert wait(failures=99) <= 900 * 1.05


@pytest.mark.parametrize(
    "told",
    [
        {"fault": words("fault.no-answer", n=1)},
        {"fault": words("fault.no-secret", name="crm"), "needs_person": True},
    ],
    ids=["the network is not there yet", "the keyring is not there yet"],
)
def test_a_source_that_was_not_read_since_the_start_is_tried_again_within_seconds(told):
    waits = [wait(failures=n, every_s=900.0, is_starting=True, **told) for n in (1, 2, 3, 8, 99)]
    assert [round(one / 5) for one in waits[:3]] == [1, 2, 4]
    assert min(waits[3:]) > 600
    assert wait(failures=1, every_s=2.0, is_starting=True, **told) < 3
    assert wait(failures=1, every_s=2.0, is_starting=True, retry_after_s=77, **told) == 77


def test_a_sign_in_that_was_refused_is_not_hurried_at_a_start_either():
    refused = {"fault": words("fault.no-answer", n=1), "needs_person": True}
    assert wait(failures=1, every_s=900.0, is_starting=True, **refused) > 800


def test_a_file_is_never_left_alone_for_long():
    assert wait(failures=99, every_s=5, is_service=False) <= 60 * 1.05


def test_a_slow_interval_is_not_made_faster_by_a_failure():
    assert wait(failures=1, every_s=7200) >= 7200 * 0.95


def test_a_source_that_says_when_is_believed_within_an_hour():
    assert wait(failures=1, retry_after_s=300) == 300
    assert wait(failures=1, retry_after_s=1e9) == 3600
