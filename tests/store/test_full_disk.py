"""On a disk that is really full a collector goes on, shows what it reads, and writes it all once there is room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
ROUND = """
import logging, sys
from pathlib import Path
import polars as pl
from tests.store.killed_writer import at_us, batch, layout, picture
from wallboard.store.cache import Cache
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places
from wallboard.store.logs import start_log
from contextlib import ExitStack

places = Places(Path(sys.argv[1]) / "state")
places.make()
with ExitStack() as stack:
    start_log(stack, places.log("a"))
    cache, journal = Cache(places), Journal(places)
    reader = JournalReader(places.journal, "board")
    shown = lambda: reader.picture().pages[0][0].body.counts[0].value
    owner = lambda: cache.load("site").frame("cases")["owner"][0]

    assert cache.apply("site", batch(1)).seq is not None
    assert journal.show("board", layout(), picture(1))

    filler = Path(sys.argv[1]) / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65536))
        except OSError:
            pass
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            pass
    number, refused = 2, 0
    while refused < 3 and number < 60:
        applied = cache.apply("site", batch(number))
        kept = journal.show("board", layout(), picture(number))
        assert owner() == str(number)
        shown_now = shown()
        assert shown_now == number if kept else shown_now < number
        cache.tidy(at_us(number))
        journal.tidy(at_us(number))
        cache.write_image("site")
        logging.getLogger("wallboard.test").warning("x" * 4000)
        refused += applied.seq is None and not kept
        number += 1
    assert refused == 3, number
    assert cache.trouble.key == "trouble.cache"

    filler.unlink()
    cache.tidy(at_us(number))
    assert cache.trouble is None
    assert journal.show("board", layout(), picture(number))
    assert shown() == number
    reader.close(), cache.close(), journal.close()

cache = Cache(places)
assert owner() == str(number - 1)
cache.close()
assert not [entry.name for entry in places.state.iterdir() if ".damaged-" in entry.name]
print("well", number)
"""
COLLECTOR = """
import subprocess, sys
from contextlib import closing
from pathlib import Path
from wallboard.store.cache import Cache
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places, board_id

folder = Path(sys.argv[1])
state = folder / "state"
process = subprocess.Popen([sys.executable, COLLECTOR_FILE, str(state), "growing"], stdout=subprocess.PIPE, text=True)

def rows_composed(least):
    for line in process.stdout:
        if int(line.split()[1]) >= least:
            return int(line.split()[1])
    raise AssertionError("the collector has ended")

def rows_kept():
    with closing(Cache(Places(state), is_read_only=True)) as cache:
        return sum(cache.load(site).rows for site in cache.sites())

def composed_us():
    with closing(JournalReader(Places(state).journal, board_id(folder / "small.yaml"))) as reader:
        return reader.composed_at_us()

rows_composed(200)
filler = folder / "filler"
with filler.open("wb", buffering=0) as file:
    for size in (1 << 20, 4096, 16):
        try:
            while True:
                file.write(bytes(size))
        except OSError:
            pass
before = rows_composed(rows_composed(0) + 300)
full = rows_kept()
assert full < before - 100, (full, before)  # it goes on in memory alone
at_us = composed_us()
filler.unlink()
most = before
while rows_kept() < most or composed_us() == at_us:
    rows_composed(0)
process.terminate()
process.communicate()
assert process.returncode == 0
assert not [entry.name for entry in state.iterdir() if ".damaged-" in entry.name]
print("well", full, before, rows_kept())
"""
MOUNTED = 'mount -t tmpfs -o size="$4" none "$1" && exec "$2" -c "$3" "$1"'


def can_mount(folder: Path) -> bool:
    command = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=1m none "$1"', "sh", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def on_a_disk_of(size: str, folder: Path, code: str) -> "subprocess.CompletedProcess[str]":
    """What Python does with a folder that is a small disk of its own, gone with the process."""
    if not can_mount(folder):
        pytest.skip("this machine lets nobody mount a small disk of their own")
    command = ["unshare", "-rm", "sh", "-c", MOUNTED, "sh", str(folder), sys.executable, code, size]
    environ = {**os.environ, "PYTHONPATH": str(HOME)}
    return subprocess.run(command, capture_output=True, check=False, text=True, env=environ)


def test_a_disk_that_fills_up_is_waited_out(tmp_path: Path) -> None:
    done = on_a_disk_of("3m", tmp_path, ROUND)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.startswith("well ")
    assert "Traceback" not in done.stderr


def test_a_collector_on_a_full_disk_goes_on_in_memory_and_writes_it_once_there_is_room(tmp_path: Path) -> None:
    file = str(HOME / "tests" / "collect" / "collector_under_test.py")
    done = on_a_disk_of("40m", tmp_path, COLLECTOR.replace("COLLECTOR_FILE", repr(file)))
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.startswith("well ")
    assert "Traceback" not in done.stderr
