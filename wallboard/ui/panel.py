"""A panel: heading, note and state words round the shape of its view, hatched and grey where it is no longer true."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import reduce
from typing import Any

from wallboard.core.views.freshness import Condition
from wallboard.core.views.judged import condition_of_view
from wallboard.core.views.shapes import (
    Bars,
    Blank,
    Bookings,
    Buffer,
    CaseRows,
    ClockFace,
    Columns,
    Counts,
    ImageFile,
    Lanes,
    Notice,
    Number,
    OnTime,
    Picture,
    Pips,
    SourceRows,
    Spans,
    Stacks,
    Table,
    Trend,
    View,
)
from wallboard.core.words import Words, words
from wallboard.ui.brief import Brief, brief
from wallboard.ui.fonts import BOLD, MEDIUM, elided, width_of, wrapped
from wallboard.ui.heading import chip_width, heading_lines, lay_head
from wallboard.ui.scene import Box, Item, Rect, Scene, Text
from wallboard.ui.shapes.bars import lay_bars
from wallboard.ui.shapes.bookings import lay_bookings
from wallboard.ui.shapes.buffer import lay_buffer
from wallboard.ui.shapes.case_rows import lay_case_rows
from wallboard.ui.shapes.clock import lay_clock
from wallboard.ui.shapes.columns import lay_columns
from wallboard.ui.shapes.counts import lay_counts
from wallboard.ui.shapes.image import lay_image
from wallboard.ui.shapes.lanes import lay_lanes
from wallboard.ui.shapes.notice import lay_notice
from wallboard.ui.shapes.number import lay_number
from wallboard.ui.shapes.on_time import lay_on_time
from wallboard.ui.shapes.pips import lay_pips
from wallboard.ui.shapes.source_rows import lay_source_rows
from wallboard.ui.shapes.spans import lay_spans
from wallboard.ui.shapes.stacks import lay_stacks
from wallboard.ui.shapes.table import lay_table
from wallboard.ui.shapes.trend import lay_trend
from wallboard.ui.sheet import Sheet, Stage, baseline_in, line_height
from wallboard.ui.state_words import (
    WORD_KEYS,
    WORD_ROLES,
    as_of,
    late_age,
    old_of,
    reason_of,
    reasons,
    ways_out,
)
from wallboard.ui.statement import APART_EM, Statement

_LAYOUTS: dict[type, Callable[[Any, Rect, Sheet], None]] = {
    Lanes: lay_lanes,
    OnTime: lay_on_time,
    Counts: lay_counts,
    CaseRows: lay_case_rows,
    SourceRows: lay_source_rows,
    ClockFace: lay_clock,
    Stacks: lay_stacks,
    Spans: lay_spans,
    Columns: lay_columns,
    Bars: lay_bars,
    Trend: lay_trend,
    Pips: lay_pips,
    Bookings: lay_bookings,
    Buffer: lay_buffer,
    Number: lay_number,
    Table: lay_table,
    Notice: lay_notice,
    ImageFile: lay_image,
}
_HARD = frozenset({"fits.value", "fits.rows", "fits.lanes"})
_LEAST_FIGURE = 0.3
"""What a figure that is no longer true keeps of its panel beside what is said of it."""


def lay_panel(view: View, rect: Rect, stage: Stage, picture: Picture) -> Scene:
    """One panel as a scene; `stage` needs scale, tongue and the instant only."""
    told = picture.composed_at_us, stage.now_us, picture.clock_ahead_us
    condition = condition_of_view(view, picture.sources, *told)
    stage = replace(stage, notes=picture.notes_of(view) or picture.sources, condition=condition)
    sheet = Sheet(stage)
    sheet.add(Box(rect, "panel", stage.scale.radius))
    inner = rect.inset(stage.scale.padding, stage.scale.padding * 0.8)
    chips = _late_chips(picture, stage)
    heading = heading_lines(view.heading, inner, chip_width(chips[-1:], stage.scale), stage)
    head_h = len(heading) * line_height(stage.scale.heading) + stage.scale.least * 0.15
    body = inner.below(head_h)
    if condition.is_hatched:
        sheet.hatch(Rect(rect.x, body.y, rect.w, rect.bottom - body.y), stage.scale.radius)
    head = inner.upper(head_h)
    if condition.is_hatched:
        _lay_hatched(view, heading, head, body, picture, sheet)
        return sheet.scene(rect)
    inside = Sheet(stage)
    figure: Brief | None = None
    if condition.word == "NO DATA":
        _lay_no_data(view, body, inside)
    elif not _lay_plain(view, body, inside):
        figure = brief(view.body, stage)
    lay_head(_as_shown(view, inside), heading, head, chips, sheet, figure=figure)
    _take(inside, sheet)
    return sheet.scene(rect)


def _as_shown(view: View, body: Sheet) -> View:
    """The view with a note that counts the columns that are drawn, where not all had room."""
    if view.note is None or body.columns is None:
        return view
    return replace(view, note=Words(view.note.key, {**view.note.args, "n": body.columns}))


def _late_chips(picture: Picture, stage: Stage) -> list[str]:
    """What stands at the right of the heading where a panel is LATE, or counts to an instant that is a guess."""
    if stage.condition.word == "CLOCK WRONG":
        return [_word(stage.condition, stage)]
    if stage.condition.word != "LATE":
        return []
    since = stage.say(late_age(stage.condition, picture.composed_at_us, stage.now_us))
    return [f"{_word(stage.condition, stage)} {since}", _word(stage.condition, stage)]


def _lay_plain(view: View, rect: Rect, sheet: Sheet) -> bool:
    """The shape, under the line that names what is missing and above the remarks; whether it says anything."""
    stage = sheet.stage
    rect = rect.below(stage.scale.least * 0.2)
    if stage.condition.word == "PARTIAL":
        statement = _partial(view, rect, stage)
        rect = rect.below(statement.lay(rect, sheet) + stage.scale.least * 0.2)
    unsaid = _unsaid(view, rect, stage) if view.remarks else ()
    # The gravest remarks come first: where not all have room, those stay.
    for count in range(len(unsaid), 0, -1):
        remarks = [line for remark in unsaid[:count] for line in _wrapped(remark, rect.w, stage)]
        foot_h = len(remarks) * line_height(stage.scale.least)
        trial = _body_sheet(view, rect.upper(rect.h - foot_h - stage.scale.least * 0.2), stage)
        if foot_h < rect.h and not _HARD & set(trial.lacks):
            _take(trial, sheet)
            for number, line in enumerate(remarks):
                at = (rect.x, baseline_in(rect.bottom - foot_h, stage.scale.least, number))
                sheet.text(line, at, stage.scale.least, role="muted")
            return _is_drawn(trial)
        sheet.lack("fits.secondary")
    shape = _body_sheet(view, rect, stage)
    _take(shape, sheet)
    return _is_drawn(shape)


def _unsaid(view: View, rect: Rect, stage: Stage) -> tuple[Words, ...]:
    """The remarks that the shape does not say itself."""
    told = [item.string for item in _body_sheet(view, rect, stage).items if isinstance(item, Text)]
    return tuple(remark for remark in view.remarks if not any(stage.say(remark) in one for one in told))


def _partial(view: View, rect: Rect, stage: Stage) -> Statement:
    """Which sources are missing; why those were never read only where that takes nothing from the figure, and their
    names alone, in one line, where more would leave no room for it."""
    word, role, culprits = _word(stage.condition, stage), WORD_ROLES["PARTIAL"], stage.condition.culprits
    short, full = (
        Statement(word, role, _joined([stage.say(told(note, stage.now_us)) for note in culprits]))
        for told in (old_of, reason_of)
    )

    def under(statement: Statement) -> Sheet:
        return _body_sheet(view, rect.below(statement.height(rect.w, stage) + stage.scale.least * 0.2), stage)

    kept, beside = short, under(short)
    if full != short:
        beside_full = under(full)
        if not set(beside_full.lacks) - set(beside.lacks) and not _lost(beside_full, beside):
            kept, beside = full, beside_full
    if _is_drawn(beside) and kept.height(rect.w, stage) <= rect.h:
        return kept
    room = rect.w - width_of(word, stage.scale.least, BOLD) - stage.scale.least * APART_EM
    crammed = Statement(word, role, _names_in_a_line([note.name for note in culprits], room, stage.scale.least))
    return crammed if kept.height(rect.w, stage) > rect.h or _is_drawn(under(crammed)) else kept


def _names_in_a_line(names: list[str], room: float, px: int) -> str:
    """As many names as have room in a line, and how many more there are."""
    for count in range(len(names), 0, -1):
        more = f" +{len(names) - count}" if count < len(names) else ""
        said = ", ".join(names[:count]) + more
        if width_of(said, px, MEDIUM) <= room:
            return said
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return elided(names[0], px, MEDIUM, room - width_of(more, px, MEDIUM)) + more


def _is_drawn(shape: Sheet) -> bool:
    """Whether a shape says anything: where it has no room it may be bare."""
    return any(isinstance(item, Text) for item in shape.items)


def _joined(said: list[str]) -> str:
    """Sentences and parts of one in a row."""
    return reduce(lambda before, one: f"{before}{' ' if before.endswith('.') else '; '}{one}", said)


def _wrapped(sentence: Words, width: float, stage: Stage) -> list[str]:
    return wrapped(stage.say(sentence), stage.scale.least, MEDIUM, width)


def _lay_no_data(view: View, rect: Rect, sheet: Sheet) -> None:
    """No figure, but why there is none and what to do: what its sources say, else what the panel itself lacks."""
    stage = sheet.stage
    condition = stage.condition
    is_unread = bool(condition.culprits) and all(note.as_of_us is None for note in condition.culprits)
    more = [] if is_unread or not isinstance(view.body, Blank) else [stage.say(why) for why in view.body.why]
    for note in condition.culprits:
        if note.as_of_us is not None and not note.fault:
            continue
        if note.fault:
            more.append(stage.say(words("state.source-fault", name=note.name, fault=note.fault)))
        else:
            more.append(stage.say(words("state.source-unread", name=note.name)))
        if note.remedy:
            more.append(stage.say(note.remedy))
    for count in range(len(more), -1, -1):
        statement = Statement(_word(condition, stage), WORD_ROLES["NO DATA"], "", tuple(more[:count]))
        if statement.height(rect.w, stage) <= rect.h:
            statement.lay(rect, sheet)
            break
        sheet.lack("fits.secondary")


def _lay_hatched(view: View, heading: tuple[str, ...], head: Rect, rect: Rect, picture: Picture, sheet: Sheet) -> None:
    """The figure in grey, and its word, age, reason and way out, below it or beside it, as much as has room."""
    full, chips = _old(picture, sheet.stage)
    rect = rect.below(sheet.stage.scale.least * 0.2)
    alone = _body_sheet(view, rect, replace(sheet.stage, is_grey=True))
    best = _best_arrangement(view, full, rect, alone)
    if best is None:
        lay_head(_as_shown(view, alone), heading, head, chips, sheet, figure=_brief_in_grey(view, alone))
        _lay_crammed(full, alone, rect, sheet)
        return
    kept, text, trial = best
    lay_head(_as_shown(view, trial), heading, head, [] if kept.word else chips, sheet)
    if len(kept.more) < len(full.more):
        sheet.lack("fits.secondary")
    _take(trial, sheet)
    kept.lay(text, sheet)


def _old(picture: Picture, stage: Stage) -> tuple[Statement, list[str]]:
    """All that is to be said of a figure that is no longer true, and what of it may stand in the heading instead."""
    since = as_of(stage.condition, picture.composed_at_us, stage)
    word = _word(stage.condition, stage)
    more = (*reasons(stage.condition, picture), *ways_out(stage.condition))
    role = WORD_ROLES[stage.condition.word]
    full = Statement(word, role, stage.say(since), tuple(stage.say(item) for item in more))
    return full, [f"{word} {full.after}", f"{word} {_age_in(since, stage)}", word]


def _best_arrangement(view: View, full: Statement, rect: Rect, alone: Sheet) -> tuple[Statement, Rect, Sheet] | None:
    """What is said, its place, and the figure beside which least of the shape is lost; None where none has room.

    `alone` is the shape in the whole of the rectangle.
    """
    best: tuple[tuple[int, float], tuple[Statement, Rect, Sheet]] | None = None
    for kept, figure, text in _arrangements(full, rect, alone.stage):
        trial = _body_sheet(view, figure, alone.stage)
        if _HARD & set(trial.lacks) or (best is not None and not kept.more):
            continue
        lost = (_lost(trial, alone), max(0.0, _LEAST_FIGURE * rect.w * rect.h - figure.w * figure.h))
        if best is None or lost < best[0]:
            best = (lost, (kept, text, trial))
        if lost == (0, 0.0):
            break
    return None if best is None else best[1]


def _lay_crammed(full: Statement, alone: Sheet, rect: Rect, sheet: Sheet) -> None:
    """Where both have no room: what the shape shows alone, else as many of the reasons as stand there."""
    if alone.items:
        sheet.lack("fits.secondary")
        _take(alone, sheet)
        return
    for count in range(len(full.more), 0, -1):
        kept = replace(full, word="", more=full.more[:count])
        if kept.height(rect.w, sheet.stage) <= rect.h:
            kept.lay(rect, sheet)
            return


def _brief_in_grey(view: View, alone: Sheet) -> Brief:
    """The figure in the heading, where the shape has no room for it."""
    said = Brief() if _is_drawn(alone) else brief(view.body, alone.stage)
    return replace(said, role="grey")


def _lost(trial: Sheet, alone: Sheet) -> int:
    """How many figures and names of cases stand whole in a panel's shape alone, but not in this one."""
    return max(0, _whole(alone) - _whole(trial))


