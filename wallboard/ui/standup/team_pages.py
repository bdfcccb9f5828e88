"""The pages of a walk that are no single case's: promises, numbers, queues, owners, reasons, and the end."""

from collections.abc import Sequence

from wallboard.core.views.agenda import Agenda, AgendaNumber
from wallboard.core.words import Words, words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.scene import MARK_OF_ZONE, Box, Rect
from wallboard.ui.shapes.amounts import Amount, amount_of
from wallboard.ui.shapes.large_figure import amount_in_zone, figure_width, lay_figure
from wallboard.ui.shapes.rows import centred
from wallboard.ui.sheet import CAP_EM, Sheet, Stage, line_height
from wallboard.ui.standup.rows import ListRow, lay_heading, lay_large, lay_rows, row_pitch
from wallboard.ui.standup.say import promised, promised_heading, queue_name, told_apart, when
from wallboard.ui.standup.side import outcome_of, promise_row
from wallboard.ui.standup.walk import Walk
from wallboard.ui.wordings import fitting, wordings_of

_UNDER_WAY = frozenset({"open", "moved", "on-hold"})
"""After these a promise can still be kept, and its day says until when."""
_VALUE_EM = (2.8, 2.2, 1.7, 1.25)
_SIGN_EM = 0.78
"""What the sign of a figure that is late takes beside it, in the figure's size."""
_BELOW_HEADING_EM = 0.4
_MOST_REMARK = 0.3
"""What sentences at the foot of a page may take of its room."""
_BETWEEN_FIGURES_EM = 0.5
_MOST_BETWEEN_FIGURES_EM = 2.0


def lay_sentences(said: Sequence[Words], rect: Rect, sheet: Sheet, *, role: str = "muted") -> None:
    """Sentences in the place of a list, as large as they have room."""
    strings = [sheet.stage.say(one) for one in said]
    for px in (sheet.stage.scale.body, sheet.stage.scale.least):
        if sheet.lines(strings, rect, px, role=role):
            return
    sheet.lack("fits.value")


def lay_none(said: Sequence[Words], rect: Rect, sheet: Sheet, *, is_alone: bool = True) -> None:
    """What there is to say where a heading has no list below it: larger on a page of its own, as a list would be."""
    body = rect.below(sheet.stage.scale.least * _BELOW_HEADING_EM)
    if is_alone:
        lay_large(lambda at, own: lay_sentences(said, at, own, role="text"), body, sheet)
    else:
        lay_sentences(said, body, sheet, role="text")


