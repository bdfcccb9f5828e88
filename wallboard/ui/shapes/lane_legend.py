"""Beside the lanes: how many running cases each zone holds, with its mark, figure and word."""

from wallboard.core.views.shapes import ZONES, Lanes, Zone
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.shapes.ladder import Ladder
from wallboard.ui.sheet import CAP_EM, DESCENT_EM, Sheet, Stage, line_height
from wallboard.ui.type_scale import TypeScale

_MIDDLES = (1 / 6, 0.5, 5 / 6)


def _count_px(scale: TypeScale) -> int:
    return round(scale.body * 1.25)


def _running(body: Lanes) -> list[int]:
    return [sum(lane.running[zone] for lane in body.lanes) for zone in range(len(ZONES))]


def _without_target(body: Lanes) -> int:
    return sum(lane.without_target + lane.held_without_target for lane in body.lanes)


def _why_without(body: Lanes) -> str:
    """Why cases stand in the strip: no target, nobody knows their hours, or some of each."""
    unknown = sum(lane.without_hours for lane in body.lanes)
    return "target" if not unknown else "hours" if unknown >= _without_target(body) else "share"


def legend_width(body: Lanes, stage: Stage) -> float:
    """As wide as the widest figure with its mark, or the widest word."""
    scale = stage.scale
    figures = [stage.number(count) for count in [*_running(body), _without_target(body)]]
    names = [stage.say(words(f"zone.{zone}")) for zone in ZONES]
    if _without_target(body):
        names.append(stage.say(words(f"lane.without-{_why_without(body)}")))
    widths = [width_of(figure, _count_px(scale), BOLD) + scale.least * 1.25 for figure in figures]
    return max(*widths, *(width_of(name, scale.least, SEMIBOLD) for name in names))


def legend_height(scale: TypeScale) -> float:
    """The least in which the figures stand one above the other, without their words."""
    return len(ZONES) * _block(scale, has_word=False)


def strip_height(body: Lanes, scale: TypeScale) -> float:
    """The height of the strip of cases without target, with the figure and word beside it; 0 where there are none."""
    return scale.body * CAP_EM + line_height(scale.least) + scale.least * 0.4 if _without_target(body) else 0.0


def lay_legend(body: Lanes, rect: Rect, ladder: Ladder | None, strip: Rect | None, sheet: Sheet) -> None:
    """Figures beside their bands, pushed apart where bands are thin; without a plot, spread over the rectangle."""
    scale = sheet.stage.scale
    counts = _running(body)
    rows = list(reversed(range(len(ZONES))))
    with_words = rect.h >= len(rows) * _block(scale, has_word=True)
    block = _block(scale, has_word=with_words)
    if ladder:
        wanted = [(ladder.y(1.0) + ladder.top) / 2, *(ladder.y(share) for share in reversed(_MIDDLES))]
    else:
        wanted = [rect.y + rect.h * (n + 0.5) / len(rows) for n in range(len(rows))]
    if rect.h < len(rows) * block:
        _lay_in_a_row(counts, rect, sheet)
        return
    for zone, middle in zip(rows, _apart(wanted, block, rect), strict=True):
        name = ZONES[zone]
        top = middle - block / 2
        said = sheet.stage.say(words(f"zone.{name}")) if with_words else None
        _lay_entry(name, (counts[zone], said), (rect.x, top), sheet)
    if strip:
        said = sheet.stage.say(words(f"lane.without-{_why_without(body)}"))
        baseline = strip.y + scale.body * CAP_EM + scale.least * 0.1
        sheet.mark("dash", (rect.x + scale.least * 0.4, baseline - scale.body * 0.36), scale.least * 0.8, "no-target")
        number = sheet.stage.number(_without_target(body))
        sheet.text(number, (rect.x + scale.least * 1.25, baseline), scale.body, weight=BOLD, is_value=True)
        sheet.text(said, (rect.x, baseline + line_height(scale.least)), scale.least, weight=MEDIUM, role="muted")


def _block(scale: TypeScale, *, has_word: bool) -> float:
    height = _count_px(scale) * CAP_EM + scale.least * 0.35
    return height + line_height(scale.least) if has_word else height


def _lay_entry(zone: Zone, said: tuple[int, str | None], at: tuple[float, float], sheet: Sheet) -> None:
    scale = sheet.stage.scale
    px = _count_px(scale)
    baseline = at[1] + px * CAP_EM
    sheet.mark(MARK_OF_ZONE[zone], (at[0] + scale.least * 0.4, baseline - px * CAP_EM / 2), scale.least * 0.8, zone)
    sheet.text(sheet.stage.number(said[0]), (at[0] + scale.least * 1.25, baseline), px, weight=BOLD, is_value=True)
    if said[1]:
        under = baseline + line_height(scale.least) * 0.98
        sheet.text(said[1], (at[0], under), scale.least, weight=SEMIBOLD, role=f"text-{zone}")


def _lay_in_a_row(counts: list[int], rect: Rect, sheet: Sheet) -> None:
    """The last resort of a panel too small for anything else: four figures with their marks, late first."""
    scale = sheet.stage.scale
    step = rect.w / len(counts)
    widest = max(width_of(sheet.stage.number(count), scale.body, BOLD) for count in counts) + scale.least * 1.6
    if step < widest or rect.h < scale.body * (CAP_EM + DESCENT_EM):
        sheet.lack("fits.value")
        return
    for place, (zone, count) in enumerate(reversed(list(zip(ZONES, counts, strict=True)))):
        x = rect.x + place * step
        baseline = rect.y + rect.h / 2 + scale.body * CAP_EM / 2
        sheet.mark(MARK_OF_ZONE[zone], (x + scale.least * 0.4, rect.y + rect.h / 2), scale.least * 0.8, zone)
        number = sheet.stage.number(count)
        sheet.text(number, (x + scale.least * 1.25, baseline), scale.body, weight=BOLD, is_value=True)


def _apart(wanted: list[float], block: float, rect: Rect) -> list[float]:
    """Middles near the wanted ones, in their order, at least a block apart and inside the rectangle."""
    middles = list(wanted)
    floor = rect.y + block / 2
    for n, middle in enumerate(middles):
        middles[n] = floor = max(middle, floor)
        floor += block
    ceiling = rect.bottom - block / 2
    for n in reversed(range(len(middles))):
        middles[n] = ceiling = min(middles[n], ceiling)
        ceiling -= block
    return middles
