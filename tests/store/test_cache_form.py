"""A cache that another version has made is kept where its rows can be read: nothing goes from the wall for its sake."""

import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.room import room_for
from wallboard.core.records import SCHEMAS, Batch, empty, in_form
from wallboard.store import rows
from wallboard.store.cache import Cache
from wallboard.store.images import write_images
from wallboard.store.places import Places

# As version 0.1.0 made them before events and activities had the number of their record.
OLD_TABLES = """
CREATE TABLE store (one INTEGER PRIMARY KEY CHECK (one = 1), form TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
CREATE TABLE sites (site TEXT PRIMARY KEY, no INTEGER NOT NULL UNIQUE, seq INTEGER NOT NULL, turn INTEGER NOT NULL,
batch TEXT, condition TEXT NOT NULL, image TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE "cases" (site INTEGER NOT NULL, "number" TEXT NOT NULL, n INTEGER NOT NULL, "type" TEXT, "queue" TEXT,
"owner" TEXT, "status" TEXT, "priority" TEXT, "client" TEXT, "opened_at" INTEGER, "closed_at" INTEGER,
"opened_is_date" INTEGER, "closed_is_date" INTEGER, "shared_key" TEXT,
PRIMARY KEY (site, "number", n)) STRICT, WITHOUT ROWID;
CREATE TABLE "events" (site INTEGER NOT NULL, "number" TEXT NOT NULL, n INTEGER NOT NULL, "at" INTEGER, "kind" TEXT,
"to" TEXT, "row" INTEGER, "is_date" INTEGER, PRIMARY KEY (site, "number", n)) STRICT, WITHOUT ROWID;
CREATE TABLE "activities" (site INTEGER NOT NULL, "number" TEXT NOT NULL, n INTEGER NOT NULL, "at" INTEGER,
"kind" TEXT, "person" TEXT, PRIMARY KEY (site, "number", n)) STRICT, WITHOUT ROWID;
CREATE TABLE "opportunities" (site INTEGER NOT NULL, "number" TEXT NOT NULL, n INTEGER NOT NULL, "owner" TEXT,
"coordinator" TEXT, "created_at" INTEGER, "released_at" INTEGER, "won_at" INTEGER, "lost_at" INTEGER,
"accepted_at" INTEGER, PRIMARY KEY (site, "number", n)) STRICT, WITHOUT ROWID;
CREATE TABLE "appointments" (site INTEGER NOT NULL, "id" TEXT NOT NULL, n INTEGER NOT NULL, "person" TEXT,
"opportunity" TEXT, "start_at" INTEGER, "end_at" INTEGER, "start_on" INTEGER, "end_on" INTEGER, "booked_at" INTEGER,
"state" TEXT, "state_at" INTEGER, PRIMARY KEY (site, "id", n)) STRICT, WITHOUT ROWID;
CREATE TABLE "absences" (site INTEGER NOT NULL, "person" TEXT NOT NULL, n INTEGER NOT NULL, "start_at" INTEGER,
"end_at" INTEGER, "start_on" INTEGER, "end_on" INTEGER, "known_at" INTEGER,
PRIMARY KEY (site, "person", n)) STRICT, WITHOUT ROWID;
PRAGMA user_version=1;
PRAGMA journal_mode=WAL;
"""
CASES = [(str(number), "Front", "open") for number in range(1000, 1400)]
EVENTS = [
    (number, 1_700_000_000_000_000 + int(number), "status", "open", row) for row, (number, *_) in enumerate(CASES)
]
FOUND = {"cases": frozenset({"number", "queue", "status"}), "events": frozenset({"number", "at", "status"})}


def old_frames():
    cases = pl.DataFrame(CASES, schema=["number", "queue", "status"], orient="row")
    events = pl.DataFrame(EVENTS, schema=["number", "at", "kind", "to", "row"], orient="row")
    return {"cases": in_form("cases", cases), "events": in_form("events", events).drop("key")}


