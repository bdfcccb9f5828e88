"""Agendas made by hand: the one of the design's numbers, and ugly ones."""

import datetime as dt
from dataclasses import replace

from tests.ui.samples import NOTES, SECOND
from wallboard.core.views.agenda import (
    Agenda,
    AgendaCase,
    AgendaNumber,
    AgendaQueue,
    Answer,
    GivenAnswer,
    HoleDay,
    HoleRow,
    Leg,
    OwnerlessCase,
    PromiseDay,
    PromiseKept,
    ReasonCount,
)
from wallboard.core.views.figures import Figure
from wallboard.core.words import verbatim, words

AT = int(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC).timestamp()) * SECOND
"""Tuesday, 24 November 2026, 09:00 in London."""
HOUR = 3600 * SECOND
DAY = 24 * HOUR
LONG = "Reklamationen & Gewährleistungsansprüche Großkunden Übersee"

WAY = (
    Leg("open", "Front line", 4.2, counts=True),
    Leg("open", "Technical", 9.8, counts=True),
    Leg("on-hold", "Technical", 6.5, counts=False),
    Leg("open", "Technical", 15.0, counts=True),
)
NUMBERS = ("10298", "10377", "00921", "10401", "10388", "10412", "10290", "10350", "10361", "10399", "10420")
TYPES = ("Technical", "Return", "Order", "Technical", "Quote")


def agenda_case(number, zone="late", left_h=-5.0, **more):
    """A case of 24 h target, in the queue Technical, without owner since Thursday."""
    made = AgendaCase(
        number=number,
        type=verbatim("Technical"),
        queue="Technical",
        zone=zone,
        target_h=24.0,
        left_h=left_h,
        has_owner=False,
        no_owner_since_us=AT - 5 * DAY + 6 * HOUR + 20 * 60 * SECOND,
        way=WAY,
        knows_activities=True,
        last_activity="mail out",
        last_activity_at_us=AT - 4 * DAY + 2 * HOUR + 5 * 60 * SECOND,
    )
    return replace(made, **more)


def given(number, promise="tomorrow", on="2026-11-24", ago=1, reason="expert"):
    """An answer of a stand-up some days ago."""
    at_us = AT - ago * DAY
    day = (dt.date(2026, 11, 24) - dt.timedelta(days=ago)).isoformat()
    return GivenAnswer(Answer(number, "Technical", reason, promise, on), at_us, day, at_us + 300 * SECOND)


def late_cases(count=11):
    """Late cases, the highest share first."""
    return tuple(
        agenda_case(
            f"C-{NUMBERS[n % 11]}" if n < 11 else f"C-{11000 + n}",
            left_h=-5.0 + 0.4 * min(n, 11),
            type=verbatim(TYPES[n % 5]),
            has_owner=n % 3 != 0,
            is_on_hold=n == 4,
        )
        for n in range(count)
    )


def urgent_cases(count=24):
    """Urgent cases, owned."""
    return tuple(
        agenda_case(
            f"R-{n + 900:05d}", "urgent", 0.3 + 0.2 * n, type=verbatim(TYPES[(n + 2) % 5]), has_owner=True, way=WAY[:2]
        )
        for n in range(count)
    )


