"""Appointments, diaries and the general shapes made by hand: those of the design, and ugly ones."""

import datetime as dt
from dataclasses import replace

from wallboard.core.views.shapes import (
    Booked,
    BookedRow,
    Bookings,
    Buffer,
    Cell,
    Fact,
    ImageFile,
    Notice,
    Number,
    PipRow,
    Pips,
    Shape,
    Table,
    TableRow,
    View,
    Zone,
)
from wallboard.core.words import Words, verbatim, words

BOTH = ("Help desk", "ERP export")
LEAVE = verbatim("on leave until Thursday")
LONG_LEAVE = verbatim("on parental leave until Wednesday, 30 September 2027")
LONG_NAMES = (
    "Maximiliane von Hohenstein-Öttingen-Groß",
    "Ægir Þórðarson-Hallgrímsdóttir af Skálholti",
    "Łucja Brzęczyszczykiewicz-Żółkiewska",
    "Ö",
)
TEAM = ("Amira Haddad", "Ben Okafor", "Chloe Martin", "Dev Patel", "Elin Sørby", "Farid Nazari")
LARGE_TEAM = (*TEAM, "Greta Lund", "Hugo Weiß", "Ines Ortega", "Jakub Nowak", "Kaya Demir", "Liv Dahl", "Milo", "Noor")
P, U, B, N, C, E = "performed", "unconfirmed", "booked", "no-show", "cancelled", "empty"


def view(kind: str, title: str, body: Shape, note: str = "", remark: str = "") -> View:
    """A view fed by both sources of the samples."""
    remarks = (verbatim(remark),) if remark else ()
    said = verbatim(note) if note else None
    return View(kind, title, verbatim(title), body, sources=BOTH, note=said, remarks=remarks)


def day(name: str, *pips: str, slots: int = 4, away: Words | None = None) -> PipRow:
    """A salesperson's day."""
    return PipRow(name, pips, pips.count(P), slots, away)  # type: ignore[arg-type]


def pips(rows: tuple[PipRow, ...], week: tuple[int, int] = (47, 60)) -> Pips:
    """A team's day, its sum counted from its rows."""
    return Pips(rows, sum(row.performed for row in rows), sum(row.slots for row in rows), *week)


APPOINTMENTS = pips(
    (
        day("Amira Haddad", P, P, P, P),
        day("Ben Okafor", P, P, B, E),
        day("Chloe Martin", P, P, P, B),
        day("Dev Patel", P, N, B, B),
        day("Elin Sørby", P, B, B, B),
        day("Farid Nazari", slots=0, away=LEAVE),
    )
)
_LOADS = ((P, P, P, P), (P, U, B, E), (P, N, C, E), (U, U, B, B), (P, C, E, E), (N, N, N, E), (P, P, P, P, P))


def pips_cases() -> dict[str, View]:
    """Days of teams."""
    ugly = tuple(day(name, *_LOADS[n]) for n, name in enumerate(LONG_NAMES))
    bodies = {
        "as designed": APPOINTMENTS,
        "14 salespeople": pips(tuple(day(name, *_LOADS[n % 7]) for n, name in enumerate(LARGE_TEAM)), (612, 1260)),
        "30 salespeople": pips(tuple(day(f"{name} {n}", *_LOADS[n % 7]) for n, name in enumerate(LARGE_TEAM * 3))[:30]),
        "nobody": Pips((), 0, 0, 0, 0),
        "one": pips((day("Ö", P, B, B, E),), (3, 4)),
        "long names": pips((*ugly, day(LONG_NAMES[0] + "x", slots=0, away=LEAVE))),
        "five of four and six slots": pips((day("Amira Haddad", *_LOADS[6]), day("Ben Okafor", *(B,) * 6, slots=6))),
        "twelve appointments": pips((day(LONG_NAMES[0], *(P, B, E) * 4, slots=12), day("Ben", P, slots=1))),
        "forty appointments": pips((day(LONG_NAMES[0], *(P, B, E, C) * 10, slots=40),)),
        "everybody on leave": pips(tuple(day(name, slots=0, away=LEAVE) for name in TEAM), (0, 0)),
        "away until a long date": pips(
            (
                day(LONG_NAMES[0], slots=0, away=verbatim("on parental leave until Wednesday, 30 September 2027")),
                *APPOINTMENTS.rows[:2],
            )
        ),
        "half a day and none": pips(
            (day("Amira", P, B, slots=2, away=LEAVE), day("Ben", slots=0), day("Cy", P, slots=0))
        ),
        "all": pips(tuple(day(name, P, U, B, N, C, E) for name in TEAM)),
    }
    return {name: view("appointments", "Appointments today", body, "target 4 each") for name, body in bodies.items()}


GOALS = (4, 4, 4, 3, 3, 2, 2, 2, 1, 1)
_DESIGN = {
    "Amira Haddad": "4343222111",
    "Ben Okafor": "4443321210",
    "Chloe Martin": "4433322221",
    "Dev Patel": "4342220211",
    "Elin Sørby": "4443322211",
    "Farid Nazari": "---2322211",
}


