"""A glass that gives answers without end until it is killed; it says each one once it is told that it is kept.

Run as `python answering.py JOURNAL FIRST`.
"""

import itertools
import sys
from pathlib import Path

from wallboard.core.views.agenda import Agenda, Answer, CaseName
from wallboard.store.answers import AnswerBook

SOURCES = ("desk", "erp")


def case(number: int) -> CaseName:
    """The case of an answer: two systems each use every number."""
    return f"C-{number // 2}", SOURCES[number % 2]


def main(journal: Path, first: int) -> None:
    """Give answer after answer."""
    book = AnswerBook(journal, "board")
    for number in itertools.count(first):
        named, source = case(number)
        if book.give(Agenda(number // 10, "2024-10-04"), Answer(named, None, "expert", source=source), number):
            print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
