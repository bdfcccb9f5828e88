"""One figure in large with its unit, the target with its zone's sign, and facts at the foot."""

from wallboard.core.views.shapes import Number
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.shapes.amounts import Amount, amount_of
from wallboard.ui.shapes.facts import lay_facts
from wallboard.ui.shapes.large_figure import UNIT_EM, amount_in_zone, figure_width, lay_figure
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, DESCENT_EM, Sheet, Stage, fitting_px, line_height

_MOST = 4.6


def lay_number(body: Number, rect: Rect, sheet: Sheet) -> None:
    """The figure as large as the place allows, or why there is none; facts give way first, then the target."""
    stage = sheet.stage
    foot = Sheet(stage)
    above = stage.scale.body * 1.1 + (_target_height(body, stage) if body.value is not None else 0.0)
    area = rect.upper(rect.h - lay_facts(body.facts, rect.below(min(above, rect.h)), foot))
    if body.facts and not _has_room(body, area, stage):
        foot, area = Sheet(stage), rect
        sheet.lack("fits.secondary")
    if body.value is None:
        _lay_why(body, area, sheet)
    else:
        _lay_value(body, body.value, area, sheet)
    sheet.add(*foot.items)
    for key in foot.lacks:
        sheet.lack(key)


def _has_room(body: Number, area: Rect, stage: Stage) -> bool:
    """Whether the figure stands in an area together with its target, or the reason why there is none."""
    trial = Sheet(stage)
    if body.value is None:
        _lay_why(body, area, trial)
        return not trial.lacks
    amount = _amount(body, body.value, stage)
    return _figure_px(amount, area.w, area.h - _target_height(body, stage) - _air(stage), stage) is not None


def _amount(body: Number, value: float, stage: Stage) -> Amount:
    return amount_in_zone(value, body.unit, stage, zone=body.zone, target=body.target, is_signed=body.is_signed)


def _lay_value(body: Number, value: float, area: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    amount = _amount(body, value, stage)
    target_h = _target_height(body, stage)
    px = _figure_px(amount, area.w, area.h - target_h - _air(stage), stage)
    if px is None and target_h:
        px = _figure_px(amount, area.w, area.h, stage)
        if px is not None:
            target_h = 0.0
            sheet.lack("fits.secondary")
    if px is None:
        sheet.lack("fits.value")
        return
    hanging = px * amount.hang(_unit_share(stage))
    air = max(0.0, area.h - target_h - px * CAP_EM - hanging - _air(stage))
    baseline = area.y + min(air * 0.4, stage.scale.least * 0.6) + stage.scale.least * 0.15 + px * CAP_EM
    role = "grey" if body.is_grey else f"value-{body.zone}" if body.zone and body.target is None else "text"
    lay_figure(amount, (area.x, baseline), px, sheet, role=role)
    if target_h:
        below = baseline + max(px * 0.1, hanging) + stage.scale.least * 0.25 + stage.scale.body * ASCENT_EM
        _lay_target(body, area.x, min(below, area.bottom - stage.scale.body * DESCENT_EM), area.w, sheet)


def _air(stage: Stage) -> float:
    return stage.scale.least * 0.3


def _target_height(body: Number, stage: Stage) -> float:
    return line_height(stage.scale.body) if body.target is not None or _has_sign(body) else 0.0


def _lay_why(body: Number, area: Rect, sheet: Sheet) -> None:
    """A dash where the figure would stand, and the reason in a sentence."""
    stage = sheet.stage
    if body.why is None:
        px = _figure_px(Amount("–", ""), area.w, area.h, stage)
        if px is None:
            sheet.lack("fits.value")
            return
        sheet.text("–", (area.x, area.y + px * CAP_EM), px, weight=BOLD, role="muted", is_value=False)
        return
    for px in (stage.scale.body, stage.scale.least):
        if sheet.lines([stage.say(body.why)], area, px, role="muted"):
            return
    sheet.lack("fits.value")


def _figure_px(amount: Amount, width: float, height: float, stage: Stage) -> int | None:
    """The largest size at which figure and unit stand in a room."""
    scale = stage.scale
    height *= CAP_EM / (CAP_EM + amount.hang(_unit_share(stage)))
    most = fitting_px(amount.figure, (width, height), least=scale.body, most=round(scale.body * _MOST))
    if most is None:
        return None
    for px in range(most, scale.body - 1, -1):
        if figure_width(amount, px, stage) <= width:
            return px
    return None


def _unit_share(stage: Stage) -> float:
    """The most that a unit is of its figure's size: beside a small figure it keeps the least size."""
    return max(UNIT_EM, stage.scale.least / stage.scale.body)


def _has_sign(body: Number) -> bool:
    """Whether a zone without a target must be said: colour alone says nothing."""
    return body.target is None and body.zone in ("urgent", "late")


def _lay_target(body: Number, x: float, baseline: float, room: float, sheet: Sheet) -> None:
    """The target with its zone's sign, or the zone's own word where there is no target or no room for it."""
    stage = sheet.stage
    px = stage.scale.body
    wordings = []
    if body.target is not None:
        amount = amount_of(body.target, body.unit, stage, is_stated=True)
        wordings.append(stage.say(words("number.target", amount=amount.whole)))
    if body.zone in ("urgent", "late"):
        wordings.append(stage.say(words(f"zone.{body.zone}")))
    indent = px * 1.05 if body.zone else 0.0
    fitting = [said for said in wordings if indent + width_of(said, px, SEMIBOLD) <= room]
    if fitting[:1] != wordings[:1]:
        sheet.lack("fits.secondary")
    if not fitting:
        return
    said = fitting[0]
    if body.zone:
        size = px * 0.72
        sheet.mark(MARK_OF_ZONE[body.zone], (x + size * 0.6, baseline - px * CAP_EM / 2), size, body.zone)
    role = f"text-{body.zone}" if body.zone else "muted"
    sheet.text(said, (x + indent, baseline), px, weight=SEMIBOLD, role=role)
