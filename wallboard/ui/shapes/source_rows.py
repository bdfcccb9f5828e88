"""Every source: its word with a mark, its age and what it holds, and its last error in a sentence."""

from dataclasses import dataclass, replace

from wallboard.core.views.clocks import is_off, sentence_of_wrong
from wallboard.core.views.freshness import SourceNote, SourceWord, word_of_source
from wallboard.core.views.shapes import SourceRow, SourceRows
from wallboard.core.words import age, words
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, width_of, wrapped
from wallboard.ui.scene import MarkShape, Rect, Text
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, Stage, line_height

SOURCE_LOOKS: dict[SourceWord, tuple[MarkShape, str, str, str]] = {
    "LIVE": ("circle", "on-track", "text-on-track", "state.live"),
    "LATE": ("triangle", "watch", "text", "state.late"),
    "STALE": ("triangle", "warn", "text-warn", "state.stale"),
    "FAILED": ("square", "late", "text-late", "state.failed"),
    "UNREAD": ("circle", "watch", "muted", "state.unread"),
}
"""A source's word: its mark, the mark's colour, the word's colour, the word's sentence."""

_LARGER = (1.3, 1.15)
_WIDEST = 1.9
_LEAST_NAME = 2.5
"""How much of a name must have room beside its word, in heights of the preferred text."""
_PLENTY = 1.4
"""How far apart rows must still stand, in rows, for their text to be larger than preferred."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One source as it is to be drawn: its word, what stands at the right, and the lines under it."""

    name: str
    word: SourceWord
    right: str
    lines: tuple[str, ...]


def lay_source_rows(body: SourceRows, rect: Rect, sheet: Sheet) -> None:
    """A row a source; what went wrong under it, given up from the last where there is no room.

    In a place with plenty of room the text grows to 1.3 of the preferred size, and the rows stand apart.
    """
    if not body.rows:
        said = sheet.stage.say(words("sources.none"))
        if not sheet.lines([said], rect, sheet.stage.scale.body, role="muted"):
            sheet.lack("fits.value")
        return
    stage = sheet.stage
    for factor in _LARGER:
        scale = replace(stage.scale, least=round(stage.scale.least * factor), body=round(stage.scale.body * factor))
        trial = Sheet(replace(stage, scale=scale))
        spread = _lay_rows(body, rect, trial)
        is_elided = any(isinstance(item, Text) and item.full for item in trial.items)
        if spread >= _PLENTY and not trial.lacks and not is_elided:
            sheet.add(*trial.items)
            return
    _lay_rows(body, rect, sheet)


def _lay_rows(body: SourceRows, rect: Rect, sheet: Sheet) -> float:
    """The rows at the sheet's scale; returns how far apart they stand, 1 for as near as they may."""
    scale, stage = sheet.stage.scale, sheet.stage
    notes = {note.name: note for note in stage.notes}
    indent = scale.least * 1.15
    entries = [_entry(row, notes.get(row.name), rect.w - indent, stage) for row in body.rows]
    row_h, line_h = round(scale.body * 1.45), line_height(scale.least)
    room = rect.h
    if len(entries) * row_h > room:
        kept = max(0, int((room - line_h) / row_h))
        sheet.lack("fits.rows" if kept else "fits.value")
    else:
        kept = len(entries)
    budget = int((room - kept * row_h - (line_h if kept < len(entries) else 0.0)) / line_h)
    told = sum(len(entry.lines) for entry in entries) * line_h
    spread = min(_WIDEST, max(1.0, (room - told) / (row_h * max(1, len(entries)))))
    y = rect.y + (spread - 1) * row_h / 2
    for entry in entries[:kept]:
        _lay_entry(entry, Rect(rect.x, y, rect.w, row_h), entries, sheet)
        y += row_h
        lines = entry.lines if len(entry.lines) <= budget else ()
        if len(lines) < len(entry.lines):
            sheet.lack("fits.secondary")
        budget -= len(lines)
        for line in lines:
            sheet.text(line, (rect.x + indent, y + scale.least * 0.8), scale.least, role="muted")
            y += line_h
        y += (spread - 1) * row_h
    if kept < len(entries) and room >= line_h:
        said = stage.say(words("more", n=len(entries) - kept))
        sheet.text(said, (rect.x + indent, y + scale.least * ASCENT_EM), scale.least, role="muted")
    return spread


def _entry(row: SourceRow, note: SourceNote | None, room: float, stage: Stage) -> _Entry:
    word: SourceWord = word_of_source(note, stage.now_us) if note else "UNREAD"
    parts = []
    if note and note.as_of_us is not None:
        parts.append(stage.say(age((stage.now_us - note.as_of_us) / 1e6)))
    parts.append(stage.say(row.holds))
    faults = [fault for fault in (note.fault, note.remedy) if fault] if note else []
    sentences = [" ".join(stage.say(fault) for fault in faults)] if faults else []
    if note and note.clock_ahead_us is not None and is_off(note.clock_ahead_us):
        sentences.append(stage.say(sentence_of_wrong(note.clock_ahead_us, row.name)))
    sentences += [stage.say(trouble) for trouble in row.trouble]
    lines = tuple(line for text in sentences for line in wrapped(text, stage.scale.least, MEDIUM, room))
    return _Entry(row.name, word, " · ".join(part for part in parts if part), lines)


def _lay_entry(entry: _Entry, rect: Rect, entries: list[_Entry], sheet: Sheet) -> None:
    scale, stage = sheet.stage.scale, sheet.stage
    shape, mark_role, word_role, _ = SOURCE_LOOKS[entry.word]
    said = {other.word: stage.say(words(SOURCE_LOOKS[other.word][3])) for other in entries}
    word_w = max(width_of(text, scale.least, SEMIBOLD) for text in said.values())
    gap = scale.least * 0.6
    left = rect.x + scale.least * 1.15
    baseline = rect.y + scale.body * ASCENT_EM
    sheet.mark(shape, (rect.x + scale.least * 0.42, baseline - scale.body * CAP_EM / 2), scale.least * 0.7, mark_role)
    names_w = max(width_of(other.name, scale.body, BOLD) for other in entries)
    both_w = (
        max(
            width_of(said[other.word], scale.least, SEMIBOLD) + gap + width_of(other.right, scale.least, MEDIUM)
            for other in entries
            if other.right
        )
        if any(other.right for other in entries)
        else 0.0
    )
    free = rect.right - left - word_w - gap
    if rect.right - left - both_w - gap >= min(names_w, 4 * scale.body):
        sheet.text(entry.right, (rect.right, baseline), scale.least, role="muted", align="right")
        free = min(free, rect.right - left - both_w - gap)
    else:
        sheet.lack("fits.secondary")
    has_word = free >= min(names_w, _LEAST_NAME * scale.body)
    if not has_word:  # its sign says the same
        sheet.lack("fits.columns")
        free = rect.right - left
    name_w = min(names_w, free)
    sheet.text(entry.name, (left, baseline), scale.body, weight=BOLD, room=name_w + 0.5)
    if not has_word:
        return
    at = (left + name_w + gap, baseline)
    sheet.text(said[entry.word], at, scale.least, weight=SEMIBOLD, role=word_role)
