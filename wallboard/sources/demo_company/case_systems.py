"""What the demo company's help desk and ERP know at an instant: cases, events and activities as rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

import numpy as np
import polars as pl

from wallboard.core.records import EVENT_KINDS
from wallboard.core.worktime import NEVER_US
from wallboard.sources.demo_company import vocabulary as code
from wallboard.sources.demo_company.chance import Chance, Codes, Int64s
from wallboard.sources.demo_company.columns import instants, no_numbers
from wallboard.sources.demo_company.lives import KIND_OF, LifeStep, Lives, is_in, lives

CaseSystem = Literal["helpdesk", "erp"]

_A_WEEK: Final = 700  # no week brings either system as many cases
_NUMBERS: Final = 100_000  # so a number comes again after two years and eight months
_SECOND_US: Final = 1_000_000
_ACTIVITIES: Final = ("opening mail", "call", "note", "mail", "closing mail")
_IS_LOGGED: Final = np.array([0.96, 0.55, 0.7, 0.5, 0.93])
_LAST_AT_BIRTH: Final = LifeStep.QUEUED  # what a case comes with is one row
_STATUS_STEPS: Final = [step for step in LifeStep if KIND_OF[step] == "status"]
_WORDS: Final = {"helpdesk": code.HELPDESK_WORDS, "erp": code.ERP_WORDS}


@dataclass(frozen=True, slots=True, eq=False)
class Book:
    """The cases of one system that were born in a week, with all that will ever happen to them.

    `serials` count them; `at_us`, `to` and `merged_into` are as in Lives; `logged_us` and `logged_by` have
    the shape (cases, activities): when, and the code of the person.
    """

    serials: Int64s
    numbers: Sequence[str]
    keys: Sequence[str | None]
    clients: Sequence[str]
    at_us: Int64s
    to: Codes
    merged_into: Int64s
    logged_us: Int64s
    logged_by: Codes


def rows(seed: int, system: CaseSystem, weeks: range, until_us: int) -> tuple[dict[str, pl.DataFrame], int]:
    """A system's cases of several weeks with their events and activities, as known at an instant; and when it changes.

    In most weeks nothing has happened since the read before, and their rows are the same ones.
    """
    frames: list[Mapping[str, pl.DataFrame]] = []
    next_us = NEVER_US
    for week in weeks:
        changed_us, change_us = _around(_moments_us(seed, system, week), until_us)
        frames.append(_rows_of_week(seed, system, week, changed_us))
        next_us = min(next_us, change_us)
    return {resource: pl.concat([one[resource] for one in frames], rechunk=True) for resource in frames[0]}, next_us


@lru_cache(maxsize=96)
def _rows_of_week(seed: int, system: CaseSystem, week: int, until_us: int) -> Mapping[str, pl.DataFrame]:
    book = _page(seed, system, week)
    return {
        "cases": cases(book, system, until_us),
        "events": events(book, system, until_us),
        "activities": activities(book, system, until_us),
    }


def cases(book: Book, system: CaseSystem, until_us: int) -> pl.DataFrame:
    """The cases known at an instant, as they stand then."""
    known = np.flatnonzero(book.at_us[:, LifeStep.OPENED] <= until_us)
    at_us, to = book.at_us[known], book.to[known]
    status = _latest(at_us, to, _STATUS_STEPS, until_us)
    is_closed = (status == code.RESOLVED) | (status == code.CLOSED)
    ends_us = at_us[:, [LifeStep.RESOLVED, LifeStep.RESOLVED_AGAIN]]
    ended_us = np.where(ends_us <= until_us, ends_us, 0).max(axis=1, initial=0)
    words = pl.Series(_WORDS[system], dtype=pl.String)

    def standing(kind: str) -> pl.Series:
        return words.gather(_latest(at_us, to, [step for step in LifeStep if KIND_OF[step] == kind], until_us))

    is_date = np.zeros(known.size, dtype=np.bool_)  # here everything is known to the second
    return pl.DataFrame(
        {
            "number": pl.Series(book.numbers, dtype=pl.String).gather(known),
            **{kind: standing(kind) for kind in ("type", "queue", "owner")},
            "status": words.gather(status),
            "priority": standing("priority"),
            "client": pl.Series(book.clients, dtype=pl.String).gather(known),
            "opened_at": instants(at_us[:, LifeStep.OPENED]),
            "closed_at": instants(ended_us, is_closed),
            "opened_is_date": is_date,
            "closed_is_date": is_date,
            "shared_key": pl.Series(book.keys, dtype=pl.String).gather(known),
        }
    )


def events(book: Book, system: CaseSystem, until_us: int) -> pl.DataFrame:
    """All that happened to the cases up to an instant, case by case in order."""
    case, step, at_us = _in_order(book.at_us, until_us)
    words = [*_WORDS[system], *book.numbers]
    is_merge = step == LifeStep.MERGED
    to = np.where(is_merge, book.merged_into[case] + len(_WORDS[system]), book.to[case, step])
    return pl.DataFrame(
        {
            "number": pl.Series(book.numbers, dtype=pl.String).gather(case),
            "at": instants(at_us),
            "kind": pl.Series(KIND_OF, dtype=pl.Enum(EVENT_KINDS)).gather(step),
            "to": pl.Series(words, dtype=pl.String).gather(to),
            "row": book.serials[case] * len(LifeStep) + np.maximum(step, _LAST_AT_BIRTH),
            "is_date": np.zeros(case.size, dtype=np.bool_),
            "key": no_numbers(case.size),
        }
    )


def activities(book: Book, system: CaseSystem, until_us: int) -> pl.DataFrame:
    """What was logged on the cases up to an instant, case by case in order."""
    case, what, at_us = _in_order(book.logged_us, until_us)
    return pl.DataFrame(
        {
            "number": pl.Series(book.numbers, dtype=pl.String).gather(case),
            "at": instants(at_us),
            "kind": pl.Series(_ACTIVITIES, dtype=pl.String).gather(what),
            "person": pl.Series(_WORDS[system], dtype=pl.String).gather(book.logged_by[case, what]),
            "key": no_numbers(case.size),
        }
    )


@lru_cache(maxsize=64)
def _moments_us(seed: int, system: CaseSystem, week: int) -> Int64s:
    """When rows of a week's cases come or change, in order."""
    book = _page(seed, system, week)
    return np.unique(np.concatenate([[-1], book.at_us.ravel(), book.logged_us.ravel(), [NEVER_US]]))