@pytest.fixture
def old(places):
    """The state of a version that knew no records of events, with an image of its rows."""
    frames = old_frames()
    # the digests of that version told nothing of the columns
    told = {name: rows.digest(frame).replace(f"/{rows.FORM} ", " ") for name, frame in frames.items()}
    batch = {
        "mapped": {name: sorted(names) for name, names in FOUND.items()},
        "as_of_us": 10,
        "clock_us": 20,
        "token": "a cursor",
        "is_cut_short": False,
        "unusable": [],
        "remarks": [],
        "reach_us": None,
        "since_us": 5,
        "unread": [],
        "resources": told,
        "program": "0.1.0",
    }
    condition = {"as_of_us": 10, "attempted_us": 10, "fault": None, "remedy": None, "needs_person": False}
    image = {"seq": 1, "digests": write_images(places.images, "desk", frames)}
    with closing(sqlite3.connect(places.cache)) as connection:
        connection.executescript(OLD_TABLES)
        connection.execute("INSERT INTO store VALUES (1, '548e1d4d291a2cde', 1)")
        texts = [json.dumps(one) for one in (batch, condition, image)]
        connection.execute("INSERT INTO sites VALUES ('desk', 1, 1, 4, ?, ?, ?)", texts)
        text = 'INSERT INTO cases (site, number, n, "queue", "status") VALUES (1, ?, 0, ?, ?)'
        connection.executemany(text, CASES)
        text = 'INSERT INTO events (site, number, n, "at", "kind", "to", "row") VALUES (1, ?, 0, ?, ?, ?, ?)'
        connection.executemany(text, EVENTS)
        connection.commit()
    return places


def opened(places, **told):
    return closing(Cache(places, **told))


def wake(number="1000"):
    """What a poll brings: a case that is closed now, by a step of record 77."""
    case = pl.DataFrame({"number": [number], "queue": ["Front"], "status": ["closed"]})
    event = pl.DataFrame({"number": [number], "kind": ["status"], "to": ["closed"], "row": [0], "key": [77]})
    frames = {"cases": in_form("cases", case), "events": in_form("events", event)}
    return Batch(frames, FOUND, 30, 30, "next", is_changes=True, adds=frozenset({"events"}))


def assert_as_before(batch):
    """All of the rows, of events of no record."""
    assert batch is not None
    assert batch.frame("cases").select("number", "queue", "status").rows() == CASES
    events = batch.frame("events")
    assert events.select("number", pl.col("at").to_physical(), "kind", "to", "row").rows() == EVENTS
    assert events.get_column("key").null_count() == len(EVENTS)
    assert (batch.as_of_us, batch.clock_us, batch.mapped) == (10, 20, FOUND)
    assert batch.since_us == {"cases": 5, "events": 5}


def assert_none_set_aside(places):
    assert sorted(path.name for path in places.state.glob("cache.*") if not path.name.startswith("cache.sqlite")) == []


def columns(places, table="events"):
    with closing(sqlite3.connect(places.cache)) as connection:
        return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def changed(places, *statements):
    with closing(sqlite3.connect(places.cache)) as connection:
        for text in statements:
            connection.execute(text)
        connection.commit()


# Of an earlier version


def test_an_earlier_versions_rows_are_there_and_are_read_anew(old, caplog):
    with opened(old) as cache:
        found = cache.load("desk")
        assert_as_before(found)
        assert found.token == ""  # files that have not changed since tell what the new column holds all the same
        assert cache.condition("desk").as_of_us == 10
        cache.check()
        assert_as_before(cache.load("desk"))
        assert cache.trouble is None
    assert_none_set_aside(old)
    assert caplog.messages == []


def test_what_comes_then_is_kept_with_its_new_column(old):
    with opened(old) as cache:
        now = cache.apply("desk", wake()).batch
    assert now.frame("events").height == len(EVENTS) + 1
    with opened(old) as cache:
        found = cache.load("desk")
        cache.check()
        assert cache.trouble is None
    assert all(found.frame(name).equals(now.frame(name), null_equal=True) for name in SCHEMAS)
    assert found.frame("events").get_column("key").drop_nulls().to_list() == [77]
    assert found.token == "next"
    assert_none_set_aside(old)


def test_what_is_read_again_with_its_record_counts_once(old):
    again = in_form("events", old_frames()["events"].with_columns(key=pl.int_range(pl.len())))
    with opened(old) as cache:
        now = cache.apply("desk", Batch({"events": again}, FOUND, 30, 30, is_changes=True, adds=frozenset({"events"})))
    with opened(old) as cache:
        events = cache.load("desk").frame("events")
    assert events.drop("row").equals(now.batch.frame("events").drop("row"), null_equal=True)
    assert events.select("number", pl.col("at").to_physical(), "key").rows() == [
        (number, at_us, row) for number, at_us, _, _, row in EVENTS
    ]


