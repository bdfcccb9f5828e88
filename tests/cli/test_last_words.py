"""A process that a library brings down says on standard error where it stood."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", [("show", "--for-kiosk", "--safe=Broken"), ("collect", "--for-kiosk")])
def test_a_segmentation_fault_leaves_a_trace(command: tuple[str, ...], office: str, tmp_path: Path) -> None:
    read, write = os.pipe()
    with os.fdopen(read) as words, (tmp_path / "complaints").open("w+") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "wallboard", *command, *([office] if command[0] == "collect" else [])],
            env={**os.environ, "WALLBOARD_BEAT": str(write)},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stderr=complaints,
            pass_fds=[write],
        )
        os.close(write)
        assert "beat\n" in words
        process.send_signal(signal.SIGSEGV)
        assert process.wait(timeout=30) == -signal.SIGSEGV
        assert process.stdin is not None
        process.stdin.close()
        complaints.seek(0)
        said = complaints.read()
    assert "Fatal Python error: Segmentation fault" in said
    assert "wallboard/__main__.py" in said
