"""What waits for a slow disk is done in its order, the newest surely, and before the process ends."""

import subprocess
import sys
import threading

from wallboard.ui.beside import Beside

NAME = "work of a test"


def ended():
    """Wait for what is done beside, as a process does that ends."""
    for thread in threading.enumerate():
        if thread.name == NAME:
            thread.join()


def test_while_one_work_is_done_of_those_that_come_the_newest_is_kept():
    beside, done = Beside(NAME), []
    may_end, has_begun = threading.Event(), threading.Event()

    def first():
        has_begun.set()
        may_end.wait()
        done.append(1)

    beside.do(first)
    has_begun.wait()
    beside.do(lambda: done.append(2))
    beside.do(lambda: done.append(3))
    assert done == []
    may_end.set()
    ended()
    assert done == [1, 3]


def test_when_all_is_done_there_is_no_thread_until_there_is_more():
    beside, done = Beside(NAME), []
    for number in range(3):
        beside.do(lambda number=number: done.append(number))
        ended()
        assert NAME not in [thread.name for thread in threading.enumerate()]
    assert done == [0, 1, 2]


def test_work_that_fails_is_told_and_keeps_no_other_from_being_done(caplog):
    beside, done = Beside(NAME), []
    beside.do(lambda: 1 / 0)
    ended()
    beside.do(lambda: done.append(1))
    ended()
    assert done == [1]
    assert [record.message for record in caplog.records] == [f"{NAME} failed"]


def test_a_process_that_ends_has_done_what_was_given(tmp_path):
    text = """
import sys, threading
from pathlib import Path
from wallboard.ui.beside import Beside

beside = Beside("signs")
beside.do(threading.main_thread().join)
beside.do(lambda: Path(sys.argv[1]).write_text("done"))
"""
    subprocess.run([sys.executable, "-c", text, tmp_path / "file"], check=True, timeout=60)
    assert (tmp_path / "file").read_text() == "done"
