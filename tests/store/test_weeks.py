"""Weeks in the journal: appended, the last counts, and no other process is in the way."""

import sqlite3
from contextlib import closing

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wallboard.core.measures.weeks import WeekCount, WeekKey
from wallboard.store.journal import Journal
from wallboard.store.journal_file import MIGRATIONS
from wallboard.store.places import Places
from wallboard.store.weeks import stored_weeks

DAY_US = 86_400_000_000
NOW_US = 20_000 * DAY_US  # 2024-10-04
KEY = WeekKey("on-time", "{}", "2024-09-23")
OTHER = WeekKey("on-time", "{}", "2024-09-16")


def rows(places: Places, text: str = "SELECT board, week_on, value, computed_at_us, cause FROM weeks ORDER BY id"):
    with closing(sqlite3.connect(places.journal)) as connection:
        return connection.execute(text).fetchall()


def test_a_week_is_stored_as_it_was_counted(places: Places) -> None:
    counts = {
        KEY: WeekCount(100 * 18 / 21, 18, 21),
        OTHER: WeekCount(None, 3, 4),
        KEY._replace(scope="x"): WeekCount(7),
    }
    with closing(Journal(places)) as journal:
        assert journal.weeks("board") == {}
        assert journal.store_weeks("board", counts, NOW_US)
        assert journal.weeks("board") == counts
    found = stored_weeks(places, "board")
    assert found == counts
    assert [type(part) for part in (found[KEY].value, found[KEY].numerator)] == [float, int]


def test_numbers_out_of_arrays_are_stored_as_plain_ones(places: Places) -> None:
    with closing(Journal(places)) as journal:
        assert journal.store_weeks("board", {KEY: WeekCount(np.float64(2.5), np.int64(5), np.int32(2))}, NOW_US)
    assert stored_weeks(places, "board") == {KEY: WeekCount(2.5, 5, 2)}


def test_a_week_that_is_stored_stays_and_a_recomputed_one_stands_beside_it(places: Places) -> None:
    with closing(Journal(places)) as journal:
        journal.store_weeks("board", {KEY: WeekCount(90, 9, 10)}, NOW_US)
        journal.store_weeks("board", {KEY: WeekCount(80, 8, 10), OTHER: WeekCount(1)}, NOW_US + 1)
        assert journal.weeks("board") == {KEY: WeekCount(90, 9, 10), OTHER: WeekCount(1)}
        anew = {KEY: WeekCount(70, 7, 10), OTHER: WeekCount(1)}
        assert journal.recompute_weeks("board", anew, NOW_US + 2) == {KEY: WeekCount(90, 9, 10)}
        assert journal.weeks("board") == anew
    assert rows(places) == [
        ("board", "2024-09-23", 90, NOW_US, "week end"),
        ("board", "2024-09-16", 1, NOW_US + 1, "week end"),
        ("board", "2024-09-23", 70, NOW_US + 2, "recompute"),
    ]


@pytest.mark.parametrize(
    "change", ["value='1'||char(3)", "numerator=x'00'", "denominator=9e999", "week_on='2024-0x-23'"]
)
def test_a_week_that_damage_left_no_number_or_date_is_counted_anew(places: Places, change: str) -> None:
    counts = {KEY: WeekCount(90, 9, 10), OTHER: WeekCount(1)}
    with closing(Journal(places)) as journal:
        journal.store_weeks("board", counts, NOW_US)
    with closing(sqlite3.connect(places.journal)) as connection:
        connection.execute(f"UPDATE weeks SET {change} WHERE week_on=?", (KEY.week_on,))
        connection.commit()
    assert stored_weeks(places, "board") == {OTHER: WeekCount(1)}
    with closing(Journal(places)) as journal:
        assert journal.weeks("board") == {OTHER: WeekCount(1)}
        assert journal.store_weeks("board", counts, NOW_US + 1)
        assert journal.weeks("board") == counts


def test_recomputing_stores_weeks_that_had_no_figure(places: Places) -> None:
    with closing(Journal(places)) as journal:
        assert journal.recompute_weeks("board", {KEY: WeekCount(70)}, NOW_US) == {KEY: None}


def test_each_board_has_its_own_weeks(places: Places) -> None:
    with closing(Journal(places)) as journal:
        journal.store_weeks("one", {KEY: WeekCount(1)}, NOW_US)
        journal.store_weeks("other", {KEY: WeekCount(2)}, NOW_US)
        assert [journal.weeks(board)[KEY].value for board in ("one", "other")] == [1, 2]


