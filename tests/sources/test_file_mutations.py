"""A good export, damaged at random: every line is a row that stands as it was, or is counted, or shows what it says.

Nothing but a fault of the source may be raised, and no line may vanish: a row that is missing was counted.
"""

import csv
from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.exports import put, read
from wallboard.core.records import Batch
from wallboard.sources.contract import SourceFault

HEADING = "Ref,When,What,Who,Note"
FIELDS = {
    "number": "Ref",
    "at": {"column": "When", "format": "%Y-%m-%d %H:%M"},
    "kind": "What",
    "person": "Who",
}
FIRST_AT = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  a local time, as exports have them


def line(index: int) -> str:
    at = FIRST_AT + timedelta(minutes=37 * index)
    note = ["", "plain", '"a, b"', '"say ""so"""', "Grüße"][index % 5]
    return f"E{index:03d},{at:%Y-%m-%d %H:%M},{['call', 'mail', 'visit'][index % 3]},P{index % 4},{note}"


LINES = [line(index) for index in range(24)]
Row = tuple[str, datetime, str | None, str | None]


def rows(batch: Batch) -> list[Row]:
    return batch.frame("activities").rows()


def parse(folder: Path, lines: list[str], ending: str = "\n") -> Batch:
    return parse_bytes(folder, ending.join([HEADING, *lines, ""]).encode())


def parse_bytes(folder: Path, data: bytes) -> Batch:
    put(folder, "log.csv", data)
    return read(folder, {"activities": {"path": "log.csv", "fields": FIELDS}})


def lost(batch: Batch) -> int:
    return sum(one.count for one in batch.unusable)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


@pytest.fixture(scope="module")
def good(folder: Path) -> list[Row]:
    found = rows(parse(folder, LINES))
    assert len(found) == len(LINES)
    return found


class _Mutation:
    """One damage to one line: which, where in it, and what is put there."""

    def __init__(self, kind: str, at: int, place: float, text: str) -> None:
        self.kind, self.at, self.place, self.text = kind, at, place, text

    def __repr__(self) -> str:
        return f"{self.kind} line {self.at} at {self.place:.2f} {self.text!r}"

    def applied(self, lines: list[str]) -> tuple[list[str], set[int]]:
        """The damaged lines, and the numbers of those (of the good ones) that were touched."""
        spoiled = list(lines)
        old = spoiled[self.at]
        cut = int(self.place * (len(old) + 1))
        if self.kind == "cut":
            spoiled[self.at] = old[:cut]
        elif self.kind == "insert":
            spoiled[self.at] = old[:cut] + self.text + old[cut:]
        elif self.kind == "replace":
            spoiled[self.at] = old[:cut] + self.text + old[cut + len(self.text) :]
        elif self.kind == "delete cell":
            cells = old.split(",")
            del cells[int(self.place * len(cells)) % len(cells)]
            spoiled[self.at] = ",".join(cells)
        elif self.kind == "repeat":
            spoiled.insert(self.at, old)
            return spoiled, set()
        return spoiled, {self.at}


mutations = st.builds(
    _Mutation,
    st.sampled_from(["cut", "insert", "replace", "delete cell", "repeat"]),
    st.integers(0, len(LINES) - 1),
    st.floats(0, 0.999),
    st.text(st.sampled_from("\",;'\0 \tAZ09-:é"), min_size=1, max_size=4),
)
patient = settings(max_examples=250, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)


@patient
@given(st.lists(mutations, min_size=1, max_size=3, unique_by=lambda one: one.at))
def test_untouched_lines_stand_and_touched_ones_are_rows_or_counted(
    folder: Path, good: list[Row], damage: list[_Mutation]
) -> None:
    lines, touched = LINES, set[int]()
    # From the bottom up, so that a repeated line does not move those that are still to be damaged.
    for mutation in sorted(damage, key=lambda one: -one.at):
        lines, more = mutation.applied(lines)
        touched |= more
    found = parse(folder, lines)
    stand = Counter(rows(found))
    for index, row in enumerate(good):
        assert index in touched or stand[row] >= 1, (row, found.unusable)
    filled = [text for text in lines if text.strip(", \t\0")]
    assert len(rows(found)) + lost(found) == len(filled)


@patient
@given(st.lists(mutations, min_size=1, max_size=2, unique_by=lambda one: one.at))
def test_a_row_that_changed_shows_what_its_line_says(folder: Path, good: list[Row], damage: list[_Mutation]) -> None:
    lines = LINES
    for mutation in sorted(damage, key=lambda one: -one.at):
        lines, _ = mutation.applied(lines)
    said = set()
    for text in lines:
        cells = next(csv.reader(StringIO(text)), [])
        said.add(tuple(cell.strip() for cell in cells[:1]))
    for row in set(rows(parse(folder, lines))) - set(good):
        assert (row[0],) in said


@patient
@given(st.integers(0, 2_000), st.binary(min_size=1, max_size=6))
def test_bytes_overwritten_anywhere_raise_nothing_but_a_fault(
    folder: Path, good: list[Row], place: int, noise: bytes
) -> None:
    data = "\n".join([HEADING, *LINES, ""]).encode()
    place %= len(data)
    try:
        found = parse_bytes(folder, data[:place] + noise + data[place + len(noise) :])
    except SourceFault:
        return
    gone = set(good) - set(rows(found))
    # Noise spans two lines at most; line feeds in it make more lines, and a heading may fall with its first row.
    assert len(gone) <= 2 + noise.count(b"\n")
    assert len(rows(found)) + lost(found) >= len(good) - 1 - noise.count(b"\n")


@patient
@given(st.integers(0, 2_000))
def test_a_file_cut_off_within_a_row_is_not_believed(folder: Path, good: list[Row], place: int) -> None:
    data = "\n".join([HEADING, *LINES, ""]).encode()
    place %= len(data)
    try:
        found = parse_bytes(folder, data[:place])
    except SourceFault as caught:
        key = caught.fault.key
    else:
        key = ""
    if key:
        # No headings yet, not one whole row, or a row that is not whole: the last good data stay.
        assert key == "file.broken-off" or data[:place].count(b"\n") < 2
        return
    whole = data[:place].count(b"\n") - 1
    assert rows(found)[:whole] == good[:whole] if whole >= 0 else not rows(found)
    last = data[:place].rpartition(b"\n")[2].decode(errors="replace")
    assert len(rows(found)) + lost(found) == max(0, whole) + (1 if last and whole >= 0 else 0)
    # Within its last field nobody can tell that a row was longer.
    assert not last or whole < 0 or len(next(csv.reader([last]))) == len(HEADING.split(","))
