"""A file of rows in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from wallboard.store import rows


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """A file with the tables of a cache and nothing in them, which lives as long as a module's tests."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for text in rows.table_texts():
            connection.execute(text)
        yield connection
