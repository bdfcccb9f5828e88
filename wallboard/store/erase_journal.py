"""Erasing a case or a person from the journal, its copies, what was set aside, and the logs. Standard library alone."""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wallboard.store.erasure import Erasure
from wallboard.store.locks import wait_for
from wallboard.store.packed import UNREADABLE
from wallboard.store.places import Places
from wallboard.store.sqlite import BUSY_S, FAULTS, emptied_log, writing

_PACKED: Final = {"shown": "views", "standups": "stand-ups"}
"""Tables whose `content` is packed, and what their rows are called."""

REMOVED: Final = "removed"
"""What became of a file that could not be read."""


@dataclass
class Erased:
    """What was found in one file: how many of each kind; `layouts` are boards whose own file names it."""

    file: Path
    counts: dict[str, int] = field(default_factory=dict)
    layouts: int = 0
    is_wiped: bool = True
    """Whether nothing of it is left in the file's unused pages and its log."""


def erase_journal(places: Places, erasure: Erasure, *, busy_s: float = BUSY_S) -> Iterator[Erased]:
    """Erase from the journal, then from each copy and each one set aside; a copy that cannot be read is removed.

    Another process that reads or writes is waited for, `busy_s` at a time. Raises sqlite3.Error and OSError where the
    journal itself cannot be written.
    """
    with wait_for(places.locks / "journal.lock"):
        if places.journal.exists():
            yield _erase_file(places.journal, erasure, busy_s)
        aside = sorted(places.state.glob("journal.*-*"))
        for copy in (*sorted(places.copies.glob("journal-*.sqlite")), *aside):
            if copy.name.endswith(("-wal", "-shm", "-journal")):
                continue
            try:
                yield _erase_file(copy, erasure, busy_s)
            except FAULTS:
                _remove(copy)
                yield Erased(copy, {REMOVED: 1})


def remove_damaged_caches(places: Places) -> list[Path]:
    """Remove caches that were set aside: they are damaged, and the sources have their rows. Raises OSError."""
    found = [entry for entry in sorted(places.state.glob("cache.*-*")) if not entry.name.endswith(("-wal", "-shm"))]
    for entry in found:
        _remove(entry)
    return found


def erase_logs(places: Places, erasure: Erasure) -> int:
    """Erase from the logs, in place, since a collector may be writing them; how many lines named it. Raises OSError."""
    lines = 0
    for entry in sorted((places.state / "logs").glob("*.log*")):
        text = entry.read_text(encoding="utf-8", errors="replace")
        named = sum(erasure.is_in(line) for line in text.splitlines())
        if named:
            lines += named
            with entry.open("r+", encoding="utf-8") as file:
                file.write(erasure.text(text))
                file.truncate()
    return lines


def _erase_file(path: Path, erasure: Erasure, busy_s: float) -> Erased:
    erased = Erased(path)
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=busy_s, isolation_level=None)
    with closing(connection):
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA synchronous=FULL")
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")}
        with writing(connection):
            for table, kind in _PACKED.items():
                if table in tables:
                    _count(erased, kind, _erase_packed(connection, table, erasure))
            if "answers" in tables:
                _count(erased, "answers", _erase_answers(connection, erasure))
            if "weeks" in tables:
                _count(erased, "weeks", _erase_scopes(connection, erasure))
            erased.layouts = sum(
                erasure.is_in(_unpacked(layout)) for (layout,) in connection.execute("SELECT layout FROM boards")
            )
            connection.execute("UPDATE boards SET change=change+1")
        connection.execute("VACUUM")
        erased.is_wiped = emptied_log(connection)
    return erased


def _count(erased: Erased, kind: str, count: int) -> None:
    if count:
        erased.counts[kind] = count


def _erase_packed(connection: sqlite3.Connection, table: str, erasure: Erasure) -> int:
    count = 0
    for (number,) in connection.execute(f"SELECT id FROM {table}").fetchall():  # noqa: S608 - own names
        question = f"SELECT content FROM {table} WHERE id=?"  # noqa: S608
        text = _unpacked(connection.execute(question, (number,)).fetchone()[0])
        if not text or not erasure.may_be_in_json(text):
            continue
        plain = json.loads(text)
        made = erasure.plain(plain)
        if made is plain:
            continue
        count += 1
        content = zlib.compress(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
        connection.execute(f"UPDATE {table} SET content=? WHERE id=?", (content, number))  # noqa: S608
        if table == "shown":
            _renumber(connection, number)
    return count


def _renumber(connection: sqlite3.Connection, number: int) -> None:
    """A glass does not read a view twice: one that stands on the wall gets another number."""
    if connection.execute("SELECT 1 FROM current WHERE id=?", (number,)).fetchone():
        new = connection.execute("SELECT max(id) + 1 FROM shown").fetchone()[0]
        connection.execute("UPDATE shown SET id=? WHERE id=?", (new, number))
        connection.execute("UPDATE current SET id=? WHERE id=?", (new, number))


def _erase_answers(connection: sqlite3.Connection, erasure: Erasure) -> int:
    rows = connection.execute("SELECT id, number FROM answers").fetchall()
    meant = [(number,) for number, case in rows if erasure.is_meant(case)]
    connection.executemany("DELETE FROM answers WHERE id=?", meant)
    return len(meant)


def _erase_scopes(connection: sqlite3.Connection, erasure: Erasure) -> int:
    """Weeks of a panel that is about one person are those of nobody from now on."""
    rows = connection.execute("SELECT id, scope FROM weeks").fetchall()
    named = [(erasure.text(scope), number) for number, scope in rows if erasure.is_in(scope)]
    connection.executemany("UPDATE weeks SET scope=? WHERE id=?", named)
    return len(named)


def _unpacked(content: bytes | None) -> str:
    """The text of what was packed; what cannot be read, no wall shows either."""
    if content is None:
        return ""
    try:
        return zlib.decompress(content).decode()
    except UNREADABLE:
        return ""


def _remove(path: Path) -> None:
    for entry in path.parent.glob(f"{path.name}*"):
        entry.unlink(missing_ok=True)
