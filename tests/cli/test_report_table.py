"""`wallboard report --format table`: numbers to be read, and no more of them than there is to tell."""

import pytest

from tests.cli.small_office import AT


@pytest.fixture
def table(wallboard, office):
    return lambda panel: wallboard("report", office, "--at", AT, "--format", "table", "--panel", panel).out.splitlines()


def test_a_figure_has_at_most_two_decimals(wallboard):
    out = wallboard("report", "demo", "--at", "2026-03-10T11:00", "--format", "table").out
    numbers = [word for line in out.splitlines() if line.startswith("  ") for word in line.split()[1:]]
    decimals = [len(number.partition(".")[2]) for number in numbers if number.replace(".", "", 1).isdecimal()]
    assert max(decimals) == 2


def test_what_a_figure_leaves_out_has_a_column_where_it_leaves_anything_out(table):
    assert table("Open")[3].split()[-1] == "without_target"
    assert table("Today")[3].split()[-1] == "usual"


def test_of_groups_only_figures_that_are_not_0_are_told(table):
    names = [line.split()[0] for line in table("Open")[4:]]
    assert {"on_hold:Quote", "late:Order", "late"} <= set(names)
    assert "late:Quote" not in names
    assert table("Late")[4].split()[:2] == ["late", "1"]
    assert table("Late")[5].split()[:2] == ["late_on_hold", "0"]
