"""What each salesperson's day has brought so far, slot by slot, and the team's week."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from wallboard.core.evidence import Evidence, OnDemand, Records
from wallboard.core.kinds import PersonName
from wallboard.core.local_time import date_of, monday_of
from wallboard.core.measures.appointment_rows import BOOKED, CANCELLED, LIVING, NO_SHOW, PERFORMED, UNCONFIRMED
from wallboard.core.measures.diaries import Ledger
from wallboard.core.measures.diary_account import how_of, of_appointments, of_days, of_slots
from wallboard.core.measures.people import salespeople
from wallboard.core.measures.presence import Leave, back_on
from wallboard.core.measures.sales_days import diary_coverage, not_entered, sales_days, since_entered
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Figure, Pip, PipRow, Pips, View
from wallboard.core.words import Words, words
from wallboard.core.worktime import WorkCalendar
from wallboard.panels.contract import (
    Envelope,
    FigureName,
    PanelOptions,
    Shown,
    blank,
    calendar_of,
    dated_heading,
    heading,
)

Bools = NDArray[np.bool_]

TAKES = frozenset({"appointments", "absences"})
USES = frozenset({"calendar"})
FIGURES = (
    FigureName("performed", "appointments", "performed today, also beyond the slots"),
    FigureName("slots", "slots", "slots today of all who are there, by their present hours"),
    FigureName("booked", "appointments", "still to come today, in a slot"),
    FigureName("unconfirmed", "appointments", "past, in a slot, and nobody has said whether they were performed"),
    FigureName("no_show", "appointments", "no-shows whose slot was not refilled"),
    FigureName("cancelled", "appointments", "cancelled ones whose slot was not refilled"),
    FigureName("empty", "slots", "slots that nothing holds"),
    FigureName("beyond", "appointments", "performed beyond their person's slots"),
    FigureName("week_performed", "appointments", "performed from Monday until now"),
    FigureName("week_slots", "slots", "slots from Monday to today, today's whole"),
    FigureName("performed:NAME", "appointments", "performed today by one salesperson"),
    FigureName("slots:NAME", "slots", "slots today of one salesperson"),
)
_A_WEEK_DAYS = 6
_HELD = {"booked": BOOKED, "unconfirmed": UNCONFIRMED, "no_show": NO_SHOW, "cancelled": CANCELLED}
_PIPS: tuple[Pip, ...] = ("performed", "unconfirmed", "booked", "no-show", "cancelled")


class Options(PanelOptions):
    """Appointments of today, person by person."""

    summary: ClassVar[str] = "per salesperson today: performed, booked, empty and missed appointments against the slots"

    people: list[PersonName] | None = Field(None, description="whom it shows, in this order; default: all salespeople")
    past_is_performed: bool = Field(
        default=False, description="an appointment that is over counts as performed where nobody says what became of it"
    )


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The work day's pips; on a date without work those of the last work day, with its date."""
    people = salespeople(snapshot.organisation, options.people)
    told = () if options.past_is_performed else ("state",)
    lacks = diary_coverage(snapshot, TAKES, people, told=told)
    if lacks.blank:
        return blank(envelope, heading(envelope), lacks.blank, lacks.sources)
    calendar = calendar_of(envelope, snapshot)
    day, is_work_day = calendar.today(snapshot.at_us)
    days = calendar.work_days[(calendar.work_days >= monday_of(day)) & (calendar.work_days <= day)]
    if unread := not_entered(snapshot, lacks, calendar, days):
        return blank(envelope, heading(envelope), unread, lacks.sources)
    found = sales_days(snapshot, people, calendar, days, past_is_performed=options.past_is_performed)
    book, values = found.book, _values(found.book)
    figures = _figures({**values, **_values_of_people(book)})
    rows = tuple(_row(book, place, found.leave, calendar) for place in range(len(people)))
    body = Pips(rows, *(values[name] for name in ("performed", "slots", "week_performed", "week_slots")))
    remarks, note = (*since_entered(lacks, calendar, days), *found.remarks, *lacks.remarks), _note(book)
    title = dated_heading(envelope, None if is_work_day else date_of(day).isoformat())
    view = View(envelope.type, envelope.title, title, body, figures, lacks.sources, note, remarks)
    return Shown(view, _evidence(snapshot, book), found.details)


