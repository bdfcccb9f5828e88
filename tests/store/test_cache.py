"""The cache gives back what it was given, writes only what changed, and outlives whatever happens to its file."""

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.room import room_for
from wallboard.core.records import EVENT_KINDS, INSTANT, SCHEMAS, Batch, Unusable, in_form
from wallboard.core.words import words
from wallboard.store.cache import Cache, site_of
from wallboard.store.condition import UNREAD, SourceCondition
from wallboard.store.places import Places
from wallboard.store.rows import in_order

DAY_US = 86_400_000_000


@pytest.fixture
def cache(places):
    with closing(Cache(places)) as found:
        yield found


def cases(*numbers, **columns):
    return in_form("cases", pl.DataFrame({"number": pl.Series(numbers, dtype=pl.String), **columns}))


def batch(*numbers, **told):
    return Batch({"cases": cases(*numbers)}, {"cases": frozenset({"number"})}, 10, 20, **told)


def full_batch():
    """Two rows of every resource, with a null in every column."""
    frames = {}
    for name, schema in SCHEMAS.items():
        columns = {column: [None, _value(kind)] for column, kind in schema.items()}
        frames[name] = pl.DataFrame(columns, schema=dict(schema))
    mapped = {name: frozenset(schema) for name, schema in SCHEMAS.items()}
    unusable = (Unusable("cases", words("more", n=3), 3, ("a", "b")),)
    remarks = (words("more", n=words("more")),)
    return Batch(frames, mapped, 10, 20, "token", unusable=unusable, remarks=remarks, reach_us=(-5, 1 << 50))


def _value(kind):
    if isinstance(kind, pl.Enum):
        return "queue"
    if isinstance(kind, pl.Datetime):
        return pl.Series([1_700_000_000_123_456]).cast(INSTANT)[0]
    if isinstance(kind, pl.Date):
        return date(2026, 3, 5)
    if isinstance(kind, pl.Boolean):
        return True
    return 7 if kind.is_integer() else "wörd\n'"


def assert_same(found, expected):
    expected = in_order(expected)
    assert found is not None
    assert list(found.frames) == list(expected.frames)
    for name, frame in expected.frames.items():
        assert found.frames[name].schema == frame.schema
        assert found.frames[name].equals(frame, null_equal=True), name
    assert replace(found, frames={}) == replace(expected, frames={})


def reopened(places):
    return closing(Cache(places))


