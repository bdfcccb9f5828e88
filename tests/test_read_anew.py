"""A source read from the beginning although rows of it are known: the wall keeps them until it knows as much anew."""

from contextlib import closing
from dataclasses import replace
from queue import SimpleQueue

import polars as pl
import pytest

from tests.small_board import TinyOptions, batch, board, no_read, source, us
from tests.sources.declared.model_desk import Desk
from tests.sources.declared.reading import cases_with, declared
from wallboard.collect.board_files import Reloaded
from wallboard.collect.collector import Collector
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Outcome, Poller, attempt
from wallboard.compose import compose
from wallboard.core.local_time import DAY_US, HOUR_US
from wallboard.core.views.freshness import word_of_source
from wallboard.core.words import words
from wallboard.sources.contract import NeedsPerson, ReadRequest
from wallboard.sources.declared.engine import Engine
from wallboard.sources.declared.turns import Bounds
from wallboard.sources.web.door import Web
from wallboard.store.cache import Cache
from wallboard.store.erase_rows import erase_rows
from wallboard.store.erasure import Erasure
from wallboard.store.journal_reader import JournalReader

NOW_US = us("2026-03-06 12:00")
WEEK_US = 7 * DAY_US
BEGAN_US = NOW_US - 14 * WEEK_US
PATIENCE_S = 60
REFUSED = words("fault.no-answer", n=3)


class ByHand:
    """A source's thread, whose turns a test takes: as `Poller`, without its waiting."""

    def __init__(self, site, board):
        self.site, self.board, self.number, self.kept = site, board, 0, {}
        self.token = site.batch.token if site.batch is not None else ""
        self.now_us = NOW_US

    def poll_now(self): ...
    def poll_every(self, every_s): ...
    def stop(self): ...

    def begin_anew(self, number):
        self.number, self.token = number, ""

    def turn(self):
        """What a read brings, which the thread takes for kept."""
        request = ReadRequest(
            "crm", self.board.folder, self.now_us, "UTC", self.token, kept=self.kept, anew=self.number
        )
        number = self.number
        found = attempt(self.site.name, self.site.source.type, self.site.source.options, request)
        if found.batch is not None:
            self.token = found.batch.token
        return replace(found, anew=number)


class Wall:
    """A collector of one board, its source's thread, and what the wall shows."""

    def __init__(self, places, board):
        self.places, self.board, self.hands = places, board, []
        self.collector = Collector({"board0": board}, places, compose, self._start)
        self.collector.begin(NOW_US)

    def _start(self, site):
        self.hands.append(ByHand(site, self.board))
        return self.hands[-1]

    @property
    def hand(self):
        return self.hands[-1]

    @property
    def site(self):
        return site_of_source(self.board, self.board.sources[0])

    def take(self, *numbers, anew=0, is_from_nothing=False, fault=None, needs_person=False, **told):
        """An attempt ends."""
        came = batch(*numbers, **{"as_of_us": NOW_US, **told}) if told or fault is None else None
        one = Outcome(
            self.site, NOW_US, came, fault, needs_person=needs_person, is_from_nothing=is_from_nothing, anew=anew
        )
        self.collector.take(one)

    def turn(self):
        """The thread reads; the wall shows what it then knows."""
        found = self.hand.turn()
        self.collector.take(found)
        return found.batch

    def follow(self, board):
        self.board = board
        self.collector.take_board(Reloaded("board0", board))

    def numbers(self):
        """The cases that are kept, which are those that are shown."""
        self.collector.show(NOW_US)
        with closing(Cache(self.places, is_read_only=True)) as cache:
            kept = cache.load(self.site)
        with closing(JournalReader(self.places.journal, "board0")) as reader:
            picture = reader.picture()
        assert picture.pages[0][0].body.counts[0].value == kept.rows
        return sorted(kept.frame("cases")["number"])

    def kept(self):
        with closing(Cache(self.places, is_read_only=True)) as cache:
            return cache.load(self.site)

    def note(self):
        self.collector.show(NOW_US)
        with closing(JournalReader(self.places.journal, "board0")) as reader:
            return reader.picture().sources[0]

    def restart(self):
        self.collector.end()
        return Wall(self.places, self.board)

    def end(self):
        self.collector.end()


