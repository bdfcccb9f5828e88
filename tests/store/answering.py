"""A glass that gives answers without end until it is killed; it says each number once it is told that it is kept.

Run as `python answering.py JOURNAL FIRST`.
"""

import itertools
import sys
from pathlib import Path

from wallboard.core.views.agenda import Agenda, Answer
from wallboard.store.answers import AnswerBook


def main(journal: Path, first: int) -> None:
    """Give answer after answer."""
    book = AnswerBook(journal, "board")
    for number in itertools.count(first):
        if book.give(Agenda(number // 10, "2024-10-04"), Answer(f"C-{number}", None, "expert"), number):
            print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
