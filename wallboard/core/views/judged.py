"""A panel's word: one judgement for the glass and for reports."""

from dataclasses import replace

from wallboard.core.views.clocks import is_guessed
from wallboard.core.views.freshness import Condition, SourceNote, condition_of
from wallboard.core.views.shapes import Blank, ClockFace, ImageFile, Notice, SourceRows, View


def condition_of_view(
    view: View,
    notes: tuple[SourceNote, ...],
    composed_at_us: int | None,
    now_us: int,
    clock_ahead_us: int = 0,
) -> Condition:
    """The first word of rule 11 that applies to a view, of the notes of all sources.

    A panel that cannot show its figure has NO DATA, whatever its sources say. A clock is the reader's own, a notice or
    picture the supervisor's: they rest on no source. A list of sources shows each one's word itself, and ages as a
    whole.

    `now_us` is in the sources' time. Where this machine's clock is wrong and no source tells the time, what would be
    LIVE is CLOCK WRONG: its hours run to an instant that is a guess.
    """
    if isinstance(view.body, ClockFace | Notice | ImageFile):
        return Condition("LIVE")
    own = () if isinstance(view.body, SourceRows) else tuple(note for note in notes if note.name in view.sources)
    found = condition_of(own, composed_at_us, now_us)
    if isinstance(view.body, Blank):
        return Condition("NO DATA", found.culprits)
    is_wrong = found.word == "LIVE" and own and is_guessed(clock_ahead_us, (note.clock_ahead_us for note in notes))
    return replace(found, word="CLOCK WRONG") if is_wrong else found
