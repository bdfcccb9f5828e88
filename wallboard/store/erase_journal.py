"""Erasing a case or a person from the journal, its copies, what was set aside, and the logs. Standard library alone."""

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from wallboard.core.views.agenda import Agenda
from wallboard.core.views.shapes import Blank, View
from wallboard.core.views.wire import from_plain, to_plain
from wallboard.core.words import verbatim
from wallboard.store.erasure import Erasure
from wallboard.store.locks import wait_for
from wallboard.store.log_lines import log_line
from wallboard.store.packed import HEADER, UNREADABLE, Header, pack
from wallboard.store.places import Places
from wallboard.store.sqlite import BUSY_S, FAULTS, emptied_log, opened, writing

_PACKED: Final = {"shown": "views", "standups": "stand-ups"}
"""Tables whose `content` is packed, and what their rows are called."""

_TITLES: Final = frozenset({"organisation", "title"})

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
    """Erase from the logs, in place, since a collector may be writing them; how many lines named it. Raises OSError.

    A line's time and level, and the places of a trace, stay as they are.
    """
    count = 0
    for entry in sorted((places.state / "logs").glob("*.log*")):
        lines = entry.read_text(encoding="utf-8", errors="replace").split("\n")
        made = [_line_without(line, erasure) for line in lines]
        named = sum(new is not old for new, old in zip(made, lines, strict=True))
        if named:
            count += named
            with entry.open("r+", encoding="utf-8") as file:
                file.write("\n".join(made))
                file.truncate()
    return count


def _line_without(line: str, erasure: Erasure) -> str:
    parts = log_line(line)
    if parts.is_frame or not erasure.is_in(parts.message):
        return line
    return parts.head + erasure.text(parts.message)


def _erase_file(path: Path, erasure: Erasure, busy_s: float) -> Erased:
    erased = Erased(path)
    with closing(opened(path, busy_s=busy_s)) as connection:
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
                _is_titled(_parsed(layout), erasure) for (layout,) in connection.execute("SELECT layout FROM boards")
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
    title = "title" if table == "shown" else "NULL"
    for number, named in connection.execute(f"SELECT id, {title} FROM {table}").fetchall():  # noqa: S608 - own names
        question = f"SELECT content FROM {table} WHERE id=?"  # noqa: S608
        text = _unpacked(connection.execute(question, (number,)).fetchone()[0])
        if not text or not erasure.may_be_in_json(text):
            continue
        cls = Agenda if table == "standups" else Header if named == HEADER else View
        is_in, content = _packed_without(cls, text, erasure)
        if not is_in:
            continue
        count += 1
        if content is None and cls is View and _is_current(connection, number):
            content = pack(View("", named, verbatim(named), Blank(())))  # the picture lacks no view
        if content is None:
            connection.execute(f"DELETE FROM {table} WHERE id=?", (number,))  # noqa: S608
            continue
        connection.execute(f"UPDATE {table} SET content=? WHERE id=?", (content, number))  # noqa: S608
        if table == "shown":
            _renumber(connection, number)
    return count


def _packed_without(cls: type, text: str, erasure: Erasure) -> tuple[bool, bytes | None]:
    """Whether it is in there, and what is left, packed; None where nothing is left that can be read."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        return erasure.is_in(text), None
    try:
        known = to_plain(from_plain(cls, plain))  # what this version does not know is nowhere shown, and not kept
        made = erasure.plain(known)
        if made is known:
            return False, None
        return True, pack(from_plain(cls, made))
    except UNREADABLE:
        return erasure.is_anywhere_in(plain), None


def _is_current(connection: sqlite3.Connection, number: int) -> bool:
    return connection.execute("SELECT 1 FROM current WHERE id=?", (number,)).fetchone() is not None


def _renumber(connection: sqlite3.Connection, number: int) -> None:
    """A glass does not read a view twice: one that stands on the wall gets another number."""
    if _is_current(connection, number):
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
    named = []
    for number, scope in connection.execute("SELECT id, scope FROM weeks").fetchall():
        if erasure.may_be_in_json(scope):
            made = _scope_without(scope, erasure)
            if made is not scope:
                named.append((made, number))
    connection.executemany("UPDATE weeks SET scope=? WHERE id=?", named)
    return len(named)


def _scope_without(scope: str, erasure: Erasure) -> str:
    """A scope in the form in which it is looked for; the very text where its conditions do not name it."""
    try:
        plain = json.loads(scope)
    except ValueError:
        return erasure.text(scope)
    made = _condition_without(plain, erasure)
    if made == plain:
        return scope
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _condition_without(plain: Any, erasure: Erasure) -> Any:
    if isinstance(plain, list):
        return [_condition_without(item, erasure) for item in plain]
    if not isinstance(plain, Mapping):
        return plain
    if plain.get("field") == "owner":
        return {
            name: [erasure.text(item) if item else item for item in value] if name in ("in", "not") else value
            for name, value in plain.items()
        }
    return erasure.plain({name: _condition_without(value, erasure) for name, value in plain.items()})


def _is_titled(layout: Any, erasure: Erasure) -> bool:
    """Whether a title or the organisation's name is, or names, what is to be erased."""
    if isinstance(layout, list):
        return any(_is_titled(item, erasure) for item in layout)
    if not isinstance(layout, Mapping):
        return False
    return any(
        erasure.is_in(value) if name in _TITLES and isinstance(value, str) else _is_titled(value, erasure)
        for name, value in layout.items()
    )


def _parsed(content: bytes | None) -> Any:
    try:
        return json.loads(_unpacked(content) or "null")
    except (ValueError, RecursionError):
        return None


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
