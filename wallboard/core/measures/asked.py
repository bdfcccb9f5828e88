"""A named measure as a panel asks for it: what it lacks, what it comes to now, and week by week (rules 7 and 10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from wallboard.core.local_time import date_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import Coverage, coverage, no_due_yet, since_by_due, uncovered
from wallboard.core.measures.filters import selected
from wallboard.core.measures.groups import Over
from wallboard.core.measures.in_and_out import day_bounds_us
from wallboard.core.measures.named import MEASURES, Measure, MeasureName
from wallboard.core.measures.ranks import FEW_FOR_WEIGHT
from wallboard.core.measures.weeks import FinishedWeek, WeekAsk, WeekCount, WeekFigure, scope_text
from wallboard.core.measures.weighing import Reckoned, Scope, Weighed
from wallboard.core.organisation import Clock, Organisation
from wallboard.core.scope import Where
from wallboard.core.snapshot import Snapshot
from wallboard.core.words import Words, words
from wallboard.core.worktime import NEVER_US, WorkCalendar

TAKES = frozenset({"cases", "events"})


@dataclass(frozen=True, slots=True)
class Ask:
    """A measure by its name, over the cases, days and clock of a panel; `days` None: its usual window."""

    name: MeasureName
    where: Where
    calendar: str | None = None
    clock: Clock | None = None
    days: int | None = None

    @property
    def measure(self) -> Measure:
        """What the name stands for."""
        return MEASURES[self.name]

    @property
    def window_days(self) -> int:
        """How many work days its window has."""
        return (self.days if self.measure.has_days else None) or self.measure.days or 1

    def of(self, lacks: Coverage) -> Coverage:
        """What the sources can tell, as far back as what it counts is known."""
        return lacks.by_due if self.measure.is_by_due else lacks

    def calendar_of(self, organisation: Organisation) -> WorkCalendar:
        """Whose days it uses."""
        return organisation.calendars[self.calendar or organisation.calendar]


_FIELDS_OF = {"type": ("type",), "queue": ("queue",), "priority": ("priority",), "role": ("owner",)}
_HISTORY_OF = {"queue": ("queue",), "role": ("owner",)}


def lacks_of(snapshot: Snapshot, asks: tuple[Ask, ...], over: Over | None = None, *, weeks: int = 0) -> Coverage:
    """What the sources cannot tell of these measures, all of one `where`, in groups or by week, so many of them."""
    fields = [*(name for ask in asks for name in ask.measure.fields), *_FIELDS_OF.get(over or "", ())]
    past = [name for ask in asks for name in ask.measure.past_needs(snapshot.organisation, ask.clock)]
    history = dict.fromkeys((*past, *_HISTORY_OF.get(over or "", ())))
    found = coverage(snapshot, TAKES, asks[0].where, tuple(dict.fromkeys(fields)), tuple(history))
    if found.blank:
        return found
    told_by = [name for ask in asks for name in ask.measure.told_by]
    told_by += [name for ask in asks for name in ask.measure.history] if over == "week" else []
    blank, remarks = _without_history(snapshot, found.sources, tuple(dict.fromkeys(told_by)))
    if any(ask.measure.needs_targets for ask in asks) and not snapshot.organisation.targets:
        blank = (*blank, words("missing.targets"))
    if over == "role" and not snapshot.organisation.people:
        blank = (*blank, words("missing.people"))
    if blank:
        return replace(found, blank=blank)
    begins_us = [_begins_us(snapshot, ask, weeks if over == "week" else 0) for ask in asks]
    if over != "week" and all(_is_unread(snapshot, ask, found) for ask in asks):
        calendar = asks[0].calendar_of(snapshot.organisation)
        unread = uncovered(snapshot, found.sources, TAKES, min(begins_us))
        return replace(found, blank=no_due_yet(snapshot, found, asks[0].where, calendar) or tuple(unread))
    told = _since(snapshot, asks, found, begins_us)
    if told and over == "week":
        told = _since_week(snapshot, max(ask.of(found).read_us for ask in asks), weeks) or told
    return replace(found, remarks=(*told, *found.remarks, *remarks))


def _since(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage, begins_us: Sequence[int]) -> tuple[Words, ...]:
    calendar = asks[0].calendar_of(snapshot.organisation)
    of_asks = list(zip(asks, begins_us, strict=True))
    plain, due = ([us for ask, us in of_asks if ask.measure.is_by_due == is_by_due] for is_by_due in (False, True))
    return since_by_due(lacks, calendar, snapshot.at_us, plain, due)


def _begins_us(snapshot: Snapshot, ask: Ask, weeks: int) -> int:
    """Where the longest window of a measure begins; now, where it looks at the present alone."""
    if weeks:
        return snapshot.finished_week(snapshot.this_monday - 7 * weeks).from_us
    calendar = ask.calendar_of(snapshot.organisation)
    if ask.measure.window == "now" and ask.measure.has_days:
        return calendar.last_work_days_from_us(snapshot.at_us, ask.window_days)
    return _window_us(ask, calendar, snapshot.at_us)[0] or snapshot.at_us


def _since_week(snapshot: Snapshot, read_us: int, weeks: int) -> tuple[Words, ...]:
    """The Monday of the first week that is told; nothing where not even all of the running one was read."""
    mondays = range(snapshot.this_monday - 7 * weeks, snapshot.this_monday + 7, 7)
    first = next((begins for begins in mondays if snapshot.finished_week(begins).from_us >= read_us), None)
    return () if first is None else (words("window.since", on=date_of(first).isoformat()),)


def _is_unread(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> bool:
    """Whether not one day of a measure's window was read as a whole."""
    calendar = ask.calendar_of(snapshot.organisation)
    covered_us = ask.of(lacks).covered_us(calendar)
    if ask.measure.window == "now":
        return ask.measure.has_days and covered_us > snapshot.at_us
    from_us, to_us = _window_us(ask, calendar, snapshot.at_us)
    return max(from_us, covered_us) >= to_us


