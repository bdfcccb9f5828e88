"""What the collector does not need it gives back."""

import subprocess
import sys

import pytest

ALLOCATING = """
from pathlib import Path
from wallboard.cli.memory import give_memory_back
give_memory_back()
import polars as pl
for turn in range(5):
    pl.DataFrame({"a": range(200_000)}).with_columns(b=pl.col("a").cast(pl.String)).sort("b")
print(*(path.read_text().strip() for path in Path("/proc/self/task").glob("*/comm")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there are threads known by name")
def test_the_allocator_of_polars_has_a_thread_that_gives_memory_back():
    done = subprocess.run([sys.executable, "-c", ALLOCATING], capture_output=True, text=True, check=True)
    assert "jemalloc_bg_thd" in done.stdout
    assert done.stderr == ""


def test_nothing_of_the_program_is_there_before_the_allocators_are_told():
    asked = "import sys, wallboard.__main__, wallboard.cli.app; print('polars' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
