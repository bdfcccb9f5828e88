"""Slots of the last work days in which nothing was performed, and why."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, Records
from wallboard.core.kinds import DiaryDays, PersonName
from wallboard.core.local_time import date_of
from wallboard.core.measures.appointment_rows import BOOKED, CANCELLED, NO_SHOW, UNCONFIRMED
from wallboard.core.measures.diaries import Ledger
from wallboard.core.measures.diary_account import of_appointments, of_days, of_slots
from wallboard.core.measures.people import salespeople
from wallboard.core.measures.sales_days import diary_coverage, not_entered, sales_days, since_entered
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Column, Columns, Fact, Figure, Part, View
from wallboard.core.words import Words, words
from wallboard.core.worktime import Today
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, blank, calendar_of, heading

Int64s = NDArray[np.int64]

TAKES = frozenset({"appointments", "absences"})
USES = frozenset({"calendar"})
FIGURES = (
    FigureName("unfilled", "slots", "slots in which nothing was performed; never below 0 for a person and day"),
    FigureName("no_show", "appointments", "no-shows whose slot was not refilled"),
    FigureName("cancelled", "appointments", "cancelled ones whose slot was not refilled"),
    FigureName("never_booked", "slots", "slots that nobody booked"),
    FigureName("open", "appointments", "in a slot: still to come, or past and not confirmed"),
    FigureName("slots", "slots", "all slots of these work days"),
)
_WEEK_DAYS = 5
_PARTS = (
    Part(words("unfilled-slots.no-show"), "late"),
    Part(words("unfilled-slots.cancelled"), "watch"),
    Part(words("unfilled-slots.never-booked"), "urgent"),
    Part(words("unfilled-slots.open"), "open"),
)


class Options(PanelOptions):
    """Unfilled slots, day by day."""

    summary: ClassVar[str] = "slots of the last work days without a performed appointment: why, day by day"

    days: DiaryDays = Field(5, description="the last work days, today included")
    people: list[PersonName] | None = Field(None, description="whom it counts; default: all salespeople")
    past_is_performed: bool = Field(
        default=False, description="an appointment that is over counts as performed where nobody says what became of it"
    )


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A column a work day; today's open appointments are an outline."""
    title = heading(envelope)
    people = salespeople(snapshot.organisation, options.people)
    fields = ("person", "start") if options.past_is_performed else ("person", "start", "state")
    lacks = diary_coverage(snapshot, TAKES, people, fields)
    if lacks.blank:
        return blank(envelope, title, lacks.blank, lacks.sources)
    calendar = calendar_of(envelope, snapshot)
    today = calendar.today(snapshot.at_us)
    days = calendar.work_days[calendar.work_days <= today.day][-options.days :]
    if unread := not_entered(snapshot, lacks, calendar, days):
        return blank(envelope, title, unread, lacks.sources)
    found = sales_days(snapshot, people, calendar, days, past_is_performed=options.past_is_performed)
    book, parts = found.book, _parts(found.book)
    body, note = _columns(book, parts, today), words("unfilled-slots.note", n=days.size)
    remarks = (*since_entered(lacks, calendar, days), *found.remarks, *lacks.remarks)
    figures = _figures(book, parts)
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks)
    return Shown(view, _evidence(snapshot, book), found.details)


def _parts(book: Ledger) -> dict[str, Int64s]:
    """What the slots are in which nothing was performed, in the order of _PARTS."""
    return {
        "no_show": book.held[..., NO_SHOW],
        "cancelled": book.held[..., CANCELLED],
        "never_booked": book.empty,
        "open": book.held[..., BOOKED] + book.held[..., UNCONFIRMED],
    }


def _figures(book: Ledger, parts: dict[str, Int64s]) -> tuple[Figure, ...]:
    values = {"unfilled": book.unfilled, **parts, "slots": book.slots}
    units = {figure.name: figure.unit for figure in FIGURES}
    return tuple(Figure(name, int(counts.sum()), units[name]) for name, counts in values.items())


def _columns(book: Ledger, parts: dict[str, Int64s], today: Today) -> Columns:
    slots, unfilled, still_open = int(book.slots.sum()), int(book.unfilled.sum()), int(parts["open"].sum())
    facts = [Fact(words("unfilled-slots.of", unfilled=unfilled, n=slots))]
    if still_open:
        facts.append(Fact(words("unfilled-slots.still-open", n=still_open), is_minor=True))
    return Columns(
        tuple(
            Column(
                _label(int(day), is_alone=book.days.size <= _WEEK_DAYS),
                tuple(float(counts[:, place].sum()) for counts in parts.values()),
                is_now=today.is_work_day and int(day) == today.day,
            )
            for place, day in enumerate(book.days)
        ),
        _PARTS,
        tuple(facts),
        empty=None if slots else words("unfilled-slots.none"),
    )


def _label(day: int, *, is_alone: bool) -> Words:
    """The day of the week, while no other column has the same."""
    return words("unfilled-slots.day" if is_alone else "unfilled-slots.date", on=date_of(day).isoformat())


def _evidence(snapshot: Snapshot, book: Ledger) -> OnDemand:
    every_day = np.ones(book.slots.shape, dtype=np.bool_)
    every = np.ones(book.day.size, dtype=np.bool_)
    of_rows = partial(of_appointments, snapshot, book, every)
    unfilled, empty = book.unfilled, book.empty
    makers: dict[str, Callable[[], Evidence | Records]] = {
        "unfilled": partial(of_days, book, every_day, {"unfilled": (unfilled > 0, True)}, "all performed", unfilled),
        "no_show": partial(of_rows, ((NO_SHOW, True),)),
        "cancelled": partial(of_rows, ((CANCELLED, True),)),
        "never_booked": partial(of_days, book, every_day, {"empty slots": (empty > 0, True)}, "none empty", empty),
        "open": partial(of_rows, ((BOOKED, True), (UNCONFIRMED, True))),
        "slots": partial(of_slots, book, every_day),
    }
    return OnDemand(makers)