def lay_promises(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """What was promised, why the case was held, and what became of it."""
    stage = sheet.stage
    heading = stage.say(promised_heading(agenda))
    rows, listed = [], [kept.given.answer.case for kept in agenda.promises]
    for kept in agenda.promises:
        row, answer = promise_row(kept, stage), kept.given.answer
        outcome = outcome_of(kept, stage)
        parts = [] if answer.reason is None else [stage.say(words(f"standup.reason.{answer.reason}"))]
        if kept.outcome in _UNDER_WAY and not kept.is_due:
            parts.append(stage.say(promised(answer)))
        ends = (" · ".join((*parts, outcome[0])), *outcome)
        kind = told_apart(kept.type, answer.case, listed) if kept.type is not None else None
        middles = wordings_of(kind, stage) if kind is not None else ("",)
        rows.append(ListRow(row.name, row.zone, is_filled=row.is_filled, middles=middles, ends=ends))
    lay_rows(rows, len(rows), lay_heading(heading, "", rect, sheet), sheet, is_alone=True)


def lay_queues(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """Queues whose oldest case is late: that case, how long it waits, and how many there are."""
    stage, scale = sheet.stage, sheet.stage.scale
    rows = []
    for queue in agenda.queues:
        waits = stage.say(words("unit.hours", figure=stage.number(queue.oldest_h, 1)))
        counts = stage.say(words("standup.queue", late=queue.late, open=queue.open))
        rows.append(
            ListRow(
                fitting(wordings_of(queue_name(queue.queue), stage), scale.body, BOLD, rect.w / 2),
                "late",
                middles=(queue.oldest,),
                is_middle_private=True,
                is_private=False,
                ends=(f"{waits} · {counts}", waits),
                end_role="text",
            )
        )
    remark = words("agenda.queues.unknown", n=agenda.without_wait) if agenda.without_wait else None
    why = agenda.why_no_queues or (() if remark is None else (words("standup.queues.none-known"), remark))
    if rows:
        rect = lay_remarks((*agenda.remarks, *(() if remark is None else (remark,))), rect, sheet)
    _lay_list("queues", rows, why, rect, sheet, is_alone=True)


def lay_ownerless(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """Running cases that nobody owns, since when, and where they wait."""
    stage = sheet.stage
    rows = []
    for case in agenda.ownerless:
        since = ""
        if case.since_us is not None:
            since = stage.say(words("standup.ownerless.since", when=when(case.since_us, agenda, stage.tongue)))
        middles = wordings_of(queue_name(case.queue), stage)
        rows.append(ListRow(case.number, case.zone, middles=middles, ends=(since, "")))
    _lay_list("ownerless", rows, agenda.why_no_owners, rect, sheet, total=agenda.ownerless_count)


def _lay_list(
    name: str,
    rows: Sequence[ListRow],
    why: Sequence[Words],
    rect: Rect,
    sheet: Sheet,
    *,
    total: int = 0,
    is_alone: bool = False,
) -> None:
    """A section's rows below its heading; where it has none, why nobody knows, or that there are none."""
    body = lay_heading(sheet.stage.say(words(f"standup.{name}")), "", rect, sheet)
    if rows:
        lay_rows(rows, max(len(rows), total), body, sheet, is_alone=is_alone)
    else:
        lay_none(why or (words(f"standup.{name}.none"),), body, sheet, is_alone=is_alone)


def lay_remarks(remarks: Sequence[Words], rect: Rect, sheet: Sheet) -> Rect:
    """What is to be known of a page, at its foot, the first ones that leave most of the room; returns what is left."""
    px = sheet.stage.scale.least
    said = [sheet.stage.say(remark) for remark in remarks]
    for count in range(len(said), 0, -1):
        lines = sum(len(wrapped(one, px, MEDIUM, rect.w)) for one in said[:count])
        height = lines * line_height(px)
        if height <= rect.h * _MOST_REMARK:
            sheet.lines(said[:count], rect.below(rect.h - height), px, role="muted")
            return rect.upper(rect.h - height)
        sheet.lack("fits.secondary")
    return rect


def lay_nothing_late(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """In the place of late cases: that there is none, or why nobody knows."""
    said = [*agenda.why_no_cases] or [words("standup.none-late")]
    if agenda.without_share:
        said.append(words("standup.without-share", n=agenda.without_share))
    lay_large(lambda at, own: lay_sentences(said, at, own, role="text"), rect, sheet)


def lay_numbers(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """The team's figures in large, two or three side by side; the last go where not all have room."""
    stage = sheet.stage
    rect = lay_remarks(agenda.remarks, rect, sheet)
    body = lay_heading(stage.say(words("standup.numbers")), "", rect, sheet)
    numbers = agenda.numbers
    scale = stage.scale
    for em in _VALUE_EM:
        px = round(scale.body * em)
        columns = max(1, _number_columns(numbers, body.w, px, stage))
        heights = _row_heights(numbers, columns, body.w, px, stage)
        between = scale.least * _BETWEEN_FIGURES_EM
        if sum(heights) + between * (len(heights) - 1) <= body.h:
            break
    while len(heights) > 1 and sum(heights) > body.h:
        heights.pop()
        sheet.lack("fits.rows")
    spare = (body.h - sum(heights)) / max(1, len(heights) - 1)
    between = max(0.0, min(spare, scale.least * _MOST_BETWEEN_FIGURES_EM))
    width, y = body.w / columns, body.y
    for row, height in enumerate(heights):
        for column, one in enumerate(numbers[row * columns : (row + 1) * columns]):
            at = Rect(body.x + column * width, y, width - scale.body * 0.5, height)
            _lay_number(one, px, at, sheet)
        y += height + between


def _row_heights(numbers: Sequence[AgendaNumber], columns: int, width: float, px: int, stage: Stage) -> list[float]:
    """How high each row of figures is, with what stands below them."""
    rows = (numbers[start : start + columns] for start in range(0, len(numbers), columns))
    least = line_height(stage.scale.least)
    return [px * 1.05 + _lines_below(row, width / columns, stage) * least for row in rows]


def _number_columns(numbers: Sequence[AgendaNumber], width: float, px: int, stage: Stage) -> int:
    """How many figures stand side by side with the longest word of their labels whole."""
    most = 0.0
    for one in numbers:
        label = max((width_of(word, stage.scale.least, MEDIUM) for word in stage.say(one.label).split()), default=0.0)
        most = max(most, label, _value_width(one, px, stage))
    return next((columns for columns in (3, 2, 1) if most + stage.scale.body * 0.5 <= width / columns), 0)


def _amount(one: AgendaNumber, value: float, stage: Stage) -> Amount:
    figure = one.figure
    is_signed = figure.name == "net"
    return amount_in_zone(value, figure.unit, stage, zone=figure.zone, target=figure.target, is_signed=is_signed)


def _value_width(one: AgendaNumber, px: int, stage: Stage) -> float:
    if one.figure.value is None:
        return 0.0
    sign = px * _SIGN_EM if one.figure.zone in ("urgent", "late") else 0.0
    return sign + figure_width(_amount(one, one.figure.value, stage), px, stage)


def _lay_number(one: AgendaNumber, px: int, rect: Rect, sheet: Sheet) -> None:
    stage, figure = sheet.stage, one.figure
    least = stage.scale.least
    while px > least and _value_width(one, px, stage) > rect.w:
        px -= 1
    baseline = round(rect.y + px * 0.95)
    x = rect.x
    if figure.value is None:
        sheet.text("–", (x, baseline), px, weight=BOLD, role="muted")
    else:
        if figure.zone in ("urgent", "late"):
            shape, size = MARK_OF_ZONE[figure.zone], px * 0.5
            sheet.mark(shape, (x + size * 0.6, baseline - px * CAP_EM / 2), size, figure.zone)
            x += px * _SIGN_EM
        role = "grey" if figure.is_grey else f"value-{figure.zone}" if figure.zone else "text"
        lay_figure(_amount(one, figure.value, stage), (x, baseline), px, sheet, role=role)
    top = baseline + round(px * 0.18)
    label, notes = _said_below(one, rect.w, stage)
    for number, line in enumerate((*label, *notes)):
        y = top + number * line_height(least)
        if number and y + line_height(least) > rect.bottom + least * 0.3:
            sheet.lack("fits.secondary")
            return
        role = "text" if number < len(label) else "muted"
        sheet.text(line, (rect.x, y + least * 0.95), least, role=role)


def _lines_below(numbers: Sequence[AgendaNumber], width: float, stage: Stage) -> int:
    """How many lines of text the figures need below them, labels and notes."""
    said = [_said_below(one, width - stage.scale.body * 0.5, stage) for one in numbers]
    return max((len(label) + len(notes) for label, notes in said), default=1)


def _said_below(one: AgendaNumber, width: float, stage: Stage) -> tuple[list[str], list[str]]:
    """The lines of a figure's label, and what it is set against: of how many, its target, what is usual."""
    figure, least = one.figure, stage.scale.least
    notes = []
    if figure.numerator is not None and figure.denominator is not None:
        notes.append(stage.say(words("standup.of", numerator=figure.numerator, denominator=figure.denominator)))
    if figure.target is not None:
        amount = amount_of(figure.target, figure.unit, stage, is_stated=True).whole
        notes.append(stage.say(words("standup.goal", figure=amount)))
    if figure.usual is not None:
        amount = amount_of(figure.usual, figure.unit, stage).whole
        notes.append(stage.say(words("standup.usual", figure=amount)))
    joined = " · ".join(notes)
    lines = [joined] if width_of(joined, least, MEDIUM) <= width else notes
    label = wrapped(stage.say(one.label), least, MEDIUM, width)
    return label, [line for line in lines if line and width_of(line, least, MEDIUM) <= width]


def lay_reasons(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """Last week's reasons as bars, the most frequent first."""
    stage = sheet.stage
    note = "" if agenda.last_week_on is None else stage.say(words("standup.reasons.note", on=agenda.last_week_on))
    body = lay_heading(stage.say(words("standup.reasons")), note, rect, sheet)
    if not agenda.reasons:
        lay_none((words("standup.reasons.none"),), body, sheet)
        return
    lay_large(lambda at, own: _lay_bars(agenda, at, own), body, sheet)


def _lay_bars(agenda: Agenda, body: Rect, sheet: Sheet) -> None:
    stage = sheet.stage
    px = stage.scale.body
    names = [stage.say(words(f"standup.reason.{one.reason}")) for one in agenda.reasons]
    names_w = max(width_of(name, px, SEMIBOLD) for name in names)
    if names_w > body.w * 0.6:
        px = stage.scale.least
        names_w = max(width_of(name, px, SEMIBOLD) for name in names)
    figure_w = max(width_of(stage.number(one.cases), px, BOLD) for one in agenda.reasons)
    pitch = min(max(body.h / len(names), row_pitch(px)), px * 2.4)
    room = max(0.0, body.w - names_w - figure_w - 2 * px)
    most = max(1, *(one.cases for one in agenda.reasons))
    for number, (one, name) in enumerate(zip(agenda.reasons, names, strict=True)):
        middle = body.y + (number + 0.5) * pitch
        if middle + px * 0.6 > body.bottom:
            sheet.lack("fits.rows")
            return
        baseline = round(centred(middle, px))
        is_first = one.cases == agenda.reasons[0].cases
        sheet.text(name, (body.x, baseline), px, weight=SEMIBOLD, role="text" if is_first else "muted", room=body.w)
        if room >= 3 * px:
            bar = Rect(body.x + names_w + px, middle - px * 0.45, max(2.0, room * one.cases / most), px * 0.9)
            sheet.add(Box(bar, "watch" if is_first else "cell", round(px * 0.15)))
        at = (body.right, baseline)
        if names_w + figure_w + px * 0.5 <= body.w:
            sheet.text(stage.number(one.cases), at, px, weight=BOLD, align="right", is_value=True)


def lay_end(walk: Walk, rect: Rect, sheet: Sheet) -> None:
    """What came of it: how many cases have a reason, and every promise with its day."""
    stage, agenda = sheet.stage, walk.agenda
    answers = walk.answers
    body = lay_heading(stage.say(words("standup.done")), stage.say(words("standup.keys.end")), rect, sheet)
    body = body.below(stage.scale.least * _BELOW_HEADING_EM)
    promises = [answer for answer in answers if answer.promised_on is not None]
    said = [words("standup.done.nothing")]
    if answers:
        given = words("standup.done.reasons", given=len(answers), n=len(agenda.cases))
        said = [words("standup.both", first=given, second=words("standup.done.promises", n=len(promises)))]
    top = Sheet(stage)
    strings = [stage.say(one) for one in said]
    used = top.lines(strings, body, stage.scale.body, weight=SEMIBOLD) or top.lines(strings, body, stage.scale.least)
    sheet.add(*top.items)
    zones = {case.name: case.zone for case in agenda.cases}
    rows = [
        ListRow(
            answer.number,
            zones[answer.case],
            middles=(stage.say(told_apart(words(f"standup.reason.{answer.reason}"), answer.case, zones)),),
            ends=(stage.say(promised(answer)), ""),
            end_role="text" if answer.promised_on is not None else "muted",
        )
        for answer in answers
    ]
    if rows:
        lay_rows(rows, len(rows), body.below(used + stage.scale.least * 0.5), sheet, is_alone=True)
