"""Commands whose options and arguments tell in plain words what is wrong with a value, in the place of pydantic's."""

import re
from collections.abc import Mapping
from typing import Any, Final

import typer
from typer.core import TyperCommand

from wallboard.cli.printable import printable

_CHOICE: Final = re.compile(r"'([^']*)'")
_KINDS: Final[Mapping[str, str]] = {
    "int_parsing": "is no whole number",
    "int_parsing_size": "is too large a number",
    "float_parsing": "is no number",
    "greater_than_equal": "is too small: it is {ge:g} or more",
}


class PlainCommand(TyperCommand):
    """A command that says what a value has to be, whatever found that it is not."""

    def parse_args(self, *given: Any) -> list[str]:
        """The arguments that are left, as typer has them. Raises typer.BadParameter."""
        try:
            return super().parse_args(*given)
        except typer.BadParameter as fault:
            details = getattr(fault.__cause__, "errors", None)  # pydantic is not imported for its name alone
            if callable(details):
                fault.message = said(details()[0]) or fault.message
            raise


def said(detail: Mapping[str, Any]) -> str:
    """What is wrong with a value, by what pydantic says of it; '' where that is not known here."""
    value, context = printable(str(detail["input"])), detail.get("ctx", {})
    if detail["type"] in _KINDS:
        return f"“{value}” {_KINDS[detail['type']].format(**context)}."
    _, _, choices = str(context.get("error", "")).rpartition(" is not one of ")
    names = _CHOICE.findall(choices)
    if len(names) == 1:
        return f"say {names[0]}, not “{value}”."
    return f"“{value}” is none of {', '.join(names)}." if names else ""
