"""The time of a place."""

from typing import ClassVar

from pydantic import Field

from wallboard.core.kinds import TimeZoneName
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import ClockFace, View
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, heading

TAKES: frozenset[str] = frozenset()
USES: frozenset[str] = frozenset()
FIGURES: tuple[FigureName, ...] = ()


class Options(PanelOptions):
    """A clock, drawn by the glass itself."""

    summary: ClassVar[str] = "the time, here or at another place, and the date"

    time_zone: TimeZoneName | None = Field(None, description="the place's time zone; the organisation's unless given")
    date: bool = Field(default=True, description="whether the date stands below")


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """A face with the right hands: the glass reads its own clock."""
    zone = options.time_zone or snapshot.organisation.time_zone
    return Shown(View(envelope.type, envelope.title, heading(envelope), ClockFace(zone, options.date)))
