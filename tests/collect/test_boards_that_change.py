"""Boards that change while the collector runs: sources start, stop and keep their rows; what is bad is said."""

import logging
import threading
from contextlib import closing
from dataclasses import replace

from tests.collect.collecting import MINUTE_US, NOW_US, PATIENCE_S, Threads, collector, outcome, picture, rows_shown
from tests.small_board import TinyOptions, batch, board, no_read, panel, source
from wallboard.collect.board_files import Reloaded
from wallboard.collect.collector import Collector
from wallboard.collect.once import site_of_source
from wallboard.collect.polling import Outcome
from wallboard.compose import compose
from wallboard.config.faults import Fault
from wallboard.core.views.freshness import word_of_source
from wallboard.core.words import words
from wallboard.store.journal_reader import JournalReader
from wallboard.store.locks import take


def lock_is_free(places, site):
    held = take(places.site_lock(site))
    if held is not None:
        held.release()
    return held is not None


def test_sources_that_did_not_change_keep_their_threads_rows_and_conditions(places, tmp_path, crm):
    threads = Threads()
    one = collector(places, board(tmp_path, crm), threads=threads)
    one.begin(NOW_US)
    one.take(outcome(board(tmp_path, crm), crm, batch=batch("1", "2", as_of_us=NOW_US)))
    other = replace(board(tmp_path, crm, panels=(panel("Anew"), panel("Twice"))), name="other")
    assert one.take_board(Reloaded("board0", other))
    one.show(NOW_US + 1)
    found = picture(places)
    assert [view.title for view in found.pages[0]] == ["Anew", "Twice"]
    assert [view.body.counts[0].value for view in found.pages[0]] == [2, 2]
    assert found.sources[0].as_of_us == NOW_US
    assert (len(threads.started), threads.asked) == (1, [])
    one.end()


def test_new_sources_start_and_gone_ones_stop(places, tmp_path, crm):
    erp = source("erp", no_read)
    threads = Threads()
    before, after = board(tmp_path, crm), board(tmp_path, erp)
    gone, new = site_of_source(before, crm), site_of_source(after, erp)
    one = collector(places, before, threads=threads)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", "2", as_of_us=NOW_US)))
    one.take_board(Reloaded("board0", after))
    assert threads.started == [gone, new]
    assert threads.asked == [f"stop {gone}"]
    assert lock_is_free(places, gone)
    assert not lock_is_free(places, new)
    assert not one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US)))  # of the attempt under way
    one.show(NOW_US + 1)
    assert [note.name for note in picture(places).sources] == ["erp"]
    one.take_board(Reloaded("board0", before))  # and back: its rows are still in the cache
    one.show(NOW_US + 2)
    assert rows_shown(picture(places)) == 2
    one.end()


def edited(crm, path):
    return replace(crm, options=TinyOptions(path=path))


def failed(one, source_entry, key="file.column.gone"):
    fault = words(key, file="cases.csv", column="Shut", found="Ref, Closed", n=7)
    return outcome(one, source_entry, fault=fault, needs_person=True)


def test_a_source_with_other_settings_begins_with_the_rows_that_the_board_last_had(places, tmp_path, crm):
    before, wrong = board(tmp_path, crm), edited(crm, "wrong")
    after = board(tmp_path, wrong)
    one = collector(places, before)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", "2", as_of_us=NOW_US, token="seen")))
    one.take_board(Reloaded("board0", after))
    one.take(failed(after, wrong))
    one.show(NOW_US + 1)
    found = picture(places)
    assert rows_shown(found) == 2
    assert word_of_source(found.sources[0], NOW_US + 1) == "FAILED"
    assert (found.sources[0].as_of_us, found.sources[0].fault.key) == (NOW_US, "file.column.gone")
    one.end()

    again = collector(places, after)  # a restart begins with them too
    again.begin(NOW_US + 2)
    found = picture(places)
    assert (rows_shown(found), word_of_source(found.sources[0], NOW_US + 2)) == (2, "FAILED")
    again.take(outcome(after, wrong, batch=batch("3", as_of_us=NOW_US + 3)))
    again.show(NOW_US + 3)
    found = picture(places)
    assert (rows_shown(found), word_of_source(found.sources[0], NOW_US + 3)) == (1, "LIVE")
    again.end()


