"""Sources' next reads are brought together where little lies between."""

import pytest

from wallboard.collect.in_step import SHARE, InStep


@pytest.fixture
def in_step():
    return InStep()


def test_a_source_by_itself_is_read_when_it_would_be(in_step):
    assert in_step.due_s("helpdesk", 100.0, 5.0) == 105.0
    assert in_step.due_s("helpdesk", 105.0, 5.2) == 110.2


def test_a_source_that_would_be_read_nearly_then_is_read_with_another(in_step):
    due_s = in_step.due_s("helpdesk", 100.0, 5.1)
    assert in_step.due_s("erp", 100.01, 4.8) == due_s
    assert in_step.due_s("diaries", 100.02, 5.2) == due_s


@pytest.mark.parametrize("wait_s", [5.0, 60.0, 900.0])
def test_no_wait_becomes_much_longer_or_shorter(in_step, wait_s):
    for place, away in enumerate((-0.3, -0.11, -0.09, 0.0, 0.09, 0.11, 0.3)):
        in_step.due_s(f"other {place}", 100.0, wait_s * (1 + away))
    due_s = in_step.due_s("helpdesk", 100.0, wait_s * 1.05)
    assert abs(due_s - 100.0 - wait_s * 1.05) <= wait_s * 1.05 * SHARE
    alone = InStep()
    alone.due_s("other", 100.0, wait_s * 0.8)
    assert alone.due_s("helpdesk", 100.0, wait_s) == 100.0 + wait_s


def test_the_nearest_of_several_is_taken(in_step):
    in_step.due_s("far", 100.0, 54.0)
    near_s = in_step.due_s("near", 100.0, 61.0)
    assert near_s == 161.0
    assert in_step.due_s("helpdesk", 100.0, 60.0) == near_s


def test_what_was_due_and_has_passed_draws_nobody(in_step):
    in_step.due_s("gone", 100.0, 5.0)
    assert in_step.due_s("helpdesk", 105.2, 0.01) == pytest.approx(105.21)
    assert in_step.due_s("erp", 200.0, 5.0) == 205.0


def test_sources_of_one_interval_stay_together_for_good(in_step):
    """With the scatter that they have: a tenth of the interval over all."""
    now_s = dict.fromkeys(("helpdesk", "erp", "diaries"), 100.0)
    for turn in range(200):
        for place, site in enumerate(now_s):
            scattered_s = 5.0 * (1 + 0.1 * (((turn * 7 + place * 13) % 17) / 17 - 0.5))
            now_s[site] = in_step.due_s(site, now_s[site] + 0.001 * place, scattered_s)
        assert len(set(now_s.values())) == 1