def _whole(sheet: Sheet) -> int:
    return sum(isinstance(item, Text) and item.is_value and item.full is None for item in sheet.items)


def _age_in(sentence: Words, stage: Stage) -> str:
    """The age alone, out of "as of 09:55, 47 min old"."""
    told = sentence.args["age"]
    return stage.say(told) if isinstance(told, Words) else ""


def _arrangements(full: Statement, rect: Rect, stage: Stage) -> Iterator[tuple[Statement, Rect, Rect]]:
    """What is said, and the rectangles of figure and text, the fullest first; without a word it goes to the heading."""
    gap = stage.scale.least * 0.3
    for count in range(len(full.more), -1, -1):
        for word in (full.word, ""):
            kept = replace(full, word=word, more=full.more[:count])
            height = kept.height(rect.w, stage)
            if height + gap < rect.h:
                text = Rect(rect.x, rect.bottom - height, rect.w, height)
                yield kept, rect.upper(rect.h - height - gap if height else rect.h), text
            beside = Rect(rect.x + rect.w * 0.5, rect.y, rect.w * 0.5, rect.h)
            if kept.height(beside.w, stage) <= rect.h:
                yield kept, Rect(rect.x, rect.y, rect.w * 0.5 - stage.scale.body, rect.h), beside


def _body_sheet(view: View, rect: Rect, stage: Stage) -> Sheet:
    sheet = Sheet(replace(stage, remarks=view.remarks))
    _LAYOUTS[type(view.body)](view.body, rect, sheet)
    return sheet


def _take(other: Sheet, sheet: Sheet) -> None:
    items: list[Item] = other.items
    sheet.add(*items)
    sheet.columns = other.columns
    for key in other.lacks:
        sheet.lack(key)


def _word(condition: Condition, stage: Stage) -> str:
    return stage.say(words(WORD_KEYS[condition.word]))
