"""Weeks that are over: stored once, and as they are from then on."""

from contextlib import closing
from dataclasses import replace

from tests.collect.collecting import NOW_US, collector, outcome, picture
from tests.small_board import batch, board, no_read, panel, source, us
from wallboard.core.measures.weeks import WeekCount
from wallboard.core.scope import Where
from wallboard.core.views.shapes import Count, Counts, View
from wallboard.core.words import verbatim
from wallboard.panels.contract import Shown
from wallboard.store.journal import Journal
from wallboard.store.weeks import stored_weeks


def weekly(options, envelope, snapshot):
    """A panel whose measure counts the rows: what it says of a week changes with them."""
    rows = sum(one.rows for one in snapshot.batches.values())
    weeks = snapshot.week_figures("rows", Where(), lambda week: WeekCount(rows), count=3)
    counts = tuple(Count(week.week_on, verbatim(week.week_on), week.value) for week in weeks)
    return Shown(View(envelope.type, envelope.title, verbatim("Weeks"), Counts(counts)))


def weeks_shown(found):
    return [count.value for count in found.pages[0][0].body.counts]


def weekly_board(tmp_path, *sources):
    return board(tmp_path, *sources, panels=(panel("Weeks", weekly),))


def test_a_week_is_stored_once_every_source_was_read_to_its_end_after_it(places, tmp_path, crm):
    erp = source("erp", no_read)
    house = weekly_board(tmp_path, crm, erp)
    one = collector(places, house)
    one.begin(NOW_US)
    last_us = us("2026-03-02 00:00")
    reads = [
        (crm, batch("1", as_of_us=NOW_US), 0),
        (erp, batch("1", as_of_us=NOW_US, is_cut_short=True, is_behind=True), 0),
        (erp, batch("1", as_of_us=last_us - 1), 2),
        (erp, batch("1", as_of_us=last_us), 3),
    ]
    for kind, rows, stored in reads:
        one.take(outcome(house, kind, batch=rows))
        one.show(NOW_US)
        assert len(stored_weeks(places, "board0")) == stored
    one.end()


def test_a_clock_that_ran_ahead_stores_no_week_that_the_source_has_not_lived(places, tmp_path, crm):
    house = weekly_board(tmp_path, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=replace(batch("1", as_of_us=NOW_US), clock_us=us("2026-02-20 12:00"))))
    one.show(NOW_US)
    assert [key.week_on for key in stored_weeks(places, "board0")] == ["2026-02-09"]
    one.end()


def test_a_stored_week_stays_as_it_is_whatever_the_rows_say_later(places, tmp_path, crm):
    house = weekly_board(tmp_path, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    week_us = 7 * 86_400_000_000
    one.take(outcome(house, crm, batch=batch("1", "2", "3", as_of_us=NOW_US + week_us)))
    one.show(NOW_US + week_us)
    assert weeks_shown(picture(places)) == [1, 1, 3]
    one.end()
    again = collector(places, house)
    again.begin(NOW_US + week_us)
    assert weeks_shown(picture(places)) == [1, 1, 3]
    again.end()


def test_a_running_collector_shows_what_another_process_recomputed(places, tmp_path, crm):
    house = weekly_board(tmp_path, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    with closing(Journal(places)) as other:
        key = max(other.weeks("board0"))
        assert other.recompute_weeks("board0", {key: WeekCount(7)}, NOW_US) == {key: WeekCount(1)}
    one.show(NOW_US + 1)
    assert weeks_shown(picture(places)) == [1, 1, 7]
    one.end()
