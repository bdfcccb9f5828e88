"""A board with one source."""

import pytest

from tests.collect.collecting import no_read
from tests.small_board import board, source


@pytest.fixture
def crm():
    return source("crm", no_read)


@pytest.fixture
def house(tmp_path, crm):
    return board(tmp_path, crm)
