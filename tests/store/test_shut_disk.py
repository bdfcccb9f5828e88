"""What the last picture was is read from a disk without room, and from one that takes nothing at all."""

from pathlib import Path

import pytest

from tests.store.test_full_disk import on_a_disk_of

FILLED = """
for size in (1 << 16, 512, 1):
    try:
        with (folder / "filler").open("ab", buffering=0) as file:
            while file.write(bytes(size)):
                pass
    except OSError:
        pass
"""
ROOM = '(folder / "filler").unlink()'
SHUT = 'subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)'
OPEN = 'subprocess.run(["mount", "-o", "remount,rw", str(folder)], check=True)'
LOOK = """
import os, subprocess, sys
from pathlib import Path
from tests.store.killed_writer import layout, picture
from wallboard.store.journal import Journal
from wallboard.store.journal_reader import JournalReader
from wallboard.store.places import Places

folder = Path(sys.argv[1])
places = Places(folder / "state")
places.make()
if os.fork() == 0:  # a collector whose machine lost its power, with its last picture in the log alone
    journal = Journal(places)
    assert journal.show("board", layout(), picture(1)) and journal.show("board", layout(), picture(2))
    os._exit(0)
os.wait()
log = Path(f"{places.journal}-wal")
assert log.stat().st_size
Path(f"{places.journal}-shm").unlink()
reader = JournalReader(places.journal, "board")
shown = lambda: reader.picture().pages[0][0].body.counts[0].value

HARM
before = places.journal.read_bytes(), log.read_bytes()
first = reader.change()
assert first, "nothing is known"
assert shown() == 2 and reader.shown() == reader.shown() and reader.change() == first
assert (places.journal.read_bytes(), log.read_bytes()) == before
assert not Journal(places).show("board", layout(), picture(3))
assert shown() == 2

MEND
assert Journal(places).show("board", layout(), picture(4))
assert shown() == 4 and reader.change() != first
print("well")
"""


@pytest.mark.parametrize(("harm", "mend"), [(FILLED, ROOM), (SHUT, OPEN)], ids=["full", "read-only"])
def test_the_last_picture_is_read_from_a_disk_that_takes_no_index_of_the_log(
    tmp_path: Path, harm: str, mend: str
) -> None:
    done = on_a_disk_of("3m", tmp_path, LOOK.replace("HARM", harm).replace("MEND", mend))
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout == "well\n"
