"""The answers to a question as a grid of keys: number and name, the chosen one standing out."""

from dataclasses import dataclass

from wallboard.core.views.agenda import Agenda
from wallboard.core.words import Words, words
from wallboard.ui.fonts import BOLD, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Rect
from wallboard.ui.shapes.rows import centred
from wallboard.ui.sheet import Sheet, Stage
from wallboard.ui.standup.say import option
from wallboard.ui.standup.walk import Option, Question, Walk, options_of

_MOST_COLUMNS = 3
_MOST_ROWS = 3
_BUTTON_EM = 1.75
_MOST_BUTTON_EM = 2.5


@dataclass(frozen=True, slots=True)
class Grid:
    """How the answers stand: columns, rows shown, text size, and the width of a number with its gap, in pixels."""

    columns: int
    rows: int
    px: int
    digit_w: float

    @property
    def gap(self) -> float:
        return round(self.px * 0.35)

    @property
    def button_h(self) -> float:
        return round(self.px * _BUTTON_EM)

    @property
    def height(self) -> float:
        return self.rows * (self.button_h + self.gap) - self.gap


def grid_for(question: Question | None, agenda: Agenda, room: tuple[float, float], stage: Stage) -> Grid | None:
    """The widest grid of whole answers in this room; more rows than have room are moved through. None without room."""
    width, height = room
    said = [stage.say(option(question, one.value, agenda)) for one in options_of(question, agenda)]
    for columns in range(_MOST_COLUMNS, 0, -1):
        for px in (stage.scale.body, stage.scale.least):
            grid = Grid(columns, 1, px, width_of("0", px, BOLD) + px * 0.5)
            text_w = max((width_of(one, px, SEMIBOLD) for one in said), default=0.0)
            wanted = grid.digit_w + text_w + px * 1.1
            is_last = columns == 1 and px == stage.scale.least
            if wanted > _button_width(grid, width) and not is_last:
                continue
            fitting = int((height + grid.gap) // (grid.button_h + grid.gap))
            rows = -(-len(said) // columns)
            if fitting >= min(rows, _MOST_ROWS) or (is_last and fitting):
                return Grid(columns, min(rows, fitting, max(_MOST_ROWS, 6 // columns)), px, grid.digit_w)
    return None


def _button_width(grid: Grid, width: float) -> float:
    return (width - grid.gap * (grid.columns - 1)) / grid.columns


def lay_grid(walk: Walk, grid: Grid, rect: Rect, sheet: Sheet) -> None:
    """The answers, row by row, higher where there is room; the rows about the chosen one where not all have any."""
    first = _first_row(walk, grid)
    width = _button_width(grid, rect.w)
    height = max(grid.button_h, min(round(grid.px * _MOST_BUTTON_EM), (rect.h + grid.gap) // grid.rows - grid.gap))
    for number, one in enumerate(walk.options):
        row, column = number // grid.columns - first, number % grid.columns
        if not 0 <= row < grid.rows:
            continue
        at = Rect(
            round(rect.x + column * (width + grid.gap)),
            round(rect.y + row * (height + grid.gap)),
            round(width),
            height,
        )
        _lay_button(one, walk, grid, at, sheet)


def _first_row(walk: Walk, grid: Grid) -> int:
    """The first row that shows."""
    rows = -(-len(walk.options) // grid.columns)
    return max(0, min(walk.choice // grid.columns - grid.rows // 2, rows - grid.rows))


def more_of(walk: Walk, grid: Grid) -> Words | None:
    """How many answers do not show, and which arrow leads to them; None where all do."""
    above = _first_row(walk, grid) * grid.columns
    below = max(0, len(walk.options) - above - grid.rows * grid.columns)
    if above and below:
        return words("standup.more.both", above=above, below=below)
    if above or below:
        return words("standup.more.below" if below else "standup.more.above", n=above or below)
    return None


def _lay_button(one: Option, walk: Walk, grid: Grid, rect: Rect, sheet: Sheet) -> None:
    is_chosen = walk.focus == "choices" and walk.options[walk.choice] == one
    ground, role = ("chosen", "text-chosen") if is_chosen else ("strip", "text")
    px = grid.px
    own = Sheet(sheet.stage, ground)
    own.add(Box(rect, ground, round(px * 0.25)))
    x, baseline = rect.x + px * 0.55, round(centred(rect.y + rect.h / 2, px))
    if one.digit is not None:
        digit = sheet.stage.number(one.digit)
        own.text(digit, (x, baseline), px, weight=BOLD, role="text-chosen" if is_chosen else "muted")
    said = sheet.stage.say(option(walk.question, one.value, walk.agenda))
    room = rect.right - px * 0.4 - x - grid.digit_w
    # a single column may be narrower than a word is long: then, and only then, it is a name to be elided
    own.text(
        said,
        (x + grid.digit_w, baseline),
        px,
        weight=SEMIBOLD,
        role=role,
        room=None if width_of(said, px, SEMIBOLD) <= room else room,
    )
    sheet.add(*own.items)
