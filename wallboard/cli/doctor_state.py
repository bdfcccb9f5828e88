"""What support asks of the state directory: sizes, rights, room on the disk, and whether the files are sound."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from wallboard.cli.discreet import Discretion
from wallboard.store.journal_file import QUESTIONS
from wallboard.store.known_texts import row_counts
from wallboard.store.places import Places
from wallboard.store.sqlite import FAULTS, connect_to_read

_LITTLE_ROOM = 200 * 2**20
_MOST_LOG = 2_000_000
_ASIDE = (".damaged-", ".newer-", ".of-another-version-")
"""Bytes of each log, from its end."""


def file_lines(places: Places) -> Iterator[str]:
    """Every file below the state directory with its size, rights and date; a source's own name is in none."""
    if not places.state.is_dir():
        yield f"{places.state} is not there: nothing was kept yet"
        return
    usage = shutil.disk_usage(places.state)
    mark = "! " if usage.free < _LITTLE_ROOM else ""
    yield f"{mark}{places.state}: {usage.free / 2**20:,.0f} MiB free of {usage.total / 2**20:,.0f}"
    if not os.access(places.state, os.W_OK | os.X_OK):
        yield "! it cannot be written"
    for path in sorted(places.state.rglob("*")):
        status = path.lstat()
        at = datetime.fromtimestamp(status.st_mtime, UTC).isoformat(timespec="seconds")
        aside = "! " if any(word in path.name for word in _ASIDE) else ""
        size = "" if path.is_dir() else f" {status.st_size:,} bytes"
        yield f"{aside}{status.st_mode & 0o777:o} {at} {path.relative_to(places.state)}{size}"


def sound_lines(places: Places) -> Iterator[str]:
    """Whether cache, journal and each copy are sound, of which form, and how many rows each table has."""
    files = [(places.cache, "quick", ()), (places.journal, "integrity", QUESTIONS)]
    files += [(copy, "integrity", ()) for copy in sorted(places.copies.glob("journal-*.sqlite"))]
    for path, check, questions in files:
        if path.exists():
            yield _soundness(path, check, questions)
        else:
            yield f"{path.name} is not there"


def log_texts(places: Places, discretion: Discretion) -> Iterator[tuple[str, str]]:
    """Each log by its name, with what it must not tell hidden; of a long one the end."""
    for path in sorted((places.state / "logs").glob("*.log*")):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MOST_LOG))
            text = file.read().decode(errors="replace")
        yield path.name, "".join(f"{discretion.line(line)}\n" for line in text.splitlines())


def _soundness(path: Path, check: str, questions: tuple[str, ...]) -> str:
    try:
        with closing(connect_to_read(path)) as connection:
            found = connection.execute(f"PRAGMA {check}_check(3)").fetchall()
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            counts = ", ".join(f"{name} {count:,}" for name, count in row_counts(connection).items())
            for question in questions:
                connection.execute(question).fetchone()
    except FAULTS as fault:
        code = getattr(fault, "sqlite_errorname", "")
        return f"! {path.name}: {type(fault).__name__} {code}".rstrip()
    is_sound = found == [("ok",)]
    return f"{'' if is_sound else '! '}{path.name}: {'sound' if is_sound else 'DAMAGED'}, form {version}; {counts}"


def journal_boards(places: Places) -> list[str]:
    """The boards that the journal knows; none where it cannot be read."""
    try:
        with closing(connect_to_read(places.journal)) as connection:
            return [row[0] for row in connection.execute("SELECT board FROM boards ORDER BY board")]
    except FAULTS:
        return []