def work_days(count: int, first: str = "2026-11-23") -> tuple[str, ...]:
    """So many dates from Monday to Friday, as ISO dates."""
    on = dt.date.fromisoformat(first)
    every = (on + dt.timedelta(days=n) for n in range(count * 2 + 7))
    return tuple(one.isoformat() for one in every if one.weekday() < 5)[:count]


def booked_row(name: str, filled: str, goals: tuple[int, ...] = GOALS) -> BookedRow:
    """A row from digits; a dash is a day away."""

    def zone(short: int) -> Zone:
        return "late" if short >= 2 else "urgent" if short == 1 else "on-track"

    return BookedRow(
        name,
        tuple(
            None if digit == "-" else Booked(int(digit), 4, goal, zone(goal - int(digit)))
            for digit, goal in zip(filled, goals, strict=False)
        ),
    )


BOOKED = Bookings(work_days(10), tuple(booked_row(name, filled) for name, filled in _DESIGN.items()), GOALS, 3, 3, 5.8)


def bookings_cases() -> dict[str, View]:
    """Diaries."""
    many = tuple(
        booked_row(name, ("4343222111", "0000000000", "4-3-2-1-1-")[n % 3]) for n, name in enumerate(LARGE_TEAM)
    )
    high = tuple(Booked(n + 8, 12, 12, "late" if n < 2 else "on-track") for n in range(10))
    bodies = {
        "as designed": BOOKED,
        "10 days all late": replace(BOOKED, rows=tuple(booked_row(name, "0000000000") for name in TEAM), holes=72),
        "14 salespeople": replace(BOOKED, rows=many, holes=11),
        "nobody": replace(BOOKED, rows=(), holes=0, cover_days=None),
        "one": replace(BOOKED, rows=(booked_row("Ö", "4443322211"),), holes=0, hole_days=1),
        "long names": replace(BOOKED, rows=tuple(booked_row(name, "4443322211") for name in LONG_NAMES)),
        "two of one first name": replace(
            BOOKED, rows=tuple(booked_row(name, "4443322211") for name in ("Ben Okafor-Wellington", "Ben Oduya-Smith"))
        ),
        "everybody on leave": replace(BOOKED, rows=tuple(booked_row(name, "----------") for name in TEAM)),
        "two digits": replace(BOOKED, rows=tuple(BookedRow(name, high) for name in TEAM), goals=(12,) * 10),
        "one day": replace(
            BOOKED, days=work_days(1), rows=tuple(booked_row(n, f) for n, f in (("Ben", "4"),)), goals=(4,)
        ),
        "20 days": replace(
            BOOKED,
            days=work_days(20),
            goals=GOALS * 2,
            rows=tuple(booked_row(name, filled * 2, GOALS * 2) for name, filled in _DESIGN.items()),
        ),
    }
    return {
        name: replace(view("bookings", "Booked ahead", body), note=words("bookings.note", n=len(body.days)))
        for name, body in bodies.items()
    }


BUFFER = Buffer(
    28, 60, "urgent", is_too_many=False, cover_days=2.3, oldest_h=11.5, oldest_zone="urgent", came=14, released=19
)


def buffer_cases() -> dict[str, View]:
    """Piles against their targets."""
    bodies = {
        "as designed": BUFFER,
        "nothing waiting": replace(BUFFER, waiting=0, zone="late", oldest_h=None, oldest_zone=None, cover_days=0.0),
        "enough": replace(BUFFER, waiting=50, zone=None, oldest_zone="on-track"),
        "at the target": replace(BUFFER, waiting=60, zone=None, oldest_zone=None, oldest_h=None),
        "too many": replace(BUFFER, waiting=95, zone=None, is_too_many=True, oldest_h=123.4, oldest_zone="late"),
        "500 of 60": replace(BUFFER, waiting=500, zone=None, is_too_many=True, came=1234, released=2345),
        "without target": replace(BUFFER, target=None, zone=None, oldest_zone=None, cover_days=None),
        "target of one": replace(BUFFER, waiting=1, target=1, zone=None),
        "read in part today": replace(BUFFER, came=None, released=None),
        "tens of thousands": replace(BUFFER, waiting=41234, target=60000, cover_days=123.4, came=12345, released=23456),
    }
    return {
        name: view("opportunity-buffer", "Waiting for an appointment", body, "opportunities")
        for name, body in bodies.items()
    }


FACTS = (
    Fact(verbatim("85th percentile of 132")),
    Fact(verbatim("3 beyond a week"), "late"),
    Fact(verbatim("median 2.1 h"), is_minor=True),
)


