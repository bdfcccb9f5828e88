"""A stand-up's page: header, the bar of sections, the page of the stop, and what stands beside it."""

from dataclasses import dataclass

from wallboard.core.words import words
from wallboard.ui.fonts import MEDIUM, width_of
from wallboard.ui.scene import Box, Rect, Scene
from wallboard.ui.sheet import Sheet, Stage
from wallboard.ui.standup.case_page import lay_case
from wallboard.ui.standup.header import header_rects, lay_bar, lay_timer, lay_title
from wallboard.ui.standup.holes_page import lay_holes
from wallboard.ui.standup.side import lay_next, lay_promised
from wallboard.ui.standup.team_pages import (
    lay_end,
    lay_nothing_late,
    lay_numbers,
    lay_ownerless,
    lay_promises,
    lay_queues,
    lay_reasons,
    lay_sentences,
)
from wallboard.ui.standup.walk import Walk
from wallboard.ui.visitors import for_visitors

_SIDE_SHARE = 1 / 3
_LEAST_SIDE = 13.5
"""Less width than this, in heights of the preferred text, shows no list beside a page."""
_LEAST_MAIN = 22.0
"""Less height than this, in the same measure, has no list below it."""

_OWNERLESS = "ownerless"
_LEAST_FOR_KEYS = 9.0
"""A page lower than this, in heights of the least text, keeps no line for what the keys do."""


@dataclass(frozen=True, slots=True)
class StandupScene:
    """The scenes of a stand-up's page; `columns` is how many answers stand side by side, for the arrows."""

    size: tuple[int, int]
    stage: Stage
    header: tuple[Scene, ...]
    panels: tuple[Scene, ...]
    columns: int

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """Every region, in painting order."""
        return (*self.header, *self.panels)


def lay_standup(
    walk: Walk, size: tuple[int, int], stage: Stage, *, is_for_visitors: bool = False, is_unkept: bool = False
) -> StandupScene:
    """The page of the stop where the team stands; `stage` stands at the present instant.

    `is_unkept`: an answer waits for a disk that takes none.
    """
    agenda = walk.agenda
    rects = header_rects(size, agenda, stage)
    header = (
        lay_title(agenda, rects, stage, is_for_visitors=is_for_visitors, is_unkept=is_unkept),
        lay_timer(agenda, rects, stage),
        lay_bar(walk, rects.bar, stage),
    )
    area = _area_below(rects.bar, size, stage)
    kinds = _beside(walk)
    main, sides = _split(area, len(kinds), stage)
    if kinds == (_OWNERLESS,) and not sides:  # these are no by-work of their page
        main, *sides = _stacked(area, stage.scale.gap)
    panel, columns = _main(walk, main, stage)
    panels = [panel, *(_side(kind, walk, rect, stage) for kind, rect in zip(kinds, sides, strict=False))]
    if is_for_visitors:
        panels = [for_visitors(scene) for scene in panels]
    return StandupScene(size, stage, header, tuple(panels), columns)


def lay_waiting(size: tuple[int, int], stage: Stage, *, is_silent: bool) -> StandupScene:
    """Before there is an agenda: that it is being made, or that nobody makes it."""
    rects = header_rects(size, None, stage)
    area = _area_below(rects.title, size, stage)
    sheet = _panel(area, stage)
    said = [words("standup.waiting")]
    if is_silent:
        said = [words("standup.no-answer"), words("standup.no-answer.do")]
    lay_sentences(said, _inner(area, stage), sheet, role="text")
    header = (lay_title(None, rects, stage, is_for_visitors=False, is_unkept=False), lay_timer(None, rects, stage))
    return StandupScene(size, stage, header, (sheet.scene(area),), 1)


def _area_below(header: Rect, size: tuple[int, int], stage: Stage) -> Rect:
    """What the header leaves of the screen, within its margins."""
    scale = stage.scale
    top = header.bottom + scale.gap * 0.5
    return Rect(scale.margin, top, size[0] - 2 * scale.margin, size[1] - top - scale.margin)


