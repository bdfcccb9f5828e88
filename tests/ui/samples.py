"""Boards made by hand: the one of the design's numbers, and ugly ones."""

import random
from dataclasses import replace

from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen
from wallboard.core.views.shapes import (
    Blank,
    CaseRow,
    CaseRows,
    ClockFace,
    Count,
    Counts,
    Lane,
    Lanes,
    OnTime,
    Picture,
    Shape,
    SourceRow,
    SourceRows,
    View,
    WeekPoint,
)
from wallboard.core.words import verbatim, words

SECOND = 1_000_000
NOW = 1_795_257_720 * SECOND
"""Saturday, 21 November 2026, 10:42 in London."""
AT_NIGHT = NOW - 13 * 3600 * SECOND

TYPES = ("Order", "Quote", "Return", "Technical", "Invoice")
SHORT = {"Technical": "Techn."}
RUNNING = ((22, 15, 6, 3), (20, 11, 6, 3), (12, 8, 4, 2), (16, 11, 5, 2), (10, 6, 3, 1))


def note(name: str, age_s: float = 24, **more: object) -> SourceNote:
    """A source read some seconds ago, that is late after 90 s and stale after ten minutes."""
    as_of = NOW - round(age_s * SECOND)
    made = SourceNote(name, as_of, as_of + 90 * SECOND, as_of + 600 * SECOND, rows=178)
    return replace(made, **more)  # type: ignore[arg-type]


def lanes_of(
    running: tuple[tuple[int, ...], ...] = RUNNING,
    names: tuple[str, ...] = TYPES,
    *,
    held: int = 12,
    untargeted: int = 0,
    highest: float = 1.53,
    seed: int = 3,
) -> Lanes:
    """Lanes with marks spread over their zones; the first case of all is the highest."""
    rng = random.Random(seed)
    edges = (0.0, 1 / 3, 2 / 3, 1.0, 1.5)
    lane: list[int] = []
    share: list[float | None] = []
    zone: list[int] = []
    is_held: list[bool] = []
    for number, counts in enumerate(running):
        for which, count in enumerate(counts):
            for _ in range(count):
                lane.append(number)
                share.append(rng.uniform(edges[which] + 0.01, edges[which + 1] - 0.01))
                zone.append(which)
                is_held.append(False)
    late = [n for n, which in enumerate(zone) if which == 3]
    if late:
        share[late[0]] = highest
    held_counts = [[0, 0, 0, 0] for _ in running]
    for number in range(held):
        which = (0, 1, 1, 2)[number % 4]
        where = number % len(running)
        held_counts[where][which] += 1
        lane.append(where)
        share.append(rng.uniform(edges[which] + 0.01, edges[which + 1] - 0.01))
        zone.append(which)
        is_held.append(True)
    lost = [0] * len(running)
    for number in range(untargeted):
        where = number % len(running)
        lost[where] += 1
        lane.append(where)
        share.append(None)
        zone.append(0)
        is_held.append(False)
    made = tuple(
        Lane(verbatim(name), verbatim(SHORT.get(name, name)), counts, tuple(held_counts[n]), lost[n])
        for n, (name, counts) in enumerate(zip(names, running, strict=True))
    )
    return Lanes(made, tuple(lane), tuple(share), tuple(zone), tuple(is_held), (1,) * len(lane))


WEEKS = tuple(
    WeekPoint(f"2026-{month:02d}-{day:02d}", percent, 120)
    for (month, day), percent in zip(
        ((8, 31), (9, 7), (9, 14), (9, 21), (9, 28), (10, 5), (10, 12), (10, 19), (10, 26), (11, 2), (11, 9), (11, 16)),
        (91, 93, 92, 90, 94, 95, 93, 90, 88, 89, 86, 87),
        strict=True,
    )
)
ON_TIME = OnTime(100 * 115 / 132, 115, 132, 0, 95, "urgent", WEEKS, 4, 129)
COUNTS = Counts(
    (
        Count("opened", words("in-and-out.opened"), 34),
        Count("closed", words("in-and-out.closed"), 29),
        Count("net", words("in-and-out.net"), -5, "urgent", is_signed=True),
    )
)


def case(number: str, kind: str, hours: float, zone: str = "late", **more: object) -> CaseRow:
    """A row of the late list."""
    made = CaseRow(number, verbatim(kind), zone, 1.3, hours, zone == "late")  # type: ignore[arg-type]
    return replace(made, **more)  # type: ignore[arg-type]


