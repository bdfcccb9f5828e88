"""How old what is known is while a read is behind, or a part of it refused: as old as the last complete read."""

from contextlib import closing
from dataclasses import replace

import pytest

from tests.small_board import batch, board, no_read, source
from tests.test_read_anew import NOW_US, Wall, desk_wall, read_on, statuses
from wallboard.collect.once import read_once
from wallboard.collect.polling import Outcome
from wallboard.config.board import PanelEntry
from wallboard.core.local_time import DAY_US
from wallboard.core.views.freshness import word_of_source
from wallboard.core.words import words
from wallboard.panels import trend
from wallboard.panels.contract import Envelope
from wallboard.panels.registry import types
from wallboard.sources.contract import NeedsPerson
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal

REFUSED = words("web.forbidden", host="crm.example.com")
FIRST_US = NOW_US - DAY_US


@pytest.fixture
def wall(places, tmp_path):
    """One case is known, as of yesterday."""
    made = Wall(places, board(tmp_path, source("crm", no_read)))
    made.take("1", as_of_us=FIRST_US, token="a")
    return made


def as_ofs(wall):
    """What the wall says of its age, and what is kept beside the rows."""
    return wall.note().as_of_us, wall.kept().as_of_us


def test_a_read_that_is_behind_leaves_what_is_known_as_old_as_it_was(wall):
    wall.take("2", token="b", is_changes=True, has_more=True, is_behind=True)
    assert wall.numbers() == ["1", "2"]
    assert as_ofs(wall) == (FIRST_US, FIRST_US)
    assert word_of_source(wall.note(), NOW_US) == "STALE"
    wall = wall.restart()
    assert as_ofs(wall) == (FIRST_US, FIRST_US)
    wall.take("3", token="c", is_changes=True, has_more=True, since_us={"cases": NOW_US - 5 * DAY_US})
    assert as_ofs(wall) == (NOW_US, NOW_US), "it has come to the present, and goes on further back"
    wall.end()


def test_a_read_that_then_finds_nothing_more_has_come_to_the_present(wall):
    wall.take("2", token="b", is_changes=True, has_more=True, is_behind=True)
    wall.collector.take(Outcome(wall.site, NOW_US))
    assert as_ofs(wall) == (NOW_US, NOW_US)
    assert not wall.kept().is_behind
    wall = wall.restart()
    assert as_ofs(wall) == (NOW_US, NOW_US)
    wall.end()


def test_a_first_read_that_is_behind_is_none_yet(places, tmp_path):
    wall = Wall(places, board(tmp_path, source("crm", no_read)))
    wall.take("1", token="a", has_more=True, is_behind=True)
    assert word_of_source(wall.note(), NOW_US) == "UNREAD"
    wall = wall.restart()
    assert word_of_source(wall.note(), NOW_US) == "UNREAD"
    wall.take("2", token="b", is_changes=True, has_more=True, since_us={"cases": NOW_US - 5 * DAY_US})
    assert (wall.numbers(), word_of_source(wall.note(), NOW_US)) == (["1", "2"], "LIVE")
    wall.end()


def test_rows_beside_a_fault_are_as_old_as_the_last_complete_read_in_every_process(wall, places):
    other = Wall(places, wall.board)
    wall.take("2", token="b", is_changes=True, fault=REFUSED, needs_person=True)
    assert as_ofs(wall) == (FIRST_US, FIRST_US)
    other.collector.look_around(NOW_US)
    assert (other.note().as_of_us, other.note().rows) == (FIRST_US, 2)
    other.end()
    wall = wall.restart()
    assert (as_ofs(wall), wall.note().fault) == ((FIRST_US, FIRST_US), REFUSED)
    wall.take("2", token="c", is_changes=True)
    assert as_ofs(wall) == (NOW_US, NOW_US)
    wall.end()


