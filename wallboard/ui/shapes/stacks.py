"""Queues, or coordinators: a bar parted by zone for each, how many lie there, and the oldest wait."""

from collections.abc import Iterator
from dataclasses import dataclass

from wallboard.core.views.shapes import StackRow, Stacks
from wallboard.core.words import words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.shapes.rows import centred, lay_more, more_height, rowing_for
from wallboard.ui.shapes.segments import lay_segments, least_bar, scale_of, segments_of
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, line_height
from wallboard.ui.wordings import fitting, wordings_of

_LEAST_BAR = 6.0
_LEAST_NAME = 4.0
"""Widths below which a bar is no picture and a name no name, in heights of the preferred text."""
_MOST_OWN_WORDS = 0.5
"""What words of the wall's own may take of the width to stay whole."""
_TOLD = 0.4
"""The part of what figures leave that names may take for the sake of how many are on hold."""
_APART = 1.1
"""Between the two figures at the right, in the same measure."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a panel has room for: widths of the columns (0: given up), and the scale of its bars.

    `has_sub` tells the second line of each row; `is_under` that bars lie under the names instead of beside them.
    """

    has_sub: bool
    is_under: bool
    name_w: float
    bar_w: float
    p85_w: float
    oldest_w: float
    per_case: float | None
    count_px: int

    def least_pitch(self, stage: Stage) -> float:
        """From row to row where they stand as near as they may."""
        scale = stage.scale
        under = _bar_height(self, stage) + scale.least * 0.45 if self.is_under else 0.0
        own = line_height(scale.body) + line_height(scale.least) if self.has_sub else scale.body * 1.3
        return own + under + scale.least * 0.25