def rows_written(connection_path, work):
    """What was done to each row of cases while the work ran, by triggers."""
    with closing(sqlite3.connect(connection_path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE touched (what TEXT)")
        for what in ("INSERT", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER on_{what} AFTER {what} ON cases BEGIN INSERT INTO touched VALUES ('{what}'); END"
            )
        work()
        found = [row[0] for row in connection.execute("SELECT what FROM touched ORDER BY what")]
        for what in ("INSERT", "DELETE"):
            connection.execute(f"DROP TRIGGER on_{what}")
        connection.execute("DROP TABLE touched")
    return found


def test_every_resource_comes_back_as_it_was(cache, places):
    cache.apply("site", full_batch())
    with reopened(places) as other:
        assert_same(other.load("site"), full_batch())


def test_a_resource_without_rows_is_not_a_missing_resource(cache, places):
    one = Batch({"cases": cases(), "events": full_batch().frames["events"]}, {}, 0, 0)
    cache.apply("site", one)
    with reopened(places) as other:
        assert_same(other.load("site"), one)


def test_a_site_never_read_has_no_batch(cache):
    assert cache.load("site") is None
    assert cache.condition("site") == UNREAD
    assert cache.stamp("site") == (0, 0)


def test_the_order_of_events_within_a_case_survives(cache, places):
    events = pl.DataFrame(
        {
            "number": ["2", "1", "2", "1", "2"],
            "at": pl.Series([5, 5, 5, 4, 5]).cast(INSTANT),
            "kind": ["status", "queue", "queue", "status", "owner"],
            "to": ["c", "x", "a", "y", "b"],
        }
    )
    cache.apply("site", Batch({"events": events}, {}, 0, 0))
    with reopened(places) as other:
        found = other.load("site").frames["events"]
    assert found["number"].to_list() == ["1", "1", "2", "2", "2"]
    assert found["to"].to_list() == ["x", "y", "c", "a", "b"]


def test_rows_without_a_key_are_kept_apart_from_rows_with_an_empty_one(cache, places):
    one = Batch({"cases": cases(None, "", None, "", owner=["a", "b", "c", "d"])}, {}, 0, 0)
    cache.apply("site", one)
    with reopened(places) as other:
        assert_same(other.load("site"), one)


def test_only_changed_rows_are_written(cache, places):
    cache.apply("site", Batch({"cases": cases("1", "2", "3", owner=["a", "b", "c"])}, {}, 0, 0))
    changed = Batch({"cases": cases("1", "2", "3", "4", owner=["a", "B", "c", "d"])}, {}, 0, 0)
    touched = rows_written(places.cache, lambda: cache.apply("site", changed))
    assert touched == ["INSERT", "INSERT"]


def test_an_equal_read_writes_no_row_and_changes_nothing(cache, places):
    first = cache.apply("site", batch("1", "2"))
    again = replace(batch("2", "1"), as_of_us=11, clock_us=21, token="other")
    results = []
    assert rows_written(places.cache, lambda: results.append(cache.apply("site", again))) == []
    assert results[0].seq == first.seq
    assert results[0].batch.frames is not None
    assert results[0].batch.frames["cases"] is first.batch.frames["cases"]
    with reopened(places) as other:
        assert_same(other.load("site"), again)


def test_a_read_that_brought_the_same_frames_tells_its_instant_alone(cache, places):
    applied = cache.apply("site", full_batch())
    later = replace(applied.batch, as_of_us=77, clock_us=78, token="another")
    again = cache.apply("site", later)
    assert (again.seq, again.batch) == (applied.seq, later)
    assert_same(cache.load("site"), later)
    with reopened(places) as other:
        assert_same(other.load("site"), later)


def test_the_same_frames_are_written_again_over_those_that_another_process_wrote_meanwhile(cache, places):
    applied = cache.apply("site", batch("a", "b"))
    with reopened(places) as other:
        other.apply("site", batch("c"))
    again = cache.apply("site", replace(applied.batch, as_of_us=77))
    assert again.seq > applied.seq
    with reopened(places) as other:
        assert_same(other.load("site"), replace(applied.batch, as_of_us=77))


def test_the_same_frames_are_written_again_into_a_file_that_another_process_began_meanwhile(cache, places):
    read = batch("1")
    assert cache.apply("site", read).seq == 1
    for path in places.state.glob("cache.sqlite*"):
        path.unlink()
    with reopened(places) as other:
        assert other.apply("site", batch("2")).seq == 1  # its first write too
    assert cache.apply("site", replace(read, as_of_us=11)).seq == 2
    with reopened(places) as other:
        assert_same(other.load("site"), replace(batch("1"), as_of_us=11))


def test_a_row_that_a_complete_read_no_longer_has_is_removed(cache, places):
    cache.apply("site", batch("1", "2", "3"))
    assert rows_written(places.cache, lambda: cache.apply("site", batch("1", "3"))) == ["DELETE"]
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1", "3"))


def test_a_resource_that_a_read_no_longer_has_is_removed(cache, places):
    cache.apply("site", full_batch())
    cache.apply("site", batch("1"))
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1"))


def test_a_read_cut_short_lays_its_rows_over_those_known(cache, places):
    cache.apply("site", Batch({"cases": cases("1", "2", "3", owner=["a", "b", "c"])}, {}, 0, 0))
    cut = Batch({"cases": cases("2", "4", owner=["B", "d"])}, {}, 5, 5, is_cut_short=True, is_behind=True)
    applied = cache.apply("site", cut)
    expected = replace(cut, as_of_us=0, frames={"cases": cases("1", "2", "3", "4", owner=["a", "B", "c", "d"])})
    assert_same(applied.batch, expected)
    with reopened(places) as other:
        assert_same(other.load("site"), expected)


def test_changes_are_laid_over_the_rows_and_written_alone(cache, places):
    cache.apply("site", Batch({"cases": cases(*map(str, range(5000)))}, {}, 0, 0, "first"))
    came = Batch(
        {"cases": cases("17", "x", owner=["B", "d"])}, {}, 5, 5, "next", is_changes=True, gone={"cases": ("9",)}
    )
    assert rows_written(places.cache, lambda: cache.apply("site", came)) == ["DELETE", "INSERT", "INSERT"]
    known = cache.load("site")
    assert known.token == "next"
    assert not known.is_changes
    assert known.frames["cases"].height == 5000
    with reopened(places) as other:
        assert_same(other.load("site"), known)


def test_changes_that_are_known_already_write_what_is_said_beside_them_alone(cache, places):
    applied = cache.apply("site", batch("1", "2"))
    came = replace(batch("2"), is_changes=True, token="next", as_of_us=77)
    again = cache.apply("site", came)
    assert again.seq == applied.seq
    assert again.batch.frames["cases"] is applied.batch.frames["cases"]
    with reopened(places) as other:
        assert_same(other.load("site"), replace(batch("1", "2"), token="next", as_of_us=77))


def test_changes_are_laid_over_what_another_process_wrote_meanwhile(cache, places):
    cache.apply("site", batch("1"))
    with reopened(places) as other:
        other.apply("site", batch("1", "2"))
    applied = cache.apply("site", replace(batch("3"), is_changes=True))
    assert_same(applied.batch, batch("1", "2", "3"))
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1", "2", "3"))


def test_changes_after_the_file_was_lost_are_laid_over_what_is_at_hand(cache, places):
    with reopened(places) as before:
        before.apply("site", batch("1", "2"))
    at_hand = cache.load("site")
    for path in places.state.glob("cache.sqlite*"):
        path.unlink()
    applied = cache.apply("site", replace(batch("3"), is_changes=True), at_hand)
    assert_same(applied.batch, batch("1", "2", "3"))
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1", "2", "3"))


def test_changes_that_cannot_be_written_are_written_later(cache, places):
    cache.apply("site", batch("1"))
    cache._file._connection.execute("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(places.cache, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert cache.apply("site", replace(batch("2"), is_changes=True)).seq is None
        other.execute("ROLLBACK")
    assert cache.apply("site", replace(batch("3"), is_changes=True)).seq is not None
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1", "2", "3"))


def test_changes_after_an_erasure_are_laid_over_what_it_left(cache, places):
    cache.apply("site", batch("1", "2", token="a"))
    with reopened(places) as other:
        assert other.rewrite(
            "site",
            lambda known: replace(known, frames={"cases": known.frames["cases"].filter(pl.col("number") != "1")}),
            lambda text: text,
        )
    applied = cache.apply("site", replace(batch("3", token="b"), is_changes=True))
    assert_same(applied.batch, batch("2", "3", token="b"))
    with reopened(places) as other:
        assert_same(other.load("site"), batch("2", "3", token="b"))


def test_changes_are_laid_over_the_image_of_the_last_process(cache, places):
    cache.apply("site", full_batch())
    cache.write_image("site")
    came = Batch({"cases": cases("x", owner=["d"])}, {}, 5, 5, is_changes=True)
    with reopened(places) as next_one:
        applied = next_one.apply("site", came)
        next_one.write_image("site")
    with reopened(places) as another:
        assert_same(another.load("site"), applied.batch)


def test_rows_that_changes_left_in_many_pieces_are_joined_once(cache, places):
    cache.apply("site", Batch({"cases": cases(*(f"{row:04}" for row in range(1000)))}, {}, 0, 0))
    numbers = [f"{row:04}" for row in range(0, 1000, 9)]
    came = Batch({"cases": cases(*numbers, owner=["x"] * len(numbers))}, {}, 5, 5, is_changes=True)
    parts = cache.apply("site", came).batch
    assert parts.frames["cases"].n_chunks() > 100
    whole = cache.joined("site", parts)
    assert whole.frames["cases"].n_chunks() == 1
    assert_same(whole, parts)
    assert cache.joined("site", whole) is whole
    # what is joined is what the next changes are laid over, and what is told again
    assert cache.load("site").frames["cases"] is whole.frames["cases"]
    assert cache.tell_again("site", replace(whole, as_of_us=9))
    cache.apply("site", replace(batch("new"), is_changes=True))
    with reopened(places) as other:
        assert other.load("site").rows == 1001


def test_a_digest_of_another_form_is_told_anew(cache, places):
    cache.apply("site", batch("1", "2"))
    cache.close()
    with closing(sqlite3.connect(places.cache, isolation_level=None)) as file:
        text = file.execute("SELECT batch FROM sites").fetchone()[0]
        meta = json.loads(text)
        meta["resources"]["cases"] = "1.0.0/2 2 12345"
        file.execute("UPDATE sites SET batch=?", (json.dumps(meta),))
    cache.apply("site", replace(batch("3"), is_changes=True))
    _letter_of(places.cache, "3")
    with reopened(places) as other:
        assert other.load("site") is None


def test_how_far_back_each_resource_was_read_is_kept(cache, places):
    cache.apply("site", batch("1", since_us={"cases": 7}))
    cache.apply("other", batch("1"))
    cache.close()
    with reopened(places) as other:
        assert (other.load("site").since_us, other.load("other").since_us) == ({"cases": 7}, {})


@pytest.mark.parametrize("told", [None, (), ("amira", "ben")])
def test_whose_diaries_were_read_is_kept_and_stays_among_changes_that_do_not_tell(cache, places, told):
    cache.apply("site", replace(batch("1"), diaries_of=told))
    cache.close()
    with reopened(places) as other:
        assert other.load("site").diaries_of == told
        other.apply("site", replace(batch("2"), is_changes=True))
        assert other.load("site").diaries_of == told
        other.apply("site", replace(batch("2"), is_changes=True, diaries_of=("zoe",)))
        assert other.load("site").diaries_of == ("zoe",)
        other.apply("site", batch("2"))
        assert other.load("site").diaries_of is None


def test_whose_diaries_were_read_is_not_known_of_what_an_earlier_version_kept(cache, places):
    cache.apply("site", replace(batch("1"), diaries_of=("amira",)))
    cache.close()
    with closing(sqlite3.connect(places.cache, isolation_level=None)) as file:
        meta = json.loads(file.execute("SELECT batch FROM sites").fetchone()[0])
        del meta["diaries_of"]
        file.execute("UPDATE sites SET batch=?", (json.dumps(meta),))
    with reopened(places) as other:
        assert other.load("site").diaries_of is None


@pytest.mark.parametrize(("kept", "known"), [(7, {"cases": 7}), (None, {})])
def test_one_instant_for_all_resources_as_kept_by_an_earlier_version_is_read(cache, places, kept, known):
    cache.apply("site", batch("1"))
    cache.close()
    with closing(sqlite3.connect(places.cache, isolation_level=None)) as file:
        meta = json.loads(file.execute("SELECT batch FROM sites").fetchone()[0])
        file.execute("UPDATE sites SET batch=?", (json.dumps({**meta, "since_us": kept}),))
    with reopened(places) as other:
        assert other.load("site").since_us == known


def _letter_of(path, number):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE cases SET owner='b' WHERE number=?", (number,))


def test_damage_among_rows_that_changes_were_laid_over_is_found(cache, places):
    cache.apply("site", batch("1", "2"))
    cache.apply("site", replace(batch("3"), is_changes=True))
    cache.close()
    _letter_of(places.cache, "1")
    with reopened(places) as other:
        assert other.load("site") is None


def test_each_change_has_a_higher_number_over_all_sites(cache):
    numbers = [
        cache.apply("a", batch("1")).seq,
        cache.apply("b", batch("1")).seq,
        cache.apply("a", batch("2")).seq,
    ]
    assert numbers == sorted(set(numbers))
    assert cache.stamp("a")[0] == numbers[2]
    assert cache.stamp("b")[0] == numbers[1]


def test_another_process_sees_the_new_rows(cache, places):
    with reopened(places) as other:
        cache.apply("site", batch("1"))
        assert_same(other.load("site"), batch("1"))
        before = other.stamp("site")
        cache.apply("site", batch("1", "2"))
        assert other.stamp("site") != before
        assert_same(other.load("site"), batch("1", "2"))


def test_one_site_leaves_another_alone(cache, places):
    cache.apply("a", batch("1", "2"))
    cache.apply("b", batch("3"))
    cache.apply("a", batch())
    with reopened(places) as other:
        assert_same(other.load("a"), batch())
        assert_same(other.load("b"), batch("3"))


def test_a_condition_comes_back_as_it_was(cache, places):
    told = SourceCondition(1, 2, words("more", n=1), words("more", n=2), needs_person=True, retry_at_us=3)
    cache.set_condition("site", told)
    with reopened(places) as other:
        assert other.condition("site") == told


def test_rows_whose_condition_was_not_written_any_more_were_read_all_the_same(cache):
    cache.apply("site", batch("1"))
    assert cache.condition("site") == SourceCondition(as_of_us=10)
    cache.set_condition("site", SourceCondition(10, 12))
    cache.apply("site", replace(batch("1", "2"), as_of_us=30))
    assert cache.condition("site") == SourceCondition(30, 12)
    cache.apply("site", replace(batch("1"), as_of_us=40, is_cut_short=True, is_behind=True))
    assert cache.condition("site") == SourceCondition(10, 12)


def test_an_attempt_that_went_like_the_last_is_written_once_a_day(cache):
    cache.set_condition("site", SourceCondition(1, 2))
    turn = cache.stamp("site")
    cache.set_condition("site", SourceCondition(1, 3))
    assert cache.stamp("site") == turn
    cache.set_condition("site", SourceCondition(1, 2 + DAY_US))
    assert cache.stamp("site") != turn
    assert cache.condition("site").attempted_us == 2 + DAY_US


def test_a_site_that_nobody_read_for_five_weeks_is_forgotten(cache, places):
    for site, at_us in (("old", 0), ("new", 30 * DAY_US)):
        cache.apply(site, batch("1"))
        cache.set_condition(site, SourceCondition(at_us, at_us))
        cache.write_image(site)
    cache.tidy(40 * DAY_US)
    with reopened(places) as other:
        assert other.load("old") is None
        assert_same(other.load("new"), batch("1"))
    assert [path.name for path in places.images.iterdir()] == ["new-cases.parquet"]


# The image


def test_the_image_is_read_in_place_of_the_rows(cache, places):
    cache.apply("site", full_batch())
    cache.write_image("site")
    with closing(sqlite3.connect(places.cache)) as connection:
        connection.execute("DELETE FROM cases")  # seen only by whoever reads the tables
        connection.commit()
    with reopened(places) as other:
        assert_same(other.load("site"), full_batch())


@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "directory", "older"])
def test_an_image_that_is_not_the_one_written_is_not_believed(cache, places, harm):
    cache.apply("site", batch("1", "2"))
    cache.write_image("site")
    path = places.images / "site-cases.parquet"
    whole = path.read_bytes()
    expected = batch("1", "2")
    if harm == "changed":
        path.write_bytes(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:])
    elif harm == "cut":
        path.write_bytes(whole[:-20])
    elif harm == "older":
        expected = batch("1", "2", "3")
        cache.apply("site", expected)
    else:
        path.unlink()
        if harm == "directory":
            path.mkdir()
    with reopened(places) as other:
        assert_same(other.load("site"), expected)


