"""A file that is kept is opened again when another stands in its place, healed once, and its trouble told once."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from wallboard.store.kept_file import Failure, FileKind, KeptFile
from wallboard.store.sqlite import connect, is_damage, is_sound, set_aside
from wallboard.store.write_trouble import CALM_S

MISSING = "SELECT * FROM not_there"


class Notes:
    """A file of notes, and what was done with it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "notes.sqlite"
        self.done: list[str] = []
        self.now_s = 0.0
        self.can_heal = True
        kind = FileKind(
            "diary",
            self.path,
            self._open,
            lambda failure: is_damage(failure.fault, self.path),
            self._heal,
            lambda: is_sound(self.path, check="quick"),
            "notes wait",
        )
        self.file = KeptFile(kind, lambda: self.done.append("opened"), self._begin, lambda: self.now_s)

    def _open(self) -> sqlite3.Connection:
        connection = connect(self.path, "NORMAL")
        connection.execute("CREATE TABLE IF NOT EXISTS notes (note TEXT)")
        return connection

    def _heal(self, failure: Failure) -> None:
        self.done.append("healed" if failure.was_open else "healed unopened")
        if not self.can_heal:
            raise OSError("no room")
        set_aside(self.path)

    def _begin(self, connection: sqlite3.Connection) -> None:
        self.done.append("begun")
        connection.execute("INSERT INTO notes VALUES ('begun')")

    def write(self, note: str) -> bool:
        def put(connection: sqlite3.Connection) -> bool:
            connection.execute("INSERT INTO notes VALUES (?)", (note,))
            return True

        return self.file.safely(put, otherwise=False, is_write=True)

    def read(self) -> list[str]:
        def look(connection: sqlite3.Connection) -> list[str]:
            return [row[0] for row in connection.execute("SELECT note FROM notes")]

        return self.file.safely(look, ["nobody knows"])

    def fail(self, *, is_write: bool) -> bool:
        """Work that no disk is good for."""

        def refuse(_: sqlite3.Connection) -> bool:
            raise OSError("the disk is gone")

        return self.file.safely(refuse, otherwise=False, is_write=is_write)


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Notes]:
    made = Notes(tmp_path)
    with closing(made.file):
        yield made


def test_a_file_is_opened_when_it_is_first_needed_and_once(notes: Notes) -> None:
    assert not notes.path.exists()
    assert notes.write("a")
    assert notes.read() == ["a"]
    assert notes.done == ["opened"]


def test_another_file_in_its_place_is_opened(notes: Notes) -> None:
    notes.write("a")
    before = notes.file.identity
    set_aside(notes.path)
    assert notes.read() == []
    assert notes.done == ["opened", "opened"]
    assert notes.file.identity != before


def test_a_damaged_file_is_healed_and_the_work_done_again(notes: Notes) -> None:
    notes.write("a")
    notes.file.close()
    notes.path.write_bytes(b"no database at all")
    assert notes.write("b")
    assert notes.read() == ["begun", "b"]
    assert notes.done == ["opened", "healed unopened", "opened", "begun"]
    assert notes.file.trouble is None


def test_damage_that_a_check_finds_is_healed(notes: Notes) -> None:
    notes.write("a")
    with closing(sqlite3.connect(notes.path)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(notes.path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    notes.path.write_bytes(content)
    notes.file.check()
    assert notes.done == ["opened", "healed", "opened", "begun"]
    notes.file.check()
    assert len(notes.done) == 4


def test_what_healing_does_not_help_is_tried_once(notes: Notes) -> None:
    assert notes.file.safely(lambda found: found.execute(MISSING).fetchall(), None) is None
    assert notes.done == ["opened", "healed", "opened", "begun"]
    assert notes.file.trouble == "no such table: not_there"


def test_a_file_that_is_not_to_blame_is_left(notes: Notes) -> None:
    notes.write("a")
    assert not notes.fail(is_write=True)
    assert notes.read() == ["a"]
    assert (notes.done, notes.file.trouble) == (["opened"], "the disk is gone")


def test_where_it_cannot_be_healed_it_is_said_once(notes: Notes, caplog: pytest.LogCaptureFixture) -> None:
    notes.can_heal = False
    notes.path.write_bytes(b"no database at all")
    assert [notes.read() for _ in range(3)] == [["nobody knows"]] * 3
    assert [record.message for record in caplog.records] == ["the diary cannot be used (no room); notes wait"]


@pytest.mark.parametrize("is_write", [True, False])
def test_a_read_says_nothing_of_whether_the_file_can_be_written(
    notes: Notes, caplog: pytest.LogCaptureFixture, is_write: bool
) -> None:
    with caplog.at_level(logging.WARNING):
        notes.fail(is_write=is_write)
        notes.now_s += CALM_S
        notes.read()
    assert [record.message for record in caplog.records] == ["the diary cannot be used (the disk is gone); notes wait"]
    assert notes.file.trouble is not None
    notes.write("a")
    assert caplog.records[-1].message == "the diary can be written again"
    assert notes.file.trouble is None