def test_a_letter_that_breaks_after_that_is_noticed_as_ever(old):
    with opened(old) as cache:
        cache.apply("desk", wake())
    changed(old, "UPDATE events SET key=78 WHERE key=77")
    with opened(old) as cache:
        assert cache.load("desk") is None
    assert (old.state / "cache.damaged-1").exists()


def test_who_may_only_read_has_the_rows_and_leaves_the_file(old):
    before = old.cache.read_bytes()
    with opened(old, is_read_only=True) as cache:
        assert_as_before(cache.load("desk"))
        assert cache.trouble is None
    assert old.cache.read_bytes() == before


def test_two_processes_have_the_same_file_before_and_after(old):
    with opened(old) as one, opened(old) as other, opened(old, is_read_only=True) as third:
        for cache in (one, other, third):
            assert_as_before(cache.load("desk"))
        one.apply("desk", wake("1000"))
        now = other.apply("desk", wake("1001")).batch
        for cache in (one, third):
            found = cache.load("desk")
            assert all(found.frame(name).equals(now.frame(name), null_equal=True) for name in SCHEMAS)
            assert found.frame("events").get_column("key").drop_nulls().to_list() == [77]
    assert_none_set_aside(old)


def test_a_full_disk_takes_no_row(old):
    with opened(old) as cache, room_for(40_000):
        assert_as_before(cache.load("desk"))
        cache.check()
        many = pl.DataFrame({"number": map(str, range(5000))})
        assert cache.apply("desk", Batch({"cases": in_form("cases", many)}, {}, 30, 30)).seq is None
    with opened(old) as cache:
        assert_as_before(cache.load("desk"))
    assert_none_set_aside(old)


def test_the_next_start_reads_an_image_of_todays_form(old):
    def image():
        with closing(sqlite3.connect(old.cache)) as connection:
            return json.loads(connection.execute("SELECT image FROM sites").fetchone()[0])

    with opened(old) as cache:
        assert_as_before(cache.load("desk"))
        cache.write_image("desk")
    assert (image()["seq"], image()["form"]) == (1, rows.FORM)
    changed(old, "UPDATE events SET kind='no kind'")  # only the image is read
    with opened(old) as cache:
        assert_as_before(cache.load("desk"))


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.store import test_cache_form as here
from wallboard.store.cache import Cache
from wallboard.store.places import Places

steps, connections = int(sys.argv[2]), []

def count_down():
    global steps
    steps -= 1
    return steps < 0 and os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(lambda event, args: event == "sqlite3.connect/handle" and connections.append(args[0]))
cache = Cache(Places(Path(sys.argv[1])))
assert cache.load("desk").frame("events").height == len(here.EVENTS)
connections[0].set_progress_handler(count_down, 1)
cache.apply("desk", here.wake())
connections[0].set_progress_handler(None, 1)
"""


def test_killed_at_any_step_the_file_is_the_old_or_the_new_one(old, tmp_path):
    """Steps are those of SQLite's own machine, in each of which the process ends once."""
    is_done, steps, seen = False, 0, set()
    while not is_done:
        state = tmp_path / f"killed-{steps}"
        shutil.copytree(old.state, state)
        command = [sys.executable, "-W", "ignore", "-c", KILLED, str(state), str(steps)]
        ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
        is_done = ended.returncode == 0
        assert is_done or ended.returncode == -signal.SIGKILL, ended.stderr
        killed = Places(state)
        with opened(killed) as cache:
            found = cache.load("desk")
            cache.check()
            assert cache.trouble is None
        is_new = found.token == "next"
        assert ("key" in columns(killed)) == is_new
        if is_new:
            assert found.frame("events").height == len(EVENTS) + 1
        else:
            assert_as_before(found)
        seen.add(is_new)
        assert_none_set_aside(killed)
        steps += 200
    assert seen == {False, True}


