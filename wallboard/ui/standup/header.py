"""The strip at the top of a stand-up: when the figures were frozen, the time that is left, and how far the walk is."""

from dataclasses import dataclass

from wallboard.core.views.agenda import Agenda
from wallboard.core.views.shapes import Picture
from wallboard.core.words import Words, words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Box, Rect, Scene
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, line_height
from wallboard.ui.standup.countdown import countdown
from wallboard.ui.standup.walk import Segment, Walk
from wallboard.ui.state_words import header_state
from wallboard.ui.type_scale import TypeScale

_SIGN_EM = 0.62


@dataclass(frozen=True, slots=True)
class HeaderRects:
    """Where the parts of the header stand; `rows` is how many rows of text there are above the bar."""

    title: Rect
    timer: Rect
    bar: Rect
    rows: int
    title_px: int


def header_rects(size: tuple[int, int], agenda: Agenda | None, stage: Stage) -> HeaderRects:
    """One row, with the time at its right; two where the hour of the freeze has no room beside it."""
    scale = stage.scale
    margin, width = scale.margin, size[0] - 2 * scale.margin
    title, frozen = stage.say(words("standup.title")), _frozen(agenda, stage)
    rows, px, timer_w = 2, scale.least, 0.0
    for px in range(scale.title, scale.least - 1, -2):
        timer_w = round(_timer_width(px, stage))
        used = width_of(title, px, BOLD) + scale.body + timer_w
        rows = 1 if used + width_of(frozen, scale.least, MEDIUM) + scale.least <= width else 2
        if used <= width:
            break
    row_h = scale.header_row
    more_h = round(line_height(scale.least)) if rows == 2 else 0
    timer = Rect(size[0] - margin - timer_w, 0, timer_w, row_h)
    bar_h = 0.0 if agenda is None else round(scale.least * 0.45) + round(line_height(scale.least) * 1.35)
    return HeaderRects(
        Rect(margin, 0, width if rows == 2 else width - timer_w, row_h + more_h),
        timer,
        Rect(margin, row_h + more_h - round(scale.least * 0.2), width, bar_h),
        rows,
        px,
    )


def _timer_width(px: int, stage: Stage) -> float:
    said = max((stage.say(words(key, time="00:00")) for key in ("standup.left", "standup.over")), key=len)
    return width_of(said, px, BOLD) + px * _SIGN_EM * 1.7


def _frozen(agenda: Agenda | None, stage: Stage) -> str:
    return "" if agenda is None else stage.say(words("standup.frozen", at=agenda.at_us))


def lay_title(
    agenda: Agenda | None, rects: HeaderRects, stage: Stage, *, is_for_visitors: bool, is_unkept: bool
) -> Scene:
    """The title, the hour of the freeze, in what state the sources were then, and that answers wait for the disk."""
    scale, sheet = stage.scale, Sheet(stage, ground="page")
    rect = rects.title
    baseline = round(rects.timer.h / 2 + rects.title_px * CAP_EM / 2)
    used = sheet.text(stage.say(words("standup.title")), (rect.x, baseline), rects.title_px, weight=BOLD)
    x = rect.x + used + scale.least * 0.6
    if rects.rows == 2:
        x, baseline = rect.x, round(baseline + line_height(scale.least) * 1.15)
    for said, weight, role in _runs(agenda, stage, is_for_visitors=is_for_visitors, is_unkept=is_unkept):
        width = width_of(said, scale.least, weight)
        if x + width > rect.right - scale.least:
            sheet.lack("fits.secondary")
            break
        x += sheet.text(said, (x, baseline), scale.least, weight=weight, role=role) + scale.least * 0.9
    return sheet.scene(rect)


def _runs(agenda: Agenda | None, stage: Stage, *, is_for_visitors: bool, is_unkept: bool) -> list[tuple[str, int, str]]:
    """What stands beside the title, the weightiest first."""
    if agenda is None:
        return []
    runs = [(_frozen(agenda, stage), MEDIUM, "muted")]
    if is_unkept:
        runs.append((stage.say(words("standup.not-kept")), SEMIBOLD, "text-late"))
    if agenda.is_demo:
        runs.append((stage.say(words("state.demo")), SEMIBOLD, "text"))
    then = Stage(stage.scale, stage.tongue, agenda.at_us)
    state = header_state(Picture("", agenda.at_us, (), agenda.sources), then)
    if state.word:
        runs.append((f"{state.word} {state.rest}", SEMIBOLD, state.role))
    if is_for_visitors:
        runs.append((stage.say(words("header.visitors")), SEMIBOLD, "muted"))
    return runs