CASES = CaseRows(
    (
        case("C-10298", "Quote", 6.2, has_owner=False),
        case("C-10342", "Return", 5.1),
        case("C-10377", "Technical", 7.6),
        case("R-00921", "Order", 1.0, is_held=True),
        case("C-10401", "Quote", 1.6),
        case("C-10422", "Order", 0.8),
        case("C-10317", "Order", 0.6),
        case("C-10466", "Return", 1.2, zone="urgent"),
    ),
    35,
    11,
    24,
)
SOURCES = SourceRows(
    (
        SourceRow("Help desk", verbatim("178 cases")),
        SourceRow("ERP export", verbatim("64 cases"), (verbatim("3 cases closed before they opened"),)),
    )
)
BOTH = ("Help desk", "ERP export")


def view(kind: str, title: str, body: Shape, **more: object) -> View:
    """A view fed by both sources."""
    made = View(kind, title, verbatim(title), body, sources=BOTH)
    return replace(made, **more)  # type: ignore[arg-type]


def open_cases(body: Lanes | None = None) -> View:
    """The hero, its note counted from its body."""
    lanes = body or lanes_of()
    running = sum(sum(lane.running) + lane.without_target for lane in lanes.lanes)
    held = sum(sum(lane.held) for lane in lanes.lanes)
    return view(
        "open-cases",
        "Open cases by share of target",
        lanes,
        heading=words("heading.open-cases"),
        note=words("open-cases.note", running=running, held=held),
    )


SERVICE = (
    open_cases(),
    view("on-time", "On time", ON_TIME, note=words("on-time.window", n=5)),
    view("in-and-out", "In and out today", COUNTS, note=words("in-and-out.usual", opened=31, closed=33)),
    view("late-list", "Late", CASES, note=words("late-list.note", late=11, urgent=24)),
)
PLACES = ((0, 0, 7, 8), (7, 0, 5, 2), (7, 2, 5, 2), (7, 4, 5, 4))
NOTES = (note("Help desk"), note("ERP export", 20))


def layout_of(
    *pages: tuple[View, ...], places: tuple[tuple[int, int, int, int], ...] = PLACES, **more: object
) -> Layout:
    """A layout for these pages; where the number of views is another, a grid of two columns."""
    made = []
    for views in pages:
        spots = places if len(views) == len(places) else grid_places(len(views))
        panels = tuple(PanelPlace(shown.type, shown.title, spot) for shown, spot in zip(views, spots, strict=True))
        made.append(PageLayout("Customer service", 30.0, (12, 8), panels))
    plain = Layout("northwind", "Northwind Instruments", "Europe/London", "en_GB", Screen(), tuple(made))
    return replace(plain, **more)  # type: ignore[arg-type]


def grid_places(count: int) -> tuple[tuple[int, int, int, int], ...]:
    """Two columns of equal panels; a single one fills the page."""
    if count == 1:
        return ((0, 0, 12, 8),)
    rows = (count + 1) // 2
    height = 8 // rows
    return tuple((6 * (n % 2), height * (n // 2), 6, height) for n in range(count))


def picture_of(*pages: tuple[View, ...], **more: object) -> Picture:
    """A picture just composed."""
    return replace(Picture("northwind", NOW - SECOND, pages, NOTES), **more)  # type: ignore[arg-type]


FAILED_NOTE = note(
    "CRM",
    9000,
    needs_person=True,
    fault=verbatim("The CRM refused the sign-in (401)."),
    remedy=verbatim("Its secret “crm” has expired: set a new one."),
)
STALE_NOTE = note("ERP export", 2820, fault=verbatim("the share cannot be reached"), retry_at_us=NOW + 120 * SECOND)
UNREAD_NOTE = SourceNote("Diaries", fault=verbatim("No answer within 20 s."))
STATE_NOTES = (note("Help desk", 12), FAILED_NOTE, STALE_NOTE, UNREAD_NOTE)
STATES = (
    view("on-time", "On time", ON_TIME, note=words("on-time.window", n=5), sources=("ERP export",)),
    view(
        "late-list",
        "Late",
        CASES,
        note=words("late-list.note", late=11, urgent=24),
        sources=("Help desk", "ERP export", "CRM"),
    ),
    view("in-and-out", "In and out today", COUNTS, sources=("CRM",)),
    view(
        "sources",
        "Sources",
        SourceRows(
            (
                SourceRow("Help desk", verbatim("178 cases")),
                SourceRow("CRM", verbatim("40 cases")),
                SourceRow("ERP export", verbatim("64 cases")),
                SourceRow("Diaries", verbatim("")),
            )
        ),
        sources=("Help desk", "CRM", "ERP export", "Diaries"),
    ),
)
FURTHER = (
    view("clock", "Time", ClockFace("Europe/London"), sources=()),
    view("sources", "Sources", SOURCES),
    view("on-time", "On time (few)", replace(ON_TIME, percent=None, numerator=6, denominator=8)),
    view("late-list", "Late (none)", CaseRows((), 0, 0, 0)),
    view("open-cases", "Open cases", Blank((words("missing.field", field="type", sources="ERP export"),))),
    view("in-and-out", "In and out", COUNTS, sources=("Diaries",)),
)