def lay_stacks(body: Stacks, rect: Rect, sheet: Sheet) -> None:
    """A row each; where room is short the 85th percentile goes first, then the second lines, then the last rows."""
    stage = sheet.stage
    if not body.rows:
        if not sheet.lines([stage.say(words("stacks.none"))], rect, stage.scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    rect = rect.below(stage.scale.least * 0.15)
    count = len(body.rows)
    plan = _chosen(_plans(body, rect.w, stage), count, rect.h, stage)
    plan = plan or _chosen(_without_bars(body, rect.w, stage), count, rect.h, stage)
    if plan is None:
        sheet.lack("fits.value")
        return
    if (body.has_p85 and not plan.p85_w) or not plan.has_sub:
        sheet.lack("fits.secondary")
    if plan.per_case is None:
        sheet.lack("fits.bars")
    most = max(plan.least_pitch(stage), stage.scale.body * (5.2 if plan.is_under else 3.9))
    rowing = rowing_for(count, rect.h, more_height(sheet), least=plan.least_pitch(stage), most=most)
    if not rowing.shown:
        sheet.lack("fits.rows")
        lay_stacks(Stacks((_sum_of(body),), body.noun, has_p85=False), rect, sheet)
        return
    for number, row in enumerate(body.rows[: rowing.shown]):
        _lay_row(row, body, plan, Rect(rect.x, rect.y + number * rowing.pitch, rect.w, rowing.pitch), sheet)
    lay_more(rowing, rect, sheet)


def _chosen(plans: Iterator[_Plan], count: int, height: float, stage: Stage) -> _Plan | None:
    """The first at which all rows have room, else the last at which one has."""
    last = None
    for plan in plans:
        if plan.least_pitch(stage) <= height:
            last = plan
            if count * plan.least_pitch(stage) <= height:
                break
    return last


def _sum_of(body: Stacks) -> StackRow:
    """All rows in one, where not even the first has room beside what is said of the others."""
    oldest = max(body.rows, key=lambda row: -1.0 if row.oldest_h is None else row.oldest_h)
    return StackRow(
        words("stacks.all", n=len(body.rows)),
        sum(row.total for row in body.rows),
        tuple(sum(counts) for counts in zip(*(row.zones for row in body.rows), strict=True)),
        sum(row.without_target for row in body.rows),
        sum(row.held for row in body.rows),
        oldest.oldest_h,
        oldest.oldest_zone,
    )


def _plans(body: Stacks, width: float, stage: Stage) -> Iterator[_Plan]:
    """The arrangements that have room in this width, the fullest first.

    Bars under the names cost a further line: that only where there is no room beside them; and none where not even
    that has room.
    """
    p85s = (True, False) if body.has_p85 and any(row.p85_h is not None for row in body.rows) else (False,)
    found = False
    for is_under in (False, True):
        for has_sub, has_p85 in [*((True, has) for has in p85s), (False, False)]:
            for plan in _plan(body, width, stage, has_sub=has_sub, has_p85=has_p85, is_under=is_under):
                found = True
                yield plan
        if found:
            return
    yield from _without_bars(body, width, stage)


def _plan(body: Stacks, width: float, stage: Stage, *, has_sub: bool, has_p85: bool, is_under: bool) -> Iterator[_Plan]:
    body_px, gap = stage.scale.body, stage.scale.body * 0.7
    names = max(_name_width(row, body, stage, has_sub=has_sub) for row in body.rows)
    oldest = max(_oldest_width(row, stage, has_sub=has_sub) for row in body.rows)
    p85 = max(_p85_width(row, stage) for row in body.rows) if has_p85 else 0.0
    right = oldest + (gap if oldest else 0.0) + (p85 + _APART * body_px if p85 else 0.0)
    if has_sub:
        told = max(width_of(_subtitles(row, body, stage)[0], stage.scale.least, MEDIUM) for row in body.rows)
        names = max(names, told) if told <= _TOLD * (width - right) else names
    own_words = min(_own_words_width(body, stage), _MOST_OWN_WORDS * width)
    least_name = max(_LEAST_NAME * body_px, own_words, _total_width(body, stage) if has_sub else 0.0)
    bars = [segments_of(row.zones, row.without_target, row.held) for row in body.rows]
    count_px = body_px if has_sub and not is_under else stage.scale.least
    needed = max([_LEAST_BAR * body_px, *(least_bar(parts, count_px, stage) for parts in bars)])
    if is_under:
        name_w, bar_w = min(names, width - right), width
    else:
        name_w = min(names, max(least_name, width * 0.36), width - right - gap - needed)
        bar_w = width - right - gap - name_w
    per_case = scale_of(bars, bar_w, count_px, stage)
    if per_case is not None and name_w >= min(names, least_name):
        yield _Plan(has_sub, is_under, name_w, bar_w, p85, oldest, per_case, count_px)


def _without_bars(body: Stacks, width: float, stage: Stage) -> Iterator[_Plan]:
    """Names with the oldest wait alone, then names with how many lie there."""
    gap = stage.scale.body * 0.7
    for has_sub in (True, False):
        oldest = max(_oldest_width(row, stage, has_sub=has_sub) for row in body.rows)
        name_w = width - oldest - gap
        least_name = _total_width(body, stage) if has_sub else 3 * stage.scale.least
        if name_w >= least_name:
            yield _Plan(
                has_sub, is_under=False, name_w=name_w, bar_w=0.0, p85_w=0.0, oldest_w=oldest, per_case=None, count_px=0
            )


def _name_width(row: StackRow, body: Stacks, stage: Stage, *, has_sub: bool) -> float:
    own = width_of(stage.say(row.label), stage.scale.body, SEMIBOLD) + 1
    return max(own, width_of(_subtitles(row, body, stage)[-1], stage.scale.least, MEDIUM)) if has_sub else own


def _own_words_width(body: Stacks, stage: Stage) -> float:
    """What the wall's own words need at least: they are no name of anything, and so never to be elided."""
    own = (wordings_of(row.label, stage)[-1] for row in body.rows if row.label.key != "verbatim")
    return max((width_of(said, stage.scale.body, SEMIBOLD) + 1 for said in own), default=0.0)


def _subtitles(row: StackRow, body: Stacks, stage: Stage) -> list[str]:
    """How many there are, and of those on hold where that has room ("54 open · 3 on hold"): the bar tells it too."""
    total = stage.say(words(body.noun, n=row.total))
    if not row.held:
        return [total]
    full = stage.say(words("stacks.held", total=total, held=row.held))
    return [full, total]


def _total_width(body: Stacks, stage: Stage) -> float:
    return max(width_of(_subtitles(row, body, stage)[-1], stage.scale.least, MEDIUM) for row in body.rows)


def _oldest_px(stage: Stage) -> int:
    return round(stage.scale.body * 1.1)


def _oldest_width(row: StackRow, stage: Stage, *, has_sub: bool) -> float:
    if row.oldest_h is None:
        return 0.0
    figure = width_of(_hours(row.oldest_h, stage), _oldest_px(stage), BOLD)
    own = figure + (_mark_size(stage) * 1.9 if row.oldest_zone else 0.0)
    return max(own, width_of(stage.say(words("stacks.oldest")), stage.scale.least, MEDIUM)) if has_sub else own


def _p85_width(row: StackRow, stage: Stage) -> float:
    if row.p85_h is None:
        return 0.0
    figure = width_of(_hours(row.p85_h, stage), stage.scale.body, MEDIUM)
    return max(figure, width_of(_p85_label(row, stage), stage.scale.least, MEDIUM))


def _p85_label(row: StackRow, stage: Stage) -> str:
    return stage.say(words("stacks.p85-few", n=row.n) if row.is_grey else words("stacks.p85"))


def _hours(hours: float, stage: Stage) -> str:
    return amount_of(hours, "h", stage).whole


def _mark_size(stage: Stage) -> float:
    return stage.scale.least * 0.8


def _bar_height(plan: _Plan, stage: Stage) -> float:
    if plan.has_sub and not plan.is_under:
        return round(stage.scale.body * CAP_EM + line_height(stage.scale.least) + stage.scale.least * 0.45)
    return round(stage.scale.least * 1.25)


def _lay_row(row: StackRow, body: Stacks, plan: _Plan, rect: Rect, sheet: Sheet) -> None:
    """The lines of text and the bar, about the middle of the row's height."""
    stage, scale = sheet.stage, sheet.stage.scale
    bar_h = _bar_height(plan, stage)
    below = line_height(scale.least) if plan.has_sub else 0.0
    under = scale.least * 0.45 + bar_h if plan.is_under else 0.0
    block = scale.body * CAP_EM + below + under
    baseline = rect.y + (rect.h - block) / 2 + scale.body * CAP_EM
    sub = baseline + below
    x = rect.x
    name = fitting(wordings_of(row.label, stage), scale.body, SEMIBOLD, plan.name_w + 0.5)
    sheet.text(name, (x, baseline), scale.body, weight=SEMIBOLD, room=plan.name_w + 0.5, is_private=row.is_private)
    right = _lay_oldest(row, plan, (rect.right, baseline, sub), sheet)
    if plan.p85_w and row.p85_h is not None:
        role = "grey" if row.is_grey else "text"
        figure = _hours(row.p85_h, stage)
        sheet.text(figure, (right, baseline), scale.body, role=role, align="right", is_value=True)
        sheet.text(_p85_label(row, stage), (right, sub), scale.least, role="muted", align="right")
    if plan.has_sub:
        room = plan.name_w if not plan.is_under else right - rect.x - plan.p85_w - scale.body * 0.7
        said = [one for one in _subtitles(row, body, stage) if width_of(one, scale.least, MEDIUM) <= room + 0.5]
        sheet.text(said[0] if said else "", (x, sub), scale.least, role="muted")
    if plan.per_case is None:
        return
    parts = segments_of(row.zones, row.without_target, row.held)
    left = rect.x if plan.is_under else rect.x + plan.name_w + scale.body * 0.7
    top = (sub + scale.least * 0.45) if plan.is_under else baseline - scale.body * CAP_EM + (block - bar_h) / 2
    lay_segments(parts, plan.per_case, plan.count_px, Rect(left, top, plan.bar_w, bar_h), sheet)
    if not parts and not plan.has_sub:
        zero = (left, centred(top + bar_h / 2, scale.least))
        sheet.text(stage.number(0), zero, scale.least, role="muted")


def _lay_oldest(row: StackRow, plan: _Plan, at: tuple[float, float, float], sheet: Sheet) -> float:
    """Mark and oldest wait at the right; returns where what stands at their left must end."""
    stage, scale = sheet.stage, sheet.stage.scale
    right, baseline, sub = at
    if row.oldest_h is not None:
        role = f"value-{row.oldest_zone}" if row.oldest_zone else "text"
        px = _oldest_px(stage)
        where = (right, baseline)
        sheet.text(_hours(row.oldest_h, stage), where, px, weight=BOLD, role=role, align="right", is_value=True)
        if row.oldest_zone:
            size = _mark_size(stage)
            shape = MARK_OF_ZONE[row.oldest_zone]
            middle = (right - plan.oldest_w + size * 0.6, baseline - px * CAP_EM / 2)
            sheet.mark(shape, middle, size, row.oldest_zone)
        if plan.has_sub:
            sheet.text(stage.say(words("stacks.oldest")), (right, sub), scale.least, role="muted", align="right")
    return right - plan.oldest_w - (scale.body * _APART if plan.oldest_w else 0.0)
