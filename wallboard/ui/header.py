"""The strip at the top of a page: title, organisation, pages, how old it all is, the time."""

from wallboard.core.views.layout import Layout
from wallboard.core.views.shapes import Picture
from wallboard.core.words import words
from wallboard.ui.commands import Signs
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, line_height
from wallboard.ui.state_words import HeaderState, header_state
from wallboard.ui.type_scale import TypeScale

_Run = tuple[str, int, int, str]
_NO_SIGNS = Signs()
_PITCH = 0.75
"""From dot to dot, in heights of the least text."""


def header_height(size: tuple[int, int], scale: TypeScale) -> float:
    """One row; two on an upright page, which has height to spare and no width for all of it side by side."""
    return _two_rows(scale) if size[1] > size[0] else scale.header_row


def _two_rows(scale: TypeScale) -> float:
    return scale.header_row + round(line_height(scale.least) * 1.15)


def lay_header(
    layout: Layout, picture: Picture, page: int, rect: Rect, stage: Stage, signs: Signs = _NO_SIGNS
) -> Scene:
    """From the right: time, state, dots and signs; from the left: title, then organisation where it has room."""
    scale = stage.scale
    sheet = Sheet(stage, ground="page")
    baseline = rect.y + scale.header_row / 2 + scale.title * CAP_EM / 2
    gap = scale.body * 0.75
    time = stage.tongue.time(stage.now_us)
    right = (
        rect.right
        - gap
        - sheet.text(time, (rect.right, baseline), scale.title, weight=BOLD, align="right", is_value=True)
    )
    title = layout.pages[page].title
    if rect.h >= _two_rows(scale):
        sheet.text(title, (rect.x, baseline), scale.title, weight=BOLD, room=max(0.0, right - rect.x))
        baseline += line_height(scale.least) * 1.25
        right = _lay_state(picture, rect.right, (rect.w, rect.w), baseline, sheet) - gap
        right = _lay_signs(layout, page, signs, (rect.x, right), baseline, sheet)
        _lay_organisation(layout, rect.x, right, baseline, sheet)
        return sheet.scene(rect)
    title_w = width_of(title, scale.title, BOLD)
    room = right - rect.x - min(title_w, max(4.0 * scale.title, (right - rect.x) * 0.4)) - gap
    right = _lay_state(picture, right, (room, right - rect.x), baseline, sheet) - gap
    right = _lay_signs(layout, page, signs, (rect.x + title_w + gap, right), baseline, sheet)
    used = sheet.text(title, (rect.x, baseline), scale.title, weight=BOLD, room=max(0.0, right - rect.x))
    _lay_organisation(layout, rect.x + used + scale.least * 0.6, right, baseline, sheet)
    return sheet.scene(rect)


def _lay_organisation(layout: Layout, left: float, right: float, baseline: float, sheet: Sheet) -> None:
    least = sheet.stage.scale.least
    if right - left >= min(9 * least, width_of(layout.organisation, least, MEDIUM)):
        sheet.text(layout.organisation, (left, baseline), least, role="muted", room=right - left)


def _lay_state(picture: Picture, right: float, rooms: tuple[float, float], baseline: float, sheet: Sheet) -> float:
    """What the corner says, the gravest kept longest; returns the left edge of it.

    `rooms` is what it may take, and what it takes for the least of it, so that the title gives way to the age.
    """
    stage = sheet.stage
    scale = stage.scale
    state = header_state(picture, stage)
    wordings = _wordings(picture, state, stage)
    for number, runs in enumerate(wordings):
        room = rooms[number == len(wordings) - 1]
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
    """The corner's runs of text, the fullest wording first: how old it all is outlasts everything else."""
    px = stage.scale.least
    word: list[_Run] = [(state.word, px, SEMIBOLD, state.role)] if state.word else []
    rest: list[_Run] = [(state.rest, px, MEDIUM, "muted")] if state.rest else []
    demo: list[_Run] = [(stage.say(words("state.demo")), px, SEMIBOLD, "text")] if picture.is_demo else []
    is_live = not word and picture.at_us is None
    live: list[_Run] = [(stage.say(words("state.live")), px, MEDIUM, "muted")] if is_live else []
    old: list[_Run] = [(state.age, px, MEDIUM, "muted")] if state.age else [] if word or is_live else rest
    open_ = [[*demo, *word, *rest], [*demo, *live, *word, *old], [*live, *word, *old], [*word, *old] or live]
    if picture.shut_until_us is None:
        return open_
    until = stage.say(words("header.shut-until", at=picture.shut_until_us))
    shut: list[_Run] = [(f"{until} ·", px, MEDIUM, "muted")]
    return [[*demo, *shut, *word, *rest], [*demo, *shut, *word, *(old or live)], *open_]


def _lay_signs(
    layout: Layout, page: int, signs: Signs, span: tuple[float, float], baseline: float, sheet: Sheet
) -> float:
    """At the right of a span a dot a page, the pause, and that visitors are here; the dots give way first.

    Returns where what stands at its left must end.
    """
    scale = sheet.stage.scale
    least, gap = scale.least, scale.body * 0.75
    count = len(layout.pages)
    visitors = sheet.stage.say(words("header.visitors")) if signs.is_for_visitors else ""
    visitors_w = width_of(visitors, least, SEMIBOLD) if visitors else 0.0
    pause_w = _PITCH * least if signs.is_paused and count > 1 else 0.0
    dots_w = _PITCH * least * count if count > 1 else 0.0
    for parts in ((dots_w, pause_w, visitors_w), (0.0, pause_w, visitors_w), (0.0, 0.0, visitors_w)):
        width = sum(parts) + gap * 0.6 * (len([part for part in parts if part]) - 1)
        if not any(parts) or span[1] - width - gap < span[0]:
            continue
        right = span[1]
        if parts[0]:
            _lay_dots(count, page, signs.pinned, (right - dots_w, baseline), sheet)
            right -= dots_w + gap * 0.6
        if parts[1]:
            _lay_pause((right - pause_w, baseline), sheet)
            right -= pause_w + gap * 0.6
        if visitors:
            sheet.text(visitors, (right, baseline), least, weight=SEMIBOLD, role="muted", align="right")
        return span[1] - width - gap
    return span[1]


def _lay_dots(count: int, page: int, pinned: int | None, at: tuple[float, float], sheet: Sheet) -> None:
    """A dot a page from a point on the baseline; a ring round the one that is pinned."""
    least = sheet.stage.scale.least
    for number in range(count):
        middle = (at[0] + (number + 0.5) * least * _PITCH, at[1] - least * CAP_EM / 2)
        sheet.mark("circle", middle, least * 0.42, "text" if number == page else "dot")
        if pinned is not None and number == min(pinned, count - 1):
            sheet.mark("circle", middle, least * 0.78, "muted", is_filled=False)


def _lay_pause(at: tuple[float, float], sheet: Sheet) -> None:
    """Two upright bars, as high as a capital letter."""
    least = sheet.stage.scale.least
    width, height = round(least * 0.17), round(least * 0.66)
    for number in (0, 1):
        x = round(at[0] + least * 0.12 + number * width * 2.0)
        sheet.add(Box(Rect(x, round(at[1] - least * CAP_EM / 2 - height / 2), width, height), "text", width * 0.3))
