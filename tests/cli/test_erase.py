"""`wallboard erase`: what was erased is in no file any more, however packed; and says what it found."""

import io
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from unicodedata import normalize

import polars as pl
import pytest

from tests.cli.conftest import Command
from tests.cli.kept_house import House
from tests.still import write_still
from wallboard.store.cache import Cache


@pytest.fixture
def house(tmp_path: Path, state: Path) -> Iterator[House]:
    made = House(tmp_path / "office", state)
    made.read()
    yield made
    made.collector.end()


def everything(state: Path) -> bytes:
    """The bytes of every file, and what is packed in them."""
    found = []
    for path in state.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found.append(content)
            if path.suffix == ".parquet":
                found.append(pl.read_parquet(io.BytesIO(content)).write_csv().encode())
            elif content.startswith(b"SQLite format 3"):
                found += packed_in(path)
    return b"\n".join(found)


def packed_in(path: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        for table, column in (("shown", "content"), ("boards", "layout"), ("standups", "content")):
            if connection.execute("SELECT 1 FROM sqlite_schema WHERE name=?", (table,)).fetchone():
                for (content,) in connection.execute(f"SELECT {column} FROM {table}"):
                    yield zlib.decompress(content)


def test_the_search_of_these_tests_finds_what_is_there(house: House, state: Path) -> None:
    found = everything(state)
    for text in (b"C-1001", b"Zora Quill", b"Umbrella & Sons", b'"ZQ"'):
        assert text in found


def test_a_case_is_in_no_file_any_more_and_the_others_stay(house: House, state: Path, wallboard: Command) -> None:
    done = wallboard("erase", "C-1001")
    assert (done.code, done.out.splitlines()[0]) == (0, "cache: 1 case")
    assert "journal: 1 view" in done.out
    left = everything(state).replace(b"C-10010", b"")
    assert b"C-1001" not in left
    assert b"Zora Quill" not in left
    with closing(Cache(house.places)) as cache:
        numbers = [cache.load(site).frame("cases").get_column("number").to_list() for site in cache.sites()]
    assert numbers == [["C-10010", "C-1002"]]


def test_a_person_is_in_no_file_any_more_and_their_case_stays(house: House, state: Path, wallboard: Command) -> None:
    done = wallboard("erase", "zora quill")
    assert done.code == 0
    found = everything(state)
    assert b"Zora Quill" not in found
    assert b'"ZQ"' not in found
    assert b"C-1001" in found


def test_a_person_whom_only_the_journal_knows_leaves_no_initials_there(
    house: House, state: Path, wallboard: Command
) -> None:
    house.places.cache.unlink()
    with closing(sqlite3.connect(house.places.journal)) as connection:
        content = zlib.compress(b'{"holes": [{"person": "Zora Quill", "days": []}]}')
        connection.execute("INSERT INTO standups VALUES (1, 'b', 1, ?)", (content,))
        connection.commit()
    assert wallboard("erase", "zora quill").out.splitlines()[0] == "journal: 1 stand-up, 1 view"
    assert b'"ZQ"' not in everything(state)


def test_a_view_that_loses_a_name_and_initials_is_one(house: House, state: Path, wallboard: Command) -> None:
    with closing(sqlite3.connect(house.places.journal)) as connection:
        for number, content in connection.execute("SELECT id, content FROM shown").fetchall():
            text = zlib.decompress(content).replace(b'"ZQ"', b'"ZQ", "last_activity": "Zora Quill"')
            connection.execute("UPDATE shown SET content=? WHERE id=?", (zlib.compress(text), number))
        connection.commit()
    assert "journal: 1 view\n" in wallboard("erase", "Zora Quill").out


def test_a_client_is_erased_as_a_person_is(house: House, state: Path, wallboard: Command) -> None:
    assert wallboard("erase", "Umbrella & Sons").out == "cache: 1 case\n"
    assert b"Umbrella" not in everything(state)


def test_a_number_that_looks_like_a_late_return_of_a_case_stays_when_that_is_erased(
    tmp_path: Path, state: Path, wallboard: Command
) -> None:
    made = House(tmp_path / "office", state)
    cases = made.path.with_name("cases.csv")
    write_still(cases, cases.read_text().replace("C-1002,", "C-1001#2,"))
    made.read()
    done = wallboard("erase", "C-1001")
    assert done.out.splitlines()[0] == "cache: 1 case"
    assert "“C-1001#2” is the number of another case, and stays" in done.err
    left = everything(state)
    assert b"C-1001#2" in left
    assert b"C-1001" not in left.replace(b"C-1001#2", b"").replace(b"C-10010", b"")
    assert wallboard("erase", "C-1001#2").out.splitlines()[0] == "cache: 1 case"
    assert b"C-1001#2" not in everything(state)
    made.collector.end()


def test_a_late_return_is_erased_with_its_case_and_not_by_itself(house: House, wallboard: Command) -> None:
    done = wallboard("erase", "C-1001#2")
    assert (done.code, done.out) == (2, "")
    assert "“C-1001#2” is “C-1001”, which came back: erase “C-1001”, and both are." in done.err


def test_a_running_collector_shows_no_row_that_was_erased(house: House, wallboard: Command) -> None:
    wallboard("erase", "C-1001")
    house.collector.show(house.now_us + 1_000_000)
    rows = house.picture().pages[0][0].body.rows
    assert sorted(row.number for row in rows) == ["C-10010", "C-1002"]


def test_ages_alone_do_not_bring_an_erased_row_back(house: House, state: Path, wallboard: Command) -> None:
    wallboard("erase", "C-1001")
    house.collector.tidy(house.now_us + 7_200_000_000)  # lets the journal go, and reads it anew
    house.collector.show_ages(house.now_us + 7_201_000_000)
    assert b"C-1001" not in everything(state).replace(b"C-10010", b"")


def test_answers_stand_ups_copies_and_what_was_set_aside_are_erased_too(
    house: House, state: Path, wallboard: Command
) -> None:
    with closing(sqlite3.connect(house.places.journal)) as connection:
        for number, case in enumerate(("C-1001", "C-1001#2", "C-1002")):
            connection.execute(
                "INSERT INTO answers VALUES (?, 'b', 1, '2026-03-02', ?, NULL, 'supplier', NULL, NULL, 1, ?)",
                (number + 1, case, (None, "desk", "desk")[number]),
            )
        content = zlib.compress(b'{"cases": [{"number": "C-1001"}, {"number": "C-1002"}]}')
        connection.execute("INSERT INTO standups VALUES (1, 'b', 1, ?)", (content,))
        connection.execute(
            "INSERT INTO weeks (board, measure, scope, week_on, computed_at_us, cause) "
            "VALUES ('b', 'on-time', '{\"number\": \"C-1001\"}', '2026-03-02', 1, 'week end')"
        )
        connection.commit()
    shutil.copy(house.places.journal, state / "journal.newer-1")
    (state / "journal.damaged-1").write_bytes(b"C-1001")
    (state / "cache.damaged-3").write_bytes(b"C-1001")
    (state / "logs" / "collect-a.log").write_text("one C-1001 line\nanother\n", encoding="utf-8")
    done = wallboard("erase", "C-1001")
    assert b"C-1001" not in everything(state).replace(b"C-10010", b"")
    lines = done.out.splitlines()
    copy = next(line for line in lines if line.startswith("journal-20"))
    assert lines == [
        "cache: 1 case",
        "cache.damaged-3: removed",
        "journal: 1 view, 1 stand-up, 2 answers, 1 week",
        copy,
        "journal.damaged-1: removed",
        "journal.newer-1: 1 view, 1 stand-up, 2 answers, 1 week",
        "logs: 1 line",
    ]
    assert copy.endswith(": 1 view")
    assert (state / "logs" / "collect-a.log").read_text() == "one — line\nanother\n"
    with closing(sqlite3.connect(house.places.journal)) as connection:
        assert connection.execute("SELECT number FROM answers").fetchall() == [("C-1002",)]


def test_what_is_not_kept_is_said_and_nothing_is_changed(house: House, wallboard: Command) -> None:
    before = house.picture()
    done = wallboard("erase", "C-9")
    assert (done.code, done.out) == (1, "")
    assert f"Nothing is kept of “C-9” in {house.places.state}." in done.err
    assert house.picture() == before


def test_without_a_state_directory_nothing_is_made(state: Path, wallboard: Command) -> None:
    assert wallboard("erase", "C-1001").code == 1
    assert not state.exists()


@pytest.mark.parametrize("number", ["1", "é"])
def test_a_case_whose_whole_number_is_one_sign_is_erased(
    tmp_path: Path, state: Path, wallboard: Command, number: str
) -> None:
    house = House(tmp_path / "office", state)
    table = house.path.with_name("cases.csv")
    write_still(table, table.read_text(encoding="utf-8").replace("C-1001,", f"{number},"))
    house.read()
    done = wallboard("erase", number)
    assert (done.code, done.out.splitlines()[0]) == (0, "cache: 1 case")
    with closing(Cache(house.places)) as cache:
        numbers = [cache.load(site).frame("cases").get_column("number").to_list() for site in cache.sites()]
    assert numbers == [["C-10010", "C-1002"]]
    house.collector.end()


def test_one_sign_that_nothing_is_called_is_refused_with_the_reason(
    house: House, state: Path, wallboard: Command
) -> None:
    (state / "logs" / "collect-a.log").write_text("page 1 of 1\n", encoding="utf-8")
    done = wallboard("erase", "1")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("“1” is looked for only where a case or a person in the cache is called so, and none is")
    assert (state / "logs" / "collect-a.log").read_text() == "page 1 of 1\n"


def test_nothing_is_refused(wallboard: Command) -> None:
    ended = wallboard("erase", "  ")
    assert (ended.code, ended.err) == (2, "Name a whole case number or a person's whole name.\n")


def test_a_board_that_names_a_person_itself_is_pointed_at(house: House, tmp_path: Path, wallboard: Command) -> None:
    assert "a board's own file names it" in wallboard("erase", "Northwind").out


def test_initials_alone_are_nobody(house: House, state: Path, wallboard: Command) -> None:
    before = house.picture()
    done = wallboard("erase", "Zelda Quince")
    assert (done.code, done.out) == (1, "")
    assert f"Nothing is kept of “Zelda Quince” in {house.places.state}." in done.err
    assert house.picture() == before
    assert b'"ZQ"' in everything(state)


def test_a_name_is_found_however_it_is_written(tmp_path: Path, state: Path, wallboard: Command) -> None:
    made = House(tmp_path / "office", state)
    cases = made.path.parent / "cases.csv"
    write_still(cases, cases.read_text().replace("Zora Quill", normalize("NFD", "Zoë Groß")))
    made.read()
    made.collector.end()
    assert b'"ZG"' in everything(state)
    assert wallboard("erase", "ZOË GROSS").out.splitlines()[:2] == ["cache: 1 case", "journal: 1 view"]
    left = everything(state)
    assert b'"ZG"' not in left
    assert "Groß".encode() not in left


def test_what_only_looks_like_a_date_or_a_type_of_the_program_is_no_find(house: House, wallboard: Command) -> None:
    before = house.picture()
    for term in ("case-rows", "03", "verbatim", "initials", "UTC"):
        assert wallboard("erase", term).code == 1
    assert house.picture() == before
