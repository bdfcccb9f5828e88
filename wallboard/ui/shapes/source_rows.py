"""Every source: its word with a mark, its age and what it holds, and its last error in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

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
_INDENT, _GAP = 1.15, 0.6
"""Where names begin, and the least between what stands in a row, in heights of the least text."""
_LEAST_NAME = 2.5
"""How much of a name must have room beside its word, in heights of the preferred text."""
_PLENTY = 1.4
"""How far apart rows must still stand, in rows, for their text to be larger than preferred."""
_PITCHES = (1.45, 1.22)
"""How high a row is, in heights of the preferred text; lower where more of what went wrong then has room."""
_GRAVEST: tuple[SourceWord, ...] = ("FAILED", "UNREAD", "STALE", "LATE", "LIVE")
"""Whose reasons are said before others'."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One source as it is to be drawn: its word, what stands at the right, and what is said under it.

    `rights` are one thing said at more and less length. `told` are the lines of nothing, of its first sentence, of the
    first two, and so on: each has those before it.
    """

    name: str
    word: SourceWord
    rights: tuple[str, ...]
    told: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The room of names (pixels), and whether words stand behind them and anything at the right."""

    name_w: float
    has_words: bool
    has_rights: bool


def lay_source_rows(body: SourceRows, rect: Rect, sheet: Sheet) -> None:
    """A row a source; what went wrong under it, as many sentences as have room: each source's first before any second.

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
    indent = scale.least * _INDENT
    entries = [_entry(row, notes.get(row.name), rect.w - indent, stage) for row in body.rows]
    columns = _columns(entries, rect.w, stage)
    line_h, room = line_height(scale.least), rect.h
    row_h = round(scale.body * _PITCHES[0])
    if len(entries) * row_h > room:
        kept = max(0, int((room - line_h) / row_h))
        sheet.lack("fits.rows" if kept else "fits.value")
    else:
        kept = len(entries)
        row_h = _row_height(entries, room, scale.body, line_h)
    budget = int((room - kept * row_h - (line_h if kept < len(entries) else 0.0)) / line_h)
    chosen = _chosen(entries[:kept], budget)
    if any(len(lines) < len(entry.told[-1]) for lines, entry in zip(chosen, entries, strict=False)):
        sheet.lack("fits.secondary")
    said_h = sum(map(len, chosen)) * line_h
    spread = min(_WIDEST, max(1.0, (room - said_h) / (row_h * max(1, len(entries)))))
    y = rect.y + (spread - 1) * row_h / 2
    for entry, lines in zip(entries, chosen, strict=False):
        _lay_entry(entry, Rect(rect.x, y, rect.w, row_h), columns, sheet)
        y += row_h
        for line in lines:
            sheet.text(line, (rect.x + indent, y + scale.least * 0.8), scale.least, role="muted")
            y += line_h
        y += (spread - 1) * row_h
    if kept < len(entries) and room >= line_h:
        said = stage.say(words("more", n=len(entries) - kept))
        sheet.text(said, (rect.x + indent, y + scale.least * ASCENT_EM), scale.least, role="muted")
    return spread


def _row_height(entries: Sequence[_Entry], room: float, px: int, line_h: float) -> int:
    """The highest rows at which most lines are said below them."""
    heights = [round(px * pitch) for pitch in _PITCHES]
    said = [sum(map(len, _chosen(entries, int((room - len(entries) * row_h) / line_h)))) for row_h in heights]
    return max(zip(said, heights, strict=True))[1]


def _chosen(entries: Sequence[_Entry], budget: int) -> list[tuple[str, ...]]:
    """What is said under each source within so many lines: whole sentences, the gravest source's first.

    No source has a second sentence before every other that has anything to say has its first, if that has room.
    """
    order = sorted(range(len(entries)), key=lambda number: _GRAVEST.index(entries[number].word))
    levels = [0] * len(entries)
    for level in range(1, max((len(entry.told) for entry in entries), default=0)):
        for number in order:
            told = entries[number].told
            if levels[number] != level - 1 or level >= len(told):
                continue
            cost = len(told[level]) - len(told[level - 1])
            if cost <= budget:
                levels[number], budget = level, budget - cost
    return [entry.told[level] for entry, level in zip(entries, levels, strict=True)]


def _entry(row: SourceRow, note: SourceNote | None, room: float, stage: Stage) -> _Entry:
    word: SourceWord = word_of_source(note, stage.now_us) if note else "UNREAD"
    since = stage.say(age((stage.now_us - note.as_of_us) / 1e6)) if note and note.as_of_us is not None else ""
    holds = stage.say(row.holds) if row.holds.key != SOURCE_LOOKS[word][3] else ""  # else its word says it already
    whole = " · ".join(part for part in (since, holds) if part)
    return _Entry(row.name, word, (whole, since), tuple(_told(row, note, room, stage)))


def _told(row: SourceRow, note: SourceNote | None, room: float, stage: Stage) -> list[tuple[str, ...]]:
    """The lines of more and more sentences; what to do goes on in the line in which the fault ends."""
    faults = [stage.say(fault) for fault in (note.fault, note.remedy) if fault] if note else []
    further = []
    if note and note.clock_ahead_us is not None and is_off(note.clock_ahead_us):
        further.append(stage.say(sentence_of_wrong(note.clock_ahead_us, row.name)))
    further += [stage.say(trouble) for trouble in row.trouble]
    begun: list[tuple[str, ...]] = [(), *(_lines(text, room, stage) for text in accumulate(faults, "{} {}".format))]
    return begun + [begun[-1] + lines for lines in accumulate(_lines(text, room, stage) for text in further)]


def _lines(text: str, room: float, stage: Stage) -> tuple[str, ...]:
    return tuple(wrapped(text, stage.scale.least, MEDIUM, room))


def _lay_entry(entry: _Entry, rect: Rect, columns: _Columns, sheet: Sheet) -> None:
    scale, stage = sheet.stage.scale, sheet.stage
    shape, mark_role, word_role, _ = SOURCE_LOOKS[entry.word]
    gap = scale.least * _GAP
    baseline = rect.y + scale.body * ASCENT_EM
    sheet.mark(shape, (rect.x + scale.least * 0.42, baseline - scale.body * CAP_EM / 2), scale.least * 0.7, mark_role)
    left = rect.x + scale.least * _INDENT
    sheet.text(entry.name, (left, baseline), scale.body, weight=BOLD, room=columns.name_w + 0.5)
    x = left + columns.name_w + gap
    if columns.has_words:
        said = _word(entry, stage)
        sheet.text(said, (x, baseline), scale.least, weight=SEMIBOLD, role=word_role)
        x += width_of(said, scale.least, SEMIBOLD) + gap
    rights = [text for text in entry.rights if x + width_of(text, scale.least, MEDIUM) <= rect.right]
    if columns.has_rights and rights and rights[0]:
        sheet.text(rights[0], (rect.right, baseline), scale.least, role="muted", align="right")
    if not columns.has_words:
        sheet.lack("fits.columns")
    if entry.rights[-1] and (not columns.has_rights or entry.rights[0] not in rights):
        sheet.lack("fits.secondary")


def _columns(entries: Sequence[_Entry], width: float, stage: Stage) -> _Columns:
    """Names whole, if that costs others no more than what they hold; then elided; then alone with their signs."""
    scale = stage.scale
    gap = scale.least * _GAP
    names_w = max(width_of(entry.name, scale.body, BOLD) for entry in entries)
    words_w = {entry: gap + width_of(_word(entry, stage), scale.least, SEMIBOLD) for entry in entries}
    least_w = {entry: width_of(entry.rights[-1], scale.least, MEDIUM) for entry in entries}
    free = width - scale.least * _INDENT
    beside_all = free - max(words_w[entry] + (gap + least_w[entry] if least_w[entry] else 0.0) for entry in entries)
    if beside_all >= min(names_w, 4 * scale.body):
        return _Columns(min(names_w, beside_all), has_words=True, has_rights=True)
    beside_words = free - max(words_w.values())
    if beside_words >= min(names_w, _LEAST_NAME * scale.body):
        return _Columns(min(names_w, beside_words), has_words=True, has_rights=False)
    return _Columns(min(names_w, free), has_words=False, has_rights=False)  # its sign says the same


def _word(entry: _Entry, stage: Stage) -> str:
    return stage.say(words(SOURCE_LOOKS[entry.word][3]))
