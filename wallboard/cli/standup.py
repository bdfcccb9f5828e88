"""What stand-ups were told: reasons and promises, as CSV, JSON or a table."""

from datetime import date

from wallboard.cli.ends import ALL_WELL, FALLS_SHORT, Refused, give, tell
from wallboard.cli.finding import board_path
from wallboard.cli.forms import Format
from wallboard.cli.instants import utc_text
from wallboard.cli.printable import json_text, printable
from wallboard.cli.sheet import Cell, aligned, csv_text
from wallboard.core.measures.promises import standing
from wallboard.core.views.agenda import GivenAnswer
from wallboard.store.places import board_id, places_of
from wallboard.store.standups import stored_answers

_COLUMNS = ("standup", "number", "queue", "reason", "promise", "promised", "frozen_at", "said_at", "source")
_SHOWN = (*range(6), 8)
"""Which of them a table has: the rest is for programs."""


def standup(board: str | None, *, form: Format = "csv", since: str | None = None, until: str | None = None) -> int:
    """Writes one line a case and stand-up, oldest first; 1 where the journal cannot be read."""
    path, places = board_path(board), places_of()
    first, last = _date(since, "from"), _date(until, "to")
    found = stored_answers(places, board_id(path))
    if found is None:
        tell(f"The journal {places.journal} cannot be read: the collector heals it when it runs.")
        return FALLS_SHORT
    if not found and not path.exists():
        raise Refused(f"There is no board {path}, and no stand-up of it is known.")
    answers = [
        given
        for given in standing(found)
        if (first is None or given.standup_on >= first) and (last is None or given.standup_on <= last)
    ]
    rows = [_row(given) for given in answers]
    if form == "json":
        give(json_text([dict(zip(_COLUMNS, row, strict=True)) for row in rows], indent=1))
    elif form == "csv":
        give(csv_text(_COLUMNS, rows))
    else:
        table = [[_text(row[column]) for column in _SHOWN] for row in (_COLUMNS, *rows)]
        give("".join(f"{printable(line)}\n" for line in aligned(table)))
    if not rows:
        # another account, or a kiosk, keeps its answers elsewhere
        when = "" if not found else " on these dates"
        tell(f"No stand-up of {path} has been told anything{when}; looked in {places.state}.")
    return ALL_WELL


def _row(given: GivenAnswer) -> list[Cell]:
    answer = given.answer
    return [
        given.standup_on,
        answer.number,
        answer.queue,
        answer.reason,
        answer.promise,
        answer.promised_on,
        utc_text(given.standup_at_us),
        utc_text(given.given_at_us),
        answer.source,
    ]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _date(text: str | None, option: str) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        raise Refused(f"--{option}: “{text}” is no date; write it as in 2026-03-02.") from None
