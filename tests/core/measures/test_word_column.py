"""A column of words tells each word once, in the order in which rows bring them."""

import numpy as np
import polars as pl

from wallboard.core.measures.word_column import NO_WORD, word_column

COLUMN = word_column(pl.Series(["b", None, "a", "b", "c", None, "a"], dtype=pl.String))


def words(column):
    return [column.words[place] if place != NO_WORD else None for place in column.place.tolist()]


def test_every_row_keeps_its_word():
    assert words(COLUMN) == ["b", None, "a", "b", "c", None, "a"]


def test_words_are_seen_in_the_order_in_which_they_first_appear():
    assert [COLUMN.words[place] for place in COLUMN.seen] == ["b", "a", "c"]


def test_of_some_rows_only_their_words_are_seen():
    some = COLUMN.of(np.array([False, True, True, False, False, True, True]))
    assert words(some) == [None, "a", None, "a"]
    assert [some.words[place] for place in some.seen] == ["a"]


def test_words_are_counted_in_alphabetical_order():
    assert list(COLUMN.counts.items()) == [("a", 2), ("b", 2), ("c", 1)]


def test_each_word_is_asked_about_once_and_no_word_has_a_number_of_its_own():
    asked = []

    def code_of(word):
        asked.append(word)
        return len(asked)

    assert COLUMN.each(code_of, -1).tolist() == [1, -1, 2, 1, 3, -1, 2]
    assert asked == ["b", "a", "c"]


def test_a_column_without_words_has_none():
    for empty in (word_column(pl.Series([], dtype=pl.String)), word_column(pl.Series([None, None], dtype=pl.String))):
        assert empty.seen == ()
        assert empty.counts == {}
        assert set(empty.each(len, 7).tolist()) <= {7}