def test_a_resource_that_an_earlier_version_did_not_know_is_made_with_the_first_write(old):
    changed(old, "DROP TABLE absences")
    with opened(old) as cache:
        assert_as_before(cache.load("desk"))
        cache.check()
        cache.tidy(1 << 60)  # the desk was not read for long, and is forgotten
        assert cache.load("desk") is None
        cache.apply("desk", Batch({"absences": in_form("absences", pl.DataFrame({"person": ["Zoë"]}))}, {}, 0, 0))
    with opened(old) as cache:
        assert cache.load("desk").frame("absences").get_column("person").to_list() == ["Zoë"]
    assert_none_set_aside(old)


# Of a later version


def test_a_resource_without_a_row_that_an_earlier_version_did_not_know_is_read_after_a_restart(old):
    changed(old, "DROP TABLE absences")
    with opened(old) as cache:
        known = cache.load("desk")
        frames = {**known.frames, "absences": empty("absences")}
        cache.apply("desk", replace(known, frames=frames, token="next"))
    with opened(old) as cache:
        assert cache.load("desk").frame("absences").is_empty()
        assert_as_before(cache.load("desk"))
    assert_none_set_aside(old)


@pytest.fixture
def later(old):
    """The state of a version that knows one column more, which tells of each case, and whose digests tell of it."""
    with opened(old) as cache:
        cache.apply("desk", wake())
    text = "SELECT batch FROM sites"
    with closing(sqlite3.connect(old.cache)) as connection:
        batch = connection.execute(text).fetchone()[0]
        connection.execute('ALTER TABLE cases ADD COLUMN "mood" TEXT')
        connection.execute("UPDATE cases SET mood='glad'")
        connection.execute("UPDATE store SET form='later'")
        told = batch.replace(f"/{rows.FORM} ", "/later 1")
        told = told.replace(json.loads(batch)["program"], "0.2.0 later")
        connection.execute("UPDATE sites SET batch=?", [told])
        connection.commit()
    return old


def test_a_later_versions_rows_are_there_without_what_is_not_known_here(later, caplog):
    with opened(later) as cache:
        found = cache.load("desk")
        cache.check()
        assert cache.trouble is None
        assert found.frame("cases").schema == SCHEMAS["cases"]
        assert found.frame("events").height == len(EVENTS) + 1
        assert found.token == ""
        now = cache.apply("desk", wake("1001")).batch
    with opened(later) as cache:
        again = cache.load("desk")
        assert all(again.frame(name).equals(now.frame(name), null_equal=True) for name in SCHEMAS)
    with closing(sqlite3.connect(later.cache)) as connection:
        text = "SELECT number, mood FROM cases WHERE number<'1003' ORDER BY number"
        assert connection.execute(text).fetchall() == [("1000", "glad"), ("1001", None), ("1002", "glad")]
    assert_none_set_aside(later)
    assert caplog.messages == []


UNFIT = {
    "a column that takes no null": ("ALTER TABLE cases ADD COLUMN pride TEXT NOT NULL DEFAULT 'glad'",),
    "a default": ("ALTER TABLE cases ADD COLUMN pride TEXT DEFAULT 'glad'",),
    "another type": ("ALTER TABLE events DROP COLUMN row", "ALTER TABLE events ADD COLUMN row TEXT"),
    "a table that is not known": ("CREATE TABLE moods (site INTEGER NOT NULL) STRICT",),
    "another column of the sites": ("ALTER TABLE sites ADD COLUMN mood TEXT",),
    "another meaning": ("PRAGMA user_version=2",),
}


@pytest.mark.parametrize("statements", UNFIT.values(), ids=UNFIT)
def test_what_cannot_be_read_is_rebuilt_and_called_of_another_version(later, statements, caplog):
    changed(later, *statements)
    with opened(later, is_read_only=True) as cache:
        assert cache.load("desk") is None
        assert cache.trouble.args["why"] == "it is of another version"
    caplog.clear()
    with opened(later) as cache:
        assert cache.load("desk") is None
        assert cache.apply("desk", wake()).seq is not None
        assert cache.trouble is None
    assert caplog.messages == [
        "the cache is of another version and is rebuilt",
        "cache.sqlite was of another version; it now lies at cache.of-another-version-1",
    ]
    assert (later.state / "cache.of-another-version-1").exists()


def test_tables_that_are_not_what_the_file_says_are_damage(places):
    with opened(places) as cache:
        cache.apply("desk", wake())
    changed(places, "ALTER TABLE cases DROP COLUMN owner")
    with opened(places) as cache:
        assert cache.load("desk") is None
    assert (places.state / "cache.damaged-1").exists()