def test_rows_beside_what_failed_in_passing_and_could_wait_are_of_now(wall):
    wall.take("2", token="b", is_changes=True, fault=words("web.down", host="crm.example.com", status="500"))
    assert as_ofs(wall) == (NOW_US, NOW_US)
    assert word_of_source(wall.note(), NOW_US) == "LATE"
    wall = wall.restart()
    assert (as_ofs(wall), word_of_source(wall.note(), NOW_US)) == ((NOW_US, NOW_US), "LATE")
    wall.take("3", token="c", is_changes=True, is_behind=True, fault=wall.note().fault)
    assert wall.note().as_of_us == NOW_US
    wall.end()


def test_a_complete_read_is_known_though_the_process_ended_before_it_was_noted(wall):
    """Rows and condition are two writes."""
    wall.collector.end()
    with closing(Cache(wall.places)) as cache:
        cache.apply(wall.site, batch("2", as_of_us=NOW_US, is_changes=True))
        assert cache.condition(wall.site).as_of_us == NOW_US
        cache.apply(wall.site, batch("3", as_of_us=NOW_US + 5, is_changes=True, is_behind=True))
    again = Wall(wall.places, wall.board)
    assert again.kept().as_of_us == NOW_US
    again.end()


def test_the_same_rows_again_of_a_read_that_is_behind_are_as_old_as_they_were(wall):
    wall.collector.end()
    with closing(Cache(wall.places)) as cache:
        known = cache.apply(wall.site, batch("1", "2", as_of_us=FIRST_US)).batch
        again = replace(known, as_of_us=NOW_US, is_behind=True)
        assert cache.apply(wall.site, again).batch.as_of_us == FIRST_US
        assert cache.load(wall.site).as_of_us == FIRST_US


def test_a_command_takes_no_read_for_complete_of_which_a_part_was_refused_or_is_yet_to_come(tmp_path):
    def refused(options, request):
        raise NeedsPerson(REFUSED, batch=batch("1", as_of_us=request.now_us))

    def behind(options, request):
        if request.token:
            raise NeedsPerson(REFUSED)
        return batch("1", as_of_us=request.now_us, token="a", has_more=True, is_behind=True)

    batches, conditions = read_once(board(tmp_path, source("a", refused), source("b", behind)), NOW_US)
    assert [one.rows for one in batches.values()] == [1, 1]
    assert [one.as_of_us for one in conditions.values()] == [None, None]


# A desk on loopback


def trend_wall(places, folder, desk, url):
    """What was opened, week by week, of a desk that is read in parts of some ten records."""
    entry = PanelEntry(types()["trend"], trend.Options(measure="opened"), Envelope("trend", "Trend"), (0, 0, 6, 4))
    wall = desk_wall(places, folder, desk, url, panels=(entry,))

    def stored():
        wall.collector.show(desk.now_us)
        with closing(Journal(places)) as journal:
            found = {key: count for key, count in journal.weeks("board0").items() if key[0] == "opened"}
        return [count.value for _, count in sorted(found.items(), key=lambda one: str(one[0]))]

    return wall, stored


def test_no_week_is_stored_before_a_catch_up_has_come_to_the_present(places, tmp_path, desk, url):
    desk.make(60)
    wall, stored = trend_wall(places, tmp_path, desk, url)
    read_on(wall)
    assert stored() == []
    desk.clock_s += 86_400
    desk.make(40)
    desk.clock_s += 6 * 86_400
    wall.hand.now_us = desk.now_us
    before_us = wall.note().as_of_us
    parts = 0
    while wall.turn().is_behind:
        parts += 1
        assert (stored(), wall.note().as_of_us) == ([], before_us)
    assert parts > 1
    assert stored()[-1] == 100
    wall.end()


def test_a_week_waits_for_what_was_refused_after_a_restart_too(places, tmp_path, desk, url):
    desk.make(5)
    wall = desk_wall(places, tmp_path, desk, url)
    read_on(wall)
    before_us = wall.note().as_of_us
    desk.special = lambda desk, path, query, body: (403, {}, None) if query.get("status") == "open" else None
    desk.clock_s += 2 * 86_400
    desk.change(1, status="closed")
    wall.hand.now_us = desk.now_us
    wall.turn()
    assert statuses(wall.kept())["1"] == "closed"
    assert wall.note().fault is not None
    wall = wall.restart()
    assert as_ofs(wall) == (before_us, before_us)
    wall.end()
