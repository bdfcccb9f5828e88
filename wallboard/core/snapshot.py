"""Everything that is known at one instant: the organisation, the sources' rows, and the case book settled from them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from wallboard.core.measures.book import CaseBook
from wallboard.core.measures.history import History, build_history
from wallboard.core.measures.settle import settle
from wallboard.core.measures.unread_dues import dues_from_us
from wallboard.core.measures.weeks import (
    WEEKS,
    Also,
    Compute,
    FinishedWeek,
    WeekAsk,
    WeekCount,
    WeekFigure,
    WeekKey,
    scope_text,
    this_monday,
    week_edges_us,
)
from wallboard.core.organisation import Organisation
from wallboard.core.records import Batch
from wallboard.core.scope import Where
from wallboard.core.views.freshness import SourceNote
from wallboard.core.worktime import NEVER_US

OF_CASES: Final = ("cases", "events")
"""The resources that cases and their histories come from."""
_OF_ROWS = ("history", "_reckoned_weeks")
"""What does not depend on the instant."""
_NOT_YET = frozenset({"unusable.in-future", "unusable.event-in-future"})


@dataclass(frozen=True)
class Snapshot:
    """What is known at `at_us`, which never changes; books derived from it are settled once, when first asked for.

    Beside that it keeps which weeks' figures panels asked for (`week_asks`) and those that were reckoned, so that
    `weeks_to_store` is right only after every panel was shown. One thread at a time may ask it.

    `batches` are keyed by source, in the board's order. `is_past` says that the instant was asked for (`--at`): rows
    later than it are not yet known, nothing has an age, and `stored_weeks` are not looked at.
    """

    organisation: Organisation
    at_us: int
    batches: Mapping[str, Batch] = field(default_factory=dict)
    notes: tuple[SourceNote, ...] = ()
    is_past: bool = False
    is_demo: bool = False
    stored_weeks: Mapping[WeekKey, WeekCount] = field(default_factory=dict)

    @cached_property
    def history(self) -> History:
        """The cases' histories, whatever the instant."""
        return build_history(self.organisation, self.batches)

    @cached_property
    def book(self) -> CaseBook:
        """The cases as known at this instant."""
        return settle(self.history, self.at_us)

    @cached_property
    def this_monday(self) -> int:
        """The Monday of the present week, as days since 1970-01-01."""
        return this_monday(self.organisation.time_zone, self.at_us)

    def finished_week(self, begins: int) -> FinishedWeek:
        """The week that begins on a Monday, given as days since 1970-01-01."""
        edges_us = week_edges_us(self.organisation.time_zone, begins)
        return FinishedWeek(begins, *edges_us, self.organisation, self.week_book)

    @cached_property
    def known_from_us(self) -> int:
        """The first instant of which any case tells; NEVER_US where there is none."""
        steps_us = self.history.step_us
        return int(steps_us.min()) if steps_us.size else NEVER_US

    def covered_from_us(self, sources: Collection[str] | None = None, resources: Collection[str] = OF_CASES) -> int:
        """The instant from which on all of these resources of these sources (None: the board's) were read, 0 where
        each was as a whole.

        What ended before it is not known, only what is still open. It lies anywhere in a day: what is counted by days
        begins with the first whole one (`WorkCalendar.whole_day_from_us`).
        """
        batches = [batch for name, batch in self.batches.items() if sources is None or name in sources]
        return max((batch.since_us.get(name, 0) for batch in batches for name in resources), default=0)

    def dues_from_us(self, sources: Collection[str] | None, where: Where, resources: Collection[str] = OF_CASES) -> int:
        """The instant from which on all cases of `where` are known that fall due, 0 where all of these were read.

        It is later than that of `covered_from_us`: what was closed before that, and falls due after it, is not known.
        """
        names = self.batches if sources is None else [name for name in self.batches if name in sources]
        edges_us = {name: self.covered_from_us((name,), resources) for name in names}
        return dues_from_us(self.organisation, {name: edge for name, edge in edges_us.items() if edge}, where)

    def told_from_us(self, ask: WeekAsk) -> int:
        """The instant from which on what a figure counts is known."""
        return self.covered_from_us(ask.sources) if ask.dues is None else self.dues_from_us(ask.sources, ask.dues)

    def tells_of(self, week: FinishedWeek, ask: WeekAsk) -> bool:
        """Whether a figure's sources tell what was in a week: before the first row, or where they were not read,
        nothing is known, and that is no week without work."""
        return self.known_from_us < week.until_us and self.told_from_us(ask) <= week.from_us

    def week_book(self, begins: int) -> CaseBook:
        """The cases as known at the end of the week that begins on this Monday.

        The last one asked for is kept, no more: a book of 100,000 cases takes some 50 MB, and what is wanted of each is
        one figure.
        """
        if begins not in self._week_book:
            self._week_book.clear()
            self._week_book[begins] = settle(self.history, self.finished_week(begins).last_us)
        return self._week_book[begins]

    def week_figures(
        self,
        measure: str,
        where: Where,
        compute: Compute,
        *,
        sources: tuple[str, ...] | None = None,
        also: Also | None = None,
        is_by_due: bool = False,
        count: int = WEEKS,
    ) -> tuple[WeekFigure, ...]:
        """A measure's figures of the last finished weeks, oldest first: stored ones, live; the others computed.

        `sources` are those that feed the figure (None: all), `also` what it depends on beside `where` and the zone;
        `is_by_due` tells that it counts the cases that fell due.
        `compute` takes all that it needs from the week that it is given: it is kept for as long as the snapshot.
        """
        scope = scope_text(where, self.organisation.time_zone, also)
        ask = WeekAsk(measure, scope, compute, sources, where if is_by_due else None)
        return tuple(figure for (figure,) in self.weeks_abreast((ask,), count))

    def weeks_abreast(self, asks: Sequence[WeekAsk], count: int = WEEKS) -> tuple[tuple[WeekFigure, ...], ...]:
        """The last finished weeks, oldest first, each with the figures of all that is asked.

        All of a week come before the next week's: its book is settled once for them, and one book alone is kept.
        """
        for ask in asks:
            self.week_asks[ask.measure, ask.scope] = ask
        mondays = (self.this_monday - 7 * back for back in range(count, 0, -1))
        return tuple(tuple(self.week_figure(ask, begins) for ask in asks) for begins in mondays)

    def week_figure(self, ask: WeekAsk, begins: int) -> WeekFigure:
        """One week's figure, stored or computed; the same until a row changes."""
        key = ask.key(begins)
        stored = None if self.is_past else self.stored_weeks.get(key)
        if stored is not None:
            return WeekFigure(begins, stored, is_stored=True)
        if key not in self._reckoned_weeks:
            week = self.finished_week(begins)
            made = ask.compute(week) if self.tells_of(week, ask) else WeekCount(None)
            self._reckoned_weeks[key] = WeekFigure(begins, made)
        return self._reckoned_weeks[key]

    @cached_property
    def week_asks(self) -> dict[tuple[str, str], WeekAsk]:
        """The figures that panels have shown week by week, by measure and scope."""
        return {}

    def weeks_to_store(self) -> dict[WeekKey, WeekCount]:
        """The weeks computed for panels of now whose rows are whole: read to their end after the week's."""
        if self.is_past:
            return {}
        whole_us = {
            name: (self.told_from_us(ask), self.whole_until_us(ask.sources)) for name, ask in self.week_asks.items()
        }
        return {
            key: figure.count
            for key, figure in self._reckoned_weeks.items()
            if key not in self.stored_weeks
            and key[:2] in whole_us
            and self._is_whole(self.finished_week(figure.begins), *whole_us[key[:2]])
        }

    def _is_whole(self, week: FinishedWeek, from_us: int, until_us: int) -> bool:
        return self.known_from_us < week.until_us <= until_us and from_us <= week.from_us

    def whole_until_us(self, sources: tuple[str, ...] | None = None) -> int:
        """Until when the rows of these sources (None: all) are whole: the earliest as-of, by the sources' own clocks
        too; 0 where one was not read to its end."""
        notes = {note.name: note for note in self.notes}
        names = tuple(notes) if sources is None else sources
        return min((_whole_until_us(notes.get(name), self.batches.get(name)) for name in names), default=0)

    @cached_property
    def _reckoned_weeks(self) -> dict[WeekKey, WeekFigure]:
        return {}

    @cached_property
    def _week_book(self) -> dict[int, CaseBook]:
        return {}

    def tells_the_same(self, source: str, batch: Batch, *, of_cases: bool = False) -> bool:
        """Whether a later read of a source tells no more than the one that is here; `of_cases`, of cases alone.

        Frames are compared by identity: what keeps rows keeps equal ones once. A row that was later than the source's
        own clock may have come of age since.
        """
        known = self.batches[source]
        if known is batch:
            return True
        names = ("cases", "events") if of_cases else (*known.frames, *batch.frames)
        is_same = all(known.frames.get(name) is batch.frames.get(name) for name in names)
        if not is_same or not known.tells_as(batch):
            return False
        left_out = {one.why.key for one in self.history.unusable[source]}
        return batch.clock_us >= known.clock_us and left_out.isdisjoint(_NOT_YET)

    def with_other_records(
        self,
        at_us: int,
        notes: tuple[SourceNote, ...],
        stored_weeks: Mapping[WeekKey, WeekCount],
        batches: Mapping[str, Batch],
    ) -> "Snapshot":
        """The same cases at another instant, beside appointments, opportunities and absences that are others."""
        other = replace(self, at_us=at_us, notes=notes, stored_weeks=stored_weeks, batches=batches)
        other.__dict__["history"] = self.history
        return other

    def moved_to(
        self,
        at_us: int,
        notes: tuple[SourceNote, ...],
        stored_weeks: Mapping[WeekKey, WeekCount] | None = None,
        batches: Mapping[str, Batch] | None = None,
    ) -> "Snapshot":
        """The same rows at another instant; what does not depend on the clock is not reckoned again.

        `batches` are later reads that tell the same (`tells_the_same`).
        """
        stored = self.stored_weeks if stored_weeks is None else stored_weeks
        moved = replace(self, at_us=at_us, notes=notes, stored_weeks=stored, batches=batches or self.batches)
        moved.__dict__.update({name: self.__dict__[name] for name in _OF_ROWS if name in self.__dict__})
        return moved


def _whole_until_us(note: SourceNote | None, batch: Batch | None) -> int:
    if note is None or batch is None or note.as_of_us is None or note.is_cut_short:
        return 0
    return min(note.as_of_us, batch.clock_us)