def test_a_read_with_other_settings_is_not_told_what_the_last_one_saw(places, tmp_path, crm):
    tokens = []

    class Remembering(Threads):
        def __call__(self, site):
            tokens.append(site.batch.token if site.batch else None)
            return super().__call__(site)

    before, after = board(tmp_path, crm), board(tmp_path, edited(crm, "other"))
    one = collector(places, before, threads=Remembering())
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US, token="seen")))
    for again in (after, before):
        one.take_board(Reloaded("board0", again))
    assert tokens == [None, "", "seen"], "rows that were read with these settings keep what was said of them"
    one.end()


def test_edit_after_edit_the_rows_go_on_to_the_settings_that_are_right(places, tmp_path, crm):
    boards = [board(tmp_path, edited(crm, path)) for path in ("first", "wrong", "worse")]
    first, wrong, worse = boards
    one = collector(places, first)
    one.begin(NOW_US)
    one.take(outcome(first, first.sources[0], batch=batch("1", as_of_us=NOW_US)))
    for later, bad in enumerate((wrong, worse), start=1):
        one.take_board(Reloaded("board0", bad))
        one.take(failed(bad, bad.sources[0]))
        one.show(NOW_US + later)
        assert rows_shown(picture(places)) == 1
    one.take_board(Reloaded("board0", first))
    one.take(outcome(first, first.sources[0], batch=batch("1", "2", "3", as_of_us=NOW_US + MINUTE_US)))
    one.take_board(Reloaded("board0", wrong))
    one.show(NOW_US + MINUTE_US)
    assert rows_shown(picture(places)) == 3, "not those that stood beside the same mistake before"
    one.end()


def test_what_is_wrong_is_wrong_until_other_settings_were_tried(places, tmp_path, crm, caplog):
    caplog.set_level(logging.INFO)
    before, after = board(tmp_path, crm), board(tmp_path, edited(crm, "other"))
    one = collector(places, before)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US)))
    one.take(failed(before, crm, "file.emptied"))
    one.take_board(Reloaded("board0", after))
    one.show(NOW_US + 1)
    assert word_of_source(picture(places).sources[0], NOW_US + 1) == "FAILED"
    one.take(outcome(after, after.sources[0], batch=batch(as_of_us=NOW_US + 2)))
    one.show(NOW_US + 2)
    assert (rows_shown(picture(places)), word_of_source(picture(places).sources[0], NOW_US + 2)) == (0, "LIVE")
    said = [record.getMessage() for record in caplog.records if record.getMessage().startswith("crm")]
    assert len(said) == 2, "once that it failed, once that it is back"
    one.end()


def test_a_source_of_another_name_or_of_less_begins_without_rows(places, tmp_path, crm):
    before = told_of(board(tmp_path, crm), crm={"cases", "events"})
    one = collector(places, before)
    one.begin(NOW_US)
    one.take(outcome(before, crm, batch=batch("1", as_of_us=NOW_US)))
    less = edited(crm, "less")
    for other in (board(tmp_path, source("erp", no_read)), told_of(board(tmp_path, less), crm={"cases"})):
        one.take_board(Reloaded("board0", other))
        one.show(NOW_US + 1)
        assert picture(places).sources[0].as_of_us is None
        one.take_board(Reloaded("board0", before))
    one.end()


def told_of(one, **feeds):
    told = {name: frozenset(resources) for name, resources in feeds.items()}
    return replace(one, organisation=replace(one.organisation, feeds=told))


def test_a_source_of_two_boards_stays_until_neither_has_it(places, tmp_path, crm):
    threads = Threads()
    one = collector(places, board(tmp_path, crm), board(tmp_path, crm), threads=threads)
    one.begin(NOW_US)
    for name, asked in (("board0", []), ("board1", [f"stop {threads.started[0]}"])):
        one.take_board(Reloaded(name, board(tmp_path)))
        assert threads.asked == asked
    one.end()


def test_a_link_that_leads_elsewhere_leaves_the_sources_of_a_board_that_did_not_change(places, tmp_path, crm):
    releases = [tmp_path / name for name in ("first", "second")]
    for release in releases:
        release.mkdir()
    current = tmp_path / "current"
    current.symlink_to(releases[0])
    house = board(current, crm)
    one = collector(places, house)
    one.begin(NOW_US)
    read = outcome(house, crm, batch=batch("1", "2", as_of_us=NOW_US))
    current.unlink()
    current.symlink_to(releases[1])
    one.take(read)
    one.show(NOW_US)
    assert rows_shown(picture(places)) == 2
    one.end()


