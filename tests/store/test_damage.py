"""Whatever happened to the files while the power was off, both stores open, and what can be had again is there."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.store.killed_writer import ROWS, VIEWS, at_us, batch, layout, picture
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

Harm = Callable[[Path], None]


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def _random(path: Path) -> None:
    path.write_bytes(random.Random(4).randbytes(path.stat().st_size))


def _missing(path: Path) -> None:
    path.unlink()


def _zeroed_head(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(4096))


def _of_another(path: Path) -> None:
    path.write_bytes(path.read_bytes()[512:] + path.read_bytes()[:512])


HARMS = [_truncated, _zeroed, _random, _missing, _zeroed_head, _of_another]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The files as after a power cut: the daily copy has picture 1, the files picture 1, the logs beside them 2."""
    living = Places(tmp_path / "living")
    living.make()
    cache, journal = Cache(living), Journal(living)
    for number in (1, 2):
        cache.apply("site", batch(number))
        journal.show("board", layout(), picture(number))
        if number == 1:
            journal.tidy(at_us(1))
            for path in (living.cache, living.journal):
                _move_log(path)
    shutil.copytree(living.state, tmp_path / "state")
    cache.close()
    journal.close()
    return Places(tmp_path / "state")


def _move_log(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def shown(places: Places) -> int | None:
    with closing(JournalReader(places.journal, "board")) as reader:
        found = reader.picture()
    if found is None:
        return None
    values = {count.value for view in found.pages[0] for count in view.body.counts}
    assert len(values) == 1
    assert len(found.pages[0]) == VIEWS
    return int(values.pop())


def kept(places: Places) -> int | None:
    with closing(Cache(places)) as cache:
        cache.check()
        found = cache.load("site")
    if found is None:
        return None
    owners = found.frame("cases").get_column("owner")
    assert (owners.n_unique(), owners.len()) == (1, ROWS)
    return int(owners[0])


def go_on(places: Places) -> int | None:
    """A collector starts, and checks; what stands on the wall before its first picture, which then stands."""
    with closing(Journal(places)) as journal:
        journal.check()
        journal.weeks("board")
        before = shown(places)
        assert journal.show("board", layout(), picture(9))
        assert shown(places) == 9
    with closing(Cache(places)) as cache:
        assert cache.apply("site", batch(9)).seq is not None
        assert cache.trouble is None
    assert kept(places) == 9
    return before


def test_after_a_power_cut_what_the_logs_hold_is_there(places: Places) -> None:
    assert kept(places) == 2
    assert go_on(places) == 2


@pytest.mark.parametrize("harm", HARMS)
def test_a_journal_harmed_while_the_power_was_off_goes_on_from_its_copy(places: Places, harm: Harm) -> None:
    harm(places.journal)
    assert go_on(places) in (1, 2)


@pytest.mark.parametrize("harm", HARMS)
def test_a_cache_harmed_while_the_power_was_off_is_empty_or_whole(places: Places, harm: Harm) -> None:
    harm(places.cache)
    assert kept(places) in (None, 1, 2)
    assert go_on(places) == 2


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("end", ["-wal", "-shm"])
def test_harm_beside_the_files_costs_at_most_what_came_last(places: Places, harm: Harm, end: str) -> None:
    for path in (places.cache, places.journal):
        harm(path.with_name(path.name + end))
    known, before = kept(places), go_on(places)
    # what is derived from the log costs nothing when it is lost
    assert {known, before} <= {1, 2}
    if end == "-shm":
        assert (known, before) == (2, 2)


def test_a_log_cut_anywhere_leaves_whole_writes(places: Places, tmp_path: Path) -> None:
    chance = random.Random(5)
    for turn in range(20):
        other = Places(tmp_path / f"cut-{turn}")
        shutil.copytree(places.state, other.state)
        for path in (other.cache, other.journal):
            wal = path.with_name(path.name + "-wal")
            wal.write_bytes(wal.read_bytes()[: chance.randrange(wal.stat().st_size)])
            path.with_name(path.name + "-shm").unlink()
        assert kept(other) in (1, 2)
        assert go_on(other) in (1, 2)


def test_everything_gone_at_once_begins_anew(places: Places) -> None:
    shutil.rmtree(places.state)
    places.make()
    assert kept(places) is None
    assert go_on(places) is None