@pytest.fixture
def crm():
    return source("crm", no_read)


@pytest.fixture
def wall(places, tmp_path, crm):
    """Three cases are known, 14 weeks back, an hour and a half ago."""
    made = Wall(places, board(tmp_path, crm))
    made.take("1", "2", "3", as_of_us=READ_US, token="old", since_us={"cases": BEGAN_US})
    return made


READ_US = NOW_US - 90 * 60_000_000
REACHING = {"since_us": {"cases": READ_US - HOUR_US}}
SHORT = {"since_us": {"cases": NOW_US - HOUR_US}}


def slices(*tokens):
    """How each part of a read comes: the first anew, all but the last going on."""
    return [{"token": token, "is_changes": bool(place)} for place, token in enumerate(tokens)]


def test_what_a_read_begun_anew_brings_waits_beside_what_is_known_until_it_reaches_it(wall):
    wall.take("2", "4", token="a", has_more=True, **SHORT)
    assert wall.numbers() == ["1", "2", "3"]
    note = wall.note()
    assert (note.as_of_us, note.rows) == (READ_US, 3)
    assert word_of_source(note, NOW_US) == "STALE", "it is as old as what is shown"
    assert wall.kept().token == "old", "a restart begins anew"
    wall.take("5", token="b", has_more=True, is_changes=True, **REACHING)
    assert wall.numbers() == ["1", "2", "3", "4", "5"]
    assert (wall.kept().token, wall.kept().since_us) == ("b", {"cases": BEGAN_US})
    assert wall.note().as_of_us == NOW_US
    wall.end()


def test_what_goes_on_after_that_leaves_how_far_back_it_is_known(wall):
    wall.take("2", token="a", has_more=True, **REACHING)
    wall.take("4", token="b", has_more=True, is_changes=True, since_us={"cases": NOW_US - WEEK_US})
    assert (wall.numbers(), wall.kept().since_us) == (["1", "2", "3", "4"], {"cases": BEGAN_US})
    again = wall.restart()
    again.take("6", token="c", is_changes=True, since_us={"cases": NOW_US - 2 * WEEK_US})
    assert (len(again.numbers()), again.kept().since_us) == (5, {"cases": BEGAN_US})
    again.end()


def test_what_comes_after_that_is_laid_over_what_is_known_at_once(wall):
    wall.take("2", token="a", **REACHING)
    wall.take("4", token="b", is_changes=True, is_cut_short=True, is_behind=True, **REACHING)
    assert wall.numbers() == ["1", "2", "3", "4"]
    wall.end()


def test_a_read_that_brings_all_at_once_replaces_what_is_known(wall):
    wall.take("4", token="a")
    assert wall.numbers() == ["4"]
    wall.end()


def test_a_read_of_all_in_parts_replaces_what_is_known_when_it_is_through(wall):
    wall.take("4", token="a", has_more=True)
    wall.take("5", token="b", has_more=True, is_changes=True)
    assert wall.numbers() == ["1", "2", "3"]
    wall.take("6", token="c", is_changes=True)
    assert wall.numbers() == ["4", "5", "6"]
    wall.end()


def test_a_read_that_finds_nothing_more_is_through(wall):
    wall.take("4", token="a", has_more=True)
    wall.collector.take(Outcome(wall.site, NOW_US + 5))
    assert wall.numbers() == ["4"]
    assert (wall.note().as_of_us, wall.kept().token) == (NOW_US + 5, "a")
    wall.end()


def test_where_nothing_is_known_each_part_is_shown_as_it_comes(places, tmp_path, crm):
    wall = Wall(places, board(tmp_path, crm))
    wall.take("1", token="a", has_more=True, **SHORT)
    assert wall.numbers() == ["1"]
    wall.take("2", token="b", has_more=True, is_changes=True, **SHORT)
    assert wall.numbers() == ["1", "2"]
    wall.end()


def test_a_restart_in_the_middle_begins_anew_with_what_was_known(wall):
    wall.take("2", "4", token="a", has_more=True, **SHORT)
    again = wall.restart()
    assert again.hand.token == "old"
    assert again.numbers() == ["1", "2", "3"]
    again.take("2", token="a", has_more=True, **REACHING)
    assert again.numbers() == ["1", "2", "3"]
    assert again.note().as_of_us == NOW_US
    again.end()


