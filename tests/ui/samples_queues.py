"""Queues, lead times and charts made by hand: those of the design, and ugly ones."""

from dataclasses import replace

from tests.ui.samples import view
from wallboard.core.views.shapes import (
    BarRow,
    Bars,
    Column,
    Columns,
    Fact,
    Part,
    Shape,
    SpanRow,
    Spans,
    StackRow,
    Stacks,
    Trend,
    TrendPoint,
    View,
)
from wallboard.core.words import verbatim

NAMES = ("Zoll- und Außenwirtschaft", "Höfe", "Q", "Öl & Gas")
LONG = "Reklamationen & Gewährleistungsansprüche Großkunden Übersee"
FOURTEEN = tuple(f"{NAMES[n % 4]} {n}" for n in range(14))


def stack(label: str, zones: tuple[int, ...], oldest_h: float | None = None, **more: object) -> StackRow:
    """A queue; its oldest case stands in its highest zone, and its total is all that lies there."""
    zone = max((n for n, count in enumerate(zones) if count), default=None)
    names = ("on-track", "watch", "urgent", "late")
    made = StackRow(
        verbatim(label),
        sum(zones),
        zones,
        oldest_h=oldest_h,
        oldest_zone=None if zone is None or oldest_h is None else names[zone],  # type: ignore[arg-type]
    )
    made = replace(made, **more)  # type: ignore[arg-type]
    return replace(made, total=sum(zones) + made.held + made.without_target)


STACKS = Stacks(
    (
        stack("Front line", (32, 15, 5, 2), 9.5, p85_h=6.1, n=212),
        stack("Quotes desk", (16, 12, 7, 5), 22.0, p85_h=14.5, n=88, held=3),
        stack("Returns", (11, 8, 3, 0), 7.2, p85_h=5.0, n=64),
        stack("Technical", (12, 9, 5, 4), 31.5, p85_h=26.2, n=41, without_target=2),
        stack("Experts", (4, 3, 2, 0), 12.0, p85_h=9.0, n=7, is_grey=True),
        stack("Invoices", (5, 4, 2, 0), 3.1, p85_h=2.4, n=30),
    )
)
PILE = Stacks(
    (
        stack("Åsa Öberg", (6, 4, 2, 1), 11.5, p85_h=8.0, n=31, is_private=True),
        stack("Maximiliane von Hohenstein-Öttingen", (9, 1, 0, 0), 3.0, p85_h=2.0, n=3, is_grey=True, is_private=True),
        stack("Dev Patel", (0, 0, 0, 0), is_private=True),
    ),
    noun="stacks.waiting",
)
SPANS = Spans(
    (
        SpanRow(verbatim("Order"), 143, 5.2, 2.1, 6.0, "on-track"),
        SpanRow(verbatim("Quote"), 61, 14.0, 5.5, 12.0, "urgent"),
        SpanRow(verbatim("Return"), 48, 13.5, 6.0, 16.0, "on-track"),
        SpanRow(verbatim("Technical"), 39, 26.0, 9.2, 24.0, "urgent"),
        SpanRow(verbatim("Invoice"), 52, 3.0, 1.4, 4.0, "on-track"),
    ),
    verbatim("85th percentile, median inside, target tick"),
)
NET = (3, -4, 5, -2, 2, -3, 6, 1, -5, 4, 2, -1, 3, -7, -2, 5, 1, -3, 4, -2)
DAYS = ("Mo", "Tu", "We", "Th", "Fr")
FLOW = Columns(
    tuple(Column(verbatim(DAYS[n % 5]), (value,), is_now=n == 19) for n, value in enumerate(NET)),
    (Part(verbatim("closed less opened")),),
    (Fact(verbatim("backlog 4.2 days")), Fact(verbatim("slack 6 %"), "urgent")),
    is_signed=True,
)
DUE = Columns(
    tuple(
        Column(verbatim(f"{hour:02d}"), values, is_now=hour == 10)
        for hour, values in zip(
            range(10, 18), ((2, 3), (1, 4), (0, 6), (0, 2), (1, 0), (0, 5), (0, 3), (0, 1)), strict=True
        )
    ),
    (Part(verbatim("urgent"), "urgent"), Part(verbatim("on track"), "on-track")),
    (Fact(verbatim("28 due today")), Fact(verbatim("12 tomorrow"), is_minor=True)),
    usual=3.5,
)
UNFILLED = Columns(
    tuple(
        Column(verbatim(day), values, is_now=day == "Fr")
        for day, values in zip(DAYS, ((1, 1, 2), (0, 2, 3), (2, 0, 1), (0, 0, 0), (1, 1, 4)), strict=True)
    ),
    (
        Part(verbatim("no-show"), "late"),
        Part(verbatim("not refilled"), "urgent"),
        Part(verbatim("never booked"), "open"),
    ),
    (Fact(verbatim("18 of 120 unfilled")),),
)
BARS = Bars(
    (
        BarRow(verbatim("Order"), 64, more=verbatim("12 late")),
        BarRow(verbatim("Quote"), 41, "urgent", 40),
        BarRow(verbatim("Return"), 28),
        BarRow(verbatim("Technical"), 36, "late", 30, more=verbatim("4 late")),
        BarRow(verbatim("Invoice"), 9, is_grey=True),
        BarRow(verbatim("Sonstiges"), None),
    ),
    facts=(Fact(verbatim("178 in all")),),
)
WEEKS = tuple(
    TrendPoint(on, value, n)
    for on, value, n in (
        ("2026-08-31", 61.0, 120),
        ("2026-09-07", 58.5, 131),
        ("2026-09-14", 64.0, 118),
        ("2026-09-21", 70.2, 122),
        ("2026-09-28", 66.0, 109),
        ("2026-10-05", 59.5, 125),
        ("2026-10-12", 55.0, 121),
        ("2026-10-19", 57.5, 96),
        ("2026-10-26", 52.0, 130),
        ("2026-11-02", 49.5, 127),
        ("2026-11-09", 51.0, 119),
        ("2026-11-16", 47.5, 64),
    )
)
TREND = Trend(
    (*WEEKS[:-1], replace(WEEKS[-1], is_now=True)),
    "h",
    50.0,
    "on-track",
    (Fact(verbatim("n 64 so far"), is_minor=True),),
)


