"""What a line of a log is made of: when and how grave, whose it is, and what it says. Standard library alone."""

import re
from dataclasses import dataclass

_HEAD = r"(?P<head>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ )?"
# A kiosk's log has the lines of its children, each behind whose it is.
_CHILD = r"(?P<child>(?:the collector|the (?:glass|safe board) of [^:]*): )?"
_LINE = re.compile(rf"{_HEAD}{_CHILD}(?P<said>.*)", re.DOTALL)
_FRAME = re.compile(r' +File "[^"]*", line \d+, in ')


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line in its parts, each with the space behind it; `head` and `child` are empty where there is none.

    `head` is an instant and a level, `child` the process below a kiosk whose line it is.
    """

    head: str
    child: str
    said: str

    @property
    def message(self) -> str:
        """All but the head."""
        return self.child + self.said

    @property
    def is_frame(self) -> bool:
        """Whether it is a place in the program, as traces tell them: names of files and functions, no data."""
        return _FRAME.match(self.said) is not None


def log_line(line: str) -> LogLine:
    """A line of a log, without its end; one of another form is all message."""
    found = _LINE.fullmatch(line)
    assert found is not None  # noqa: S101 - every part may be empty
    return LogLine(found["head"] or "", found["child"] or "", found["said"])