def test_a_fault_in_the_middle_is_told_beside_what_is_known_and_the_read_goes_on(wall):
    wall.take("4", token="a", has_more=True, **SHORT)
    wall.take(fault=words("fault.no-answer", n=3))
    assert wall.numbers() == ["1", "2", "3"]
    note = wall.note()
    assert (note.fault, note.as_of_us) == (words("fault.no-answer", n=3), READ_US)
    wall.take("5", token="b", is_changes=True, has_more=True, **REACHING)
    assert wall.numbers() == ["1", "2", "3", "4", "5"]
    assert wall.note().fault is None
    wall.end()


def test_where_a_part_is_refused_what_came_of_the_others_waits_and_it_is_told(wall):
    wall.take("4", token="a", fault=REFUSED, needs_person=True, **SHORT)
    assert wall.numbers() == ["1", "2", "3"]
    assert (wall.note().fault, wall.note().as_of_us) == (REFUSED, READ_US)
    wall.take("5", token="b", is_changes=True, fault=REFUSED, needs_person=True, as_of_us=NOW_US + DAY_US, **SHORT)
    assert wall.numbers() == ["4", "5"], "after a day, as where the calls are spent"
    assert wall.kept().since_us == SHORT["since_us"]
    assert wall.note().as_of_us == READ_US
    wall.end()


@pytest.mark.parametrize("told", [REACHING, {}])
def test_where_a_part_is_refused_what_reaches_what_is_known_is_laid_over_it_at_once(wall, told):
    wall.take("4", token="a", fault=REFUSED, needs_person=True, **told)
    assert wall.numbers() == ["1", "2", "3", "4"], "nothing is taken for gone"
    assert (wall.note().fault, wall.note().as_of_us, wall.kept().token) == (REFUSED, READ_US, "a")
    wall.end()


def test_rows_of_other_settings_stay_where_a_part_is_refused_until_as_much_was_read(wall, crm):
    wall.follow(edited(wall, crm))
    wall.take("7", token="a", fault=REFUSED, needs_person=True)
    assert wall.numbers() == ["1", "2", "3"], "nothing is said of how far back"
    wall.take("7", token="a", fault=REFUSED, needs_person=True, **SHORT)
    assert wall.numbers() == ["1", "2", "3"]
    wall.take("8", token="b", is_changes=True, fault=REFUSED, needs_person=True, **REACHING)
    assert wall.numbers() == ["7", "8"]
    wall.end()


def test_a_read_begun_anew_once_more_forgets_what_it_had_brought(wall):
    wall.take("4", token="a", has_more=True, **SHORT)
    wall.take("5", token="b", has_more=True, **REACHING)
    assert wall.numbers() == ["1", "2", "3", "5"]
    wall.end()


def test_a_read_cut_short_adds_to_what_is_known_at_once(wall):
    wall.take("4", is_cut_short=True, is_behind=True, has_more=True, since_us={"cases": NOW_US - HOUR_US})
    assert wall.numbers() == ["1", "2", "3", "4"]
    assert wall.kept().since_us == {"cases": BEGAN_US}
    assert wall.note().as_of_us == READ_US
    wall.end()


def test_a_read_that_may_not_go_on_yet_leaves_what_is_known_for_a_day(wall):
    """The calls of an hour are spent before it has come back to what is known."""
    wall.take("4", token="a", **SHORT)
    wall.take("5", token="b", is_changes=True, **SHORT)
    assert wall.numbers() == ["1", "2", "3"]
    wall.take("6", token="c", is_changes=True, as_of_us=NOW_US + DAY_US, **SHORT)
    assert wall.numbers() == ["4", "5", "6"]
    assert wall.kept().since_us == SHORT["since_us"]
    wall.end()


def test_parts_that_say_nothing_new_of_a_source_asked_from_nothing_take_nothing_away(wall):
    """Calendars bring everything with the last part, and until then that they know of nobody's days."""
    wall.take(is_from_nothing=True, is_changes=True, has_more=True, unread=("Kim",), as_of_us=NOW_US)
    assert (wall.numbers(), wall.kept().unread, wall.note().as_of_us) == (["1", "2", "3"], (), READ_US)
    wall.take("1", "4", token="all")
    assert (wall.numbers(), wall.note().as_of_us) == (["1", "4"], NOW_US)
    wall.end()


