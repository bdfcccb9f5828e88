"""Reasons and promises in the journal: the glass writes them itself, each on the disk before it says so."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from wallboard.clocks import is_instant
from wallboard.core.views.agenda import PROMISES, REASONS, Agenda, Answer, CaseName, GivenAnswer
from wallboard.store.plausible import is_date
from wallboard.store.sqlite import FAULTS, opened

BUSY_S = 0.2
"""How long a writer is waited for: who gives an answer also paints, and would rather ask again."""
_COLUMNS = "number, queue, reason, promise, promised_on, standup_at_us, standup_on, given_at_us, source"
_INSERT = f"INSERT INTO answers (board, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - own names
_LAST = (
    f"SELECT {_COLUMNS} FROM answers WHERE id IN "  # noqa: S608 - own names
    "(SELECT max(id) FROM answers WHERE board=? GROUP BY standup_at_us, number, source) ORDER BY id"
)
_LAST_BEFORE = _LAST.replace(", source", ", NULL")
"""The same of a journal that does not keep the sources of answers yet."""
_HAS_SOURCES = "SELECT 1 FROM pragma_table_info('answers') WHERE name='source'"


class AnswerBook:
    """One board's answers, for one thread. Never raises for the file's sake, and never makes one.

    What could not be written (a full disk, another writer, no journal yet) is kept in memory and written with the next
    answer, or by `write_again`.
    """

    def __init__(self, path: Path, board: str) -> None:
        self._path = path
        self._board = board
        self._waiting: list[GivenAnswer] = []

    @property
    def has_unwritten(self) -> bool:
        """Whether an answer has not reached the disk."""
        return bool(self._waiting)

    def give(self, agenda: Agenda, answer: Answer, now_us: int) -> bool:
        """Append an answer to a stand-up; True once it, and all before it, are on the disk."""
        self._waiting.append(GivenAnswer(answer, agenda.at_us, agenda.on, now_us))
        return self.write_again()

    def write_again(self) -> bool:
        """Write what waits; True where nothing does any more."""
        if not self._waiting:
            return True
        try:
            with closing(_connected(self._path)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany(_INSERT, [(self._board, *_row(given)) for given in self._waiting])
                connection.execute("COMMIT")
        except FAULTS:
            return False
        self._waiting.clear()
        return True

    def given(self, agenda: Agenda) -> dict[CaseName, Answer]:
        """What was answered at a stand-up, by case, without what was taken back; with what waits."""
        answers: list[GivenAnswer] = []
        with suppress(*FAULTS), closing(_connected(self._path)) as connection:
            answers = last_answers(connection, self._board)
        of_this = [one.answer for one in [*answers, *self._waiting] if one.standup_at_us == agenda.at_us]
        return {case: answer for case, answer in _by_case(agenda, of_this).items() if answer.reason or answer.promise}


def last_answers(connection: sqlite3.Connection, board: str) -> list[GivenAnswer]:
    """A board's answers, the last of each case at each stand-up, oldest first; also those that take one back.

    One that damage has left without a date or an instant that can be is left out. Raises sqlite3.Error.
    """
    # who only reads may not change a file whose collector has not begun anew since
    text = _LAST if connection.execute(_HAS_SOURCES).fetchone() else _LAST_BEFORE
    names = _COLUMNS.split(", ")
    rows = connection.execute(text, (board,))
    return [_given(row) for row in rows if is_whole_answer(dict(zip(names, row, strict=True)))]


def is_whole_answer(row: Mapping[str, Any]) -> bool:
    """Whether a row of answers, by its columns, can be what was once written."""
    dates = (row["standup_on"], row["promised_on"] or row["standup_on"])
    # one of an earlier form has no source
    texts = [row[name] for name in ("queue", "reason", "promise", "source") if row.get(name) is not None]
    instants = (row["standup_at_us"], row["given_at_us"])
    are_texts = all(isinstance(text, str) for text in (row["number"], *texts))
    return are_texts and all(map(is_date, dates)) and all(map(is_instant, instants))


def _by_case(agenda: Agenda, answers: Iterable[Answer]) -> dict[CaseName, Answer]:
    """The last answer to each case of an agenda; one that was kept without its source is to all of its number."""
    by_number: dict[str, list[CaseName]] = {}
    for case in agenda.cases:
        by_number.setdefault(case.number, []).append(case.name)
    return {
        case: replace(answer, source=case[1])
        for answer in answers
        for case in by_number.get(answer.number, ())
        if answer.source in (None, case[1])
    }


def _row(given: GivenAnswer) -> tuple[Any, ...]:
    answer = given.answer
    return (
        answer.number,
        answer.queue,
        answer.reason,
        answer.promise,
        answer.promised_on,
        given.standup_at_us,
        given.standup_on,
        given.given_at_us,
        answer.source,
    )


def _given(row: tuple[Any, ...]) -> GivenAnswer:
    number, queue, reason, promise, promised_on, *standup, source = row
    # a later version may know words that this one does not: they are no answer here
    known_reason = next((one for one in REASONS if one == reason), None)
    known_promise = next((one for one in PROMISES if one == promise), None)
    answer = Answer(number, queue, known_reason, known_promise, promised_on if known_promise else None, source)
    return GivenAnswer(answer, *standup)


def _connected(path: Path) -> sqlite3.Connection:
    """A connection that writes through to the disk, and makes no file where there is none."""
    connection = opened(path, busy_s=BUSY_S)
    try:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
    except BaseException:
        connection.close()
        raise
    return connection