def _beside(walk: Walk) -> tuple[str, ...]:
    """Which lists stand beside a stop's page."""
    segment = walk.stop.segment
    if segment == "queues":
        return (_OWNERLESS,)
    if segment in ("appointments", "reasons", "end"):
        return ()
    has_next = bool(walk.agenda.cases)
    promised = ("promised",) if walk.agenda.promises and segment != "promises" else ()
    return (*promised, *(("next",) if has_next else ()))


def _split(area: Rect, sides: int, stage: Stage) -> tuple[Rect, list[Rect]]:
    """The page, and the lists: at its right; below it on an upright screen; nowhere where they have no room."""
    gap, least_w = stage.scale.gap, _LEAST_SIDE * stage.scale.body
    if not sides:
        return area, []
    if area.h > area.w:
        height = round(area.h * (0.36 if sides == 2 else 0.3))
        is_split = sides == 2 and (area.w - gap) / 2 >= least_w
        if area.h - height - gap < _LEAST_MAIN * stage.scale.body:
            return area, []
        main, below = area.upper(area.h - height - gap), area.below(area.h - height)
        if is_split:
            half = round((below.w - gap) / 2)
            return main, [below._replace(w=half), Rect(below.x + half + gap, below.y, below.w - half - gap, below.h)]
        return main, [below] if sides == 1 else _stacked(below, gap)
    width = round((area.w - gap) * _SIDE_SHARE)
    if width < least_w:
        return area, []
    side = Rect(area.right - width, area.y, width, area.h)
    main = area._replace(w=area.w - width - gap)
    return main, [side] if sides == 1 else _stacked(side, gap)


def _stacked(rect: Rect, gap: float) -> list[Rect]:
    upper = rect.upper(round((rect.h - gap) * 0.5))
    return [upper, Rect(rect.x, upper.bottom + gap, rect.w, rect.h - upper.h - gap)]


def _panel(rect: Rect, stage: Stage) -> Sheet:
    sheet = Sheet(stage)
    sheet.add(Box(rect, "panel", stage.scale.radius))
    return sheet


def _inner(rect: Rect, stage: Stage) -> Rect:
    return rect.inset(stage.scale.padding, stage.scale.padding * 0.8)


def _main(walk: Walk, rect: Rect, stage: Stage) -> tuple[Scene, int]:
    sheet, inner, columns = _panel(rect, stage), _inner(rect, stage), 1
    agenda = walk.agenda
    case = walk.case
    if case is not None:
        columns = lay_case(walk, case, inner, sheet)
        return sheet.scene(rect), columns
    inner = _lay_keys(walk, inner, sheet)
    match walk.stop.segment:
        case "promises":
            lay_promises(agenda, inner, sheet)
        case "numbers":
            lay_numbers(agenda, inner, sheet)
        case "late" | "urgent":
            lay_nothing_late(agenda, inner, sheet)
        case "queues":
            lay_queues(agenda, inner, sheet)
        case "appointments":
            lay_holes(agenda, inner, sheet)
        case "reasons":
            lay_reasons(agenda, inner, sheet)
        case "end":
            lay_end(walk, inner, sheet)
    return sheet.scene(rect), columns


def _lay_keys(walk: Walk, rect: Rect, sheet: Sheet) -> Rect:
    """At the foot which keys lead on, where that has room; returns what is left above."""
    if walk.stop.segment == "end":
        return rect
    least = sheet.stage.scale.least
    said = sheet.stage.say(words("standup.keys.bar" if walk.focus == "bar" else "standup.keys.page"))
    if width_of(said, least, MEDIUM) > rect.w or rect.h < _LEAST_FOR_KEYS * least:
        sheet.lack("fits.secondary")
        return rect
    sheet.text(said, (rect.x, rect.bottom - least * 0.25), least, role="muted")
    return rect._replace(h=rect.h - least * 1.6)


def _side(kind: str, walk: Walk, rect: Rect, stage: Stage) -> Scene:
    sheet, inner = _panel(rect, stage), _inner(rect, stage)
    if kind == "promised":
        lay_promised(walk.agenda, inner, sheet)
    elif kind == "next":
        lay_next(walk, inner, sheet)
    else:
        lay_ownerless(walk.agenda, inner, sheet)
    return sheet.scene(rect)