def test_a_second_process_sees_what_is_known_until_it_is_replaced(wall, places):
    other = Wall(places, wall.board)
    wall.take("4", token="a", has_more=True, **SHORT)
    other.collector.look_around(NOW_US)
    assert other.note().rows == 3
    assert not other.hands
    wall.take("5", token="b", is_changes=True, **REACHING)
    other.collector.look_around(NOW_US)
    assert (other.note().rows, other.note().as_of_us) == (5, NOW_US)
    other.end()
    wall.end()


# Other settings


def edited(wall, crm, path="other"):
    return board(wall.board.folder, replace(crm, options=TinyOptions(path=path)))


def test_what_was_read_with_other_settings_goes_when_as_much_was_read_with_these(wall, crm):
    wall.follow(edited(wall, crm))
    wall.take("7", token="a", has_more=True, **SHORT)
    assert wall.numbers() == ["1", "2", "3"]
    assert wall.note().as_of_us == READ_US
    wall.take("8", token="b", has_more=True, is_changes=True, **REACHING)
    assert wall.numbers() == ["7", "8"]
    assert wall.kept().since_us == REACHING["since_us"]
    wall.take("9", token="c", has_more=True, is_changes=True, **REACHING)
    assert wall.numbers() == ["7", "8", "9"], "they are its own by now"
    wall.end()


def test_that_rows_were_read_with_other_settings_is_known_after_a_restart(wall, crm):
    wall.follow(edited(wall, crm))
    wall.take(fault=words("fault.no-answer", n=3))
    wall.take("7", token="a", has_more=True, **SHORT)
    again = wall.restart()
    assert (again.numbers(), again.hand.token) == (["1", "2", "3"], "")
    again.take("8", token="b", has_more=True, **REACHING)
    assert again.numbers() == ["8"]
    again = again.restart()
    again.take("9", token="c", has_more=True, **REACHING)
    assert again.numbers() == ["8", "9"], "they are its own by now"
    again.end()


def test_with_settings_after_settings_nothing_is_laid_over_rows_of_the_first(wall, crm):
    for path in ("one", "another"):
        wall.follow(edited(wall, crm, path))
    wall.take("8", token="b", has_more=True, **REACHING)
    assert wall.numbers() == ["8"]
    wall.end()


DOWN = words("fault.no-answer", n=3)


def test_with_settings_taken_back_a_site_begins_with_its_own_rows_whatever_their_age(wall, crm):
    before = wall.board
    wall.take(fault=DOWN)
    wall.follow(edited(wall, crm))
    wall.take("901", token="t")
    assert wall.numbers() == ["901"]
    wall.follow(before)
    assert wall.numbers() == ["1", "2", "3"]
    assert (wall.note().as_of_us, wall.hand.token) == (READ_US, "old")
    wall.take(fault=DOWN)
    again = wall.restart()
    assert again.numbers() == ["1", "2", "3"]
    again.take("4", token="new", is_changes=True)
    assert again.numbers() == ["1", "2", "3", "4"]
    again.end()


def test_rows_that_a_site_inherited_give_way_to_later_ones_of_settings_in_between(wall, crm):
    wall.follow(edited(wall, crm, "one"))
    wall.take(fault=DOWN)
    assert wall.numbers() == ["1", "2", "3"]
    wall.follow(edited(wall, crm, "another"))
    wall.take("901", token="t")
    wall.follow(edited(wall, crm, "one"))
    assert wall.numbers() == ["901"]
    assert (wall.note().as_of_us, wall.hand.token) == (NOW_US, "")
    wall.end()


def test_rows_that_a_site_inherited_do_not_give_way_to_what_was_never_read_completely(wall, crm):
    wall.follow(edited(wall, crm, "one"))
    other = edited(wall, crm, "another")
    with closing(Cache(wall.places)) as cache:
        cache.apply(site_of_source(other, other.sources[0]), batch("901", is_cut_short=True, is_behind=True))
    wall.board = other
    wall = wall.restart()
    assert wall.numbers() == ["901"]
    wall.follow(edited(wall, crm, "one"))
    assert wall.numbers() == ["1", "2", "3"]
    wall.end()


