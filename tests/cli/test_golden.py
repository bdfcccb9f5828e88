"""The same bytes on every Python and every machine: what the sample office reported, kept as files.

After a change that is meant, renew them: `python -m tests.cli.test_golden`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "data" / "golden"
BOARD = "config/files.yaml"
AT = "2026-03-18T14:30"
COMMANDS = {
    "report.json": ("report", BOARD, "--at", AT, "--format", "json"),
    "report.csv": ("report", BOARD, "--at", AT, "--format", "csv"),
    "explain-on-time.csv": ("explain", BOARD, "--at", AT, "--panel", "On time"),
    "explain-open.csv": ("explain", BOARD, "--at", AT, "--panel", "1.1"),
    "hours.txt": ("hours", "office", "2026-03-16T15:00", "2026-03-18T12:00", "--hold",
                  "2026-03-16T16:00/2026-03-18T10:00", "--config", BOARD),
}  # fmt: skip


def printed(arguments: tuple[str, ...]) -> bytes:
    """What a command writes, in a process of its own, far from the office's time zone and tongue."""
    environment = {**os.environ, "TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "wallboard", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_what_it_always_printed(name: str) -> None:
    assert printed(COMMANDS[name]) == (GOLDEN / name).read_bytes()


if __name__ == "__main__":
    for name, arguments in COMMANDS.items():
        (GOLDEN / name).write_bytes(printed(arguments))
