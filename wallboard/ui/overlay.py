"""A list laid over the middle of a page: rows of text with their keys, one of them chosen perhaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.scene import Box, Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, line_height


@dataclass(frozen=True, slots=True)
class Row:
    """A row: what it says, and the key that does it."""

    said: str
    key: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows: `at` is the row that must be seen, and that stands out in a list to choose from.

    A list that is only read has its keys at the left.
    """

    title: str
    rows: tuple[Row, ...]
    at: int
    has_choice: bool = True


class Overlay(Protocol):
    """Something that lies over a page until its time is up; made anew in each size and tongue."""

    @property
    def lasts_s(self) -> float: ...

    def move(self, step: int) -> None: ...

    def scene(self, area: Rect, stage: Stage) -> Scene: ...


@dataclass(frozen=True, slots=True)
class _Form:
    """The measures of a list: text size, room for keys and texts, each row's lines, and what is between two rows."""

    px: int
    key_w: float
    text_w: float
    lines: tuple[tuple[str, ...], ...]
    air: float = 0.5

    @property
    def pad(self) -> float:
        return round(self.px * 0.9)

    @property
    def width(self) -> float:
        return round(self.text_w + self.key_w + 2 * self.pad)

    @property
    def title_h(self) -> float:
        return round(self.px * 1.75)

    def row_h(self, row: int) -> float:
        return round(self.px * self.air) + len(self.lines[row]) * line_height(self.px)

    def height(self, rows: Sequence[int]) -> float:
        """Of the title, or the line that says how many more there are, and these rows."""
        return self.title_h + sum(self.row_h(row) for row in rows) + 1.5 * self.pad


def lay_overlay(listing: Listing, area: Rect, stage: Stage) -> Scene:
    """The list in the middle of an area: as large as it may be, then closer, then only the rows about one."""
    gap = stage.scale.gap
    area = area.inset(gap, gap)
    form = _form(listing, area, stage)
    shown = _shown(listing, form, area.h)
    height = round(form.height(shown))
    rect = Rect(round(area.x + (area.w - form.width) / 2), round(area.y + (area.h - height) / 2), form.width, height)
    sheet, around = lay_box(rect, form.px, stage)
    _lay_rows(listing, shown, rect, form, sheet)
    return sheet.scene(around)


def lay_box(rect: Rect, px: int, stage: Stage) -> tuple[Sheet, Rect]:
    """A sheet with a box to write in, in text of `px`; and the box with its margin, which is what it covers.

    The margin, of the page's own colour, parts it from what it cuts through.
    """
    sheet, gap = Sheet(stage, ground="strip"), stage.scale.gap
    edge, radius = max(2.0, round(px * 0.06)), px * 0.4
    around = rect.inset(-gap, -gap)
    sheet.add(Box(around, "page", radius + gap))
    sheet.add(Box(rect, "rule", radius), Box(rect.inset(edge, edge), "strip", radius - edge))
    return sheet, around


def _lay_rows(listing: Listing, shown: list[int], rect: Rect, form: _Form, sheet: Sheet) -> None:
    """The title and all rows, or some of them and how many more there are: then the title is what has no room."""
    left, top = rect.x + form.pad, rect.y + form.pad * (0.5 if len(shown) == len(listing.rows) else 0.75)
    hidden = len(listing.rows) - len(shown)
    title = (left, _middle(top, form.title_h, form.px))
    if not hidden:
        sheet.text(listing.title, title, form.px, weight=SEMIBOLD, role="muted")
        top += form.title_h
    for row in shown:
        _lay_row(listing, row, Rect(left, top, rect.w - 2 * form.pad, form.row_h(row)), form, sheet)
        top += form.row_h(row)
    if hidden:
        more = sheet.stage.say(words("more", n=hidden))
        sheet.text(more, (left, _middle(top, form.title_h, form.px)), form.px, role="muted")


def _form(listing: Listing, area: Rect, stage: Stage) -> _Form:
    every = range(len(listing.rows))
    scale = stage.scale
    for px, air in ((scale.body, 0.5), (scale.least, 0.5), (scale.least, 0.25)):
        key_w = max((width_of(row.key, px, BOLD) for row in listing.rows), default=0.0) + 1.2 * px
        text_w = max(width_of(said, px, SEMIBOLD) for said in (listing.title, *(row.said for row in listing.rows)))
        form = _Form(px, key_w, text_w, tuple((row.said,) for row in listing.rows), air)
        if form.width <= area.w and form.height(every) <= area.h:
            return form
    if listing.has_choice:  # the names of keys are the first to go: the arrows do without them
        key_w = 0.0
    text_w = min(text_w, area.w - key_w - 2 * form.pad)
    return _Form(px, key_w, text_w, tuple(tuple(wrapped(row.said, px, SEMIBOLD, text_w)) for row in listing.rows))


def _shown(listing: Listing, form: _Form, height: float) -> list[int]:
    """The rows that have room: all, else as many below the one that must be seen, then above it."""
    every = list(range(len(listing.rows)))
    if form.height(every) <= height:
        return every
    shown = [listing.at]
    while True:
        beside = [row for row in (shown[-1] + 1, shown[0] - 1) if row in every]
        fitting = [row for row in beside if form.height([*shown, row]) <= height]
        if not fitting:
            return shown
        shown = sorted([*shown, fitting[0]])


def _lay_row(listing: Listing, row: int, rect: Rect, form: _Form, sheet: Sheet) -> None:
    is_chosen = listing.has_choice and row == listing.at
    if is_chosen:
        inset = form.pad * 0.5
        sheet.add(Box(Rect(rect.x - inset, rect.y, rect.w + 2 * inset, rect.h), "chosen", form.px * 0.3))
        sheet = _on_chosen(sheet)
    key = listing.rows[row].key if form.key_w else ""
    top = rect.y + round(form.px * form.air / 2)
    first, role = _middle(top, line_height(form.px), form.px), "text-chosen" if is_chosen else "text"
    text_x = rect.x if listing.has_choice else rect.x + form.key_w
    for number, line in enumerate(form.lines[row]):
        at = (text_x, first + number * line_height(form.px))
        sheet.text(line, at, form.px, weight=SEMIBOLD if is_chosen else MEDIUM, role=role)
    if not listing.has_choice:
        sheet.text(key, (rect.x, first), form.px, weight=BOLD)
    else:
        sheet.text(key, (rect.right, first), form.px, role=role if is_chosen else "muted", align="right")


def _on_chosen(sheet: Sheet) -> Sheet:
    """A sheet that writes into the same scene, on the ground of the chosen row."""
    chosen = Sheet(sheet.stage, ground="chosen")
    chosen.items = sheet.items
    return chosen


def _middle(top: float, height: float, px: int) -> float:
    """The baseline at which capitals stand in the middle of a strip."""
    return round(top + height / 2 + px * CAP_EM / 2)