# What must not come back, or be missed


def test_who_is_erased_while_rows_arrive_does_not_come_back(wall, places):
    wall.take("4", "77", token="a", has_more=True)
    assert erase_rows(places, Erasure("77")) == {}, "of what is kept nobody is to go"
    wall.take("5", token="b", is_changes=True, has_more=True)
    assert wall.numbers() == ["1", "2", "3"]
    assert (wall.hand.number, wall.hand.token) == (1, "")
    wall.collector.take(Outcome(wall.site, NOW_US, anew=1))
    assert wall.numbers() == ["1", "2", "3"], "of what had come nothing is left"
    wall.take("4", token="a", has_more=True, anew=1, **SHORT)
    wall.take("5", token="b", has_more=True, anew=1, is_changes=True, **REACHING)
    assert wall.numbers() == ["1", "2", "3", "4", "5"]
    wall.end()


def test_who_is_erased_from_the_wall_while_rows_arrive_does_not_come_back_with_them(wall, places):
    wall.take("3", "4", token="a", has_more=True, **SHORT)
    assert erase_rows(places, Erasure("3")) == {"cases": 1}
    assert wall.numbers() == ["1", "2"]
    wall.take("5", token="b", is_changes=True, has_more=True, **REACHING)
    assert wall.numbers() == ["1", "2"]
    wall.end()


def test_an_erasure_before_a_start_is_none_while_rows_arrive(wall, places):
    erase_rows(places, Erasure("3"))
    again = wall.restart()
    again.take("4", token="a", has_more=True, **REACHING)
    assert (again.numbers(), again.hand.number) == (["1", "2", "4"], 0)
    again.end()


def test_who_is_erased_while_the_first_part_is_read_does_not_come_with_it(wall, places):
    erase_rows(places, Erasure("3"))
    wall.take("3", "4", token="a", has_more=True, **SHORT)
    wall.take("5", token="b", has_more=True, is_changes=True, **REACHING)
    assert wall.numbers() == ["1", "2"]
    wall.end()


def test_an_erasure_costs_no_source_a_read_that_has_nothing_under_way(wall, places):
    erase_rows(places, Erasure("3"))
    wall.take("4", token="new", is_changes=True)
    assert (wall.numbers(), wall.hand.number) == (["1", "2", "4"], 0)
    wall.take("5", token="a", has_more=True, **REACHING)
    assert (wall.numbers(), wall.hand.number) == (["1", "2", "4", "5"], 0)
    wall.end()


def test_changes_that_follow_on_lost_rows_are_not_kept(wall):
    bad = replace(batch("4", is_changes=True), frames={"cases": pl.DataFrame({"opened_at": ["x"]})})
    with pytest.raises(pl.exceptions.PolarsError):
        wall.collector.take(Outcome(wall.site, NOW_US, bad))
    wall.take("5", token="beyond", is_changes=True, as_of_us=NOW_US)
    wall.collector.take(Outcome(wall.site, NOW_US))
    assert (wall.numbers(), wall.kept().token) == (["1", "2", "3"], "old")
    assert wall.note().as_of_us == READ_US, "that nothing changed since then says nothing"
    wall.take("4", "5", token="all", anew=1)
    assert wall.numbers() == ["4", "5"]
    wall.end()


def test_parts_of_another_form_have_the_source_read_anew(wall):
    wall.take("4", token="a", has_more=True, **SHORT)
    bad = replace(batch("4", is_changes=True), frames={"cases": pl.DataFrame({"opened_at": ["x"]})})
    with pytest.raises(pl.exceptions.PolarsError):
        wall.collector.take(Outcome(wall.site, NOW_US, bad))
    assert wall.hand.number == 1
    assert wall.numbers() == ["1", "2", "3"]
    wall.end()


