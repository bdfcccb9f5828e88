"""What is said of a figure that is not whole or no longer true: a word, what follows it, and sentences below."""

from dataclasses import dataclass

from wallboard.ui.fonts import BOLD, MEDIUM, width_of, wrapped
from wallboard.ui.scene import Rect
from wallboard.ui.sheet import ASCENT_EM, Sheet, Stage, line_height

_Run = tuple[str, int, int, str]
APART_EM = 0.35
"""Between a word and what follows it, in sizes of the type."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a hatched or partial panel says: its word, what follows on the same line, and further sentences.

    Without a word it is the further sentences alone.
    """

    word: str
    role: str
    after: str
    more: tuple[str, ...] = ()

    def height(self, width: float, stage: Stage) -> float:
        """How high it is, wrapped to a width."""
        return sum(line_height(_tallest(runs)) for runs in self._lines(width, stage))

    def lay(self, rect: Rect, sheet: Sheet) -> float:
        """Write the lines down a rectangle; returns the height used."""
        y = rect.y
        for runs in self._lines(rect.w, sheet.stage):
            tallest = _tallest(runs)
            x = rect.x
            for text, px, weight, role in runs:
                width = sheet.text(text, (x, y + tallest * ASCENT_EM), px, weight=weight, role=role)
                x += width + tallest * APART_EM
            y += line_height(tallest)
        return y - rect.y

    def _lines(self, width: float, stage: Stage) -> list[list[_Run]]:
        """Lines of (text, px, weight, role) runs."""
        least = stage.scale.least
        further = [line for text in self.more for line in wrapped(text, least, MEDIUM, width)]
        return [*self._first_lines(width, stage), *([(line, least, MEDIUM, "muted")] for line in further)]

    def _first_lines(self, width: float, stage: Stage) -> list[list[_Run]]:
        """The word and what follows it side by side, where that has room."""
        if not self.word:
            return []
        scale = stage.scale
        for px in (scale.body, scale.least):
            if width_of(self.word, px, BOLD) + px * APART_EM + width_of(self.after, px, MEDIUM) <= width:
                return [[(self.word, px, BOLD, self.role), (self.after, px, MEDIUM, "text")]]
        rest = wrapped(self.after, scale.least, MEDIUM, width)
        return [
            [(self.word, scale.body, BOLD, self.role)],
            *([(line, scale.least, MEDIUM, "text")] for line in rest),
        ]


def _tallest(runs: list[_Run]) -> int:
    return max(run[1] for run in runs)
