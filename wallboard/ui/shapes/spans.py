"""Lead times: for each type a bar to its 85th percentile, the median inside it, and a tick at its target."""

from dataclasses import dataclass

from wallboard.core.views.shapes import SpanRow, Spans
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import Box, Line, Rect
from wallboard.ui.shapes.amounts import told_apart
from wallboard.ui.shapes.rows import Rowing, centred, lay_more, more_height, rowing_for
from wallboard.ui.sheet import DESCENT_EM, Sheet, Stage, line_height
from wallboard.ui.wordings import fitting, wordings_of

_WIDEST_SPREAD = 8.0
"""Where the longest row is more than this many times the shortest, each stands to its own target instead."""
_BEYOND = 2.0
"""How many times its own target a row reaches before its bar ends in a break."""
_HEADROOM = 1.12
"""How much longer than the longest row the common scale is."""
_LEAST_TRACK = 2.6
_LEAST_NAME = 3.5
"""In heights of the preferred text."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Left edges and widths of the columns; `track_w` 0 where bars have no room, `is_under` where they lie below."""

    name_w: float
    track_w: float
    value_w: float
    is_short: bool
    is_under: bool
    pitch: float


def lay_spans(body: Spans, rect: Rect, sheet: Sheet) -> None:
    """A row a type; where room is short the legend goes first, then the targets' figures, then the last rows."""
    stage, scale = sheet.stage, sheet.stage.scale
    if not body.rows:
        if not sheet.lines([stage.say(words("spans.empty"))], rect, scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    plan = _plan(body, rect, stage)
    if plan is None or plan.pitch > rect.h:
        sheet.lack("fits.value")
        return
    if plan.is_short:
        sheet.lack("fits.secondary")
    if not plan.track_w:
        sheet.lack("fits.bars")
    is_common = _is_common(body.rows)
    legend = _legend(body, rect.w, stage, is_common=is_common) if plan.track_w else ""
    legend_h = line_height(scale.least) + scale.least * 0.2
    has_legend = bool(legend) and len(body.rows) * plan.pitch + legend_h <= rect.h
    if body.legend and not has_legend:
        sheet.lack("fits.secondary")
    rows = rect.upper(rect.h - legend_h) if has_legend else rect
    most = scale.body * (3.4 if plan.is_under else 2.6)
    rowing = rowing_for(len(body.rows), rows.h, more_height(sheet), least=plan.pitch, most=max(most, plan.pitch))
    if not rowing.shown:  # one row without a word of the others, which the board's check names
        rowing = Rowing(1, rows.h, len(body.rows) - 1)
    reach = _HEADROOM * max(_extent(row) for row in body.rows)
    for number, row in enumerate(body.rows[: rowing.shown]):
        place = Rect(rows.x, rows.y + number * rowing.pitch, rows.w, rowing.pitch)
        _lay_row(row, plan, reach if is_common else None, place, sheet)
    lay_more(rowing, rows, sheet)
    if has_legend:
        sheet.text(legend, (rect.x, rect.bottom - scale.least * DESCENT_EM), scale.least, role="muted")


def _plan(body: Spans, rect: Rect, stage: Stage) -> _Plan | None:
    """The fullest arrangement that has room in the width: bars beside, figures without targets, bars under, none."""
    scale = stage.scale
    gap = scale.body * 0.6
    names = max(width_of(stage.say(row.label), scale.body, SEMIBOLD) + 1 + _n_width(row, stage) for row in body.rows)
    least_name = _LEAST_NAME * scale.body + max(_n_width(row, stage) for row in body.rows)
    flat, double = scale.body * 1.4, scale.body * 1.3 + scale.least * 0.9
    can_double = len(body.rows) * double <= rect.h
    for is_short in (False, True):
        values = [_value(row, stage, is_short=is_short) for row in body.rows]
        value_w = max(width_of(said, px, weight) for said, px, weight in values)
        room = rect.w - value_w - gap
        name_w = min(names, max(least_name, rect.w * 0.36))
        track_w = room - gap - name_w
        if track_w >= _LEAST_TRACK * scale.body:
            return _Plan(name_w, track_w, value_w, is_short, is_under=False, pitch=flat)
        if room >= min(names, least_name) and can_double:
            return _Plan(min(names, room), rect.w, value_w, is_short, is_under=True, pitch=double)
    if room >= min(names, least_name):
        return _Plan(min(names, room), 0.0, value_w, is_short=True, is_under=False, pitch=flat)
    return None


def _is_common(rows: tuple[SpanRow, ...]) -> bool:
    extents = [extent for extent in map(_extent, rows) if extent > 0]
    return not extents or max(extents) <= _WIDEST_SPREAD * min(extents)


def _extent(row: SpanRow) -> float:
    """How far a row reaches, in work hours."""
    return max(row.p85_h or 0.0, row.median_h or 0.0, row.target_h or 0.0)


def _legend(body: Spans, width: float, stage: Stage, *, is_common: bool) -> str:
    """What bar, inner bar and tick are, and that rows stand each to its own target: the fullest that has room."""
    said = [stage.say(body.legend)] if body.legend else []
    each = [] if is_common else [stage.say(words("spans.each"))]
    for text in (" · ".join([*said, *each]), *each, *said):
        if text and width_of(text, stage.scale.least, MEDIUM) <= width:
            return text
    return ""


def _n_width(row: SpanRow, stage: Stage) -> float:
    if not row.is_grey:
        return 0.0
    return width_of(_n_text(row, stage), stage.scale.least, MEDIUM) + stage.scale.least * 0.4


def _n_text(row: SpanRow, stage: Stage) -> str:
    return stage.say(words("spans.n", n=row.n))


def _hours(hours: float, stage: Stage) -> str:
    """Whole where it is whole; large ones without their tenth."""
    return stage.number(hours, _decimals(hours))


def _decimals(hours: float) -> int:
    return 0 if hours >= 100 or abs(hours - round(hours)) < 0.005 else 1


def _value(row: SpanRow, stage: Stage, *, is_short: bool) -> tuple[str, int, int]:
    """The figure with its size and weight."""
    scale = stage.scale
    if row.p85_h is None:
        return stage.say(words("spans.none")), scale.least, MEDIUM
    figure = _hours(row.p85_h, stage)
    if row.target_h is not None and row.p85_h > row.target_h:
        figure = stage.number(*told_apart(row.p85_h, row.target_h, _decimals(row.p85_h)))
    if row.target_h is None or is_short:
        return stage.say(words("spans.alone", value=figure)), scale.body, BOLD
    return stage.say(words("spans.of", value=figure, target=_hours(row.target_h, stage))), scale.body, BOLD


def _lay_row(row: SpanRow, plan: _Plan, reach: float | None, rect: Rect, sheet: Sheet) -> None:
    stage, scale = sheet.stage, sheet.stage.scale
    middle = rect.y + rect.h / 2 - (scale.least * 0.45 if plan.is_under else 0.0)
    baseline = centred(middle, scale.body)
    n_w = _n_width(row, stage)
    room = plan.name_w - n_w + 0.5
    name = fitting(wordings_of(row.label, stage), scale.body, SEMIBOLD, room)
    used = sheet.text(name, (rect.x, baseline), scale.body, weight=SEMIBOLD, room=room)
    if n_w:
        at = (rect.x + used + scale.least * 0.4, baseline)
        sheet.text(_n_text(row, stage), at, scale.least, role="muted")
    said, px, weight = _value(row, stage, is_short=plan.is_short)
    has_value = row.p85_h is not None
    role = "muted" if not has_value else "grey" if row.is_grey else f"value-{row.zone}" if row.zone else "text"
    at = (rect.right, baseline)
    sheet.text(said, at, px, weight=weight, role=role, align="right", is_value=has_value)
    if not plan.track_w:
        return
    height = round(scale.body * (0.5 if plan.is_under else 0.86))
    if plan.is_under:
        track = Rect(rect.x, baseline + scale.least * 0.45, plan.track_w, height)
    else:
        track = Rect(rect.x + plan.name_w + scale.body * 0.6, middle - height / 2, plan.track_w, height)
    _lay_track(row, reach, track, sheet)


def _lay_track(row: SpanRow, reach: float | None, track: Rect, sheet: Sheet) -> None:
    """The empty track, the bar, the median in it, the tick across; a bar that goes beyond the track is broken."""
    stage, scale = sheet.stage, sheet.stage.scale
    radius = round(scale.least * 0.14)
    whole = reach if reach is not None else _BEYOND * (row.target_h or 0.0)
    if reach is None and whole <= 0:
        return
    sheet.add(Box(track, "rule", radius))
    if whole <= 0:
        return
    grey = stage.is_grey or row.is_grey
    if row.p85_h is not None:
        width = track.w * min(1.0, row.p85_h / whole)
        fill = "grey-mark" if grey else "urgent" if row.zone == "urgent" else row.zone or "on-track"
        sheet.add(Box(track._replace(w=max(width, 2.0)), fill, min(radius, width / 2)))
        if row.median_h is not None:
            inner = track.h * 0.3
            inner_w = max(2.0, track.w * min(1.0, row.median_h / whole))
            bar = Rect(track.x, track.y + (track.h - inner) / 2, inner_w, inner)
            sheet.add(Box(bar, "panel" if grey else "text", min(radius * 0.6, inner_w / 2)))
        if row.p85_h > whole:
            _lay_break(track, sheet)
    if row.target_h is not None:
        x = track.x + track.w * row.target_h / whole
        over = track.h * 0.28
        tick = max(2.0, scale.least * 0.12)
        x = min(x, track.right - tick / 2)
        sheet.add(Line(x, track.y - over, x, track.bottom + over, tick, "grey" if stage.is_grey else "text"))


def _lay_break(track: Rect, sheet: Sheet) -> None:
    """Two slanting cuts near the end."""
    lean, stroke = track.h * 0.25, max(2.0, track.h * 0.12)
    for nth in (1, 2):
        x = track.right - nth * stroke * 2.6 - lean
        sheet.add(Line(x - lean, track.bottom, x + lean, track.y, stroke, "panel"))