def test_a_thread_says_of_which_beginning_its_outcomes_are():
    outbox, numbers = SimpleQueue(), []

    def told(options, request):
        numbers.append(request.anew)
        return batch("1", token="t")

    read = source("crm", told)
    request = ReadRequest("crm", None, NOW_US, "UTC")
    poller = Poller("site", read.type, read.options, request, every_s=0.001, clock=lambda: NOW_US, outbox=outbox)

    def outcomes():
        while True:
            message = outbox.get(timeout=PATIENCE_S)
            if isinstance(message, Outcome):
                yield message

    poller.start()
    said = outcomes()
    first, second = next(said), next(said)
    assert [(one.anew, one.is_from_nothing) for one in (first, second)] == [(0, True), (0, False)]
    poller.begin_anew(1)
    poller.begin_anew(2)
    later = [next(said) for _ in range(50)]
    assert [(one.anew, one.is_from_nothing) for one in later if one.anew][:2] == [(2, True), (2, False)]
    poller.stop()
    poller.join(PATIENCE_S)
    assert numbers[: len(later) + 2] == [one.anew for one in (first, second, *later)]


def test_a_fault_of_a_part_says_too_whether_the_others_were_read_from_nothing():
    def partly(options, request):
        raise NeedsPerson(words("fault.no-answer", n=3), batch=batch("1", token="t"))

    crm = source("crm", partly)

    def is_from_nothing(token):
        request = ReadRequest("crm", None, NOW_US, "UTC", token)
        return attempt("site", crm.type, crm.options, request).is_from_nothing

    assert is_from_nothing("")
    assert not is_from_nothing("t")


# A desk on loopback


def desk_wall(places, folder, desk, url, *, panels=(), **more):
    """The desk as a source that is read in parts of some ten records."""

    def read(options, request):
        kept = request.kept.setdefault("engine", Engine.of(options, "UTC", Bounds(records=10)))
        with Web(options.url, options, request) as web:
            return kept.read(request, web, lambda: 0.0)

    options = declared(url, **more)
    kind = replace(source("crm", read).type, options=type(options))
    one = replace(source("crm", read), options=options, type=kind)
    wall = Wall(places, board(folder, one, panels=panels))
    wall.hand.now_us = desk.now_us
    return wall


def read_on(wall, most=200):
    """Until there is no more; how many cases were kept after each part."""
    seen = []
    for _ in range(most):
        came = wall.turn()
        seen.append(wall.kept().rows)
        if came is None or not came.has_more:
            return seen
    raise AssertionError("there is always more")


def upgraded(wall):
    """The same after an upgrade, whose form of a token is another."""
    known = wall.kept()
    wall.collector.end()
    with closing(Cache(wall.places)) as cache:
        cache.apply(wall.site, replace(known, token='{"form": 0}'))
    again = Wall(wall.places, wall.board)
    again.hand.now_us = wall.hand.now_us
    return again


def statuses(known):
    return dict(known.frame("cases").select("number", "status").rows())


@pytest.mark.parametrize("stops_at", [None, 2, 4])
def test_an_upgrade_takes_nothing_from_the_wall_and_leaves_what_the_source_has_and_older_cases(
    places, tmp_path, desk, url, stops_at
):
    desk.make(30, every_s=2 * 86_400, status="closed")
    desk.make(25, every_s=60)
    wall = desk_wall(places, tmp_path, desk, url)
    read_on(wall)
    assert wall.kept().rows == 55
    began_us = wall.kept().since_us["cases"]

    desk.clock_s += 60 * 86_400
    desk.change(40, status="closed")
    desk.make(3)
    wall.hand.now_us = desk.now_us
    read_on(wall)
    known = wall.kept()
    desk.clock_s += 7200
    desk.change(41, status="closed")
    new = desk.make(2)
    wall.hand.now_us = desk.now_us

    wall = upgraded(wall)
    if stops_at is not None:
        for _ in range(stops_at):
            wall.turn()
        wall = wall.restart()
        wall.hand.now_us = desk.now_us
    seen = read_on(wall)
    assert min(seen) >= known.rows
    if stops_at is None:
        assert seen[:2] == [known.rows, known.rows]
        assert seen[2] > known.rows, "before it is through"
        assert len(seen) > 3

    now = wall.kept()
    assert statuses(now) == statuses(known) | {str(number): one.status for number, one in desk.tickets.items()}
    assert {str(number) for number in new} <= statuses(now).keys()
    assert now.since_us == {"cases": began_us}
    wall.end()


