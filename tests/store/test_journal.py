"""The journal keeps views as shown, tells the glass what changed, and heals from its copies."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from tests.room import room_for
from wallboard.core.views.freshness import SourceNote
from wallboard.core.views.layout import Layout, PageLayout, PanelPlace, Screen
from wallboard.core.views.shapes import Blank, Count, Counts, Picture, View
from wallboard.core.words import verbatim, words
from wallboard.store.journal import HEARTBEAT_US, Journal
from wallboard.store.journal_file import MIGRATIONS
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
NOW_US = 20_000 * DAY_US + 12 * HOUR_US


@pytest.fixture
def journal(places):
    with closing(Journal(places)) as found:
        yield found


@pytest.fixture
def reader(places):
    with closing(JournalReader(places.journal, "board")) as found:
        yield found


def view(title, value):
    return View("number", title, verbatim(title), Counts((Count("n", verbatim("n"), value),)), sources=("crm",))


def picture(at_us=NOW_US, **values):
    views = tuple(view(title, value) for title, value in (values or {"A": 1, "B": 2}).items())
    return Picture("board", at_us, (views,), (SourceNote("crm", 5, fault=words("more", n=1)),), is_demo=True)


def layout(*titles):
    panels = tuple(PanelPlace("number", title, (0, 0, 6, 4)) for title in titles or ("A", "B"))
    return Layout("board", "Northwind", "UTC", "en_GB", Screen(), (PageLayout("One", 30.0, (12, 8), panels),))


def rows(places, text="SELECT title, at_us FROM shown ORDER BY id"):
    with closing(sqlite3.connect(places.journal)) as connection:
        return connection.execute(text).fetchall()


def test_the_glass_reads_what_was_shown(journal, reader):
    shown = replace(picture(), shut_until_us=9, trouble=(words("more", n=3),))
    assert journal.show("board", layout(), shown)
    assert reader.picture() == shown
    assert reader.layout() == layout()
    assert reader.shown() == (layout(), shown)
    assert reader.composed_at_us() == NOW_US


def test_before_the_first_picture_there_is_nothing(journal, reader):
    assert (reader.change(), reader.picture(), reader.layout(), reader.composed_at_us()) == (0, None, None, None)
    journal.show("another", layout(), picture())
    assert (reader.change(), reader.picture(), reader.layout(), reader.shown()) == (0, None, None, None)


def test_only_changed_views_are_written(journal, places):
    journal.show("board", layout(), picture(A=1, B=2))
    journal.show("board", layout(), picture(NOW_US + 5, A=1, B=3))
    assert rows(places) == [("A", NOW_US), ("B", NOW_US), ("", NOW_US), ("B", NOW_US + 5)]


def test_the_number_rises_with_every_change(journal, reader):
    numbers = [reader.change()]
    for value in (1, 2):
        journal.show("board", layout(), picture(A=value))
        numbers.append(reader.change())
    journal.show("board", layout("A"), picture(A=2))
    numbers.append(reader.change())
    assert len(set(numbers)) == 4
    assert numbers[-1] == reader.change()


def test_a_picture_that_did_not_change_moves_only_the_heartbeat_and_that_seldom(journal, reader, places):
    journal.show("board", layout(), picture())
    number = reader.change()
    journal.show("board", layout(), picture(NOW_US + HEARTBEAT_US - 1))
    assert (reader.change(), reader.composed_at_us()) == (number, NOW_US)
    journal.show("board", layout(), picture(NOW_US + HEARTBEAT_US))
    assert reader.change() != number
    assert reader.picture().composed_at_us == NOW_US + HEARTBEAT_US
    assert len(rows(places)) == 3


def test_views_that_did_not_change_are_the_same_objects(journal, reader):
    journal.show("board", layout(), picture(A=1, B=2))
    first = reader.picture()
    journal.show("board", layout(), picture(A=1, B=3))
    second = reader.picture()
    assert second.pages[0][0] is first.pages[0][0]
    assert second.pages[0][1] == view("B", 3)


def test_a_layout_is_the_same_object_until_it_changes(journal, reader):
    journal.show("board", layout(), picture(A=1, B=2))
    first = reader.layout()
    journal.show("board", layout(), picture(NOW_US + 5, A=1, B=3))
    assert reader.layout() is first
    journal.show("board", layout("A"), picture(NOW_US + 6, A=1))
    assert reader.shown() == (layout("A"), picture(NOW_US + 6, A=1))
    journal.show("board", layout(), picture(NOW_US + 7, A=1, B=3))
    assert reader.shown() == (layout(), picture(NOW_US + 7, A=1, B=3))


def test_a_panel_taken_from_the_board_is_taken_from_the_picture(journal, reader, places):
    journal.show("board", layout(), picture(A=1, B=2))
    journal.show("board", layout("A"), picture(A=1))
    assert reader.picture() == picture(A=1)
    assert rows(places, "SELECT title FROM current ORDER BY title") == [("",), ("A",)]


def test_a_new_collector_goes_on_where_the_last_one_ended(places, reader):
    for at_us in (NOW_US, NOW_US + HEARTBEAT_US):
        with closing(Journal(places)) as journal:
            journal.show("board", layout(), picture(at_us))
    assert len(rows(places)) == 3
    assert reader.picture() == picture(NOW_US + HEARTBEAT_US)


def test_a_line_in_the_corner_leaves_the_views_and_the_next_picture_takes_it_away(journal, reader):
    assert not journal.set_trouble("board", (words("more", n=1),), NOW_US)
    journal.show("board", layout(), picture())
    assert journal.set_trouble("board", (words("more", n=1),), NOW_US + 9)
    assert reader.picture() == replace(picture(), trouble=(words("more", n=1),))
    journal.show("board", layout(), picture(NOW_US + 10))
    assert reader.picture() == picture(NOW_US + 10)


def test_a_view_that_is_no_plain_data_says_so_in_its_place(journal, reader, caplog):
    odd = picture(A={1}, B=2)
    assert journal.show("board", layout(), odd)
    assert journal.show("board", layout(), odd)
    a, b = reader.picture().pages[0]
    assert a.body == Blank((words("trouble.panel", what="TypeError"),))
    assert b == view("B", 2)
    assert [record.message for record in caplog.records] == ["panel A shows what is no plain data"]


def test_a_picture_of_the_past_is_refused(journal):
    with pytest.raises(ValueError, match="past"):
        journal.show("board", layout(), replace(picture(), composed_at_us=None))


def test_views_are_thinned_as_they_age(journal, places):
    ages_h = [800 * 24, 20 * 24 + 3, 20 * 24 + 1, 2 * 24 + 0.6, 2 * 24 + 0.4, 2 * 24 - 0.2, 1, 0.5]
    start_us = 20_000 * DAY_US + DAY_US // 2
    for number, age_h in enumerate(ages_h):
        journal.show("board", layout("A"), picture(start_us - round(age_h * HOUR_US), A=number))
    journal.tidy(start_us)
    kept = [start_us - at_us for title, at_us in rows(places) if title == "A"]
    # Gone: what is older than 25 months, the earlier of a day, the earlier of an hour. Noon less 2 d 0.6 h and
    # 2 d 0.4 h lie in one hour; 2 d less 0.2 h is in the next.
    assert [age / HOUR_US for age in kept] == [20 * 24 + 1, 2 * 24 + 0.4, 2 * 24 - 0.2, 1, 0.5]


def test_a_view_that_still_stands_is_kept_however_old_it_is(journal, reader):
    journal.show("board", layout(), picture(NOW_US - 900 * DAY_US))
    journal.tidy(NOW_US)
    assert reader.picture() == picture(NOW_US - 900 * DAY_US)


def test_seven_daily_copies_are_kept(journal, places):
    for day in range(9):
        journal.show("board", layout(), picture(NOW_US + day * DAY_US, A=day))
        journal.tidy(NOW_US + day * DAY_US)
        journal.tidy(NOW_US + day * DAY_US + 2 * HOUR_US)
    names = sorted(path.name for path in places.copies.iterdir())
    assert len(names) == 7
    with closing(sqlite3.connect(places.copies / names[-1])) as copy:
        assert copy.execute("SELECT max(at_us) FROM shown").fetchone() == (NOW_US + 8 * DAY_US,)


def test_a_copy_is_given_up_when_the_process_ends(journal, places):
    journal.show("board", layout(), picture())
    journal.tidy(NOW_US, lambda: True)
    assert list(places.copies.iterdir()) == []


# Damage


def _overwritten(path):
    path.write_bytes(b"no database at all" * 1000)


def _flipped(path):
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)


def _cut(path):
    path.write_bytes(path.read_bytes()[:5000])


def _emptied(path):
    path.write_bytes(b"")


def _gone(path):
    path.unlink()


def _directory(path):
    path.unlink()
    path.mkdir()


def _newer(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")


HARMS = [_overwritten, _flipped, _cut, _emptied, _gone, _directory, _newer]


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_journal_is_healed_from_its_newest_copy(places, reader, harm):
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(A=1))
        journal.tidy(NOW_US)
        journal.show("board", layout(), picture(NOW_US + 1, A=2))
    harm(places.journal)
    with closing(Journal(places)) as journal:
        assert not journal.set_trouble("another", (), NOW_US)  # any work opens it
        assert reader.picture() == picture(A=1)
        assert journal.show("board", layout(), picture(NOW_US + 2, A=3))
        assert reader.picture() == picture(NOW_US + 2, A=3)
    assert [at_us for title, at_us in rows(places) if title == "A"] == [NOW_US, NOW_US + 2]


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_journal_without_a_copy_begins_anew(places, reader, harm):
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(A=1))
    harm(places.journal)
    with closing(Journal(places)) as journal:
        assert journal.show("board", layout(), picture(NOW_US + 2, A=3))
    assert reader.picture() == picture(NOW_US + 2, A=3)
    aside = [path.name for path in places.state.iterdir() if ".damaged-" in path.name or ".newer-" in path.name]
    assert bool(aside) == (harm not in (_gone, _emptied))


def test_a_damaged_copy_is_passed_over(places, reader):
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(A=1))
        journal.tidy(NOW_US)
        journal.show("board", layout(), picture(NOW_US + DAY_US, A=2))
        journal.tidy(NOW_US + DAY_US)
    _overwritten(max(places.copies.iterdir()))
    _overwritten(places.journal)
    with closing(Journal(places)) as journal:
        journal.set_trouble("another", (), NOW_US)
    assert reader.picture() == picture(A=1)


def test_damage_found_while_in_use_is_healed_and_the_next_picture_written_whole(places, journal, reader):
    many = {f"panel {number}": number for number in range(300)}
    journal.show("board", layout(), picture(**many))
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with places.journal.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (places.journal.stat().st_size - 4096))
    journal.check()
    assert journal.show("board", layout(), picture(NOW_US + 1, **many))
    assert reader.picture() == picture(NOW_US + 1, **many)


def test_a_full_disk_is_waited_out(journal, reader, places):
    journal.show("board", layout(), picture(A=1))
    with room_for(places.journal.with_name("journal.sqlite-wal").stat().st_size):
        assert not journal.show("board", layout(), picture(NOW_US + 1, A=2))
        assert reader.picture() == picture(A=1)
    assert journal.show("board", layout(), picture(NOW_US + 1, A=2))
    assert reader.picture() == picture(NOW_US + 1, A=2)


def test_a_full_disk_is_logged_once_when_it_begins_and_once_when_it_is_over(places, caplog):
    now_s = [0.0]
    with closing(Journal(places, lambda: now_s[0])) as journal:
        journal.show("board", layout(), picture(A=1))
        with room_for(places.journal.with_name("journal.sqlite-wal").stat().st_size):
            for number in range(5):
                now_s[0] += 15.0
                assert not journal.show("board", layout(), picture(NOW_US + number, A=2))
                assert journal.answers("board") == []
                assert journal.weeks("board") == {}
        assert journal.show("board", layout(), picture(NOW_US + 9, A=2))
        assert [record.message.split(" (")[0] for record in caplog.records] == ["the journal cannot be used"]
        now_s[0] += 60.0
        assert journal.answers("board") == []
        assert len(caplog.records) == 1
        assert journal.show("board", layout(), picture(NOW_US + 10, A=3))
        assert caplog.records[-1].message == "the journal can be written again"
        assert len(caplog.records) == 2


def test_a_journal_that_cannot_be_there_harms_nobody(tmp_path):
    (tmp_path / "file").write_text("in the way")
    places = Places(tmp_path / "file" / "state")
    with closing(Journal(places)) as journal, closing(JournalReader(places.journal, "board")) as reader:
        assert not journal.show("board", layout(), picture())
        journal.tidy(NOW_US)
        journal.check()
        assert (reader.change(), reader.picture()) == (0, None)


# The reader


@pytest.mark.parametrize("harm", HARMS)
def test_a_reader_has_nothing_to_say_of_a_damaged_journal_and_goes_on_with_a_sound_one(places, harm):
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(**{f"panel {number}": number for number in range(300)}))
    harm(places.journal)
    with closing(JournalReader(places.journal, "board")) as reader:
        before = reader.change()
        assert reader.picture() is None or harm is _newer
        assert reader.layout() is None or harm in (_newer, _flipped, _cut)
        with closing(Journal(places)) as journal:
            journal.show("board", layout(), picture(A=5))
            assert reader.change() not in (0, before)
            assert reader.picture() == picture(A=5)


@pytest.mark.parametrize("at_us", [-1, 1 << 53, (1 << 63) - 1])
def test_a_picture_of_an_instant_that_cannot_be_is_not_shown_and_tells_no_time(journal, places, reader, at_us):
    journal.show("board", layout(), picture(A=1))
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute("UPDATE boards SET composed_at_us=?", (at_us,))
        connection.commit()
    assert (reader.picture(), reader.composed_at_us()) == (None, None)
    assert journal.show("board", layout(), picture(NOW_US + 1, A=2))
    assert reader.picture() == picture(NOW_US + 1, A=2)


def test_a_reader_notices_that_the_journal_was_replaced(places, reader, tmp_path):
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture(A=1))
    first = reader.change()
    assert reader.picture() == picture(A=1)
    others = Places(tmp_path / "other")
    others.make()
    with closing(Journal(others)) as journal:
        journal.show("board", layout(), picture(A=2))
    others.journal.replace(places.journal)
    assert reader.change() != first
    assert reader.picture() == picture(A=2)


def test_a_reader_does_not_wait_for_one_who_holds_the_whole_file(places, reader):
    with closing(Journal(places)) as journal:
        journal.show("board", layout(), picture())
    with closing(sqlite3.connect(places.journal, isolation_level=None)) as holder:
        holder.execute("PRAGMA locking_mode=EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        assert reader.picture() is None
        assert reader.change() == 0
    assert reader.picture() == picture()


def test_views_of_a_later_version_are_not_guessed_at(places, journal, reader):
    journal.show("board", layout(), picture())
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute("UPDATE shown SET content=x'00' WHERE title='A'")
        connection.commit()
    assert reader.picture() is None
    with closing(Journal(places)) as other:  # a collector that starts writes it again
        other.show("board", layout(), picture(NOW_US + 1))
    assert reader.picture() == picture(NOW_US + 1)


def test_a_file_of_the_first_version_is_brought_to_the_present_one(places):
    with closing(sqlite3.connect(places.journal)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version=1")
    with closing(Journal(places)) as journal:
        assert journal.show("board", layout(), picture())
    assert rows(places, "PRAGMA user_version") == [(len(MIGRATIONS),)]


def test_the_reader_needs_nothing_but_the_standard_library(places):
    code = (
        "import sys; from pathlib import Path\n"
        "from wallboard.store.journal_reader import JournalReader\n"
        f"JournalReader(Path({str(places.journal)!r}), 'board').picture()\n"
        "print([n for n in ('polars', 'numpy', 'pydantic', 'sqlalchemy', 'ruamel') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
