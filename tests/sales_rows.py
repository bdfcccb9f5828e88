"""Appointments, leave and opportunities of a small team, in the week of Monday 2 March 2026, London 09:00-17:00."""

from collections.abc import Mapping
from datetime import timedelta

import polars as pl

from tests.core.lives import at, instant, organisation
from wallboard.core.organisation import Organisation, Person
from wallboard.core.records import SCHEMAS, Batch, in_form
from wallboard.core.snapshot import Snapshot

Row = dict[str, object]

AMIRA = Person("Amira Haddad", "salesperson", coordinator="Lena Fuchs", also={"diary": ("amira",)})
BEN = Person("Ben Okafor", "salesperson", coordinator="Lena Fuchs")
LENA = Person("Lena Fuchs", "coordinator", also={"crm": ("LF",)})
TEAM = (AMIRA, BEN, LENA)
RESOURCES = ("opportunities", "appointments", "absences")


def visit(person: str, start: str, state: str | None = None, since: str | None = None, **more: str) -> Row:
    """An appointment of an hour; `booked`, `opportunity`, `id` and `end` may be given."""
    begins = instant(start)
    row: Row = {
        "id": more.pop("id", f"{person} {start} {state or 'booked'}"),
        "person": person,
        "start_at": begins,
        "end_at": begins + timedelta(hours=1),
        "state": state,
        "state_at": instant(since) if since else None,
    }
    instants = {f"{name}_at": instant(more.pop(name)) for name in ("booked", "end") if name in more}
    return row | instants | more


def leave(person: str, start: str, end: str | None = None, known: str | None = None) -> Row:
    """An absence."""
    times = {"start_at": start, "end_at": end, "known_at": known}
    return {"person": person, **{name: instant(when) if when else None for name, when in times.items()}}


def opportunity(number: str, created: str | None, **more: str) -> Row:
    """An opportunity; `released`, `won`, `lost` are instants."""
    instants = {f"{name}_at": instant(more.pop(name)) for name in ("released", "won", "lost") if name in more}
    return {"number": number, "created_at": instant(created) if created else None, **instants, **more}


def batch(
    *,
    as_of: str = "Sun+8 00:00",
    mapped: Mapping[str, frozenset[str]] | None = None,
    **resources: list[Row],
) -> Batch:
    """What one source brings; its mapping feeds every field of its resources unless `mapped` says which."""
    frames = {
        name: in_form(name, pl.DataFrame(rows, schema=dict(SCHEMAS[name])) if rows else pl.DataFrame())
        for name, rows in resources.items()
    }
    fields = {name: frozenset(field.removesuffix("_at") for field in SCHEMAS[name]) for name in resources}
    if "appointments" in fields:
        fields["appointments"] |= {"state_at"}
    return Batch(frames, fields | dict(mapped or {}), at(as_of), at(as_of))


def office(*people: Person, **more: object) -> Organisation:
    """The team's organisation, whose diaries and opportunities come from `diary` and `crm`."""
    settings: dict[str, object] = {"people": people or TEAM, "sources": ("diary", "crm"), "targets": ()}
    return organisation(**(settings | more))


def snapshot(
    now: str, *people: Person, is_past: bool = False, as_of: str = "Sun+8 00:00", **rows: list[Row]
) -> Snapshot:
    """What is known at an instant: `appointments` and `absences` from `diary`, `opportunities` from `crm`."""
    diary = {name: rows.get(name, []) for name in ("appointments", "absences")}
    crm = {"opportunities": rows.get("opportunities", [])}
    batches = {"diary": batch(as_of=as_of, **diary), "crm": batch(as_of=as_of, **crm)}
    return Snapshot(office(*people), at(now), batches, is_past=is_past)
