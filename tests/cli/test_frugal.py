"""What the collector does not need it gives back, or never takes."""

import os
import subprocess
import sys

import pytest

ALLOCATING = """
from pathlib import Path
from wallboard.cli.frugal import be_frugal
be_frugal()
import polars as pl
for turn in range(5):
    pl.DataFrame({"a": range(200_000)}).with_columns(b=pl.col("a").cast(pl.String)).sort("b")
print(*(path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")))
"""


def test_polars_has_one_thread():
    asked = "from wallboard.cli.frugal import be_frugal; be_frugal(); import polars; print(polars.thread_pool_size())"
    environment = {name: value for name, value in os.environ.items() if name != "POLARS_MAX_THREADS"}
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="only there are threads known by name")
def test_the_allocator_of_polars_has_a_thread_that_gives_memory_back():
    done = subprocess.run([sys.executable, "-c", ALLOCATING], capture_output=True, text=True, check=True)
    assert "jemalloc_bg_thd" in done.stdout
    assert done.stderr == ""


def test_nothing_of_the_program_is_there_before_the_allocators_are_told():
    asked = "import sys, wallboard.__main__, wallboard.cli.app; print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


COLLECTING = """
import sys
from wallboard.__main__ import main
code = main(["collect", "--for-glass", sys.argv[1]])
print(code, sorted({"polars", "typer"} & set(sys.modules)))
"""


def test_the_collector_of_a_glass_does_without_the_reader_of_commands(tmp_path):
    board = tmp_path / "board.yaml"
    board.write_text("version: 2\n")
    environment = {**os.environ, "WALLBOARD_STATE": str(tmp_path / "state")}
    command = [sys.executable, "-c", COLLECTING, str(board)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "2 ['polars']"
    assert "version" in done.stderr
