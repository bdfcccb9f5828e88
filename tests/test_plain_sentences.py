"""Sentences of logs and terminals: the same on every machine."""

import pytest

from wallboard.collect.plain import said
from wallboard.core.words import words


@pytest.mark.parametrize(("n", "text"), [(999, "999"), (1000, "1,000"), (5_000_000, "5,000,000")])
def test_large_numbers_stand_in_groups_as_in_the_commands_own_lines(n, text):
    assert said(words("sql.long", resource="cases", most=n)) == f"The query of the cases brings more than {text} rows."


def test_what_is_a_number_by_its_figures_alone_stands_as_it_is():
    assert said(words("web.down", host="desk.example:8443", status="5000")).count("5000") == 1
