"""How a board or a preset names what feeds a field of a record: by a JMESPath, with what its words stand for."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from wallboard.sources.contract import Part
from wallboard.sources.mapping.columns import FieldZone
from wallboard.sources.mapping.expressions import parsed
from wallboard.sources.mapping.fields import (
    AbsenceFields,
    ActivityFields,
    AppointmentFields,
    CaseFields,
    EventFields,
    OpportunityFields,
)
from wallboard.sources.mapping.formats import known_format
from wallboard.sources.mapping.plain import NOT_PLAIN, text_of

# Most paths are names with points between: walking them costs a tenth of asking the interpreter.
_STEPS: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


@lru_cache(maxsize=1024)
def getter(path: str) -> Callable[[Any], Any]:
    """The function from a record to the value at a JMESPath: None where it leads nowhere, NOT_PLAIN where one of its
    functions cannot take what it finds. Raises ValueError for what is no JMESPath.
    """
    if _STEPS.fullmatch(path):
        return _walk(tuple(path.split(".")))
    found = _interpreted(path)
    if "to_string" not in path:
        return found
    # JMESPath makes the text "null" of nothing.
    return lambda record: None if (value := found(record)) == "null" else value


def _interpreted(path: str) -> Callable[[Any], Any]:
    # Imported by the first that needs it: queries and files have columns, and none of them.
    from jmespath.exceptions import JMESPathError  # noqa: PLC0415
    from jmespath.visitor import TreeInterpreter  # noqa: PLC0415

    tree, interpreter = parsed(path), TreeInterpreter()

    def found(record: Any) -> Any:
        try:
            return interpreter.visit(tree, record)
        except (JMESPathError, TypeError, ValueError, RecursionError):
            return NOT_PLAIN

    return found


def _walk(steps: tuple[str, ...]) -> Callable[[Any], Any]:
    if len(steps) == 1:
        (only,) = steps
        return lambda record: record.get(only) if isinstance(record, dict) else None

    def found(record: Any) -> Any:
        for step in steps:
            if not isinstance(record, dict):
                return None
            record = record.get(step)
        return record

    return found


def _compiles(path: str) -> str:
    getter(path)
    return path


def _as_text(value: object) -> object:
    """What YAML reads as a number, true or false stands for its text here, as in `values: {4: Closed}`."""
    return text_of(value) if isinstance(value, int | float) else value


def _texts(values: object) -> object:
    if isinstance(values, dict):
        return {_as_text(word): _as_text(value) for word, value in values.items()}
    return tuple(map(_as_text, values)) if isinstance(values, list | tuple) else values


Path = Annotated[str, Field(min_length=1), AfterValidator(_compiles)]
Sentinels = Annotated[tuple[str, ...], Field(strict=False), BeforeValidator(_texts)]


class PathText(Part):
    """A text of the records."""

    path: Path = Field(description="A JMESPath from the record to the value, such as status.name or tags[0]")
    values: Annotated[dict[str, str], BeforeValidator(_texts)] = Field(
        default={}, description="The source's words and what they stand for; others stay as they are"
    )
    default: str | None = Field(
        default=None, description="What stands where there is no value, or, beside `values`, for words not among them"
    )
    missing: Sentinels = Field(
        default=(), description="Values that mean none here, such as Nobody, false or 0; null and “” always do"
    )


class PathTime(Part):
    """A date or time of the records."""

    path: Path = Field(description="A JMESPath from the record to the value")
    format: Annotated[str, AfterValidator(known_format)] | None = Field(
        default=None,
        description="How it is written, if not as ISO 8601: such as “%d/%m/%Y %H:%M”, epoch_s or epoch_ms",
    )
    time_zone: FieldZone = None
    missing: Sentinels = Field(
        default=(), description="Values that mean none here, such as 1970-01-01T00:00:00Z; null and “” always do"
    )


Text = Path | PathText
Time = Path | PathTime
Fields = TypeVar("Fields")
ByPath = Annotated[Fields, Field(description="Which path feeds which field")]
"""The `fields` of a resource whose records are trees."""


class CasePaths(CaseFields[Text, Time]):
    """Where in a case's record each field is."""


class EventPaths(EventFields[Text, Time]):
    """Where in a record of a history each field is: of changes (kind, to), or of states from then on."""


class ActivityPaths(ActivityFields[Text, Time]):
    """Where in an activity's record each field is."""


class OpportunityPaths(OpportunityFields[Text, Time]):
    """Where in an opportunity's record each field is."""


class AppointmentPaths(AppointmentFields[Text, Time]):
    """Where in an appointment's record each field is."""


class AbsencePaths(AbsenceFields[Text, Time]):
    """Where in a record of leave each field is."""