def test_what_another_process_stored_is_noticed(places: Places) -> None:
    with closing(Journal(places)) as collector, closing(Journal(places)) as command:
        collector.store_weeks("board", {KEY: WeekCount(1)}, NOW_US)
        before = collector.weeks("board")
        assert collector.weeks("board") is before
        command.recompute_weeks("board", {KEY: WeekCount(2)}, NOW_US)
        assert collector.weeks("board") == {KEY: WeekCount(2)}


def test_what_was_read_last_counts_while_the_journal_cannot_be_read(places: Places) -> None:
    with closing(Journal(places)) as journal:
        journal.store_weeks("board", {KEY: WeekCount(1)}, NOW_US)
        journal.weeks("board")
        places.state.rename(places.state.with_name("away"))
        places.state.write_text("in the way")
        assert journal.weeks("board") == {KEY: WeekCount(1)}
        assert not journal.store_weeks("board", {OTHER: WeekCount(1)}, NOW_US)
        assert journal.recompute_weeks("board", {OTHER: WeekCount(1)}, NOW_US) is None


def test_weeks_are_kept_for_twenty_five_months(places: Places) -> None:
    old, kept = KEY._replace(week_on="2022-08-22"), KEY._replace(week_on="2022-09-05")
    with closing(Journal(places)) as journal:
        journal.store_weeks("board", {old: WeekCount(1), kept: WeekCount(2)}, NOW_US)
        journal.tidy(NOW_US)
    assert stored_weeks(places, "board") == {kept: WeekCount(2)}


def test_a_command_finds_no_week_where_there_is_no_journal_or_an_older_one(places: Places) -> None:
    assert stored_weeks(places, "board") == {}
    with closing(sqlite3.connect(places.journal)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version=1")
    assert stored_weeks(places, "board") == {}
    with closing(Journal(places)) as journal:
        assert journal.store_weeks("board", {KEY: WeekCount(1)}, NOW_US)
    assert stored_weeks(places, "board") == {KEY: WeekCount(1)}


def test_weeks_of_the_version_before_have_no_word_of_targets_for_commands_and_collectors(places: Places) -> None:
    with closing(sqlite3.connect(places.journal)) as connection:
        for statement in (*MIGRATIONS[0], *MIGRATIONS[1]):
            connection.execute(statement)
        values = ("board", *KEY, 90, 9, 10, NOW_US, "week end")
        connection.execute("INSERT INTO weeks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
        connection.execute("PRAGMA user_version=2")
        connection.commit()
    known = {KEY: WeekCount(90, 9, 10)}
    assert stored_weeks(places, "board") == known
    with closing(Journal(places)) as journal:
        assert journal.weeks("board") == known
        assert journal.store_weeks("board", {OTHER: WeekCount(90, 9, 10, 40, 30, 0)}, NOW_US)
    assert stored_weeks(places, "board") == {**known, OTHER: WeekCount(90, 9, 10, 40, 30, 0)}


def test_a_copy_of_the_first_version_still_heals(places: Places) -> None:
    copy = places.copies / "journal-2024-10-01.sqlite"
    with closing(sqlite3.connect(copy)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("INSERT INTO boards VALUES ('board', x'', 5, 1)")
        connection.execute("PRAGMA user_version=1")
        connection.commit()
    with closing(Journal(places)) as journal:
        assert journal.store_weeks("board", {KEY: WeekCount(1)}, NOW_US)
    assert rows(places, "SELECT board, composed_at_us FROM boards") == [("board", 5)]


FIGURES = st.builds(
    WeekCount, st.none() | st.floats(0, 100), st.integers(0, 9), st.integers(0, 9), st.none() | st.integers(0, 9)
)
KEYS = st.builds(WeekKey, st.sampled_from("ab"), st.just("{}"), st.sampled_from(["2024-09-16", "2024-09-23"]))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.dictionaries(KEYS, FIGURES, min_size=1)), max_size=8))
def test_no_row_is_ever_changed_and_only_recomputing_changes_what_counts(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, dict[WeekKey, WeekCount]]]
) -> None:
    places = Places(tmp_path_factory.mktemp("state"))
    places.make()
    counts: dict[WeekKey, WeekCount] = {}
    before: list[tuple[object, ...]] = []
    with closing(Journal(places)) as journal:
        for is_recomputed, weeks in steps:
            if is_recomputed:
                journal.recompute_weeks("board", weeks, NOW_US)
                counts = {**counts, **weeks}
            else:
                journal.store_weeks("board", weeks, NOW_US)
                counts = {**weeks, **counts}
            assert journal.weeks("board") == counts
            now = rows(places, "SELECT * FROM weeks ORDER BY id")
            assert now[: len(before)] == before
            before = now
