"""Where the servers of the tests are installed, and the data of prepared ones, so that a test starts with a copy."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def environment() -> Path:
    """The virtual environment of the servers from PyPI, which ./installer/test makes.

    A test that needs it is skipped where it was never made. ./installer/test names it in WALLBOARD_SERVERS: where it
    is named and not there, the test fails.
    """
    folder = _folder()
    if not (folder / "bin" / "python").exists():
        if "WALLBOARD_SERVERS" in os.environ:
            pytest.fail(f"WALLBOARD_SERVERS names {folder}, in which no servers are installed")
        pytest.skip("the servers of the tests are not installed here; ./installer/test does it")
    return folder


def program(name: str) -> Path:
    """A program of that environment."""
    return environment() / "bin" / name


def prepared(name: str, make: Callable[[Path], None]) -> Path:
    """The folder that `make` fills, made once and kept; to be copied, never written to.

    `name` says what is in it and which recipe made it ("tryton-8.2.1-1"): another recipe needs another name. What was
    begun and not ended is made anew, and of two runs at the same time one waits for the other.
    """
    data = _folder().with_name(_folder().name + "-data")
    data.mkdir(parents=True, exist_ok=True)
    done, begun = data / name, data / f"{name}.begun"
    with (data / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(done)
    return done


def _folder() -> Path:
    return Path(os.environ.get("WALLBOARD_SERVERS") or ROOT / "build" / "servers").absolute()
