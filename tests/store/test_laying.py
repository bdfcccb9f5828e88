"""Rows laid over those that are known leave what a plain list would, in order, and write what differs."""

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from tests.store.kept_events import frame_of
from wallboard.core.records import Batch
from wallboard.store import rows
from wallboard.store.laying import lay

KEYS = st.one_of(st.none(), st.sampled_from(["", *(f"C-{case}" for case in range(12)), "ß"]))
EVENTS = st.lists(st.tuples(KEYS, st.sampled_from([None, "new", "done", "Zoë"]), st.integers(0, 3)), max_size=30)
GONE = st.lists(st.sampled_from(["", *(f"C-{case}" for case in range(12))]), max_size=4)


def told_by(frame):
    return frame.select("number", "to", "row").rows()


def by_key(told):
    """In the order of keys, none first."""
    return sorted(told, key=lambda row: (row[0] is not None, (row[0] or "").encode()))


@given(first=EVENTS, polls=st.lists(st.tuples(EVENTS, GONE), min_size=1, max_size=6))
def test_poll_after_poll_rows_file_and_digest_are_those_of_plain_lists(connection, first, polls):
    connection.execute("DELETE FROM events")
    known, plain = frame_of(first), by_key(first)
    digest = rows.digest(known)
    start = rows.changes("events", frame_of([]), known)
    if start is not None:
        rows.write(connection, 1, {"events": start})
    for told, gone in polls:
        step = lay("events", known, frame_of(told), gone, most_chunks=5)
        over = {*gone, *(row[0] for row in told)}
        plain = by_key([*(row for row in plain if row[0] not in over), *told])
        assert told_by(step.now) == plain
        if step.changes is None:
            assert step.now is known
        else:
            rows.write(connection, 1, {"events": step.changes})
            digest = rows.digest_after(digest, step.changes)
        known = step.now
        assert digest == rows.digest(known)
        assert rows.read(connection, 1, ["events"])["events"].equals(known, null_equal=True)


@given(first=EVENTS, polls=st.lists(EVENTS, min_size=1, max_size=4))
def test_added_rows_come_beside_those_known_and_each_once(first, polls):
    known = frame_of(first)
    said = [row[:2] for row in told_by(known)]
    for told in polls:
        step = lay("events", known, frame_of(told), is_added=True, most_chunks=2)
        again = lay("events", step.now, frame_of(told), is_added=True)
        assert again.now is step.now
        for one in {row[:2] for row in told}:
            missing = [row[:2] for row in told].count(one) - said.count(one)
            said += [one] * missing
        known = step.now
        assert by_key([row[:2] for row in told_by(known)]) == [row[:2] for row in told_by(known)]
        assert sorted(map(str, said)) == sorted(str(row[:2]) for row in told_by(known))


def test_what_came_by_different_reads_is_not_stated_by_one_row():
    known = frame_of([("C-1", "new", 0), ("C-1", "done", 1)])
    now = lay("events", known, frame_of([("C-1", "new", 0), ("C-1", "late", 0), ("C-2", "new", 0)]), is_added=True)
    assert told_by(now.now) == [("C-1", "new", 0), ("C-1", "done", 1), ("C-1", "late", 2), ("C-2", "new", 0)]


def test_what_is_read_again_as_it_was_leaves_the_very_frame():
    known = frame_of([("C-1", "new", 0), ("C-2", "new", 0)])
    step = lay("events", known, frame_of([("C-2", "new", 0)]), ["C-7"])
    assert step.now is known
    assert step.changes is None


def of_records(told):
    """Events of records, in order: number, what, row, record."""
    columns = list(zip(*told, strict=True)) or [(), (), (), ()]
    kinds = (pl.String, pl.String, pl.Int64, pl.Int64)
    names = ("number", "to", "row", "key")
    made = {name: pl.Series(one, dtype=kind) for name, one, kind in zip(names, columns, kinds, strict=True)}
    return rows.in_order(Batch({"events": pl.DataFrame(made)}, {}, 0, 0)).frames["events"]


def all_told(frame):
    return frame.select("number", "to", "row", "key").rows()


