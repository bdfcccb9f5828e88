"""The cases behind a figure, any case as one line, and a case hour by hour: rule 15, as CSV."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from wallboard.cli.boards import Moment, board_of, moment_of, panel_of
from wallboard.cli.case_hours import HOUR_COLUMNS, hours_of
from wallboard.cli.ends import ALL_WELL, Refused, give, tell
from wallboard.cli.finding import meant
from wallboard.cli.instants import utc_text
from wallboard.cli.sheet import Cell, csv_text
from wallboard.cli.week_text import otherwise_told
from wallboard.collect.plain import said
from wallboard.core.evidence import Evidence, Records, amounts_of
from wallboard.core.measures.account import COLUMNS, accounts
from wallboard.core.measures.book import CaseBook
from wallboard.core.records import Batch
from wallboard.core.views.shapes import Blank, Figure
from wallboard.core.words import english

_MOST_LISTED = 12
_OF_ONE = frozenset(
    {"unusable.no-opening", "unusable.no-closing", "unusable.closed-before-opened", "unusable.in-future"}
)
_VERDICT = ("in", "amount", "why")
_Verdict = tuple[int | None, float | None, str | None]


def explain(
    board: str | None,
    *,
    panel: str | None = None,
    figure: str | None = None,
    cases: Sequence[str] = (),
    at: str | None = None,
    by_hour: bool = False,
    cached: bool = False,
) -> int:
    """Writes the cases of a figure, or those of the numbers given."""
    if by_hour and not cases:
        raise Refused("--hours shows a case hour by hour: say which, with --case NUMBER.")
    if figure is not None and panel is None:
        raise Refused("--figure needs its panel: --panel TITLE or --panel PAGE.N.")
    if panel is None and not cases:
        raise Refused("Say which figure, with --panel TITLE or --panel PAGE.N, or which case, with --case NUMBER.")
    house = board_of(board)
    place = panel_of(house, panel) if panel is not None else None
    moment = moment_of(house, at, cached=cached)
    evidence = None
    if place is not None:
        shown, evidence = figure_of(moment, place, figure)
        line = otherwise_told(shown, evidence)
        if line is not None:
            tell(line)
    if not cases and evidence is not None:
        give(weighed_text(evidence))
        return ALL_WELL
    if isinstance(evidence, Records):
        raise Refused("This figure is of no cases: leave out --case to see what stands behind it.")
    book = moment.composed.snapshot.book if evidence is None else evidence.book
    rows = [row for number in cases for row in rows_of(book, number, moment.composed.snapshot.batches)]
    for line in other_lives(book, rows):
        tell(line)
    give(_hours_text(book, rows) if by_hour else cases_text(book, rows, evidence))
    return ALL_WELL


def _hours_text(book: CaseBook, rows: Sequence[int]) -> str:
    lines = hours_of(book, rows)
    told = {line[0] for line in lines}
    for number in dict.fromkeys(book.number(row) for row in rows):
        if number not in told:
            tell(f"“{number}” has no work hours yet.")
    return csv_text(HOUR_COLUMNS, lines)


def figure_of(moment: Moment, place: tuple[int, int], figure: str | None) -> tuple[Figure, Evidence | Records]:
    """A figure of a panel, the first unless named, and what stands behind it. Raises Refused for an unknown name."""
    shown = moment.composed.shown[place[0]][place[1]]
    title, names = shown.view.title, list(shown.evidence)
    if isinstance(shown.view.body, Blank):
        raise Refused(f"“{title}” cannot be shown:", *(f"  {said(sentence)}" for sentence in shown.view.body.why))
    if not names:
        raise Refused(f"“{title}” shows no figure: there is nothing to explain.")
    if figure is not None and figure not in shown.evidence:
        more = [f"  and {len(names) - _MOST_LISTED} more"] if len(names) > _MOST_LISTED else []
        listed = [f"  {name}" for name in names[:_MOST_LISTED]]
        raise Refused(f"“{title}” has no figure “{figure}”{meant(figure, names)} It has:", *listed, *more)
    name = figure if figure is not None else names[0]
    return next(one for one in shown.view.figures if one.name == name), shown.evidence[name]


def weighed_text(evidence: Evidence | Records) -> str:
    """Every case or record that was weighed: those that count first, cases by number, records in their own order."""
    verdicts = _verdicts(evidence)
    if isinstance(evidence, Records):
        order = sorted(range(len(verdicts)), key=lambda index: not evidence.is_in[index])
        lines = [[*evidence.rows[index], *verdicts[index]] for index in order]
        return csv_text((*evidence.columns, *_VERDICT), lines)
    numbers = evidence.book.numbers(evidence.rows)
    order = sorted(range(len(numbers)), key=lambda index: (not evidence.is_in[index], numbers[index]))
    return _text(evidence.book, evidence.rows[order].tolist(), [verdicts[index] for index in order])


def cases_text(book: CaseBook, rows: Sequence[int], evidence: Evidence | None) -> str:
    """One line a case; with a figure also why it is in or out."""
    if evidence is None:
        return _text(book, rows, [(None, None, None)] * len(rows))
    of_row = dict(zip(evidence.rows.tolist(), _verdicts(evidence), strict=True))
    outside: _Verdict = (0, None, "outside the panel's scope or window")
    return _text(book, rows, [of_row.get(row, outside) for row in rows])


def _verdicts(evidence: Evidence | Records) -> list[_Verdict]:
    """Of each row: whether it is in, what it gives to the figure, and why."""
    return [
        (int(is_in), _amount(amount) if is_in else None, evidence.reasons[int(reason)])
        for is_in, amount, reason in zip(evidence.is_in, amounts_of(evidence), evidence.reason, strict=True)
    ]


def _amount(amount: float) -> float | int:
    return int(amount) if float(amount).is_integer() else float(amount)


def rows_of(book: CaseBook, number: str, batches: Mapping[str, Batch]) -> list[int]:
    """The cases of a number: one, or more where systems that share no key use it too.

    A late return whose NUMBER#2 is the number of a case too comes after that, and stderr says so. Raises Refused where
    none is known at the instant; of one that was read and cannot be used it says why.
    """
    named = book.find(number)
    returned = [row for row in book.find_return(number) if row not in named]
    if named and returned:
        plain = number.rpartition("#")[0]
        tell(f"“{number}” is the number of a case, and “{plain}” that came back late: the case comes first.")
    rows = [*named, *returned]
    if not rows:
        left_out = _left_out(book, number, batches)
        if left_out is not None:
            raise Refused(left_out)
        known = book.history.members["number"].to_list()
        at = utc_text(book.at_us)
        raise Refused(f"No case “{number}” is known at {at}{meant(number, known) if number not in known else '.'}")
    return rows


def other_lives(book: CaseBook, rows: Sequence[int]) -> Iterator[str]:
    """A sentence for each case that came back late, and of which the first life alone is among the rows."""
    for row in rows:
        lives = np.flatnonzero(book.entity == book.entity[row])
        if book.part[row] or len(lives) == 1 or not set(rows).isdisjoint(set(lives.tolist()) - {row}):
            continue
        late = [book.number(other) for other in lives[np.argsort(book.part[lives])].tolist()][1:]
        see = " ".join(f"--case {number}" for number in late[:_MOST_LISTED])
        more = f" and {len(late) - _MOST_LISTED} more" if len(late) > _MOST_LISTED else ""
        yield f"“{book.number(row)}” came back late, so it is {len(lives)} cases: this is the first; see {see}{more}"


def _left_out(book: CaseBook, number: str, batches: Mapping[str, Batch]) -> str | None:
    """Why a case that a source has is none of the book's; None where no source has it, or only later."""
    if number in book.history.members["number"]:
        return None
    source = next((name for name, batch in batches.items() if number in batch.frame("cases")["number"]), None)
    if source is None:
        return None
    for unusable in book.history.unusable[source]:
        if unusable.resource == "cases" and unusable.why.key in _OF_ONE and number in unusable.examples:
            why = english(unusable.why.key, 1).replace("{n} ", "a ", 1)
            return f"“{number}” was read from {source} and left out, as {why}."
    return f"“{number}” was read from {source} and left out: `wallboard check` names what cannot be used."


def _text(book: CaseBook, rows: Sequence[int], verdicts: Sequence[_Verdict]) -> str:
    lines: list[list[Cell]] = []
    for account, verdict in zip(accounts(book, np.array(rows, dtype=np.int64)), verdicts, strict=True):
        lines.append([*(account[name] for name in COLUMNS), *verdict])
    return csv_text((*COLUMNS, *_VERDICT), lines)