# Damage


def _letter(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE cases SET owner='b' WHERE number='7'")
        connection.commit()


def _overwritten(path):
    path.write_bytes(b"no database at all" * 1000)


def _flipped(path):
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)


def _cut(path):
    path.write_bytes(path.read_bytes()[:5000])


def _emptied(path):
    path.write_bytes(b"")


def _directory(path):
    path.unlink()
    path.mkdir()


def _odd_content(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sites SET batch='[1, 2'")
        connection.commit()


def _no_text(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE cases SET owner=CAST(x'ff' AS TEXT)")
        connection.commit()


HARMS = [_overwritten, _flipped, _cut, _emptied, _directory, _odd_content, _no_text, _letter]


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_cache_is_set_aside_and_begun_anew(places, harm):
    with reopened(places) as first:
        first.apply("site", Batch({"cases": cases(*map(str, range(500)), owner=["a"] * 500)}, {}, 0, 0))
    harm(places.cache)
    with reopened(places) as cache:
        assert cache.load("site") is None
        assert cache.apply("site", batch("1")).seq is not None
        assert cache.trouble is None
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1"))
    aside = [path.name for path in places.state.iterdir() if path.name.startswith("cache.damaged-")]
    assert (aside == []) if harm is _emptied else ("cache.damaged-1" in aside)


def test_only_the_last_damaged_cache_is_kept(places):
    for _ in range(3):
        places.cache.write_bytes(b"nonsense" * 1000)
        with reopened(places) as cache:
            cache.apply("site", batch("1"))
    aside = [path.name for path in places.state.iterdir() if path.name.startswith("cache.damaged-")]
    assert aside == ["cache.damaged-3"]


def test_a_cache_damaged_while_in_use_is_rebuilt_from_memory(cache, places):
    many = Batch({"cases": cases(*map(str, range(2000)))}, {}, 0, 0)
    cache.apply("site", many)
    cache.apply("other", batch("9"))
    _harm_in_place(places)
    cache.check()
    assert cache.trouble is None
    cache.tidy(0)
    with reopened(places) as other:
        assert_same(other.load("site"), many)
        assert_same(other.load("other"), batch("9"))


def _harm_in_place(places):
    with closing(sqlite3.connect(places.cache)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with places.cache.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (places.cache.stat().st_size - 4096))


def test_a_cache_deleted_while_in_use_is_written_again(cache, places):
    cache.apply("site", batch("1"))
    for path in places.state.glob("cache.sqlite*"):
        path.unlink()
    assert_same(cache.load("site"), batch("1"))
    cache.tidy(0)
    with reopened(places) as other:
        assert_same(other.load("site"), batch("1"))


def test_a_full_disk_keeps_the_rows_in_memory_and_writes_them_later(cache, places, caplog):
    cache.apply("site", batch("1"))
    many = Batch({"cases": cases(*map(str, range(5000)))}, {}, 0, 0)
    with room_for(places.cache.with_name("cache.sqlite-wal").stat().st_size):
        applied = cache.apply("site", many)
        assert applied.seq is None
        assert_same(cache.load("site"), many)
        cache.set_condition("site", SourceCondition(1, 2))
        assert cache.trouble.key == "trouble.cache"
        cache.apply("another", batch())
        cache.tidy(0)
        cache.set_condition("another", SourceCondition(1, 3))
        assert cache.trouble.key == "trouble.cache"
        with reopened(places) as other:
            assert_same(other.load("site"), batch("1"))
    cache.tidy(0)
    assert cache.trouble is None
    with reopened(places) as other:
        assert_same(other.load("site"), many)
    told = [record.message.split(" (")[0] for record in caplog.records]
    assert told == ["the cache cannot be used", "the cache can be written again"]


def test_a_state_directory_that_cannot_be_used_keeps_the_rows_in_memory(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with reopened(Places(tmp_path / "file" / "state")) as cache:
        assert cache.apply("site", batch("1")).seq is None
        assert_same(cache.load("site"), batch("1"))
        assert cache.trouble.key == "trouble.cache"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to root")
def test_a_read_only_directory_keeps_the_rows_in_memory(cache, places):
    places.state.chmod(0o500)
    try:
        assert cache.apply("site", batch("1")).seq is None
        assert_same(cache.load("site"), batch("1"))
    finally:
        places.state.chmod(0o700)


def test_what_is_only_read_is_left_as_it_was_down_to_the_last_file(places):
    with reopened(places) as cache:
        cache.apply("site", batch("1", "2"))
    before = {path: path.read_bytes() for path in places.state.rglob("*") if path.is_file()}
    with closing(Cache(places, is_read_only=True)) as reader:
        assert_same(reader.load("site"), batch("1", "2"))
        assert reader.condition("site").as_of_us == 10
        assert reader.trouble is None
    assert {path: path.read_bytes() for path in places.state.rglob("*") if path.is_file()} == before


def test_what_a_writer_has_not_yet_moved_into_the_file_is_read_too(cache, places):
    cache.apply("site", batch("1"))
    with closing(Cache(places, is_read_only=True)) as reader:
        assert_same(reader.load("site"), batch("1"))
        cache.apply("site", batch("2"))
        assert_same(reader.load("site"), batch("2"))


def test_damage_that_only_a_reader_meets_is_left_where_it_lies(places):
    places.cache.write_bytes(b"no database")
    with closing(Cache(places, is_read_only=True)) as reader:
        assert reader.load("site") is None
        assert reader.trouble.key == "trouble.cache"
    assert [path.name for path in places.state.iterdir() if path.is_file()] == ["cache.sqlite"]
    assert places.cache.read_bytes() == b"no database"


def test_a_locked_cache_is_waited_for_and_then_left(places):
    with reopened(places) as cache:
        cache.apply("site", batch("1"))
        cache._file._connection.execute("PRAGMA busy_timeout=1")
        with closing(sqlite3.connect(places.cache, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert cache.apply("site", batch("2")).seq is None
            assert_same(cache.load("site"), batch("2"))
            other.execute("ROLLBACK")
        assert cache.apply("site", batch("2")).seq is not None
        assert cache.trouble is None


def test_files_are_closed_to_others(cache, places):
    cache.apply("site", batch("1"))
    assert places.state.stat().st_mode & 0o777 == 0o700
    assert places.cache.stat().st_mode & 0o777 == 0o600


# Sites


def test_the_same_source_and_settings_are_the_same_site(tmp_path):
    one = site_of("file", {"path": "a", "every": 1}, tmp_path, "UTC")
    assert site_of("file", {"every": 1, "path": "a"}, tmp_path / "x" / "..", "UTC") == one
    assert site_of("file", {"path": "b", "every": 1}, tmp_path, "UTC") != one
    assert site_of("file", {"path": "a", "every": 1}, tmp_path / "x", "UTC") != one
    assert site_of("file", {"path": "a", "every": 1}, tmp_path, "Europe/Paris") != one
    assert site_of("rest", {"path": "a", "every": 1}, tmp_path, "UTC") != one


# Any reads at all

_text = st.one_of(st.none(), st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=3))
_instant = st.one_of(st.none(), st.integers(-(2**62), 2**62))


@st.composite
def _events(draw):
    rows = draw(
        st.lists(
            st.tuples(_text, _instant, st.sampled_from((None, *EVENT_KINDS)), _text, st.none() | st.booleans()),
            max_size=12,
        )
    )
    schema = {"number": pl.String, "at": pl.Int64, "kind": pl.String, "to": pl.String, "is_date": pl.Boolean}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return in_form("events", frame.with_columns(pl.col("at").cast(INSTANT)))


@given(st.lists(_events(), min_size=1, max_size=4))
@settings(max_examples=60)
def test_whatever_was_read_before_the_last_complete_read_is_what_is_known(tmp_path_factory, reads):
    places = Places(tmp_path_factory.mktemp("state"))
    places.make()
    with reopened(places) as cache:
        for number, frame in enumerate(reads):
            cache.apply("site", Batch({"events": frame}, {}, number, number))
    last = Batch({"events": reads[-1]}, {}, len(reads) - 1, len(reads) - 1)
    with reopened(places) as cache:
        assert_same(cache.load("site"), last)
