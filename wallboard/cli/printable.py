"""Text from sources made fit for a terminal: what would steer one, or turn a line around, is shown as a dot."""

import json
from typing import Any, Final

SHOWN: Final = "·"

_LINE_AND_TAB = (0x09, 0x0A)
_DIRECTIONS = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, *_DIRECTIONS)
_IN_LINE = dict.fromkeys(_CONTROLS, SHOWN)
_IN_TEXT = {code: SHOWN for code in _CONTROLS if code not in _LINE_AND_TAB}
_IN_JSON = {code: f"\\u{code:04x}" for code in _CONTROLS if code >= 0x7F}


def printable(text: str) -> str:
    """One line: control characters (line feed and tab too) and changes of direction become dots."""
    return text.translate(_IN_LINE)


def printable_lines(text: str) -> str:
    """The same with line feeds and tabs as they are."""
    return text.translate(_IN_TEXT)


def json_text(data: Any, *, indent: int | None = None) -> str:
    """JSON in UTF-8 with a line feed at its end; what steers a terminal is escaped, so that nothing is lost.

    Raises ValueError for a number that is none.
    """
    written = json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False)
    return written.translate(_IN_JSON) + "\n"
