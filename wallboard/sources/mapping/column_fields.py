"""The fields of each resource, each with the column that feeds it: of an exported table, of a query."""

from typing import Annotated, TypeVar

from pydantic import Field

from wallboard.sources.mapping.columns import Text, Time
from wallboard.sources.mapping.fields import (
    AbsenceFields,
    ActivityFields,
    AppointmentFields,
    CaseFields,
    EventFields,
    OpportunityFields,
)

Fields = TypeVar("Fields")
ByColumn = Annotated[Fields, Field(description="Which column feeds which field")]
"""The `fields` of a resource whose rows have columns."""


class CaseColumns(CaseFields[Text, Time]):
    """The columns of a table of cases; of several rows with one number the last counts."""


class EventColumns(EventFields[Text, Time]):
    """The columns of a history: rows of changes (kind, to), or rows that each state the case from then on."""


class ActivityColumns(ActivityFields[Text, Time]):
    """The columns of a log of activities."""


class OpportunityColumns(OpportunityFields[Text, Time]):
    """The columns of a table of opportunities; of several rows with one number the last counts."""


class AppointmentColumns(AppointmentFields[Text, Time]):
    """The columns of a table of appointments; of several rows with one id the last counts."""


class AbsenceColumns(AbsenceFields[Text, Time]):
    """The columns of a table of leave: dates, both included, or times."""
