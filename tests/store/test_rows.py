"""What changed between two reads of a resource, whatever its rows are: told rightly, and by a digest of all of them."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.kept_events import frame_of
from wallboard.core.records import SCHEMAS, Batch
from wallboard.store import rows

NUMBERS = st.one_of(st.none(), st.sampled_from(["", "C-1", "C-2", "C-3", "ß"]))
EVENTS = st.lists(st.tuples(NUMBERS, st.sampled_from([None, "new", "done", "Zoë"]), st.integers(0, 2)), max_size=12)


def stored(connection, change):
    if change is not None:
        rows.write(connection, 1, {"events": change})
    return rows.read(connection, 1, ["events"])["events"]


@given(reads=st.lists(EVENTS, min_size=1, max_size=5))
def test_what_is_written_read_by_read_is_the_last_read(connection, reads):
    connection.execute("DELETE FROM events")
    before, hashes = frame_of([]), None
    for told in reads:
        now = frame_of(told)
        change = rows.changes("events", before, now, hashes)
        found = stored(connection, change)
        assert found.equals(now, null_equal=True)
        assert (change is None) == before.equals(now, null_equal=True)
        if change is not None:
            assert rows.digest_after(rows.digest(before), change) == rows.digest(now) == rows.digest(found)
            hashes = change.hashes
        before = now


@given(one=EVENTS, other=EVENTS)
def test_a_digest_tells_any_two_reads_apart_and_the_order_of_their_rows(one, other):
    frames = frame_of(one), frame_of(other)
    assert (rows.digest(frames[0]) == rows.digest(frames[1])) == frames[0].equals(frames[1], null_equal=True)


def test_a_digest_tells_whether_two_alike_rows_of_a_case_changed_places():
    one, other = (frame_of([("C-1", "new", 0), ("C-1", "done", 0)][::step]) for step in (1, -1))
    assert rows.digest(one) != rows.digest(other)


def test_a_change_among_many_rows_is_written_alone():
    told = [(f"C-{case:05d}", "new", row) for case in range(5000) for row in range(3)]
    before, now = frame_of(told), frame_of([*told[:6000], ("C-02000", "done", 9), *told[6003:], ("C-99999", "new", 0)])
    change = rows.changes("events", before, now)
    assert sorted(change.upserts["number"].to_list()) == ["C-02000", "C-99999"]
    assert change.removals.rows() == [("C-02000", 1), ("C-02000", 2)]


def test_the_first_read_is_written_whole_and_an_empty_one_takes_all_away():
    told = [("C-1", "new", 0), (None, "new", 1), (None, "new", 2)]
    first = rows.changes("events", frame_of([]), frame_of(told))
    assert first.upserts.height == 3
    assert first.removals.is_empty()
    last = rows.changes("events", frame_of(told), frame_of([]))
    assert last.upserts.is_empty()
    assert last.removals.height == 3
    assert np.array_equal(last.hashes, [])


@pytest.mark.parametrize("resource", SCHEMAS)
def test_frames_without_rows_have_a_digest_and_no_changes(resource):
    empty = pl.DataFrame(schema=dict(SCHEMAS[resource]))
    assert rows.changes(resource, empty, empty.clone()) is None
    assert rows.digest(empty)


def test_rows_without_a_key_come_first_however_polars_flags_the_column():
    """To polars a column is sorted with its gaps at either end."""
    known = pl.DataFrame({"number": ["B", "A"]}).sort("number")
    frame = pl.concat([known, pl.DataFrame({"number": [None]}, schema={"number": pl.String})])
    assert frame["number"].is_sorted()
    assert rows.in_order(Batch({"activities": frame}, {}, 0, 0)).frames["activities"]["number"].to_list() == [
        None,
        "A",
        "B",
    ]
