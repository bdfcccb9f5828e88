"""Keys of records as numbers: the same in every process, and no two texts the same."""

import polars as pl

from wallboard.sources.mapping.record_keys import numbers

TEXTS = ["7", "07", "+7", "7 ", "-7", "0", "", "99999999999999999", "100000000000000000", "a-1", "A-1", "Zoë"]


def test_plain_numbers_stand_for_themselves_and_no_other_text_becomes_one():
    made = numbers(pl.Series(["7", None, "0", "99999999999999999"]))
    assert made.to_list() == [7, None, 0, 99_999_999_999_999_999]
    mixed = numbers(pl.Series(["7", None, *TEXTS[1:]])).to_list()
    assert mixed[:2] == [7, None]
    assert len(set(mixed)) == len(mixed)


def test_a_text_is_the_same_number_in_every_process_and_beside_whatever_others():
    assert numbers(pl.Series(["b1f2-77", "3"])).to_list() == [3_422_189_839_511_628_758, 3]
    assert numbers(pl.Series(["b1f2-77"])).to_list() == [3_422_189_839_511_628_758]
    assert numbers(pl.Series([], dtype=pl.String)).to_list() == []
