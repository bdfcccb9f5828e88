"""What is said of cases, reasons and promises at a stand-up, as sentences."""

import datetime as dt
from collections.abc import Iterable, Sequence

from wallboard.core.views.agenda import Agenda, AgendaCase, Answer, CaseName
from wallboard.core.words import Words, verbatim, words
from wallboard.ui.sheet import Stage
from wallboard.ui.tongue import PlaceTongue, weekday_tells


def when(at_us: int, agenda: Agenda, tongue: PlaceTongue) -> Words:
    """An instant as one speaks of it: today 08:10, Thursday 15:20, 3 Nov."""
    on = tongue.local(at_us).date()
    today = dt.date.fromisoformat(agenda.on)
    if on == today:
        return words("standup.when.today", at=at_us)
    if weekday_tells(on, today):
        return words("standup.when.weekday", on=on.isoformat(), at=at_us)
    return words("standup.when.date", on=on.isoformat())


def told_apart(said: Words, case: CaseName, listed: Iterable[CaseName]) -> Words:
    """What is said beside a case's number, with its source where another listed case has the same number."""
    number, source = case
    if source is None or all(one == case or one[0] != number for one in listed):
        return said
    return words("standup.both", first=said, second=source)


def type_of(case: AgendaCase, agenda: Agenda) -> Words:
    """A case's type, told apart from others of its number."""
    return told_apart(case.type, case.name, (one.name for one in agenda.cases))


def owner_line(case: AgendaCase, agenda: Agenda, stage: Stage) -> str:
    """That nobody owns it, and since when; empty where somebody does or nobody knows."""
    if case.has_owner is not False:
        return ""
    if case.no_owner_since_us is None:
        return stage.say(words("standup.no-owner"))
    return stage.say(words("standup.no-owner-since", when=when(case.no_owner_since_us, agenda, stage.tongue)))


def activity_line(case: AgendaCase, agenda: Agenda, stage: Stage) -> str:
    """What was last done about it; empty where no source logs that."""
    if not case.knows_activities:
        return ""
    if case.last_activity_at_us is None:
        return stage.say(words("standup.activity.none"))
    moment = when(case.last_activity_at_us, agenda, stage.tongue)
    if case.last_activity is None:
        return stage.say(words("standup.activity.when", when=moment))
    return stage.say(words("standup.activity", what=case.last_activity, when=moment))


def before_line(case: AgendaCase, stage: Stage) -> str:
    """What an earlier stand-up said of it."""
    if case.before is None or case.before.answer.reason is None:
        return ""
    return stage.say(words("standup.before", on=case.before.standup_on, what=answered(case.before.answer)))


def answered(answer: Answer) -> Words:
    """A reason, and what was promised."""
    reason = words(f"standup.reason.{answer.reason}")
    if answer.promised_on is None:
        return reason
    return words("standup.both", first=reason, second=promised(answer))


def promised(answer: Answer) -> Words:
    """The day of a promise; without one that there is none."""
    if answer.promised_on is None:
        return words("standup.promise.none")
    return words("standup.promised", when=words("standup.promise.on", on=answer.promised_on))


def option(question: str | None, value: str, agenda: Agenda) -> Words:
    """What an answer is called; the next work day is tomorrow only where it is."""
    if question == "date":
        return words("standup.promise.on", on=value)
    if question == "promise" and value == "tomorrow":
        day = next(day for day in agenda.promise_days if day.promise == "tomorrow")
        tomorrow = dt.date.fromisoformat(agenda.on) + dt.timedelta(days=1)
        if day.on != tomorrow.isoformat():
            return words("standup.promise.next-day", on=day.on)
    return words(f"standup.{question}.{value}")


def keys_of(digits: Sequence[int], stage: Stage) -> str:
    """Number keys as one writes them: 1–6, or 2, 4–6 where some are none today."""
    runs: list[list[int]] = []
    for digit in digits:
        if runs and digit == runs[-1][-1] + 1:
            runs[-1].append(digit)
        else:
            runs.append([digit])
    return ", ".join(_run([stage.number(digit) for digit in run]) for run in runs)


def _run(keys: Sequence[str]) -> str:
    """Keys side by side; two of them are named one by one."""
    return f"{keys[0]}–{keys[-1]}" if len(keys) > 2 else ", ".join(keys)


def promised_heading(agenda: Agenda) -> Words:
    """When the promises were given: yesterday, on a weekday, or on several days."""
    days = {kept.given.standup_on for kept in agenda.promises}
    if len(days) == 1:
        given_on, today = dt.date.fromisoformat(max(days)), dt.date.fromisoformat(agenda.on)
        if today - given_on == dt.timedelta(days=1):
            return words("standup.promised-yesterday")
        if weekday_tells(given_on, today):
            return words("standup.promised-on", on=given_on.isoformat())
    return words("standup.promised-before")


def queue_name(queue: str | None) -> Words:
    """A queue, or that there is none."""
    return words("lane.none.queue") if queue is None else verbatim(queue)
