"""What a collector has freed is not kept by its heap, nor code that it does not run."""

import subprocess
import sys

import pytest

TOLD = """
from pathlib import Path
from wallboard.cli.frugal import be_frugal
be_frugal()
from wallboard.memory import give_back, give_back_code, give_back_large_at_once
def mib(what):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024
"""
HOLED = """
parts = [bytearray(50_000) for _ in range(2000)]  # small enough to lie in the heap
del parts[::2], parts[::3]
before = mib("RssAnon:")
give_back()
print(before - mib("RssAnon:"))
"""
LARGE = """
give_back_large_at_once()
bytearray(30 << 20)  # from the first that is freed on, such blocks would lie on the heap
images = [bytearray(20 << 20) for _ in range(2)]
small = bytearray(50_000)  # and this above them
before = mib("RssAnon:")
del images
print(before - mib("RssAnon:"))
"""
KEPT = """
block = bytearray(20 << 20)
del block
before = mib("RssAnon:")
give_back()
print(before - mib("RssAnon:"))
"""
RUN_ONCE = """
import polars as pl
def total():
    return pl.DataFrame({"a": range(1000)}).lazy().filter(pl.col("a") > 1).select(pl.col("a").sum()).collect().item()
told = total()
before = mib("RssFile:")
give_back_code(with_constants=WITH_CONSTANTS)
print(before - mib("RssFile:"))
assert total() == told
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there are a process's own pages told")


def given_back_mib(script):
    done = subprocess.run([sys.executable, "-c", TOLD + script], capture_output=True, text=True, check=True)
    return float(done.stdout)


def test_holes_between_what_stays_are_given_back():
    assert given_back_mib(HOLED) > 30


def test_what_is_freed_is_kept_for_the_next_time_until_it_is_given_back():
    assert given_back_mib(KEPT) > 19


def test_large_blocks_are_given_back_where_they_are_freed():
    assert given_back_mib(LARGE) > 39


def test_code_that_ran_is_given_back_and_runs_again():
    assert given_back_mib(RUN_ONCE.replace("WITH_CONSTANTS", "False")) > 10


def test_constants_are_given_back_with_it_where_that_is_asked_for():
    assert given_back_mib(RUN_ONCE.replace("WITH_CONSTANTS", "True")) > 10
