"""A column of words as numbers: each word once, and of each row which one it has."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wallboard.core.measures.filled import filled

Int32s = NDArray[np.int32]

NO_WORD = -1


@dataclass(frozen=True, slots=True, eq=False)
class WordColumn:
    """`place` says of each row which of `words` it has, NO_WORD where it has none."""

    words: tuple[str, ...]
    place: Int32s

    def of(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "WordColumn":
        """These rows alone, by index or mask."""
        return WordColumn(self.words, self.place[rows])

    @property
    def seen(self) -> tuple[int, ...]:
        """The places of the words that some row has, in the order in which they first appear."""
        first = np.full(len(self.words) + 1, self.place.size)
        first[self.place[::-1]] = np.arange(self.place.size)[::-1]
        order = np.argsort(first[: len(self.words)], kind="stable")
        return tuple(order[first[order] < self.place.size].tolist())

    @property
    def counts(self) -> dict[str, int]:
        """On how many rows each word is that some row has, in alphabetical order."""
        counts = np.bincount(self.place[self.place != NO_WORD], minlength=len(self.words))
        found = {word: count for word, count in zip(self.words, counts.tolist(), strict=True) if count}
        return dict(sorted(found.items()))

    def each(self, code_of: Callable[[str], int], none: int) -> Int32s:
        """What each row's word stands for, `none` where there is none; asked once a word, as they first appear."""
        codes = np.full(len(self.words) + 1, none, dtype=np.int32)
        for place in self.seen:
            codes[place] = code_of(self.words[place])
        return codes[self.place]


def word_column(column: pl.Series) -> WordColumn:
    """A polars column of strings."""
    if column.null_count() == column.len():
        return WordColumn((), np.full(column.len(), NO_WORD, dtype=np.int32))
    categories = pl.Categories.random()
    coded = column.cast(pl.Categorical(categories))
    words = tuple(categories.to_series().to_list())  # there for as long as a column refers to them
    return WordColumn(words, filled(coded.to_physical().cast(pl.Int32), NO_WORD))
