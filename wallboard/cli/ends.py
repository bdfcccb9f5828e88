"""How commands end: exit codes, and refusals told in sentences on standard error."""

import sys
from typing import Final

from wallboard.cli.printable import printable_lines

ALL_WELL: Final = 0
FALLS_SHORT: Final = 1
REFUSED: Final = 2
INTERRUPTED: Final = 130
"""What shells make of an interrupt from the keyboard."""
READER_GONE: Final = 141
"""What shells make of a pipe whose reader has gone."""


class Refused(Exception):
    """Something that cannot be done as asked: one sentence a line, exit 2."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))


def tell(text: str) -> None:
    """A line, or several, to the person who gave the command; whatever it quotes cannot steer a terminal."""
    if sys.stderr is not None:
        sys.stderr.write(f"{printable_lines(text)}\n")


def give(text: str) -> None:
    """What was asked for, as it is, to standard output."""
    if sys.stdout is not None:
        sys.stdout.write(text)
