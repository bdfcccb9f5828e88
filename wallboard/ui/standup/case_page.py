"""One case at a stand-up: what it is, how late, its way, and the question that the team answers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from wallboard.core.views.agenda import AgendaCase
from wallboard.core.words import Words, words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of
from wallboard.ui.scene import MARK_OF_ZONE, Rect
from wallboard.ui.shapes.rows import centred
from wallboard.ui.sheet import CAP_EM, LINE_EM, Sheet, Stage, fitting_px, line_height
from wallboard.ui.standup.choices import grid_for, lay_grid, more_of
from wallboard.ui.standup.rows import heading_height, lay_heading
from wallboard.ui.standup.say import (
    activity_line,
    before_line,
    keys_of,
    option,
    owner_line,
    promised,
    queue_name,
    type_of,
)
from wallboard.ui.standup.walk import Question, Walk
from wallboard.ui.standup.way import captioned_height, lay_way, way_height
from wallboard.ui.wordings import fitting, wordings_of

_NUMBER_EM = (2.4, 1.8, 1.3)
_HOURS_EM = (1.55, 1.3, 1.1)
_AIR_MOST_EM = 0.75
_LEAST_WHERE = 8.0
"""Less of where it waits tells nothing, in heights of the least text."""
_ALL, _CAPTIONED = 8, 7
"""The ranks up to which a page is whole, and up to which its way has a caption."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A strip of the page: its height, how long it stays when room runs out (0 for good), and what draws it."""

    height: float
    rank: int
    lay: Callable[[Rect, Sheet], None]


def lay_case(walk: Walk, case: AgendaCase, rect: Rect, sheet: Sheet) -> int:
    """The case from the top down, the question at the foot; hints go first, then its way, never the question.

    Returns how many answers stand side by side, for the arrows.
    """
    stage = sheet.stage
    room = (rect.w, _grid_room(rect, stage))
    if walk.question is not None and grid_for(walk.question, walk.agenda, room, stage) is None:
        return _lay_bare(walk, case, rect, sheet)
    foot = _foot_height(walk, rect, stage)
    for blocks in _attempts(walk, case, rect, stage):
        used = sum(block.height for block in blocks)
        if used + foot <= rect.h or len(blocks) == 1:
            break
        sheet.lack("fits.secondary")
    air = max(0.0, min(_AIR_MOST_EM * stage.scale.body, (rect.h - used - foot) / (len(blocks) + 1)))
    y = rect.y
    for block in blocks:
        block.lay(Rect(rect.x, y, rect.w, block.height), sheet)
        y += block.height + air
    if y + foot > rect.bottom + 1:
        sheet.lack("fits.rows")
    return _lay_foot(walk, Rect(rect.x, y, rect.w, max(0.0, rect.bottom - y)), sheet)


def _lay_bare(walk: Walk, case: AgendaCase, rect: Rect, sheet: Sheet) -> int:
    """From very far away: the number, and the rows of answers about the chosen one."""
    sheet.lack("fits.rows")
    px = round(sheet.stage.scale.body * _NUMBER_EM[-1])
    head = rect.upper(round(px * 1.2))
    _lay_number(case, type_of(case, walk.agenda), head, px, sheet)
    body = rect.below(head.h)
    grid = grid_for(walk.question, walk.agenda, (body.w, body.h), sheet.stage)
    if grid is None:
        sheet.lack("fits.columns")
        return 1
    lay_grid(walk, grid, body, sheet)
    return grid.columns


def _attempts(walk: Walk, case: AgendaCase, rect: Rect, stage: Stage) -> Iterator[list[_Block]]:
    """All blocks in the largest sizes, then smaller, then fewer of them."""
    for most in range(_ALL, -1, -1):
        for size in range(len(_NUMBER_EM)):
            yield [block for block in _blocks(walk, case, rect, (size, most), stage) if block.rank <= most]


