"""A board with one source."""

import pytest

from tests.small_board import board, no_read, source


@pytest.fixture
def crm():
    return source("crm", no_read)


@pytest.fixture
def house(tmp_path, crm):
    return board(tmp_path, crm)
