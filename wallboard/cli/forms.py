"""The forms in which a report can be written."""

from typing import Literal

Format = Literal["json", "table", "csv"]