PROMISES = (
    PromiseKept(given("C-10231"), "closed", verbatim("Order"), "Orders"),
    PromiseKept(given("C-10277", reason="supplier"), "closed", verbatim("Quote"), "Orders"),
    PromiseKept(given("C-10190", reason="capacity"), "open", verbatim("Return"), "Returns", "late", is_due=True),
    PromiseKept(given("R-00914"), "moved", verbatim("Technical"), "Experts", "watch"),
)
TEAM_NUMBERS = (
    AgendaNumber(words("agenda.number.open"), Figure("open", 178)),
    AgendaNumber(words("agenda.number.late"), Figure("late", 11, zone="late")),
    AgendaNumber(words("agenda.number.urgent"), Figure("urgent", 24, zone="urgent")),
    AgendaNumber(
        words("agenda.number.on-time", n=5),
        Figure("on-time", 87.1, "%", numerator=115, denominator=132, target=95.0, zone="urgent"),
    ),
    AgendaNumber(words("agenda.number.opened", on="2026-11-23"), Figure("opened", 34, usual=31.0)),
    AgendaNumber(words("agenda.number.closed", on="2026-11-23"), Figure("closed", 29, usual=33.0)),
    AgendaNumber(words("agenda.number.without-owner"), Figure("without-owner", 5)),
)
QUEUES = (
    AgendaQueue("Technical", "C-10298", 19.2, 42, 5),
    AgendaQueue("Returns", "C-10377", 12.4, 31, 4),
    AgendaQueue(None, "C-10401", 8.0, 3, 2),
)
OWNERLESS = tuple(
    OwnerlessCase(f"C-1{n}298", "Technical", zone, AT - (n + 1) * DAY)
    for n, zone in enumerate(("late", "late", "urgent", "watch", None))
)
HOLES = tuple(
    HoleRow(person, tuple(HoleDay(4, holes) if holes is not None else None for holes in days))
    for person, days in (
        ("Amira Osei", (0, 1, 2)),
        ("Ben Castell", (2, 4, 4)),
        ("Grace Lindqvist", (None, None, 1)),
        ("Tom Faraday", (0, 0, 0)),
    )
)
REASONS = (
    ReasonCount("supplier", 14),
    ReasonCount("capacity", 9),
    ReasonCount("expert", 9),
    ReasonCount("untouched", 3),
    ReasonCount("customer", 2),
    ReasonCount("wrong-queue", 1),
)
AGENDA = Agenda(
    at_us=AT,
    on="2026-11-24",
    promises=PROMISES,
    numbers=TEAM_NUMBERS,
    cases=(*late_cases(), *urgent_cases()),
    late=11,
    urgent=24,
    queues=QUEUES,
    ownerless=OWNERLESS,
    ownerless_count=5,
    hole_days=("2026-11-25", "2026-11-26", "2026-11-27"),
    holes=HOLES,
    reasons=REASONS,
    last_week_on="2026-11-16",
    promise_days=(
        PromiseDay("today", "2026-11-24"),
        PromiseDay("tomorrow", "2026-11-25"),
        PromiseDay("this-week", "2026-11-27"),
    ),
    dates=tuple((dt.date(2026, 11, 26) + dt.timedelta(days=n)).isoformat() for n in (0, 1, 4, 5, 6, 7, 8, 11, 12, 13)),
    sources=tuple(
        replace(note, as_of_us=AT - 24 * SECOND, late_at_us=AT + DAY, stale_at_us=AT + DAY) for note in NOTES
    ),
)
UNMAPPED = words(
    "missing.statuses",
    n=2,
    first=words("missing.status", word="Fertig", n=41),
    second=words("missing.status", word="Rückfrage", n=7),
    more="",
)
BARE = Agenda(at_us=AT, on="2026-11-24")
UGLY = replace(
    AGENDA,
    minutes=60,
    is_demo=True,
    cases=(
        agenda_case(
            "INC-2026-000000123456789",
            left_h=-1234.5,
            target_h=37.5,
            type=verbatim(LONG),
            queue=LONG,
            way=tuple(Leg(("open", "on-hold", "closed")[n % 3], LONG, 0.1 + n % 7, n % 3 == 0) for n in range(40)),
            last_activity=LONG,
            before=given("INC-2026-000000123456789"),
        ),
        agenda_case("Ü-1", left_h=-0.04, way=(), queue=None, has_owner=None, knows_activities=False),
        agenda_case("U-2", "urgent", 0.0, is_on_hold=True, last_activity_at_us=None, no_owner_since_us=None),
    ),
    late=412,
    urgent=977,
    promises=tuple(
        PromiseKept(given(f"INC-2026-{n:015d}", ago=1 + n % 3), outcome, verbatim(LONG), LONG, zone)
        for n, (outcome, zone) in enumerate(
            (("moved", "late"), ("on-hold", "urgent"), ("gone", None), ("open", "watch"), ("closed", None)) * 5
        )
    ),
    numbers=tuple(
        AgendaNumber(verbatim(LONG), Figure(f"n{n}", value, unit, zone="late"))
        for n, (value, unit) in enumerate(((12345678, "cases"), (None, "cases"), (1234.5, "h"), (-99.9, "%")) * 4)
    ),
    queues=tuple(AgendaQueue(f"{LONG} {n}", f"INC-2026-{n:015d}", 1234.5, 1000, 999) for n in range(20)),
    ownerless=tuple(OwnerlessCase(f"INC-{n:015d}", LONG, "late", AT - n * DAY) for n in range(30)),
    ownerless_count=412,
    holes=tuple(HoleRow(f"{LONG} {n}", (HoleDay(12, 11), None, HoleDay(0, 0))) for n in range(30)),
    why_no_cases=(words("missing.people"),),
    remarks=(UNMAPPED, *(words("missing.field", field="opened", sources=f"{LONG} {n}") for n in range(9))),
)
