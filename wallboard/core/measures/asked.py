"""A named measure as a panel asks for it: what it lacks, what it comes to now, and week by week (rules 7 and 10)."""

from dataclasses import dataclass, replace
from functools import partial

from wallboard.core.local_time import date_of
from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.coverage import Coverage, coverage
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

    def calendar_of(self, organisation: Organisation) -> WorkCalendar:
        """Whose days it uses."""
        return organisation.calendars[self.calendar or organisation.calendar]


_FIELDS_OF = {"type": ("type",), "queue": ("queue",), "priority": ("priority",), "role": ("owner",)}
_HISTORY_OF = {"queue": ("queue",), "role": ("owner",)}


def lacks_of(snapshot: Snapshot, asks: tuple[Ask, ...], over: Over | None = None) -> Coverage:
    """What the sources cannot tell of these measures, all of one `where`, in groups or by week."""
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
    return replace(found, blank=blank, remarks=(*found.remarks, *remarks))


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
    return Scope(
        snapshot.book,
        selected(snapshot.book, ask.where),
        *_window_us(ask, calendar, snapshot.at_us),
        calendar,
        ask.window_days,
        ask.clock or "organisation",
        is_by_day=ask.measure.window == "flow",
        lacking=lacks.lacking,
    )


def weigh(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> Weighed:
    """The cases behind a measure at the snapshot's instant."""
    return ask.measure.weigh(scope_of(snapshot, ask, lacks))


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
    return weigh(snapshot, Ask("reopen-rate", ask.where, ask.calendar), lacks)


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


def weigh_this_week(snapshot: Snapshot, ask: Ask, lacks: Coverage) -> Weighed:
    """The same for the week that is running, as known now."""
    week = snapshot.finished_week(snapshot.this_monday)
    return ask.measure.weigh(_scope_within(week, snapshot.book, snapshot.at_us + 1, ask, lacks))


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
    return WeekAsk(ask.name, scope, partial(_count, ask=ask, lacks=lacks), lacks.sources)


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
