"""The closed set of shapes that a panel can show, and the envelope round each."""

from dataclasses import dataclass, field

from wallboard.core.views.charts import BarRow, Bars, Column, Columns, Part, Trend, TrendPoint
from wallboard.core.views.figures import ZONES, Fact, Figure, Zone
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.general import (
    Blank,
    Cell,
    ClockFace,
    Count,
    Counts,
    ImageFile,
    Notice,
    Number,
    SourceRow,
    SourceRows,
    Table,
    TableRow,
)
from wallboard.core.views.sales import Booked, BookedRow, Bookings, Buffer, Pip, PipRow, Pips
from wallboard.core.views.service import (
    CaseRow,
    CaseRows,
    Lane,
    Lanes,
    OnTime,
    SpanRow,
    Spans,
    StackRow,
    Stacks,
    WeekPoint,
)
from wallboard.core.words import Words

__all__ = [
    "SHAPES",
    "ZONES",
    "BarRow",
    "Bars",
    "Blank",
    "Booked",
    "BookedRow",
    "Bookings",
    "Buffer",
    "CaseRow",
    "CaseRows",
    "Cell",
    "ClockFace",
    "Column",
    "Columns",
    "Count",
    "Counts",
    "Fact",
    "Figure",
    "ImageFile",
    "Lane",
    "Lanes",
    "Notice",
    "Number",
    "OnTime",
    "Part",
    "Picture",
    "Pip",
    "PipRow",
    "Pips",
    "Shape",
    "SourceRow",
    "SourceRows",
    "SpanRow",
    "Spans",
    "StackRow",
    "Stacks",
    "Table",
    "TableRow",
    "Trend",
    "TrendPoint",
    "View",
    "WeekPoint",
    "Zone",
]

Shape = (
    Lanes
    | OnTime
    | Counts
    | CaseRows
    | SourceRows
    | ClockFace
    | Blank
    | Stacks
    | Spans
    | Columns
    | Bars
    | Table
    | Trend
    | Number
    | Pips
    | Bookings
    | Buffer
    | Notice
    | ImageFile
)
SHAPES: dict[str, type[Shape]] = {
    shape.kind: shape
    for shape in (
        Lanes,
        OnTime,
        Counts,
        CaseRows,
        SourceRows,
        ClockFace,
        Blank,
        Stacks,
        Spans,
        Columns,
        Bars,
        Table,
        Trend,
        Number,
        Pips,
        Bookings,
        Buffer,
        Notice,
        ImageFile,
    )
}


@dataclass(frozen=True, slots=True)
class View:
    """What one panel shows: its heading and note, its figures, the sources that feed it, and a shape.

    `title` is the panel's unique name on the board; `heading` what stands above it; `note` what stands beside.
    `turned_late_us` is the latest instant at which an open case of it became late.
    """

    type: str
    title: str
    heading: Words
    body: Shape
    figures: tuple[Figure, ...] = ()
    sources: tuple[str, ...] = ()
    note: Words | None = None
    remarks: tuple[Words, ...] = ()
    turned_late_us: int | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """All that a board shows at one instant: pages of views, the sources' notes, and what the header says.

    `composed_at_us` is None where age is not judged; `at_us` is set in the past (`--at`); `shut_until_us` on a date
    without work hours. Views lie as `pages[page][panel]`, in the layout's order. All instants are in the sources'
    time: `clock_ahead_us` is by how much this machine's clock is ahead of it (negative: behind; 0 while it is right).
    """

    board: str
    composed_at_us: int | None
    pages: tuple[tuple[View, ...], ...]
    sources: tuple[SourceNote, ...] = ()
    at_us: int | None = None
    shut_until_us: int | None = None
    is_demo: bool = False
    trouble: tuple[Words, ...] = field(default=())
    clock_ahead_us: int = 0

    def notes_of(self, view: View) -> tuple[SourceNote, ...]:
        """The notes of the sources that feed a view."""
        return tuple(note for note in self.sources if note.name in view.sources)
