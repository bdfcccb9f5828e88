"""What stands above a panel's figure: its heading, a small word of its state, and a note."""

from wallboard.core.views.shapes import View
from wallboard.core.words import Words
from wallboard.ui.brief import Brief
from wallboard.ui.fonts import BOLD, MEDIUM, SEMIBOLD, elided, width_of, wrapped
from wallboard.ui.scene import MarkShape, Rect
from wallboard.ui.sheet import ASCENT_EM, CAP_EM, Sheet, Stage, line_height
from wallboard.ui.type_scale import TypeScale

Lines = tuple[str, ...]

_CHIP_LOOKS: dict[str, tuple[str, MarkShape, str]] = {
    "LATE": ("text", "triangle", "watch"),
    "STALE": ("text-warn", "triangle", "warn"),
    "FAILED": ("text-late", "square", "late"),
    "CLOCK WRONG": ("text-warn", "triangle", "warn"),
}
_LEAST_BODY = 6
"""What a second line of a heading leaves its panel at least, in heights of the preferred text."""
_LEAST_TITLE = 2.5
"""What is left before a date at least, in sizes of the heading."""
_NO_BREAK = "\u00a0"


def heading_lines(heading: Words, rect: Rect, taken: float, stage: Stage) -> Lines:
    """A heading in the upper part of a panel, of which a small word takes some width: in one line, else in two.

    It breaks where the panel has height to spare, and never within a date. A date that has no room loses its year;
    what stands before it is elided, for half a date is none.
    """
    px = stage.scale.heading
    said, room = stage.say(heading), rect.w - taken
    on = heading.args.get("on")
    dates = [stage.tongue.date(on), stage.tongue.date(on, "day")] if isinstance(on, str) else []
    is_high = rect.h - 2 * line_height(px) >= _LEAST_BODY * stage.scale.body
    forms = [said, *(said.replace(dates[0], date) for date in dates[1:])]
    for form in forms:
        if width_of(form, px, SEMIBOLD) <= room:
            return (form,)
        lines = _in_two(form, dates, room, px)
        if is_high and lines:
            return lines
    before, date, after = forms[-1].partition(dates[-1]) if dates else (said, "", "")
    left = room - width_of(date + after, px, SEMIBOLD)
    return (elided(before, px, SEMIBOLD, left) + date + after,) if date and left >= _LEAST_TITLE * px else (said,)


def _in_two(said: str, dates: list[str], room: float, px: int) -> Lines:
    """A heading in two lines, parted between words, its dates whole; none where it needs more."""
    joined = said
    for date in dates:
        joined = joined.replace(date, date.replace(" ", _NO_BREAK))
    lines = wrapped(joined, px, SEMIBOLD, room)
    whole = tuple(line.replace(_NO_BREAK, " ") for line in lines)
    return whole if len(whole) == 2 and " ".join(whole) == said else ()


def lay_head(
    view: View, heading: Lines, rect: Rect, chips: list[str], sheet: Sheet, *, figure: Brief | None = None
) -> None:
    """Heading left; right a small word (the first wording that has room), and the note where it has room.

    A figure that has no room below stands in the note's place.
    Beside a heading of two lines stands no note, and the word at the second.
    """
    stage = sheet.stage
    scale = stage.scale
    baseline = rect.y + (len(heading) - 1) * line_height(scale.heading) + scale.heading * ASCENT_EM
    right = rect.right
    gap = scale.least * 0.8
    needed = width_of(heading[-1], scale.heading, SEMIBOLD) + gap
    figure = figure if figure is not None and len(heading) == 1 else Brief()
    if chips:
        room = right - rect.x - needed + gap
        beside = [width_of(said, scale.heading, BOLD) + gap for said in figure.wordings[-1:]]
        fitting = [chip for taken in (*beside, 0.0) for chip in chips if chip_width([chip], scale) <= room - taken]
        right -= _lay_chip(fitting[0] if fitting else chips[-1], (right, baseline), sheet) + gap
    for said in figure.wordings:
        if needed + width_of(said, scale.heading, BOLD) <= right - rect.x:
            at, px = (right, baseline), scale.heading
            right -= gap + sheet.text(said, at, px, weight=BOLD, role=figure.role, align="right", is_value=True)
            break
    notes = _notes(view, stage)
    room = right - rect.x - needed if len(heading) == 1 else 0.0  # farther off it is not to come back
    fitting_notes = [note for note in notes if width_of(note, scale.least, MEDIUM) <= room]
    if fitting_notes:
        sheet.text(fitting_notes[0], (right, baseline), scale.least, role="muted", align="right")
    if notes and fitting_notes[:1] != notes[:1]:
        sheet.lack("fits.secondary")
    for number, line in enumerate(heading):
        is_last = number == len(heading) - 1
        room = (right if is_last else rect.right) - rect.x
        if width_of(line, scale.heading, SEMIBOLD) > room or "…" in line:
            sheet.lack("fits.heading")
        at = (rect.x, baseline - (len(heading) - 1 - number) * line_height(scale.heading))
        sheet.text(line, at, scale.heading, weight=SEMIBOLD, role="muted", room=room)


def _lay_chip(said: str, at: tuple[float, float], sheet: Sheet) -> float:
    """A small word with its sign, ending at a point; returns the width of both."""
    least = sheet.stage.scale.least
    size = least * 0.7
    role, shape, mark_role = _CHIP_LOOKS[sheet.stage.condition.word]
    width = sheet.text(said, at, least, weight=SEMIBOLD, role=role, align="right")
    sheet.mark(shape, (at[0] - width - size, at[1] - least * CAP_EM / 2), size, mark_role)
    return width + 2 * size


def chip_width(chips: list[str], scale: TypeScale) -> float:
    """What the first of these takes of the heading's line, with the gap before it; 0 where there is none."""
    return sum(width_of(chip, scale.least, SEMIBOLD) + scale.least * 2.2 for chip in chips[:1])


def _notes(view: View, stage: Stage) -> list[str]:
    """The note's wordings, the fullest first; none where there is no figure for it to speak of."""
    if view.note is None or stage.condition.word == "NO DATA":
        return []
    short = f"{view.note.key}.short"
    said = [view.note, Words(short, view.note.args)] if stage.tongue.knows(short) else [view.note]
    return [stage.say(note) for note in said]
