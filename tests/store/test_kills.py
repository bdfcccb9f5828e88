"""Killed at any moment of any write, both files open, nothing in them is half, and nothing promised is lost."""

import os
import random
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.store.killed_writer import CHANGED, ROWS, VIEWS, WEEKS
from wallboard.core.records import Batch
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places
from wallboard.store.sqlite import connect_to_read, is_sound

LONGEST_S = 0.08
"""A round of writing takes about a twentieth of a second: the kill falls anywhere in the first two."""


class Writer:
    """The process that forks writers."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._orders, self._said = process.stdin, process.stdout
        self._rest = b""

    def write_and_kill(self, folder: Path, number: int, after_s: float, *, is_opening: bool) -> dict[str, int]:
        """Let a writer begin at a number, kill it so long after its birth, while it opens the files, or after its first
        promise; the last number of each promise."""
        self._orders.write(f"{folder} {number}\n".encode())
        self._orders.flush()
        words = [self._word()]
        child = int(words[0].removeprefix("pid "))
        if not is_opening:
            words.append(self._word())
        until = monotonic() + after_s
        while (left := until - monotonic()) > 0 and select.select([self._said], [], [], left)[0]:
            self._read()
        os.kill(child, signal.SIGKILL)
        while words[-1] != "ended":
            words.append(self._word())
        pairs = [word.split() for word in words[1:-1]]
        return {kind: int(number) for kind, number in pairs}

    def _word(self) -> str:
        while b"\n" not in self._rest:
            self._read()
        word, _, self._rest = self._rest.partition(b"\n")
        return word.decode()

    def _read(self) -> None:
        some = os.read(self._said.fileno(), 65536)
        assert some, "the writers' process has ended"
        self._rest += some


@contextmanager
def writers() -> Iterator[Writer]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.store.killed_writer"]
    home = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=home) as process:
        try:
            yield Writer(process)
        finally:
            process.kill()


def found(places: Places) -> dict[str, int]:
    """The number that each thing has in the files now; both files are sound, and none was set aside."""
    assert is_sound(places.cache, check="quick")
    with closing(Cache(places)) as cache:
        batch, changed = cache.load("site"), cache.load("changes")
        assert cache.trouble is None
    assert is_sound(places.journal, check="integrity")
    with closing(JournalReader(places.journal, "board")) as reader:
        shown = reader.shown()
    with closing(Journal(places)) as journal:
        weeks = journal.weeks("board")
    numbers = {}
    if batch is not None:
        owners = batch.frame("cases").get_column("owner")
        assert owners.n_unique() == 1
        assert owners.len() == ROWS
        numbers["cache"] = int(owners[0])
    if changed is not None:
        numbers["changes"] = int(changed.token)
        assert_all_changes(changed)
    if shown is not None:
        values = {count.value for view in shown[1].pages[0] for count in view.body.counts}
        assert len(values) == 1
        assert len(shown[1].pages[0]) == VIEWS
        numbers["picture"] = values.pop()
    if weeks:
        numbers["week"] = max(int(count.value) for count in weeks.values())
        # one after the other, none left out
        assert sorted(count.value for count in weeks.values()) == sorted(
            range(max(1, numbers["week"] - WEEKS + 1), numbers["week"] + 1)
        )
    with closing(connect_to_read(places.journal)) as connection:
        answers = [int(number) for (number,) in connection.execute("SELECT number FROM answers ORDER BY id")]
    if answers:
        numbers["answer"] = answers[-1]
        assert answers == sorted(set(answers))
    assert not [entry.name for entry in places.state.iterdir() if ".damaged-" in entry.name]
    return numbers


def assert_all_changes(batch: Batch) -> None:
    """Every change up to the one that the token tells of, once, and none after it."""
    last = int(batch.token)
    events = batch.frame("events").select("number", "to").rows()
    assert sorted(int(to) for _, to in events) == list(range(1, last + 1))
    assert all(int(to) % CHANGED == int(number) for number, to in events)
    owners = {int(number): int(owner) for number, owner in batch.frame("cases").select("number", "owner").rows()}
    assert owners == {number % CHANGED: number for number in range(1, last + 1)}


def kill_often(places: Places, times: int, seed: int) -> None:
    chance = random.Random(seed)
    number = 1
    with writers() as writer:
        for _ in range(times):
            after_s, is_opening = chance.uniform(0, LONGEST_S), chance.random() < 0.25
            promised = writer.write_and_kill(places.state, number, after_s, is_opening=is_opening)
            now = found(places)
            for kind, least in promised.items():
                # what was not yet promised may be there all the same: it was killed in between
                assert least <= now[kind] <= least + 1, f"{kind}: {least} was promised, {now[kind]} is there"
            number = now.get("week", number - 1) + 1


def test_a_hundred_kills_at_random_moments_lose_nothing_that_was_promised(places: Places) -> None:
    kill_often(places, 100, seed=1)


@pytest.mark.slow
def test_a_thousand_kills_at_random_moments_lose_nothing_that_was_promised(places: Places) -> None:
    kill_often(places, 1000, seed=2)
