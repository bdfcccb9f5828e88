"""How a board names a column: by its heading alone, or with what its words stand for and how its times are written."""

from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from wallboard.core.kinds import TimeZoneName
from wallboard.sources.contract import Part
from wallboard.sources.mapping.formats import known_format


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as fault:
        msg = f"“{name}” is not a time zone"
        raise ValueError(msg) from fault
    return name


ColumnName = Annotated[str, Field(min_length=1)]
Zone = Annotated[TimeZoneName, AfterValidator(_known_zone)]
SourceZone = Annotated[
    Zone | None, Field(description="The zone of times without an offset (the organisation's unless given)")
]
FieldZone = Annotated[Zone | None, Field(description="The zone of times without an offset (the source's unless given)")]
Words = Annotated[tuple[str, ...], Field(strict=False)]


class TextColumn(Part):
    """A column of words."""

    column: ColumnName = Field(
        description="The column's heading in the file, or the key of a JSON object; client.name leads into objects"
    )
    values: dict[str, str] = Field(
        default={}, description="The file's words and what they stand for; others stay as they are"
    )


class TimeColumn(Part):
    """A column of dates or times."""

    column: ColumnName = Field(description="The column's heading in the file, or the key of a JSON object")
    format: Annotated[str, AfterValidator(known_format)] | None = Field(
        default=None,
        description="How the times are written, such as “%d/%m/%Y %H:%M”, epoch_s or epoch_ms; found by "
        "itself where only one reading is possible",
    )
    time_zone: FieldZone = None


Text = ColumnName | TextColumn
Time = ColumnName | TimeColumn
