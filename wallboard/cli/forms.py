"""Words that commands are given, each one of a few."""

from typing import Literal

Format = Literal["json", "table", "csv"]
"""The forms in which a report can be written."""
SecretAction = Literal["set", "delete", "list"]
SourceAction = Literal["try"]
Resource = Literal["cases", "events", "activities", "opportunities", "appointments", "absences"]
"""Those of `core.records`, said once more: no command is to wait for polars to know its own words."""
