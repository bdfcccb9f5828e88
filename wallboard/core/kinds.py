"""What an option's value stands for: its kind gives choices, unit and bounds to checks and forms."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Kind:
    """The meaning of an option: `choices` names the board's list it is picked from; bounds are in `unit`, ends in."""

    name: str
    unit: str = ""
    choices: str = ""
    least: float | None = None
    most: float | None = None


QueueName = Annotated[str, Kind("queue", choices="queues")]
CaseType = Annotated[str, Kind("case type", choices="types")]
PersonName = Annotated[str, Kind("person", choices="people")]
CalendarName = Annotated[str, Kind("calendar", choices="calendars")]
SourceName = Annotated[str, Kind("source", choices="sources")]
SecretName = Annotated[str, Kind("name of a secret")]
WorkHours = Annotated[float, Kind("work hours", unit="h", least=0)]
WorkDays = Annotated[int, Kind("work days", unit="work days", least=1, most=250)]
# Diaries are read half a year back and ahead: room for so many work days where a week has three of them.
DiaryDays = Annotated[int, Kind("work days", unit="work days", least=1, most=60)]
Share = Annotated[float, Kind("share of target", least=0)]
Percent = Annotated[float, Kind("percentage", unit="%", least=0, most=100)]
RowCount = Annotated[int, Kind("number of rows", least=1, most=200)]
FilePath = Annotated[str, Kind("path of a file or a pattern, relative to the board's file")]
TimeZoneName = Annotated[str, Kind("time zone", choices="time zones")]
