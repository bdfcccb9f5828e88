"""What stands beside a page of the walk: what was promised, and which cases come next."""

from wallboard.core.views.agenda import Agenda, PromiseKept
from wallboard.core.words import words
from wallboard.ui.scene import Rect
from wallboard.ui.shapes.amounts import amount_of
from wallboard.ui.sheet import Sheet, Stage
from wallboard.ui.standup.rows import ListRow, lay_heading, lay_rows
from wallboard.ui.standup.say import promised_heading, queue_name, type_of
from wallboard.ui.standup.walk import Walk
from wallboard.ui.wordings import wordings_of


def promise_row(kept: PromiseKept, stage: Stage) -> ListRow:
    """A promise and what became of it; what is closed or gone has the calm sign."""
    return ListRow(
        kept.given.answer.number,
        kept.zone,
        is_filled=kept.outcome != "on-hold",
        ends=outcome_of(kept, stage),
    )


def outcome_of(kept: PromiseKept, stage: Stage) -> tuple[str, ...]:
    """What became of a promise, from the fullest wording to the shortest."""
    if kept.outcome == "moved":
        full = stage.say(words("standup.outcome.moved", queue=queue_name(kept.queue)))
        return full, stage.say(words("standup.outcome.moved.short"))
    return (stage.say(words(f"standup.outcome.{kept.outcome}")),)


def lay_promised(agenda: Agenda, rect: Rect, sheet: Sheet) -> None:
    """Yesterday's promises."""
    stage = sheet.stage
    heading = stage.say(promised_heading(agenda))
    rows = [promise_row(kept, stage) for kept in agenda.promises]
    lay_rows(rows, len(rows), lay_heading(heading, "", rect, sheet), sheet)


def lay_next(walk: Walk, rect: Rect, sheet: Sheet) -> None:
    """The cases that come after the one that shows, late and urgent."""
    stage, agenda = sheet.stage, walk.agenda
    first = 0 if walk.stop.case is None else walk.stop.case + 1
    rows = [
        ListRow(
            case.number,
            case.zone,
            is_filled=not case.is_on_hold,
            middles=wordings_of(type_of(case, agenda), stage),
            ends=(amount_of(case.left_h, "h", stage).figure,),
            end_role=f"value-{case.zone}",
            is_end_value=True,
        )
        for case in agenda.cases[first:]
    ]
    body = lay_heading(stage.say(words("standup.next")), "", rect, sheet)
    if rows:
        lay_rows(rows, max(len(rows), agenda.late + agenda.urgent - first), body, sheet)
    else:
        sheet.lines([stage.say(words("standup.next.none"))], body, stage.scale.body, role="muted")
