"""The strip at the top of a page: title, organisation, pages, how old it all is, the time."""

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage
from wallboard.ui.state_words import HeaderState, header_state

_Run = tuple[str, int, int, str]


def lay_header(layout: Layout, picture: Picture | None, page: int, rect: Rect, stage: Stage) -> Scene:
    """From the right: time, state, dots; from the left: the title, then the organisation where it has room."""
    scale = stage.scale
    sheet = Sheet(stage, ground="page")
    baseline = rect.y + rect.h / 2 + scale.title * CAP_EM / 2
    gap = scale.body * 0.75
    time = stage.tongue.time(stage.now_us)
    at = (rect.right, baseline)
    right = rect.right - gap - sheet.text(time, at, scale.title, weight=BOLD, align="right", is_value=True)
    title = layout.pages[page].title
    title_w = width_of(title, scale.title, BOLD)
    room = right - rect.x - min(title_w, max(4.0 * scale.title, (right - rect.x) * 0.4)) - gap
    right = _lay_state(picture, right, room, baseline, sheet) - gap
    dots_w = _dots_width(len(layout.pages), scale.least)
    if dots_w and right - rect.x - title_w - 2 * gap >= dots_w:
        right = _lay_dots(len(layout.pages), page, right, baseline, sheet) - gap
    used = sheet.text(title, (rect.x, baseline), scale.title, weight=BOLD, room=max(0.0, right - rect.x))
    left = rect.x + used + scale.least * 0.6
    if right - left >= min(6 * scale.least, width_of(layout.organisation, scale.least, MEDIUM)):
        sheet.text(layout.organisation, (left, baseline), scale.least, role="muted", room=right - left)
    return sheet.scene(rect)


def _lay_state(picture: Picture | None, right: float, room: float, baseline: float, sheet: Sheet) -> float:
    """What the corner says, the gravest kept longest; returns the left edge of it."""
    if picture is None:
        return right
    stage = sheet.stage
    scale = stage.scale
    state = header_state(picture, stage)
    for runs in _wordings(picture, state, stage):
        width = sum(width_of(run[0], run[1], run[2]) for run in runs) + scale.least * 0.35 * (len(runs) - 1)
        mark_w = scale.least * 1.1 if state.shape else 0.0
        if width + mark_w <= room:
            x = right - width - mark_w
            for text, px, weight, role in runs:
                if state.shape and text == state.word:
                    size = scale.least * 0.7
                    middle = (x + size * 0.6, baseline - scale.least * CAP_EM / 2)
                    mark_role = {"text-late": "late", "text-warn": "warn"}.get(state.role, "watch")
                    sheet.mark(state.shape, middle, size, mark_role)
                    x += mark_w
                x += sheet.text(text, (x, baseline), px, weight=weight, role=role) + scale.least * 0.35
            return right - width - mark_w
    sheet.lack("fits.secondary")
    return right


def _wordings(picture: Picture, state: HeaderState, stage: Stage) -> list[list[_Run]]:
    """The corner's runs of text, the fullest wording first."""
    px = stage.scale.least
    word: list[_Run] = [(state.word, px, SEMIBOLD, state.role)] if state.word else []
    rest: list[_Run] = [(state.rest, px, MEDIUM, "muted")] if state.rest else []
    demo: list[_Run] = [(stage.say(words("state.demo")), px, SEMIBOLD, "text")] if picture.is_demo else []
    shut: list[_Run] = []
    if picture.shut_until_us is not None:
        shut = [(f"{stage.say(words('header.shut-until', at=picture.shut_until_us))} ·", px, MEDIUM, "muted")]
    live: list[_Run] = [(stage.say(words("state.live")), px, MEDIUM, "muted")]
    short = word or (live if picture.at_us is None else rest)
    return [[*demo, *shut, *word, *rest], [*demo, *word, *rest], [*demo, *short], short]


def _dots_width(count: int, least: float) -> float:
    return count * least * 0.75 if count > 1 else 0.0


def _lay_dots(count: int, page: int, right: float, baseline: float, sheet: Sheet) -> float:
    least = sheet.stage.scale.least
    left = right - _dots_width(count, least)
    for number in range(count):
        at = (left + (number + 0.5) * least * 0.75, baseline - least * CAP_EM / 2)
        sheet.mark("circle", at, least * 0.42, "text" if number == page else "dot")
    return left