def test_another_interval_reaches_the_thread_that_polls(places, tmp_path, crm):
    threads = Threads()
    one = collector(places, board(tmp_path, crm), threads=threads)
    one.begin(NOW_US)
    one.take_board(Reloaded("board0", board(tmp_path, replace(crm, every_s=7))))
    assert (len(threads.started), threads.asked) == (1, ["every 7"])
    one.end()


def test_a_bad_board_leaves_the_last_good_one_and_says_so_until_it_is_good_again(places, house, crm, caplog):
    one = collector(places, house)
    one.begin(NOW_US)
    before = picture(places)
    faults = (Fault("/srv/wall.yaml", 3, 7, "pages", 'found "x"'), Fault("/srv/wall.yaml", 9, 1, "", "odd"))
    assert one.take_board(Reloaded("board0", faults=faults))
    for later in (1, 2):
        one.take(outcome(house, crm, batch=batch(*("ab"[:later]), as_of_us=NOW_US)))
        one.show(NOW_US + later)
        found = picture(places)
        assert found.trouble == (words("trouble.board-more", fault='wall.yaml:3: pages: found "x"', n=1),)
        assert rows_shown(found) == later
    said = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert said == ['the last good board stays:\n/srv/wall.yaml:3:7: pages: found "x"\n/srv/wall.yaml:9:1: odd']
    one.take_board(Reloaded("board0", house))
    one.show(NOW_US + 3)
    assert picture(places).trouble == before.trouble == ()
    one.end()


def failing_for(name, places, **boards):
    """A collector that cannot compose the board of this name."""

    def composing(of, *told, **more):
        if of.name == name:
            raise ZeroDivisionError
        return compose(of, *told, **more)

    return Collector(boards, places, composing, Threads())


def test_a_board_that_cannot_be_composed_keeps_no_other_from_the_wall(places, house, crm, tmp_path, caplog):
    other = replace(house, name="other", folder=tmp_path / "other")
    one = failing_for("small", places, small=house, other=other)
    one.begin(NOW_US)
    one.take(Outcome(site_of_source(other, crm), NOW_US, batch("1", "2")))
    one.show(NOW_US)
    assert (picture(places, "small"), rows_shown(picture(places, "other"))) == (None, 2)
    assert not one.is_still
    one.show_ages(NOW_US + 5)
    one.end()
    assert "an error inside Wallboard keeps small as it is" in caplog.text


def test_a_changed_board_that_cannot_be_composed_leaves_the_layout_of_the_picture(places, house, crm):
    one = failing_for("changed", places, small=house)
    one.begin(NOW_US)
    one.take_board(Reloaded("small", replace(house, name="changed", pages=())))
    one.show(NOW_US + 1)
    one.take(outcome(house, crm, batch=batch("1", as_of_us=NOW_US)))
    one.show_ages(NOW_US + 2)
    one.end()
    with closing(JournalReader(places.journal, "small")) as reader:
        layout, shown = reader.shown()
    assert (layout.board, len(layout.pages), shown.sources[0].as_of_us) == ("small", 1, NOW_US)


def test_what_the_wall_reads_at_any_moment_is_of_one_board(places, tmp_path, crm):
    boards = [board(tmp_path, crm, panels=tuple(panel(f"{n} {turn}") for n in range(turn + 1))) for turn in range(3)]
    one = collector(places, boards[0])
    one.begin(NOW_US)
    is_over = threading.Event()
    mixed, seen = [], set()

    def look():
        with closing(JournalReader(places.journal, "board0")) as reader:
            while not is_over.is_set():
                layout, shown = reader.shown()
                placed = [panel.title for panel in layout.pages[0].panels]
                seen.add(len(placed))
                mixed.extend([placed] if placed != [view.title for view in shown.pages[0]] else [])

    glass = threading.Thread(target=look)
    glass.start()
    turn = 0
    while len(seen) < 3 or turn < 60:
        turn += 1
        one.take_board(Reloaded("board0", boards[turn % 3]))
        one.show(NOW_US + turn)
    is_over.set()
    glass.join(PATIENCE_S)
    one.end()
    assert mixed == []