def lay_timer(agenda: Agenda | None, rects: HeaderRects, stage: Stage) -> Scene:
    """The time left, with a sign when it runs short and another when it is over."""
    sheet = Sheet(stage, ground="page")
    if agenda is None:
        return sheet.scene(rects.timer)
    told = countdown(agenda.at_us, agenda.minutes, stage.now_us)
    px, said = rects.title_px, stage.say(told.said)
    while px > stage.scale.least and width_of(said, px, BOLD) + px * _SIGN_EM * 1.7 > rects.timer.w:
        px -= 1
    baseline = round(rects.timer.h / 2 + px * CAP_EM / 2)
    role = f"value-{told.zone}" if told.zone else "text"
    width = sheet.text(said, (rects.timer.right, baseline), px, weight=BOLD, role=role, align="right", is_value=True)
    if told.zone is not None:
        size = px * _SIGN_EM
        at = (rects.timer.right - width - size, rects.timer.h / 2)
        sheet.mark(MARK_OF_ZONE[told.zone], at, size, told.zone)
    return sheet.scene(rects.timer)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of the bar: its name, how many stops it has and how many of them lie behind."""

    segment: Segment
    said: str
    stops: int
    passed: int


def lay_bar(walk: Walk, rect: Rect, stage: Stage) -> Scene:
    """A stroke for each section, filled as far as the walk has come, with its name where that has room."""
    sheet, scale = Sheet(stage, ground="page"), stage.scale
    parts = _parts(walk, stage)
    gap = round(scale.least * 0.25)
    widths = _widths(parts, rect.w - gap * (len(parts) - 1), scale)
    stroke = round(scale.least * 0.4)
    x, lefts = rect.x, []
    for part, width in zip(parts, widths, strict=True):
        _lay_part(part, Rect(round(x), rect.y, round(width), stroke), sheet)
        lefts.append(round(x))
        x += width + gap
    _lay_names(walk, parts, lefts, Rect(rect.x, rect.y + stroke, rect.w, rect.h - stroke), sheet)
    return sheet.scene(rect)


def _parts(walk: Walk, stage: Stage) -> list[_Part]:
    at = walk.stops.index(walk.stop)
    agenda = walk.agenda
    counts = {"promises": len(agenda.promises), "late": agenda.late, "urgent": agenda.urgent}
    parts = []
    for segment in dict.fromkeys(stop.segment for stop in walk.stops if stop.segment != "end"):
        own = [number for number, stop in enumerate(walk.stops) if stop.segment == segment]
        name: Words = words(f"standup.segment.{segment}", n=counts.get(segment, 0))
        passed = sum(number < at for number in own) + (walk.stop.segment == segment) * 0.5
        parts.append(_Part(segment, stage.say(name), len(own), round(2 * passed)))
    return parts


def _widths(parts: list[_Part], room: float, scale: TypeScale) -> list[float]:
    """Room for the names first, where there is so much; what is left goes by the number of stops."""
    names = [width_of(part.said, scale.least, SEMIBOLD) + scale.least * 0.8 for part in parts]
    if sum(names) > room:
        names = [min(scale.least * 1.5, room / len(parts) / 2)] * len(parts)
    spare = room - sum(names)
    weight = sum(part.stops for part in parts)
    return [name + spare * part.stops / weight for name, part in zip(names, parts, strict=True)]


def _lay_part(part: _Part, rect: Rect, sheet: Sheet) -> None:
    """All of it once it lies behind; the half of a stop is the one where the team stands."""
    radius = rect.h / 2
    if part.passed >= 2 * part.stops:
        sheet.add(Box(rect, "text", radius))
        return
    sheet.add(Box(rect, "rule", radius))
    if part.passed:
        width = max(rect.h, round(rect.w * part.passed / (2 * part.stops)))
        sheet.add(Box(Rect(rect.x, rect.y, width, rect.h), "on-track", radius))


def _lay_names(walk: Walk, parts: list[_Part], lefts: list[int], rect: Rect, sheet: Sheet) -> None:
    """The name of the section where the team stands, then the others where they have room."""
    px = sheet.stage.scale.least
    here = next((number for number, part in enumerate(parts) if part.segment == walk.stop.segment), len(parts))
    baseline = rect.y + round(px * 1.12)
    taken: list[tuple[float, float]] = []
    for number in sorted(range(len(parts)), key=lambda number: (number != here, number)):
        is_here = number == here
        width = width_of(parts[number].said, px, SEMIBOLD if is_here else MEDIUM)
        is_chosen = is_here and walk.focus == "bar"
        pad = px * 0.3 if is_chosen else 0.0
        x = max(rect.x + pad, min(lefts[number], rect.right - width - pad) if is_here else lefts[number])
        span = (x - px * 0.25, x + width + px * 0.25)
        if span[1] > rect.right + px * 0.26 or any(span[0] < end and begin < span[1] for begin, end in taken):
            continue
        taken.append(span)
        own = Sheet(sheet.stage, "chosen" if is_chosen else "page")
        if is_chosen:
            own.add(Box(Rect(x - pad, baseline - px * 0.95, width + 2 * pad, px * 1.25), "chosen", px * 0.25))
        role = "text-chosen" if is_chosen else "text" if is_here else "muted"
        own.text(parts[number].said, (x, baseline), px, weight=SEMIBOLD if is_here else MEDIUM, role=role)
        sheet.add(*own.items)