def shown(kind: str, title: str, bodies: dict[str, Shape], note: str) -> dict[str, View]:
    """Each body in a panel of a type."""
    return {name: view(kind, title, body, note=verbatim(note)) for name, body in bodies.items()}


def stacks_cases() -> dict[str, View]:
    """Queues: as designed first, as ugly as they come last."""
    ugly = tuple(
        stack(
            label, (n * 7, n * 3, n, n // 2), 1.5 * n if n else None, held=n % 3, without_target=n % 4, p85_h=0.04 + n
        )
        for n, label in enumerate(FOURTEEN)
    )
    huge = (stack(LONG, (21412, 300, 0, 1), 1234.56, p85_h=999.96, n=3, is_grey=True), stack("Ö", (1, 0, 0, 0), 0.0))
    bodies: dict[str, Shape] = {
        "as designed": STACKS,
        "coordinators": PILE,
        "none": Stacks(()),
        "one": Stacks((stack("Q", (0, 0, 0, 1), 0.04),)),
        "300 cases": Stacks(
            (stack("Front line", (180, 60, 40, 20), 31.0, p85_h=26.0), stack("Quotes", (1, 0, 0, 0), 2.0))
        ),
        "empty queues": Stacks((stack("Order", (0, 0, 0, 0)), stack(LONG, (0, 0, 0, 0)))),
        "on hold and without target": Stacks(
            (stack("Order", (0, 0, 0, 0), 4.0, held=12), stack(LONG, (0, 0, 0, 0), 55.0, without_target=30))
        ),
        "one huge": Stacks(huge),
        "14 rows": Stacks(ugly),
    }
    return shown("queue-ages", "Queue ages", bodies, "work hours since entering, running cases")


def spans_cases() -> dict[str, View]:
    """Lead times: as designed first, as ugly as they come last."""
    order, quote = SPANS.rows[:2]
    ugly = tuple(
        SpanRow(verbatim(label), n, 0.04 + 3 * n, 1.5 * n, 20.0 if n % 3 else None, None, is_grey=n < 5)
        for n, label in enumerate(FOURTEEN)
    )
    hard = (
        replace(order, label=verbatim(LONG), n=7, is_grey=True),
        replace(quote, p85_h=None, median_h=None, n=0, zone=None),
        SpanRow(verbatim("Return"), 31, 13.5, 6.0),
        SpanRow(verbatim("Größe"), 22, 12.04, 12.0, 12.0, "urgent"),
        SpanRow(verbatim("Maß"), 0),
    )
    apart = (
        replace(order, p85_h=1.2, median_h=0.3, target_h=1.0, zone="urgent"),
        replace(quote, p85_h=1234.56, median_h=200.0, target_h=160.0),
        SpanRow(verbatim("Return"), 31, 40.0, 6.0),
        replace(order, label=verbatim("Repair"), p85_h=90.0, median_h=20.0, target_h=80.0, zone="urgent"),
    )
    nought = (SpanRow(verbatim("Order"), 20, 0.0, 0.0, 6.0, "on-track"), SpanRow(verbatim("Quote"), 20, 0.0, 0.0))
    bodies: dict[str, Shape] = {
        "as designed": SPANS,
        "few, none, without target": replace(SPANS, rows=hard),
        "one huge": replace(SPANS, rows=apart),
        "all zero": Spans(nought),
        "one": Spans((order,)),
        "none": Spans(()),
        "14 rows": replace(SPANS, rows=ugly),
    }
    return shown("lead-times", "Lead time", bodies, "organisation clock, 20 work days")


def columns_cases() -> dict[str, View]:
    """Flow, what falls due and unfilled slots: as designed first, as ugly as they come last."""
    plain, nothing = (Part(verbatim("cases")),), verbatim("nothing falls due")
    many = tuple(Column(verbatim(f"{n % 24:02d}:00"), (n * 37 % 101 / 10,), is_now=n == 150) for n in range(300))
    wide = tuple(Column(verbatim(f"Donnerstag, {n}. Dezember"), (n, 3 - n)) for n in range(9))
    hours = tuple(Column(verbatim(f"{n}"), (0.0,)) for n in range(8))
    three = (Part(verbatim("generated")), Part(verbatim("released")), Part(verbatim("closed"), "open"))
    flow = tuple(Column(verbatim(day), (5.5, 3.25, 1.0)) for day in DAYS)
    bodies: dict[str, Shape] = {
        "as designed": FLOW,
        "what falls due": DUE,
        "unfilled slots": UNFILLED,
        "three plain parts": Columns(flow, three, usual=12.04),
        "all zero": Columns(hours, plain, FLOW.facts),
        "nothing": Columns(hours, plain, FLOW.facts, empty=nothing),
        "no column": Columns((), plain, empty=nothing),
        "not even a word": Columns((), ()),
        "one": Columns((Column(verbatim("Today"), (1,), is_now=True),), plain),
        "all below": replace(FLOW, columns=tuple(replace(one, values=(-4,)) for one in FLOW.columns[:5])),
        "one huge": replace(DUE, columns=(*DUE.columns, Column(verbatim("18"), (123456, 0.5)))),
        "parts on both sides": Columns(wide, three[:2], is_signed=True, usual=2.0),
        "300 columns": Columns(many, plain, (Fact(verbatim(LONG)), Fact(verbatim(LONG), "late", is_minor=True))),
    }
    return shown("flow", "Closed less opened", bodies, "20 work days")


def bars_cases() -> dict[str, View]:
    """Bars: as designed first, as ugly as they come last."""
    ugly = tuple(
        BarRow(verbatim(label), n * 11.5 - 20, "late" if n > 8 else None, 60.0 if n % 2 else None, is_private=n == 3)
        for n, label in enumerate(FOURTEEN)
    )
    nought = (BarRow(verbatim("Order"), 0.0), BarRow(verbatim(LONG), 0.0, target=0.0))
    huge = (
        BarRow(verbatim("Order"), 123456.0, "late", more=verbatim(LONG)),
        BarRow(verbatim("Ö"), 1.0, "watch", 2.0),
        BarRow(verbatim(LONG), None, target=3.0, is_grey=True),
    )
    bodies: dict[str, Shape] = {
        "as designed": BARS,
        "all zero": Bars(nought, "%"),
        "one": Bars((BarRow(verbatim("Order"), 1.0),), "days"),
        "none": Bars((), empty=verbatim("no type")),
        "one huge": Bars(huge),
        "14 rows with negative ones": Bars(ugly, "h", BARS.facts),
    }
    return shown("bars", "Open by type", bodies, "now")


def trend_cases() -> dict[str, View]:
    """Lines over weeks: as designed first, as ugly as they come last."""
    gaps = tuple(replace(week, value=None if n % 3 == 1 else week.value, n=7 * n) for n, week in enumerate(WEEKS))
    signed = tuple(replace(week, value=(week.value or 0) - 60, n=None) for week in WEEKS)
    huge = (*WEEKS[:-1], replace(WEEKS[-1], value=1234567.0, n=3))
    bodies: dict[str, Shape] = {
        "as designed": TREND,
        "weeks with gaps": Trend(gaps, "%", 95.0, "late"),
        "signed": Trend(signed, is_signed=True, facts=FLOW.facts),
        "all zero": Trend(tuple(replace(week, value=0.0) for week in WEEKS), "days"),
        "last unknown": Trend((*WEEKS, TrendPoint("2026-11-23", None, 0, is_now=True)), "h", 50.0),
        "one": Trend(WEEKS[:1], "h", 50.0, "urgent"),
        "none": Trend((), "h", 50.0),
        "none known": Trend(tuple(replace(week, value=None, n=0) for week in WEEKS), "h", facts=FLOW.facts),
        "one huge": Trend(huge, "h", 50.0, "late", (Fact(verbatim(LONG), "late"),)),
    }
    return shown("trend", "Lead time over weeks", bodies, "12 weeks")


GROUPS: dict[str, dict[str, View]] = {
    "stacks": stacks_cases(),
    "spans": spans_cases(),
    "columns": columns_cases(),
    "bars": bars_cases(),
    "trend": trend_cases(),
}
"""Views by shape and by what is odd about them."""
QUEUES = tuple(GROUPS[shape]["as designed"] for shape in ("stacks", "spans", "columns"))
QUEUES_PLACES = ((0, 0, 7, 8), (7, 0, 5, 5), (7, 5, 5, 3))
"""The design's page of queues."""