def test_after_an_upgrade_cases_that_were_deleted_go_with_the_next_read_of_everything(places, tmp_path, desk, url):
    desk.make(25)
    wall = desk_wall(places, tmp_path, desk, url)
    read_on(wall)
    desk.delete(3)
    desk.clock_s += 300
    wall.hand.now_us = desk.now_us
    wall = upgraded(wall)
    read_on(wall)
    assert wall.kept().rows == 25
    for _ in range(4):
        desk.clock_s += 86_400
        wall.hand.now_us = desk.now_us
        read_on(wall)
    assert sorted(map(int, statuses(wall.kept()))) == sorted(desk.tickets)
    wall.end()


def test_nothing_goes_when_a_read_that_was_cut_short_is_begun_anew(places, tmp_path, desk, url):
    desk.make(60)
    wall = desk_wall(places, tmp_path, desk, url)
    read_on(wall)
    desk.clock_s += 4000
    wall.hand.now_us = desk.now_us
    wall = upgraded(wall)
    wall.turn()
    wall.turn()
    desk.make(5)
    desk.total_said = lambda total: total + 50
    while not (found := wall.hand.turn()).batch.is_cut_short:
        wall.collector.take(found)
    erase_rows(places, Erasure("77"))
    wall.collector.take(found)
    assert wall.hand.number == 1
    desk.total_said = lambda total: total
    desk.clock_s += 300
    wall.hand.now_us = desk.now_us
    assert min(read_on(wall)) >= 60
    assert statuses(wall.kept()) == {str(number): one.status for number, one in desk.tickets.items()}
    assert wall.note().as_of_us == desk.now_us
    wall.end()


OPPORTUNITIES = {
    "request": {"path": "/deals", "params": {"limit": "{limit}", "page": "{page}"}},
    "records": "items",
    "paging": {"by": "page", "size": 100, "total": "total"},
    "fields": {"number": "id", "created": "made"},
}


def test_of_a_list_that_is_read_as_a_whole_nothing_stays_that_was_deleted_before_an_upgrade(
    places, tmp_path, desk, url
):
    deals = Desk(most=10)
    deals.make(5)
    desk.special = lambda of, path, query, body: deals.page(path, query, body) if path == "/deals" else None
    desk.make(60)
    wall = desk_wall(places, tmp_path, desk, url, opportunities=OPPORTUNITIES)
    read_on(wall)
    assert wall.kept().frame("opportunities").height == 5
    deals.delete(2)
    desk.clock_s += 300
    wall.hand.now_us = desk.now_us
    wall = upgraded(wall)
    seen = read_on(wall)
    assert len(seen) > 2
    assert min(seen) == 64
    known = wall.kept()
    assert sorted(known.frame("opportunities")["number"]) == ["1", "3", "4", "5"]
    assert known.frame("cases").height == 60
    assert "opportunities" not in known.since_us
    wall.end()


def test_what_was_deleted_since_the_last_read_is_gone_after_an_upgrade(places, tmp_path, desk, url):
    desk.make(25)
    wall = desk_wall(places, tmp_path, desk, url, cases=cases_with(deleted="status == 'deleted'", full_every=None))
    read_on(wall)
    assert "3" in statuses(wall.kept())
    desk.change(3, status="deleted")
    for number in sorted(desk.tickets):
        if number != 3:
            desk.clock_s += 10
            desk.change(number)
    desk.clock_s += 300
    wall.hand.now_us = desk.now_us
    wall = upgraded(wall)
    read_on(wall)
    assert "3" not in statuses(wall.kept())
    wall.end()


def test_a_first_read_that_is_refused_far_back_after_an_upgrade_does_not_hold_up_the_wall(places, tmp_path, desk, url):
    desk.make(20, every_s=2 * 86_400, status="closed")
    desk.make(5)
    wall = desk_wall(places, tmp_path, desk, url)
    read_on(wall)
    desk.clock_s += 600
    desk.change(25, status="closed")
    wall.hand.now_us = desk.now_us
    desk.special = lambda desk, path, query, body: (
        (403, {}, None) if "until" in query and query["since"] < "2026-12-01" else None
    )
    wall = upgraded(wall)
    read_on(wall)
    assert statuses(wall.kept())["25"] == "closed"
    assert wall.kept().rows == 25
    assert wall.note().fault is not None
    wall.end()
