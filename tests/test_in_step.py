"""Sources of one machine are read at the same beat, each as often as it should be."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.collect.in_step import wait_s

MACHINE = "wall-1"


def reads(every_s, began_s, took_s, count=50, machine=MACHINE):
    """When reads begin, each of which takes so long."""
    at_s = [began_s]
    while len(at_s) < count:
        ended_s = at_s[-1] + took_s
        at_s.append(ended_s + wait_s(every_s, ended_s, machine))
    return at_s


@pytest.mark.parametrize("every_s", [5.0, 60.0, 900.0])
@pytest.mark.parametrize("away", [0.07, 0.37, 0.62, 0.93])
def test_sources_of_one_interval_are_read_at_once_after_six_reads(every_s, away):
    of_one, of_other = (set(reads(every_s, 1000.0 + far, 0.001)[7:]) for far in (0.0, away * every_s))
    rounded = [{round(at_s, 6) for at_s in told} for told in (of_one, of_other)]
    assert len(rounded[0] & rounded[1]) >= 40


def test_machines_that_start_together_are_not_read_at_once():
    one, other = (set(reads(60.0, 1000.0, 0.001, machine=machine)[7:]) for machine in ("wall-1", "wall-2"))
    assert not one & other


@given(every_s=st.floats(1, 3600), began_s=st.floats(0, 1e7), took=st.floats(0, 3))
def test_a_source_is_read_as_often_as_it_should_be_however_long_a_read_takes(every_s, began_s, took):
    at_s = reads(every_s, began_s, took * every_s, count=30)
    waits = [after - before - took * every_s for before, after in pairwise(at_s)]
    assert min(waits) >= 0.5 * every_s * 0.999
    assert max(waits) <= 1.1 * every_s * 1.001


def test_quick_reads_are_an_interval_apart_on_average():
    at_s = reads(5.0, 1000.0, 0.01, count=1001)
    assert (at_s[-1] - at_s[7]) / 993 == pytest.approx(5.0, rel=0.001)
    assert all(4.4 < after - before < 5.6 for before, after in pairwise(at_s[7:]))