def _blocks(walk: Walk, case: AgendaCase, rect: Rect, form: tuple[int, int], stage: Stage) -> list[_Block]:
    """The blocks in one of the sizes, for a page that keeps those up to a rank: below 7 its way has no caption."""
    scale, agenda = stage.scale, walk.agenda
    size, most = form
    number_px = round(scale.body * _NUMBER_EM[size])
    hours_px = round(scale.body * _HOURS_EM[size])
    owner, kind = owner_line(case, agenda, stage), type_of(case, agenda)
    where = "" if case.queue is None and case.way else stage.say(_where(case))
    activity, before = activity_line(case, agenda, stage), before_line(case, stage)
    line_h = line_height(scale.least)
    blocks = [
        _Block(heading_height(stage), 3, lambda at, sheet: _lay_place(walk, at, sheet)),
        _Block(round(number_px * 1.05), 0, lambda at, sheet: _lay_number(case, kind, at, number_px, sheet)),
        _Block(round(hours_px * 1.15), 0, lambda at, sheet: _lay_hours(case, at, hours_px, sheet)),
    ]
    if owner or where:
        blocks.append(
            _Block(line_height(scale.body), 2 if owner else 6, lambda at, sheet: _lay_owner(owner, where, at, sheet))
        )
    if case.way:
        height = captioned_height(stage) if most >= _CAPTIONED else way_height(stage)
        blocks.append(_Block(height, 5, lambda at, sheet: lay_way(case, at, sheet)))
    for line, rank in ((activity, 6), (before, 8)):
        if line and width_of(line, scale.least, MEDIUM) <= rect.w:
            blocks.append(_Block(line_h, rank, lambda at, sheet, line=line: _lay_line(line, at, sheet)))  # type: ignore[misc]
    return blocks


def _where(case: AgendaCase) -> Words:
    return words("late-list.on-hold") if case.is_on_hold else words("standup.in-queue", queue=queue_name(case.queue))


def _lay_place(walk: Walk, rect: Rect, sheet: Sheet) -> None:
    """Which of how many it is."""
    stop, agenda = walk.stop, walk.agenda
    first = next(number for number, one in enumerate(walk.stops) if one.segment == stop.segment)
    at = walk.stops.index(stop) - first + 1
    total = max(agenda.late if stop.segment == "late" else agenda.urgent, at)
    said = sheet.stage.say(words(f"standup.{stop.segment}", at=at, n=total))
    lay_heading(said, sheet.stage.say(words("standup.order")), rect, sheet)


def _lay_number(case: AgendaCase, kind: Words, rect: Rect, px: int, sheet: Sheet) -> None:
    """Sign, number and type; the type gives way."""
    scale = sheet.stage.scale
    sign = px * 0.52
    indent = round(sign * 1.2 + px * 0.16)
    room = rect.w - indent
    name_w = width_of(case.number, px, BOLD)
    if name_w > room:
        px = max(scale.body, int(px * room / name_w))
    middle = rect.y + rect.h / 2
    baseline = round(middle + px * CAP_EM / 2)
    sheet.mark(
        MARK_OF_ZONE[case.zone],
        (rect.x + sign * 0.6, middle),
        sign,
        case.zone,
        is_filled=not case.is_on_hold,
    )
    at = (rect.x + indent, baseline)
    used = sheet.text(case.number, at, px, weight=BOLD, room=room, is_value=True, is_private=True)
    type_px = max(scale.least, round(px * 0.6))
    left = rect.x + indent + used + px * 0.35
    said = fitting(wordings_of(kind, sheet.stage), type_px, MEDIUM, rect.right - left)
    if rect.right - left >= min(4 * type_px, width_of(said, type_px, MEDIUM)):
        sheet.text(said, (left, baseline), type_px, role="muted", room=rect.right - left)
    else:
        sheet.lack("fits.secondary")


def _lay_hours(case: AgendaCase, rect: Rect, px: int, sheet: Sheet) -> None:
    """Hours over or left, and of how many."""
    stage = sheet.stage
    is_over = case.left_h < 0
    said = stage.say(words("late-list.over" if is_over else "late-list.left", hours=abs(case.left_h)))
    least = stage.scale.least
    px = fitting_px(said, (rect.w, px), least=least, most=px) or least
    baseline = round(centred(rect.y + rect.h / 2, px))
    used = sheet.text(said, (rect.x, baseline), px, weight=BOLD, role=f"value-{case.zone}", is_value=True)
    whole = case.target_h == round(case.target_h)
    target = stage.say(words("standup.target", figure=stage.number(case.target_h, 0 if whole else 1)))
    for small in (round(px * 0.75), stage.scale.body, stage.scale.least):
        if small >= stage.scale.least and used + px * 0.7 + width_of(target, small, MEDIUM) <= rect.w:
            sheet.text(target, (rect.x + used + px * 0.7, baseline), small, role="muted")
            return
    sheet.lack("fits.secondary")