def added(known, told, withdrawn=frozenset()):
    return lay("events", known, of_records(told), is_added=True, withdrawn=withdrawn)


def test_a_record_that_was_edited_stands_in_the_place_of_what_was_known_of_it():
    known = of_records([("C-1", "new", 0, 7), ("C-1", "done", 1, 8), ("C-2", "new", 2, 9)])
    now = added(known, [("C-1", "late", 0, 7), ("C-2", "new", 1, 9)]).now
    assert sorted(all_told(now)) == [("C-1", "done", 1, 8), ("C-1", "late", 0, 7), ("C-2", "new", 2, 9)]


def test_two_records_that_say_the_same_are_two_in_whichever_reads_they_come():
    known = of_records([("C-1", "new", 0, 7)])
    now = added(known, [("C-1", "new", 0, 8)]).now
    assert all_told(now) == [("C-1", "new", 0, 7), ("C-1", "new", 1, 8)]


def test_a_record_that_comes_again_as_it_was_leaves_the_very_frame():
    known = of_records([("C-1", "new", 4, 7), ("C-1", "A", 4, 7), ("C-1", "done", 5, None)])
    step = added(known, [("C-1", "new", 0, 7), ("C-1", "A", 0, 7), ("C-1", "done", 1, None)])
    assert step.now is known


def test_of_a_record_that_says_less_the_rest_goes_and_of_one_that_says_more_all_comes_last():
    known = of_records([("C-1", "new", 0, 7), ("C-1", "A", 1, 7), ("C-1", "done", 2, 8)])
    assert all_told(added(known, [("C-1", "A", 0, 7)]).now) == [("C-1", "done", 2, 8), ("C-1", "A", 0, 7)]
    now = added(known, [("C-1", "late", 0, 8), ("C-1", "B", 1, 8)]).now
    assert all_told(now) == [("C-1", "new", 0, 7), ("C-1", "A", 1, 7), ("C-1", "late", 3, 8), ("C-1", "B", 4, 8)]


def test_a_record_that_is_filed_elsewhere_is_there_alone():
    known = of_records([("C-1", "new", 0, 7), ("C-1", "done", 1, 8), ("C-2", "new", 2, 9), ("C-4", "late", 3, None)])
    assert all_told(added(known, [("C-3", "new", 0, 7), ("C-2", "done", 1, 8)]).now) == [
        ("C-2", "new", 2, 9),
        ("C-2", "done", 3, 8),
        ("C-3", "new", 0, 7),
        ("C-4", "late", 3, None),
    ]
    assert all_told(added(known, [(None, "new", 0, 7)]).now)[0] == (None, "new", 0, 7)
    nowhere = of_records([(None, "new", 0, 7), ("C-1", "done", 0, 8)])
    assert all_told(added(nowhere, [("C-1", "new", 0, 7)]).now) == [("C-1", "done", 0, 8), ("C-1", "new", 1, 7)]


def test_a_record_of_several_cases_is_there_in_those_that_it_names():
    known = of_records([("C-1", "merged", 0, 7), ("C-2", "merged", 1, 7)])
    assert added(known, [("C-1", "merged", 0, 7), ("C-2", "merged", 1, 7)]).now is known
    now = added(known, [("C-2", "merged", 0, 7), ("C-3", "merged", 1, 7)]).now
    assert [(number, key) for number, _, _, key in all_told(now)] == [("C-2", 7), ("C-3", 7)]


def test_a_record_that_is_withdrawn_is_nowhere_and_one_that_comes_all_the_same_is_there():
    known = of_records([("C-1", "new", 0, 7), ("C-1", "done", 1, 8), ("C-1", "late", 2, None), ("C-2", "new", 3, 9)])
    step = added(known, [], frozenset({7, 9, 10}))
    assert all_told(step.now) == [("C-1", "done", 1, 8), ("C-1", "late", 2, None)]
    assert step.changes.more == -2
    assert all_told(added(known, [("C-3", "back", 0, 7)], frozenset({7})).now) == [
        ("C-1", "done", 1, 8),
        ("C-1", "late", 2, None),
        ("C-2", "new", 3, 9),
        ("C-3", "back", 0, 7),
    ]
    assert added(known, [], frozenset({10})).now is known


