"""What a stand-up asks of the process: that figures are frozen, where they are, and that answers are kept."""

from collections.abc import Callable, Mapping
from typing import Protocol

from wallboard.core.views.agenda import Agenda, Answer, CaseName


class Reader(Protocol):
    """Where agendas are found; `wallboard.store.journal_reader.JournalReader` answers it."""

    def agenda_number(self) -> int: ...
    def agenda(self) -> Agenda | None: ...


class Book(Protocol):
    """Where answers are kept; `wallboard.store.answers.AnswerBook` answers it."""

    @property
    def has_unwritten(self) -> bool: ...
    def give(self, agenda: Agenda, answer: Answer, now_us: int) -> bool: ...
    def write_again(self) -> bool: ...
    def given(self, agenda: Agenda) -> Mapping[CaseName, Answer]: ...


_SAME_US = 10_000_000
"""What was frozen so shortly before is what was asked for: on another screen, or by the same key. Longer than the
collector's own such time, lest a glass waits for a second agenda that a collector does not make."""


class Desk:
    """The journal and the collector behind a stand-up; `ask` has the collector freeze the figures."""

    def __init__(self, reader: Reader, book: Book, ask: Callable[[], None]) -> None:
        self.book = book
        self._reader = reader
        self._ask = ask
        self._before = 0

    def ask(self, now_us: int) -> None:
        """Have the figures frozen; what was frozen before does not count, unless it was only just."""
        self._before = self._reader.agenda_number()  # read first: what comes after it is another number
        latest = self._reader.agenda()
        if latest is not None and 0 <= now_us - latest.at_us < _SAME_US:
            self._before = 0
        else:
            self._ask()

    def frozen(self) -> Agenda | None:
        """What was frozen since it was asked for; None while there is nothing new."""
        return self._reader.agenda() if self._reader.agenda_number() not in (0, self._before) else None

    def latest(self) -> Agenda | None:
        """What was frozen last, whoever asked for it."""
        return self._reader.agenda()
