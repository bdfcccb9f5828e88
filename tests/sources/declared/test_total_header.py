"""The number of all rows in a header: read where it is a number, and never guessed where it is something else."""

from typing import Any

import pytest

from tests.sources.declared.model_desk import Answer, Desk, Query
from tests.sources.declared.reading import Reader, cases_with, declared

PAGING = {"by": "page", "size": 10, "total_header": "X-Total"}


def read_with(desk: Desk, url: str, header: str) -> Reader:
    """A whole list of 25 cases, read once, of which the server says so many."""
    desk.make(25)

    def said(desk: Desk, path: str, query: Query, body: Any) -> Answer:
        status, headers, answer = desk.page(path, query, body)
        return status, {**headers, "X-Total": header}, answer

    desk.special = said
    cases = cases_with(open=None, between=None, since=None, changes=None, paging=PAGING)
    reader = Reader(declared(url, cases), desk.now_us)
    reader.poll()
    assert len(reader.numbers) == 25
    return reader


@pytest.mark.parametrize("header", ["95", "  95 ", "items 0-9/95", "items */95", "0-9 / 95 "])
def test_a_total_in_a_header_that_is_more_than_came_is_doubted(desk, url, header):
    reader = read_with(desk, url, header)
    assert [one.key for one in reader.known.remarks] == ["rest.doubt.early"]
    assert reader.known.is_cut_short


@pytest.mark.parametrize("header", ["25", "items 0-9/25", "7"])
def test_a_total_in_a_header_that_is_not_more_is_believed(desk, url, header):
    assert not read_with(desk, url, header).known.is_cut_short


@pytest.mark.parametrize(
    "header", ["", "many", "items 0-9/*", "-95", "95.0", "9e5", "1,095", "0x5F", "\N{SUPERSCRIPT TWO}5", "9" * 400]
)
def test_a_header_that_is_no_number_is_no_total(desk, url, header):
    assert not read_with(desk, url, header).known.is_cut_short
