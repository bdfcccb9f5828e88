"""Person-days and appointments as records: what stands behind every figure of the diaries (rule 15)."""

from collections.abc import Collection, Mapping
from functools import partial
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from wallboard.core.evidence import How, Records, Value, weighed_records
from wallboard.core.local_time import HOUR_US, date_of
from wallboard.core.measures.account import instant
from wallboard.core.measures.appointment_rows import BOOKED, CANCELLED, NO_SHOW, PERFORMED, STATES, UNCONFIRMED
from wallboard.core.measures.diaries import Ledger
from wallboard.core.measures.left_out import with_left_out
from wallboard.core.snapshot import Snapshot
from wallboard.core.worktime import NEVER_US

Bools = NDArray[np.bool_]
Float64s = NDArray[np.float64]

DAY_COLUMNS = (
    "person", "day", "slots_a_day", "present_h", "open_h", "slots", "performed", "unconfirmed", "booked", "no_show",
    "cancelled", "empty", "beyond", "filled",
)  # fmt: skip
APPOINTMENT_COLUMNS = ("id", "source", "person", "day", "start", "end", "state", "opportunity")

IN_SLOT = {
    (PERFORMED, True): "performed",
    (PERFORMED, False): "performed, beyond the slots",
    (UNCONFIRMED, True): "its time has passed and nobody has confirmed it",
    (UNCONFIRMED, False): "unconfirmed, beyond the slots",
    (BOOKED, True): "booked still",
    (BOOKED, False): "booked, beyond the slots",
    (NO_SHOW, True): "no-show, its slot not refilled",
    (NO_SHOW, False): "no-show, its slot refilled or gone",
    (CANCELLED, True): "cancelled, its slot not refilled",
    (CANCELLED, False): "cancelled, its slot refilled or gone",
}
"""What is said of an appointment by its state and whether it holds a slot."""


def of_days(
    book: Ledger, mask: Bools, reasons: Mapping[str, tuple[Bools, bool]], otherwise: str, amounts: NDArray[np.generic]
) -> Records:
    """Person-days as evidence; all arrays have the shape (people, days), `mask` says which are listed.

    Those of people whose diary is not known count in nothing, and alone make no figure.
    """
    chosen = np.argwhere(mask)
    is_unknown = np.isin(np.arange(len(book.people)), book.of.unknown_people)[:, None] & mask
    reasons = {"its person's diary is not known": (is_unknown, False), **reasons}
    how: How = "highest" if mask.any() and (is_unknown == mask).all() else "sum"
    rows = [_day_row(book, int(person), int(day)) for person, day in chosen]
    kept = {reason: (at[mask], counts) for reason, (at, counts) in reasons.items()}
    return weighed_records(DAY_COLUMNS, rows, kept, otherwise, how=how, amounts=amounts[mask].astype(np.float64))


def how_of(book: Ledger, place: int) -> How:
    """How appointments make the figure of one person: where their diary is not known, none at all makes none."""
    return "highest" if place in book.of.unknown_people else "sum"


def of_slots(book: Ledger, mask: Bools) -> Records:
    """The slots of person-days as evidence."""
    return of_days(
        book,
        mask,
        {"there": (book.slots > 0, True)},
        "no slot: on leave, none in force, or a day that was not read",
        book.slots,
    )


def of_appointments(
    snapshot: Snapshot,
    book: Ledger,
    mask: Bools,
    counting: Collection[tuple[int, bool]],
    *,
    amounts: Float64s | None = None,
    how: How = "sum",
    out: Mapping[str, Bools] = MappingProxyType({}),
) -> Records:
    """Appointments as evidence: `mask` says which of the ledger's are listed, `counting` which (state, has slot) are
    in; `amounts` are of all of them, and `out` says why some are out, whatever they are. Rows that count in nothing
    follow, whosever they are."""
    state, has_slot = book.of.state[mask], book.has_slot[mask]
    reasons = {said: (which[mask], False) for said, which in out.items()} | {
        said: ((state == code) & (has_slot == holds), (code, holds) in counting)
        for (code, holds), said in IN_SLOT.items()
    }
    rows = appointment_rows(snapshot, book, np.flatnonzero(mask))
    of_rows = None if amounts is None else amounts[mask]
    found = weighed_records(APPOINTMENT_COLUMNS, rows, reasons, "", how=how, amounts=of_rows)
    return with_left_out(found, book.of.left_out, partial(_row_left_out, snapshot))


def appointment_rows(snapshot: Snapshot, book: Ledger, places: NDArray[np.intp]) -> list[tuple[Value, ...]]:
    """Appointments of a ledger as rows of APPOINTMENT_COLUMNS: nothing of what they are about, nor with whom."""
    zone = ZoneInfo(snapshot.organisation.time_zone)
    names = tuple(snapshot.batches)
    frames = [batch.frame("appointments") for batch in snapshot.batches.values()]
    rows: list[tuple[Value, ...]] = []
    for place in places.tolist():
        rank, row = int(book.of.source[place]), int(book.of.row[place])
        end_us = int(book.of.end_us[place])
        rows.append(
            (
                frames[rank]["id"][row],
                names[rank],
                book.people[int(book.of.person[place])].name,
                date_of(int(book.of.day[place])).isoformat(),
                instant(int(book.of.start_us[place]), zone),
                None if end_us == NEVER_US else instant(end_us, zone),
                STATES[int(book.of.state[place])],
                frames[rank]["opportunity"][row],
            )
        )
    return rows


def _row_left_out(snapshot: Snapshot, rank: int, row: int) -> tuple[Value, ...]:
    """The same columns as far as the source tells them, in its own words."""
    zone = ZoneInfo(snapshot.organisation.time_zone)
    source = tuple(snapshot.batches)[rank]
    told = snapshot.batches[source].frame("appointments").row(row, named=True)
    begins = told["start_at"].astimezone(zone) if told["start_at"] is not None else None
    return (
        told["id"],
        source,
        told["person"],
        begins.date().isoformat() if begins is not None else None,
        *(None if one is None else one.astimezone(zone).isoformat() for one in (begins, told["end_at"])),
        told["state"],
        told["opportunity"],
    )


def _day_row(book: Ledger, person: int, day: int) -> tuple[Value, ...]:
    return (
        book.people[person].name,
        date_of(int(book.days[day])).isoformat(),
        int(book.presence.number()[person, day]),
        int(book.presence.present_us[person, day]) / HOUR_US,
        int(book.presence.open_us[day]) / HOUR_US,
        int(book.slots[person, day]),
        int(book.performed[person, day]),
        *(int(book.held[person, day, state]) for state in (UNCONFIRMED, BOOKED, NO_SHOW, CANCELLED)),
        int(book.empty[person, day]),
        int(book.beyond[person, day]),
        int(book.filled[person, day]),
    )
