"""The line of short statements at a shape's foot: "backlog 4.2 days" left, "slack 6 %" right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wallboard.core.views.shapes import Fact, Zone
from wallboard.ui.fonts import SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.sheet import CAP_EM, DESCENT_EM, Sheet, Stage, line_height

_SHARE = 0.34
"""Of the rectangle's height, what statements in more than one row may take."""
_MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """A fact in the tongue of the place, with its colour and mark where its zone calls for attention."""

    text: str
    zone: Zone | None

    @property
    def has_mark(self) -> bool:
        return self.zone in ("urgent", "late")

    def width(self, px: int) -> float:
        """With its mark."""
        return width_of(self.text, px, SEMIBOLD) + (_indent(px) if self.has_mark else 0.0)


def lay_facts(facts: Sequence[Fact], rect: Rect, sheet: Sheet) -> float:
    """Write facts at the foot of a rectangle, the first left, the second right; returns the height that they take.

    The height holds the air above them; 0 where there are none or none has room. Nothing is elided: minor facts go
    first, then the last ones, and the sheet lacks `fits.secondary`.
    """
    for kept in _subsets(facts):
        if len(kept) < len(facts):
            sheet.lack("fits.secondary")
        said = [_Said(sheet.stage.say(fact.text), fact.zone) for fact in kept]
        found = _arranged(said, rect, sheet.stage)
        if found is not None:
            return _lay_rows(*found, rect, sheet)
    if facts:
        sheet.lack("fits.secondary")
    return 0.0


def _subsets(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """All of them, then without the minor ones from the last, then without the others from the last."""
    kept = list(facts)
    while kept:
        yield list(kept)
        minor = [number for number, fact in enumerate(kept) if fact.is_minor]
        kept.pop(minor[-1] if minor else -1)


def _arranged(said: list[_Said], rect: Rect, stage: Stage) -> tuple[list[list[_Said]], int] | None:
    """The rows of one or two facts and their size, fewest rows first, then the larger size; None without room."""
    scale = stage.scale
    for count in range(1, _MOST_ROWS + 1):
        for px in (scale.body, scale.least):
            rows = _paired(said, px, rect.w)
            height = len(rows) * line_height(px)
            allowed = rect.h if count == 1 else rect.h * _SHARE - _air(stage)
            if len(rows) == count and height <= allowed and all(one.width(px) <= rect.w for one in said):
                return rows, px
    return None


def _paired(said: list[_Said], px: int, room: float) -> list[list[_Said]]:
    rows: list[list[_Said]] = []
    for one in said:
        is_partner = rows and len(rows[-1]) == 1
        if is_partner and rows[-1][0].width(px) + px * 0.8 + one.width(px) <= room:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _lay_rows(rows: list[list[_Said]], px: int, rect: Rect, sheet: Sheet) -> float:
    for number, row in enumerate(rows):
        baseline = rect.bottom - px * DESCENT_EM - (len(rows) - 1 - number) * line_height(px)
        for one, x in zip(row, (rect.x, rect.right - row[-1].width(px)), strict=False):
            _lay_fact(one, (x, baseline), px, sheet)
    return min(rect.h, len(rows) * line_height(px) + _air(sheet.stage))


def _lay_fact(said: _Said, at: tuple[float, float], px: int, sheet: Sheet) -> None:
    x, baseline = at
    if said.zone is not None and said.has_mark:
        shape, size = MARK_OF_ZONE[said.zone], _mark_size(px)
        sheet.mark(shape, (x + size * 0.6, baseline - px * CAP_EM / 2), size, said.zone)
        x += _indent(px)
    role = f"value-{said.zone}" if said.zone else "text"
    sheet.text(said.text, (x, baseline), px, weight=SEMIBOLD, role=role, is_value=True)


def _mark_size(px: int) -> float:
    return px * 0.66


def _indent(px: int) -> float:
    return px * 1.1


def _air(stage: Stage) -> float:
    return stage.scale.least * 0.45
