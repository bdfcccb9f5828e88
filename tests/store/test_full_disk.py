"""On a disk that is really full a collector goes on, shows what it reads, and writes it all once there is room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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
MOUNTED = 'mount -t tmpfs -o size=3m none "$1" && exec "$2" -c "$3" "$1"'


def can_mount(folder: Path) -> bool:
    command = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=1m none "$1"', "sh", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def test_a_disk_that_fills_up_is_waited_out(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("this machine lets nobody mount a small disk of their own")
    command = ["unshare", "-rm", "sh", "-c", MOUNTED, "sh", str(tmp_path), sys.executable, ROUND]
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=environ)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.startswith("well ")
    assert "Traceback" not in done.stderr
