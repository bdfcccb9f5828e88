"""When the collector composes anew, and of which rows."""

import pytest

from tests.collect.collecting import MINUTE_US, NOW_US, Threads, collector, outcome, picture, rows_shown
from tests.small_board import batch
from wallboard.collect.collector import Collector
from wallboard.compose import compose
from wallboard.core.words import words


def composing_counted(places, *boards):
    """A collector, and for each time that it composes the number of rows."""
    made = []

    def composing(of, batches, conditions, now_us, **told):
        made.append(sum(one.rows for one in batches.values()))
        return compose(of, batches, conditions, now_us, **told)

    named = {f"board{number}": one for number, one in enumerate(boards)}
    return Collector(named, places, composing, Threads()), made


def test_where_only_ages_changed_they_are_shown_and_nothing_is_composed(places, house, crm):
    one, made = composing_counted(places, house)
    one.begin(NOW_US - MINUTE_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US - MINUTE_US)))
    one.show(NOW_US - MINUTE_US)
    assert made == [0, 1]
    assert one.take(outcome(house, crm))
    assert not one.has_news
    one.show_ages(NOW_US)
    assert made == [0, 1]
    found = picture(places)
    assert (rows_shown(found), found.sources[0].as_of_us) == (1, NOW_US)
    assert found.sources[0].late_at_us > NOW_US + MINUTE_US
    one.end()


@pytest.mark.parametrize(
    ("told", "is_urgent"),
    [
        ({"batch": batch("1", "2", as_of_us=NOW_US)}, False),
        ({"batch": batch("1", as_of_us=NOW_US, is_cut_short=True, is_behind=True)}, False),
        ({"fault": words("fault.no-answer", n=3)}, True),
    ],
    ids=["other rows", "a read cut short", "a fault"],
)
def test_other_rows_are_news_that_can_wait_and_a_fault_is_news_that_cannot(places, house, crm, told, is_urgent):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    assert one.has_news
    assert one.is_urgent  # the first rows of a source
    one.show(NOW_US)
    assert not one.has_news
    assert not one.is_urgent
    one.take(outcome(house, crm, **told))
    one.take(outcome(house, crm, **({} if "fault" not in told else told)))
    assert (one.has_news, one.is_urgent) == (True, is_urgent)
    one.end()


def test_rows_that_are_not_yet_composed_are_not_yet_counted_beside_the_views(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US + 5)))
    one.show_ages(NOW_US + 5)
    found = picture(places)
    assert (rows_shown(found), found.sources[0].rows, found.sources[0].as_of_us) == (1, 1, NOW_US + 5)
    one.show(NOW_US + 6)
    assert (rows_shown(picture(places)), picture(places).sources[0].rows) == (2, 2)
    one.end()


def test_a_wall_that_shows_the_same_as_before_is_still_until_a_row_moves_it(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1")))
    one.show(NOW_US)
    assert not one.is_still
    one.show(NOW_US + MINUTE_US)
    assert one.is_still
    one.take(outcome(house, crm, batch=batch("1", "2")))
    one.show(NOW_US + 2 * MINUTE_US)
    assert not one.is_still
    one.end()


def test_rows_that_somebody_asked_for_do_not_wait(places, house, crm):
    one = collector(places, house)
    one.begin(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show(NOW_US)
    one.refresh()
    one.show(NOW_US)  # a tick comes between
    one.take(outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    assert one.is_urgent
    one.show(NOW_US)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    assert not one.is_urgent
    one.end()


def test_what_is_composed_is_in_one_piece_and_stays_so_until_something_changes(places, house, crm):
    seen = []

    def composing(board, batches, conditions, now_us, **told):
        seen.append(batches.get("crm"))
        return compose(board, batches, conditions, now_us, **told)

    one = Collector({"board0": house}, places, composing, Threads())
    one.begin(NOW_US)
    numbers = [f"{row:04}" for row in range(400)]
    one.take(outcome(house, crm, batch=batch(*numbers, as_of_us=NOW_US)))
    one.take(outcome(house, crm, batch=batch(*(f"{number}x" for number in numbers), is_changes=True)))
    one.show(NOW_US)
    one.show(NOW_US + 5)
    assert seen[-1].rows == 800
    assert seen[-1].frame("cases").n_chunks() == 1
    assert seen[-1].frames["cases"] is seen[-2].frames["cases"]
    one.end()
