"""Which cases of a book the answers of stand-ups are to: those of their number, in the source that they name."""

from collections.abc import Iterable, Sequence

import numpy as np

from wallboard.core.measures.book import CaseBook, readings_of
from wallboard.core.views.agenda import Answer, CaseName, GivenAnswer

CaseKey = tuple[int, int] | CaseName
"""A case by its place in the history and its part; one that no source knows any more, as its answer names it."""


def key_of(book: CaseBook, row: int) -> CaseKey:
    """What the case of a row is known by."""
    return int(book.entity[row]), int(book.part[row])


class AnsweredCases:
    """The answers of stand-ups, oldest first, and the cases that they are to, looked up at once: there may be years.

    A case is found by its number in any of its sources, so that it keeps its answers when the board names these in
    another order. An answer without a source, or of one that the board does not name any more, is to every case of its
    number.
    """

    def __init__(self, book: CaseBook, answers: Sequence[GivenAnswer]) -> None:
        history = book.history
        numbers = {number for given in answers for number, _ in readings_of(given.answer.number)}
        known = history.members.filter(history.members["number"].is_in(list(numbers)))
        self.book = book
        self.answers = answers
        self._sources = {*history.organisation.sources, *history.sources}
        self._entities: dict[str, list[tuple[str, int]]] = {}
        for number, source, entity in known.select("number", "source", "entity").iter_rows():
            self._entities.setdefault(number, []).append((history.sources[source], entity))

    def keys(self, answer: Answer) -> tuple[CaseKey, ...]:
        """What an answer's cases are known by here; at least one."""
        return self._found(answer) or (answer.case,)

    def rows(self, answer: Answer) -> list[int]:
        """The rows of an answer's cases in the book; none where none is known at its instant."""
        book = self.book
        return [
            row
            for entity, part in self._found(answer)
            for row in np.flatnonzero((book.entity == entity) & (book.part == part)).tolist()
        ]

    def last(self, answers: Iterable[GivenAnswer]) -> dict[CaseKey, GivenAnswer]:
        """The last answer to each case; answers come oldest first."""
        return {key: given for given in answers for key in self.keys(given.answer)}

    def _found(self, answer: Answer) -> tuple[tuple[int, int], ...]:
        is_any = answer.source not in self._sources
        for number, part in readings_of(answer.number):
            entities = [
                entity for source, entity in self._entities.get(number, ()) if is_any or source == answer.source
            ]
            if entities:
                return tuple((entity, part) for entity in dict.fromkeys(entities))
        return ()