def _without_history(
    snapshot: Snapshot, sources: tuple[str, ...], fields: tuple[str, ...]
) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Fields of which no source keeps a history, in sentences; and those of which only some keep none."""
    blank: list[Words] = []
    remarks: list[Words] = []
    history = snapshot.history
    ranks = {name: rank for rank, name in enumerate(history.sources) if name in sources}
    for field in fields:
        lacking = [name for name, rank in ranks.items() if rank not in history.keeps[field]]
        if lacking:
            sentence = words("missing.no-history", field=field, sources=", ".join(lacking))
            (blank if len(lacking) == len(ranks) else remarks).append(sentence)
    return tuple(blank), tuple(remarks)


def scope_of(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> Scope:
    """What a measure is reckoned over at the snapshot's instant."""
    calendar = ask.calendar_of(snapshot.organisation)
    covered_us = ask.of(lacks).covered_us(calendar)
    from_us, to_us = _window_us(ask, calendar, snapshot.at_us)
    return Scope(
        snapshot.book,
        selected(snapshot.book, ask.where),
        max(from_us, covered_us) if from_us else 0,
        to_us,
        calendar,
        ask.window_days,
        ask.clock or "organisation",
        is_by_day=ask.measure.window == "flow",
        lacking=lacks.lacking,
        covered_us=covered_us,
    )


