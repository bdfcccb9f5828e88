"""A text that the board itself says, while it is in force."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, ValidationInfo, WithJsonSchema, field_validator

from wallboard.core.local_time import date_of, day_in
from wallboard.core.snapshot import Snapshot
from wallboard.core.views.shapes import Notice, View
from wallboard.panels.contract import Envelope, FigureName, PanelOptions, Shown, heading

TAKES: frozenset[str] = frozenset()
USES: frozenset[str] = frozenset()
FIGURES: tuple[FigureName, ...] = ()
MOST_CHARACTERS = 600
MOST_LINES = 20

Day = Annotated[date, WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-24"]})]


class Options(PanelOptions):
    """Plain text; nothing in it is a template, a mark or a link."""

    model_config = ConfigDict(populate_by_name=True)
    summary: ClassVar[str] = "a text, as it stands, between two dates if it has any"

    text: str = Field(
        min_length=1,
        max_length=MOST_CHARACTERS,
        description=f"what it says, line by line: at most {MOST_CHARACTERS} characters in {MOST_LINES} lines",
    )
    from_on: Day | None = Field(None, alias="from", description="the first date on which it stands there")
    until_on: Day | None = Field(None, alias="until", description="the last; on others the panel is empty")

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        lines = value.strip().splitlines()
        if not lines:
            raise ValueError("it says nothing")
        if len(lines) > MOST_LINES:
            raise ValueError(f"{len(lines)} lines; at most {MOST_LINES}")
        return value

    @field_validator("until_on")
    @classmethod
    def _ends_after_it_begins(cls, value: date | None, info: ValidationInfo) -> date | None:
        begins = info.data.get("from_on")
        if value is not None and begins is not None and value < begins:
            raise ValueError(f"it ends before it begins, on {begins}")
        return value


def show(options: Options, envelope: Envelope, snapshot: Snapshot) -> Shown:
    """The text while it is in force, else nothing at all: no figure, no source, and so no word of age."""
    on = date_of(day_in(snapshot.organisation.time_zone, snapshot.at_us))
    begins, ends = options.from_on or date.min, options.until_on or date.max
    lines = tuple(_plain(line) for line in options.text.strip().splitlines()) if begins <= on <= ends else ()
    return Shown(View(envelope.type, envelope.title, heading(envelope), Notice(lines)))


def _plain(line: str) -> str:
    """A line without what cannot be drawn: tabs and other controls are blanks."""
    return "".join(sign if sign.isprintable() else " " for sign in line).rstrip()
