"""The ways of whole companies' cases, as a stand-up tells them: nothing is lost between two legs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.incident_log import MADE_LOG, PUBLIC_LOG, history
from wallboard.cli.boards import moment_of
from wallboard.config.find import sample_path
from wallboard.config.load import load_board
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.case_ways import Ways, no_owner_since_us
from wallboard.core.measures.history import CLOSED, NONE
from wallboard.core.measures.settle import settle

HOUR_US = 3_600_000_000
EVERY = 7


def amiss(book: CaseBook) -> list[str]:
    """Every seventh case, if its way does not add up, ends elsewhere than the case, or its owner was lost too early."""
    ways = Ways(book)
    found = []
    for row in range(0, book.size, EVERY):
        way, since_us = ways.way(row), no_owner_since_us(book, row)
        adds_up = abs(sum(leg.hours for leg in way if leg.counts) * HOUR_US - int(book.lead_us[row])) <= 1
        is_there = not way or book.state[row] == CLOSED or way[-1].queue == book.name("queue", row)
        is_within = since_us is None or (book.owner[row] == NONE and book.opened_us[row] <= since_us <= book.at_us)
        if not (adds_up and is_there and is_within):
            found.append(book.number(row))
    return found


def test_the_demos_ways_add_up_in_two_systems_at_once(tmp_path: Path) -> None:
    demo = load_board(sample_path("demo"))
    book = moment_of(demo, "2026-11-19T15:20", state_dir=tmp_path).composed.snapshot.book
    several = book.history.source_bits & (book.history.source_bits - 1)
    assert several.any()
    assert amiss(book) == []


@pytest.mark.parametrize("log", [MADE_LOG, PUBLIC_LOG], ids=["made", "public"])
def test_the_ways_of_an_incident_log_add_up(log: Path) -> None:
    if not log.exists():
        pytest.skip("the public incident log is not here")
    at_us = round(datetime(2016, 4, 15, 11, tzinfo=UTC).timestamp()) * 1_000_000
    book = settle(history(log), at_us)
    assert book.size
    assert amiss(book) == []
