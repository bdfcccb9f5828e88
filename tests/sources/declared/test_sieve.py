"""What a full read leaves of its records in a few bits each."""

import pytest

from wallboard.sources.declared.sieve import Sieve, sieve_text


def records(count: int, content: bytes = b"as it is") -> dict[str, bytes]:
    return {str(number): content for number in range(count)}


@pytest.mark.parametrize("count", [1, 5, 40, 5000])
def test_it_lacks_nothing_that_was_left_and_nearly_all_else(count):
    sieve = Sieve(sieve_text(records(count)))
    assert not any(sieve.lacks(key, content) for key, content in records(count).items())
    changed = sum(sieve.lacks(key, b"otherwise") for key in records(count))
    come = sum(sieve.lacks(f"new {key}", content) for key, content in records(count).items())
    assert min(changed, come) >= 0.99 * count


def test_two_bytes_a_record_are_enough():
    assert len(sieve_text(records(10_000))) <= 20_000


@pytest.mark.parametrize("count", [0, 50_001])
def test_of_nothing_and_of_too_many_there_is_none_and_that_lacks_nothing(count):
    assert sieve_text(records(count)) == ""
    assert not Sieve("").lacks("1", b"as it is")
