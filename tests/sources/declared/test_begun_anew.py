"""A read that its caller asks to begin anew: everything comes again, whatever is known of the reads before."""

from tests.sources.declared.model_desk import Desk
from tests.sources.declared.reading import Reader, declared


def one_too_many(total: int) -> int | None:
    """A total that no list comes to."""
    return total + 1


def test_a_read_begun_anew_after_one_that_was_cut_short_brings_everything(desk: Desk, url: str) -> None:
    desk.make(25)
    reader = Reader(declared(url), desk.now_us)
    reader.poll()
    desk.make(5)
    reader.now_us = desk.now_us
    desk.total_said = one_too_many
    found = reader.poll()
    assert found is not None
    assert (found.is_changes, found.is_cut_short) == (True, True)
    desk.total_said = lambda total: total
    reader.known = None
    reader.poll_all()
    assert reader.numbers == sorted(desk.tickets)
    assert reader.known is not None
    assert not reader.known.is_changes


def test_a_first_read_that_was_cut_short_is_begun_again_until_it_is_whole(desk: Desk, url: str) -> None:
    desk.make(25)
    desk.total_said = one_too_many
    reader = Reader(declared(url), desk.now_us)
    for _ in range(2):
        reader.known = None  # what was cut short has no token
        found = reader.poll()
        assert found is not None
        assert (found.is_changes, found.is_cut_short) == (False, True)
    desk.total_said = lambda total: total
    reader.known = None
    found = reader.poll()
    assert found is not None
    assert (found.is_changes, found.is_cut_short) == (False, False)
    assert reader.numbers == sorted(desk.tickets)
    assert reader.poll() is None
