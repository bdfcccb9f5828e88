"""How many rows there are, as a first read counts them: it is by this that a full read is believed."""

import pytest

from tests.sources.declared.model_desk import Desk
from tests.sources.declared.reading import Reader, bounded, declared, later, state_of


def had(reader: Reader) -> int:
    told: int = state_of(reader)["had"]
    return told


def read_through(reader: Reader, *, restarts: bool) -> None:
    """The first read, in parts, with a restart after each or none."""
    for _ in range(100):
        if not reader.kept:
            bounded(reader, records=25)
        found = reader.poll()
        if found is None or not found.has_more:
            return
        if restarts:
            reader.restart()
    raise AssertionError("there is always more")


@pytest.mark.parametrize("restarts", [False, True])
def test_a_row_that_comes_as_open_and_again_as_changed_counts_once(desk: Desk, url: str, restarts: bool) -> None:
    desk.make(30, every_s=86_400, status="closed")
    desk.make(60, every_s=43_200)
    reader = Reader(declared(url), desk.now_us)
    read_through(reader, restarts=restarts)
    assert reader.numbers == sorted(desk.tickets)
    assert had(reader) == 90


@pytest.mark.parametrize("restarts", [False, True])
def test_an_open_row_that_has_not_changed_for_longer_than_is_read_back_counts(
    desk: Desk, url: str, restarts: bool
) -> None:
    desk.make(5, every_s=60)
    desk.clock_s += 300 * 86_400
    desk.make(60, every_s=43_200)
    reader = Reader(declared(url), desk.now_us)
    read_through(reader, restarts=restarts)
    assert reader.numbers == sorted(desk.tickets)
    assert had(reader) == 65


def test_what_was_deleted_goes_with_the_next_full_read_also_after_restarts_in_the_first(desk: Desk, url: str) -> None:
    desk.make(60, every_s=43_200)
    reader = Reader(declared(url), desk.now_us)
    read_through(reader, restarts=True)
    for number in range(11, 21):
        desk.delete(number)
    later(desk, reader, 25 * 3600)
    for _ in range(3):
        reader.poll_all()
        reader.now_us += 60_000_000
    assert reader.numbers == sorted(desk.tickets)