def weigh(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> Weighed:
    """The cases behind a measure at the snapshot's instant; nobody can tell it while no day of its window was read."""
    return _weigh_read(ask, scope_of(snapshot, ask, lacks))


def _weigh_read(ask: Ask, scope: Scope) -> Weighed:
    found = ask.measure.weigh(scope)
    return found if scope.from_us < scope.to_us else found.untold


def _window_us(ask: Ask, calendar: WorkCalendar, at_us: int) -> tuple[int, int]:
    window = ask.measure.window
    if window == "now":
        return 0, at_us + 1
    if window == "day":
        return day_bounds_us(calendar, calendar.today(at_us).day, NEVER_US - 1)
    return calendar.last_work_days_from_us(at_us, ask.window_days), at_us + 1


def reopenings(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> Weighed | None:
    """The re-open rate that stands beside every speed (rule 5); None beside others, or where nobody can tell it."""
    if not ask.measure.is_speed or not _tells_reopenings(snapshot, lacks):
        return None
    rate = Ask("reopen-rate", ask.where, ask.calendar)
    return None if _is_unread(snapshot, rate, lacks) else weigh(snapshot, rate, lacks)


def resumed_with(snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage) -> tuple[Ask, ...]:
    """What net needs beside it, so that the sum explains the change in open cases (rule 13): the re-opened cases.

    Nothing beside other measures, where they are asked for anyway, or where nobody can tell them.
    """
    net = next((ask for ask in asks if ask.measure.is_signed), None)
    is_asked = any(ask.name == "reopened" for ask in asks)
    return (replace(net, name="reopened"),) if net and not is_asked and _tells_reopenings(snapshot, lacks) else ()


def _tells_reopenings(snapshot: Snapshot, lacks: Coverage) -> bool:
    history = snapshot.history
    return any(history.sources[rank] in lacks.sources for rank in history.keeps["status"])


def day_on(snapshot: Snapshot, ask: Ask) -> str | None:
    """The date of the last work day, ISO, where a measure of today has none of its own: the day without work."""
    is_of_day = ask.measure.window == "day" or (ask.measure.window == "flow" and ask.window_days == 1)
    today = ask.calendar_of(snapshot.organisation).today(snapshot.at_us)
    return date_of(int(today.day)).isoformat() if is_of_day and not today.is_work_day else None


# Weeks


def weigh_week(week: FinishedWeek, ask: Ask, lacks: Coverage) -> Weighed:
    """The cases behind a measure in a finished week, as known at its end."""
    scope = _scope_within(week, week.book, week.until_us, ask, lacks)
    return ask.measure.weigh(replace(scope, is_week=True))


def weigh_told_week(snapshot: Snapshot, begins: int, ask: Ask, lacks: Coverage) -> Weighed:
    """The same of the week that begins on a Monday; nobody can tell what it comes to where its sources do not."""
    week = snapshot.finished_week(begins)
    found = weigh_week(week, ask, lacks)
    return found if snapshot.tells_of(week, _week_ask(snapshot, ask, lacks)) else found.untold


def weigh_this_week(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> Weighed:
    """The same for the week that is running, as known now."""
    week = snapshot.finished_week(snapshot.this_monday)
    scope = _scope_within(week, snapshot.book, snapshot.at_us + 1, ask, lacks)
    known = ask.of(lacks)
    if known.read_us <= week.from_us:
        return ask.measure.weigh(scope)
    covered_us = known.covered_us(scope.calendar)
    return _weigh_read(ask, replace(scope, from_us=covered_us, covered_us=covered_us))


def _scope_within(week: FinishedWeek, book: CaseBook, until_us: int, ask: Ask, lacks: Coverage) -> Scope:
    """What a measure is reckoned over in a week until an instant, on the book of that time."""
    calendar = ask.calendar_of(week.organisation)
    return Scope(
        book,
        selected(book, ask.where),
        week.from_us,
        until_us,
        calendar,
        ask.window_days,
        ask.clock or "organisation",
        lacking=lacks.lacking,
    )


def weeks_of(
    snapshot: Snapshot, asks: tuple[Ask, ...], lacks: Coverage, count: int
) -> tuple[tuple[WeekFigure, ...], ...]:
    """The last finished weeks, oldest first, with a figure of each measure: stored ones, live; the others computed."""
    return snapshot.weeks_abreast([_week_ask(snapshot, ask, lacks) for ask in asks], count)


def _week_ask(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> WeekAsk:
    also: dict[str, str | float | None] = {}
    if ask.measure.has_clock:
        also["clock"] = ask.clock or "organisation"
    if ask.measure.window == "now" and ask.measure.has_days:  # a mean over days that reach beyond the week
        also |= {"calendar": ask.calendar or snapshot.organisation.calendar, "days": float(ask.window_days)}
    scope = scope_text(ask.where, snapshot.organisation.time_zone, also or None)
    dues = ask.where if ask.measure.is_by_due else None
    return WeekAsk(ask.name, scope, partial(_count, ask=ask, lacks=lacks), lacks.sources, dues)


def _count(week: FinishedWeek, ask: Ask, lacks: Coverage) -> WeekCount:
    found = weigh_week(week, ask, lacks).reckon()
    n, of = found.n if found.denominator is None else found.denominator, found.shares
    if of is None:
        return WeekCount(found.value, found.numerator, n, without_hours=found.without_hours)
    return WeekCount(found.value, found.numerator, n, of.cases, of.without_target, of.without_hours)


def of_week(ask: Ask, week: WeekFigure) -> Reckoned:
    """What is known of a week's figure, stored or computed."""
    count, shares = week.count, week.count.shares
    n = None if count.denominator is None else round(count.denominator)
    is_few = ask.measure.needs_many and n is not None and n < FEW_FOR_WEIGHT
    is_percent = ask.measure.unit == "%"
    return Reckoned(
        week.value,
        n=n,
        numerator=round(count.numerator) if is_percent and count.numerator is not None else None,
        denominator=n if is_percent else None,
        without_target=count.without_target or None,
        without_hours=count.without_hours or None,
        is_grey=is_few or (shares is not None and shares.is_few),
        shares=shares,
        week_on=week.week_on,
        is_stored=week.is_stored,
    )