def _note(book: Ledger) -> Words | None:
    """The target, where all have the same."""
    numbers = set(book.presence.number()[:, -1].tolist())
    return words("appointments.target", n=numbers.pop()) if len(numbers) == 1 else None


def _row(book: Ledger, place: int, leave: Leave, calendar: WorkCalendar) -> PipRow:
    """A person's pips in order of the day, then the empty slots, then what came beyond them."""
    today = book.days.size - 1
    own = np.flatnonzero((book.of.person == place) & (book.day == today))
    own = own[np.argsort(book.of.start_us[own], kind="stable")]
    held = own[book.has_slot[own]]
    beyond = own[~book.has_slot[own] & np.isin(book.of.state[own], LIVING)]
    pips = [_PIPS[code] for code in book.of.state[held].tolist()]
    pips += ["empty"] * int(book.empty[place, today])
    pips += [_PIPS[code] for code in book.of.state[beyond].tolist()]
    person = book.people[place]
    away = None
    if place in book.of.unknown_people:
        away = words("appointments.unread")
    elif not book.presence.present_us[place, today]:
        away = _away(leave, place, book, calendar)
    return PipRow(
        person.name,
        tuple(pips),
        int(book.performed[place, today]),
        int(book.slots[place, today]),
        away,
    )


def _away(leave: Leave, place: int, book: Ledger, calendar: WorkCalendar) -> Words:
    """Until when somebody is on leave: the first day on which they are there again."""
    day = int(book.days[-1])
    back = back_on(leave, book.people[place], place, calendar, day)
    if back is None:
        return words("appointments.away")
    is_near = (back - date_of(day)).days <= _A_WEEK_DAYS
    return words("appointments.away-until" if is_near else "appointments.away-until-date", on=back.isoformat())


def _values(book: Ledger) -> dict[str, int]:
    performed, slots = book.performed[:, -1], book.slots[:, -1]
    held = {name: int(book.held[:, -1, state].sum()) for name, state in _HELD.items()}
    return {
        "performed": int(performed.sum()),
        "slots": int(slots.sum()),
        **held,
        "empty": int(book.empty[:, -1].sum()),
        "beyond": int(book.beyond[:, -1].sum()),
        "week_performed": int(book.performed.sum()),
        "week_slots": int(book.slots.sum()),
    }


def _values_of_people(book: Ledger) -> dict[str, int | None]:
    """Of each what was performed, and the slots; None where their diary is not known."""
    columns = {"performed": book.performed[:, -1], "slots": book.slots[:, -1]}
    return {
        f"{name}:{person.name}": None if place in book.of.unknown_people else int(column[place])
        for place, person in enumerate(book.people)
        for name, column in columns.items()
    }


def _figures(values: Mapping[str, int | None]) -> tuple[Figure, ...]:
    units = {figure.name: figure.unit for figure in FIGURES}
    whole = {name: name if name in units else f"{name.partition(':')[0]}:NAME" for name in values}
    return tuple(Figure(name, value, units[whole[name]]) for name, value in values.items())


def _evidence(snapshot: Snapshot, book: Ledger) -> OnDemand:
    is_today = book.day == book.days.size - 1
    this_day = np.zeros(book.slots.shape, dtype=np.bool_)
    this_day[:, -1] = True
    every_day = np.ones(book.slots.shape, dtype=np.bool_)
    performed = ((PERFORMED, True), (PERFORMED, False))
    of_rows = partial(of_appointments, snapshot, book)
    makers: dict[str, Callable[[], Evidence | Records]] = {
        "performed": partial(of_rows, is_today, performed),
        "slots": partial(of_slots, book, this_day),
        **{name: partial(of_rows, is_today, ((state, True),)) for name, state in _HELD.items()},
        "empty": partial(of_days, book, this_day, {"empty slots": (book.empty > 0, True)}, "none empty", book.empty),
        "beyond": partial(of_rows, is_today, ((PERFORMED, False),)),
        "week_performed": partial(of_rows, np.ones(is_today.size, dtype=np.bool_), performed),
        "week_slots": partial(of_slots, book, every_day),
    }
    for place, person in enumerate(book.people):
        own_day = np.zeros(book.slots.shape, dtype=np.bool_)
        own_day[place, -1] = True
        is_own = is_today & (book.of.person == place)
        makers[f"performed:{person.name}"] = partial(of_rows, is_own, performed, how=how_of(book, place))
        makers[f"slots:{person.name}"] = partial(of_slots, book, own_day)
    return OnDemand(makers)