def test_rows_that_stand_for_all_of_their_case_leave_records_of_others():
    known = of_records([("C-1", "new", 0, 7)])
    now = lay("events", known, of_records([("C-2", "new", 0, 7)]), withdrawn=frozenset({7})).now
    assert all_told(now) == [("C-1", "new", 0, 7), ("C-2", "new", 0, 7)]


def test_what_was_read_before_records_had_numbers_counts_once_when_it_comes_with_one():
    known = of_records(
        [("C-1", "new", 0, None), ("C-1", "A", 0, None), ("C-1", "done", 1, None), ("C-2", "new", 0, None)]
    )
    come = [("C-1", "new", 0, 7), ("C-1", "A", 0, 7), ("C-1", "done", 1, 8), ("C-1", "late", 2, 9)]
    now = added(known, come).now
    assert all_told(now) == [*come, ("C-2", "new", 0, None)]
    assert added(now, come).now is now


def test_of_what_was_read_before_records_had_numbers_as_much_goes_as_comes_with_one():
    twice = of_records([("C-1", "new", 0, None), ("C-1", "new", 1, None)])
    now = added(twice, [("C-1", "new", 0, 7)]).now
    assert [row[3] for row in all_told(now)] == [None, 7]
    assert added(now, [("C-1", "new", 0, 7)]).now is now
    now = added(now, [("C-1", "new", 0, 7), ("C-1", "new", 1, 8), ("C-1", "new", 2, 9)]).now
    assert [row[3] for row in all_told(now)] == [7, 8, 9]


RECORDS = st.lists(
    st.tuples(
        st.sampled_from([None, "C-1", "C-2"]), st.sampled_from([None, "new", "done"]), st.sampled_from([None, 1, 2, 3])
    ),
    max_size=8,
)


IN_PIECES = [("C-1", None, 1), (None, None, None), (None, None, None), ("C-1", None, 2), ("C-1", "new", 1)]
AGAIN = [("C-1", None, 1), (None, None, None), (None, None, None), ("C-1", None, 1)]


@example(first=IN_PIECES, polls=[(AGAIN, frozenset())])
@given(first=RECORDS, polls=st.lists(st.tuples(RECORDS, st.frozensets(st.integers(1, 4))), min_size=1, max_size=4))
def test_records_stand_for_what_was_known_of_them_and_rows_of_none_come_beside(connection, first, polls):
    def numbered(told):
        return [(number, to, row, key) for row, (number, to, key) in enumerate(told)]

    connection.execute("DELETE FROM events")
    known = of_records(numbered(first))
    plain = list(first)
    start = rows.changes("events", of_records([]), known)
    if start is not None:
        rows.write(connection, 1, {"events": start})
    digest = rows.digest(known)
    for told, withdrawn in polls:
        step = added(known, numbered(told), withdrawn)
        records = {one[2] for one in plain} - withdrawn
        for number, to, key in told:
            if key is not None and key not in records and (number, to, None) in plain:
                plain.remove((number, to, None))
        meant = {key for _, _, key in told if key is not None} | withdrawn
        plain = [one for one in plain if one[2] not in meant]
        plain += [one for one in told if one[2] is not None]
        for one in {one for one in told if one[2] is None}:
            plain += [one] * (told.count(one) - plain.count(one))
        known = step.now
        assert sorted(map(str, known.select("number", "to", "key").rows())) == sorted(map(str, plain))
        assert added(known, numbered(told)).now is known
        if step.changes is not None:
            rows.write(connection, 1, {"events": step.changes})
            digest = rows.digest_after(digest, step.changes)
        assert digest == rows.digest(known)
        assert rows.read(connection, 1, ["events"])["events"].equals(known, null_equal=True)
        # rows of two records are never taken for one
        of_row = known.filter(pl.col("key").is_not_null()).group_by("number", "row").agg(pl.col("key").n_unique())
        assert of_row["key"].to_list() == [1] * of_row.height