def _around(moments_us: Int64s, at_us: int) -> tuple[int, int]:
    """The last moment before or at an instant (−1: there was none), and the first one after."""
    after = int(np.searchsorted(moments_us, at_us, side="right"))
    return int(moments_us[after - 1]), int(moments_us[after])


@lru_cache(maxsize=64)
def _page(seed: int, system: CaseSystem, week: int) -> Book:
    """A system's cases of one week; those of both reach the ERP a minute or two later, with its number."""
    born = lives(seed, week)
    is_here = is_in(born.systems, 0 if system == "helpdesk" else 1)
    at_us = born.at_us
    if system == "erp":
        lag_us = np.where(born.systems == 2, (40 + np.rint(born.u * 130)).astype(np.int64) * _SECOND_US, 0)
        at_us = np.where(at_us == NEVER_US, NEVER_US, at_us + lag_us[:, None])
        at_us[:, LifeStep.ARCHIVED] = NEVER_US  # the ERP has no closing after the closing
    rows = np.flatnonzero(is_here)
    rows = rows[np.argsort(at_us[rows, LifeStep.OPENED], kind="stable")]
    place = np.cumsum(is_here) - 1
    merged_into = born.merged_into[rows]
    serials = week * _A_WEEK + np.arange(rows.size)
    helpdesk = np.cumsum(is_in(born.systems, 0)) - 1 + week * _A_WEEK
    return Book(
        serials,
        [_number("C" if system == "helpdesk" else "R", serial) for serial in serials.tolist()],
        [_number("C", serial) if is_both else None for serial, is_both in _keys(helpdesk, born, rows)],
        [code.CLIENTS[int(u * len(code.CLIENTS))] for u in born.u[rows]],
        at_us[rows],
        born.to[rows],
        np.where(merged_into < 0, -1, place[merged_into]),
        *_logged(Chance(seed, f"log {week}"), at_us, born.to, rows),
    )


def _number(letter: str, serial: int) -> str:
    return f"{letter}-{serial % _NUMBERS:05d}"


def _keys(helpdesk: Int64s, born: Lives, rows: Int64s) -> Iterator[tuple[int, bool]]:
    """Of each row its serial in the help desk, and whether both systems have it."""
    return zip(helpdesk[rows].tolist(), (born.systems[rows] == 2).tolist(), strict=True)


def _logged(chance: Chance, at_us: Int64s, to: Codes, rows: Int64s) -> tuple[Int64s, Codes]:
    """What is logged, where not forgotten: mails at opening and closing; a call, a note, a mail between.

    `at_us` is by the system's own clock: nothing is logged on a case that it does not have yet.
    """
    opened_us, touched_us, resolved_us = at_us[:, [LifeStep.OPENED, LifeStep.ACTIVE, LifeStep.RESOLVED]].T
    is_done = resolved_us != NEVER_US
    third_us = (np.where(is_done, resolved_us, touched_us) - np.where(is_done, touched_us, 0)) // 3
    third_us -= third_us % _SECOND_US
    minutes_us = np.rint(chance.draws("after", opened_us.size) * 240 + 20).astype(np.int64) * _SECOND_US
    between_us = [touched_us, touched_us + third_us, touched_us + 2 * third_us]
    logged_us = np.column_stack([opened_us + minutes_us, *between_us, resolved_us])
    is_logged = chance.table("logged", opened_us.size, len(_ACTIVITIES)) < _IS_LOGGED
    logged_us = np.where(is_logged & is_done[:, None], logged_us, NEVER_US)
    return logged_us[rows], np.repeat(to[rows, LifeStep.OWNED, None], len(_ACTIVITIES), axis=1)


def _in_order(at_us: Int64s, until_us: int) -> tuple[Int64s, Int64s, Int64s]:
    """Case, column and instant of each cell not later than an instant, by case, then instant, then column.

    By case, for so the cache wants rows: to sort 80,000 of them by number costs more than to make them.
    """
    columns = np.argsort(at_us, axis=1, kind="stable")
    ordered_us = np.take_along_axis(at_us, columns, axis=1)
    case, place = np.nonzero(ordered_us <= until_us)
    return case, columns[case, place], ordered_us[case, place]


def _latest(at_us: Int64s, to: Codes, steps: Sequence[int], until_us: int) -> Int64s:
    """The code that each case has at an instant from these steps, none before the first."""
    value = np.zeros(len(at_us), dtype=np.int64)
    since_us = np.zeros(len(at_us), dtype=np.int64)
    for step in steps:
        is_later = (at_us[:, step] <= until_us) & (at_us[:, step] >= since_us)
        value = np.where(is_later, to[:, step], value)
        since_us = np.where(is_later, at_us[:, step], since_us)
    return value