def number_cases() -> dict[str, View]:
    """Single figures."""
    bodies = {
        "as designed": Number(14.2, "h", 12.0, "urgent", facts=FACTS[:2]),
        "bare": Number(7.0),
        "nought": Number(0.0, "cases", 0.0, "on-track"),
        "unknown": Number(None, "h", 12.0, None, verbatim("Only 6 cases were closed in these 20 work days."), FACTS),
        "unknown without a reason": Number(None),
        "grey": Number(87.4, "%", 95.0, "late", facts=FACTS, is_grey=True),
        "signed": Number(-12.0, "cases", None, "late", is_signed=True),
        "large": Number(1234567.0, "cases", 2000000.0, "watch", facts=FACTS),
        "days": Number(5.8, "days", 5.0, "on-track"),
    }
    return {name: view("number", "Re-opened in time", body, "20 work days") for name, body in bodies.items()}


def row(label: str, *values: float | None, **more: object) -> TableRow:
    """A line of counts; those from ten on are urgent, from twenty on late."""
    cells = tuple(
        Cell(value, zone=None if value is None or value < 10 else "urgent" if value < 20 else "late")
        for value in values
    )
    return replace(TableRow(verbatim(label), cells), **more)  # type: ignore[arg-type]


def heads(*names: str) -> tuple[Words, ...]:
    """The heads of columns."""
    return tuple(verbatim(name) for name in names)


ALL_WORK = Table(
    heads("all", "Order", "Quote", "Return", "Techn."),
    (
        row("Help desk", 178, 46, 39, 8, 9, source="Help desk"),
        row("ERP export", 64, 12, 3, None, 0, source="ERP export"),
        row("together", 240, 57, 42, 8, 9, is_total=True),
    ),
    (Fact(verbatim("240 open")), Fact(verbatim("2 in both"), is_minor=True)),
)


def table_cases() -> dict[str, View]:
    """Tables."""
    names = ("Orders", "Quotations & offers", "Returns", "Technical", "Invoices", "Complaints") * 2
    wide = tuple(row(f"{name} {n}", *(n * 7 % 31 + k for k in range(6))) for n, name in enumerate(names))
    mixed = TableRow(
        verbatim(LONG_NAMES[0]),
        (
            Cell(5.25, "h", "on-track"),
            Cell(1234.5, "h", "late"),
            Cell(87.4, "%", is_grey=True),
            Cell(-5.0, is_signed=True),
            Cell(5.8, "days", "urgent"),
        ),
        is_private=True,
    )
    bodies = {
        "as designed": ALL_WORK,
        "12 rows of 6": Table(heads("Oldest", "P85", "Größe", "Technical", "Invoice", "Reklamationen"), wide),
        "40 rows of 12": Table(
            heads(*(f"head {n}" for n in range(12))),
            tuple(row(f"Typ {n}", *range(n, n + 12)) for n in range(40)),
            FACTS,
        ),
        "units": Table(
            heads("median", "oldest", "on time", "net", "cover"), (mixed, replace(mixed, label=verbatim("Ö")))
        ),
        "nothing": Table(heads("all"), (), (), verbatim("no open case")),
        "nothing said": Table((), ()),
        "labels only": Table((), (row("Orders"), row("Quotes"))),
        "sources unread": replace(ALL_WORK, rows=(row("Diaries", None, None, None, source="Diaries"),)),
        "a long total": Table(
            heads("all"), (*(row(f"Typ {n}", n) for n in range(20)), row("together", 123456, is_total=True))
        ),
    }
    return {name: view("table", "All open work", body) for name, body in bodies.items()}


_PARAGRAPH = (
    "On Thursday the goods lift is out of service from nine to one. Heavy deliveries go to the north gate; "
    "small ones are taken in at the front desk as usual. "
)


def notice_cases() -> dict[str, View]:
    """Texts on the wall."""
    bodies = {
        "as designed": Notice(("Fire drill at 14:00", "Meet at the north gate; leave everything where it is.")),
        "two words": Notice(("Well done",)),
        "600 characters": Notice((_PARAGRAPH * 4,)),
        "3000 characters": Notice((_PARAGRAPH * 5,) * 4),
        "many lines": Notice(tuple(f"Line {n}" for n in range(40))),
        "one long word": Notice(("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",)),
        "empty lines": Notice(("First", "", "Third", "")),
        "nothing": Notice(()),
    }
    return {name: view("notice", "Notice", body) for name, body in bodies.items()}


def image_cases() -> dict[str, View]:
    """Pictures that are not there."""
    bodies = {
        "missing": ImageFile("/nowhere/plan.png"),
        "missing with a long name": ImageFile(f"/nowhere/{'grundriss-' * 9}.png", fills=True),
    }
    return {name: view("picture", "Plan", body) for name, body in bodies.items()}


GROUPS: dict[str, dict[str, View]] = {
    "pips": pips_cases(),
    "bookings": bookings_cases(),
    "buffer": buffer_cases(),
    "number": number_cases(),
    "table": table_cases(),
    "notice": notice_cases(),
    "image": image_cases(),
}
"""Views by shape and by what is odd about them."""

SALES = tuple(GROUPS[shape]["as designed"] for shape in ("pips", "bookings", "buffer"))
SALES_PLACES = ((0, 0, 6, 8), (6, 0, 6, 5), (6, 5, 6, 3))
