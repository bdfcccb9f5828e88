"""The walk through an agenda: where the team stands, what is asked, what was answered; it knows no clock and no Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from wallboard.core.views.agenda import PROMISES, REASONS, Agenda, AgendaCase, Answer, CaseName, Promise, Reason

Segment = Literal["promises", "numbers", "late", "urgent", "queues", "appointments", "reasons", "end"]
Focus = Literal["bar", "page", "choices"]
"""What the arrows move: from section to section, from stop to stop, or among the answers."""
Question = Literal["reason", "promise", "date"]
Key = Literal["left", "right", "up", "down", "choose", "back", "erase"]

NO_PROMISE, TAKE_BACK = "none", "undo"
_MOST_DIGIT = 9


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the walk: its section, and the case by its place in the agenda where it is one's."""

    segment: Segment
    case: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose: a reason, a kind of promise, an ISO date, none or undo; and the number key that does it."""

    value: str
    digit: int | None


def stops_of(agenda: Agenda) -> tuple[Stop, ...]:
    """Every page, in the order of the walk; the last says what came of it. A section that the board lacks has none."""
    by_zone = {
        zone: [Stop(zone, number) for number, case in enumerate(agenda.cases) if case.zone == zone]
        for zone in ("late", "urgent")
    }
    return (
        *([Stop("promises")] if agenda.promises else []),
        *([Stop("numbers")] if agenda.numbers else []),
        *(by_zone["late"] or [Stop("late")]),  # that nothing is late is worth a page
        *by_zone["urgent"],
        Stop("queues"),
        *([Stop("appointments")] if agenda.hole_days or agenda.why_no_holes else []),
        *([Stop("reasons")] if agenda.last_week_on is not None else []),
        Stop("end"),
    )


def options_of(question: Question | None, agenda: Agenda) -> tuple[Option, ...]:
    """What can be answered to a question; a number key means the same on every day."""
    if question is None:
        return ()
    if question == "reason":
        return tuple(Option(reason, number) for number, reason in enumerate(REASONS, start=1))
    if question == "date":
        numbered = enumerate(agenda.dates, start=1)
        return tuple(Option(on, number if number <= _MOST_DIGIT else None) for number, on in numbered)
    offered = {day.promise for day in agenda.promise_days} | ({"date"} if agenda.dates else set())
    kinds = [Option(kind, number) for number, kind in enumerate(PROMISES, start=1) if kind in offered]
    after = len(PROMISES) + 1
    return (*kinds, Option(NO_PROMISE, after), Option(TAKE_BACK, after + 1))


class Walk:
    """Where the team stands in an agenda; every step is a key, nothing moves by itself.

    `keep` takes each answer; `given` are those that this stand-up has already, by case. A walk that was broken
    off begins again at the first case that has no answer yet.
    """

    def __init__(
        self, agenda: Agenda, keep: Callable[[Answer], None], given: Mapping[CaseName, Answer] = MappingProxyType({})
    ) -> None:
        self.agenda = agenda
        self.stops = stops_of(agenda)
        self.focus: Focus = "page"
        self.question: Question | None = None
        self.choice = 0
        self.is_over = False
        """Whether the wall may have its pages back."""
        self._keep = keep
        self._answers = dict(given)
        self._at = 0
        self._come_to(self._first_open() if self._answers else 0)

    @property
    def stop(self) -> Stop:
        """The page that shows."""
        return self.stops[self._at]

    @property
    def case(self) -> AgendaCase | None:
        """The case that is talked about."""
        return None if self.stop.case is None else self.agenda.cases[self.stop.case]

    @property
    def answer(self) -> Answer | None:
        """What was said of that case."""
        return None if self.case is None else self.answer_to(self.case.name)

    def answer_to(self, case: CaseName) -> Answer | None:
        """What was said of a case at this stand-up; None where nothing was, or it was taken back."""
        answer = self._answers.get(case)
        return answer if answer is not None and answer.reason is not None else None

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What was said, in the order of the agenda."""
        found = (self.answer_to(case.name) for case in self.agenda.cases)
        return tuple(answer for answer in found if answer is not None)

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be answered to the question that is asked."""
        return options_of(self.question, self.agenda)

    def press(self, key: Key, columns: int = 3) -> None:
        """Do what a key means here; `columns` is how many answers stand side by side."""
        if key == "erase":
            if self.answer is not None:
                self._take(TAKE_BACK)
        elif self.focus == "bar":
            self._press_in_bar(key)
        elif self.focus == "choices":
            self._press_in_choices(key, columns)
        else:
            self._press_on_page(key)

    def press_digit(self, digit: int) -> None:
        """Give the answer of a number key; a case that has its answer keeps it until it is asked for again."""
        for number, option in enumerate(self.options):
            if option.digit == digit and self.focus != "bar":
                self.choice = number
                self._take(option.value)
                return

    def _press_on_page(self, key: Key) -> None:
        if key == "left":
            self._come_to(self._at - 1)
        elif key == "right" or (key == "choose" and self.question is None):
            self._come_to(self._at + 1)
        elif key in ("down", "choose") and self.case is not None:
            self._ask(self.question or "reason")
            self.focus = "choices"
        elif key == "up" and self.stop.segment != "end":
            self.focus = "bar"
        elif key == "back" and not self._step_back():
            self.is_over = True

    def _press_in_bar(self, key: Key) -> None:
        if key in ("left", "right"):
            self._come_to_segment(-1 if key == "left" else 1)
        else:
            self.focus = "page"

    def _press_in_choices(self, key: Key, columns: int) -> None:
        steps = {"left": -1, "right": 1, "up": -columns, "down": columns}
        if key == "choose":
            self._take(self.options[self.choice].value)
        elif key == "back":
            if not self._step_back():
                self._rest()
        elif key == "up" and self.choice < columns:
            self._rest()
        else:
            self._move(steps[key], columns)

    def _move(self, step: int, columns: int) -> None:
        """Choose a neighbour: no further than the row's end to a side, the last one where a row below is short."""
        after, last = self.choice + step, len(self.options) - 1
        if abs(step) == 1 and columns > 1 and after // columns != self.choice // columns:
            return
        if after > last and self.choice // columns < last // columns:
            after = last
        if 0 <= after <= last:
            self.choice = after

    def _step_back(self) -> bool:
        """From a date to the promises, from these to the reasons; tells whether there was a step."""
        before: dict[Question, Question] = {"date": "promise", "promise": "reason"}
        if self.question is None or self.question not in before:
            return False
        self._ask(before[self.question])
        return True

    def _rest(self) -> None:
        """The arrows lead from stop to stop again; what was said before stands."""
        self.focus = "page"
        if self.question == "reason" and self.answer is not None:
            self.question, self.choice = None, 0

    def _ask(self, question: Question) -> None:
        """Ask a question, its choice at what was answered before."""
        answer = self.answer
        self.question, self.choice = question, 0
        said = None
        if answer is not None:
            said = {"reason": answer.reason, "promise": answer.promise, "date": answer.promised_on}[question]
        for number, option in enumerate(self.options):
            if option.value == said:
                self.choice = number

    def _take(self, value: str) -> None:
        """Keep an answer, and go on to the next question of this case."""
        case = self.case
        if case is None:
            return
        unsaid = Answer(case.number, case.queue, source=case.source)
        said = self.answer or unsaid
        if value == TAKE_BACK:
            self._say(unsaid)
            self._ask("reason")
        elif self.question == "reason":
            self._say(replace(said, reason=_reason(value)))
            self._ask("promise")
        elif value == "date":
            self._ask("date")
        else:
            self._say(self._promised(said, value))
            self.focus, self.question, self.choice = "page", None, 0

    def _promised(self, said: Answer, value: str) -> Answer:
        if value == NO_PROMISE:
            return replace(said, promise=None, promised_on=None)
        if self.question == "date":
            return replace(said, promise="date", promised_on=value)
        days = {day.promise: day.on for day in self.agenda.promise_days}
        kind = _promise(value)
        return replace(said, promise=kind, promised_on=days[kind])

    def _say(self, answer: Answer) -> None:
        self._answers[answer.case] = answer
        self._keep(answer)

    def _come_to(self, at: int) -> None:
        """Show a page; beyond the last the walk is over."""
        if at >= len(self.stops):
            self.is_over = True
            return
        self._at = max(0, at)
        self.focus, self.question, self.choice = "page", None, 0
        if self.case is not None and self.answer is None:
            self._ask("reason")

    def _come_to_segment(self, step: int) -> None:
        """The first page of the section before or after."""
        order: list[Segment] = list(dict.fromkeys(stop.segment for stop in self.stops if stop.segment != "end"))
        after = order.index(self.stop.segment) + step
        if 0 <= after < len(order):
            self._come_to(next(number for number, stop in enumerate(self.stops) if stop.segment == order[after]))
            self.focus = "bar"

    def _first_open(self) -> int:
        unsaid = (
            number
            for number, stop in enumerate(self.stops)
            if stop.case is not None and self.answer_to(self.agenda.cases[stop.case].name) is None
        )
        return next(unsaid, 0)


def _reason(value: str) -> Reason:
    return next(reason for reason in REASONS if reason == value)


def _promise(value: str) -> Promise:
    return next(promise for promise in PROMISES if promise == value)