def _lay_owner(owner: str, where: str, rect: Rect, sheet: Sheet) -> None:
    scale = sheet.stage.scale
    x, baseline = rect.x, rect.y + rect.h * 0.78
    if owner:
        px = scale.body if width_of(owner, scale.body, SEMIBOLD) <= rect.w else scale.least
        if width_of(owner, px, SEMIBOLD) > rect.w:  # since when is the first to go
            owner = sheet.stage.say(words("standup.no-owner"))
            sheet.lack("fits.secondary")
        x += sheet.text(owner, (x, baseline), px, weight=SEMIBOLD) + scale.body * 0.8
    if where and rect.right - x >= min(width_of(where, scale.least, MEDIUM), _LEAST_WHERE * scale.least):
        sheet.text(where, (x, baseline), scale.least, role="muted", room=rect.right - x)


def _lay_line(line: str, rect: Rect, sheet: Sheet) -> None:
    px = sheet.stage.scale.least
    sheet.text(line, (rect.x, rect.y + px * 0.92), px, role="muted", room=rect.w)


def _question_height(stage: Stage) -> float:
    return round(line_height(stage.scale.body) * 1.15)


def _grid_room(rect: Rect, stage: Stage) -> float:
    """What the answers may take: all but the case's number, its hours and the question."""
    least_h = round(stage.scale.body * (_NUMBER_EM[-1] * 1.05 + _HOURS_EM[-1] * 1.15))
    return rect.h - least_h - _question_height(stage)


def _foot_height(walk: Walk, rect: Rect, stage: Stage) -> float:
    """What the questions take, the same for each, so that nothing above moves with an answer."""
    room = (rect.w, _grid_room(rect, stage))
    questions: tuple[Question, ...] = ("reason", "promise")
    grids = [grid_for(question, walk.agenda, room, stage) for question in questions]
    return _question_height(stage) + max((grid.height for grid in grids if grid is not None), default=0.0)


def _lay_foot(walk: Walk, rect: Rect, sheet: Sheet) -> int:
    """The question and its answers, or what was answered; returns how many answers stand side by side."""
    stage = sheet.stage
    head = rect.upper(_question_height(stage))
    body = rect.below(head.h)
    if walk.question is None and walk.answer is not None:
        _lay_question("", (words("standup.keys.answered"),), head, sheet)
        _lay_answer(walk, rect, sheet)
        return 1
    said = stage.say(words(f"standup.ask.{walk.question}"))
    if walk.focus == "choices":
        hint = words("standup.keys.choices")
    else:
        digits = [one.digit for one in walk.options if one.digit is not None]
        hint = words("standup.keys.question", keys=keys_of(digits, stage))
    grid = grid_for(walk.question, walk.agenda, (body.w, body.h), stage)
    more = None if grid is None else more_of(walk, grid)
    hints = (hint,) if more is None else (words("standup.both", first=more, second=hint), more)
    _lay_question(said, hints, head, sheet)
    if grid is None:
        sheet.lack("fits.columns")
        return 1
    lay_grid(walk, grid, body, sheet)
    return grid.columns


def _lay_question(said: str, hints: Sequence[Words], rect: Rect, sheet: Sheet) -> None:
    """The question, and at the right which keys answer it: the first of the hints that has room."""
    scale, stage = sheet.stage.scale, sheet.stage
    baseline = rect.y + rect.h - round(scale.body * (LINE_EM - 0.75))
    used = 0.0
    if said:
        used = sheet.text(said, (rect.x, baseline), scale.body, weight=SEMIBOLD)
    for hint in hints:
        note = stage.say(hint)
        if used + scale.body + width_of(note, scale.least, MEDIUM) <= rect.w:
            sheet.text(note, (rect.right, baseline), scale.least, role="muted", align="right")
            return
        sheet.lack("fits.secondary")


def _lay_answer(walk: Walk, rect: Rect, sheet: Sheet) -> None:
    stage, answer = sheet.stage, walk.answer
    if answer is None or answer.reason is None:
        return
    scale = stage.scale
    y = rect.y + _question_height(stage)
    lines = (
        (stage.say(option("reason", answer.reason, walk.agenda)), round(scale.body * 1.25), BOLD, "text"),
        (stage.say(promised(answer)), scale.body, SEMIBOLD, "muted" if answer.promised_on is None else "text"),
    )
    for said, most, weight, role in lines:
        px = fitting_px(said, (rect.w, most), least=scale.least, most=most, weight=weight) or scale.least
        if y + px > rect.bottom:
            sheet.lack("fits.rows")
            return
        sheet.text(said, (rect.x, y + px * 0.95), px, weight=weight, role=role)
        y += line_height(px) * 1.1
